"""Training the readers of signs on what our own pen wrote: seeded, so that the same weights come out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from shirehall.channels.paper.learning.pen import plain_hand, some_hand, write
from shirehall.channels.paper.reading.features import Sign, darkness, sign_of
from shirehall.channels.paper.reading.signs import DIGITS, SIGNS

Numbers = NDArray[np.float32]
_SMOOTH = 0.02
_PLAIN = 0.45
"""How many of the hands are such as most people's; the others go further."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Signs that were written, and the place of each in the list of signs."""

    inside: Numbers
    stretched: Numbers
    meant: NDArray[np.int64]


def examples(signs: str, count: int, seed: int) -> Examples:
    """`count` of each sign, each in a hand of its own, in cells of both sizes, as scans or photos show them."""
    random = np.random.default_rng(seed)
    found: list[tuple[Sign, int]] = []
    for number, sign in enumerate(signs):
        for _each in range(count * (2 if sign == "?" else 1)):
            seen = sign_of(_seen(sign, random))
            if seen is not None:
                found.append((seen, number))
    return Examples(
        np.stack([each.inside for each, _number in found]),
        np.stack([each.stretched for each, _number in found]),
        np.array([number for _each, number in found]),
    )


def _seen(sign: str, random: np.random.Generator) -> Numbers:
    width, height = (5.2, 7.3) if random.random() < 0.75 else (7.7, 10.3)
    hand = (plain_hand if random.random() < _PLAIN else some_hand)(random)
    cell = write(sign, hand, random, width=width, height=height).astype(np.float32)
    if random.random() < 0.8:
        cell = cv2.GaussianBlur(cell, (0, 0), random.uniform(0.3, 1.5)).astype(np.float32)
    noisy = cell + random.normal(0, random.uniform(0, 14), cell.shape)
    picture = np.clip(noisy, 0, 255).astype(np.uint8)
    if random.random() < 0.5:
        _done, packed = cv2.imencode(
            ".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 80))]
        )
        picture = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)  # type: ignore[assignment]
    return darkness(picture, 250, max(20.0, hand.dark))


def fit(
    given: Numbers, meant: NDArray[np.int64], classes: int, *, hidden: int, rounds: int, seed: int
) -> dict[str, Numbers]:
    """A net of one hidden layer: Adam, smoothed targets, a part of the inputs left out at random."""
    random = np.random.default_rng(seed)
    mean, spread = given.mean(axis=0), given.std(axis=0) + 0.02
    scaled = (given - mean) / spread
    begun = {
        "w1": random.normal(0, np.sqrt(2 / given.shape[1]), (given.shape[1], hidden)), "b1": np.zeros(hidden),
        "w2": random.normal(0, np.sqrt(1 / hidden), (hidden, classes)), "b2": np.zeros(classes),
    }  # fmt: skip
    net = {name: value.astype(np.float32) for name, value in begun.items()}
    first = {name: np.zeros_like(value) for name, value in net.items()}
    second = {name: np.zeros_like(value) for name, value in net.items()}
    wanted = np.full((classes, classes), _SMOOTH / classes, np.float32) + np.eye(
        classes, dtype=np.float32
    ) * (1 - _SMOOTH)
    batch, step = 256, 0
    total = rounds * (len(meant) // batch)
    for _round in range(rounds):
        order = random.permutation(len(meant))
        for start in range(0, len(order) - batch + 1, batch):
            step += 1
            chosen = order[start : start + batch]
            x = scaled[chosen] * (random.random((batch, scaled.shape[1])) > 0.1)
            h = np.maximum(x @ net["w1"] + net["b1"], 0)
            scores = h @ net["w2"] + net["b2"]
            chance = np.exp(scores - scores.max(axis=1, keepdims=True))
            chance /= chance.sum(axis=1, keepdims=True)
            off = (chance - wanted[meant[chosen]]) / batch
            back = (off @ net["w2"].T) * (h > 0)
            slopes: dict[str, Numbers] = {
                "w2": h.T @ off,
                "b2": off.sum(axis=0),
                "w1": x.T @ back,
                "b1": back.sum(axis=0),
            }
            _adam(net, slopes, first, second, step, 2e-3 * (1 - step / (total + 1)))
    # The scaling goes into the first layer, so that a reader only multiplies.
    w1 = net["w1"] / spread[:, None]
    return {"w1": w1, "b1": net["b1"] - mean @ w1, "w2": net["w2"], "b2": net["b2"]}


def _adam(
    net: dict[str, Numbers], slopes: Mapping[str, Numbers], first: dict[str, Numbers],
    second: dict[str, Numbers], step: int, rate: float,
) -> None:  # fmt: skip
    for name, slope in slopes.items():
        wide = slope + 1e-5 * net[name]
        first[name] = (0.9 * first[name] + 0.1 * wide).astype(np.float32)
        second[name] = (0.999 * second[name] + 0.001 * wide**2).astype(np.float32)
        net[name] = net[name] - (
            rate * (first[name] / (1 - 0.9**step)) / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
        ).astype(np.float32)


def train(*, seed: int, count: int, rounds: int, to: Path) -> None:
    """Train all four readers and keep their weights."""
    kept: dict[str, NDArray[np.float16]] = {}
    for name, signs, hidden in (("digits", DIGITS, 96), ("signs", SIGNS, 128)):
        learned = examples(signs, count * (3 if name == "digits" else 1), seed)
        for part, given in (("inside", learned.inside), ("stretched", learned.stretched)):
            net = fit(given, learned.meant, len(signs), hidden=hidden, rounds=rounds, seed=seed + len(part))
            kept |= {f"{name}.{part}.{key}": value.astype(np.float16) for key, value in net.items()}
    np.savez_compressed(to, **kept)  # type: ignore[arg-type]
