"""A question as a screen shows it: its boxes, filled again with what was typed, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypedDict


class BoxLike(Protocol):
    """What a question type says about one input (the kernel's Box)."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def options(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def exclusive(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def prefix(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def inputmode(self) -> str: ...
    @property
    def autocomplete(self) -> str: ...
    @property
    def spellcheck(self) -> bool: ...
    @property
    def most(self) -> int: ...
    @property
    def accept(self) -> str: ...


class Posted(Protocol):
    """A QueryDict, as far as it is needed."""

    def getlist(self, key: str) -> list[Any]: ...


class ErrorLink(TypedDict):
    """One line of the error summary."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class FieldBox:
    """One input with what stands in it. `error` is true where the field's message is about this box."""

    id: str
    html_name: str
    kind: str
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
    accept: str = ""
    values: tuple[str, ...] = ()
    error: bool = False

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True)
class Field:
    """A question on a screen. `documents` are the files already given: dicts `{id, name, size}`."""

    id: str
    ask: str
    boxes: tuple[FieldBox, ...]
    hint: str = ""
    error: str = ""
    legend_is_heading: bool = True
    documents: Sequence[Mapping[str, Any]] = field(default=())

    @property
    def has_file(self) -> bool:
        return any(box.kind == "file" for box in self.boxes)

    @property
    def in_a_row(self) -> bool:
        """Short inputs that belong together, such as day, month and year, stand side by side."""
        return len(self.boxes) > 1 and all(box.kind == "text" and 0 < box.width <= 4 for box in self.boxes)

    @property
    def error_link(self) -> ErrorLink | None:
        """For the error summary: leads to the first box the message is about."""
        if not self.error:
            return None
        wrong = next((box for box in self.boxes if box.error), self.boxes[0])
        return {"text": self.error, "href": f"#{wrong.id}"}


def html_name(field_id: str, box_name: str) -> str:
    """The name of an input: the question's id, with the box's name where there is more than one."""
    return f"{field_id}-{box_name}" if box_name else field_id


def posted(field_id: str, boxes: Sequence[BoxLike], data: Posted) -> dict[str, list[str]]:
    """What a form gave for one question, as a question type reads it: box name -> texts. Files are left out."""
    return {
        box.name: [text for text in data.getlist(html_name(field_id, box.name)) if isinstance(text, str)]
        for box in boxes
    }


def field_of(
    *,
    id: str,  # noqa: A002
    ask: str,
    boxes: Sequence[BoxLike],
    raw: Mapping[str, Sequence[str]] | None = None,
    hint: str = "",
    error: str = "",
    error_box: str = "",
    legend_is_heading: bool = True,
    documents: Sequence[Mapping[str, Any]] = (),
) -> Field:
    """The view of a question. `error_box` names the box the message is about; "" means all of them."""
    given = raw or {}
    known = {box.name for box in boxes}
    everywhere = not error_box or error_box not in known
    views = tuple(
        replace(
            _box(id, box, tuple(given.get(box.name, ()))),
            error=bool(error) and (everywhere or box.name == error_box),
        )
        for box in boxes
    )
    return Field(id, ask, views, hint, error, legend_is_heading, documents)


def error_links(fields: Sequence[Field]) -> list[ErrorLink]:
    """The error summary of a page, in the order of its questions."""
    return [link for each in fields if (link := each.error_link)]


def _box(field_id: str, box: BoxLike, values: tuple[str, ...]) -> FieldBox:
    name = html_name(field_id, box.name)
    return FieldBox(
        id=name.replace(".", "-"),
        html_name=name,
        kind=box.kind,
        label=box.label,
        hint=box.hint,
        options=box.options,
        exclusive=box.exclusive,
        width=box.width,
        prefix=box.prefix,
        suffix=box.suffix,
        inputmode=box.inputmode,
        autocomplete=box.autocomplete,
        spellcheck=box.spellcheck,
        most=box.most,
        accept=box.accept,
        values=values,
    )
