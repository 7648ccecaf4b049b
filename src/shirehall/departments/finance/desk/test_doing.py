"""What is done on the page: fields put right, questions answered, and what is refused."""

import re
from dataclasses import replace

from shirehall.departments.finance.desk.conftest import (
    CLEO,
    DEV,
    ESME,
    GITA,
    KIT,
    NELL,
    As,
    dearer,
    not_received,
    other_account,
    uncertain,
)
from shirehall.departments.finance.desk.test_pages import HOME, address
from shirehall.departments.finance.invoices.conftest import LINES, Town
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException, InvoiceLine
from shirehall.departments.finance.registers.models import BudgetCode, GoodsReceipt


def fresh(invoice: Invoice) -> Invoice:
    """As it stands now."""
    return Invoice.objects.get(pk=invoice.pk)


def test_fields_are_put_right_and_the_next_is_shown(town: Town, as_officer: As) -> None:
    invoice, other = uncertain(town), uncertain(town)
    client = as_officer(GITA)
    said = client.get(address(invoice)).content.decode()
    typed = dict(re.findall(r'name="(field-[a-z_]+)" value="([^"]*)"', said))
    assert len(typed) == 10
    answer = client.post(
        address(invoice, "correct/"),
        {**typed, "field-gross": "780.00", "seen": invoice.version, "then": "next"},
    )
    assert answer.headers["Location"] == address(other)
    assert fresh(invoice).state == Invoice.State.APPROVED
    # Nothing but what was changed counts as put right by a person.
    assert set(fresh(invoice).corrected) == {"gross"}
    assert "approved" in client.get(address(other)).content.decode()


def test_a_field_that_was_looked_at_counts(town: Town, as_officer: As) -> None:
    invoice = uncertain(town)
    as_officer(GITA).post(
        address(invoice, "correct/"),
        {
            "field-invoice_number": invoice.number,
            "right": "invoice_number",
            "seen": invoice.version,
            "then": "stay",
        },
    )
    assert set(fresh(invoice).corrected) == {"invoice_number"}


