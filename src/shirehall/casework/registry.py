"""The one shape of all registries: entries by name, in the order they came, none twice."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """What other apps bring, by name. `what` is the word for an entry, for messages."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, entry: Entry) -> None:
        """Add an entry. Raises ValueError where another one has the name."""
        if name in self._entries:
            raise ValueError(f"two {self._what}s are called {name!r}")
        self._entries[name] = entry

    def get(self, name: str) -> Entry | None:
        """The entry of that name, or None."""
        return self._entries.get(name)

    def names(self) -> tuple[str, ...]:
        """Every name, in the order of coming."""
        return tuple(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())
