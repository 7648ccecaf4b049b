"""One question at a time: what there is to ask, in which order, and what an answer changes.

The web asks so, an officer on the telephone, a text message, a keypad. A *turn* is one thing asked: a question of a
page; a question of one item of a repeated page; or whether there is another item.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from shirehall.kernel.answers import Answer, Answers
from shirehall.kernel.definition import Page, Question
from shirehall.kernel.journey import Journey, item_questions, journey
from shirehall.kernel.values import Repeat, Value
from shirehall.kernel.version import Version


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a page; without `fact` whether a repeated page has another item; with `item` (from 1) a question
    of that item."""

    page: str
    fact: str = ""
    item: int = 0


def turns_of(journey: Journey) -> tuple[Turn, ...]:
    """Everything that is asked now, in order. What is within an item is reached from its list."""
    found: list[Turn] = []
    for state in journey.pages:
        if state.state != "asked":
            continue
        if state.page.repeat:
            found.append(Turn(state.page.name))
        else:
            found += [Turn(state.page.name, question.fact) for question in state.questions]
    return tuple(found)


def first_open(journey: Journey, answers: Answers) -> Turn | None:
    """The first turn that still needs an answer; None where everything is answered. A file may always come later."""
    if journey.next is None:
        return None
    state = journey.next
    if state.page.repeat:
        return Turn(state.page.name)
    wanted = (each for each in state.questions if each.fact not in answers and each.type != "file")
    question = next(wanted, state.questions[0])
    return Turn(state.page.name, question.fact)


def turn_after(journey: Journey, turn: Turn) -> Turn | None:
    """The turn that follows, or None after the last."""
    found = turns_of(journey)
    at = found.index(turn) if turn in found else -1
    return found[at + 1] if at + 1 < len(found) else None


def turn_before(journey: Journey, turn: Turn) -> Turn | None:
    """The turn that stands before it, or None before the first."""
    found = turns_of(journey)
    at = found.index(turn) if turn in found else 0
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

    def after(self, number: int, item: Mapping[str, Value], fact: str) -> Turn:
        """Where to go when a question of an item was answered: its next question, else the list."""
        facts = [each.fact for each in self.questions(item)]
        following = facts[facts.index(fact) + 1 :] if fact in facts else facts
        return Turn(self.page.name, following[0], number) if following else Turn(self.page.name)

    def before(self, number: int, item: Mapping[str, Value], fact: str) -> Turn:
        """Where Back leads from a question of an item."""
        facts = [each.fact for each in self.questions(item)]
        earlier = facts[: facts.index(fact)] if fact in facts else []
        return Turn(self.page.name, earlier[-1], number) if earlier else Turn(self.page.name)

    def answered(self, number: int, fact: str, value: Value | None) -> Repeat:
        """The list when a question of an item was answered (None: left empty). What no longer applies is dropped."""
        item = {name: each for name, each in (self.item(number) or {}).items() if name != fact}
        if value is not None:
            item[fact] = value
        applies = {each.fact for each in self.questions(item)}
        return self.kept(number, {name: each for name, each in item.items() if name in applies})

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


def items_of(version: Version, page: Page, answers: Answers, *, on: date, authority: str) -> Items:
    """The items of a repeated page as the answers have them."""
    answer = answers.get(page.repeat)
    repeat = answer.value if answer and isinstance(answer.value, Repeat) else Repeat()
    return Items(version, page, repeat, answers, on, authority)


def page_of(version: Version, name: str) -> Page:
    """A page by name. Raises KeyError."""
    found = next((each for each in version.service.pages if each.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def question_asked(version: Version, turn: Turn) -> Question | None:
    """The question of a turn; None where it asks for another item. Raises KeyError for what is not in the service."""
    page = page_of(version, turn.page)
    if not turn.fact:
        return None
    found = next((each for each in page.questions if each.fact == turn.fact), None)
    if found is None:
        raise KeyError(turn.fact)
    return found


def next_turn(
    version: Version, answers: Answers, *, on: date, authority: str, after: Turn | None = None
) -> Turn | None:
    """What is asked next where one thing is asked at a time; None where everything is answered.

    `after` is the turn that was answered last: within an item its further questions follow, the optional ones too.
    Where it is None, what is asked is what still needs an answer. Files are not asked: they are sent later.
    """
    if (
        after is not None
        and after.item
        and (following := _next_of_item(version, answers, on, authority, after))
    ):
        return following
    state = journey(version, answers, on=on, authority=authority).next
    if state is None:
        return None
    if not state.page.repeat:
        wanted = (each for each in state.questions if each.fact not in answers and each.type != "file")
        question = next(wanted, None)
        return Turn(state.page.name, question.fact) if question else None
    items = items_of(version, state.page, answers, on=on, authority=authority)
    if number := items.unfinished():
        unanswered = items.open_question(items.repeat.items[number - 1])
        return Turn(state.page.name, unanswered.fact if unanswered else "", number)
    if len(items.repeat.items) < state.page.at_least:
        return new_item(items)
    return Turn(state.page.name)


def _next_of_item(version: Version, answers: Answers, on: date, authority: str, turn: Turn) -> Turn | None:
    items = items_of(version, page_of(version, turn.page), answers, on=on, authority=authority)
    item = items.item(turn.item)
    if not item:
        return None
    facts = [each.fact for each in items.questions(item) if each.type != "file"]
    following = facts[facts.index(turn.fact) + 1 :] if turn.fact in facts else []
    return next((Turn(turn.page, fact, turn.item) for fact in following if fact not in item), None)


def new_item(items: Items) -> Turn:
    """The first question of one more item."""
    return Turn(items.page.name, items.questions({})[0].fact, len(items.repeat.items) + 1)


def keep_turn(
    version: Version, answers: Answers, turn: Turn, answer: Answer | None, *, on: date, authority: str
) -> dict[str, Answer]:
    """All answers when a question was answered (None takes the answer away). In an item, what was declined or left
    empty stands without a value; a list that can take no more items is done with its last. Raises KeyError."""
    kept = dict(answers)
    page = page_of(version, turn.page)
    if not turn.item:
        kept.pop(turn.fact, None)
        return {**kept, turn.fact: answer} if answer is not None else kept
    items = items_of(version, page, answers, on=on, authority=authority)
    repeat = items.answered(turn.item, turn.fact, answer.value if answer else None)
    held = Items(version, page, repeat, answers, on, authority)
    if len(repeat.items) >= page.at_most and not held.unfinished():
        repeat = replace(repeat, done=True)
    given = answer or answers.get(page.repeat) or Answer("known", repeat)
    return {**kept, page.repeat: replace(given, state="known", value=repeat)}


def keep_end(version: Version, answers: Answers, turn: Turn, answer: Answer) -> dict[str, Answer]:
    """All answers when somebody said that a repeated page has no further item. `answer` tells who, where and when."""
    page = page_of(version, turn.page)
    standing = answers.get(page.repeat)
    repeat = standing.value if standing and isinstance(standing.value, Repeat) else Repeat()
    return {**answers, page.repeat: replace(answer, state="known", value=replace(repeat, done=True))}
