"""Uploads: what is taken, what is refused and in which words, and where the bytes go."""

import io
import os
import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shirehall.capabilities.documents.api import (
    Document,
    DocumentError,
    ScannerSilentError,
    content_of,
    response,
    store,
    store_as_it_came,
    sweep,
)
from shirehall.capabilities.documents.conftest import AT, PDF, Scanner
from shirehall.capabilities.documents.contents import content_type_of
from shirehall.capabilities.documents.names import clean_name
from shirehall.casework.models import Case


def archive(*entries: tuple[str, bytes], stored: bool = False) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return buffer.getvalue()


def picture(kind: str) -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, kind)
    return buffer.getvalue()


DOCX = archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"))
ODT = archive(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>"), stored=True)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40
WEB_PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
PROGRAM = b"MZ\x90\x00" + b"\x00" * 200

TAKEN = {
    "bill.pdf": (PDF, "application/pdf"),
    "photo.JPG": (picture("JPEG"), "image/jpeg"),
    "photo.png": (picture("PNG"), "image/png"),
    "photo.webp": (picture("WEBP"), "image/webp"),
    "scan.tif": (picture("TIFF"), "image/tiff"),
    "photo.heic": (HEIC, "image/heic"),
    "letter.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "letter.odt": (ODT, "application/vnd.oasis.opendocument.text"),
    "note.txt": ("My rent is £120 – Zoë".encode(), "text/plain"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_known_by_its_bytes(name: str) -> None:
    content, mime = TAKEN[name]
    found, cleaned = content_type_of(content, name)
    assert (found.mime, cleaned) == (mime, name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bill.pdf", WEB_PAGE, "The file is called bill.pdf but it is a web page."),
        ("photo.jpg", PDF, "The file is called photo.jpg but it is a PDF."),
        ("bill.pdf", PROGRAM, "The file is called bill.pdf but it is a program."),
        ("bill.exe", PDF, "The file is called bill.exe but it is a PDF."),
        ("bill.pdf.html", PDF, "The file is called bill.pdf.html but it is a PDF."),
        ("setup.exe", PROGRAM, "We cannot take this file: it is a program."),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "it is a drawing with code"),
        ("page.txt", WEB_PAGE, "The file is called page.txt but it is a web page."),
        ("files.zip", archive(("a.txt", b"x")), "it is a ZIP archive"),
        ("letter.docx", archive(("a.txt", b"x")), "The file is called letter.docx but it is a ZIP archive."),
        ("letter.docx", b"PK\x03\x04 and then nothing", "The file is called letter.docx but it is a ZIP archive."),
        ("empty.pdf", b"", "The file is empty."),
        ("big.pdf", PDF + b"\x00" * (11 * 1000 * 1000), "The file is larger than 10 MB."),
        ("locked.pdf", PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "locked with a password"),
        ("noise.pdf", b"\x00\x01\x02\x03" * 40, "but it is a kind of file that we do not know"),
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused_in_plain_words(name: str, content: bytes, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        content_type_of(content, name)
    assert words in str(caught.value)


def test_an_archive_that_unpacks_to_far_more_is_refused_without_unpacking() -> None:
    bomb = archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"\x00" * (250 * 1000 * 1000)))
    assert len(bomb) < 1000 * 1000
    with pytest.raises(DocumentError, match="unpacks to far more"):
        content_type_of(bomb, "letter.docx")


def test_a_document_with_macros_is_refused() -> None:
    content = archive(
        ("[Content_Types].xml", b"x"), ("word/document.xml", b"x"), ("word/vbaProject.bin", b"x")
    )
    with pytest.raises(DocumentError, match="macros"):
        content_type_of(content, "letter.docx")


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ada\\bill.pdf", "bill.pdf"),
        ("bill\u202efdp.exe.pdf", "billfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        ("scan", "scan.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name, ".pdf") == cleaned


@given(st.text(max_size=200))
def test_no_name_leads_out_of_its_folder_or_breaks_a_header(given_name: str) -> None:
    name = clean_name(given_name, ".pdf")
    assert "/" not in name
    assert "\\" not in name
    assert name.isprintable() or " " in name
    assert not set(name) & {"\r", "\n", "\x00", '"'}
    assert len(name) <= 130


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused(content: bytes) -> None:
    try:
        found, name = content_type_of(content, "upload")
    except DocumentError:
        return
    assert name.endswith(found.endings[0])


def test_an_upload_is_kept_privately_and_never_under_its_own_name(case: Case, folder: Path) -> None:
    kept = store(
        content=io.BytesIO(PDF), name="../../bill.pdf", by="resident", at=AT, channel="web", case=case
    )
    paths = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in paths] == [kept.pk]
    assert stat.S_IMODE(os.stat(paths[0]).st_mode) == 0o600  # noqa: PTH116
    assert content_of(kept) == PDF
    assert (kept.name, kept.scan, kept.scanned_at, kept.size) == ("bill.pdf", "not_scanned", None, len(PDF))


def test_a_clean_file_is_said_to_be_clean(case: Case, scanner: Scanner) -> None:
    kept = store(content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", case=case)
    assert (kept.scan, kept.scanned_at) == ("clean", AT)
    assert scanner.seen == [PDF]


def test_an_infected_file_is_refused_and_its_bytes_are_not_kept(
    case: Case, scanner: Scanner, folder: Path
) -> None:
    with pytest.raises(DocumentError, match="virus"):
        store(content=PDF + b"VIRUS", name="bill.pdf", by="resident", at=AT, channel="web", case=case)
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    row = Document.objects.get()
    assert (row.scan, row.stored_as, row.disposed_at) == ("infected", "", AT)


def test_a_scanner_that_does_not_answer_lets_nothing_through(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIREHALL_CLAMD", "127.0.0.1:9")
    with pytest.raises(DocumentError, match="Try again in a few minutes"):
        store(content=PDF, name="bill.pdf", by="resident", at=AT, channel="web", case=case)
    assert Document.objects.count() == 0


@pytest.mark.django_db
def test_what_came_is_kept_as_it_is_and_only_ever_saved() -> None:
    kept = store_as_it_came(
        content=b"From: a@example.org\r\n\r\nhello", name="../a\x00.eml", content_type="message/rfc822",
        by="mail", at=AT, channel="invoice_mail",
    )  # fmt: skip
    assert content_of(kept) == b"From: a@example.org\r\n\r\nhello"
    assert kept.name == "a.eml"
    saved = response(kept)
    assert saved["Content-Disposition"].startswith("attachment")
    assert b"".join(saved.streaming_content).endswith(b"hello")  # type: ignore[arg-type]
    # Closing the response would close the test's connection as well.
    for close in saved._resource_closers:  # type: ignore[attr-defined]
        close()
    assert sweep(at=AT + timedelta(days=3)) == 0, "like post it is let go by who took it in"
    with pytest.raises(DocumentError):
        store_as_it_came(
            content=b"", name="a.eml", content_type="message/rfc822", by="mail", at=AT, channel="invoice_mail"
        )


@pytest.mark.django_db
def test_a_scanner_that_is_silent_says_that_it_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_CLAMD", "127.0.0.1:9")
    with pytest.raises(ScannerSilentError):
        store_as_it_came(
            content=b"x",
            name="a.eml",
            content_type="message/rfc822",
            by="mail",
            at=AT,
            channel="invoice_mail",
        )
