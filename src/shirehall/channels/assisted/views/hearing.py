"""Between the cards: whether there is another item, and the read-back of a page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shirehall.channels.assisted.drawing import draw
from shirehall.channels.assisted.flow import back_of, carried, from_check, shared, to_heard
from shirehall.channels.assisted.helping import Helping, helped
from shirehall.channels.assisted.live import turn_url
from shirehall.channels.assisted.speech import heard_rows
from shirehall.design.fields import field_of
from shirehall.kernel.api import Items, Turn, first_open, turns_of
from shirehall.kernel.questions import Box

_ANOTHER = "another"


@helped
def more(request: HttpRequest, helping: Helping, *, page_name: str) -> HttpResponse:
    """Whether a repeated page has another item."""
    state = helping.application.journey.page(page_name)
    if state is None or state.state != "asked" or not state.page.repeat:
        return redirect("assisted_go_on", helping.reference)
    application, page = helping.application, state.page
    held = application.items(page)
    if number := held.unfinished():
        opened = held.open_question(held.repeat.items[number - 1])
        assert opened is not None
        return redirect("assisted_item_card", helping.reference, page_name, number, opened.fact)
    full = len(held.repeat.items) >= page.at_most
    if len(held.repeat.items) < page.at_least:
        return _another(helping, held)
    if request.method != "POST":
        application.see(page_name)
        return _draw_list(request, helping, held, full=full)
    if (gone := request.POST.get("take_out", "")).isdigit() and 1 <= int(gone) <= len(held.repeat.items):
        answer = application.known(held.without(int(gone)))
        application.put({**application.answers, page.repeat: answer}, page=page_name)
        return redirect("assisted_list_card", helping.reference, page_name)
    chosen = request.POST.get(_ANOTHER, "")
    if chosen == "yes" and not full:
        return _another(helping, held)
    if chosen != "no" and not full:
        return _draw_list(request, helping, held, error=_("Answer yes or no"))
    application.more(Turn(page_name), yes=False)
    return to_heard(request, helping, page_name)


def _another(helping: Helping, held: Items) -> HttpResponse:
    turn = Turn(held.page.name, held.questions({})[0].fact, len(held.repeat.items) + 1)
    return HttpResponseRedirect(turn_url(helping.reference, turn))


def _draw_list(
    request: HttpRequest, helping: Helping, held: Items, *, full: bool = False, error: str = ""
) -> HttpResponse:
    name, count = held.page.item or _("item"), len(held.repeat.items)
    ask = _("Is there another %(item)s?") % {"item": name} if count else held.page.hint or held.page.title
    if not count:
        ask = _("%(ask)s Is there any %(item)s to tell us?") % {"ask": _sentence(ask), "item": name}
    box = Box("", "radios", options=(("yes", _("Yes")), ("no", _("No"))))
    shown = field_of(
        id=_ANOTHER, ask=ask, boxes=(box,), raw={"": ["no"]} if held.repeat.done else {}, error=error,
    )  # fmt: skip
    so_far = ngettext("%(count)d so far", "%(count)d so far", count) % {"count": count} if count else ""
    context = {
        **shared(helping, held.page, back_of(helping, Turn(held.page.name))), "field": None if full else shown,
        "caption": so_far, "rows": heard_rows(helping.application, held.page, numbered=True), "item_name": name,
        "errors": [shown.error_link] if shown.error_link else [],
    }  # fmt: skip
    return draw(request, "more.html", context, status=422 if error else 200)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


@helped
def heard(request: HttpRequest, helping: Helping, *, page_name: str) -> HttpResponse:
    """Read a page back, and go on when the person says that it is right."""
    state = helping.application.journey.page(page_name)
    if state is None or state.state != "asked":
        return redirect("assisted_go_on", helping.reference)
    if not state.complete:
        return redirect("assisted_go_on", helping.reference)
    if request.method == "POST":
        return _after_page(request, helping, page_name)
    last = Turn(page_name) if state.page.repeat else Turn(page_name, state.questions[-1].fact)
    context = {
        **shared(helping, state.page, turn_url(helping.reference, last)),
        "rows": heard_rows(helping.application, state.page), "errors": [],
    }  # fmt: skip
    return draw(request, "heard.html", context)


def _after_page(request: HttpRequest, helping: Helping, page_name: str) -> HttpResponse:
    """From a read-back to the next page, or for who came from the end back to it."""
    application = helping.application
    turns = turns_of(application.journey)
    ours = [place for place, turn in enumerate(turns) if turn.page == page_name]
    following = turns[ours[-1] + 1 :] if ours and not from_check(request) else ()
    to_go = following[0] if following else first_open(application.journey, application.answers)
    if to_go is None:
        return redirect("assisted_check", helping.reference)
    return HttpResponseRedirect(carried(request, turn_url(helping.reference, to_go)))
