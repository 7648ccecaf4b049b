"""A call as it stands: what is said next, and where the caller is. The words that are spoken stand in `aloud`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from django.utils.translation import gettext as _

from shirehall.casework.api import Application
from shirehall.channels.keypad import aloud
from shirehall.channels.keypad.channel import NAME
from shirehall.channels.keypad.models import Call
from shirehall.channels.keypad.providers.base import Said
from shirehall.kernel.api import (
    AnswerError,
    Question,
    Turn,
    can_be_keyed,
    items_of,
    key_prompts,
    read_keys,
)

Stage = Call.Stage


@dataclass
class Talk:
    """One step of a call: it is heard, things are said, and the call stands somewhere new."""

    call: Call
    at: datetime
    application: Application | None = None
    most: int = 1
    texts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, call: Call, *, at: datetime) -> Self:
        """The call as it was left."""
        application = None
        if call.draft is not None:
            application = Application.of(call.draft, channel=NAME, at=at)
        elif call.service:
            application = Application.begin(service=call.service, channel=NAME, at=at)
        return cls(call, at, application)

    def say(self, *texts: str) -> None:
        """Say something more in this step."""
        self.texts += [text for text in texts if text]

    def said(self) -> Said:
        """What was said in this step."""
        return Said(tuple(self.texts), self.most)

    @property
    def app(self) -> Application:
        """The application. Only in stages that have one."""
        if self.application is None:
            raise LookupError("no service was chosen yet")
        return self.application

    @property
    def turn(self) -> Turn:
        """What is asked."""
        return Turn(**self.call.turn)

    @property
    def question(self) -> Question | None:
        """The question that is asked; None where another item is."""
        return self.app.question(self.turn)

    @property
    def authority(self) -> str:
        """The council that is spoken for, or empty."""
        return (self.application.authority if self.application else "") or self.call.council

    def ask(self, turn: Turn) -> None:
        """Ask this from now on."""
        if self.app.draft is not None and self.call.turn.get("page") != turn.page:
            self.app.see(turn.page)
        self.call.turn = {"page": turn.page, "fact": turn.fact, "item": turn.item}
        self.call.stage = Stage.QUESTION if turn.fact else Stage.MORE
        self._afresh()
        self.say_stage()

    def move(self, stage: Call.Stage) -> None:
        """Go to another stage and say what can be done there."""
        self.call.stage = stage
        self._afresh()
        self.say_stage()

    def _afresh(self) -> None:
        self.call.runs, self.call.tries, self.call.in_menu = [], 0, False

    def say_stage(self) -> None:
        """Say, or say again, what the caller can do now."""
        call = self.call
        self.most = 1
        match call.stage:
            case Stage.QUESTION if self.question is not None:
                self.say(*aloud.question_texts(self.question, len(call.runs)))
                self.most = key_prompts(self.question)[len(call.runs)].most
            case Stage.MORE:
                page = self.app.page(self.turn.page)
                self.say(aloud.more_text(page, len(self.app.items(page).repeat.items)))
            case Stage.COUNCIL:
                names = [aloud.council_name(code) for code in self.app.version.service.offered_by]
                self.say(_("Which council is this for?"), aloud.choices(names))
            case Stage.CHECK:
                self.say(
                    _("To send it, press 1. To hear your answers again, press 2. To change one, press 3.")
                )
            case Stage.REVIEW:
                self.say(aloud.answered(self.app)[call.place][1])
                self.say(_("To keep this, press 1. To change it, press 2."))

    def say_menu(self) -> None:
        """The other ways on, behind the star key."""
        self.call.in_menu, self.most = True, 1
        self.say(_("To hear that again, press 1."))
        if self.call.stage in (Stage.QUESTION, Stage.MORE):
            self.say(_("To go back to the question before, press 2."))
            question = self.question
            if question is not None and question.decline:
                self.say(_("If you do not know, press 3."))
            if question is not None and question.asked.optional:
                self.say(_("To leave it out, press 4."))
        self.say(_("To talk to a person, press 0."))

    def takes_zero(self) -> bool:
        """Whether a zero alone answers what is asked, so that it does not call a person."""
        if self.call.stage != Stage.QUESTION or self.question is None or self.most_keys() == 1:
            return False
        for keys in ("0", "0#1"):
            try:
                read_keys(self.question, keys, on=self.app.on)
            except AnswerError:
                continue
            return True
        return False

    def most_keys(self) -> int:
        """The most keys of what is asked now."""
        if self.call.in_menu or self.call.stage != Stage.QUESTION or self.question is None:
            return 1
        return key_prompts(self.question)[len(self.call.runs)].most

    def next_keyable(self, after: Turn | None) -> Turn | None:
        """What is asked next. An optional question that keys cannot answer is left out. Raises CannotBeKeyedError."""
        turn = self.app.next_turn(after)
        while turn is not None and turn.fact:
            question = self.app.question(turn)
            if question is None or can_be_keyed(question):
                return turn
            if not question.asked.optional:
                raise CannotBeKeyedError(question.fact)
            self.app.keep(turn, self.app.without_value(declined=False))
            self.keep_draft()
            turn = self.app.next_turn(turn)
        return turn

    def keep_draft(self) -> None:
        """The call holds the draft that the application is kept in."""
        self.call.draft = self.app.draft

    def turn_before(self) -> Turn | None:
        """The turn before the one that is asked; None before the first."""
        turn = self.turn
        if turn.item:
            items = items_of(
                self.app.version, self.app.page(turn.page), self.app.answers, on=self.app.on,
                authority=self.app.assumed_authority,
            )  # fmt: skip
            return items.before(turn.item, items.item(turn.item) or {}, turn.fact)
        turns = self.app.turns()
        at = turns.index(turn) if turn in turns else 0
        earlier = (each for each in reversed(turns[:at]) if self._keyed(each))
        return next(earlier, None)

    def _keyed(self, turn: Turn) -> bool:
        question = self.app.question(turn)
        return question is None or can_be_keyed(question)

    def forget(self, repeat: str) -> None:
        """Take a list of items out, to be told again."""
        answers = {fact: answer for fact, answer in self.app.answers.items() if fact != repeat}
        page = next(each for each in self.app.version.service.pages if each.repeat == repeat)
        self.app.put(answers, page=page.name)


class CannotBeKeyedError(Exception):
    """A question must be answered and keys cannot; the text is its fact."""
