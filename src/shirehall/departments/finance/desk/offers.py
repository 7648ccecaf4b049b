"""What an officer can do about an invoice now: exactly what stands here is a button, and nothing else is taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shirehall.casework.api import current_version
from shirehall.departments.finance.desk.access import OpenInvoice
from shirehall.departments.finance.invoices.api import failed_check_number, why_not_judge
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.kernel.questions import Box
from shirehall.partnership.api import Officer

REJECTED = "rejected"
ORDER_CHECK, RECEIPT_CHECK = 7, 9
_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a form asks. It is one box; `needed`: it must not be empty."""

    name: str
    ask: str
    box: Box
    hint: str = ""
    needed: bool = True
    start: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A form on the right of the page. `open`: it stands open, as what is most likely wanted."""

    name: str
    title: str
    button: str
    hint: str = ""
    kind: str = ""
    wanted: tuple[Wanted, ...] = ()
    open: bool = False


def offers_for(opened: OpenInvoice) -> list[Offer]:
    """The forms, what is most likely wanted first."""
    return [offer for make in _OFFERS if (offer := make(opened)) is not None]


def judgement_of(invoice: Invoice) -> str:
    """The judgement that the check at which an invoice waits asks for; empty where it asks for none."""
    if not invoice.failed_check:
        return ""
    version = current_version(invoice.case.service)
    row = next(
        (each for each in version.words["outcome"].table.rows if each.name == invoice.failed_check), None
    )
    asked = {each.name for each in version.service.judgements}
    return next((name for name in (row.cells if row else ()) if name in asked), "")


def check_of(invoice: Invoice) -> int:
    """Which of the twelve it waits at; 0 for none."""
    return failed_check_number(current_version(invoice.case.service), invoice.failed_check)


def answers_for_queue(opened: OpenInvoice) -> bool:
    """Whether the open question is for this officer: in person, or as one of the team whose queue it is."""
    return opened.waits and (opened.asked or opened.in_team)


def _receive(opened: OpenInvoice) -> Offer | None:
    order = opened.invoice.order
    named = bool(opened.question and opened.question.person)
    # Who pays does not say that goods came, unless nobody who ordered them is left to ask.
    may_say = opened.asked or (opened.in_team and not named)
    if order is None or not opened.waits or check_of(opened.invoice) != RECEIPT_CHECK or not may_say:
        return None
    return Offer(
        "receive", _("Did everything come?"), _("Yes, everything came"),
        hint=_("Says that all that is open of order %(number)s came today.") % {"number": order.number}, open=True,
    )  # fmt: skip


def _order(opened: OpenInvoice) -> Offer | None:
    if not opened.waits or check_of(opened.invoice) != ORDER_CHECK or opened.works or not opened.asked:
        return None
    box = Box("", "text", width=20, autocomplete="off", spellcheck=False)
    return Offer(
        "order", _("Which order is it for?"), _("Use this order"), open=True,
        wanted=(Wanted("number", _("Order number"), box, start=opened.invoice.po_number),),
    )  # fmt: skip


def _judge(opened: OpenInvoice) -> Offer | None:
    name = judgement_of(opened.invoice)
    if not name or not answers_for_queue(opened):
        return None
    asked = next(
        each for each in current_version(opened.invoice.case.service).service.judgements if each.name == name
    )
    hint = why_not_judge(opened.officer, name, opened.invoice, opened.on) or asked.question.asked.hint
    yes_no = Box("", "radios", options=(("yes", _("Yes")), ("no", _("No"))))
    return Offer(
        "judge", asked.question.asked.ask, _("Record"), hint=hint, open=True,
        wanted=(
            Wanted("answer", _("Your answer"), yes_no),
            Wanted("reason", _("Why?"), Box("", "textarea", most=_NOTE)),
        ),
    )  # fmt: skip


def _pass_on(opened: OpenInvoice) -> Offer | None:
    if opened.question is None or not opened.answers or opened.question.queue == "bank_details":
        return None
    box = Box("", "select", options=(("", _("Back to the team")), *_officers(opened)))
    return Offer(
        "pass", _("It is for somebody else"), _("Send it on"), kind="secondary",
        wanted=(
            Wanted("person", _("Who should answer?"), box, needed=False),
            Wanted("note", _("A word to them"), Box("", "textarea", most=_NOTE)),
        ),
    )  # fmt: skip


def _reject(opened: OpenInvoice) -> Offer | None:
    if not opened.works or not opened.is_open:
        return None
    supplier = opened.invoice.supplier
    told = (
        _("The supplier is told in these words, at the address on our register.")
        if supplier and supplier.email
        else _("We have no address of the supplier, so nobody is told.")
    )
    return Offer(
        "reject", _("Reject it"), _("Reject the invoice"), hint=told, kind="warning",
        wanted=(Wanted("reason", _("Why, in words for the supplier"), Box("", "textarea", most=_NOTE)),),
    )  # fmt: skip


def _unreject(opened: OpenInvoice) -> Offer | None:
    if not opened.works or opened.invoice.state != Invoice.State.REJECTED:
        return None
    return Offer(
        "unreject", _("Take the rejection back"), _("Look at it again"), kind="secondary",
        wanted=(Wanted("reason", _("Why?"), Box("", "textarea", most=_NOTE)),),
    )  # fmt: skip


def _assign(opened: OpenInvoice) -> Offer | None:
    if not opened.works or not opened.waits or opened.invoice.case.assigned_to == opened.officer:
        return None
    return Offer("assign", _("Take it"), _("Give it to me"), kind="secondary")


def _look_afterwards(opened: OpenInvoice) -> Offer | None:
    invoice = opened.invoice
    if not opened.works or not invoice.check_after or invoice.checked_at is not None:
        return None
    return Offer(
        "checked", _("Look afterwards"), _("Record what I found"), open=True,
        hint=_("The machine approved this one. Compare the page with what was read, ordered and received."),
        wanted=(
            Wanted("wrong", _("What is wrong, if anything"), Box("", "textarea", most=300), needed=False),
        ),
    )  # fmt: skip


_OFFERS: Sequence[Callable[[OpenInvoice], Offer | None]] = (
    _look_afterwards, _receive, _order, _judge, _assign, _pass_on, _reject, _unreject,
)  # fmt: skip


def _officers(opened: OpenInvoice) -> list[tuple[str, str]]:
    """Everybody who works here, by name, without who asks."""
    found = Officer.objects.filter(is_active=True).exclude(pk=opened.officer.pk).order_by("name", "pk")
    return [(each.email, each.name) for each in found]
