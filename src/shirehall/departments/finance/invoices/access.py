"""Who may see an invoice, work on it, or answer about it. Every view and action of finance asks here."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.invoices.published import owner_team
from shirehall.departments.finance.registers.api import same_officer, stood_in_for
from shirehall.departments.finance.registers.models import BudgetHolder
from shirehall.partnership.api import Officer, Scope, authorities, may, queue, queues, scope


def may_see(officer: Officer, invoice: Invoice, on: date) -> bool:
    """Whether the officer may open the invoice: by role for the team that has it, or because they are asked, or
    answered."""
    by_team = _may(officer, "see_invoice", invoice)
    return by_team or is_asked(officer, invoice, on) or has_answered(officer, invoice)


def may_work(officer: Officer, invoice: Invoice) -> bool:
    """Whether the officer may correct, code and judge it as one of the teams that have it."""
    return _may(officer, "work_invoice", invoice)


def may_answer(officer: Officer, invoice: Invoice, on: date) -> bool:
    """Whether the officer may answer what the open exception asks: they are asked, stand in for who is, or work in
    the team whose queue it waits in."""
    return may_work(officer, invoice) or is_asked(officer, invoice, on)


def has_answered(officer: Officer, invoice: Invoice) -> bool:
    """Whether the officer ended a question about it: whoever answers sees what came of it."""
    return InvoiceException.objects.filter(invoice=invoice, ended_by=officer.email).exists()


def is_asked(officer: Officer, invoice: Invoice, on: date) -> bool:
    """Whether the open exception of an invoice names the officer, or somebody for whom the officer stands in today."""
    names = {officer.email, *stood_in_for(officer.email, on)}
    return InvoiceException.objects.filter(_names(names), invoice=invoice, ended_at=None).exists()


_SAYS_WHAT_IS_PAID = frozenset(
    ("supplier", "authority", "po_number", "net", "vat", "gross", "currency", "is_credit")
)


def why_not_judge(officer: Officer, judgement: str, invoice: Invoice, on: date) -> str:
    """Empty where the officer may let the price or the amount of an invoice pass, else why not: having ordered it,
    having put right what is paid, or the limit. Other judgements ask for nobody in particular."""
    if judgement not in ("price_accepted", "amount_approved"):
        return ""
    bought = invoice.order or invoice.agreement
    if bought is not None and same_officer(bought.requester, officer.email):
        return _("You ordered this, so somebody else approves it.")
    hands = (str(given["by"]) for name, given in invoice.corrected.items() if name in _SAYS_WHAT_IS_PAID)
    if any(same_officer(officer.email, each) for each in hands):
        return _("You put this invoice right, so somebody else approves it.")
    return _over_limit(officer, invoice, on) if judgement == "amount_approved" else ""


def _over_limit(officer: Officer, invoice: Invoice, on: date) -> str:
    names = {officer.email, *stood_in_for(officer.email, on)}
    limits = BudgetHolder.objects.filter(officer__in=names, authority=invoice.authority).values_list(
        "limit", flat=True
    )
    if max(limits, default=-1) < (invoice.gross or 0):
        return _("The amount is over your limit. Pass it on to somebody whose limit allows it.")
    return ""


def visible_invoices(officer: Officer, on: date) -> Q:
    """The condition for the invoices that an officer may see."""
    names = {officer.email, *stood_in_for(officer.email, on)}
    asked = Q(pk__in=InvoiceException.objects.filter(_names(names), ended_at=None).values("invoice"))
    return by_role(scope(officer, "see_invoice")) | asked


def by_role(reach: Scope) -> Q:
    """The condition for the invoices that a scope reaches: all of a council's for the team that owns the service,
    else those that wait in the team's queues."""
    found = Q(pk__in=[])
    for council in authorities():
        if reach.covers(team=owner_team(), authority=council.code):
            found |= Q(authority=council.code)
            continue
        names = [each.code for each in queues() if reach.covers(team=each.team, authority=council.code)]
        if names:
            found |= Q(authority=council.code, queue__in=names)
    return found


def _names(names: Collection[str]) -> Q:
    found = Q(person__in=names) | Q(second_person__in=names)
    for name in names:
        # Those who were told last stand in one text, with commas.
        found |= Q(told=name) | Q(told__startswith=f"{name}, ") | Q(told__endswith=f", {name}")
        found |= Q(told__contains=f", {name}, ")
    return found


def _may(officer: Officer, action: str, invoice: Invoice) -> bool:
    teams = {owner_team()}
    if invoice.queue and (known := queue(invoice.queue)):
        teams.add(known.team)
    return any(may(officer, action, team=team, authority=invoice.authority) for team in teams)
