"""Read one YAML file strictly: scalars stay text, a repeated key is refused, every complaint names file, line and mend.

PyYAML's own loader turns `yes` into True and `1:30` into 90, and lets the second of two equal keys win in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml


class PartnershipError(ValueError):
    """The partnership's data cannot be used. The text names file, line, key and what would mend it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value with the place it stands at. `value` is a text, a list of entries or a mapping of entries."""

    value: "str | list[Entry] | dict[str, Entry]"
    file: str
    line: int
    key: str

    def wrong(self, complaint: str) -> PartnershipError:
        """An error about this place, ready to be raised."""
        return PartnershipError(f"{self.file}, line {self.line}, {self.key or 'the whole file'}: {complaint}")

    def text(self) -> str:
        """The text here; blank is refused."""
        if not isinstance(self.value, str):
            raise self.wrong("this must be one text. Write it on one line after the colon.")
        if not self.value.strip():
            raise self.wrong("this is empty. Write a text after the colon, or take the line out.")
        return self.value.strip()

    def number(self) -> int:
        """The whole number here, not below nought."""
        text = self.text()
        if not (text.isascii() and text.isdigit()):
            raise self.wrong(f"'{text}' is not a whole number. Write digits only, as in 1250.")
        return int(text)

    def one_of(self, allowed: Iterator[str] | tuple[str, ...] | list[str], kind: str) -> str:
        """The text here, which must be one of `allowed`; `kind` says what they are."""
        text, known = self.text(), sorted(allowed)
        if text not in known:
            raise self.wrong(f"'{text}' is not {kind}. Use one of: {', '.join(known)}.")
        return text

    def items(self) -> "list[Entry]":
        """The list here."""
        if not isinstance(self.value, list):
            raise self.wrong("this must be a list. Write it in square brackets, or one '- ' a line.")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """The list of texts here."""
        return tuple(item.text() for item in self.items())

    def mapping(self) -> "dict[str, Entry]":
        """The keys and values here."""
        if not isinstance(self.value, dict):
            raise self.wrong("this must hold keys and values. Write 'key: value', one a line.")
        return self.value

    def fields(self, *needed: str, optional: tuple[str, ...] = ()) -> "dict[str, Entry]":
        """The mapping here, which must hold all of `needed` and nothing beyond `optional`."""
        found = self.mapping()
        for key in found:
            if key not in needed and key not in optional:
                known = ", ".join((*needed, *optional))
                raise found[key].wrong(f"the key '{key}' is not known here. Known keys: {known}.")
        for key in needed:
            if key not in found:
                raise self.wrong(f"'{key}' is missing. Add a line '{key}: ...'.")
        return found


def read_yaml(path: Path) -> Entry:
    """The file as entries. Raises PartnershipError for a missing, unreadable or malformed file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PartnershipError(f"{path.name} is missing from {path.parent}. Add the file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise PartnershipError(f"{path.name} cannot be read ({error}). Save it as UTF-8 text.") from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_anchors_and_tags(text, path.name)
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0) + 1
        mend = "Look at the spaces, colons and quotation marks there."
        raise PartnershipError(f"{path.name}, line {line}: {error.problem}. {mend}") from error
    except yaml.YAMLError as error:
        raise PartnershipError(f"{path.name}: this is not YAML ({error}).") from error
    if node is None:
        raise PartnershipError(f"{path.name}, line 1: the file is empty. Write 'key: value' lines.")
    return _entry(node, path.name, "")


def _refuse_anchors_and_tags(text: str, file: str) -> None:
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        place = f"{file}, line {_line(event)}"
        if getattr(event, "anchor", None):
            raise PartnershipError(f"{place}: anchors (& and *) are not used. Write the value out.")
        # An event's tag is the one written in the file: a value without one has none here.
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise PartnershipError(f"{place}: the tag '{tag}' is not used. Take it out.")


def _line(marked: yaml.Event | yaml.Node) -> int:
    # The stubs allow a mark to be missing; the composer and the parser always set it.
    mark = marked.start_mark
    return mark.line + 1 if mark else 1


def _entry(node: yaml.Node, file: str, key: str) -> Entry:
    line = _line(node)
    if isinstance(node, yaml.MappingNode):
        return Entry(_mapping(node, file, key), file, line, key)
    if isinstance(node, yaml.SequenceNode):
        items = [_entry(item, file, f"{key}[{number}]") for number, item in enumerate(node.value, start=1)]
        return Entry(items, file, line, key)
    return Entry(str(node.value), file, line, key)


def _mapping(node: yaml.MappingNode, file: str, key: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for name_node, value_node in node.value:
        line = _line(name_node)
        if not isinstance(name_node, yaml.ScalarNode):
            raise PartnershipError(f"{file}, line {line}: a key must be one word.")
        name = str(name_node.value)
        if name in found:
            first = found[name].line
            raise PartnershipError(
                f"{file}, line {line}, {name}: the key stands twice (first on line {first}). Keep one of them."
            )
        found[name] = _entry(value_node, file, f"{key}.{name}" if key else name)
    return found
