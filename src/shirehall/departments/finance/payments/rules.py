"""Who may do what to a payment run: by role, and by what they did before. Every page and action asks here.

Nobody approves or releases who had a hand in the run, in a paid supplier's details, in an order or an invoice that is
paid, or who said of an earlier payment of it that it came back. No role is above this.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shirehall.casework.models import CaseJudgement, Event
from shirehall.departments.finance.invoices.api import owner_team
from shirehall.departments.finance.payments.models import PaymentItem, PaymentRun, RunEvent
from shirehall.departments.finance.payments.problems import RefusedRun, RunError
from shirehall.departments.finance.registers.models import BankChange, GoodsReceipt, RegisterEvent
from shirehall.partnership.api import Officer, authorities, may, officers_who_may

PROPOSE, APPROVE, RELEASE, STOP = "propose_run", "approve_run", "release_run", "stop_paying"
ACTS = (PROPOSE, APPROVE, RELEASE)
MADE_THE_RUN = ("proposed", "left_out", "put_back", "paid_in_part", "moved_day")
_APPROVING = ("amount_approved", "price_accepted", "special_cleared", "not_a_duplicate")
_PUT_RIGHT = ("invoice_corrected", "invoice_coded")
_CAME_BACK = "invoice_payment_returned"
_KEPT = ("added", "changed", "reopened")
_SHOWN = 3


def may_act(officer: Officer, action: str, authority: str) -> bool:
    """Whether the officer's role lets them do this to runs of a council. `action` is one of ACTS, or STOP."""
    return may(officer, action, team=owner_team(), authority=authority)


def councils_for(officer: Officer, actions: Iterable[str] = ACTS) -> list[str]:
    """The codes of the councils for which the officer may do any of these."""
    wanted = tuple(actions)
    return [each.code for each in authorities() if any(may_act(officer, act, each.code) for act in wanted)]


def may_stop(officer: Officer, authority: str) -> bool:
    """Whether the officer may stop paying, for one council or (empty) for all of them."""
    councils = [authority] if authority else [each.code for each in authorities()]
    return all(may_act(officer, STOP, each) for each in councils)


def visible_runs(officer: Officer) -> QuerySet[PaymentRun]:
    """The runs that the officer may see: those of councils for which they may do anything, or read every invoice."""
    councils = councils_for(officer, (*ACTS, "see_invoice"))
    return PaymentRun.objects.filter(authority__in=councils)


def refuse_unless_may(officer: Officer, action: str, run: PaymentRun) -> None:
    """Raises RefusedRun where role or an earlier hand in the run forbids it, naming why."""
    if not may_act(officer, action, run.authority):
        raise RefusedRun(_("Your role does not let you do this for this council."))
    if action in (APPROVE, RELEASE) and (reasons := why_not(officer.email, run, action)):
        raise RefusedRun(_("You cannot do this: somebody else must."), reasons)


def why_not(person: str, run: PaymentRun, action: str) -> tuple[str, ...]:
    """Why this person may not approve or release (`action`) this run, whatever their role; empty where they may."""
    name = person.lower()
    reasons = []
    if action == RELEASE and run.approved_by.lower() == name:
        reasons.append(_("You approved this run."))
    if run.proposed_by.lower() == name:
        reasons.append(_("You proposed this run."))
    elif RunEvent.objects.filter(run=run, kind__in=MADE_THE_RUN, by__iexact=person).exists():
        reasons.append(_("You changed what this run pays."))
    items = list(
        PaymentItem.objects.filter(payment__run=run).select_related(
            "payment__supplier", "invoice__order", "invoice__agreement", "invoice__case"
        )
    )
    return (
        *reasons,
        *_of_suppliers(name, person, items),
        *_of_orders(name, person, items),
        *_of_amounts(person, items),
    )


