"""The queue of invoices: by reason and age, mine or my team's, found by words, and several given to somebody."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shirehall.casework.api import assign as assign_case
from shirehall.casework.api import local_date
from shirehall.departments.finance.desk.desk_links import ASKED, QUEUE
from shirehall.departments.finance.desk.drawing import draw, say_next
from shirehall.departments.finance.desk.listing import (
    PAGE,
    CursorProblem,
    Wish,
    asked_of,
    found_by,
    kept_of,
    narrowed,
    number_of_rows,
    page_of,
    whole,
    wish_of,
)
from shirehall.departments.finance.desk.words import (
    STATE_WORDS,
    age_of,
    council_of,
    money_of,
    names_of,
    supplier_of,
    who_is_asked,
)
from shirehall.departments.finance.invoices.api import (
    CHECKS,
    counts_by_check,
    invoices_of,
    matching,
    may_work,
    stops_in_force,
)
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.partnership.api import (
    Officer,
    authorities,
    officer_of,
    officer_required,
    officers_who_may,
    scope,
)

_MOST_FOUND = 50
NOBODY = "nobody"


@officer_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The invoices that an officer works on, the longest waiting first."""
    officer, at = officer_of(request), timezone.now()
    if scope(officer, "see_invoice").is_empty:
        return redirect(ASKED)
    on, wish = local_date(at), wish_of(request.GET)
    rows = found_by(officer, wish, at, on)
    try:
        page = page_of(
            narrowed(rows, wish), after=request.GET.get("after", ""), before=request.GET.get("before", "")
        )
    except CursorProblem as problem:
        raise Http404 from problem
    home_url = reverse(QUEUE)
    context = {
        **_listed(officer, page.rows, at, wish), "wish": wish, "filters": _filters(wish), "clear_url": home_url,
        "is_narrow": wish.is_narrow, "heading": _heading(wish),
        "checks": _checks(rows, wish) if wish.state == "waiting" else [],
        "earlier_url": f"{home_url}?{wish.query(before=page.before)}" if page.before else "",
        "later_url": f"{home_url}?{wish.query(after=page.after)}" if page.after else "",
        "export_url": f"{reverse('finance_export')}?{wish.query()}",
        "may_work": not scope(officer, "work_invoice").is_empty, "people": _people(officer),
        "stops": list(stops_in_force()), "nobody": NOBODY, "kept": kept_of(wish),
    }  # fmt: skip
    return draw(request, "queue.html", context)


@officer_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What is asked of an officer, whatever their role."""
    officer, at = officer_of(request), timezone.now()
    on = local_date(at)
    rows = Invoice.objects.filter(asked_of(officer, on), state=Invoice.State.WITH_PERSON)
    try:
        page = page_of(whole(rows), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except CursorProblem as problem:
        raise Http404 from problem
    here = reverse(ASKED)
    context = {
        **_listed(officer, page.rows, at, Wish()),
        "earlier_url": f"{here}?before={page.before}" if page.before else "",
        "later_url": f"{here}?after={page.after}" if page.after else "",
    }
    return draw(request, "asked.html", context, current=ASKED)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find invoices by number, supplier, order, amount or reference. What was typed stays out of addresses."""
    officer, at = officer_of(request), timezone.now()
    words = " ".join(request.POST.get("q", "").split())[:200]
    rows: list[Invoice] = []
    if words:
        found = invoices_of(officer, local_date(at)).filter(matching(words))
        rows = list(whole(found).order_by("-received_at", "-id")[: _MOST_FOUND + 1])
    context = {
        **_listed(officer, rows[:_MOST_FOUND], at, Wish()), "words": words, "more": len(rows) > _MOST_FOUND,
        "search_value": words,
    }  # fmt: skip
    return draw(request, "find.html", context)


