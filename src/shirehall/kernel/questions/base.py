"""What a question type is. One file in this folder, one type, one entry in the registry.

A type says which boxes a screen shows, reads what was typed into them, reads the same value out of JSON, and
says it back in words. It never asks the clock, the network or a database: `on` is given.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from shirehall.kernel.language import _
from shirehall.kernel.values import Domain, Kind, Value

BoxKind = Literal["text", "textarea", "radios", "checkboxes", "select", "file"]
Raw = Mapping[str, Sequence[str]]
"""What a form posted for one question: box name ("" for an only box) -> the values given, in order."""


@dataclass(frozen=True, slots=True)
class Box:
    """One input on a screen, on paper or in a script. `width` in characters; `exclusive` is the option that
    rules the others out; `most` a number of characters counted for the person."""

    name: str
    kind: BoxKind
    label: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    exclusive: str = ""
    width: int = 0
    prefix: str = ""
    suffix: str = ""
    inputmode: str = ""
    autocomplete: str = ""
    spellcheck: bool = True
    most: int = 0
    required: bool = True
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its type sees it. `options` are the choices in their order; `sms_options` shorter words for some
    of them, in text messages; `settings` the other keys
    the type allows (already of the types its schema names); `label` a noun phrase for messages ("your
    savings")."""

    fact: str
    ask: str
    label: str
    hint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    optional: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    sms_options: Mapping[str, str] = field(default_factory=dict)


OWN: Mapping[str, Any] = {
    "type": "boolean",
    "description": "Whether it is about the person who answers, so that a browser may fill it in. Default true.",
}
"""The schema of `own`, a setting that several types have."""


class AnswerError(ValueError):
    """What was given cannot be an answer. `message` is a whole sentence that says what to do; `box` the
    name of the box it belongs to. `missing` is true where nothing was given at all."""

    def __init__(self, message: str, *, box: str = "", missing: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.box = box
        self.missing = missing


@dataclass(frozen=True, slots=True)
class KeyPrompt:
    """One run of keys on a telephone: what the voice says of how to key it, and the most keys it takes. One
    key needs nothing after it; a longer run ends with the hash key."""

    say: str
    most: int


class QuestionType(ABC):
    """A question type. Instances hold nothing; there is one of each in the registry."""

    name: ClassVar[str]
    label: ClassVar[str]
    kind: ClassVar[Kind]
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """Further keys that a question of this type may have in a definition -> the JSON Schema of each."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Keys that a question of this type must have."""
    choices: ClassVar[bool] = False
    """Whether a question of this type lists `options`."""
    bounded: ClassVar[bool] = False
    """Whether `between` may bound it."""

    @abstractmethod
    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        """The inputs that a screen shows, in order."""

    @abstractmethod
    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        """The value that was typed, tolerant of how people write. Raises AnswerError; with missing=True where
        every box is empty."""

    @abstractmethod
    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        """The value out of JSON (numbers are int or Decimal, money is in pounds), strict on type.
        AnswerError."""

    @abstractmethod
    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        """What would have to be typed to give this value: fills the boxes again."""

    @abstractmethod
    def show(self, asked: Asked, value: Value) -> str:
        """The value in words, for check answers, letters and the desk. Plain text, lines parted by
        newlines."""

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        """The boxes that a reply in words fills, for `read` to judge. `text` is cleaned and on one line, save
        where `lines_in_words`. Raises AnswerError where the words could mean more than one thing."""
        return {"": [text]}

    lines_in_words: ClassVar[bool] = False
    """Whether the lines of a reply in words mean something, so that they are kept."""
    free_words: ClassVar[bool] = False
    """Whether any words are an answer, so that "no" to an optional question leaves it out."""

    def claims(self, asked: Asked, text: str) -> bool:
        """Whether words that elsewhere leave a question out, or say that one does not know, are an answer
        here. `text` is folded (see `replies.fold`)."""
        return False

    def how_to_reply(self, asked: Asked) -> str:
        """How to answer in a text message: "Reply YES or NO". No full stop. Empty where words cannot answer."""
        return _("Reply with your answer")

    def unclear(self, asked: Asked) -> AnswerError:
        """The error for a reply that is not understood: it says how to answer."""
        return AnswerError(_("We did not understand that. {how}").format(how=self.how_to_reply(asked)))

    def prompts(self, asked: Asked) -> tuple[KeyPrompt, ...]:
        """The runs of keys that answer on a telephone. Empty where keys cannot answer."""
        return ()

    def keys(self, asked: Asked, keys: Sequence[str], *, on: date) -> Raw:
        """The boxes that the runs of keys fill, one run for each prompt. AnswerError."""
        return {"": ["".join(keys)]}

    def pressed(self, asked: Asked, value: Value) -> tuple[str, ...]:
        """What would have to be keyed to give this value: the way back of `keys`, one run for each prompt."""
        return (str(value),)

    def spoken(self, asked: Asked, value: Value) -> str:
        """The value as a voice says it: `show` without the signs that a voice stumbles over."""
        return ", ".join(self.show(asked, value).splitlines())

    def kind_of(self, asked: Asked) -> Kind:
        """The kind of value this question gives. `kind`, unless the type's settings change it."""
        return self.kind

    def domain(self, asked: Asked) -> Domain:
        """The values this question may give, for the proofs of the tables that read it."""
        return Domain(low=asked.low, high=asked.high, options=tuple(asked.options))

    def check_config(self, asked: Asked) -> tuple[str, ...]:
        """What is wrong with the question as defined, each a sentence with its mend."""
        wrong = []
        bound = asked.low is not None or asked.high is not None
        if bound and not self.bounded:
            wrong.append(f"A {self.name} question cannot have `between`. Take it out.")
        if asked.low is not None and asked.high is not None and asked.low > asked.high:
            wrong.append("`between` has the higher limit first. Write the lower one first.")
        if asked.options and not self.choices:
            wrong.append(f"A {self.name} question has no `options`. Take them out, or make the type choice.")
        if self.choices and len(asked.options) < 2:
            wrong.append("A question needs at least two `options` to choose from. Add one, or ask yes_no.")
        return tuple(wrong)
