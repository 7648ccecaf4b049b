"""The form that officer and resident fill in together: all questions of a page at once, the items of a list below each
other. What is right is kept at every press of a button; nothing typed is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shirehall.channels.assisted import addresses, files
from shirehall.channels.assisted.drawing import draw
from shirehall.channels.assisted.helping import Helping, helped
from shirehall.channels.assisted.live import live, page_url, place_url, sections
from shirehall.channels.assisted.reading import (
    PageRead,
    answers_with,
    decline_box,
    error_links,
    read_questions,
)
from shirehall.channels.assisted.speech import voiced
from shirehall.design.fields import Field
from shirehall.design.questions import Wrong, field, typed_back
from shirehall.kernel.api import Items, Page, PageState, Question, Turn, show
from shirehall.kernel.values import Repeat, Value

_NO_ITEM: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the form shows it. `decline` is the box that says "does not know"; `looking` the addresses at a
    postcode; `statements` what is agreed to; `source` says who knew it, where that was not the resident."""

    field: Field
    decline: str = ""
    declined: bool = False
    is_address: bool = False
    looking: addresses.Looking | None = None
    statements: Sequence[str] = ()
    source: str = ""


@helped
def page(request: HttpRequest, helping: Helping, *, page_name: str) -> HttpResponse:
    """One page of the form."""
    state = helping.application.journey.page(page_name)
    if state is None:
        raise Http404(page_name)
    if state.state != "asked":
        return redirect("assisted_go_on", helping.reference)
    if state.page.repeat:
        return _list(request, helping, state)
    if request.method != "POST":
        helping.application.see(page_name)
        return _draw(request, helping, state.page, _shown(helping, state.questions, _values(helping)))
    return _save(request, helping, state)


def _save(request: HttpRequest, helping: Helping, state: PageState) -> HttpResponse:
    application = helping.application
    found = read_questions(request, application, state.questions, _values(helping))
    answers = answers_with(application, state.questions, found)
    if answers != application.answers:
        application.put(answers, page=state.page.name)
    now = application.journey.page(state.page.name)
    asked = now.questions if now else ()
    on_the_way = bool(found.looking or request.POST.get("remove"))
    wrong = found.not_taken([each.fact for each in asked], whole="go_on" in request.POST)
    if wrong or on_the_way:
        shown = _shown(helping, asked, _values(helping), found, {} if on_the_way else wrong)
        return _draw(request, helping, state.page, shown, {} if on_the_way else wrong)
    if now is not None and not now.complete and "go_on" in request.POST:
        opened = next((each.fact for each in asked if each.fact not in application.answers), "")
        return HttpResponseRedirect(f"{page_url(helping.reference, state.page.name)}#{opened}")
    return _leave(helping, state.page) if "go_on" in request.POST else _same(helping, state.page)


def _same(helping: Helping, page: Page) -> HttpResponse:
    return HttpResponseRedirect(page_url(helping.reference, page.name))


def _leave(helping: Helping, page: Page) -> HttpResponse:
    """To the page that comes next: in order, and at the end to whatever is still open."""
    names = [state.page.name for state in helping.application.journey.pages if state.state == "asked"]
    following = names[names.index(page.name) + 1 :] if page.name in names else []
    if following:
        return HttpResponseRedirect(page_url(helping.reference, following[0]))
    return redirect("assisted_go_on", helping.reference)


def _values(helping: Helping) -> dict[str, Value]:
    return {
        name: answer.value
        for name, answer in helping.application.answers.items()
        if answer.state == "known" and answer.value is not None
    }


def _shown(
    helping: Helping, questions: Sequence[Question], standing: Mapping[str, Value], found: PageRead | None = None,
    wrong: Mapping[str, Wrong] | None = None, *, in_item: bool = False,
) -> list[Shown]:  # fmt: skip
    return [_one(helping, each, standing, found or PageRead(), wrong or {}, in_item) for each in questions]


def _one(
    helping: Helping, question: Question, standing: Mapping[str, Value], found: PageRead, wrong: Mapping[str, Wrong],
    in_item: bool,
) -> Shown:  # fmt: skip
    fact = question.fact
    answer = None if in_item else helping.application.answers.get(fact)
    declined = answer is not None and answer.state == "declined"
    if (
        fact in wrong
        or fact in found.wrong
        or fact in found.looking
        or (found.typed and fact not in found.given)
    ):
        typed = found.typed.get(fact, {})
    else:
        typed = typed_back(question, standing.get(fact), declined=declined) if question.type != "file" else {}
    documents = files.listed(standing.get(fact)) if question.type == "file" else []
    asked = voiced(question) if helping.speaks_by_phone else question
    drawn = field(asked, typed, wrong.get(fact), documents=documents)
    box = "" if in_item else decline_box(question)
    return Shown(
        replace(drawn, legend_is_heading=False), box, bool(box) and declined, addresses.is_looked_up(question),
        found.looking.get(fact), question.asked.settings.get("wording", ()) if question.type == "declaration" else (),
        _source(helping, answer),
    )  # fmt: skip


def _source(helping: Helping, answer: Any) -> str:
    if answer is None or answer.source == "resident":
        return ""
    return {"officer": _("known to an officer"), "register": _("from a register")}.get(
        answer.source, _("from an earlier case")
    )


def _draw(
    request: HttpRequest, helping: Helping, page: Page, shown: list[Shown], wrong: Mapping[str, Wrong] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    labels = {question.fact: question.asked.label for question in page.questions}
    errors = error_links(wrong or {}, labels)
    context = {
        "helping": helping, "service": helping.application.version.service, "page": page, "shown": shown,
        "sections": sections(helping, page.name, script=False), "live": live(helping, page, script=False),
        "errors": errors, "upload": any(each.field.has_file for each in shown), "script": False,
        "other_way": place_url(helping, _first_turn(helping, page), script=True), "items": None, **(more or {}),
    }  # fmt: skip
    return draw(request, "page.html", context, status=422 if errors else 200)


def _first_turn(helping: Helping, page: Page) -> Turn:
    state = helping.application.journey.page(page.name)
    asked = state.questions if state else ()
    return Turn(page.name) if page.repeat or not asked else Turn(page.name, asked[0].fact)


def _list(request: HttpRequest, helping: Helping, state: PageState) -> HttpResponse:
    """A repeated page: what was added, an empty one to add, and whether that is all."""
    application, page = helping.application, state.page
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
    editing = number or len(held.repeat.items) + 1
    standing = held.item(editing)
    shown = (
        []
        if standing is None
        else _shown(
            helping,
            held.page.questions if found else held.questions(standing),
            standing,
            found,
            wrong,
            in_item=True,
        )
    )
    items = [
        _item_row(helping, held, place) for place in range(1, len(held.repeat.items) + 1) if place != number
    ]
    name = (held.page.item or _("item")).capitalize()
    more = {
        "items": items, "item_name": name, "number": number, "is_done": held.repeat.done,
        "may_end": len(held.repeat.items) >= held.page.at_least,
    }  # fmt: skip
    return _draw(request, helping, held.page, shown, wrong, more)


def _item_row(helping: Helping, held: Items, number: int) -> dict[str, Any]:
    item = held.repeat.items[number - 1]
    version = helping.application.version
    return {
        "number": number,
        "texts": [show(version, f"{held.page.repeat}.{fact}", value) for fact, value in item.items()],
        "unfinished": held.open_question(item) is not None,
    }
