"""A sheet by itself: its picture, and what a person does with one that found no place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shirehall.capabilities.documents.api import content_of
from shirehall.casework.api import ReferenceProblem, read_reference
from shirehall.channels.paper.access import Clerk, open_sheet
from shirehall.channels.paper.drawing import draw, say_next
from shirehall.channels.paper.handling import assign_sheet, set_aside, use_sheet
from shirehall.channels.paper.models import PrintedForm, Sheet
from shirehall.channels.paper.post import WAITS_FOR_A_PERSON
from shirehall.channels.paper.words import sheet_state, what_to_do
from shirehall.design.fields import Field, field_of
from shirehall.kernel.questions import Box
from shirehall.partnership.api import officer_required

_SHOWN = ("application/pdf", "image/jpeg", "image/png", "image/webp")
_ASSIGNED = (Sheet.State.NO_CODE, Sheet.State.UNKNOWN, Sheet.State.FORGED, Sheet.State.NO_MARKS)


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Say whose it is, take it in place of another, or set it aside."""
    clerk, found = open_sheet(request, number)
    errors: dict[str, str] = {}
    if request.method == "POST" and found.state in WAITS_FOR_A_PERSON:
        done = request.POST.get("do", "")
        if done == "aside":
            set_aside(sheet=found, by=clerk.by)
            say_next(request, _("The sheet is set aside."))
            return redirect("paper_post_room")
        if done == "use" and found.state == Sheet.State.DIFFERS and found.form:
            use_sheet(sheet=found, by=clerk.by, at=clerk.at)
            return redirect("paper_form", found.form.code)
        if done == "assign" and found.state in _ASSIGNED:
            form, page, errors = _told(request, clerk)
            if form is not None and not errors:
                return _assign(request, clerk, found, form, page)
    words, kind = sheet_state(found.state)
    fields = _fields(request, errors) if found.state in _ASSIGNED else []
    others = found.form.came.filter(number=found.number, state=Sheet.State.READ) if found.form else []
    context = {
        "sheet": found, "words": words, "kind": kind, "todo": what_to_do(found.state), "fields": fields,
        "standing": next(iter(others), None) if found.state == Sheet.State.DIFFERS else None,
        "open": found.state in WAITS_FOR_A_PERSON, "errors": [each.error_link for each in fields if each.error],
    }  # fmt: skip
    return draw(request, "sheet.html", context, status=422 if errors else 200)


def _assign(request: HttpRequest, clerk: Clerk, found: Sheet, form: PrintedForm, page: int) -> HttpResponse:
    assign_sheet(sheet=found, form=form, number=page, by=clerk.by, at=clerk.at)
    placed = Sheet.objects.filter(scan=found.scan, page=found.page, form=form, number=page).last()
    if placed is None or placed.state == Sheet.State.NO_MARKS:
        say_next(request, _("The sheet cannot be read by the machine. Type its answers from the paper."))
        return redirect("paper_post_room")
    if placed.state != Sheet.State.READ:
        return redirect("paper_sheet", placed.pk)
    return redirect("paper_form", form.code)


def _told(request: HttpRequest, clerk: Clerk) -> tuple[PrintedForm | None, int, dict[str, str]]:
    """The form and the number of the sheet that were typed, and what is wrong with them."""
    errors, form = {}, None
    try:
        reference = read_reference(request.POST.get("reference", ""))
        forms = PrintedForm.objects.select_related("draft").filter(reference=reference).order_by("-pk")
        form = next((each for each in forms if clerk.may_see(each)), None)
        if form is None:
            errors["reference"] = _("No form with this reference was printed that you can see")
    except ReferenceProblem as problem:
        errors["reference"] = str(problem)
    text = request.POST.get("number", "").strip()
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= page <= (form.sheets if form else 999):
        errors["number"] = _("Enter the number of the sheet, as it stands at its foot")
    return form, page, errors


def _fields(request: HttpRequest, errors: dict[str, str]) -> list[Field]:
    asked = (
        ("reference", _("Reference of the form"), Box("", "text", width=20, spellcheck=False)),
        ("number", _("Number of the sheet"), Box("", "text", width=3, inputmode="numeric")),
    )
    return [
        field_of(
            id=name, ask=ask, boxes=(box,), raw={"": [request.POST.get(name, "")]}, error=errors.get(name, ""),
            legend_is_heading=False,
        )
        for name, ask, box in asked
    ]  # fmt: skip


@never_cache
@officer_required
@require_safe
def picture(request: HttpRequest, number: int) -> HttpResponse:
    """The straightened sheet, or, where it could not be straightened, the file as it came."""
    clerk, found = open_sheet(request, number)
    document = found.document or found.scan.document
    if document is None:
        raise Http404
    if found.document is None:
        # The whole file may hold sheets of people whom this officer has nothing to do with.
        others = found.scan.sheets.filter(form__isnull=False).select_related("form__draft")
        if not all(clerk.may_see(each.form) for each in others if each.form):
            raise Http404
    try:
        answer = HttpResponse(content_of(document), content_type=document.content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    if document.content_type not in _SHOWN:
        answer["Content-Disposition"] = "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer
