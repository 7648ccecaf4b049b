"""How an invoice stands, in a supplier's words: where it is, when it is paid, what to do. Nothing of how we check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shirehall.casework.api import local_date
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.design.formats import day, pounds

STATUTORY_DAYS = 30
"""Section 68 of the Procurement Act 2023: paid within 30 days of coming, or when due if that is later."""

# By the queue that an invoice waits in; whatever else there is has the last words. Bank details, duplicates and limits
# are checks that nobody outside is told about: somebody else may be reading the supplier's mail.
_WAITS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "requesters": (
        gettext_lazy("We are waiting for a colleague to confirm the order, or that everything came."),
        gettext_lazy("Ask the person who ordered from you to confirm it with us. That is the quickest way."),
    ),
    "buyers": (
        gettext_lazy("We are checking the price against the order."),
        gettext_lazy(
            "If you agreed another price with us, ask the person who ordered from you to confirm it."
        ),
    ),
    "budget_holders": (gettext_lazy("It is waiting to be approved."), ""),
    "accountants": (gettext_lazy("It is waiting to be approved."), ""),
    "vat": (
        gettext_lazy("We are checking its VAT details."),
        gettext_lazy("If your VAT number has changed, tell us in writing."),
    ),
    "construction": (gettext_lazy("We are checking the tax that the construction scheme asks for."), ""),
    "procurement": (gettext_lazy("We are checking that you are set up as a supplier."), ""),
}
_NO_ORDER = (
    gettext_lazy("It has no order number that we know."),
    gettext_lazy(
        "Ask the person who ordered from you to tell our payments team the order number. Do not send it again."
    ),
)
_WAITS_ELSE = (gettext_lazy("A colleague is checking it."), "")
_DUPLICATE = "is_a_duplicate"
_DUPLICATES = frozenset({"same_file", "same_number"})
_NO_ORDER_CHECKS = frozenset({"no_order", "unknown_order"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an invoice stands. `word` and `kind` are for the mark, `text` the sentence, `to_do` what the supplier can do,
    empty for nothing."""

    word: str
    kind: str
    text: str
    to_do: str = ""


def pay_by(invoice: Invoice) -> date:
    """The day by which an invoice is to be paid: when it is due, and 30 days after it came at the latest; a due date
    that is later still counts."""
    latest = local_date(invoice.received_at) + timedelta(days=STATUTORY_DAYS)
    return max(latest, invoice.due_date) if invoice.due_date else latest


def standing_of(invoice: Invoice) -> Standing:
    """How an invoice stands."""
    return _SAYING[Invoice.State(invoice.state)](invoice)


def _waits(invoice: Invoice) -> Standing:
    known = _WAITS.get(invoice.queue, _WAITS_ELSE)
    text, to_do = _NO_ORDER if invoice.failed_check in _NO_ORDER_CHECKS else known
    nothing = _("You do not need to do anything. Do not send it again.")
    return Standing(_("Being checked"), "waiting", str(text), str(to_do) or nothing)


def _approved(invoice: Invoice) -> Standing:
    if invoice.is_credit:
        text = _("Approved. We take it off what we pay you next.")
    else:
        text = _("Approved. We pay it by %(day)s at the latest.") % {"day": day(pay_by(invoice))}
    return Standing(_("Approved"), "working", text)


def _in_run(invoice: Invoice) -> Standing:
    return Standing(_("In a payment"), "working", _("Approved, and in a payment that we are making now."))


def _part_paid(invoice: Invoice) -> Standing:
    words = {"paid": pounds(invoice.paid_amount), "left": pounds(invoice.owed)}
    return Standing(
        _("Paid in part"),
        "working",
        _("We have paid %(paid)s of it. %(left)s is still to come.") % words,
    )


def _paid(invoice: Invoice) -> Standing:
    if invoice.is_credit:
        return Standing(_("Used"), "done", _("We took it off a payment."))
    words = {"paid": pounds(invoice.paid_amount), "day": day(invoice.paid_on) if invoice.paid_on else ""}
    text = _("We paid %(paid)s, to reach your account on %(day)s.") % words
    return Standing(_("Paid"), "good", text, _("If it is not there 3 working days later, call us."))


def _rejected(invoice: Invoice) -> Standing:
    if invoice.failed_check == _DUPLICATE or invoice.handled_because in _DUPLICATES:
        text = _("It came before, and we pay it once. The other one is in your list.")
        nothing = _("You do not need to do anything. Do not send it again, not even under another number.")
        return Standing(_("Sent twice"), "done", text, nothing)
    because = invoice.rejected_because.strip()
    text = _("We will not pay it as it stands.")
    if because:
        text = _("We will not pay it as it stands: %(because)s") % {"because": because}
    return Standing(
        _("Rejected"), "bad", text, _("Put right what we say, and send a new invoice with a new number.")
    )


_SAYING = {
    Invoice.State.WITH_PERSON: _waits,
    Invoice.State.APPROVED: _approved,
    Invoice.State.IN_RUN: _in_run,
    Invoice.State.PART_PAID: _part_paid,
    Invoice.State.PAID: _paid,
    Invoice.State.REJECTED: _rejected,
}
