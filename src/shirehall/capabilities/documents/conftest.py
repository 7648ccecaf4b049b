"""A private folder for the test, cases to hang documents on, and a scanner that speaks ClamAV's protocol."""

import socket
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from shirehall.casework.api import make_reference
from shirehall.casework.models import Case, ServiceVersion

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the documents of this test lie; no scanner is set up."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    monkeypatch.delenv("SHIREHALL_CLAMD", raising=False)
    return tmp_path / "documents"


@pytest.fixture
def case(db: None) -> Case:
    """A case for West Dorset."""
    return make_case()


def make_case() -> Case:
    """A settled case of a service that the benefits team owns."""
    text = "service: bins"
    version, _made = ServiceVersion.objects.get_or_create(
        service="bins", number=1,
        defaults={
            "hash": "0" * 64, "texts": {"service.yaml": text}, "title": "Bins", "owner": "revenues_and_benefits",
            "published_at": AT, "published_by": "test",
        },
    )  # fmt: skip
    return Case.objects.create(
        reference=make_reference(), service="bins", service_version=version, authority="west_dorset", channel="web",
        state="open", outcome="refer", queue="benefits", submitted_at=AT, decide_by_on=AT.date(),
    )  # fmt: skip


class Scanner:
    """ClamAV's INSTREAM over TCP: finds a virus where the bytes say so, and remembers what it was given."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self._server.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as given:
                assert given.readline() == b"nINSTREAM\n"
                content = b""
                while size := struct.unpack("!L", given.read(4))[0]:
                    content += given.read(size)
                self.seen.append(content)
                infected = b"VIRUS" in content
                connection.sendall(b"stream: Test.Virus FOUND\n" if infected else b"stream: OK\n")

    def close(self) -> None:
        """Stop listening and wait for the thread."""
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scanner]:
    """A scanner that is set up."""
    server = Scanner()
    monkeypatch.setenv("SHIREHALL_CLAMD", server.where)
    yield server
    server.close()
