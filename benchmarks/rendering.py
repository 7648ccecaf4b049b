"""Rendering pages that residents see, against its goals: CPU and queries of each, one JSON line a goal.

Run `python -m benchmarks.rendering`. The whole of Django's stack runs, in one process and without a network.
"""

import sys

from benchmarks.measuring.environment import run_apart

if __name__ == "__main__":
    sys.exit(run_apart("benchmarks.sides.drawing", []))
