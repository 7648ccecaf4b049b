"""Two readers of signs, trained on our own strokes (`learning/`), and when they are sure.

They look at different things: one at the directions of the edges of the upright sign, the other at the ink itself,
stretched to a square. A third check counts holes. A sign is sure only where all three agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shirehall.channels.paper.reading.features import Sign

Numbers = NDArray[np.float32]
DIGITS = "0123456789?"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKS = "@.-',&/_+"
SIGNS = DIGITS[:-1] + CAPITALS + MARKS + "?"
"""What the readers tell apart, in the order of their outputs. "?" is no sign."""
ALLOWED: Mapping[str, str] = {
    "digits": DIGITS[:-1],
    "capitals": DIGITS[:-1] + CAPITALS + ".-',&/",
    "letters": CAPITALS + ".-'",
    "email": SIGNS[:-1],
    "A": CAPITALS,
    "9": DIGITS[:-1],
    "*": DIGITS[:-1] + CAPITALS,
}
"""Which signs a cell may hold, by what the form says of it."""
WEIGHTS = Path(__file__).with_name("signs.npz")
_ODD, _RIM = 0.96, 0.18
_EASILY_MEANT: Mapping[str, float] = {"1": 0.85, "7": 0.9}
"""Digits that another becomes when the pen stops short (a 2 without its foot) or is pulled (a 1 with a long flag)."""
_HOLES: Mapping[str, tuple[int, ...]] = {
    "0": (0, 1), "1": (0,), "2": (0, 1), "3": (0,), "4": (0, 1), "5": (0,), "6": (0, 1), "7": (0,), "8": (1, 2),
    "9": (0, 1), "A": (0, 1), "B": (1, 2), "C": (0,), "D": (0, 1), "E": (0,), "F": (0,), "G": (0,), "H": (0,),
    "I": (0,), "J": (0,), "K": (0,), "L": (0,), "M": (0,), "N": (0,), "O": (0, 1), "P": (0, 1), "Q": (0, 1, 2),
    "R": (0, 1), "S": (0,), "T": (0,), "U": (0,), "V": (0,), "W": (0,), "X": (0,), "Y": (0,), "Z": (0,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a cell was read as: `sign` ("" where it is empty), the lower of the two readers' chances, whether it is
    sure, and up to three `others` that it may be, most likely first."""

    sign: str
    chance: float
    sure: bool
    others: str = ""


EMPTY = Seen("", 1.0, sure=True)


SURE_FROM: Mapping[str, float] = {
    "digits": 0.75, "9": 0.75, "A": 0.85, "*": 0.9, "letters": 0.98, "capitals": 0.98, "email": 0.98,
}  # fmt: skip
"""What both readers must give a sign for it to be sure. Digits are checked again by their question (a day, an amount
within bounds); nothing checks a name. `paper-trial` prints what follows from this."""


def read_signs(
    cells: Sequence[Sign | None], kinds: Sequence[str], *, sure_from: Mapping[str, float] = SURE_FROM
) -> list[Seen]:
    """Each cell as it was read; `kinds` says what each may hold (a key of ALLOWED)."""
    found = [EMPTY] * len(cells)
    for net, names in (("digits", ("digits", "9")), ("signs", ("capitals", "letters", "email", "A", "*"))):
        places = [
            at for at, (cell, kind) in enumerate(zip(cells, kinds, strict=True)) if cell and kind in names
        ]
        if not places:
            continue
        signs = [cell for at in places if (cell := cells[at]) is not None]
        inside = _chances(net, "inside", np.stack([each.inside for each in signs]))
        stretched = _chances(net, "stretched", np.stack([each.stretched for each in signs]))
        classes = DIGITS if net == "digits" else SIGNS
        for at, sign, first, second in zip(places, signs, inside, stretched, strict=True):
            found[at] = _seen(sign, first, second, classes, ALLOWED[kinds[at]], sure_from[kinds[at]])
    return found


def _seen(sign: Sign, first: Numbers, second: Numbers, classes: str, allowed: str, sure_from: float) -> Seen:
    mask = np.array([each in allowed or each == "?" for each in classes])
    first, second = first * mask, second * mask
    first, second = first / (first.sum() + 1e-9), second / (second.sum() + 1e-9)
    both = np.sqrt(first * second)
    both[classes.index("?")] = 0
    order = [classes[number] for number in np.argsort(-both)[:3]]
    best = classes.index(order[0])
    chance = float(min(first[best], second[best]))
    # A sign with holes where it has none, or one that runs along the rim, must be plainer than others.
    odd = sign.holes not in _HOLES.get(order[0], (0, 1)) or sign.edge > _RIM
    least = max(sure_from, _EASILY_MEANT.get(order[0], 0.0), _ODD if odd else 0.0)
    sure = chance >= least and (int(first.argmax()) == int(second.argmax()) == best)
    return Seen(order[0], chance, sure, "".join(order[1:]))


def _chances(net: str, part: str, given: Numbers) -> Numbers:
    weights = _weights()
    w1, b1, w2, b2 = (weights[f"{net}.{part}.{key}"] for key in ("w1", "b1", "w2", "b2"))
    scores = np.maximum(given @ w1 + b1, 0) @ w2 + b2
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    return chances / chances.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


@cache
def _weights() -> Mapping[str, Numbers]:
    with np.load(WEIGHTS) as kept:
        return {name: kept[name].astype(np.float32) for name in kept.files}
