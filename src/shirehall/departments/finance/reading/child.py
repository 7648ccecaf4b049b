"""Answers one request, in a process of its own: the request on standard input, the answer on standard output."""

import argparse
import sys

from shirehall.departments.finance.reading.limits import limit_process
from shirehall.departments.finance.reading.work import answered


def main() -> int:
    """0 when something was said of the file, whatever it is."""
    parser = argparse.ArgumentParser(prog="python -m shirehall.departments.finance.reading.child")
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--megabytes", type=int, required=True)
    given = parser.parse_args()
    limit_process(seconds=given.seconds, megabytes=given.megabytes)
    sys.stdout.buffer.write(answered(sys.stdin.buffer.read()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
