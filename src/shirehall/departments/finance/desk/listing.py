"""The queue: which invoices are shown, in which order, and what comes after one of them. Pages go by key: the last does
not cost more than the first."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet

from shirehall.casework.api import current_version
from shirehall.departments.finance.invoices.api import (
    CHECKS,
    failed_check_number,
    invoice_service,
    invoices_of,
)
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.registers.api import stood_in_for
from shirehall.partnership.api import Officer, queues, scope

PAGE = 40
LAW_DAYS, SOON_DAYS = 30, 20
State = Invoice.State
STATES: Mapping[str, tuple[str, ...]] = {
    "waiting": (State.WITH_PERSON,),
    "approved": (State.APPROVED, State.IN_RUN, State.PART_PAID),
    "paid": (State.PAID,),
    "rejected": (State.REJECTED,),
}
WHOSE = ("", "mine", "team", "nobody")
DUE = ("", "late", "soon")


class CursorProblem(ValueError):  # noqa: N818 - it reads as the sentence it raises
    """The cursor is none that a page gave."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer wants to see: a state, one of the twelve checks ("" for all), a council, whose, and how late."""

    state: str = "waiting"
    check: str = ""
    authority: str = ""
    whose: str = ""
    due: str = ""

    def query(self, **more: str) -> str:
        """As the query of an address; empty where it is what everybody sees first."""
        plain = Wish()
        kept = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if getattr(self, each.name) != getattr(plain, each.name)
        }
        return urlencode({**kept, **{name: value for name, value in more.items() if value}})

    @property
    def is_narrow(self) -> bool:
        """Whether something is left out by choice."""
        return self != Wish()


@dataclass(frozen=True, slots=True)
class Page:
    """Invoices, the longest waiting first; `after` and `before` are the cursors of the pages beside it, or empty."""

    rows: list[Invoice]
    after: str
    before: str


def wish_of(data: Mapping[str, str]) -> Wish:
    """What the filters say; a word that is none of a filter's is as if it were not there."""
    numbers = [str(number) for number in range(1, len(CHECKS) + 1)]
    return Wish(
        state=data.get("state", "") if data.get("state", "") in STATES else "waiting",
        check=data.get("check", "") if data.get("check", "") in numbers else "",
        authority=data.get("authority", "")[:100],
        whose=data.get("whose", "") if data.get("whose", "") in WHOSE else "",
        due=data.get("due", "") if data.get("due", "") in DUE else "",
    )


def kept_of(wish: Wish) -> dict[str, str]:
    """The filters as hidden boxes of a form."""
    return {each.name: getattr(wish, each.name) for each in fields(wish)}


def found_by(officer: Officer, wish: Wish, at: datetime, on: date) -> QuerySet[Invoice]:
    """The invoices that an officer may see and wants to, without the check."""
    rows = invoices_of(officer, on).filter(state__in=STATES[wish.state])
    if wish.authority:
        rows = rows.filter(authority=wish.authority)
    if wish.due:
        rows = rows.filter(received_at__lt=at - timedelta(days=LAW_DAYS if wish.due == "late" else SOON_DAYS))
        if wish.due == "soon":
            rows = rows.filter(received_at__gte=at - timedelta(days=LAW_DAYS))
    if wish.whose == "mine":
        rows = rows.filter(Q(case__assigned_to=officer) | asked_of(officer, on))
    elif wish.whose == "team":
        reach = scope(officer, "work_invoice")
        mine = [each.code for each in queues() if reach.teams is None or each.team in reach.teams]
        rows = rows.filter(queue__in=mine)
    elif wish.whose == "nobody":
        rows = rows.filter(case__assigned_to=None).exclude(
            pk__in=_open_questions().exclude(person="").values("invoice")
        )
    return rows


def narrowed(rows: QuerySet[Invoice], wish: Wish) -> QuerySet[Invoice]:
    """Those of the check that is wanted, each with its supplier, order, case, file and `open_questions`."""
    if wish.check:
        rows = rows.filter(failed_check__in=rows_of_check(int(wish.check)))
    return whole(rows)


def asked_of(officer: Officer, on: date) -> Q:
    """The condition for what is asked of an officer, or of somebody for whom they stand in."""
    names = {officer.email, *stood_in_for(officer.email, on)}
    told = (
        Q(told=officer.email)
        | Q(told__startswith=f"{officer.email}, ")
        | Q(told__endswith=f", {officer.email}")
    )
    told |= Q(told__contains=f", {officer.email}, ")
    questions = _open_questions().filter(Q(person__in=names) | Q(second_person__in=names) | told)
    return Q(pk__in=questions.values("invoice"))


def page_of(rows: QuerySet[Invoice], *, after: str = "", before: str = "") -> Page:
    """A page of them. Raises CursorProblem."""
    if before:
        moment, number = _read(before)
        rows = rows.filter(
            Q(received_at__lt=moment) | Q(received_at=moment, id__lt=number), received_at__lte=moment
        )
        shown = list(rows.order_by("-received_at", "-id")[: PAGE + 1])
        earlier, later = len(shown) > PAGE, True
        shown = shown[:PAGE][::-1]
    else:
        if after:
            rows = rows.filter(_later(*_read(after)))
        shown = list(rows.order_by("received_at", "id")[: PAGE + 1])
        earlier, later = bool(after), len(shown) > PAGE
        shown = shown[:PAGE]
    if not shown:
        return Page([], "", "")
    return Page(shown, cursor_of(shown[-1]) if later else "", cursor_of(shown[0]) if earlier else "")


def next_after(rows: QuerySet[Invoice], invoice: Invoice) -> Invoice | None:
    """The one that comes after an invoice in a list, else the first of it; None where there is no other."""
    rows = rows.exclude(pk=invoice.pk).order_by("received_at", "id")
    return rows.filter(_later(invoice.received_at, invoice.pk)).first() or rows.first()


def cursor_of(invoice: Invoice) -> str:
    """The place of an invoice in the list."""
    return f"{round(invoice.received_at.timestamp() * 1_000_000)}~{invoice.pk}"


def rows_of_check(number: int) -> list[str]:
    """The rows of the decision that belong to one of the twelve checks."""
    version = current_version(invoice_service().name)
    rows = version.words["outcome"].table.rows
    return [row.name for row in rows if failed_check_number(version, row.name) == number]


def number_of_rows() -> dict[str, int]:
    """By row of the decision, the check that it belongs to; without those that are no check."""
    version = current_version(invoice_service().name)
    found = {row.name: failed_check_number(version, row.name) for row in version.words["outcome"].table.rows}
    return {name: number for name, number in found.items() if number}


def whole(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """With what a list shows of each."""
    questions = Prefetch("exceptions", queryset=_open_questions(), to_attr="open_questions")
    return rows.select_related("supplier", "order", "case__assigned_to", "file").prefetch_related(questions)


def _open_questions() -> QuerySet[InvoiceException]:
    return InvoiceException.objects.filter(ended_at=None)


def _later(moment: datetime, number: int) -> Q:
    return Q(received_at__gt=moment) | Q(received_at=moment, id__gt=number)


def _read(cursor: str) -> tuple[datetime, int]:
    stamp, _tilde, number = cursor.partition("~")
    if not (
        stamp.isascii() and stamp.isdigit() and len(stamp) < 18 and number.isascii() and number.isdigit()
    ):
        raise CursorProblem(cursor)
    if len(number) > 18:
        raise CursorProblem(cursor)
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(stamp)), int(number)
