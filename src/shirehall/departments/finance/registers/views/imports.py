"""Tables that are brought in: templates, the trial, its report, and what became of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shirehall.departments.finance.registers.access import BANK, KEEP, Keeper, keeper_of
from shirehall.departments.finance.registers.boxes import box, errors_of
from shirehall.departments.finance.registers.drawing import draw, say_next
from shirehall.departments.finance.registers.importing.kinds import ORDER, ImportKind, import_kinds
from shirehall.departments.finance.registers.importing.running import finish_import, leave_import, try_import
from shirehall.departments.finance.registers.importing.writing import (
    CSV_TYPE,
    XLSX_TYPE,
    export,
    refused_rows,
    template,
)
from shirehall.departments.finance.registers.models import RegisterEvent, RegisterImport
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.settings import registers_settings
from shirehall.departments.finance.registers.words import IMPORT, deed, state_of
from shirehall.partnership.api import officer_required

_SHOWN, _ROWS_SHOWN = 25, 200
_PAGES = {"supplier": "finance_supplier", "order": "finance_order"}


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Give a table in, get a template, and see what came lately."""
    keeper, error = _keeper(request), None
    given = request.POST.dict()
    if request.method == "POST":
        try:
            return _try(request, keeper)
        except RegisterError as caught:
            error = caught
    chosen = registers_settings()
    wrong: dict[str, str] = dict(error.fields or {"table": str(error)}) if error else {}
    hint = _(
        "CSV or a workbook (XLSX), at most %(rows)d rows and %(megabytes)d MB. It is tried first; nothing changes yet."
    )
    listed = [kind for name in ORDER if (kind := import_kinds.get(name))]
    kinds = [(each.name, _(each.title)) for each in listed]
    fields = [
        box("kind", _("What does it hold?"), given, wrong, kind="select", options=kinds),
        box(
            "table", _("The table"), {}, wrong, kind="file", accept=".csv,.xlsx",
            hint=hint % {"rows": chosen.import_rows, "megabytes": chosen.import_megabytes},
        ),
    ]  # fmt: skip
    rows = [
        {
            "href": reverse("finance_import", args=[each.pk]), "title": each.name,
            "text": " · ".join([_title(each.kind), each.by]), **state_of(IMPORT, each.state),
        }
        for each in _seen(keeper)[:_SHOWN]
    ]  # fmt: skip
    context = {
        "fields": fields,
        "rows": rows,
        "kinds": [_shown(each) for each in listed],
        "errors": errors_of(fields),
    }
    return draw(request, keeper, "imports.html", context, here="imports", status=422 if error else 200)


def _try(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    file, kind = request.FILES.get("table"), request.POST.get("kind", "")
    if not kind:
        raise RegisterError(_("Choose what the table holds"), {"kind": _("Choose what the table holds")})
    if file is None:
        raise RegisterError(_("Choose the table"), {"table": _("Choose the table")})
    most = registers_settings().import_megabytes
    if (file.size or 0) > most * 1024 * 1024:
        raise RegisterError(_("The file has more than %(most)d MB. Split it.") % {"most": most})
    tried = try_import(
        kind=kind, name=file.name or "table", content=file.read(), by=keeper.by, at=keeper.at,
        may_ask=_may_ask(keeper),
    )  # fmt: skip
    return redirect("finance_import", tried.pk)


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """What a table does or did, row by row; and whether it is brought in."""
    keeper, found = _open(request, number)
    problem = ""
    if request.method == "POST":
        try:
            return _end(request, keeper, found)
        except RegisterError as error:
            problem = str(error)
    events = RegisterEvent.objects.filter(by=found.by, at=found.at) if found.state == "done" else ()
    context = {
        "found": found, "state": state_of(IMPORT, found.state), "title": _title(found.kind),
        "refused": [
            [each["row"], each["column"].replace("_", " "), each["problem"]] for each in found.refused[:_ROWS_SHOWN]
        ],
        "more": max(0, len(found.refused) - _ROWS_SHOWN), "good": found.added + found.changed,
        "events": [_event(each) for each in events[:_ROWS_SHOWN]],
        "errors": [{"text": problem, "href": "#main"}] if problem else [],
    }  # fmt: skip
    return draw(request, keeper, "import.html", context, here="imports", status=422 if problem else 200)


def _end(request: HttpRequest, keeper: Keeper, found: RegisterImport) -> HttpResponse:
    if request.POST.get("do") == "leave":
        leave_import(tried=found, by=keeper.by, at=keeper.at)
        say_next(request, _("The table is left. Nothing has changed."))
        return redirect("finance_imports")
    finish_import(
        tried=found,
        whole=request.POST.get("do") == "whole",
        by=keeper.by,
        at=keeper.at,
        may_ask=_may_ask(keeper),
    )
    say_next(request, _("The table is brought in. Invoices that wait for it go on by themselves."))
    return redirect("finance_import", found.pk)


@never_cache
@officer_required
@require_safe
def refused(request: HttpRequest, number: int) -> HttpResponse:
    """The rows that are wrong, as CSV."""
    found = _open(request, number)[1]
    return _file(refused_rows(_kind(found.kind), found), f"wrong-rows-{found.pk}.csv")


@never_cache
@officer_required
@require_safe
def given_out(request: HttpRequest, what: str, kind: str, ending: str) -> HttpResponse:
    """A template to fill in, or what is on the register."""
    _keeper(request)
    chosen, workbook = _kind(kind), ending == "xlsx"
    if what not in ("template", "export") or ending not in ("csv", "xlsx"):
        raise Http404
    write = template if what == "template" else export
    return _file(write(chosen, workbook=workbook), f"{kind}.{ending}", workbook=workbook)


def _keeper(request: HttpRequest) -> Keeper:
    """Who keeps the registers of every council: a table may hold rows of any. Raises Http404."""
    keeper = keeper_of(request)
    if not keeper.may(KEEP, ""):
        raise Http404
    return keeper


def _may_ask(keeper: Keeper) -> bool:
    return keeper.may(BANK, "")


def _seen(keeper: Keeper) -> Any:
    return RegisterImport.objects.defer("content", "refused")


def _open(request: HttpRequest, number: int) -> tuple[Keeper, RegisterImport]:
    keeper = _keeper(request)
    found = RegisterImport.objects.defer("content").filter(pk=number).first()
    if found is None:
        raise Http404
    return keeper, found


def _kind(name: str) -> ImportKind:
    kind = import_kinds.get(name)
    if kind is None:
        raise Http404
    return kind


def _title(kind: str) -> str:
    found = import_kinds.get(kind)
    return _(found.title) if found else kind


def _shown(kind: ImportKind) -> dict[str, Any]:
    columns = [
        {"name": each.name, "needed": each.needed, "meaning": _(each.meaning)} for each in kind.columns
    ]
    return {"name": kind.name, "title": _(kind.title), "columns": columns}


def _event(event: RegisterEvent) -> list[Any]:
    page = _PAGES.get(event.kind)
    record: Any = f"{event.kind} {event.key}"
    if page:
        record = {"text": record, "href": reverse(page, args=[event.key])}
    was = "; ".join(f"{name.replace('_', ' ')}: {before}" for name, (before, _after) in event.values.items())
    return [record, deed(event.what), was]


def _file(content: bytes, name: str, *, workbook: bool = False) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=XLSX_TYPE if workbook else CSV_TYPE, headers=headers)
