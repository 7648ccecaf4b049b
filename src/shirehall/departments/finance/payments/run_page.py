"""What the page of a run shows: payments by supplier, what is left out, the files, who did what, and what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.access import Payer
from shirehall.departments.finance.payments.choosing import Policy
from shirehall.departments.finance.payments.gathering import find
from shirehall.departments.finance.payments.models import LeftOut, Payment, PaymentItem, PaymentRun
from shirehall.departments.finance.payments.remitting import address_of
from shirehall.departments.finance.payments.rules import APPROVE, PROPOSE, RELEASE, who_may, why_not
from shirehall.departments.finance.payments.settings import PaymentSettings
from shirehall.departments.finance.payments.wording import (
    FORMATS,
    KINDS,
    PAYMENT_STATES,
    REASONS,
    RUN_STATES,
    council,
    event_text,
    event_title,
)
from shirehall.departments.finance.payments.writing import payments_of
from shirehall.design.formats import moment, pounds
from shirehall.partnership.api import Officer

State = PaymentRun.State


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the officer may do to the run. `name` is the act; `why_not` says why not, and then there is no button."""

    name: str
    label: str
    text: str
    needs_reason: bool = False
    why_not: tuple[str, ...] = ()
    kind: str = ""


def page_of(payer: Payer, run: PaymentRun) -> dict[str, Any]:
    """All that the page needs."""
    payments = payments_of(run)
    opens = payer.opens(item.invoice_id for each in payments for item in each.items.all())
    numbers, back = _numbers(run), _came_back(payments)
    changeable = run.state == State.PROPOSED and payer.may(PROPOSE, run.authority)
    settings = PaymentSettings.current()
    return {
        "run": run, "council": council(run.authority), "state": _state(run),
        "payments": [_payment(payer, run, each, opens, back) for each in payments], "left_out": _left_out(run),
        "others": _others(run), "files": [
            {"file": each, "title": FORMATS[each.format], "may_take": may_take(payer, run)} for each in run.files.all()
        ],
        "log": [
            {"title": event_title(each), "at": each.at, "by": name_of(each.by), "text": event_text(each, numbers)}
            for each in run.events.order_by("-sequence")
        ],
        "next": next_steps(payer, run), "changeable": changeable, "cut_off": settings.cut_off(run.pay_on),
        "facts": _facts(run, settings),
    }  # fmt: skip


def may_take(payer: Payer, run: PaymentRun) -> bool:
    """Whether the officer may take the files of a run now."""
    return run.state in PaymentRun.PAID and payer.may(RELEASE, run.authority)


def next_steps(payer: Payer, run: PaymentRun) -> list[NextStep]:
    """What this officer may do now, and why not what stands next."""
    acts = {act: payer.may(act, run.authority) for act in (PROPOSE, APPROVE, RELEASE)}
    found: list[NextStep] = []
    if run.state == State.PROPOSED:
        found.append(_judged(payer, run, APPROVE, "approve", _("Approve this run"), acts[APPROVE]))
    if run.state == State.APPROVED:
        found.append(_judged(payer, run, RELEASE, "release", _("Release this run"), acts[RELEASE]))
        if any(acts.values()):
            found.append(
                NextStep(
                    "send_back",
                    _("Send it back"),
                    _("Takes the approval away, so that it can be changed."),
                    True,
                )
            )
    if run.state in PaymentRun.OPEN and any(acts.values()):
        text = _("Its invoices can then be paid by another run.")
        found.append(NextStep("cancel", _("Cancel this run"), text, True, kind="warning"))
    if run.state == State.RELEASED and acts[RELEASE]:
        found.append(NextStep("sent", _("The bank took it"), _("Once the bank has accepted the file.")))
    in_time = payer.at <= PaymentSettings.current().cut_off(run.pay_on)
    if run.state in PaymentRun.PAID and in_time and (acts[APPROVE] or acts[RELEASE]):
        text = _("Every payment of it is stopped. Tell the bank too, where it has the file.")
        found.append(NextStep("recall", _("Recall this run"), text, True, kind="warning"))
    return found


def _judged(payer: Payer, run: PaymentRun, action: str, name: str, label: str, has_role: bool) -> NextStep:
    others = [each for each in who_may(action, run) if each != payer.officer.name]
    who = _("%(names)s can.") % {"names": ", ".join(others)} if others else _("Nobody else can at present.")
    if not has_role:
        return NextStep(name, label, "", why_not=(_("Your role does not let you do this."), who))
    if reasons := why_not(payer.officer.email, run, action):
        return NextStep(name, label, "", why_not=(*reasons, who))
    paid = {"count": run.count, "total": pounds(run.total)}
    text = ngettext(
        "You have looked at %(count)d payment of %(total)s.",
        "You have looked at %(count)d payments of %(total)s in all.",
        run.count,
    )
    return NextStep(name, label, text % paid)


def _state(run: PaymentRun) -> dict[str, Any]:
    word, kind = RUN_STATES[run.state]
    return {"word": word, "kind": kind}


