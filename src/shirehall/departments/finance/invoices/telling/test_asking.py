"""Who is asked: by the check that failed, who is away, whose limit covers it, and who must never be."""

from datetime import timedelta

import pytest

from shirehall.casework.models import Step
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.invoices.problems import InvoiceError
from shirehall.departments.finance.invoices.telling.api import (
    ask_right_person,
    end_exception,
    open_question,
    pass_to,
)
from shirehall.departments.finance.invoices.telling.climbing import tell_who_is_next
from shirehall.departments.finance.invoices.telling.conftest import (
    CLEO,
    DEV,
    ESME,
    FINANCE,
    GITA,
    HAL,
    IVO,
    KIT,
    LENA,
    MONDAY,
    MOSS,
    NELL,
    MakeInvoice,
)
from shirehall.departments.finance.registers.api import add_absence
from shirehall.departments.finance.registers.models import BudgetHolder, PurchaseOrder, Supplier
from shirehall.partnership.api import Officer, close_officer

TODAY = MONDAY.date()
pytestmark = pytest.mark.django_db


def ask(invoice: Invoice, row: str = "not_received", queue: str = "requesters") -> InvoiceException:
    """Ask about an invoice."""
    return ask_right_person(invoice=invoice, row=row, queue=queue, because="Because of this.", at=MONDAY)


def alerts() -> list[tuple[str, list[str]]]:
    """What was planned to be told, and to whom."""
    rows = Step.objects.filter(kind="invoice_alert").order_by("pk")
    return [(row.payload["level"], row.payload["to"]) for row in rows]


@pytest.mark.parametrize(
    ("row", "queue", "person", "told"),
    [
        ("not_received", "requesters", DEV, DEV),
        ("over_amount", "buyers", NELL, NELL),
        ("over_auto_limit", "budget_holders", HAL, HAL),  # Kit's limit of £1,000 does not cover £1,200
        ("budget_short", "accountants", IVO, IVO),
        ("uncertain", "invoices", "", FINANCE),
        ("vat_wrong", "vat", "", FINANCE),
        ("construction", "construction", "", FINANCE),
        ("unknown_supplier", "procurement", "", "procurement@dorset-councils.example.org"),
    ],
)
def test_the_right_person(make_invoice: MakeInvoice, row: str, queue: str, person: str, told: str) -> None:
    question = ask(make_invoice(), row, queue)
    assert (question.person, question.second_person, question.told) == (person, "", told)
    assert alerts() == [("person", [told])]


def test_the_holder_whose_limit_covers_it_is_asked(make_invoice: MakeInvoice) -> None:
    assert ask(make_invoice(gross=100_000), "over_auto_limit", "budget_holders").person == KIT
    assert ask(make_invoice(gross=2_000_000), "over_auto_limit", "budget_holders").person == CLEO
    assert ask(make_invoice(gross=99_000_000), "over_auto_limit", "budget_holders").person == ""


def test_who_ordered_it_never_approves_it(make_invoice: MakeInvoice, order: PurchaseOrder) -> None:
    PurchaseOrder.objects.filter(pk=order.pk).update(requester=KIT.title())
    order.refresh_from_db()
    assert ask(make_invoice(gross=50_000), "over_auto_limit", "budget_holders").person == HAL


def test_managers_in_a_ring_are_no_endless_line(make_invoice: MakeInvoice) -> None:
    BudgetHolder.objects.filter(officer=HAL).update(manager=KIT, limit=1)
    assert ask(make_invoice(), "over_auto_limit", "budget_holders").person == ""


def test_who_stands_in_is_asked(make_invoice: MakeInvoice) -> None:
    add_absence(officer=DEV, delegate=ESME, from_on=TODAY, until_on=TODAY, by=DEV, at=MONDAY)
    assert ask(make_invoice()).person == ESME


def test_who_left_is_not_asked(make_invoice: MakeInvoice) -> None:
    close_officer(officer=Officer.objects.get(email=DEV), by="test", at=MONDAY)
    question = ask(make_invoice())
    assert (question.person, question.told) == ("", FINANCE)


def test_two_who_had_no_hand_in_the_supplier_look_at_bank_details(
    make_invoice: MakeInvoice, supplier: Supplier
) -> None:
    Supplier.objects.filter(pk=supplier.pk).update(made_by=GITA.title(), bank_by=[IVO])
    invoice = make_invoice()
    question = ask(invoice, "other_bank", "bank_details")
    assert {question.person, question.second_person} == {LENA, MOSS}
    assert alerts() == [("person", [question.person, question.second_person])]
    assert BudgetHolder.objects.exists()


