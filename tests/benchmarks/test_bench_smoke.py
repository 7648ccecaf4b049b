"""The benchmarks run from end to end, with counts that say nothing of speed. What they read back they hold themselves to."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.repository.tree import ROOT


def lines_of(*command: str) -> list[dict[str, Any]]:
    """Run a benchmark short, and give its lines."""
    environment = {**os.environ, "BENCH_SHORT": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    ran = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_submissions_are_measured_and_read_back() -> None:
    lines = lines_of("benchmarks.submission", "--database", "sqlite")
    assert [line["goal"] for line in lines] == [
        "whole work, drained: CPU against BARE, SQLite",
        "whole work, drained, with the receipt PDF: CPU against BARE, SQLite",
        "submission to decided case against BARE, SQLite",
        "submission to decided case against a wagtail.contrib.forms page, SQLite",
    ]
    assert all({"ratio", "met", "rounds", "load"} <= line.keys() for line in lines)


def test_a_large_database_is_made_and_submitted_to() -> None:
    (line,) = lines_of("benchmarks.size")
    assert line["goal"] == "cost of a submission at 60 cases against 20: CPU, SQLite"


def test_pages_are_rendered() -> None:
    lines = lines_of("benchmarks.rendering")
    assert {line["unit"] for line in lines} == {"ms", "queries"}
    assert all(line["met"] for line in lines if line["unit"] == "queries")


def test_invoices_are_read() -> None:
    lines = lines_of("benchmarks.invoices")
    assert len(lines) == 8
    assert lines[0]["goal"] == "scanned pages a minute on one core"
    assert lines[-1]["read"] == 12
