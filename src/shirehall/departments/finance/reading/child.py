"""Reads one file, in a process of its own: the content on standard input, one JSON object on standard output."""

import argparse
import json
import sys

from shirehall.departments.finance.reading.file import read_invoice
from shirehall.departments.finance.reading.limits import limit_process


def main() -> int:
    """0 when something was said of the file, whatever it is."""
    parser = argparse.ArgumentParser(prog="python -m shirehall.departments.finance.reading.child")
    parser.add_argument("--name", default="")
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--megabytes", type=int, required=True)
    given = parser.parse_args()
    limit_process(seconds=given.seconds, megabytes=given.megabytes)
    found = read_invoice(sys.stdin.buffer.read(), given.name)
    json.dump(found.to_json(), sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
