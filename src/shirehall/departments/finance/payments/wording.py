"""What runs, payments and reasons are called on pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shirehall.departments.finance.payments import choosing
from shirehall.departments.finance.payments.models import Payment, PaymentItem, PaymentRun, RunEvent
from shirehall.partnership.api import authority as council_of

Words = str | Promise

RUN_STATES: Mapping[str, tuple[Words, str]] = {
    PaymentRun.State.PROPOSED: (lazy("Proposed"), "new"),
    PaymentRun.State.APPROVED: (lazy("Approved"), "working"),
    PaymentRun.State.RELEASED: (lazy("Released"), "good"),
    PaymentRun.State.SENT: (lazy("Taken by the bank"), "done"),
    PaymentRun.State.RECALLED: (lazy("Recalled"), "bad"),
    PaymentRun.State.CANCELLED: (lazy("Cancelled"), "neutral"),
}
PAYMENT_STATES: Mapping[str, tuple[Words, str]] = {
    Payment.State.PLANNED: (lazy("Planned"), "new"),
    Payment.State.SENT: (lazy("Paid"), "good"),
    Payment.State.FAILED: (lazy("Came back"), "bad"),
    Payment.State.RECALLED: (lazy("Not paid"), "neutral"),
}
KINDS: Mapping[str, Words] = {
    PaymentItem.Kind.FULL: lazy("Whole"),
    PaymentItem.Kind.PART: lazy("In part"),
    PaymentItem.Kind.CREDIT: lazy("Credit note"),
    PaymentItem.Kind.DISCOUNT: lazy("With a discount"),
}
FORMATS: Mapping[str, Words] = {
    "pain001": lazy("ISO 20022 (pain.001.001.09)"),
    "standard18": lazy("Bacs Standard 18 (not certified)"),
}
POLICIES: Mapping[str, tuple[Words, Words]] = {
    "at_once": (lazy("Everything that is approved"), lazy("Suppliers are paid as soon as we can.")),
    "when_due": (lazy("What is due"), lazy("And what wins a discount by being paid early.")),
}
REASONS: Mapping[str, Words] = {
    choosing.STOPPED: lazy("Paying is stopped"),
    choosing.ON_HOLD: lazy("The supplier is on hold"),
    choosing.CLOSED: lazy("The supplier is closed"),
    choosing.BANK_CHANGE: lazy("A change of the supplier's bank details waits"),
    choosing.NO_ACCOUNT: lazy("The register has no bank details of the supplier"),
    choosing.PAID_OTHERWISE: lazy("The supplier is paid by direct debit or card"),
    choosing.FOREIGN: lazy("It is in another currency: pay it by hand"),
    choosing.NOTHING_OWED: lazy("Nothing is owed"),
    choosing.NOT_DUE: lazy("It is not due yet"),
    choosing.CREDIT_WAITS: lazy("A credit note that waits for an invoice of this supplier to come off"),
    choosing.TOO_LARGE: lazy("The payment would be larger than the largest that goes by this way"),
    choosing.NO_SUPPLIER: lazy("It has no supplier on the register"),
}
_EVENTS: Mapping[str, Words] = {
    "proposed": lazy("Proposed"),
    "left_out": lazy("An invoice left out"),
    "put_back": lazy("An invoice put back"),
    "paid_in_part": lazy("An invoice to be paid in part"),
    "moved_day": lazy("Moved to another day"),
    "approved": lazy("Approved"),
    "sent_back": lazy("Sent back: the approval was taken away"),
    "released": lazy("Released"),
    "not_released": lazy("Not released: something stood against it"),
    "file_taken": lazy("A file was taken"),
    "sent": lazy("The bank took it"),
    "payment_failed": lazy("A payment came back from the bank"),
    "recalled": lazy("Recalled"),
    "cancelled": lazy("Cancelled"),
}


def event_title(event: RunEvent) -> str:
    """What a row of the log says, in a few words."""
    return str(_EVENTS.get(event.kind, event.kind))


def event_text(event: RunEvent, numbers: Mapping[int, str]) -> str:
    """What else it says. `numbers` are invoices' numbers by their primary keys."""
    told = event.payload
    parts = []
    if "invoice" in told:
        parts.append(_("Invoice %(number)s.") % {"number": numbers.get(told["invoice"], told["invoice"])})
    if "payment" in told:
        parts.append(_("Payment %(key)s.") % {"key": told["payment"]})
    because = told.get("because") or told.get("note") or ""
    parts.append("\n".join(because) if isinstance(because, list) else str(because))
    if "format" in told:
        parts.append(str(FORMATS.get(told["format"], told["format"])))
    return " ".join(filter(None, parts))


def council(code: str) -> str:
    """A council's name."""
    found = council_of(code)
    return found.name if found else code
