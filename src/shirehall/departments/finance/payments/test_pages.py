"""The pages: who opens them, what they show and do, what they refuse, and what can be taken away."""

import csv
import io
import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from shirehall.departments.finance.invoices.api import stop_paying
from shirehall.departments.finance.invoices.models import Invoice, PayingStop
from shirehall.departments.finance.payments.conftest import (
    COUNCIL,
    MONDAY,
    MakeInvoice,
    MakeSupplier,
    People,
    officer,
)
from shirehall.departments.finance.payments.ending import mark_failed
from shirehall.departments.finance.payments.fields import read_amount, read_day
from shirehall.departments.finance.payments.models import PaymentRun, RunEvent
from shirehall.partnership.api import Officer

DAY = "4/3/2026"


@pytest.fixture(autouse=True)
def monday() -> Any:
    """It is the Monday of the test."""
    with time_machine.travel(MONDAY + timedelta(minutes=30), tick=False):
        yield


def sign_in(who: Officer | str) -> Client:
    """A browser in which the officer has signed in with two factors."""
    who = officer(who) if isinstance(who, str) else who
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": each, "at": time.time()} for each in ("password", "mfa")
    ]
    session["account_authentication_methods_user"] = str(who.pk)
    session.save()
    client.cookies["shirehall"] = session.session_key or ""
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def carried(run: PaymentRun, **more: Any) -> dict[str, Any]:
    run.refresh_from_db()
    return {"seen": run.version, "fingerprint": run.fingerprint, **more}


def test_the_whole_way_by_the_pages(
    people: People, make_invoice: MakeInvoice, make_supplier: MakeSupplier
) -> None:
    make_invoice(120_000)
    held = make_supplier("Held Ltd", standing="on_hold")
    make_invoice(5_000, supplier=held)
    gita, lena, moss = sign_in(people.gita), sign_in(people.lena), sign_in(people.moss)
    assert "There is no run yet" in text(gita.get(reverse("finance_runs")))
    asked = {"authority": COUNCIL, "pay_on": DAY, "policy": "at_once"}
    shown = text(gita.post(reverse("finance_propose"), asked))
    assert "£1,200.00" in shown
    assert "The supplier is on hold" in shown
    assert not PaymentRun.objects.exists()
    answer = gita.post(reverse("finance_propose"), {**asked, "propose": "yes", "note": "weekly"})
    run = PaymentRun.objects.get()
    assert answer["Location"] == reverse("finance_run", args=[run.pk])

    page = text(gita.get(reverse("finance_run", args=[run.pk])))
    assert "Approve this run: not by you" in page
    assert "Lena Copperfold" in page
    for file in run.files.all():
        assert file.sha256 in page

    def act(name: str) -> str:
        return reverse("finance_run_do", args=[run.pk, name])

    assert gita.post(act("approve"), carried(run)).status_code == 403
    assert lena.post(act("approve"), carried(run)).status_code == 302
    refused = lena.post(act("release"), carried(run))
    assert (refused.status_code, "You approved this run." in text(refused)) == (403, True)
    file_url = reverse("finance_run_file", args=[run.pk, "pain001"])
    assert moss.post(file_url).status_code == 403
    assert moss.post(act("release"), carried(run)).status_code == 302
    assert Invoice.objects.get(gross=120_000).state == "paid"

    assert gita.post(file_url).status_code == 403
    taken = moss.post(file_url)
    assert taken["Content-Disposition"] == 'attachment; filename="westdorset-1-pain001.xml"'
    assert b"CstmrCdtTrfInitn" in taken.content
    assert RunEvent.objects.get(kind="file_taken").by == people.moss.email
    assert moss.get(file_url).status_code == 405
    assert moss.post(reverse("finance_run_file", args=[run.pk, "other"])).status_code == 404
    assert moss.post(act("sent"), carried(run, because="77")).status_code == 302
    (payment,) = run.payments.all()
    failed = gita.post(
        reverse("finance_run_payment", args=[run.pk, payment.pk]), carried(run, because="closed")
    )
    assert failed.status_code == 302
    page = text(gita.get(reverse("finance_run", args=[run.pk])))
    assert "A payment came back from the bank" in page
    assert "Came back" in page
    assert "SHA-256" in text(gita.get(reverse("finance_run_print", args=[run.pk])))


PAGES = {
    # name of the officer: list, propose, run, file, stop (GET), late
    "gita.pennybrook": (200, 200, 200, 403, 200, 200),
    "lena.copperfold": (200, 403, 200, 200, 200, 200),
    "moss.brackenridge": (200, 403, 200, 200, 200, 200),
    "iris.wintersedge": (200, 403, 200, 403, 200, 200),
    "dev.appletharp": (404, 404, 404, 404, 404, 404),
    "nell.tallowmere": (404, 404, 404, 404, 404, 404),
    "kit.hollowmere": (404, 404, 404, 404, 404, 404),
}


