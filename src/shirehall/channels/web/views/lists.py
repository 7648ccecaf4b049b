"""A repeated page: what was added so far, change and remove, and whether there is another."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shirehall.channels.web.application import Application, application_of
from shirehall.channels.web.drawing import draw
from shirehall.channels.web.flow import back_url, carried, draw_ended, ended_under, go_on, page, shared
from shirehall.channels.web.screens import url_of
from shirehall.design.fields import field_of
from shirehall.design.questions import Wrong
from shirehall.kernel.api import Items, Turn, show
from shirehall.kernel.questions import Box
from shirehall.kernel.values import Repeat

_ANOTHER = "another"


@page
def items(request: HttpRequest, service: str, page_name: str, *, at: datetime) -> HttpResponse:
    """The list of a repeated page; for a page that is not repeated, its first question."""
    application = application_of(request, service, at, version=request.POST.get("version", ""))
    if request.method == "POST" and ended_under(request, application):
        return draw_ended(request)
    state = application.journey.page(page_name)
    if state is None:
        raise Http404(page_name)
    if state.state != "asked":
        return go_on(request, application, Turn(page_name))
    if not state.page.repeat:
        first = Turn(page_name, state.questions[0].fact)
        return HttpResponseRedirect(carried(request, url_of(first, service)))
    held = application.items(state.page)
    if len(held.repeat.items) < state.page.at_least and not held.unfinished():
        return _add(request, application, held)
    if request.method != "POST":
        application.see(page_name)
        return _draw(request, application, held)
    return _decide(request, application, held)


@page
def remove(request: HttpRequest, service: str, page_name: str, number: int, *, at: datetime) -> HttpResponse:
    """Ask before an item is taken away."""
    application = application_of(request, service, at)
    held = application.items(application.asked_page(page_name))
    back = carried(request, url_of(Turn(page_name), service))
    if not 1 <= number <= len(held.repeat.items):
        return HttpResponseRedirect(back)
    if request.method == "POST":
        application.keep_fact(
            request, held.page.repeat, application.known(held.without(number)), page=held.page
        )
        return HttpResponseRedirect(back)
    title = _title(held, number)
    sentences = [f"{row['label']}: {row['text']}" for row in _rows(application, held, number) if row["text"]]
    context = {
        "heading": _("Do you want to remove %(title)s?") % {"title": title}, "sentences": sentences, "field": None,
        "yes": _("Remove it"), "no": _("Keep it"), "no_url": back, "grave": True, "back_url": back, "key": "",
    }  # fmt: skip
    return draw(
        request, "confirm.html", context, version=application.version, authority=application.authority
    )


def _decide(request: HttpRequest, application: Application, held: Items) -> HttpResponse:
    chosen = request.POST.get(_ANOTHER, "")
    full = len(held.repeat.items) >= held.page.at_most
    if chosen == "yes" and not full:
        return _add(request, application, held)
    if chosen != "no" and not full:
        return _draw(request, application, held, Wrong(_question(held)[1], "", {}))
    if number := held.unfinished():
        found = held.open_question(held.repeat.items[number - 1])
        fact = found.fact if found else held.page.questions[0].fact
        return HttpResponseRedirect(
            carried(request, url_of(Turn(held.page.name, fact, number), application.service))
        )
    done = Repeat(held.repeat.items, done=True)
    application.keep_fact(request, held.page.repeat, application.known(done), page=held.page)
    return go_on(request, application, Turn(held.page.name))


def _add(request: HttpRequest, application: Application, held: Items) -> HttpResponse:
    fact = held.questions({})[0].fact
    screen = Turn(held.page.name, fact, len(held.repeat.items) + 1)
    return HttpResponseRedirect(carried(request, url_of(screen, application.service)))


def _draw(
    request: HttpRequest, application: Application, held: Items, wrong: Wrong | None = None
) -> HttpResponse:
    ask, _unanswered = _question(held)
    full = len(held.repeat.items) >= held.page.at_most
    box = Box("", "radios", options=(("yes", _("Yes")), ("no", _("No"))))
    raw = {"": ["no"]} if held.repeat.done else {}
    shown = field_of(
        id=_ANOTHER,
        ask=ask,
        boxes=(box,),
        raw=raw,
        error=wrong.message if wrong else "",
        legend_is_heading=False,
    )
    context = {
        **shared(request, application),
        "heading": _heading(held),
        "hint": held.page.hint,
        "items": [_shown(request, application, held, number + 1) for number in range(len(held.repeat.items))],
        "field": None if full else shown,
        "errors": [shown.error_link] if shown.error_link else [],
        "back_url": back_url(request, application, Turn(held.page.name)),
    }
    return draw(request, "list.html", context, version=application.version, authority=application.authority)


def _shown(request: HttpRequest, application: Application, held: Items, number: int) -> dict[str, Any]:
    found = held.open_question(held.repeat.items[number - 1])
    service, name = application.service, held.page.name
    return {
        "title": _title(held, number),
        "rows": [
            {**row, "change_url": carried(request, row["change_url"])}
            for row in _rows(application, held, number)
        ],
        "open_url": carried(request, url_of(Turn(name, found.fact, number), service)) if found else "",
        "remove_url": carried(request, reverse("web_remove", args=[service, name, number])),
    }


def _rows(application: Application, held: Items, number: int) -> list[dict[str, Any]]:
    item = held.repeat.items[number - 1]
    return [
        {
            "label": each.asked.label[:1].upper() + each.asked.label[1:],
            "text": _said(application, held, each.fact, item),
            "change_url": url_of(Turn(held.page.name, each.fact, number), application.service),
        }
        for each in held.questions(item)
    ]


def _said(application: Application, held: Items, fact: str, item: Any) -> str:
    if fact not in item:
        return _("Not given")
    return show(application.version, f"{held.page.repeat}.{fact}", item[fact])


def _title(held: Items, number: int) -> str:
    item = held.page.item or _("item")
    return _("%(item)s %(number)d") % {"item": item.capitalize(), "number": number}


def _heading(held: Items) -> str:
    count = len(held.repeat.items)
    if not count:
        return held.page.title
    return ngettext(
        "%(title)s: you have added %(count)d", "%(title)s: you have added %(count)d", count
    ) % {"title": held.page.title, "count": count}  # fmt: skip


def _question(held: Items) -> tuple[str, str]:
    """What is asked at the end of the list, and what is said where it was not answered."""
    if held.repeat.items:
        return _("Do you want to add another?"), _("Select yes if you want to add another")
    return _("Do you have anything to add here?"), _("Select yes if you have something to add")
