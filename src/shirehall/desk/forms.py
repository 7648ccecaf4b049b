"""A form of the desk: what it asks, read by the kernel's question types, and shown again as it was typed."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from shirehall.design.fields import Field, field_of, posted
from shirehall.desk.access import OpenCase
from shirehall.kernel.questions import TYPES, AnswerError, Asked
from shirehall.kernel.values import Value

MOST_REASON = 2000


class FormProblem(ValueError):  # noqa: N818 - it reads as the sentence it raises
    """What was typed is not right. `wrong` is asking -> (sentence, box)."""

    def __init__(self, wrong: Mapping[str, tuple[str, str]]) -> None:
        super().__init__("; ".join(sentence for sentence, _box in wrong.values()))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing that a form asks. `type` is a question type; `start` fills the boxes the first time."""

    name: str
    type: str
    asked: Asked
    start: Value | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What came in with a form: the values read, where the officer's knowledge of the case ended, the key that
    makes sending twice harmless, and the request for its files."""

    values: Mapping[str, Any]
    seen: int | None
    key: str
    request: HttpRequest

    def text(self, name: str) -> str:
        """A value that is text; empty where nothing was given."""
        return str(self.values.get(name) or "")


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words; `undo` is case -> the officer (or None) who had it before."""

    text: str
    undo: Mapping[int, int | None] = field(default_factory=dict)
    undo_from: int | None = None


@dataclass(frozen=True, slots=True)
class DeskForm:
    """A form on the right of the case page. `needs` is the permission; `guarded` refuses where somebody else has
    changed the case meanwhile; `recommended` forms stand open."""

    id: str
    title: str
    button: str
    perform: Callable[[OpenCase, Posted], Done]
    askings: tuple[Asking, ...] = ()
    hint: str = ""
    kind: str = ""
    needs: str = "work_case"
    guarded: bool = True
    recommended: bool = False

    @property
    def upload(self) -> bool:
        """Whether it takes files."""
        return any(asking.type == "file" for asking in self.askings)

    def read(self, data: QueryDict, *, on: date) -> dict[str, Value]:
        """The values that were typed. Raises FormProblem."""
        return read_askings(self.id, self.askings, data, on=on)

    def fields(
        self, data: QueryDict | None = None, wrong: Mapping[str, tuple[str, str]] | None = None
    ) -> list[Field]:
        """The boxes, with what was typed and what is wrong with it."""
        return fields_of(self.id, self.askings, data, wrong or {})


def read_askings(form_id: str, askings: Sequence[Asking], data: QueryDict, *, on: date) -> dict[str, Value]:
    """What was typed for each asking; an optional one that is empty is left out. Files are read by who keeps them.
    Raises FormProblem."""
    values: dict[str, Value] = {}
    wrong: dict[str, tuple[str, str]] = {}
    for asking in askings:
        kind = TYPES[asking.type]
        if asking.type == "file":
            continue
        raw = posted(f"{form_id}-{asking.name}", kind.boxes(asking.asked), data)
        try:
            values[asking.name] = kind.read(asking.asked, raw, on=on)
        except AnswerError as error:
            if not (error.missing and asking.asked.optional):
                wrong[asking.name] = (error.message, error.box)
    if wrong:
        raise FormProblem(wrong)
    return values


def fields_of(
    form_id: str, askings: Sequence[Asking], data: QueryDict | None, wrong: Mapping[str, tuple[str, str]]
) -> list[Field]:
    """The boxes of askings, filled with what was typed, or else with what they start with."""
    fields = []
    for asking in askings:
        kind, field_id = TYPES[asking.type], f"{form_id}-{asking.name}"
        boxes = kind.boxes(asking.asked)
        raw: Mapping[str, Sequence[str]] = {}
        if data is not None:
            raw = posted(field_id, boxes, data)
        elif asking.start is not None:
            raw = kind.raw(asking.asked, asking.start)
        sentence, box = wrong.get(asking.name, ("", ""))
        fields.append(
            field_of(
                id=field_id, ask=asking.asked.ask, boxes=boxes, raw=raw, hint=asking.asked.hint, error=sentence,
                error_box=box, legend_is_heading=False,
            )
        )  # fmt: skip
    return fields


def new_key() -> str:
    """The key of one showing of a form."""
    return secrets.token_hex(16)


def reason_asking(ask: str = "", hint: str = "", *, optional: bool = False) -> Asking:
    """The box for a reason, which most of what an officer does needs."""
    asked = Asked(
        fact="reason", ask=ask or _("Reason"), label=_("the reason"), hint=hint, optional=optional,
        settings={"at_most": MOST_REASON},
    )  # fmt: skip
    return Asking("reason", "long_text", asked)


def choice_asking(
    name: str, ask: str, label: str, options: Mapping[str, str], *, hint: str = "", start: str | None = None,
    optional: bool = False,
) -> Asking:  # fmt: skip
    """One of several."""
    return Asking(
        name, "choice", Asked(name, ask, label, hint=hint, options=options, optional=optional), start
    )


def file_asking(name: str, ask: str, hint: str = "") -> Asking:
    """Files to be kept."""
    return Asking(name, "file", Asked(name, ask, ask.lower(), hint=hint, settings={"several": True}))
