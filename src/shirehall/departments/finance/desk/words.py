"""What an invoice, its state and its age are called on the finance desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shirehall.casework.api import local_date
from shirehall.departments.finance.desk.listing import LAW_DAYS, SOON_DAYS
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.design.formats import pounds
from shirehall.partnership.api import Officer, authority, queue

State = Invoice.State
STATE_WORDS: Mapping[str, tuple[Promise, str]] = {
    State.WITH_PERSON: (gettext_lazy("Waits for a person"), "waiting"),
    State.APPROVED: (gettext_lazy("Approved"), "good"),
    State.IN_RUN: (gettext_lazy("In a payment run"), "working"),
    State.PART_PAID: (gettext_lazy("Paid in part"), "working"),
    State.PAID: (gettext_lazy("Paid"), "done"),
    State.REJECTED: (gettext_lazy("Rejected"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Age:
    """How old an invoice is: its day of the thirty, in words; `late` past them, `soon` near their end."""

    words: str
    late: bool
    soon: bool


def age_of(invoice: Invoice, on: date) -> Age:
    """The day that counts is the one on which it reached us. A later due date gives until then."""
    received = local_date(invoice.received_at)
    last = received + timedelta(days=LAW_DAYS)
    if invoice.due_date and invoice.due_date > last:
        last = invoice.due_date
    days, left = (on - received).days, (last - on).days
    if invoice.state in (State.PAID, State.REJECTED):
        return Age("", late=False, soon=False)
    if left < 0:
        said = ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left}
        return Age(said, late=True, soon=False)
    words = _("day %(day)d of %(all)d") % {"day": max(days, 0), "all": (last - received).days}
    return Age(words, late=False, soon=days >= SOON_DAYS)


def supplier_of(invoice: Invoice) -> str:
    """The supplier's name: ours for them, else the one that was read."""
    return (invoice.supplier.name if invoice.supplier else invoice.supplier_name) or _("Supplier not known")


def money_of(pence: int | None, currency: str = "") -> str:
    """An amount; in another currency with its letters."""
    if pence is None:
        return ""
    return pounds(pence) if currency in ("", "GBP") else f"{currency} {pence / 100:,.2f}"


def council_of(code: str) -> str:
    """The short name of a council."""
    found = authority(code)
    return found.short_name if found else code


def queue_of(code: str) -> str:
    """The title of a queue."""
    found = queue(code)
    return found.title if found else code


def who_is_asked(question: InvoiceException | None, people: Mapping[str, str]) -> str:
    """The person or the two who are asked, else the team's queue."""
    if question is None:
        return ""
    names = [people.get(each, each) for each in (question.person, question.second_person) if each]
    return _(" and ").join(names) if names else queue_of(question.queue)


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """By officer's code the name. One query; who is no officer is left out."""
    wanted = {each for each in codes if each}
    return dict(Officer.objects.filter(email__in=wanted).values_list("email", "name")) if wanted else {}
