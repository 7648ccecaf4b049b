"""The way through a service, one question a screen: which screens there are, and which comes before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from shirehall.kernel.api import Answers, Journey, Page, Question, Version, item_questions
from shirehall.kernel.values import Repeat, Value


@dataclass(frozen=True, slots=True)
class Screen:
    """A question of a page; without `fact` the list of a repeated page; with `item` (from 1) a question of one item."""

    page: str
    fact: str = ""
    item: int = 0

    def url(self, service: str) -> str:
        """Its address."""
        if self.item:
            return reverse("web_item", args=[service, self.page, self.item, self.fact])
        if self.fact:
            return reverse("web_question", args=[service, self.page, self.fact])
        return reverse("web_list", args=[service, self.page])


def screens_of(journey: Journey) -> tuple[Screen, ...]:
    """Every screen that is asked now, in order. What is within an item is reached from its list."""
    found: list[Screen] = []
    for state in journey.pages:
        if state.state != "asked":
            continue
        if state.page.repeat:
            found.append(Screen(state.page.name))
        else:
            found += [Screen(state.page.name, question.fact) for question in state.questions]
    return tuple(found)


def first_open(journey: Journey, answers: Answers) -> Screen | None:
    """The first screen that still needs an answer; None where everything is answered."""
    if journey.next is None:
        return None
    state = journey.next
    if state.page.repeat:
        return Screen(state.page.name)
    wanted = (each for each in state.questions if each.fact not in answers and each.type != "file")
    question = next(wanted, state.questions[0])
    return Screen(state.page.name, question.fact)


def after(journey: Journey, screen: Screen) -> Screen | None:
    """The screen that follows, or None after the last."""
    found = screens_of(journey)
    at = found.index(screen) if screen in found else -1
    return found[at + 1] if at + 1 < len(found) else None


def before(journey: Journey, screen: Screen) -> Screen | None:
    """The screen that stands before it, or None before the first."""
    found = screens_of(journey)
    at = found.index(screen) if screen in found else 0
    return found[at - 1] if at > 0 else None


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a repeated page, with the questions that apply to each."""

    version: Version
    page: Page
    repeat: Repeat
    answers: Answers
    on: date
    authority: str

    def item(self, number: int) -> Mapping[str, Value] | None:
        """An item by its number, from 1; an empty one for the next that may be added; None beyond."""
        if 1 <= number <= len(self.repeat.items):
            return self.repeat.items[number - 1]
        is_next = number == len(self.repeat.items) + 1
        return {} if is_next and number <= self.page.at_most else None

    def questions(self, item: Mapping[str, Value]) -> tuple[Question, ...]:
        """The questions that apply to an item as it stands."""
        return item_questions(
            self.version, self.page, item, self.answers, on=self.on, authority=self.authority
        )

    def open_question(self, item: Mapping[str, Value]) -> Question | None:
        """The first question of the item that still needs an answer."""
        return next(
            (
                each for each in self.questions(item)
                if each.fact not in item and each.type != "file" and not each.asked.optional
            ),
            None,
        )  # fmt: skip

    def after(self, number: int, item: Mapping[str, Value], fact: str) -> Screen:
        """Where to go when a question of an item was answered: its next question, else the list."""
        facts = [each.fact for each in self.questions(item)]
        following = facts[facts.index(fact) + 1 :] if fact in facts else facts
        return Screen(self.page.name, following[0], number) if following else Screen(self.page.name)

    def before(self, number: int, item: Mapping[str, Value], fact: str) -> Screen:
        """Where Back leads from a question of an item."""
        facts = [each.fact for each in self.questions(item)]
        earlier = facts[: facts.index(fact)] if fact in facts else []
        return Screen(self.page.name, earlier[-1], number) if earlier else Screen(self.page.name)

    def kept(self, number: int, item: Mapping[str, Value]) -> Repeat:
        """The list with this item in its place. It stays done only where every item is whole."""
        items = list(self.repeat.items)
        if number <= len(items):
            items[number - 1] = item
        else:
            items.append(item)
        done = self.repeat.done and number <= len(self.repeat.items)
        return Repeat(tuple(items), done=done and self.open_question(item) is None)

    def without(self, number: int) -> Repeat:
        """The list without an item: the person is asked again whether that is all."""
        items = [item for place, item in enumerate(self.repeat.items, 1) if place != number]
        return Repeat(tuple(items), done=False)

    def unfinished(self) -> int:
        """The number of the first item that is not whole; 0 where all are."""
        return next((n for n, item in enumerate(self.repeat.items, 1) if self.open_question(item)), 0)
