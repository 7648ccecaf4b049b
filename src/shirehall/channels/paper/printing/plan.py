"""A form on paper, from the definition: which sections, which questions with which numbers, what is said of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from shirehall.channels.paper.printing.conditions import only_if
from shirehall.channels.paper.printing.keys import (
    ALL,
    COUNCIL,
    LIST,
    MORE,
    NONE,
    SIGNATURE,
    SIGNED_ON,
    SIGNING,
    Key,
)
from shirehall.channels.paper.printing.questions import shapes_of
from shirehall.channels.paper.printing.shapes import (
    Ask,
    Comb,
    Combs,
    Lines,
    Plan,
    Section,
    Shape,
    Tick,
    Ticks,
    Words,
)
from shirehall.channels.paper.printing.sizes import Sizes
from shirehall.kernel.api import Page, Question, Version

ROOM = 3
"""How many items of a repeated page a form has room for, unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Council:
    """A council that may be ticked."""

    code: str
    name: str


def plan_form(
    version: Version, *, sizes: Sizes, room: int = ROOM, councils: tuple[Council, ...] = ()
) -> Plan:
    """The form of a service. `councils` are printed to be ticked, where it is not known for which one the form is."""
    return _Planning(version, sizes, room).plan(councils)


class _Planning:
    def __init__(self, version: Version, sizes: Sizes, room: int) -> None:
        self.service, self.sizes, self.room = version.service, sizes, room
        self.numbers = dict(self._numbered())

    def _numbered(self) -> Iterator[tuple[str, str]]:
        """Each fact's printed number; that of a repeated page is its question how many there are."""
        number = 0
        for page in self.service.pages:
            names = ([page.repeat] if page.repeat else []) + [
                f"{page.repeat}.{each.fact}" if page.repeat else each.fact for each in page.questions
            ]
            for name in names:
                number += 1
                yield name, str(number)

    def plan(self, councils: tuple[Council, ...]) -> Plan:
        sections = [section for page in self.service.pages for section in self._page(page)]
        return Plan((*sections, self._signing(councils)))

    def _page(self, page: Page) -> Iterator[Section]:
        notes = [page.hint] if page.hint else []
        if page.when:
            condition = only_if(self.service, page.when, self.numbers)
            notes.insert(0, _("Answer these only if %(condition)s.") % {"condition": condition})
        title = page.title or self.service.title
        if not page.repeat:
            asks = tuple(self._ask(page, question, 0, page.when is not None) for question in page.questions)
            yield Section(title, tuple(notes), asks)
            return
        room = min(page.at_most, max(self.room, page.at_least))
        yield Section(title, tuple(notes), (self._how_many(page, room),))
        for item in range(1, room + 1):
            asks = tuple(self._ask(page, question, item, False) for question in page.questions)
            yield Section(f"{_capital(page.item or _('item'))} {item}", (), asks, sub=True)

    def _ask(self, page: Page, question: Question, item: int, told: bool) -> Ask:
        asked = question.asked
        notes = [asked.hint] if asked.hint else []
        if question.when:
            numbers = self.numbers | (self._within(page) if page.repeat else {})
            condition = only_if(self.service, question.when, numbers)
            notes.insert(0, _("Answer this only if %(condition)s.") % {"condition": condition})
        if asked.optional and question.type != "file":
            notes.append(_("You may leave this out."))
        if question.type == "choices":
            notes.append(_("Tick all that apply."))
        shapes = shapes_of(question, page=page.name, item=item, sizes=self.sizes)
        if question.type == "declaration":
            shapes = (*(Words(each) for each in asked.settings.get("wording", ())), *shapes)
        return Ask(self._number(page, question), asked.ask, tuple(notes), shapes)

    def _within(self, page: Page) -> dict[str, str]:
        return {each.fact: self.numbers[f"{page.repeat}.{each.fact}"] for each in page.questions}

    def _number(self, page: Page, question: Question) -> str:
        return self.numbers[f"{page.repeat}.{question.fact}" if page.repeat else question.fact]

    def _how_many(self, page: Page, room: int) -> Ask:
        key, item = Key(page.name, 0, LIST), page.item or _("item")
        ticks = [Tick(replace(key, part=ALL), _("Every one that I have is in the boxes below"))]
        if page.at_least == 0:
            ticks.insert(0, Tick(replace(key, part=NONE), _("I have none. Leave the boxes empty")))
        if page.at_most > room:
            words = _("I have more than %(room)d. I tell you of the others on another sheet")
            ticks.append(Tick(replace(key, part=MORE), words % {"room": room}))
        notes = [_("Use one set of boxes for each %(item)s.") % {"item": item}]
        if page.at_most > room:
            notes.append(
                _("There is room for %(room)d. For more, use another sheet and write your reference on it.")
                % {"room": room}
            )
        ask = _("Have you told us about every %(item)s?") % {"item": item}
        return Ask(self.numbers[page.repeat], ask, tuple(notes), (Ticks(tuple(ticks)),))

    def _signing(self, councils: tuple[Council, ...]) -> Section:
        number = len(self.numbers)
        asks: list[Ask] = []
        if councils:
            number += 1
            key = Key(SIGNING, 0, COUNCIL)
            ticks = Ticks(tuple(Tick(replace(key, part=each.code), each.name) for each in councils))
            asks.append(Ask(str(number), _("Which council do you pay your Council Tax to?"), (), (ticks,)))
        statements: tuple[Shape, ...] = tuple(
            Words(each) for each in self.service.settings.get("declaration") or ()
        )
        signature = Lines(Key(SIGNING, 0, SIGNATURE), 2, _("Signature"))
        on = Combs(tuple(
            Comb(Key(SIGNING, 0, SIGNED_ON, box, "1"), (cells,), "digits", label)
            for box, cells, label in (("day", 2, _("Day")), ("month", 2, _("Month")), ("year", 4, _("Year")))
        ))  # fmt: skip
        ask = Ask(str(number + 1), _("Sign this form"), (), (*statements, signature, on))
        return Section(_("Your signature"), (), (*asks, ask))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