@officer_required
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked ones to an officer, or back to the queue."""
    officer, at = officer_of(request), timezone.now()
    if scope(officer, "work_invoice").is_empty:
        raise PermissionDenied
    wish = wish_of(request.POST)
    back = redirect(f"{reverse(QUEUE)}?{wish.query()}")
    numbers = [int(each) for each in request.POST.getlist("invoice") if each.isascii() and each.isdigit()][
        :PAGE
    ]
    to, known = _receiver(officer, request.POST.get("to", ""))
    if not numbers or not known:
        say_next(request, _("Tick the invoices first.") if not numbers else _("Choose who gets them."))
        return back
    given = left = 0
    for invoice in invoices_of(officer, local_date(at)).filter(pk__in=numbers).order_by("pk"):
        if may_work(officer, invoice) and (to is None or may_work(to, invoice)):
            assign_case(case=invoice.case, officer=to, by=officer.email, at=at)
            given += 1
        else:
            left += 1
    said = ngettext("%(count)d invoice is given.", "%(count)d invoices are given.", given) % {"count": given}
    if left:
        said += " " + ngettext(
            "%(count)d was left: it is not for that person.",
            "%(count)d were left: they are not for that person.",
            left,
        ) % {"count": left}
    say_next(request, said)
    return back


def _receiver(officer: Officer, to: str) -> tuple[Officer | None, bool]:
    if to == NOBODY:
        return None, True
    if to == "me":
        return officer, True
    found = (
        Officer.objects.filter(pk=int(to), is_active=True).first() if to.isascii() and to.isdigit() else None
    )
    return found, found is not None


def _listed(officer: Officer, rows: Sequence[Invoice], at: Any, wish: Wish) -> dict[str, Any]:
    """The rows of a list, as the templates show them."""
    on = local_date(at)
    questions = {row.pk: next(iter(row.open_questions), None) for row in rows}  # type: ignore[attr-defined]
    people = names_of(
        code for each in questions.values() if each for code in (each.person, each.second_person)
    )
    numbers = number_of_rows() if rows else {}
    query = wish.query()
    return {
        "rows": [
            {
                "id": row.pk, "reference": row.case.reference, "supplier": supplier_of(row),
                "href": reverse("finance_invoice", args=[row.case.reference]) + (f"?{query}" if query else ""),
                "number": row.number or _("no number read"), "amount": money_of(row.gross, row.currency),
                "credit": row.is_credit, "order": row.po_number, "council": council_of(row.authority),
                "check": numbers.get(row.failed_check, 0),
                "because": question.because if (question := questions[row.pk]) else "",
                "asked": who_is_asked(question, people), "age": age_of(row, on),
                "word": str(STATE_WORDS[Invoice.State(row.state)][0]), "kind": STATE_WORDS[Invoice.State(row.state)][1],
                "held": _("you") if row.case.assigned_to == officer else row.case.assigned_to or "",
            }
            for row in rows
        ]
    }  # fmt: skip


def _checks(rows: Any, wish: Wish) -> list[dict[str, Any]]:
    """The left column: each check at which something waits, with how many."""
    numbers, counts = number_of_rows(), dict.fromkeys(range(len(CHECKS) + 1), 0)
    for row, count in counts_by_check(rows).items():
        counts[numbers.get(row, 0)] += count
    home_url = reverse(QUEUE)

    def to(check: str) -> str:
        query = Wish(wish.state, check, wish.authority, wish.whose, wish.due).query()
        return f"{home_url}?{query}" if query else home_url

    everything = {
        "text": _("All checks"),
        "href": to(""),
        "count": sum(counts.values()),
        "current": not wish.check,
    }
    return [
        everything,
        *(
            {
                "text": f"{number}. {title}", "href": to(str(number)), "count": counts[number],
                "current": wish.check == str(number),
            }
            for number, (title, _facts) in enumerate(CHECKS, 1)
            if counts[number] or wish.check == str(number)
        ),
    ]  # fmt: skip


def _filters(wish: Wish) -> list[dict[str, Any]]:
    councils = [(each.code, each.short_name) for each in authorities()]
    choices: tuple[tuple[str, str, list[tuple[str, str]], str], ...] = (
        (
            "state", _("State"),
            [
                ("waiting", _("Waiting")), ("approved", _("Approved, not paid yet")), ("paid", _("Paid")),
                ("rejected", _("Rejected")),
            ],
            wish.state,
        ),
        ("authority", _("Council"), [("", _("All councils")), *councils], wish.authority),
        (
            "whose", _("Whose"),
            [("", _("Everybody’s")), ("mine", _("Mine")), ("team", _("My team’s")), ("nobody", _("Nobody’s yet"))],
            wish.whose,
        ),
        (
            "due", _("Age"), [("", _("Any")), ("soon", _("Day 20 to 30")), ("late", _("Past day 30"))], wish.due,
        ),
    )  # fmt: skip
    return [
        {"name": name, "label": label, "kind": "select", "options": options, "value": value}
        for name, label, options, value in choices
    ]


def _heading(wish: Wish) -> str:
    if wish.check:
        return f"{wish.check}. {CHECKS[int(wish.check) - 1][0]}"
    return {
        "waiting": _("Invoices that wait"), "approved": _("Approved invoices"), "paid": _("Paid invoices"),
        "rejected": _("Rejected invoices"),
    }[wish.state]  # fmt: skip


def _people(officer: Officer) -> list[tuple[str, str]]:
    """Whom invoices may be given to: who works on them in the officer's teams."""
    teams = scope(officer, "work_invoice").teams or frozenset()
    found = {
        each.pk: each.name
        for team in sorted(teams)
        for each in officers_who_may("work_invoice", team=team, authority=None)
        if each.pk != officer.pk
    }
    return [(str(pk), name) for pk, name in sorted(found.items(), key=lambda each: each[1])]
