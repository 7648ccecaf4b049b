"""Reads keys out of nodes, and writes down what is wrong instead of stopping at the first fault."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from shirehall.kernel.problems import Problem, nearest
from shirehall.kernel.source import Map, Node, Scalar, Sequence

LONGEST_MESSAGE = 400
WORD = re.compile(r"[a-z][a-z0-9_]*\Z")
_AMOUNT = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,2})0*)?\Z")
_WHOLE = re.compile(r"-?[0-9]{1,15}(?:\.0+)?\Z")
_DIGITS = re.compile(r"[0-9]{1,9}\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(slots=True)
class Faults:
    """The problems found so far, and the file that is being read."""

    found: list[Problem] = field(default_factory=list)

    @property
    def stop(self) -> bool:
        """Whether an error was found, so that there is nothing to go on with."""
        return any(problem.level == "error" for problem in self.found)

    def add(
        self, file: str, line: int, key: str, message: str, mend: str = "", *, advice: bool = False
    ) -> None:
        """Writes a problem down, what it quotes cut to a length that can be read."""
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[:LONGEST_MESSAGE]}…"
        self.found.append(Problem(file, line, key, message, mend, "advice" if advice else "error"))


def pence(text: str) -> int | None:
    """Whole pence of an amount in pounds ("125.00"), or None where it is not one."""
    found = _AMOUNT.match(text)
    if not found:
        return None
    whole = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    return -whole if found[1] else whole


def written_day(text: str) -> date | None:
    """The date that YYYY-MM-DD stands for, or None where it is not one."""
    try:
        return date.fromisoformat(text) if _DAY.match(text) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """A mapping in a file, and the path that leads to it."""

    file: str
    node: Map
    path: str
    faults: Faults

    def fault(self, key: str, message: str, mend: str = "", *, line: int = 0, advice: bool = False) -> None:
        """Writes down a problem with `key` of this place."""
        at = line or self.line(key)
        path = ".".join(part for part in (self.path, key) if part)
        self.faults.add(self.file, at, path, message, mend, advice=advice)

    def line(self, key: str = "") -> int:
        """The line on which `key` (or this place) stands."""
        return self.node.lines.get(key, self.node.line)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self.node.items

    def only(self, allowed: Collection[str]) -> None:
        """Reports every key that is not one of `allowed`."""
        for key in self.node.items:
            if key not in allowed:
                self.fault(
                    key, f"`{key}` is not a key that belongs here", nearest(key, allowed) or "remove it"
                )

    def text(self, key: str, default: str | None = None) -> str:
        """The text under `key`; with no default the key must be there."""
        node = self.node.items.get(key)
        if node is None:
            if default is None:
                self.fault(key, f"`{key}` is missing", f"add a line `{key}: ...`", line=self.node.line)
            return default or ""
        if not isinstance(node, Scalar):
            self.fault(key, f"`{key}` must be a text", 'write it on one line, in double quotes: "..."')
            return default or ""
        return node.text

    def word(self, key: str, default: str | None = None) -> str:
        """A name: small letters, digits and underscores."""
        text = self.text(key, default)
        if text and not WORD.match(text):
            self.fault(
                key,
                f"`{text}` is not a name",
                "use small letters, digits and underscores, starting with a letter",
            )
        return text

    def one_of(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """A text that must be one of `known`."""
        text = self.text(key, default)
        if text and text not in known:
            self.fault(key, f"`{text}` is not known here", nearest(text, known))
            return default or ""
        return text

    def whole(self, key: str, default: int | None = None) -> int | None:
        """A whole number."""
        if not self.has(key):
            return default
        text = self.text(key)
        if _DIGITS.match(text):
            return int(text)
        self.fault(key, f"`{text}` is not a whole number", "write digits only, such as 20")
        return default

    def yes_no(self, key: str, default: bool = False) -> bool:
        """yes or no."""
        if not self.has(key):
            return default
        text = self.text(key)
        if text not in ("yes", "no", "true", "false"):
            self.fault(key, f"`{text}` is neither yes nor no", "write yes or no")
        return text in ("yes", "true")

    def day(self, key: str) -> date | None:
        """A date, YYYY-MM-DD."""
        text = self.text(key)
        day = written_day(text)
        if day is None and text:
            self.fault(key, f"`{text}` is not a date", "write it as 2026-04-01")
        return day

    def nodes(self, key: str) -> tuple[Node, ...]:
        """The items of the list under `key`; none where it is absent."""
        node = self.node.items.get(key)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.fault(
                key, f"`{key}` must be a list", "write its items as lines that start with `- `, or in [ ]"
            )
            return ()
        return node.items

    def words(self, key: str) -> tuple[str, ...]:
        """A list of names."""
        found = []
        for node in self.nodes(key):
            if isinstance(node, Scalar):
                found.append(node.text)
            else:
                self.fault(key, "each item must be a word", "write [one, two]", line=node.line)
        return tuple(found)

    def places(self, key: str) -> tuple["Place", ...]:
        """The mappings of the list under `key`."""
        found = []
        for index, node in enumerate(self.nodes(key), 1):
            if isinstance(node, Map):
                found.append(Place(self.file, node, f"{self.path}.{key}[{index}]".lstrip("."), self.faults))
            else:
                self.fault(
                    key, "each item must hold `key: value`", "write it as `- {key: value}`", line=node.line
                )
        return tuple(found)

    def place(self, key: str) -> "Place | None":
        """The mapping under `key`, or None where it is absent."""
        node = self.node.items.get(key)
        if node is None:
            return None
        if not isinstance(node, Map):
            self.fault(key, f"`{key}` must hold `key: value`", f"write it as `{key}: {{name: value}}`")
            return None
        return Place(self.file, node, f"{self.path}.{key}".lstrip("."), self.faults)

    def texts(self, key: str) -> dict[str, str]:
        """A mapping of names to texts; empty where absent."""
        place = self.place(key)
        return {name: place.text(name) for name in place.node.items} if place else {}


def whole_of(kind: str, text: str) -> int | None:
    """The whole number that a written value of a whole kind, a date or a yes/no stands for; None where none."""
    if kind == "money":
        return pence(text)
    if kind == "date":
        day = written_day(text)
        return day.toordinal() if day else None
    if kind == "yes_no":
        return {"yes": 1, "true": 1, "no": 0, "false": 0}.get(text)
    return int(text.split(".", maxsplit=1)[0]) if _WHOLE.match(text) else None
