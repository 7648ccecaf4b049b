"""Budgets and who may spend them, and who answers while somebody is away."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shirehall.casework.api import local_date
from shirehall.departments.finance.registers.access import KEEP, Keeper, anybody, looker
from shirehall.departments.finance.registers.actions.absences import add_absence, end_absence
from shirehall.departments.finance.registers.actions.budgets import set_holder
from shirehall.departments.finance.registers.boxes import box, councils, errors_of
from shirehall.departments.finance.registers.cells import Cells
from shirehall.departments.finance.registers.drawing import draw, say_next
from shirehall.departments.finance.registers.models import Absence, BudgetCode, BudgetHolder
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.queries.budgets import absences_of, stood_in_for
from shirehall.departments.finance.registers.rules import budget_year, same_officer
from shirehall.departments.finance.registers.views.suppliers import council_name
from shirehall.design.fields import Field
from shirehall.partnership.api import Officer, officer_required

_PAGE, _FIRST_YEAR, _LAST_YEAR = 50, 2000, 2100


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def budgets(request: HttpRequest) -> HttpResponse:
    """The budget codes of a year, who may approve up to what, and a limit set by hand."""
    keeper, error = looker(request), None
    given = request.POST.dict()
    if request.method == "POST":
        if not keeper.may_somewhere(KEEP):
            raise Http404
        try:
            _set_limit(keeper, given)
        except RegisterError as caught:
            error = caught
        else:
            say_next(request, _("The limit holds from now on."))
            return redirect("finance_budgets")
    fields = _limit_fields(keeper, given, error.fields if error else {})
    this = budget_year(local_date(keeper.at))
    typed = request.GET.get("year", "")
    year = (
        int(typed)
        if typed.isascii() and typed.isdigit() and _FIRST_YEAR <= int(typed[:4]) <= _LAST_YEAR
        else this
    )
    years = sorted(
        {this, *BudgetCode.objects.values_list("year", flat=True).distinct().order_by()}, reverse=True
    )
    codes = BudgetCode.objects.filter(keeper.seen(), year=year)
    page = Paginator(codes, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "year": year, "years": [(str(each), f"{each}–{each + 1}") for each in years],
        "codes": [
            [each.code, each.title, council_name(each.authority), each.budget, each.spent, each.reserved, each.left,
             each.holder, each.accountant, {"word": _("Open"), "kind": "good"} if each.is_open
             else {"word": _("Closed"), "kind": "done"}]
            for each in page
        ],
        "holders": [
            [each.officer, council_name(each.authority), each.limit, each.manager or _("Nobody")]
            for each in BudgetHolder.objects.filter(keeper.seen())[:500]
        ],
    }  # fmt: skip
    context |= {"fields": fields, "errors": errors_of(fields, str(error) if error else "")}
    return draw(request, keeper, "budgets.html", context, here="budgets", status=422 if error else 200)


def _set_limit(keeper: Keeper, given: Mapping[str, str]) -> None:
    cells = Cells(given)
    officer, council = cells.officer("officer", needed=True), cells.council("authority")
    limit, manager = cells.pence("limit", least=Decimal(0)), cells.officer("manager")
    if council and not keeper.may(KEEP, council):
        cells.wrong["authority"] = _("Choose a council whose registers you keep")
    cells.done()
    set_holder(officer=officer, authority=council, limit=limit, manager=manager, by=keeper.by, at=keeper.at)


def _limit_fields(keeper: Keeper, given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    if not keeper.may_somewhere(KEEP):
        return []
    listed = Officer.objects.filter(is_active=True).order_by("name", "pk")
    officers = [(each.email, each.name) for each in listed]
    return [
        box("officer", _("Officer"), given, wrong, kind="select", options=officers),
        box("authority", _("Council"), given, wrong, kind="select", options=councils()),
        box("limit", _("Up to, for one invoice"), given, wrong, width=10, prefix="£", inputmode="decimal"),
        box(
            "manager",
            _("Who is asked next?"),
            given,
            wrong,
            kind="select",
            options=[("", _("Nobody")), *officers],
        ),
    ]


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """While I am away, somebody else answers: what is asked of me goes to them."""
    keeper, error = anybody(request), None
    today, given = local_date(keeper.at), request.POST.dict()
    if request.method == "POST":
        try:
            cells = Cells(given)
            delegate, first = cells.officer("delegate", needed=True), cells.day("from_on")
            last = cells.day("until_on", needed=False)
            cells.done()
            add_absence(
                officer=keeper.by, delegate=delegate, from_on=first or date.max, until_on=last, by=keeper.by,
                at=keeper.at,
            )  # fmt: skip
        except RegisterError as caught:
            error = caught
        else:
            say_next(request, _("What is asked of you in these days goes to who answers for you."))
            return redirect("finance_absences")
    else:
        given = {"from_on": f"{today:%d/%m/%Y}"}
    wrong = error.fields if error else {}
    officers = Officer.objects.filter(is_active=True).exclude(pk=keeper.officer.pk).order_by("name", "pk")
    options = [(each.email, each.name) for each in officers]
    fields = [
        box("delegate", _("Who answers for you?"), given, wrong, kind="select", options=options),
        box("from_on", _("First day"), given, wrong, width=10, hint=_("For example, 31/03/2026")),
        box(
            "until_on",
            _("Last day"),
            given,
            wrong,
            width=10,
            hint=_("Leave it empty where you do not know yet"),
        ),
    ]
    context = {
        "fields": fields, "mine": list(absences_of(keeper.by, today)), "today": today,
        "for": stood_in_for(keeper.by, today), "errors": errors_of(fields, str(error) if error else ""),
    }  # fmt: skip
    return draw(request, keeper, "absences.html", context, here="absences", status=422 if error else 200)


@never_cache
@officer_required
@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """End an absence of one's own."""
    keeper = anybody(request)
    absence = Absence.objects.filter(pk=number).first()
    if absence is None or not same_officer(absence.officer, keeper.by):
        raise Http404
    end_absence(absence=absence, by=keeper.by, at=keeper.at)
    say_next(request, _("The absence is ended. What is asked comes to you."))
    return redirect("finance_absences")
