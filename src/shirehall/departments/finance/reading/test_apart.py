"""A file is read in a process of its own, and one that would take the machine is stopped."""

import time
from pathlib import Path

import pytest

from shirehall.departments.finance.reading.api import Limits, read_invoice, read_safely
from shirehall.departments.finance.reading.test_file import UBL, as_file, bomb, bytes_of, drawn_page, written

GOOD = UBL.format(number="INV-0142", gross="600.00").encode()


def test_it_says_what_reading_here_says(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(bytes_of(written()))
    assert read_safely(file).to_json() == read_invoice(file.read_bytes()).to_json()
    assert read_safely(GOOD, "a.xml").to_json() == read_invoice(GOOD).to_json()


def test_a_picture_is_read_within_the_limits() -> None:
    found = read_safely(as_file(drawn_page()))
    assert found.value("gross") == "600.00"


GREEDY = {
    "time": "while True: pass",
    "sleep": "import time\ntime.sleep(60)",
    "memory": "held = []\nwhile True: held.append(bytearray(10_000_000))",
    "crash": "import os\nos.abort()",
    "noise": "print('x' * 3_000_000)",
    "other": "print('[1]')",
}


@pytest.mark.parametrize(("what", "kind"), [("time", "unsafe"), ("sleep", "unsafe"), ("memory", "unsafe"), ("crash", "unreadable"), ("noise", "unreadable"), ("other", "unreadable")])  # fmt: skip
def test_one_that_takes_too_much_is_stopped_and_the_next_is_read(
    what: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "from shirehall.departments.finance.reading.limits import limit_process\nlimit_process(seconds=2, megabytes=200)\n"
    (tmp_path / "greedy_reader.py").write_text(source + GREEDY[what])
    monkeypatch.syspath_prepend(tmp_path)
    begun = time.monotonic()
    found = read_safely(GOOD, "a.xml", limits=Limits(seconds=2, megabytes=200), module="greedy_reader")
    assert found.kind == kind
    assert found.problems
    assert time.monotonic() - begun < 10
    assert read_safely(GOOD, "a.xml").kind == "xml"


def test_a_bomb_of_a_pdf_ends_within_the_limits() -> None:
    begun = time.monotonic()
    found = read_safely(bomb(), limits=Limits(seconds=10))
    assert found.kind in ("unsafe", "unreadable")
    assert time.monotonic() - begun < 15


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert read_safely(b"<" * 30_000_001).kind == "unsafe"


def test_the_child_sees_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "telling_reader.py").write_text("import os, sys\nsys.exit('ANY_SECRET' in os.environ)")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("ANY_SECRET", "x")
    assert "failed" in read_safely(GOOD, module="telling_reader").problems[0]
