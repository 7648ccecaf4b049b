"""The form that officer and resident fill in together: the questions of a sheet at once. What is right is kept at every
press of a button; nothing typed is lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from shirehall.casework.api import record_draft
from shirehall.channels.assisted.drawing import draw
from shirehall.channels.assisted.helping import Helping, helped
from shirehall.channels.assisted.live import live, page_url, place_url, sections
from shirehall.channels.assisted.reading import answers_with, error_links, read_questions
from shirehall.channels.assisted.sheets import questions_of, sheet_of, sheets
from shirehall.channels.assisted.shown import Part, show_questions, standing_values
from shirehall.channels.assisted.views.items import list_page
from shirehall.design.questions import Wrong
from shirehall.kernel.api import Page, PageState, Turn

Sheet = tuple[PageState, ...]


@helped
def page(request: HttpRequest, helping: Helping, *, page_name: str) -> HttpResponse:
    """A sheet of the form, by the name of its first page; the name of another page leads to its place there."""
    application = helping.application
    if application.journey.page(page_name) is None:
        raise Http404(page_name)
    sheet = sheet_of(application.journey, page_name)
    if not sheet:
        return redirect("assisted_go_on", helping.reference)
    first = sheet[0].page
    if first.name != page_name:
        return HttpResponseRedirect(f"{page_url(helping.reference, first.name)}#page-{page_name}")
    if first.repeat:
        return list_page(request, helping, first)
    if request.method == "POST":
        return _save(request, helping, sheet)
    for state in sheet:
        application.see(state.page.name)
    return _draw_sheet(request, helping, _parts(helping, sheet))


def _save(request: HttpRequest, helping: Helping, sheet: Sheet) -> HttpResponse:
    application, names = helping.application, [state.page.name for state in sheet]
    found = read_questions(request, application, questions_of(sheet), standing_values(helping))
    answers = answers_with(application, questions_of(sheet), found)
    if answers != application.answers:
        application.put(answers, page=names[0])
        _tell_done(helping, names[1:])
    now = tuple(
        state for state in application.journey.pages if state.page.name in names and state.state == "asked"
    )
    goes_on = "go_on" in request.POST
    wrong = found.not_taken([each.fact for each in questions_of(now)], whole=goes_on)
    if found.looking or request.POST.get("remove"):
        return _draw_sheet(request, helping, _parts(helping, now, found))
    if wrong:
        return _draw_sheet(request, helping, _parts(helping, now, found, wrong), wrong)
    if not goes_on:
        return HttpResponseRedirect(page_url(helping.reference, names[0]))
    return _leave(helping, names)


def _tell_done(helping: Helping, names: Sequence[str]) -> None:
    """The first page of a sheet is told as done when answers are kept; the others here."""
    application = helping.application
    for name in names:
        state = application.journey.page(name)
        if state is not None and state.state == "asked" and state.complete:
            record_draft(
                draft=helping.draft, kind="page_done", by=application.by, at=application.at, page=name,
                channel=application.channel,
            )  # fmt: skip


def _parts(
    helping: Helping, sheet: Sheet, found: Any = None, wrong: Mapping[str, Wrong] | None = None
) -> list[Part]:
    standing, several = standing_values(helping), len(sheet) > 1
    return [
        Part(
            state.page,
            show_questions(helping, state.questions, standing, found, wrong),
            several and len(state.questions) > 1,
        )
        for state in sheet
    ]


def _leave(helping: Helping, names: Sequence[str]) -> HttpResponse:
    """To what was opened on this sheet, else to the sheet that comes next, and at the end to whatever is still open."""
    application = helping.application
    for state in application.journey.pages:
        if state.page.name in names and state.state == "asked" and not state.complete:
            opened = next(each.fact for each in state.questions if each.fact not in application.answers)
            first = sheet_of(application.journey, state.page.name)[0].page.name
            return HttpResponseRedirect(f"{page_url(helping.reference, first)}#at-{opened}")
    found = sheets(application.journey)
    ours = [place for place, sheet in enumerate(found) if any(state.page.name in names for state in sheet)]
    if ours and ours[-1] + 1 < len(found):
        return HttpResponseRedirect(page_url(helping.reference, found[ours[-1] + 1][0].page.name))
    return redirect("assisted_go_on", helping.reference)


def _draw_sheet(
    request: HttpRequest, helping: Helping, parts: list[Part], wrong: Mapping[str, Wrong] | None = None
) -> HttpResponse:
    pages = [part.page for part in parts]
    labels = {question.fact: question.asked.label for page in pages for question in page.questions}
    errors = error_links(wrong or {}, labels)
    context = {
        "helping": helping, "service": helping.application.version.service, "parts": parts,
        "title": pages[0].title if len(pages) == 1 else f"{pages[0].title} – {pages[-1].title}", "script": False,
        "sections": sections(helping, [page.name for page in pages], script=False),
        "live": live(helping, pages, script=False), "errors": errors,
        "upload": any(each.field.has_file for part in parts for each in part.shown),
        "other_way": place_url(helping, _first_turn(helping, pages[0]), script=True),
    }  # fmt: skip
    return draw(request, "page.html", context, status=422 if errors else 200)


def _first_turn(helping: Helping, page: Page) -> Turn:
    state = helping.application.journey.page(page.name)
    asked = state.questions if state else ()
    return Turn(page.name, asked[0].fact) if asked else Turn(page.name)
