"""The names of boxes: which page, item, question, box of the question and part of it a printed box is for."""

from dataclasses import dataclass

_PARTS = "|"


@dataclass(frozen=True, slots=True)
class Key:
    """A printed box. `item` from 1 on a repeated page, else 0; `box` as the question's type names it; `part` an
    option that is ticked, "pounds" and "pence", the row of a long answer, or one of the words below."""

    page: str
    item: int
    fact: str
    box: str = ""
    part: str = ""

    def __str__(self) -> str:
        return _PARTS.join((self.page, str(self.item), self.fact, self.box, self.part))


def key_of(text: str) -> Key:
    """The key that `str` made. Raises ValueError."""
    page, item, fact, box, part = text.split(_PARTS)
    return Key(page, int(item), fact, box, part)


DECLINE = "-decline"
"""The tick for "I don't know". No option of a definition begins with a dash."""
MINUS = "-minus"
"""The tick for an amount below nothing."""
LIST = ""
"""The fact of the question how many items of a repeated page there are; its parts follow."""
NONE, ALL, MORE = "-none", "-all", "-more"
SIGNING = "-signing"
"""The page of the signature and of the question which council."""
COUNCIL, SIGNATURE, SIGNED_ON = "-council", "-signature", "-signed_on"
