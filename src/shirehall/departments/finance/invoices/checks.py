"""The twelve checks of an invoice, as they are shown: which passed, on what, and at which it stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shirehall.casework.api import current_decision, kernel_decision, local_date, version_of
from shirehall.casework.models import CaseJudgement
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.design.formats import shown
from shirehall.kernel.api import Answers, Judgement, Version, answers_from_stored, decide
from shirehall.kernel.values import Value
from shirehall.partnership.api import Officer

Standing = Literal["passed", "cleared", "failed", "not_reached"]
CHECKS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("A safe file, and an invoice to us"), ("document",)),
    (_("A supplier we use"), ("supplier_standing",)),
    (_("The bank details we hold"), ("bank_details",)),
    (_("Not a duplicate"), ("duplicate",)),
    (_("Read with certainty, and the sums agree"), ("reading", "sums")),
    (_("The VAT number"), ("vat_number",)),
    (_("An open order, or an agreement"), ("order_state",)),
    (_("The price that was agreed"), ("price_over", "price_over_percent", "value_left")),
    (_("Received"), ("receipt",)),
    (
        _("Within the limits"),
        ("stopped", "to_pay", "order_by_machine", "within_holder_limit", "paid_today", "supplier_today"),
    ),
    (_("A budget with enough left"), ("budget",)),
    (_("Nothing special"), ("special",)),
)
"""What each check is called, and the facts that it is made on, in the order of the decision."""


@dataclass(frozen=True, slots=True)
class Check:
    """One of the twelve. `on` says what it was made on; `because` why it failed, or who cleared it."""

    number: int
    title: str
    state: Standing
    on: str
    because: str = ""


def checks_of(invoice: Invoice) -> list[Check]:
    """The checks as the latest decision left them."""
    version = version_of(invoice.case)
    answers = answers_from_stored(version, invoice.case.facts)
    row, text = _stopped_at(invoice)
    failed = failed_check_number(version, row)
    cleared = _cleared(version, invoice, answers, row)
    found = []
    for number, (title, facts) in enumerate(CHECKS, 1):
        state, because = _standing(
            number, failed, text, cleared, rejected=invoice.state == Invoice.State.REJECTED
        )
        on = "; ".join(_told(version, name, answers[name].value) for name in facts if name in answers)
        found.append(Check(number, str(title), state, on, because))
    return found


def _standing(
    number: int, failed: int, text: str, cleared: Mapping[int, str], *, rejected: bool
) -> tuple[Standing, str]:
    if failed and number > failed:
        return "not_reached", ""
    if number == failed:
        return "failed", text
    if number in cleared:
        # Of a rejected invoice, what was judged at a check is why it ended there.
        return "failed" if rejected else "cleared", cleared[number]
    return "passed", ""


def failed_check_number(version: Version, row: str) -> int:
    """Which of the twelve a row of the decision belongs to; 0 for one that is no check."""
    rows = {each.name: each for each in version.words["outcome"].table.rows}
    cells = set(rows[row].cells) if row in rows else set()
    return next((number for number, (_title, facts) in enumerate(CHECKS, 1) if cells & set(facts)), 0)


def _stopped_at(invoice: Invoice) -> tuple[str, str]:
    decision = current_decision(invoice.case)
    if decision is None:
        return "", ""
    reasons = kernel_decision(decision, explain=False).reasons
    return (reasons[0].row, reasons[0].text) if reasons else ("", "")


def _cleared(version: Version, invoice: Invoice, answers: Answers, row: str) -> dict[int, str]:
    """The checks that pass by a judgement alone, and who made it: without it the decision would have stopped there."""
    rows = CaseJudgement.objects.filter(case=invoice.case, lapsed_at=None)
    judged = {
        each.question: Judgement(each.question, each.answer, each.reason, each.by, each.at) for each in rows
    }
    found = {}
    for name, judgement in judged.items():
        without = [each for question, each in judged.items() if question != name]
        decision = decide(
            version, answers, judgements=without, authority=invoice.case.authority, on=local_date(judgement.at),
            explain=False,
        )  # fmt: skip
        stopped_at = decision.reasons[0].row if decision.reasons else ""
        if stopped_at != row and (number := failed_check_number(version, stopped_at)):
            officer = Officer.objects.filter(email=judgement.by).first()
            found[number] = f"{officer.name if officer else judgement.by}: {judgement.reason}"
    return found


def _told(version: Version, name: str, value: Value | None) -> str:
    fact = version.service.facts[name]
    if value is None:
        return f"{fact.label}: –"
    if isinstance(value, bool):
        return f"{fact.label}: {_('yes') if value else _('no')}"
    said = fact.options.get(value, value) if isinstance(value, str) else shown(value, fact.kind)
    return f"{fact.label}: {said}"
