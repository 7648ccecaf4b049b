"""A repeated page of the form: what was added so far, one more to add, change, take out, and whether that is all."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shirehall.channels.assisted.drawing import draw
from shirehall.channels.assisted.helping import Helping, helped
from shirehall.channels.assisted.live import live, page_url, place_url, sections
from shirehall.channels.assisted.reading import PageRead, error_links, read_questions
from shirehall.channels.assisted.shown import show_questions
from shirehall.design.questions import Wrong
from shirehall.kernel.api import Items, Page, Turn, show
from shirehall.kernel.values import Repeat, Value


def list_page(request: HttpRequest, helping: Helping, page: Page) -> HttpResponse:
    """A repeated page: what was added, an empty one to add, and whether that is all."""
    application = helping.application
    held = application.items(page)
    if request.method != "POST":
        application.see(page.name)
        return _draw_list(request, helping, held)
    if (gone := request.POST.get("take_out", "")).isdigit() and 1 <= int(gone) <= len(held.repeat.items):
        answer = application.known(held.without(int(gone)))
        application.put({**application.answers, page.repeat: answer}, page=page.name)
        return _same(helping, page)
    if "no_more" in request.POST:
        return _end_list(request, helping, held)
    return _save_item(request, helping, held, len(held.repeat.items) + 1)


def _end_list(request: HttpRequest, helping: Helping, held: Items) -> HttpResponse:
    application, page = helping.application, held.page
    if number := held.unfinished():
        return redirect("assisted_item", helping.reference, page.name, number)
    if len(held.repeat.items) < page.at_least:
        said = _("At least %(least)d must be given here.") % {"least": page.at_least}
        return _draw_list(request, helping, held, wrong={page.questions[0].fact: Wrong(said, "", {})})
    application.put(
        {**application.answers, page.repeat: application.known(Repeat(held.repeat.items, done=True))},
        page=page.name,
    )
    return _leave(helping, page)


@helped
def item(request: HttpRequest, helping: Helping, *, page_name: str, number: int) -> HttpResponse:
    """One item of a repeated page, to be changed."""
    state = helping.application.journey.page(page_name)
    if state is None or state.state != "asked" or not state.page.repeat:
        return redirect("assisted_go_on", helping.reference)
    held = helping.application.items(state.page)
    if held.item(number) is None or number > len(held.repeat.items):
        return _same(helping, state.page)
    if request.method == "POST":
        return _save_item(request, helping, held, number)
    return _draw_list(request, helping, held, number=number)


def _save_item(request: HttpRequest, helping: Helping, held: Items, number: int) -> HttpResponse:
    application, page = helping.application, held.page
    standing = held.item(number)
    if standing is None:
        return _same(helping, page)
    found = read_questions(request, application, page.questions, standing)
    given: dict[str, Value] = {}
    for question in page.questions:
        applies = {each.fact for each in held.questions(given)}
        value = found.given[question.fact].value if question.fact in found.given else None
        if question.fact in applies and value is not None:
            given[question.fact] = value
    wrong = found.not_taken([each.fact for each in held.questions(given)], whole=True)
    if wrong or found.looking:
        return _draw_list(request, helping, held, number=number, found=found, wrong=wrong)
    repeat = held.kept(number, given)
    if len(repeat.items) >= page.at_most:
        repeat = replace(repeat, done=True)
    application.put({**application.answers, page.repeat: application.known(repeat)}, page=page.name)
    return _same(helping, page)


def _draw_list(
    request: HttpRequest, helping: Helping, held: Items, *, number: int = 0, found: PageRead | None = None,
    wrong: Mapping[str, Wrong] | None = None,
) -> HttpResponse:  # fmt: skip
    """`number` is the item whose boxes are open; without it, those of one more where there may be one."""
    page, script = held.page, False
    editing = number or len(held.repeat.items) + 1
    standing = held.item(editing)
    questions = page.questions if found else held.questions(standing or {})
    shown = (
        [] if standing is None else show_questions(helping, questions, standing, found, wrong, in_item=True)
    )
    errors = error_links(wrong or {}, {question.fact: question.asked.label for question in page.questions})
    context = {
        "helping": helping, "service": helping.application.version.service, "page": page, "shown": shown,
        "sections": sections(helping, [page.name], script=script), "live": live(helping, [page], script=script),
        "errors": errors, "upload": any(each.field.has_file for each in shown), "script": script,
        "other_way": place_url(helping, Turn(page.name), script=True), "number": number,
        "items": [_item_row(helping, held, place) for place in range(1, len(held.repeat.items) + 1) if place != number],
        "item_name": (page.item or _("item")).capitalize(), "may_end": len(held.repeat.items) >= page.at_least,
    }  # fmt: skip
    return draw(request, "items.html", context, status=422 if errors else 200)


def _item_row(helping: Helping, held: Items, number: int) -> dict[str, Any]:
    item = held.repeat.items[number - 1]
    version = helping.application.version
    return {
        "number": number,
        "texts": [show(version, f"{held.page.repeat}.{fact}", value) for fact, value in item.items()],
        "unfinished": held.open_question(item) is not None,
    }


def _same(helping: Helping, page: Page) -> HttpResponse:
    return HttpResponseRedirect(page_url(helping.reference, page.name))


def _leave(helping: Helping, page: Page) -> HttpResponse:
    """To the page that comes next: in order, and at the end to whatever is still open."""
    names = [state.page.name for state in helping.application.journey.pages if state.state == "asked"]
    following = names[names.index(page.name) + 1 :] if page.name in names else []
    if following:
        return HttpResponseRedirect(page_url(helping.reference, following[0]))
    return redirect("assisted_go_on", helping.reference)