def _facts(run: PaymentRun, settings: PaymentSettings) -> list[dict[str, Any]]:
    own = run.paid_from
    who = [
        (_("Proposed by"), run.proposed_by, run.proposed_at), (_("Approved by"), run.approved_by, run.approved_at),
        (_("Released by"), run.released_by, run.released_at), (_("Taken by the bank, says"), run.sent_by, run.sent_at),
        (_("Ended by"), run.ended_by, run.ended_at),
    ]  # fmt: skip
    rows = [
        {"label": _("Payments"), "text": str(run.count)},
        {"label": _("Total"), "text": pounds(run.total)},
        {"label": _("Arrives on"), "text": f"{run.pay_on:%A %-d %B %Y}"},
        {"label": _("Released or recalled until"), "text": moment(settings.cut_off(run.pay_on))},
        {
            "label": _("Paid from"),
            "text": f"{own['name']}, {dashed(own['sort_code'])}, {own['account_number']}",
        },
        *({"label": label, "text": f"{name_of(by)}, {moment(at)}"} for label, by, at in who if by and at),
    ]
    if run.ended_because:
        rows.append({"label": _("Because"), "text": run.ended_because})
    return [{**row, "note": "", "href": ""} for row in rows]


def _came_back(payments: Sequence[Payment]) -> dict[int, str]:
    """Who said of which invoices that an earlier payment came back: who approves may ask the bank before it is paid
    again."""
    numbers = {item.invoice_id for each in payments for item in each.items.all()}
    ended = [Payment.State.FAILED, Payment.State.RECALLED]
    rows = PaymentItem.objects.filter(
        invoice__in=numbers, payment__state__in=ended, payment__run__released_at__isnull=False
    )
    rows = rows.exclude(payment__in=[each.pk for each in payments])
    return dict(rows.order_by("pk").values_list("invoice", "payment__ended_by"))


def _payment(
    payer: Payer, run: PaymentRun, payment: Payment, opens: set[int], back: Mapping[int, str]
) -> dict[str, Any]:
    word, kind = PAYMENT_STATES[payment.state]
    has_gone = payment.state == Payment.State.SENT
    may_fail = (
        has_gone
        and payment.amount > 0
        and any(payer.may(act, run.authority) for act in (PROPOSE, APPROVE, RELEASE))
    )
    return {
        "payment": payment, "word": word, "kind": kind, "sort_code": dashed(payment.sort_code),
        "rows": [_item(each, each.invoice_id in opens, back.get(each.invoice_id)) for each in payment.items.all()],
        "may_fail": may_fail,
        "told": bool(payment.remittance_id), "no_address": not address_of(payment),
    }  # fmt: skip


def _item(item: PaymentItem, may_open: bool, came_back: str | None = None) -> dict[str, Any]:
    kind = KINDS[item.kind]
    if came_back is not None:
        kind = _("%(kind)s, paid before: %(name)s said that it came back") % {
            "kind": kind,
            "name": name_of(came_back),
        }
    return {
        "item": item, "number": item.invoice.number or item.invoice.case.reference,
        "reference": item.invoice.case.reference if may_open else "", "kind": kind,
        "changeable": item.kind != PaymentItem.Kind.CREDIT, "is_part": item.kind == PaymentItem.Kind.PART,
    }  # fmt: skip


def _left_out(run: PaymentRun) -> list[dict[str, Any]]:
    rows = LeftOut.objects.filter(run=run).select_related("invoice__supplier", "invoice__case")
    return [
        {"row": each, "number": each.invoice.number or each.invoice.case.reference, "by": name_of(each.by),
         "supplier": each.invoice.supplier.name if each.invoice.supplier else "", "owed": each.invoice.owed}
        for each in rows
    ]  # fmt: skip


def _others(run: PaymentRun) -> list[dict[str, Any]]:
    """What is approved and in no run, and why it is not in this one; while it is proposed."""
    if run.state != State.PROPOSED:
        return []
    by_hand = LeftOut.objects.filter(run=run).values_list("invoice", flat=True)
    policy: Policy = "at_once" if run.policy == "at_once" else "when_due"
    found = find(authority=run.authority, pay_on=run.pay_on, policy=policy, without=by_hand)
    rows = [(found.invoices[key], str(REASONS[reason])) for key, reason in found.proposal.left_out.items()]
    came = [item.invoice for plan in found.proposal.payments for item in plan.items]
    rows += [(found.invoices[key], _("It was approved after this run was proposed")) for key in came]
    return [other(invoice, why) for invoice, why in rows]


def other(invoice: Invoice, why: str) -> dict[str, Any]:
    """An invoice that is not paid, and why."""
    return {
        "number": invoice.number or invoice.case.reference, "owed": invoice.owed, "why": why,
        "supplier": invoice.supplier.name if invoice.supplier else invoice.supplier_name,
    }  # fmt: skip


def dashed(sort_code: str) -> str:
    """200000 as 20-00-00."""
    return "-".join((sort_code[:2], sort_code[2:4], sort_code[4:]))


def earliest_day(payer: Payer) -> date:
    """The first day on which money can arrive."""
    return PaymentSettings.current().earliest(payer.at)


def _numbers(run: PaymentRun) -> dict[int, str]:
    told = {event.payload["invoice"] for event in run.events.all() if "invoice" in event.payload}
    rows = Invoice.objects.filter(pk__in=told).select_related("case")
    return {each.pk: each.number or each.case.reference for each in rows}


def name_of(email: str) -> str:
    """An officer's name by their code; the code where there is none."""
    found = Officer.objects.filter(email=email).values_list("name", flat=True).first()
    return found or email
