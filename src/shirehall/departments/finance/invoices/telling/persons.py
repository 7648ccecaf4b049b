"""Who is asked: the person whom the failed check names, or who stands in for them, or the next in line. Everybody is an
officer of ours, named by their address; nobody is ever taken from an invoice."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.registers.api import (
    all_stand_ins,
    hands_on,
    holder_called,
    next_in_line,
    stands_in_for,
)
from shirehall.departments.finance.registers.models import BudgetCode
from shirehall.partnership.api import Officer, officers_who_may, queue, team

_LONGEST_LINE = 8
_OFFICERS_FOR_BANK_DETAILS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """`persons` are officers' codes, none where the queue's team is asked. `about` says what they hang on."""

    persons: tuple[str, ...] = ()
    about: str = ""


def persons_for(invoice: Invoice, *, queue: str, on: date) -> Asked:
    """Who is asked about an invoice that waits in a queue. A queue that no person answers for is its team's."""
    finder = _FINDERS.get(queue)
    return finder(invoice, on) if finder else Asked()


def _requester(invoice: Invoice, on: date) -> Asked:
    bought = invoice.order or invoice.agreement
    if bought is None:
        return Asked()
    return Asked(_first(_line(bought.requester, invoice), on, never=_suppliers(invoice)), _about(invoice))


def _buyer(invoice: Invoice, on: date) -> Asked:
    if invoice.order is None or not invoice.order.buyer:
        return Asked(about=_about(invoice))
    return Asked(_first(_line(invoice.order.buyer, invoice), on, never=_suppliers(invoice)), _about(invoice))


def _budget_holder(invoice: Invoice, on: date) -> Asked:
    """The holder, or the next in line whose limit covers it. Who ordered it never approves it."""
    code = budget_of(invoice)
    if code is None or not code.holder:
        return Asked()
    amount = invoice.gross or 0
    holder = holder_called(code.holder, invoice.authority)
    line = _line(code.holder, invoice, amount)
    if holder is None or holder.limit < amount:
        line = line[1:]
    never = _suppliers(invoice) | _ordered_by(invoice)
    return Asked(_first(line, on, never=never), f"budget {code.pk} for {amount}")


def _accountant(invoice: Invoice, on: date) -> Asked:
    code = budget_of(invoice)
    if code is None or not code.accountant:
        return Asked()
    return Asked(_first(_line(code.accountant, invoice), on, never=_suppliers(invoice)), f"budget {code.pk}")


def _two_officers(invoice: Invoice, on: date) -> Asked:
    """Two who may change bank details: those with the least to answer, never who brought the invoice in and never who
    had a hand in the supplier's details. Where there are not two, the team is asked."""
    never = _suppliers(invoice) | {invoice.file.by.casefold(), *all_stand_ins(on)}
    if invoice.supplier is not None:
        never |= hands_on([invoice.supplier.pk])[invoice.supplier.pk]
    found = officers_who_may(
        "change_bank_details", team=_team_of("bank_details"), authority=invoice.authority
    )
    free = [each.email for each in found if each.email.casefold() not in never]
    waiting = _waiting_for(free)
    chosen = sorted(free, key=lambda each: (waiting.get(each, 0), each))[:_OFFICERS_FOR_BANK_DETAILS]
    enough = len(chosen) == _OFFICERS_FOR_BANK_DETAILS
    return Asked(tuple(chosen) if enough else (), f"supplier {invoice.supplier_id or ''}".strip())


_FINDERS: Mapping[str, Callable[[Invoice, date], Asked]] = {
    "requesters": _requester,
    "buyers": _buyer,
    "budget_holders": _budget_holder,
    "accountants": _accountant,
    "bank_details": _two_officers,
}


def manager_of(person: str, invoice: Invoice, *, on: date) -> str:
    """Who is told when somebody does not answer: the next in line, else who leads a team of theirs; empty where there
    is nobody."""
    never = {person.casefold(), *_suppliers(invoice)}
    if found := _first(_line(person, invoice)[1:], on, never=never):
        return found[0]
    officer = Officer.objects.filter(email__iexact=person).first()
    places = officer.memberships.values_list("team_id", flat=True) if officer else ()
    for place in sorted(set(places)):
        leaders = [
            each.email for each in officers_who_may("assign_case", team=place, authority=invoice.authority)
        ]
        if found := _first(leaders, on, never=never):
            return found[0]
    return ""


