"""A rehearsal: one complete set of answers, taken through a channel's real entry on a demonstration server.

Each channel gives a function for it (`Channel.rehearsal`), so that what the channels decide can be held against each
other. It speaks to the server as the outside does: over HTTP, by the provider's webhook, by a picture of paper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shirehall.kernel.api import Answers, Version


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a channel is given. `url` is that of the server, without a slash at the end; `answers` are complete:
    all that is asked of this person, and nothing else; `officer` an e-mail address and a password; `folder`
    is for files; `number` (1, 2, ...) tells rehearsals of one run apart."""

    url: str
    service: str
    version: Version
    answers: Answers
    authority: str
    on: date
    officer: tuple[str, str]
    folder: Path
    number: int


class RehearsalError(Exception):
    """A channel did not take what it was given. The message says where it stopped and what it said."""


Rehearse = Callable[[Rehearsal], str]
"""Takes the answers through a channel and gives the reference of the case that it made."""
