"""The script of a call: one question a card, in the words for the voice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shirehall.capabilities.gazetteer.api import answer_address
from shirehall.channels.assisted import files
from shirehall.channels.assisted.addresses import is_looked_up
from shirehall.channels.assisted.drawing import draw
from shirehall.channels.assisted.flow import after, back_of, carried, shared, to_heard
from shirehall.channels.assisted.helping import Helping, helped
from shirehall.channels.assisted.live import turn_url
from shirehall.channels.assisted.reading import answer_of
from shirehall.channels.assisted.speech import voiced
from shirehall.design.fields import Field
from shirehall.design.questions import (
    Given,
    Typed,
    Wrong,
    declined_by_option,
    field,
    read,
    typed_back,
    typed_in,
)
from shirehall.kernel.api import Items, Page, Question, Turn
from shirehall.kernel.values import Value


@dataclass(frozen=True)
class Card:
    """A question on its card: of a page, or of the item that `items` holds at `turn.item`."""

    helping: Helping
    page: Page
    question: Question
    turn: Turn
    items: Items | None = None

    @property
    def standing(self) -> Value | None:
        """The value given before."""
        if self.items is not None:
            return (self.items.item(self.turn.item) or {}).get(self.question.fact)
        return self.helping.application.value(self.question.fact)

    @property
    def declined(self) -> bool:
        """Whether "I don't know" was said before."""
        answer = self.helping.application.answers.get(self.question.fact)
        return self.items is None and answer is not None and answer.state == "declined"

    @property
    def back(self) -> str:
        """The card before."""
        if self.items is None:
            return back_of(self.helping, self.turn)
        item = self.items.item(self.turn.item) or {}
        earlier = self.items.before(self.turn.item, item, self.question.fact)
        if not earlier.fact and not self.items.repeat.items and self.page.at_least:
            return back_of(self.helping, Turn(self.page.name))
        return turn_url(self.helping.reference, earlier)

    def keep(self, request: HttpRequest, given: Given) -> HttpResponse:
        """Keep the answer and go on. What says the same as before keeps who said it."""
        application, fact = self.helping.application, self.question.fact
        new = answer_of(application, given)
        old = application.answers.get(fact) if self.items is None else None
        if old is None or (old.state, old.value) != (new.state, new.value):
            application.keep(self.turn, new)
        return self.go_on(request)

    def go_on(self, request: HttpRequest) -> HttpResponse:
        """To what is asked next: within the item, then within the page, then its read-back."""
        application = self.helping.application
        if self.items is not None:
            held = application.items(self.page)
            following = held.after(self.turn.item, held.item(self.turn.item) or {}, self.question.fact)
            if not following.fact and held.repeat.done:
                return to_heard(request, self.helping, self.page.name)
            return HttpResponseRedirect(carried(request, turn_url(self.helping.reference, following)))
        return after(request, self.helping, self.turn)


@helped
def card(request: HttpRequest, helping: Helping, *, page_name: str, fact: str) -> HttpResponse:
    """One question of a page."""
    state = helping.application.journey.page(page_name)
    if state is None:
        raise Http404(page_name)
    found = next((each for each in state.questions if each.fact == fact), None)
    if found is None or state.page.repeat:
        return redirect("assisted_go_on", helping.reference)
    if request.method != "POST" and state.questions[0].fact == fact:
        helping.application.see(page_name)
    return _asked(request, Card(helping, state.page, found, Turn(page_name, fact)))


@helped
def item(request: HttpRequest, helping: Helping, *, page_name: str, number: int, fact: str) -> HttpResponse:
    """One question of one item of a repeated page."""
    state = helping.application.journey.page(page_name)
    if state is None or state.state != "asked" or not state.page.repeat:
        return redirect("assisted_go_on", helping.reference)
    items = helping.application.items(state.page)
    standing = items.item(number)
    if standing is None:
        return redirect("assisted_list_card", helping.reference, page_name)
    found = next((each for each in items.questions(standing) if each.fact == fact), None)
    if found is None:
        raise Http404(fact)
    return _asked(request, Card(helping, state.page, found, Turn(page_name, fact, number), items))


def _asked(request: HttpRequest, asked: Card) -> HttpResponse:
    if asked.question.type == "file":
        return _asked_for_file(request, asked)
    if is_looked_up(asked.question):
        return _asked_for_address(request, asked)
    if request.method != "POST":
        return _draw(request, asked, typed_back(asked.question, asked.standing, declined=asked.declined))
    typed = typed_in(asked.question, request.POST)
    given = read(asked.question, request.POST, typed, on=asked.helping.application.on)
    if isinstance(given, Wrong):
        return _draw(request, asked, typed, given)
    return asked.keep(request, given)


def _asked_for_file(request: HttpRequest, asked: Card) -> HttpResponse:
    """Over the phone nothing can be handed over: it is sent or brought in later, unless the officer has it already."""
    if request.method != "POST":
        return _draw(request, asked, {})
    kept = files.read_files(request, asked.helping.application, asked.question, asked.standing)
    if isinstance(kept, Wrong):
        return _draw(request, asked, {}, kept)
    if request.POST.get("remove"):
        asked.helping.application.keep(
            asked.turn, answer_of(asked.helping.application, Given(kept)) if kept else None
        )
        return HttpResponseRedirect(request.get_full_path())
    return asked.keep(request, Given(kept)) if kept else asked.go_on(request)


def _asked_for_address(request: HttpRequest, asked: Card) -> HttpResponse:
    question = voiced(asked.question)
    found = answer_address(request, question, asked.standing, on=asked.helping.application.on)
    if isinstance(found, Given):
        return asked.keep(request, found)
    more_context = {"mode": found.mode, "postcode": found.postcode, "note": found.note}
    return _drawn(request, asked, found.field, more_context)


def _draw(request: HttpRequest, asked: Card, typed: Typed, wrong: Wrong | None = None) -> HttpResponse:
    documents = files.listed(asked.standing) if asked.question.type == "file" else []
    return _drawn(request, asked, field(voiced(asked.question), typed, wrong, documents=documents))


def _drawn(
    request: HttpRequest, asked: Card, shown: Field, more_context: Mapping[str, Any] | None = None
) -> HttpResponse:
    question = asked.question
    caption = asked.page.title
    if asked.turn.item:
        caption = _("%(item)s %(number)d") % {
            "item": (asked.page.item or _("item")).capitalize(), "number": asked.turn.item,
        }  # fmt: skip
    keys = _keys(question, shown)
    context = {
        **shared(asked.helping, asked.page, asked.back), "field": replace(shown, hint=""), "hint": shown.hint,
        "page_hint": asked.page.hint if question is asked.page.questions[0] else "",
        "caption": caption, "errors": [shown.error_link] if shown.error_link else [], "keys": keys, "mode": "",
        "may_decline": question.decline and asked.items is None,
        "decline_button": question.decline and asked.items is None and not declined_by_option(question),
        "statements": question.asked.settings.get("wording", ()) if question.type == "declaration" else (),
        "later_button": question.type == "file", "note": "", "postcode": "", **(more_context or {}),
    }  # fmt: skip
    return draw(request, "card.html", context, status=422 if shown.error else 200)


def _keys(question: Question, shown: Field) -> str:
    """Which keys answer a card: yes_no, options, lines (a box of several lines) or text."""
    if question.type == "yes_no":
        return "yes_no"
    kinds = {box.kind for box in shown.boxes}
    if kinds & {"radios", "checkboxes"}:
        return "options"
    return "lines" if "textarea" in kinds else "text"