def test_who_opens_which_page(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    run = people.released()
    for name, wanted in PAGES.items():
        client = sign_in(name)
        got = (
            *(client.get(reverse(page)).status_code for page in ("finance_runs", "finance_propose")),
            client.get(reverse("finance_run", args=[run.pk])).status_code,
            client.post(reverse("finance_run_file", args=[run.pk, "standard18"])).status_code,
            *(client.get(reverse(page)).status_code for page in ("finance_stop", "finance_late")),
        )
        assert got == wanted, name
    for page in ("finance_runs", "finance_propose", "finance_stop", "finance_late"):
        assert Client().get(reverse(page)).status_code == 302


ACTS = ("approve", "release", "send_back", "cancel", "recall", "sent", "move_day")


@pytest.mark.parametrize("name", ["iris.wintersedge", "dev.appletharp", "nell.tallowmere"])
def test_who_only_looks_does_nothing(people: People, make_invoice: MakeInvoice, name: str) -> None:
    invoice = make_invoice()
    run = people.approved()
    client = sign_in(name)
    for act in ACTS:
        answer = client.post(
            reverse("finance_run_do", args=[run.pk, act]), carried(run, because="x", pay_on="5/3/2026")
        )
        assert answer.status_code in (403, 404, 422), act
    client.post(
        reverse("finance_run_invoice", args=[run.pk, invoice.pk]), carried(run, because="x", what="leave_out")
    )
    answer = client.post(reverse("finance_stop"), {"where": COUNCIL, "because": "x"})
    assert answer.status_code in (403, 404)
    run.refresh_from_db()
    assert (run.state, run.version) == ("approved", 2)
    assert not PayingStop.objects.exists()


def test_invoices_are_left_out_put_back_and_paid_in_part_by_the_page(
    people: People, make_invoice: MakeInvoice
) -> None:
    first, second = make_invoice(120_000), make_invoice(30_000)
    run = people.proposed(at=MONDAY)
    gita = sign_in(people.gita)
    url = reverse("finance_run_invoice", args=[run.pk, second.pk])
    nothing = gita.post(url, carried(run, what="leave_out", because=""))
    assert (nothing.status_code, "Say why." in text(nothing)) == (422, True)
    assert gita.post(url, carried(run, what="leave_out", because="doubtful")).status_code == 302
    assert "doubtful" in text(gita.get(reverse("finance_run", args=[run.pk])))
    assert gita.post(url, carried(run, what="put_back")).status_code == 302
    first_url = reverse("finance_run_invoice", args=[run.pk, first.pk])
    for amount in ("", "0", "1200.00", "abc", "-5", "1e3"):
        assert (
            gita.post(first_url, carried(run, what="part", amount=amount, because="x")).status_code == 422
        ), amount
    assert gita.post(first_url, carried(run, what="part", amount="£1,000.50", because="x")).status_code == 302
    run.refresh_from_db()
    assert run.total == 100_050 + 30_000
    stale = gita.post(first_url, {"seen": 1, "what": "leave_out", "because": "x"})
    assert (stale.status_code, "Somebody has changed this run" in text(stale)) == (422, True)
    moved = gita.post(reverse("finance_run_do", args=[run.pk, "move_day"]), carried(run, pay_on="6.3.2026"))
    assert moved.status_code == 302
    for day in ("", "31/2/2026", "7/3/2026", "x"):
        answer = gita.post(reverse("finance_run_do", args=[run.pk, "move_day"]), carried(run, pay_on=day))
        assert answer.status_code == 422, day
    run.refresh_from_db()
    assert run.pay_on == date(2026, 3, 6)


def test_wishes_that_cannot_be(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    gita = sign_in(people.gita)
    good = {"authority": COUNCIL, "pay_on": DAY, "policy": "at_once"}
    for wrong, says in (
        ({"authority": "atlantis"}, "Choose the council"), ({"policy": "x"}, "Choose what"), ({"pay_on": "soon"}, "Give a day"),
        ({"pay_on": "7/3/2026"}, "working day"), ({"pay_on": "2/3/2026"}, "cut-off"),
    ):  # fmt: skip
        answer = gita.post(reverse("finance_propose"), {**good, **wrong, "propose": "yes"})
        assert (answer.status_code, says in text(answer)) == (422, True), wrong
    assert not PaymentRun.objects.exists()


def test_the_switch_and_its_banner(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    lena, gita = sign_in(people.lena), sign_in(people.gita)
    for wrong in ({}, {"where": COUNCIL}, {"because": "odd"}):
        assert lena.post(reverse("finance_stop"), wrong).status_code == 422
    assert (
        lena.post(reverse("finance_stop"), {"where": COUNCIL, "because": "an odd <b>file</b>"}).status_code
        == 302
    )
    for client in (lena, gita):
        page = text(client.get(reverse("finance_runs")))
        assert "Paying is stopped for West Dorset" in page
        assert "an odd &lt;b&gt;file" in page
    twice = lena.post(reverse("finance_stop"), {"where": COUNCIL, "because": "again"})
    assert (twice.status_code, "stopped already" in text(twice)) == (422, True)
    stop = PayingStop.objects.get()
    assert gita.post(reverse("finance_stop"), {"resume": stop.pk}).status_code == 403
    assert lena.post(reverse("finance_stop"), {"resume": stop.pk}).status_code == 302
    assert PayingStop.objects.get().ended_by == people.lena.email
    assert lena.post(reverse("finance_stop"), {"resume": "9" * 30}).status_code == 302


def test_a_stop_shows_on_the_run_that_waits(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    run = people.approved()
    stop_paying(authority="", because="fire drill", by=people.lena.email, at=MONDAY)
    answer = sign_in(people.moss).post(reverse("finance_run_do", args=[run.pk, "release"]), carried(run))
    assert (answer.status_code, "Paying is stopped: fire drill" in text(answer)) == (422, True)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_tables_run_no_formula(
    people: People, make_supplier: MakeSupplier, make_invoice: MakeInvoice, sign: str
) -> None:
    bad = make_supplier(f"{sign}cmd|' /C calc'!A0", account_name="Plain")
    make_invoice(supplier=bad, number=f"{sign}HYPERLINK(1)", received_at=MONDAY - timedelta(days=60))
    make_invoice(-5_000, supplier=bad)
    run = people.proposed()
    gita = sign_in(people.gita)
    for url in (reverse("finance_run_csv", args=[run.pk]), reverse("finance_late_csv")):
        answer = gita.get(url)
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) > 1
        assert all(not cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row)
        assert all(
            not cell.startswith("-") or cell.lstrip("-").replace(".", "").isdigit()
            for row in rows
            for cell in row
        )
    assert "-50.00" in text(gita.get(reverse("finance_run_csv", args=[run.pk])))
    assert bad.account_number not in text(gita.get(reverse("finance_run_csv", args=[run.pk])))


def test_late_payments_and_what_is_owed(people: People, make_invoice: MakeInvoice) -> None:
    gita = sign_in(people.gita)
    assert "Nothing is late" in text(gita.get(reverse("finance_late")))
    # Received on 30 December, due on 29 January, 32 days late on 2 March: 1,200 * 11.75% * 32 / 365
    make_invoice(120_000, received_at=datetime(2025, 12, 30, 10, tzinfo=MONDAY.tzinfo))
    make_invoice(50_000)
    page = text(gita.get(reverse("finance_late")))
    assert "£12.36" in page
    assert "£70.00" in page
    assert "11.75%" in page
    run = people.released()
    assert run.count == 1
    paid = Invoice.objects.get(gross=120_000)
    assert paid.interest == 1_313  # until 4 March: 34 days
    page = text(gita.get(reverse("finance_late")))
    assert "Paid late in the last year" in page
    assert "£13.13" in page


def test_pages_of_runs(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    for number in range(1, 36):
        PaymentRun.objects.create(
            number=number, authority=COUNCIL, pay_on=MONDAY.date(), state="cancelled", policy="at_once",
            proposed_by="a", proposed_at=MONDAY,
        )  # fmt: skip
    gita = sign_in(people.gita)
    first = text(gita.get(reverse("finance_runs")))
    assert "WESTDORSET-35" in first
    assert "WESTDORSET-5<" not in first
    last = PaymentRun.objects.get(number=6)
    assert "WESTDORSET-5" in text(gita.get(f"{reverse('finance_runs')}?before={last.pk}"))
    assert gita.get(f"{reverse('finance_runs')}?before=x").status_code == 200


def test_what_people_type() -> None:
    assert read_day("27/3/2026") == read_day("2026-03-27") == read_day("27 3 2026") == date(2026, 3, 27)
    assert [read_day(each) for each in ("", "27/3", "1/1/1/1", "٣/3/2026", "0/0/0")] == [None] * 5
    assert (read_amount("£1,234.50"), read_amount("7"), read_amount("7.5"), read_amount("1.2.3")) == (
        123_450,
        700,
        None,
        None,
    )


def test_what_was_paid_before_says_so(people: People, make_invoice: MakeInvoice) -> None:
    make_invoice()
    run = people.released()
    mark_failed(payment=run.payments.get(), because="closed", by=people.gita, at=MONDAY, seen=run.version)
    run.refresh_from_db()
    again = people.proposed()
    page = text(sign_in(people.lena).get(reverse("finance_run", args=[again.pk])))
    assert "paid before: Gita Pennybrook said that it came back" in page
