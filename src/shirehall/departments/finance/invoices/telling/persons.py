"""Who is asked: the person whom the failed check names, or who stands in for them, or the next in line. Everybody is an
officer of ours, named by their address; nobody is ever taken from an invoice."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.registers.models import Absence, BankChange, BudgetCode, BudgetHolder
from shirehall.partnership.api import Officer, officers_who_may, queue, team

_LONGEST_LINE = 8
"""So that two officers who are each other's manager are no circle without an end."""


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
    line = _line(bought.requester, invoice.authority)
    return Asked(_first(line, on, never=_suppliers(invoice)), _about(invoice))


def _buyer(invoice: Invoice, on: date) -> Asked:
    if invoice.order is None or not invoice.order.buyer:
        return Asked(about=_about(invoice))
    line = _line(invoice.order.buyer, invoice.authority)
    return Asked(_first(line, on, never=_suppliers(invoice)), _about(invoice))


def _budget_holder(invoice: Invoice, on: date) -> Asked:
    """The holder, or the next in line whose limit covers it. Who ordered it never approves it."""
    code = budget_of(invoice)
    if code is None or not code.holder:
        return Asked()
    never = {*_suppliers(invoice), *_ordered_by(invoice)}
    limits = dict(BudgetHolder.objects.filter(authority=invoice.authority).values_list("officer", "limit"))
    amount = invoice.gross or 0
    line = [each for each in _line(code.holder, invoice.authority) if limits.get(each, -1) >= amount]
    return Asked(_first(line, on, never=never), f"budget {code.pk} for {amount}")


def _accountant(invoice: Invoice, on: date) -> Asked:
    code = budget_of(invoice)
    if code is None or not code.accountant:
        return Asked()
    line = _line(code.accountant, invoice.authority)
    return Asked(_first(line, on, never=_suppliers(invoice)), f"budget {code.pk}")


def _two_officers(invoice: Invoice, on: date) -> Asked:
    """Two who may change bank details: those with the least to answer, never who brought the invoice in and never who
    had a hand in the supplier's details. Where there are not two, the team is asked."""
    never = {*_suppliers(invoice), *_handled(invoice), invoice.file.by}
    wanted = queue("bank_details")
    found = officers_who_may(
        "change_bank_details", team=wanted.team if wanted else None, authority=invoice.authority
    )
    free = [each.email for each in found if each.email not in never and not _is_away(each.email, on)]
    waiting = _waiting_for(free)
    chosen = sorted(free, key=lambda each: (waiting.get(each, 0), each))[:2]
    return Asked(tuple(chosen) if len(chosen) == 2 else (), f"supplier {invoice.supplier_id or ''}".strip())


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
    never = {person, *_suppliers(invoice)}
    line = _line(person, invoice.authority)[1:]
    if found := _first(line, on, never=never):
        return found[0]
    officer = Officer.objects.filter(email=person, is_active=True).first()
    places = officer.memberships.values_list("team_id", flat=True) if officer else ()
    for place in sorted(places):
        leaders = [each.email for each in officers_who_may("assign_case", team=place, authority=invoice.authority)]
        if found := _first(leaders, on, never=never):
            return found[0]
    return ""


def leaders_of_finance(invoice: Invoice, *, on: date) -> tuple[str, ...]:
    """Who leads the team that pays: those who may stop paying for this council, and are not away."""
    found = officers_who_may("stop_paying", team=_team_of("invoices"), authority=invoice.authority)
    never = _suppliers(invoice)
    return tuple(each.email for each in found if each.email not in never and not _is_away(each.email, on))


def mailbox_of(queue_code: str) -> str:
    """The address of the team that a queue belongs to; empty for a queue or a team that is not there."""
    found = team(_team_of(queue_code) or "")
    return found.email if found else ""


def budget_of(invoice: Invoice) -> BudgetCode | None:
    """The budget that pays, the largest share of it where there are several; None where it is not known."""
    coded = invoice.lines.exclude(budget_code=None).select_related("budget_code").order_by("-net", "position").first()
    if coded is not None:
        return coded.budget_code
    if invoice.order is not None:
        return invoice.order.budget_code
    return invoice.agreement.budget_code if invoice.agreement else None


def may_be_asked(person: str, invoice: Invoice, *, queue: str) -> bool:
    """Whether an officer may be asked by hand: not the supplier, and not who ordered it where it is to be approved."""
    never = _suppliers(invoice)
    return person not in (never | _ordered_by(invoice) if queue == "budget_holders" else never)


def _team_of(queue_code: str) -> str | None:
    found = queue(queue_code)
    return found.team if found else None


def _about(invoice: Invoice) -> str:
    if invoice.order_id:
        return f"order {invoice.order_id}"
    return f"agreement {invoice.agreement_id}" if invoice.agreement_id else ""


def _line(person: str, authority: str) -> list[str]:
    """The person, their manager, their manager's and so on."""
    managers = dict(BudgetHolder.objects.filter(authority=authority).values_list("officer", "manager"))
    line: list[str] = []
    while person and person not in line and len(line) < _LONGEST_LINE:
        line.append(person)
        person = managers.get(person, "")
    return line


def _first(line: Collection[str], on: date, *, never: Collection[str]) -> tuple[str, ...]:
    """The first of a line who works here and is in, or who stands in for one who is away."""
    for person in line:
        found = _in_their_place(person, on)
        if found and found not in never and _works_here(found):
            return (found,)
    return ()


def _in_their_place(person: str, on: date) -> str:
    """Who does this officer's work on a day; empty where those who stand in for each other are all away."""
    seen: list[str] = []
    while person not in seen and len(seen) < _LONGEST_LINE:
        seen.append(person)
        delegate = _delegate(person, on)
        if not delegate:
            return person
        person = delegate
    return ""


def _away(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))


def _delegate(person: str, on: date) -> str:
    found = Absence.objects.filter(_away(on), officer=person).order_by("-at", "-pk").first()
    return found.delegate if found else ""


def _is_away(person: str, on: date) -> bool:
    return bool(_delegate(person, on))


def _works_here(person: str) -> bool:
    return Officer.objects.filter(email=person, is_active=True).exists()


def _suppliers(invoice: Invoice) -> set[str]:
    """The supplier's own addresses: an officer who is the supplier is never asked about it."""
    supplier = invoice.supplier
    return {each for each in (supplier.email, supplier.remittance_email) if each} if supplier else set()


def _ordered_by(invoice: Invoice) -> set[str]:
    bought = invoice.order or invoice.agreement
    return {bought.requester} if bought else set()


def _handled(invoice: Invoice) -> set[str]:
    """Who had a hand in the supplier's record or its bank details."""
    supplier = invoice.supplier
    if supplier is None:
        return set()
    changes = BankChange.objects.filter(supplier=supplier).values_list("asked_by", "called_by", "confirmed_by")
    return {supplier.made_by, *supplier.bank_by, *(each for row in changes for each in row)} - {""}


def _waiting_for(persons: Collection[str]) -> dict[str, int]:
    """How many open questions each has already."""
    rows = InvoiceException.objects.filter(ended_at=None, person__in=persons).values_list("person")
    return dict(rows.annotate(number=Count("pk")).values_list("person", "number"))
