"""An address out of one message: lines or commas part it, and the postcode may stand anywhere."""

import re

from shirehall.kernel.questions.postcode import WITHIN, found_in, normalise

_HOUSE_NUMBER = re.compile(r"[0-9]{1,5}[A-Za-z]?")
_CODE_ABROAD = re.compile(r"(?=.*[0-9])[A-Za-z0-9 -]{3,12}")
MOST_PARTS = 10
_SHIRE = re.compile(r"[a-z]{3,}(?: [a-z]+)?shire|isle of [a-z]+")
_COUNTIES = frozenset((
    "avon", "cornwall", "county durham", "cumbria", "devon", "dorset", "east sussex", "essex",
    "greater manchester", "kent", "merseyside", "middlesex", "norfolk", "northumberland",
    "rutland", "somerset", "suffolk", "surrey", "tyne and wear", "west midlands", "west sussex",
))  # fmt: skip


def parts_of(text: str, *, abroad: bool, needed: frozenset[str]) -> dict[str, str] | None:
    """The boxes of an address (line_1, line_2, town, postcode), or None where it cannot be parted for certain."""
    postcodes = found_in(text)
    if len(postcodes) > 1:
        return None
    rest = WITHIN.sub(lambda match: "" if normalise(match[0]) else match[0], text)
    parts = _split(rest)
    boxes = {"postcode": postcodes[0]} if postcodes else {}
    if abroad and not postcodes and len(parts) > 2 and _CODE_ABROAD.fullmatch(parts[-1]):
        boxes["postcode"] = parts.pop()
    if not parts or len(parts) > MOST_PARTS:
        return boxes if boxes and not needed & {"line_1", "town"} and not parts else None
    if len(parts) == 1:
        return _of_one(parts[0], boxes, needed)
    if len(parts) > 2 and _is_county(parts[-1]):
        parts.pop()
    *lines, town = parts
    boxes |= {"line_1": lines[0], "town": town}
    if len(lines) > 1:
        boxes["line_2"] = ", ".join(lines[1:])
    return boxes


def _is_county(part: str) -> bool:
    """Whether a part is a county, which no post needs. Counties that are called as a town is are none."""
    return part.casefold() in _COUNTIES or bool(_SHIRE.fullmatch(part.casefold()))


def _of_one(part: str, boxes: dict[str, str], needed: frozenset[str]) -> dict[str, str] | None:
    """A single part is the street or the town, where only the one of them is needed."""
    wanted = [box for box in ("line_1", "town") if box in needed]
    return {**boxes, wanted[0]: part} if len(wanted) == 1 else None


def _split(text: str) -> list[str]:
    """The parts: by lines where there are several, else by commas. A house number goes with its street."""
    by_line = [part for line in text.split("\n") if (part := line.strip(" ,.;"))]
    if len(by_line) > 1:
        return _with_numbers(by_line)
    return _with_numbers([part for each in re.split(r"[,;\n]", text) if (part := each.strip(" .;"))])


def _with_numbers(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and _HOUSE_NUMBER.fullmatch(joined[-1]):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined
