"""Trying tells a stranger nothing, guesses nothing, and opens nothing that is not theirs."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from shirehall.capabilities.messages.api import Message
from shirehall.departments.finance.portal.codes import send_waiting_codes
from shirehall.departments.finance.portal.conftest import AT, Browser, MakeInvoice, last_code, make_supplier
from shirehall.departments.finance.portal.models import SupplierCode

pytestmark = pytest.mark.django_db
THIEF = "thief@example.com"


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_answer_is_the_same_whatever_is_true(invoice: MakeInvoice) -> None:
    """Right, a wrong number, an unknown address, an unknown code, a known code with another's number: one page, in the
    same words, the same redirects, the same row, and the same number of queries but for the join."""
    supplier = make_supplier()
    invoice(supplier)
    invoice(make_supplier("S-200", email="other@example.org"), "OTHER-1")
    pages = set()
    for number, who in (
        ("HP-1042", supplier.email), ("NONE-1", supplier.email), ("HP-1042", THIEF), ("HP-1042", "S-100"),
        ("HP-1042", "S-999"), ("OTHER-1", "S-100"),
    ):  # fmt: skip
        seen = Browser().ask(number, who)
        assert seen.url == "/suppliers/code/"
        pages.add(_without_secrets(seen.html))
    assert len(pages) == 1
    assert SupplierCode.objects.count() == 6
    assert not Message.objects.exists(), "nothing is sent while somebody waits for the page: no clock tells"


def _without_secrets(html: str) -> str:
    return "\n".join(line for line in html.splitlines() if "csrf" not in line and "nonce" not in line)


def test_codes_go_to_the_address_on_file_alone(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    invoice(make_supplier("S-200", email="other@example.org"), "OTHER-1")
    for number, who in (("HP-1042", THIEF), ("HP-1042", "S-200"), ("OTHER-1", "S-100"), ("X", "S-100")):
        Browser().ask(number, who)
    assert send_waiting_codes(timezone.now()) == 0
    Browser().ask("HP-1042", "S-100")
    assert send_waiting_codes(timezone.now()) == 1
    assert [each.to for each in Message.objects.all()] == ["accounts@hedgerow.example.org"]
    assert send_waiting_codes(timezone.now()) == 0, "each goes out once"


def test_another_suppliers_invoice_is_not_there(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    others = invoice(make_supplier("S-200", email="other@example.org"), "OTHER-1")
    seen = Browser().enter()
    assert "OTHER-1" not in seen.html
    found = seen.client.get(f"/suppliers/invoices/{others.case.reference}/")
    unknown = seen.client.get("/suppliers/invoices/ABC-DEF-GHJ/")
    assert found.status_code == unknown.status_code == 404
    assert _without_secrets(found.content.decode()) == _without_secrets(unknown.content.decode())
    assert "OTHER-1" not in seen.send("/suppliers/invoices/", number="OTHER").html


def test_without_a_code_nothing_opens(invoice: MakeInvoice) -> None:
    each = invoice(make_supplier())
    stranger = Browser().ask()
    for url in ("/suppliers/invoices/", f"/suppliers/invoices/{each.case.reference}/"):
        assert stranger.open(url).status == 403
        assert "HP-1042" not in stranger.html


def test_a_code_is_tried_five_times(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    seen = Browser().ask()
    code = last_code()
    for _time in range(4):
        assert "Check the code" in seen.send("/suppliers/code/", code=wrong(code)).html
    assert seen.send("/suppliers/code/", code=wrong(code)).status == 403
    assert seen.send("/suppliers/code/", code=code).status == 403
    assert seen.open("/suppliers/invoices/").status == 403


def test_what_opens_nothing_is_tried_as_often_and_told_in_the_same_words(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    said = []
    for who in ("accounts@hedgerow.example.org", THIEF):
        seen = Browser().ask("HP-1042", who)
        send_waiting_codes(timezone.now())
        answers = [seen.send("/suppliers/code/", code="12345x") for _time in range(6)]
        said.append([(each.status, _without_secrets(each.html)) for each in answers])
    assert said[0] == said[1]


def test_a_code_works_once_and_for_15_minutes(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    with time_machine.travel(AT, tick=False) as clock:
        seen, code = Browser().ask(), last_code()
        copied = seen.client.cookies["shirehall"].value
        assert seen.send(code=code).status == 200
        again = Browser()
        again.client.cookies["shirehall"] = copied
        assert again.send("/suppliers/code/", code=code).status == 403
        late = Browser().ask()
        code = last_code()
        clock.shift(timedelta(minutes=16))
        assert late.send(code=code).status == 403


def test_a_code_is_not_kept_and_no_address_neither(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    Browser().ask()
    code = last_code()
    kept = str(SupplierCode.objects.values_list())
    assert code not in kept
    assert "hedgerow" not in kept


def test_an_address_that_changed_opens_nothing(invoice: MakeInvoice) -> None:
    """Neither a code on its way to the old address, nor a visit that it opened."""
    supplier = make_supplier()
    invoice(supplier)
    inside = Browser().enter()
    waiting, code = Browser().ask(), last_code()
    unsent = Browser().ask()
    supplier.email = "new@hedgerow.example.org"
    supplier.save()
    assert inside.open("/suppliers/invoices/").status == 403
    assert "Check the code" in waiting.send(code=code).html
    sent = Message.objects.count()
    send_waiting_codes(timezone.now())
    assert Message.objects.count() == sent, "nor does one go to the old address any more"
    assert unsent.open("/suppliers/invoices/").status == 403


def test_a_mailbox_gets_five_codes_an_hour_in_whatever_words(invoice: MakeInvoice) -> None:
    invoice(make_supplier(remittance_email="pay@hedgerow.example.org"))
    for _time in range(5):
        assert Browser().ask("HP-1042", "S-100").status == 200
    assert Browser().ask("HP-1042", "S-100").status == 429
    assert Browser().ask().status == 200, "the same words as ever"
    assert send_waiting_codes(timezone.now()) == 5
    for _time in range(5):
        Browser().ask("HP-1042", THIEF)
    assert Browser().ask("HP-1042", THIEF).status == 429


def test_many_tries_from_one_place_are_stopped(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    statuses = [Browser().ask(f"HP-{number}", f"s{number}@example.org").status for number in range(61)]
    assert statuses[:60] == [200] * 60
    assert statuses[60] == 429


def test_closing_ends_it_for_a_copied_cookie_too(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    seen = Browser().enter()
    copied = seen.client.cookies["shirehall"].value
    assert seen.send("/suppliers/leave/").url == "/suppliers/"
    thief = Browser()
    thief.client.cookies["shirehall"] = copied
    assert thief.open("/suppliers/invoices/").status == 403


def test_suppliers_who_share_a_mailbox_see_both_and_a_stranger_in_one_sees_none_of_the_rest(
    invoice: MakeInvoice,
) -> None:
    first, second = make_supplier(), make_supplier("S-200")
    invoice(first)
    invoice(second, "HP-7000")
    third = invoice(make_supplier("S-300", email="other@example.org"), "HP-8000")
    seen = Browser().enter()
    assert "HP-1042" in seen.html
    assert "HP-7000" in seen.html
    assert third.number not in seen.html
    by_code = Browser().enter("HP-7000", "S-200")
    assert "HP-7000" in by_code.html
    assert "HP-1042" not in by_code.html


def test_signs_that_mean_something_elsewhere_mean_nothing_here(invoice: MakeInvoice) -> None:
    invoice(make_supplier())
    for number, who in (
        ("1%", "%@%"), ("HP-1042", "%"), ("H_", "S-1__"), ("x'; --", "' or 1=1 @"), ("1\r\nBcc: a", "x\r\n@y"),
        ("HP\x00", "a\x00@example.org"), ("\ud800".encode("utf-8", "replace").decode() + "1", "🐑@example.org"),
    ):  # fmt: skip
        assert Browser().ask(number, who).url == "/suppliers/code/"
    assert send_waiting_codes(timezone.now()) == 0