def _of_suppliers(name: str, person: str, items: Iterable[PaymentItem]) -> list[str]:
    suppliers = {each.payment.supplier_id: each.payment.supplier for each in items}
    handled = set(
        BankChange.objects.filter(supplier__in=suppliers, state=BankChange.State.IN_FORCE)
        .filter(_is_any(person, "asked_by", "called_by", "confirmed_by"))
        .values_list("supplier", flat=True)
    )
    bank = [
        each.name
        for key, each in suppliers.items()
        if key in handled or name in {str(by).lower() for by in each.bank_by}
    ]
    kept = _kept("supplier", suppliers, person)
    made = [
        each.name
        for key, each in suppliers.items()
        if (each.made_by.lower() == name or key in kept) and each.name not in bank
    ]
    reasons = []
    if bank:
        reasons.append(_("You had a hand in the bank details of %(names)s.") % {"names": _listed(bank)})
    if made:
        reasons.append(
            _("You put %(names)s on the register, or changed it there.") % {"names": _listed(made)}
        )
    return reasons


def _of_orders(name: str, person: str, items: Iterable[PaymentItem]) -> list[str]:
    orders = {each.invoice.order_id: each.invoice.order for each in items if each.invoice.order}
    received = set(
        GoodsReceipt.objects.filter(line__order__in=orders, by__iexact=person).values_list(
            "line__order", flat=True
        )
    )
    asked = [each.number for each in orders.values() if each and each.requester.lower() == name]
    took_in = [
        each.number for key, each in orders.items() if each and key in received and each.number not in asked
    ]
    kept = _kept("order", orders, person)
    wrote = [each.number for key, each in orders.items() if each and key in kept]
    agreed = [
        each.payment.name
        for each in items
        if each.invoice.agreement and each.invoice.agreement.requester.lower() == name
    ]
    reasons = []
    if asked:
        reasons.append(_("You asked for the goods of order %(names)s.") % {"names": _listed(asked)})
    if took_in:
        reasons.append(_("You received the goods of order %(names)s.") % {"names": _listed(took_in)})
    if wrote:
        reasons.append(
            _("You put order %(names)s on the register, or changed it there.") % {"names": _listed(wrote)}
        )
    if agreed:
        reasons.append(_("You asked for the agreement with %(names)s.") % {"names": _listed(agreed)})
    return reasons


def _of_amounts(person: str, items: Iterable[PaymentItem]) -> list[str]:
    cases = {each.invoice.case_id: each.invoice for each in items}
    judged = CaseJudgement.objects.filter(
        case__in=cases, question__in=_APPROVING, by__iexact=person, lapsed_at=None
    ).values_list("case", flat=True)
    deeds = Event.objects.filter(case__in=cases, kind__in=(*_PUT_RIGHT, _CAME_BACK), by__iexact=person)
    done = set(deeds.values_list("case", "kind").order_by())
    told = (
        (_("You approved invoice %(names)s."), set(judged)),
        (_("You put invoice %(names)s right."), {case for case, kind in done if kind in _PUT_RIGHT}),
        (
            _("You took back a payment of invoice %(names)s."),
            {case for case, kind in done if kind == _CAME_BACK},
        ),
    )
    return [
        text % {"names": _listed(cases[case].number or cases[case].case.reference for case in found)}
        for text, found in told
        if found
    ]


def _kept(kind: str, numbers: Iterable[int | None], person: str) -> set[int]:
    """Which records of the register this person wrote."""
    deeds = RegisterEvent.objects.filter(kind=kind, key__in=list(numbers), what__in=_KEPT, by__iexact=person)
    return set(deeds.values_list("key", flat=True).order_by())


def who_may(action: str, run: PaymentRun) -> list[str]:
    """The names of who may do this to the run as it stands, for the page to say."""
    found = officers_who_may(action, team=owner_team(), authority=run.authority)
    return [each.name for each in found if not why_not(each.email, run, action)]


def check_state(run: PaymentRun, *states: str) -> None:
    """Raises RunError where the run is in another state."""
    if run.state not in states:
        raise RunError(
            _("The run is %(state)s, so this cannot be done.") % {"state": run.get_state_display().lower()}
        )


def _is_any(person: str, *columns: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__iexact": person}) for column in columns))


def _listed(names: Iterable[str]) -> str:
    listed = sorted(set(names))
    more = len(listed) - _SHOWN
    return ", ".join(listed[:_SHOWN]) + (_(" and %(count)d more") % {"count": more} if more > 0 else "")