def test_what_is_wrong_is_told_and_what_was_typed_stays(town: Town, as_officer: As) -> None:
    invoice = uncertain(town)
    answer = as_officer(GITA).post(
        address(invoice, "correct/"),
        {"field-gross": "lots", "field-due_date": "31/2/2026", "seen": invoice.version},
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="lots"' in said
    assert "#field-gross" in said
    assert fresh(invoice).corrected == {}


def test_a_stale_page_changes_nothing_and_keeps_what_was_typed(town: Town, as_officer: As) -> None:
    invoice = uncertain(town)
    answer = as_officer(GITA).post(
        address(invoice, "correct/"), {"field-gross": "780.00", "seen": invoice.version + 1}
    )
    said = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="780.00"' in said
    assert "has changed since you opened it" in said
    assert fresh(invoice).corrected == {}


def test_a_correction_is_undone(town: Town, as_officer: As) -> None:
    invoice, client = uncertain(town), as_officer(GITA)
    client.post(address(invoice, "correct/"), {"field-gross": "780.00", "seen": invoice.version})
    said = client.get(address(invoice)).content.decode()
    assert "Put right by Gita Pennybrook" in said
    client.post(address(invoice, "undo/"), {"field": "gross", "seen": fresh(invoice).version})
    assert fresh(invoice).corrected == {}
    assert fresh(invoice).state == Invoice.State.WITH_PERSON


def test_goods_are_received_in_one_click(town: Town, as_officer: As) -> None:
    invoice, client = not_received(town), as_officer(DEV)
    said = client.get(address(invoice)).content.decode()
    assert "Yes, everything came" in said
    answer = client.post(
        address(invoice, "do/receive/"), {"seen": invoice.version, "key": "abc"}, follow=True
    )
    assert answer.status_code == 200
    assert fresh(invoice).state == Invoice.State.APPROVED
    assert {each.by for each in GoodsReceipt.objects.filter(line__order=invoice.order)} == {DEV}
    # Sent twice, it is received once, and who sent it is told.
    count = GoodsReceipt.objects.count()
    client.post(address(invoice, "do/receive/"), {"seen": invoice.version, "key": "abc"})
    assert GoodsReceipt.objects.count() == count


def test_who_pays_does_not_say_that_goods_came(town: Town, as_officer: As) -> None:
    invoice, client = not_received(town), as_officer(GITA)
    assert "Yes, everything came" not in client.get(address(invoice)).content.decode()
    assert (
        client.post(address(invoice, "do/receive/"), {"seen": invoice.version, "key": "abc"}).status_code
        == 409
    )
    assert not GoodsReceipt.objects.filter(line__order=invoice.order).exists()


def test_the_buyer_accepts_the_price_with_a_reason(town: Town, as_officer: As) -> None:
    invoice, client = dearer(town), as_officer(NELL)
    assert client.post(address(invoice, "do/judge/"), {"seen": invoice.version}).status_code == 422
    given = {"judge-answer": "yes", "judge-reason": "Paper went up in May.", "seen": invoice.version}
    client.post(address(invoice, "do/judge/"), given)
    assert fresh(invoice).state == Invoice.State.APPROVED
    said = as_officer(GITA).get(address(invoice)).content.decode()
    assert "cleared" in said
    assert "Paper went up in May." in said


def test_only_whose_limit_covers_it_approves(town: Town, as_officer: As) -> None:
    dear = (replace(LINES[0], price=2_000, quantity=600),)
    order = town.another_order("WD-300001", dear)
    invoice = town.send(town.bill(order=order.number, lines=dear))
    question = InvoiceException.objects.get(invoice=invoice)
    assert (question.queue, question.person) == ("budget_holders", KIT)
    given = {"judge-answer": "yes", "judge-reason": "As ordered.", "seen": invoice.version}
    refused = as_officer(GITA).post(address(invoice, "do/judge/"), given)
    assert refused.status_code == 422
    assert "over your limit" in refused.content.decode()
    as_officer(KIT).post(address(invoice, "do/judge/"), given)
    assert fresh(invoice).state == Invoice.State.APPROVED


def test_it_is_sent_on_with_a_word(town: Town, as_officer: As) -> None:
    invoice = not_received(town)
    as_officer(DEV).post(
        address(invoice, "do/pass/"), {"pass-person": ESME, "pass-note": "Yours?", "seen": invoice.version}
    )
    question = InvoiceException.objects.get(invoice=invoice, ended_at=None)
    assert (question.person, question.note) == (ESME, "Yours?")
    assert as_officer(DEV).get(address(invoice)).status_code == 404
    assert "Yours?" in as_officer(ESME).get(address(invoice)).content.decode()


def test_bank_details_are_passed_to_nobody_and_judged_by_nobody(town: Town, as_officer: As) -> None:
    invoice, client = other_account(town), as_officer(GITA)
    said = client.get(address(invoice)).content.decode()
    assert 'id="do-pass"' not in said
    assert 'id="do-judge"' not in said
    for name in ("pass", "judge", "receive"):
        assert client.post(address(invoice, f"do/{name}/"), {"seen": invoice.version}).status_code == 409
    assert fresh(invoice).state == Invoice.State.WITH_PERSON


def test_a_rejection_needs_words_and_is_taken_back(town: Town, as_officer: As) -> None:
    invoice, client = uncertain(town), as_officer(GITA)
    assert client.post(address(invoice, "do/reject/"), {"seen": invoice.version}).status_code == 422
    client.post(address(invoice, "do/reject/"), {"reject-reason": "Not ours.", "seen": invoice.version})
    assert (fresh(invoice).state, fresh(invoice).rejected_because) == (Invoice.State.REJECTED, "Not ours.")
    client.post(
        address(invoice, "do/unreject/"), {"unreject-reason": "It is ours.", "seen": fresh(invoice).version}
    )
    assert fresh(invoice).state == Invoice.State.WITH_PERSON


def test_lines_are_split_between_budgets(town: Town, as_officer: As) -> None:
    invoice, client = dearer(town), as_officer(GITA)
    other = BudgetCode.objects.create(
        code="CS-200", authority="west_dorset", year=town.code.year + 1, title="Libraries", budget=9_000_000, holder=CLEO,
    )  # fmt: skip
    net, vat = invoice.net, invoice.vat
    assert net is not None
    assert vat is not None
    page = address(invoice, "lines/")
    given = {
        "description": ["Offices", "Libraries"], "net": ["100.00", f"{(net - 10_000) / 100:.2f}"],
        "vat": ["20.00", f"{(vat - 2_000) / 100:.2f}"], "vat_code": ["S", "S"], "code": [str(town.code.pk), str(other.pk)],
        "seen": [str(invoice.version)],
    }  # fmt: skip
    wrong = client.post(page, {**given, "net": ["100.00", "1.00"]})
    assert (wrong.status_code, "must make the net" in wrong.content.decode()) == (422, True)
    assert "Still to give" in wrong.content.decode()
    more = client.post(page, {**given, "more": "1"})
    assert (more.status_code, more.content.decode().count("<fieldset")) == (200, 3)
    assert client.post(page, given).status_code == 302
    lines = InvoiceLine.objects.filter(invoice=invoice).order_by("position")
    assert [(each.net, each.budget_code_id, each.coded_by) for each in lines] == [
        (10_000, town.code.pk, GITA), (net - 10_000, other.pk, GITA),
    ]  # fmt: skip
    assert client.post(page, given).status_code == 409


def test_a_line_that_is_no_amount_is_told(town: Town, as_officer: As) -> None:
    invoice, client = dearer(town), as_officer(GITA)
    for typed in ("", "abc", "1.234", "NaN", "1e400", "-"):
        given = {"description": "x", "net": typed, "vat": "0", "vat_code": "S", "code": str(town.code.pk)}
        answer = client.post(address(invoice, "lines/"), {**given, "seen": invoice.version})
        assert answer.status_code == 422, typed
        assert "#net-1" in answer.content.decode()


def test_several_are_given_to_somebody(town: Town, as_officer: As) -> None:
    invoices = [uncertain(town), uncertain(town)]
    client = as_officer(GITA)
    client.post(f"{HOME}assign/", {"invoice": [each.pk for each in invoices], "to": "me"})
    assert {str(fresh(each).case.assigned_to) for each in invoices} == {"Gita Pennybrook"}
    said = client.get(f"{HOME}?whose=mine").content.decode()
    assert "2 invoices are given." in said
    assert address(invoices[0]) in said
    client.post(f"{HOME}assign/", {"invoice": [], "to": "me"})
    assert "Tick the invoices first." in client.get(HOME).content.decode()


def test_the_sample_is_looked_at_afterwards(town: Town, as_officer: As) -> None:
    invoice = town.send(town.bill())
    Invoice.objects.filter(pk=invoice.pk).update(check_after=True)
    client = as_officer(GITA)
    assert address(invoice) in client.get(f"{HOME}afterwards/").content.decode()
    client.post(address(invoice, "do/checked/"), {"checked-wrong": "", "seen": invoice.version})
    assert fresh(invoice).checked_by == GITA
    said = client.get(f"{HOME}afterwards/").content.decode()
    assert "Nothing wrong" in said
    assert "Nothing waits for a look" in said
