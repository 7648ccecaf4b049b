"""An application on its way, whatever the channel: its version, the answers so far, what is asked next, and sending."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Self

from django.utils.functional import cached_property

from shirehall.casework.actions import Receipt, submit
from shirehall.casework.applicant import applicant_facts
from shirehall.casework.clocks import local_date
from shirehall.casework.drafts import record_draft, save_draft
from shirehall.casework.models import Case, Draft
from shirehall.casework.passes import RESIDENT
from shirehall.casework.versions import current_version, version_of
from shirehall.kernel.api import (
    ENGLISH,
    Answer,
    Answers,
    Decision,
    Items,
    Journey,
    Page,
    Question,
    Turn,
    Version,
    answers_from_stored,
    decide,
    in_language,
    items_of,
    journey,
    keep_end,
    keep_turn,
    new_item,
    next_turn,
    page_of,
    question_asked,
    turns_of,
)
from shirehall.kernel.values import Address, Value
from shirehall.partnership.api import authority as council_of

Source = Literal["resident", "officer", "register", "earlier_case", "worked_out"]


@dataclass
class Application:
    """Somebody's application for one service, by one channel. Without `draft` nothing was kept yet. `changes` is the
    case that it tells a change of, or None. `by` is "resident" or an officer's e-mail address; `source` who knows."""

    service: str
    version: Version
    at: datetime
    channel: str
    by: str = RESIDENT
    source: Source = "resident"
    draft: Draft | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    changes: Case | None = None

    @classmethod
    def begin(
        cls, *, service: str, channel: str, at: datetime, by: str = RESIDENT, source: Source = "resident"
    ) -> Self:
        """A new one on the current version. Nothing is stored yet. Raises UnknownService, and ChannelClosedError
        where the service is not offered this way."""
        loaded = current_version(service)
        if channel not in loaded.service.channels:
            raise ChannelClosedError(service, channel)
        return cls(service, loaded, at, channel, by, source)

    @classmethod
    def of(
        cls, draft: Draft, *, channel: str, at: datetime, by: str = RESIDENT, source: Source = "resident"
    ) -> Self:
        """One that goes on, begun on any channel, under the version it was begun on. A resident reads it in the
        language they began it in."""
        loaded = version_of(draft)
        answers = dict(answers_from_stored(loaded, draft.answers))
        found = cls(draft.service, loaded, at, channel, by, source, draft, answers, draft.changes)
        found.speak(draft.language if by == RESIDENT else "")
        return found

    def speak(self, language: str) -> None:
        """Say everything in a language from now on, as far as the definition has it; "" is English."""
        self.version = in_language(self.version, language)
        self.__dict__.pop("journey", None)

    @property
    def on(self) -> date:
        """The local day."""
        return local_date(self.at)

    @cached_property
    def told_authority(self) -> str:
        """The council that the answers tell, or empty: by a question that lists councils, else by the address."""
        for each in self.version.service.questions:
            chosen = self.value(each.fact) if each.type == "choice" else None
            if isinstance(chosen, str) and council_of(chosen) and all(map(council_of, each.asked.options)):
                return chosen
        address = self.value(self._address_fact)
        return address.authority if isinstance(address, Address) else ""

    @property
    def authority(self) -> str:
        """The council as far as it is known, or empty."""
        if self.changes:
            return self.changes.authority
        return self.told_authority or (self.draft.authority if self.draft else "") or self._only_council

    @property
    def needs_council(self) -> bool:
        """Whether it must still be asked which council: none is known. One that is known may yet not offer it."""
        return not self.authority or council_of(self.authority) is None

    @property
    def is_offered(self) -> bool:
        """Whether the council offers this service."""
        return self.authority in self.version.service.offered_by

    @property
    def _only_council(self) -> str:
        offered = self.version.service.offered_by
        return offered[0] if len(offered) == 1 else ""

    @property
    def _address_fact(self) -> str:
        roles = applicant_facts(self.version)
        declared = roles.get("home") or roles.get("address", "")
        found = (each.fact for each in self.version.service.questions if each.type == "address")
        return declared or next(found, "")

    @property
    def assumed_authority(self) -> str:
        """The council; where it is not known yet, the first that offers the service stands in: conditions on pages
        seldom differ, and it is known before anything is sent."""
        return self.authority or self.version.service.offered_by[0]

    @cached_property
    def journey(self) -> Journey:
        """Where the person stands."""
        return journey(self.version, self.answers, on=self.on, authority=self.assumed_authority)

    def turns(self) -> tuple[Turn, ...]:
        """Everything that is asked now, in order."""
        return turns_of(self.journey)

    def next_turn(self, after: Turn | None = None) -> Turn | None:
        """What is asked next, one thing at a time; None where all is answered. `after`: what was answered last."""
        return next_turn(
            self.version, self.answers, on=self.on, authority=self.assumed_authority, after=after
        )

    def question(self, turn: Turn) -> Question | None:
        """The question of a turn; None where it asks for another item."""
        return question_asked(self.version, turn)

    def page(self, name: str) -> Page:
        """A page by name. Raises KeyError."""
        return page_of(self.version, name)

    def items(self, page: Page) -> Items:
        """The items of a repeated page."""
        return items_of(self.version, page, self.answers, on=self.on, authority=self.assumed_authority)

    def value(self, fact: str) -> Value | None:
        """The known value of a fact, or None."""
        answer = self.answers.get(fact)
        return answer.value if answer and answer.state == "known" else None

    def decision(self) -> Decision:
        """What the rules say of the answers as they stand."""
        return decide(self.version, self.journey.kept, authority=self.assumed_authority, on=self.on)

    def known(self, value: Value) -> Answer:
        """An answer with a value, given now by this channel."""
        return self._answer("known", value)

    def without_value(self, *, declined: bool) -> Answer:
        """An answer that is not a value: "I don't know", or an optional question left empty."""
        return self._answer("declined" if declined else "not_applicable", None)

    def _answer(self, state: Literal["known", "declined", "not_applicable"], value: Value | None) -> Answer:
        return Answer(state, value, source=self.source, channel=self.channel, by=self.by, at=self.at)

    def keep(self, turn: Turn, answer: Answer | None) -> None:
        """Keep an answer (None takes it away) and store the draft. Raises KeyError for what is not asked, AnswersError,
        SubmissionError where it was sent already."""
        place = {"on": self.on, "authority": self.assumed_authority}
        self.put(keep_turn(self.version, self.answers, turn, answer, **place), page=turn.page)  # type: ignore[arg-type]

    def more(self, turn: Turn, *, yes: bool) -> Turn | None:
        """Whether a repeated page has another item: yes gives the first question of it, no keeps the list as done."""
        if yes:
            return new_item(self.items(self.page(turn.page)))
        end = self._answer("known", None)
        self.put(keep_end(self.version, self.answers, turn, end), page=turn.page)
        return self.next_turn()

    def put(self, answers: Answers, *, page: str) -> None:
        """Replace all answers, store the draft, and say where a page is done by it."""
        self.answers = dict(answers)
        for worked_out in ("journey", "told_authority"):
            self.__dict__.pop(worked_out, None)
        state = self.journey.page(page)
        self.save(page=page, done=bool(state and state.complete))

    def save(self, *, page: str = "", done: bool = False, authority: str = "") -> Draft:
        """Store the draft as it stands."""
        self.draft = save_draft(
            draft=self.draft, service=self.service, answers=self.answers, channel=self.channel, by=self.by, at=self.at,
            page=page, done=done, authority=authority or self.told_authority, version=self.version.hash,
            language=self._language,
        )  # fmt: skip
        if authority:
            self.__dict__.pop("journey", None)
        return self.draft

    @property
    def _language(self) -> str | None:
        """What the draft keeps: the language of the resident; an officer's leaves it as it was."""
        if self.by != RESIDENT:
            return None
        return "" if self.version.language == ENGLISH else self.version.language

    def see(self, page: str) -> None:
        """Tell the measures that a page was opened: which one, never what was answered."""
        if self.draft is not None:
            record_draft(
                draft=self.draft, kind="page_seen", by=self.by, at=self.at, page=page, channel=self.channel
            )

    def to_send(self) -> Mapping[str, Answer]:
        """What the channel asked. Of a change, only what was answered since it was begun: all else stands on the case,
        where an officer may have corrected it meanwhile."""
        asked = self.version.service.facts
        answers = {
            name: answer for name, answer in self.journey.kept.items()
            if name in asked and (asked[name].origin == "asked" or answer.source == "register")
        }  # fmt: skip
        if self.changes is None or self.draft is None:
            return answers
        begun_at = self.draft.started_at
        return {name: each for name, each in answers.items() if each.at is not None and each.at >= begun_at}

    def send(self, key: str) -> Receipt:
        """Send it, once for a key. Raises AnswersError, IdempotencyError, SubmissionError."""
        if self.draft is not None and self._language is not None:
            # It may have been changed since the last answer was kept.
            self.draft.language = self._language
        return submit(
            service=self.service, answers=self.to_send(), channel=self.channel, by=self.by, at=self.at,
            authority=self.authority, idempotency_key=key, version=self.version.hash, case=self.changes,
            draft=self.draft, purpose="change" if self.changes else "apply",
        )  # fmt: skip


class ChannelClosedError(LookupError):
    """A service is not offered by a channel."""

    def __init__(self, service: str, channel: str) -> None:
        super().__init__(f"{service} is not offered by {channel}")
        self.service, self.channel = service, channel
