"""Suppliers' mail by a real mail server: sent by SMTP, delivered to Dovecot, fetched over TLS by the real command, killed at
the worst instants."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shirehall.departments.finance.intake.conftest import PDF, mail
from tests.browser.server import database_of_its_own
from tests.journeys.dovecot import MailServer, mail_server
from tests.journeys.kannel import end

pytestmark = pytest.mark.dovecot
BILL = ("bill.pdf", "application/pdf", PDF)
OUR_ID = f"<{'0123456789abcdef' * 2}@example.org>"


@dataclass
class Post:
    """A mail server, and the environment of programs that fetch from it."""

    server: MailServer
    environment: dict[str, str]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the program that fetches or says."""
        command = [sys.executable, "-m", "tests.journeys.fetching_mail", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )

    def fetch(self, killed: str = "no") -> int:
        """Fetch once; gives the exit code."""
        return self.run(killed).returncode

    def stands(self) -> dict[str, Any]:
        """What stands in the database."""
        ran = self.run("say")
        assert ran.returncode == 0, ran.stderr
        found: dict[str, Any] = json.loads(ran.stdout)
        return found

    def folders(self) -> tuple[int, int, int]:
        """How many mails lie in the inbox, in Done and in Trouble."""
        return self.server.count("INBOX"), self.server.count("Done"), self.server.count("Trouble")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of programs with a database of these tests' own, in step."""
    with database_of_its_own() as own:
        root = str(Path(__file__).parents[2])
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SHIREHALL_")},
            "SHIREHALL_VAR": str(tmp_path_factory.mktemp("mail")), "SHIREHALL_DEMO": "1",
            "SHIREHALL_SENDER": "invoices@example.org", "SHIREHALL_SECRET_KEY": "of these tests alone",
            "DJANGO_SETTINGS_MODULE": "shirehall.project.settings",
            "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")])), **own,
        }  # fmt: skip
        for command in (["migrate", "--verbosity", "0"], ["load_partnership"]):
            subprocess.run(
                [sys.executable, "-m", "django", *command], env=environment, check=True, capture_output=True
            )
        yield environment


@pytest.fixture
def post(database: dict[str, str]) -> Iterator[Post]:
    with mail_server() as server:
        made = Post(server, {**database, **server.settings})
        assert made.run("begin").returncode == 0
        yield made


def test_killed_at_the_worst_instants_nothing_is_lost_and_nothing_twice(post: Post) -> None:
    post.server.send(mail(BILL, ("two.pdf", "application/pdf", PDF + b"2")))
    assert post.fetch("before_commit") == -9
    stands = post.stands()
    assert (stands["messages"], stands["files"], stands["documents"], post.folders()) == (
        [],
        [],
        0,
        (1, 0, 0),
    )
    assert post.fetch("before_move") == -9
    stands = post.stands()
    assert (len(stands["messages"]), stands["files"], post.folders()) == (
        1,
        ["bill.pdf", "two.pdf"],
        (1, 0, 0),
    )
    assert post.fetch("after_move") == -9
    assert post.fetch() == 0
    # The same mail once more: by its sender's program, and by somebody who moved it back.
    post.server.send(mail(BILL, ("two.pdf", "application/pdf", PDF + b"2")))
    post.server.copy_back("Done")
    assert post.fetch() == 0
    stands = post.stands()
    assert stands["messages"] == [["invoices", "taken", "Invoice 4711", "pass"]]
    assert (stands["files"], stands["documents"], stands["steps"]) == (["bill.pdf", "two.pdf"], 3, 2)
    assert post.folders() == (0, 3, 0)


def test_loops_large_mails_and_a_server_that_is_gone(post: Post) -> None:
    post.server.send(mail(BILL, message_id=OUR_ID, subject="Ours"))
    post.server.send(mail(subject="Nothing attached", message_id="<n@q.example.org>"))
    post.server.send(
        mail(
            ("big.pdf", "application/pdf", PDF + b"0" * 43_000_000),
            subject="Large",
            message_id="<b@q.example.org>",
        )
    )
    post.server.send(mail(BILL, message_id="<last@q.example.org>", subject="Last"))
    assert post.fetch() == 0
    stands = post.stands()
    assert stands["messages"] == [
        ["loop", "set_aside", "Ours", "pass"],
        ["no_attachment", "trouble", "Nothing attached", "pass"],
        ["refused", "trouble", "Large", "pass"],
        ["invoices", "taken", "Last", "pass"],
    ]
    assert (stands["files"], post.folders()) == (["bill.pdf"], (0, 2, 2))
    (post.server.folder / "password").write_text("a wrong one\n")
    assert post.fetch() != 0
    assert "does not accept the name and the password" in post.stands()["problem"][0]
    post.server.stop()
    ran = post.run("no")
    assert ran.returncode != 0
    assert "cannot be reached" in ran.stderr
    assert "a wrong one" not in ran.stderr


def test_mail_wakes_the_one_who_waits(post: Post, tmp_path: Path) -> None:
    said = tmp_path / "watcher.log"
    with said.open("wb") as log:
        watcher = subprocess.Popen(
            [sys.executable, "-m", "shirehall.project.cli", "invoices_mail"],
            env=post.environment,
            stdout=log,
            stderr=log,
        )
    try:
        post.server.send(mail(BILL))
        _until(lambda: post.server.count("Done") == 1, seconds=30)
        began = time.monotonic()
        for number in range(3):
            post.server.send(mail(BILL, message_id=f"<{number}@q.example.org>"))
        _until(lambda: post.server.count("Done") == 4, seconds=20)
        assert time.monotonic() - began < 15, "within seconds, and not only when the minute is over"
    finally:
        end(watcher)
    assert said.read_text() == "", "a watcher that was told to stop has nothing to complain about"
    assert len(post.stands()["files"]) == 4


def _until(holds: Any, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come so far"
        time.sleep(0.2)
