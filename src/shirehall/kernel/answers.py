"""An answer: what is known of a fact, where it came from, who gave it and when.

A fact without an answer is *unknown*. A channel makes answers; the kernel works out which facts are not
applicable, so `not_applicable` is only given by a source that knows it (an officer, a register).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shirehall.kernel.values import Kind, Stored, Value, from_stored, to_stored

State = Literal["known", "not_applicable", "declined"]
Source = Literal["resident", "officer", "register", "earlier_case", "worked_out"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `value` is None unless `state` is "known". `by` is who gave it ("resident", an officer's
    code); `channel` the way in; `note` an officer's reason or a register's snapshot reference."""

    state: State
    value: Value | None = None
    source: Source = "resident"
    channel: str = ""
    by: str = ""
    at: datetime | None = None
    note: str = ""


Answers = Mapping[str, Answer]
"""Fact name -> Answer. The items of a repeated page are one fact, named by the page's `repeat`."""


def known(value: Value, **about: str) -> Answer:
    """An answer with a value and nothing said of where it came from; for examples and the command line."""
    return Answer(state="known", value=value, **about)  # type: ignore[arg-type]


def answer_to_stored(answer: Answer) -> Stored:
    """JSON-able form of one answer; empty parts are left out."""
    stored: dict[str, Stored] = {"state": answer.state}
    if answer.value is not None:
        stored["value"] = to_stored(answer.value)
    stored["source"] = answer.source
    for part in ("channel", "by", "note"):
        if text := getattr(answer, part):
            stored[part] = text
    if answer.at is not None:
        stored["at"] = answer.at.isoformat()
    return stored


def answer_from_stored(stored: Stored, kind: Kind, parts: Mapping[str, Kind] | None = None) -> Answer:
    """The answer whose stored form this is. Raises ValueError where it cannot be read back."""
    value = from_stored(kind, stored["value"], parts) if stored["state"] == "known" else None
    at = datetime.fromisoformat(stored["at"]) if "at" in stored else None
    return Answer(
        state=stored["state"], value=value, source=stored["source"], channel=stored.get("channel", ""),
        by=stored.get("by", ""), at=at, note=stored.get("note", ""),
    )  # fmt: skip