def who_answers(person: str, question: InvoiceException, *, on: date) -> str:
    """Who is told today in somebody's place: they, who stands in for them meanwhile, or, once they left, who is next.
    Of two who look at bank details each is told in person, for nobody may choose who looks."""
    if question.queue != "bank_details" and may_be_asked(
        instead := stands_in_for(person, on), question.invoice, queue=question.queue
    ):
        person = instead
    if Officer.objects.filter(email__iexact=person, is_active=True).exists():
        return person
    return manager_of(person, question.invoice, on=on)


def leaders_of_finance(invoice: Invoice, *, on: date) -> tuple[str, ...]:
    """Who leads the team that pays: those who may stop paying for this council, and are not away."""
    found = officers_who_may("stop_paying", team=_team_of("invoices"), authority=invoice.authority)
    never = {*_suppliers(invoice), *all_stand_ins(on)}
    return tuple(each.email for each in found if each.email.casefold() not in never)


def mailbox_of(queue_code: str) -> str:
    """The address of the team that a queue belongs to; empty for a queue or a team that is not there."""
    found = team(_team_of(queue_code) or "")
    return found.email if found else ""


def may_be_asked(person: str, invoice: Invoice, *, queue: str) -> bool:
    """Whether an officer may be asked by hand: not the supplier, and not who ordered it where it is to be approved."""
    approves = queue in ("budget_holders", "buyers")
    never = _suppliers(invoice) | (_ordered_by(invoice) if approves else set())
    return person.casefold() not in never


def budget_of(invoice: Invoice) -> BudgetCode | None:
    """The budget that pays, the largest share of it where there are several; None where it is not known."""
    coded = (
        invoice.lines.exclude(budget_code=None)
        .select_related("budget_code")
        .order_by("-net", "position")
        .first()
    )
    if coded is not None:
        return coded.budget_code
    bought = invoice.order or invoice.agreement
    return bought.budget_code if bought else None


def _team_of(queue_code: str) -> str | None:
    found = queue(queue_code)
    return found.team if found else None


def _about(invoice: Invoice) -> str:
    if invoice.order_id:
        return f"order {invoice.order_id}"
    return f"agreement {invoice.agreement_id}" if invoice.agreement_id else ""


def _line(person: str, invoice: Invoice, amount: int = 0) -> list[str]:
    """The person, and who is asked after them; with an amount, those whose limit covers it."""
    line = [person]
    while len(line) < _LONGEST_LINE and (above := next_in_line(line[-1], invoice.authority, amount)):
        if above in line:
            break
        line.append(above)
    return line


def _first(line: Collection[str], on: date, *, never: Collection[str]) -> tuple[str, ...]:
    """The first of a line who works here, or who stands in for one who is away."""
    for person in line:
        found = Officer.objects.filter(email__iexact=stands_in_for(person, on), is_active=True).first()
        if found is not None and found.email.casefold() not in never:
            return (found.email,)
    return ()


def _suppliers(invoice: Invoice) -> set[str]:
    """The supplier's own addresses: an officer who is the supplier is never asked about it."""
    supplier = invoice.supplier
    return (
        {each.casefold() for each in (supplier.email, supplier.remittance_email) if each}
        if supplier
        else set()
    )


def _ordered_by(invoice: Invoice) -> set[str]:
    bought = invoice.order or invoice.agreement
    return {bought.requester.casefold()} if bought else set()


def _waiting_for(persons: Collection[str]) -> dict[str, int]:
    """How many open questions each has already, as the first or the second who is asked."""
    found: dict[str, int] = {}
    for column in ("person", "second_person"):
        rows = InvoiceException.objects.filter(ended_at=None, **{f"{column}__in": persons}).order_by()
        for person, number in rows.values_list(column).annotate(number=Count("pk")):
            found[person] = found.get(person, 0) + number
    return found
