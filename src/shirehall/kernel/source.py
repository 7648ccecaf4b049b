"""Reads YAML strictly into nodes that keep their lines. A scalar stays the text that was written.

What a scalar means is decided by the key that it stands under, never by its look: `no` is not false where a
choice is meant, `12:30` is not 750, `125.00` is not a float. Anchors, aliases, tags, duplicate keys and keys
without a value are errors.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from shirehall.kernel.problems import DefinitionError, Problem

LARGEST_FILE = 512_000
"""Bytes. Ten thousand rows take several seconds in pure Python, so more is refused before it is parsed."""

DEEPEST = 20
"""Mappings and lists within each other. No file of a service comes near."""

HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as written. `quoted` tells "no" from no."""

    text: str
    quoted: bool
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping with the line of each key."""

    items: Mapping[str, "Node"]
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Map


def read_yaml(file: str, text: str) -> Map:
    """The mapping that `text` holds. Raises DefinitionError naming file, line and mend."""
    if HALF_CHARACTER.search(text):
        raise _error(file, 0, "the file holds half a character", "save it as UTF-8 text")
    if len(text.encode()) > LARGEST_FILE:
        raise _error(
            file, 0, f"the file is over {LARGEST_FILE // 1000} kB", "split the service, or shorten its tables"
        )
    try:
        events: Iterator[Any] = iter(list(yaml.parse(text, Loader=_Loader)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        said = error.problem or "this is not YAML"
        raise _error(file, line, f"the file cannot be read: {said}", _mend_for(said)) from error
    except yaml.YAMLError as error:
        raise _error(
            file, 0, f"the file cannot be read: {error}", "save it as UTF-8 text without control characters"
        ) from error
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _error(file, _line(event), "a second document starts here", "remove the `---` line")
            root = _node(file, next(events), events)
    if not isinstance(root, Map):
        raise _error(
            file,
            1,
            "the file does not hold `key: value` lines",
            "begin with a key, such as `service: my_service`",
        )
    return root


def _mend_for(said: str) -> str:
    if "mapping values are not allowed" in said:
        return "put the sentence in double quotes, since it holds a colon"
    if "found character '\\t'" in said or "tab" in said:
        return "indent by spaces, not by tabs"
    return "look at the line above as well: a bracket, a quote or an indent is likely missing"


def _error(file: str, line: int, message: str, mend: str, key: str = "") -> DefinitionError:
    return DefinitionError([Problem(file, line, key, message, mend)])


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _node(file: str, event: Any, events: Iterator[Any], depth: int = 0) -> Node:
    line = _line(event)
    if depth > DEEPEST:
        raise _error(file, line, "the parts are nested too deeply", "look for brackets that are not closed")
    if isinstance(event, yaml.AliasEvent):
        raise _error(
            file, line, f"*{event.anchor} refers to something written elsewhere", "write it out here"
        )
    if event.anchor:
        raise _error(
            file,
            line,
            f"&{event.anchor} names a part to be used again",
            "remove it and write the part out where it is used",
        )
    if event.tag is not None and not (
        isinstance(event, yaml.ScalarEvent) and event.tag == "!" and event.style
    ):
        raise _error(
            file, line, f"the tag {event.tag} is not allowed", "remove it: the key decides what a value is"
        )
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, bool(event.style), line)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(file, event, events, depth + 1))
        return Sequence(tuple(items), line)
    return _map(file, line, events, depth + 1)


def _map(file: str, line: int, events: Iterator[Any], depth: int) -> Map:
    items: dict[str, Node] = {}
    lines: dict[str, int] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(file, event, events, depth)
        if not isinstance(key, Scalar):
            raise _error(file, key.line, "a key must be a word", "write it as `key: value`")
        if key.text == "<<":
            raise _error(file, key.line, "merge keys are not allowed", "write the keys out here")
        if key.text in items:
            raise _error(
                file,
                key.line,
                f"`{key.text}` stands twice, first on line {lines[key.text]}",
                "remove one of the two",
                key.text,
            )
        value = _node(file, next(events), events, depth)
        if isinstance(value, Scalar) and not value.text and not value.quoted:
            raise _error(
                file, key.line, f"`{key.text}` has no value", "give it one, or remove the key", key.text
            )
        items[key.text] = value
        lines[key.text] = key.line
    return Map(items, line, lines)
