"""`python -m shirehall.channels.paper.learning`: train the readers of signs, and keep their weights."""

import argparse
from pathlib import Path

from shirehall.channels.paper.learning.train import train
from shirehall.channels.paper.reading.signs import WEIGHTS


def main() -> None:
    """The weights that ship were made with the defaults; numbers differ in the last places between machines."""
    parser = argparse.ArgumentParser(description="Train the readers of signs on strokes of our own.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--count", type=int, default=1700, help="how often each sign is written (default: 1700)"
    )
    parser.add_argument("--rounds", type=int, default=32, help="how often all of them are seen (default: 32)")
    parser.add_argument(
        "--to", type=Path, default=WEIGHTS, help="where the weights go (default: beside the reader)"
    )
    asked = parser.parse_args()
    train(seed=asked.seed, count=asked.count, rounds=asked.rounds, to=asked.to)


if __name__ == "__main__":
    main()
