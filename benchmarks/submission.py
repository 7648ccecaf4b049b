"""Submissions against their goals, over HTTP, on SQLite and on PostgreSQL: one JSON line a goal.

Run `python -m benchmarks.submission`, or with `--database sqlite` for one of the two. Shirehall, BARE (a plain Django
form) and a form page of Wagtail run behind the same server, each on a database of its own with the same durability.
Their rounds take turns; rows are read back after each.
"""

import argparse
import sys

from benchmarks.measuring.environment import TITLES, postgresql_is_here, run_apart


def main() -> int:
    """Run it on each database that is here. 1 where a side did not do what it promised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.submission")
    parser.add_argument("--database", choices=[*TITLES], help="one of the two (default: both)")
    chosen = parser.parse_args().database
    failed = 0
    for engine in TITLES:
        if chosen not in (None, engine):
            continue
        if engine == "postgresql" and not postgresql_is_here():
            print("PostgreSQL's server is missing, so nothing is said of it.", file=sys.stderr)
            continue
        failed |= run_apart("benchmarks.sides.submitting", [engine], engine)
    return failed


if __name__ == "__main__":
    sys.exit(main())
