"""One question a screen: the questions of a page, and those of one item of a repeated page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from shirehall.capabilities.gazetteer.api import answer_address
from shirehall.channels.web import languages, uploads
from shirehall.channels.web.application import Application, application_of
from shirehall.channels.web.drawing import draw, draw_too_often
from shirehall.channels.web.flow import back_url, carried, draw_ended, ended_under, go_on, page, shared
from shirehall.channels.web.screens import url_of
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


@dataclass
class Asked:
    """A question on its screen: of a page, or of the item that `items` holds at `screen.item`."""

    application: Application
    page: Page
    question: Question
    screen: Turn
    items: Items | None = None
    item: Mapping[str, Value] | None = None

    @property
    def standing(self) -> Value | None:
        """The value given before."""
        if self.item is not None:
            return self.item.get(self.question.fact)
        return self.application.value(self.question.fact)

    @property
    def declined(self) -> bool:
        """Whether "I don't know" was said before."""
        answer = self.application.answers.get(self.question.fact)
        return self.items is None and answer is not None and answer.state == "declined"

    def back(self, request: HttpRequest) -> str:
        """Where Back leads."""
        if self.items is None or self.item is None:
            return back_url(request, self.application, self.screen)
        earlier = self.items.before(self.screen.item, self.item, self.question.fact)
        if not earlier.fact and not self.items.repeat.items and self.page.at_least:
            return back_url(request, self.application, Turn(self.page.name))
        return carried(request, url_of(earlier, self.application.service))

    def keep(self, request: HttpRequest, given: Given) -> HttpResponse:
        """Keep the answer and go on."""
        application = self.application
        if self.items is None or self.item is None:
            answer = (
                application.known(given.value)
                if given.value is not None
                else application.without_value(declined=given.declined)
            )
            application.keep_fact(request, self.question.fact, answer, page=self.page)
            return go_on(request, application, self.screen)
        item = {name: value for name, value in self.item.items() if name != self.question.fact}
        if given.value is not None:
            item[self.question.fact] = given.value
        applies = {each.fact for each in self.items.questions(item)}
        item = {name: value for name, value in item.items() if name in applies}
        repeat = self.items.kept(self.screen.item, item)
        application.keep_fact(request, self.page.repeat, application.known(repeat), page=self.page)
        following = self.items.after(self.screen.item, item, self.question.fact)
        return HttpResponseRedirect(carried(request, url_of(following, application.service)))

    def drop(self, request: HttpRequest) -> None:
        """Take the answer away."""
        if self.items is None or self.item is None:
            self.application.keep_fact(request, self.question.fact, None, page=self.page)
        else:
            item = {name: value for name, value in self.item.items() if name != self.question.fact}
            repeat = self.items.kept(self.screen.item, item)
            self.application.keep_fact(
                request, self.page.repeat, self.application.known(repeat), page=self.page
            )


@page
def question(request: HttpRequest, service: str, page_name: str, fact: str, *, at: datetime) -> HttpResponse:
    """One question of a page."""
    application = application_of(request, service, at, version=request.POST.get("version", ""))
    if request.method == "POST" and ended_under(request, application):
        return draw_ended(request)
    state = application.journey.page(page_name)
    found = next((each for each in state.questions if each.fact == fact), None) if state else None
    if state is None or found is None or state.page.repeat:
        return _elsewhere(request, application, page_name)
    asked = Asked(application, state.page, found, Turn(page_name, fact))
    if request.method != "POST" and state.questions[0].fact == fact:
        application.see(page_name)
    return _answered(request, asked)


@page
def item(
    request: HttpRequest, service: str, page_name: str, number: int, fact: str, *, at: datetime
) -> HttpResponse:
    """One question of one item of a repeated page."""
    application = application_of(request, service, at, version=request.POST.get("version", ""))
    if request.method == "POST" and ended_under(request, application):
        return draw_ended(request)
    state = application.journey.page(page_name)
    if state is None or state.state != "asked" or not state.page.repeat:
        return _elsewhere(request, application, page_name)
    items = application.items(state.page)
    standing = items.item(number)
    if standing is None:
        return HttpResponseRedirect(carried(request, url_of(Turn(page_name), service)))
    found = next((each for each in items.questions(standing) if each.fact == fact), None)
    if found is None:
        raise Http404(fact)
    asked = Asked(application, state.page, found, Turn(page_name, fact, number), items, standing)
    return _answered(request, asked)


def _elsewhere(request: HttpRequest, application: Application, page_name: str) -> HttpResponse:
    """A page that is not asked (any more) leads to where the person stands; one that never was is not found."""
    known = {each.name for each in application.version.service.pages}
    if page_name not in known:
        raise Http404(page_name)
    return go_on(request, application, Turn(page_name))


def _answered(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.question.type == "file":
        return _answered_by_file(request, asked)
    if asked.question.type == "address" and not asked.question.asked.settings.get("abroad"):
        return _answered_by_address(request, asked)
    typed = typed_back(asked.question, asked.standing, declined=asked.declined)
    if request.method != "POST":
        return _draw(request, asked, typed)
    typed = typed_in(asked.question, request.POST)
    given = read(asked.question, request.POST, typed, on=asked.application.on)
    if isinstance(given, Wrong):
        return _draw(request, asked, typed, given)
    return asked.keep(request, given)


def _answered_by_address(request: HttpRequest, asked: Asked) -> HttpResponse:
    on = asked.application.on
    found = answer_address(request, asked.question, asked.standing, on=on)
    if isinstance(found, Given):
        return asked.keep(request, found)
    shown = found.field
    context = {
        **_context(request, asked), "field": shown, "mode": found.mode, "postcode": found.postcode, "note": found.note,
        "errors": [shown.error_link] if shown.error_link else [],
    }  # fmt: skip
    return _drawn(request, asked, "address.html", context)


def _answered_by_file(request: HttpRequest, asked: Asked) -> HttpResponse:
    found = uploads.answer(
        request, asked.application, asked.question, asked.standing, at=asked.application.at
    )
    if found.too_often:
        return draw_too_often(request)
    if found.removed:
        if found.given:
            asked.keep(request, Given(found.given))
        else:
            asked.drop(request)
        return HttpResponseRedirect(request.get_full_path())
    if found.wrong:
        return _draw(request, asked, {}, found.wrong)
    if request.method == "POST":
        if found.given:
            return asked.keep(request, Given(found.given))
        if asked.items is None:
            return go_on(request, asked.application, asked.screen)
        return HttpResponseRedirect(
            carried(request, url_of(Turn(asked.page.name), asked.application.service))
        )
    return _draw(request, asked, {})


def _draw(request: HttpRequest, asked: Asked, typed: Typed, wrong: Wrong | None = None) -> HttpResponse:
    documents = uploads.listed(asked.standing) if asked.question.type == "file" else []
    plain = field(asked.question, typed, wrong, documents=documents)
    shown = languages.marked(plain, asked.question, languages.marker(request, asked.application.version))
    context = {
        **_context(request, asked), "field": shown, "errors": [shown.error_link] if shown.error_link else [],
        "page_title": plain.ask, "later_button": asked.question.type == "file" and not documents,
    }  # fmt: skip
    return _drawn(request, asked, "question.html", context)


def _drawn(request: HttpRequest, asked: Asked, template: str, context: Mapping[str, object]) -> HttpResponse:
    application = asked.application
    return draw(request, template, context, version=application.version, authority=application.authority)


def _context(request: HttpRequest, asked: Asked) -> dict[str, object]:
    question = asked.question
    caption = asked.page.title if len(asked.page.questions) > 1 else ""
    if asked.screen.item and asked.page.item:
        caption = _("%(item)s %(number)s") % {
            "item": asked.page.item.capitalize(),
            "number": asked.screen.item,
        }
    return {
        **shared(request, asked.application),
        "back_url": asked.back(request),
        "caption": caption,
        "page_hint": asked.page.hint if question is asked.page.questions[0] and not asked.screen.item else "",
        "decline_button": question.decline and asked.items is None and not declined_by_option(question),
        "statements": question.asked.settings.get("wording", ()) if question.type == "declaration" else (),
    }
