"""One text that came in, and what is said back to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shirehall.capabilities.messages.api import (
    STOPPED,
    Message,
    message_key,
    plain_signs,
    plan_texts,
    size_of,
    write_text,
)
from shirehall.casework.models import Case, Draft
from shirehall.channels.sms.models import Conversation
from shirehall.channels.sms.settings import sms_settings
from shirehall.partnership.api import authority as council_of
from shirehall.partnership.api import current_partnership

MOST_PARTS = 2


@dataclass
class Exchange:
    """`key` follows from the text that came in, so that what is said back is written once. `not_before` is when it may
    go. What is said is about `draft` or `case`, by `authority`; `stopping` marks the one text that a number gets that
    wants no more."""

    conversation: Conversation
    text: str
    at: datetime
    key: str
    not_before: datetime | None = None
    draft: Draft | None = None
    case: Case | None = None
    authority: str = ""
    stopping: bool = False
    _said: list[str] = field(default_factory=list)

    def say(self, *pieces: str) -> None:
        """Say something back; what stands together travels together where it fits."""
        self._said += [piece.strip() for piece in pieces if piece.strip()]

    def finish(self) -> list[Message]:
        """Write what was said and plan its sending, within the caller's transaction."""
        messages = [
            write_text(
                key=message_key("sms", self.key, str(number)), to=self.conversation.number, text=text, at=self.at,
                template="conversation", event=STOPPED if self.stopping else "conversation",
                authority=self.authority or default_council(), case=self.case,
                draft=self.draft if self.case is None else None,
            )
            for number, text in enumerate(pack(self._said))
        ]  # fmt: skip
        if messages:
            plan_texts(messages, at=self.at, not_before=self.not_before, case=self.case)
        return messages


def default_council() -> str:
    """The council that answers where nothing tells which one: the one that was set; empty for the partnership."""
    chosen = sms_settings().council
    return chosen if chosen and council_of(chosen) else ""


def phone_of(authority: str) -> str:
    """The number to call a council."""
    council = council_of(authority) if authority else None
    return council.phone if council else current_partnership().phone


def pack(pieces: Sequence[str]) -> list[str]:
    """The pieces as texts of at most two parts each, as few as they fit in, and no piece divided without need."""
    texts: list[str] = []
    for piece in pieces:
        for part in _divided(plain_signs(piece)):
            together = f"{texts[-1]}\n\n{part}" if texts else ""
            if together and size_of(together).parts <= MOST_PARTS:
                texts[-1] = together
            else:
                texts.append(part)
    return texts


def _divided(piece: str) -> list[str]:
    """A piece that is too long for one text: at the ends of lines, else between words."""
    if size_of(piece).parts <= MOST_PARTS:
        return [piece]
    divider = "\n" if "\n" in piece else " "
    found: list[str] = []
    for word in piece.split(divider):
        longer = f"{found[-1]}{divider}{word}" if found else word
        if found and size_of(longer).parts <= MOST_PARTS:
            found[-1] = longer
        elif size_of(word).parts <= MOST_PARTS:
            found.append(word)
        else:
            found += _divided(word) if " " in word else _cut(word)
    return found


def _cut(word: str) -> list[str]:
    size = 120
    return [word[start : start + size] for start in range(0, len(word), size)]
