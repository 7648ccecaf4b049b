"""The drop folder: whole files are taken once, and moved when what came of them stands."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shirehall.departments.finance.intake import folder as drop
from shirehall.departments.finance.intake.conftest import AT, PDF, archive, mail
from shirehall.departments.finance.intake.folder import take_from_folder
from shirehall.departments.finance.intake.models import IncomingMessage, Mailbox
from shirehall.departments.finance.invoices.models import InvoiceFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    monkeypatch.setenv("SHIREHALL_INVOICE_FOLDER", str(tmp_path / "in"))
    take_from_folder(AT)
    return tmp_path / "in"


def put(path: Path, content: bytes, *, seconds_ago: float = 60) -> None:
    path.write_bytes(content)
    moment = AT.timestamp() - seconds_ago
    os.utime(path, (moment, moment))


def lies(folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}


def test_files_are_taken_and_moved(folder: Path) -> None:
    put(folder / "bill.pdf", PDF)
    put(folder / "west_dorset" / "two.zip", archive(("two.pdf", PDF + b"2")))
    put(folder / "mail.eml", mail(("three.pdf", "application/pdf", PDF + b"3")))
    assert take_from_folder(AT) == 3
    assert {(each.name, each.authority) for each in InvoiceFile.objects.all()} == {
        ("bill.pdf", ""), ("two.pdf", "west_dorset"), ("three.pdf", ""),
    }  # fmt: skip
    assert {Path(each).parent.name for each in lies(folder)} == {"done"}
    assert take_from_folder(AT) == 0
    assert Mailbox.objects.get(name="folder").problem == ""


def test_a_file_that_is_being_written_waits(folder: Path) -> None:
    put(folder / "fresh.pdf", PDF, seconds_ago=0.5)
    put(folder / "bill.pdf.part", PDF)
    put(folder / ".hidden.pdf", PDF)
    (folder / "link.pdf").symlink_to("/etc/passwd")
    assert take_from_folder(AT) == 0
    put(folder / "fresh.pdf", PDF, seconds_ago=5)
    assert take_from_folder(AT) == 1
    assert (folder / "link.pdf").is_symlink()


def test_what_cannot_be_taken_says_why_beside_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_INVOICE_MESSAGE_MEGABYTES", "1")
    put(folder / "notes.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    put(folder / "empty.pdf", b"")
    put(folder / "huge.pdf", PDF + b"0" * 1_000_000)
    assert take_from_folder(AT) == 3
    told = {
        path.name.partition("-")[2] or path.name: path.read_text()
        for path in (folder / "trouble").glob("*.txt")
    }
    assert set(told) == {"notes.docx.txt", "empty.pdf.txt", "huge.pdf.txt"}
    assert "Word or Excel" in told["notes.docx.txt"]
    assert "empty" in told["empty.pdf.txt"]
    assert "larger" in told["huge.pdf.txt"]
    assert not InvoiceFile.objects.exists()


def test_killed_before_it_is_moved_it_is_only_moved(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder / "bill.pdf", PDF)
    with monkeypatch.context() as patched:
        patched.setattr(drop, "_move", lambda *_given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            take_from_folder(AT)
    assert (InvoiceFile.objects.count(), (folder / "bill.pdf").exists()) == (1, True)
    assert take_from_folder(AT + timedelta(minutes=1)) == 1
    assert (InvoiceFile.objects.count(), IncomingMessage.objects.count()) == (1, 1)
    # The same name with other bytes is another file.
    put(folder / "bill.pdf", PDF + b"other")
    assert take_from_folder(AT + timedelta(minutes=2)) == 1
    assert InvoiceFile.objects.count() == 2


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("SHIREHALL_INVOICE_FOLDER", str(tmp_path / "file" / "in"))
    assert take_from_folder(AT) == 0
    assert "cannot be used" in Mailbox.objects.get(name="folder").problem


def test_names_that_steer(folder: Path) -> None:
    put(folder / "a\nb\u202egp.pdf", PDF)
    put(folder / "-rf.pdf", PDF + b"1")
    assert take_from_folder(AT) == 2
    assert all("\n" not in each and "\u202e" not in each for each in lies(folder))
