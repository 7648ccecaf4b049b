"""What a submission costs in a large database against a small one: one JSON line.

Run `python -m benchmarks.size` for 200,000 cases against 10,000, and with `--cases 1000000` for the size of the goal.
Cases of a true submission each are copied by SQL, with every row that belongs to them; then both databases take turns.
"""

import argparse
import sys

from benchmarks.measuring.environment import SHORT, run_apart

SMALL, LARGE = (20, 60) if SHORT else (10_000, 200_000)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.size")
    parser.add_argument("--cases", type=int, default=LARGE, help=f"the larger size (default: {LARGE})")
    sys.exit(run_apart("benchmarks.sides.growing", [str(SMALL), str(parser.parse_args().cases)]))
