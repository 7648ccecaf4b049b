"""What stands under a question on paper: ticks, rows of cells, lines to write on."""

from dataclasses import dataclass

from shirehall.channels.paper.printing.keys import Key


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick, with its words."""

    key: Key
    words: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick, of which one or several may be ticked."""

    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Comb:
    """Cells beside each other, one sign in each. `signs` says which signs are read (see reading/signs.py): "digits",
    "letters", "capitals" (letters, digits and what stands between), "email", or one letter a cell: A a letter, 9 a
    digit, * both. `groups` are the cells that stand together. `before` and `after` are printed beside it."""

    key: Key
    groups: tuple[int, ...]
    signs: str
    label: str = ""
    before: str = ""
    after: str = ""

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return sum(self.groups)


@dataclass(frozen=True, slots=True)
class Combs:
    """Combs beside each other: day, month, year."""

    combs: tuple[Comb, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Free lines for words; `lines` of them."""

    key: Key
    lines: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of print, such as what to send along."""

    text: str


Shape = Ticks | Combs | Lines | Words


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as it is printed: its number, its words, and what is said before its boxes."""

    number: str
    ask: str
    notes: tuple[str, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the definition on paper. `sub` is true for one item of a repeated page."""

    title: str
    notes: tuple[str, ...]
    asks: tuple[Ask, ...]
    sub: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole form, before it is set."""

    sections: tuple[Section, ...]
