"""Strokes for the trial alone. Nothing learns from them and nothing is tuned on them; `learning` never imports this.

They are drawn in another way than the strokes that are learned from: arcs of ellipses and lines, on a sheet of 100 by
100, y downwards. `a x y rx ry from to` is an arc in degrees, clockwise from the right; `m x y x y ...` a line.
"""

from collections.abc import Mapping

Part = tuple[str, tuple[float, ...]]

_WRITTEN: Mapping[str, str] = {
    "0": "a 50 50 34 46 -100 262",
    "1": "m 34 22 52 4 52 96",
    "2": "a 48 28 32 24 -170 40 m 72 44 18 94 86 94",
    "3": "a 44 27 30 23 -150 88 a 44 72 34 25 -92 150",
    "4": "m 58 4 14 64 88 64 m 66 34 66 97",
    "5": "m 78 6 28 6 24 44 a 46 68 34 28 -125 140",
    "6": "m 62 4 26 50 a 48 71 27 25 -160 200",
    "7": "m 14 8 84 8 38 96",
    "8": "a 50 27 25 22 90 450 a 50 73 31 25 -90 270",
    "9": "a 46 30 28 25 0 360 m 74 30 70 62 56 96",
    "A": "m 10 96 48 4 88 96 m 24 66 76 66",
    "B": "m 20 4 20 96 a 38 27 34 23 -120 118 m 20 50 40 50 a 38 73 40 23 -118 120",
    "C": "a 56 50 40 46 -50 -310",
    "D": "m 20 4 20 96 a 28 50 56 46 -98 98",
    "E": "m 82 6 20 6 20 94 84 94 m 20 50 66 50",
    "F": "m 82 6 22 6 22 97 m 22 48 66 48",
    "G": "a 54 50 38 46 -50 -355 m 92 54 60 54",
    "H": "m 16 4 16 96 m 84 4 84 96 m 16 52 84 52",
    "I": "m 50 4 50 96",
    "J": "m 66 4 66 70 a 44 70 22 25 0 160",
    "K": "m 20 4 20 96 m 80 6 22 56 m 38 44 84 96",
    "L": "m 22 4 22 94 82 94",
    "M": "m 10 96 16 4 50 60 84 4 90 96",
    "N": "m 16 96 16 4 84 96 84 4",
    "O": "a 50 50 42 45 -90 268",
    "P": "m 22 4 22 97 a 36 29 42 25 -110 112",
    "Q": "a 50 48 42 43 -90 270 m 62 66 92 99",
    "R": "m 20 4 20 96 a 36 29 40 24 -112 112 m 42 53 84 97",
    "S": "a 52 28 32 23 -30 -240 a 46 73 36 23 -75 150",
    "T": "m 8 6 92 6 m 50 6 50 97",
    "U": "m 14 4 14 60 a 49 60 35 36 180 0 m 84 60 84 4",
    "V": "m 10 4 48 96 88 4",
    "W": "m 4 4 26 96 50 34 74 96 96 4",
    "X": "m 12 4 88 96 m 86 4 14 96",
    "Y": "m 12 4 50 48 m 88 4 50 48 50 97",
    "Z": "m 14 6 86 6 14 94 88 94",
    ".": "m 48 92 52 95",
    "-": "m 24 52 78 51",
    "'": "m 54 4 48 22",
    ",": "m 54 88 44 106",
    "&": "m 90 96 34 34 a 46 22 16 18 140 420 a 42 72 28 24 -80 -380",
    "/": "m 78 4 22 97",
    "_": "m 4 96 96 96",
    "+": "m 50 20 50 84 m 18 52 82 52",
    "@": "a 52 52 17 19 0 360 a 50 50 42 44 20 330",
}  # fmt: skip


def _read(text: str) -> tuple[Part, ...]:
    parts: list[tuple[str, list[float]]] = []
    for word in text.split():
        if word in ("a", "m"):
            parts.append((word, []))
        else:
            parts[-1][1].append(float(word))
    return tuple((kind, tuple(numbers)) for kind, numbers in parts)


SHAPES: Mapping[str, tuple[Part, ...]] = {sign: _read(text) for sign, text in _WRITTEN.items()}
"""Each sign -> the arcs and lines it is drawn with."""
