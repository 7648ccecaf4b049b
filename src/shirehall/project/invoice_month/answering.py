"""How people answer what they are asked: as somebody would who looks at the paper, the order and the goods. The sample
says what they would see. They answer some working days later, and only where the desk would let them."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shirehall.casework.api import add_working_days, local_date
from shirehall.departments.finance.invoices.api import (
    CORRECTABLE,
    InvoiceError,
    correct,
    judge,
    may_answer,
    why_not_judge,
)
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.samples.api import Sample
from shirehall.partnership.api import Officer
from shirehall.project.invoice_month.town import Town

LONGEST_DAYS = 4
IN_TEAM: Mapping[str, str] = {
    "invoices": "gita.pennybrook", "bank_details": "lena.copperfold", "procurement": "nell.tallowmere",
    "vat": "ivo.marlbarrow", "requesters": "ivo.marlbarrow", "buyers": "nell.tallowmere",
    "budget_holders": "hal.stonecroft", "accountants": "ivo.marlbarrow", "construction": "ivo.marlbarrow",
}  # fmt: skip
"""Who of a team takes it where no person is asked."""
REJECT: Mapping[str, str] = {
    "changed_bank": "We called the number on file: the supplier has not changed its account.",
    "no_order": "It has no order number. Send it again with the number of our order.",
    "unknown_order": "We gave no order of that number. Send it again with the right number.",
    "not_received": "Nothing of it came.",
    "unknown_supplier": "We ordered nothing from you.",
    "wrong_vat_number": "The VAT number on it is not a valid one. Send a new invoice with the right number.",
    "sums_astray": "Net and VAT do not make the total. Send a new invoice.",
    "foreign_currency": "We are invoiced in pounds. Send a new invoice.",
    "not_an_invoice": "This is not an invoice.",
    "hostile_xml": "The file is not safe to open. Send it as a PDF without programs in it.",
    "hostile_pdf": "The file is not safe to open. Send it as a PDF without programs in it.",
    "broken_pdf": "The file cannot be opened. Send it again.",
}
"""What is wrong with these is never put right on our side."""
_DUPLICATES = ("duplicate", "duplicate_renumbered")
_AMOUNT_ROWS = ("over_day", "over_supplier_day", "stopped")


@dataclass
class Answers:
    """How many answers were given, by the row that asked, and what nobody could answer, in words."""

    given: Counter[str] = field(default_factory=Counter)
    done: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)


def answer_what_is_due(town: Town, *, at: datetime, answers: Answers) -> None:
    """Answer the questions whose people take no longer than this."""
    today = local_date(at)
    rows = InvoiceException.objects.filter(ended_at=None).select_related("invoice__file").order_by("id")
    for asked in rows:
        # Who has answered and is still asked has nothing more to say.
        if asked.pk not in answers.done and _answers_on(asked) <= today:
            _answer(asked, town.samples[asked.invoice.file.name], at, answers)


def _answers_on(asked: InvoiceException) -> date:
    chance = random.Random(f"{asked.invoice_id} {asked.check_row}")  # noqa: S311 - invention, not secrecy
    return add_working_days(local_date(asked.asked_at), chance.randint(1, LONGEST_DAYS))


def _answer(asked: InvoiceException, sample: Sample, at: datetime, answers: Answers) -> None:
    invoice = Invoice.objects.get(pk=asked.invoice_id)
    what = _what(asked, sample, invoice)
    if what is None:
        return
    answers.done.add(asked.pk)
    who = _who(asked, invoice, at)
    if not may_answer(who, invoice, local_date(at)):
        answers.refused.append(f"{sample.file}: {who.email} may not answer {asked.check_row}")
        return
    try:
        what(invoice, who, at)
    except InvoiceError as problem:
        answers.refused.append(f"{sample.file}: {asked.check_row}: {problem} {problem.fields or ''}")
        return
    answers.given[asked.check_row] += 1


Act = Callable[[Invoice, Officer, datetime], object]


def _what(asked: InvoiceException, sample: Sample, invoice: Invoice) -> Act | None:
    """What the person does; None where they wait, for goods that are on their way."""
    row, planted = asked.check_row, sample.planted
    if planted == "late_receipt" and asked.queue == "requesters" and row in ("not_received", "part_received"):
        return None
    if row in ("same_file", "same_number", "looks_like"):
        return _judge("not_a_duplicate", planted not in _DUPLICATES, "It came before, and is paid once.")
    if sample.bill is not None and row in ("uncertain", "sums_disagree") and planted != "sums_astray":
        return _type(sample, invoice)
    if planted in REJECT:
        return _judge("rejected", answer=True, reason=REJECT[planted])
    if planted in _DUPLICATES:
        return _judge("rejected", answer=True, reason="It came before.")
    if asked.queue == "buyers":
        return _judge("price_accepted", planted != "wrong_price", "Held against the order.")
    if asked.queue == "budget_holders" or row in _AMOUNT_ROWS:
        return _judge("amount_approved", answer=True, reason="The amount is right.")
    if row in ("construction", "credit_note"):
        return _judge("special_cleared", answer=True, reason="Looked at, with the tax.")
    if sample.bill is not None:
        return _type(sample, invoice)
    return _judge("rejected", answer=True, reason="It cannot be read.")


def _judge(judgement: str, answer: bool, reason: str) -> Act:
    def act(invoice: Invoice, who: Officer, at: datetime) -> object:
        return judge(
            invoice=invoice,
            judgement=judgement,
            answer=answer,
            reason=reason,
            by=who,
            at=at,
            seen=invoice.version,
        )

    return act


def _type(sample: Sample, invoice: Invoice) -> Act:
    """Type what stands on the paper, over what was read otherwise or not surely."""
    truth = sample.to_json()
    fields = invoice.read.get("fields", {})
    values: dict[str, str | None] = {
        name: truth[name]
        for name in CORRECTABLE
        if name in truth
        and not (fields.get(name, {}).get("certain") and fields[name].get("value") == truth[name])
    }

    def act(invoice: Invoice, who: Officer, at: datetime) -> object:
        return correct(invoice=invoice, values=values, by=who.email, at=at, seen=invoice.version)

    return act


def _who(asked: InvoiceException, invoice: Invoice, at: datetime) -> Officer:
    names = [asked.person] if asked.person else []
    names.append(f"{IN_TEAM.get(asked.queue, 'gita.pennybrook')}@example.org")
    if asked.queue == "budget_holders" or asked.check_row in _AMOUNT_ROWS:
        names += [f"{name}@example.org" for name in ("hal.stonecroft", "lena.copperfold")]
        able = [name for name in names if _may_approve(_officer(name), invoice, at)]
        return _officer((able or names)[0])
    return _officer(names[0])


def _may_approve(officer: Officer, invoice: Invoice, at: datetime) -> bool:
    return not why_not_judge(officer, "amount_approved", invoice, local_date(at))


def _officer(email: str) -> Officer:
    return Officer.objects.get(email=email)