def test_bank_details_never_go_to_who_brought_the_invoice(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    invoice.file.by = LENA
    question = ask(invoice, "other_bank", "bank_details")
    assert LENA not in (question.person, question.second_person)


def test_where_there_are_not_two_the_team_is_asked(make_invoice: MakeInvoice, supplier: Supplier) -> None:
    Supplier.objects.filter(pk=supplier.pk).update(bank_by=[GITA, IVO, LENA])
    question = ask(make_invoice(), "other_bank", "bank_details")
    assert (question.person, question.second_person, question.told) == ("", "", FINANCE)


def test_bank_questions_are_shared_out(make_invoice: MakeInvoice) -> None:
    first = ask(make_invoice(), "other_bank", "bank_details")
    second = ask(make_invoice(), "other_bank", "bank_details")
    assert not {first.person, first.second_person} & {second.person, second.second_person}


def test_an_officer_who_is_the_supplier_is_not_asked(make_invoice: MakeInvoice, supplier: Supplier) -> None:
    Supplier.objects.filter(pk=supplier.pk).update(remittance_email=DEV.upper())
    question = ask(make_invoice())
    assert question.person != DEV
    assert DEV not in question.told


def test_the_same_question_is_asked_once(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    first = ask(invoice)
    again = ask_right_person(
        invoice=invoice,
        row="not_received",
        queue="requesters",
        because="Other words.",
        at=MONDAY + timedelta(days=1),
    )
    assert (again.pk, again.because, again.asked_at) == (first.pk, "Other words.", MONDAY)
    assert len(alerts()) == 1


def test_another_question_takes_its_place(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    first, second = ask(invoice), ask(invoice, "over_amount", "buyers")
    first.refresh_from_db()
    assert (first.answer, first.ended_by, first.next_at) == ("overtaken", "shirehall", None)
    assert open_question(invoice) == second


def test_with_another_order_another_person_is_asked(make_invoice: MakeInvoice, order: PurchaseOrder) -> None:
    invoice = make_invoice()
    ask(invoice)
    other = PurchaseOrder.objects.get(pk=order.pk)
    other.pk, other.number, other.number_key, other.requester = None, "45100018", "45100018", ESME
    other.save()
    invoice.order = other
    assert ask(invoice).person == ESME
    assert InvoiceException.objects.filter(ended_at=None).count() == 1


def test_an_answer_ends_it(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    ask(invoice)
    ended = end_exception(invoice=invoice, by=DEV, answer="received", at=MONDAY)
    assert ended is not None
    assert (ended.ended_by, ended.answer, ended.next_at) == (DEV, "received", None)
    assert end_exception(invoice=invoice, by=DEV, answer="received", at=MONDAY) is None


def test_the_ladder_goes_up_and_ends(make_invoice: MakeInvoice) -> None:
    ask(make_invoice())
    found = []
    for day in range(1, 31):
        found += [day + 2] * tell_who_is_next(MONDAY + timedelta(days=day, hours=1))
    assert found == [4, 6, 20, 30]
    assert alerts() == [
        ("person", [DEV]), ("reminded", [DEV]), ("manager", [ESME]), ("finance", [LENA, MOSS]), ("last", [LENA, MOSS]),
    ]  # fmt: skip


def test_next_in_line_of_a_holder_is_the_manager_on_the_register(make_invoice: MakeInvoice) -> None:
    ask(make_invoice(gross=50_000), "over_auto_limit", "budget_holders")
    for day in (2, 4):
        tell_who_is_next(MONDAY + timedelta(days=day, hours=1))
    assert alerts()[-1] == ("manager", [HAL])


def test_nobody_goes_up_twice(make_invoice: MakeInvoice) -> None:
    ask(make_invoice())
    late = MONDAY + timedelta(days=2, hours=1)
    assert (tell_who_is_next(late), tell_who_is_next(late)) == (1, 0)


def test_a_reminder_goes_to_who_stands_in_by_then(make_invoice: MakeInvoice) -> None:
    ask(make_invoice())
    add_absence(officer=DEV, delegate=KIT, from_on=TODAY, until_on=None, by=DEV, at=MONDAY)
    tell_who_is_next(MONDAY + timedelta(days=2, hours=1))
    assert alerts()[-1] == ("reminded", [KIT])


def test_a_reminder_goes_to_who_leads_once_somebody_left(make_invoice: MakeInvoice) -> None:
    ask(make_invoice())
    close_officer(officer=Officer.objects.get(email=DEV), by="test", at=MONDAY)
    tell_who_is_next(MONDAY + timedelta(days=2, hours=1))
    [(_first, _dev), (level, told)] = alerts()
    assert (level, told) == ("reminded", [ESME])


def test_a_question_that_was_answered_tells_nobody_more(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    ask(invoice)
    end_exception(invoice=invoice, by=DEV, answer="received", at=MONDAY)
    assert tell_who_is_next(MONDAY + timedelta(days=60)) == 0


def test_a_question_is_passed_on_with_a_word(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    ask(invoice)
    passed = pass_to(invoice=invoice, person=ESME, note="Yours, I think.", by=DEV, at=MONDAY)
    assert (passed.person, passed.note, alerts()[-1]) == (ESME, "Yours, I think.", ("person", [ESME]))
    assert invoice.case.events.filter(kind="invoice_passed_on").exists()
    # And asking about the same check leaves it with whom it was passed to.
    assert ask(invoice).person == ESME


@pytest.mark.parametrize(
    ("queue", "person"), [("requesters", "stranger@example.org"), ("budget_holders", DEV)]
)
def test_who_cannot_be_asked(make_invoice: MakeInvoice, queue: str, person: str) -> None:
    invoice = make_invoice()
    ask(invoice, "a_row", queue)
    with pytest.raises(InvoiceError) as caught:
        pass_to(invoice=invoice, person=person, note="", by=GITA, at=MONDAY)
    assert "person" in caught.value.fields


def test_nobody_chooses_who_looks_at_bank_details(make_invoice: MakeInvoice) -> None:
    invoice = make_invoice()
    ask(invoice, "other_bank", "bank_details")
    with pytest.raises(InvoiceError):
        pass_to(invoice=invoice, person=GITA, note="", by=GITA, at=MONDAY)
    assert Officer.objects.filter(email=GITA).exists()
