"""Real processes, killed at random with SIGKILL, and a provider outside them that counts.

Run as a program it is one of those processes: it sends applications, or works their steps, until it is killed.
"""

import os
import random
import socketserver
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from socket import create_connection
from threading import Lock, Thread
from typing import Any, ClassVar
from urllib.parse import quote

import django

if __name__ == "__main__":
    django.setup()

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from shirehall.casework.conftest import publish_bins, send
from shirehall.casework.events import verify
from shirehall.casework.models import Case, Step
from shirehall.casework.recording import plan_step
from shirehall.casework.steps import Delivery, StepHandler, StepResult, step_handlers
from shirehall.casework.worker import work, work_due

DELIVERIES: tuple[Delivery, ...] = ("idempotent_key", "look_first", "at_most_once", "at_least_once")
ROLES = ("send", "send_too", "work", "work_too")
KILLS = 10
PATIENCE_SECONDS = 120


class Provider(socketserver.ThreadingTCPServer):
    """Counts what it is given, and says what it has: "give KIND KEY" or "look KIND KEY", answered by a number."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.given: Counter[tuple[str, str]] = Counter()
        self.lock = Lock()
        super().__init__(("127.0.0.1", 0), Request)


class Request(socketserver.StreamRequestHandler):
    """One line to the provider."""

    def handle(self) -> None:
        what, kind, key = self.rfile.readline().decode().split()
        provider = self.server
        assert isinstance(provider, Provider)
        with provider.lock:
            provider.given[kind, key] += what == "give"
            count = provider.given[kind, key]
        self.wfile.write(f"{count}\n".encode())


class Deliver(StepHandler):
    """Hands a step's key to the provider."""

    label: ClassVar[str] = "Deliver"

    def __init__(self, delivery: Delivery, port: int) -> None:
        self.kind = self.delivery = delivery  # type: ignore[misc]
        self.port = port

    def ask(self, what: str, key: str) -> int:
        """Ask the provider."""
        with create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(f"{what} {self.kind} {key}\n".encode())
            return int(line.makefile().readline())

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        self.ask("give", step.key)
        return StepResult("done", event="delivered")

    def look(self, step: Step, *, at: datetime) -> StepResult | None:
        return StepResult("done", event="delivered") if self.ask("look", step.key) else None


def register(port: int) -> None:
    """The four kinds of delivery, and messages, which these tests do not count."""
    handlers: dict[str, Any] = {delivery: Deliver(delivery, port) for delivery in DELIVERIES}
    step_handlers._entries = {**handlers, "send_message": Deliver("at_least_once", port)}


def send_for_ever(receipts: Path) -> None:
    """Send applications; a receipt is written down once it was given."""
    with receipts.open("a") as given:
        while True:
            with transaction.atomic():
                receipt = send(at=timezone.now())
                for delivery in DELIVERIES:
                    case = Case.objects.get(pk=receipt.case_id)
                    plan_step(kind=delivery, payload={}, at=timezone.now(), case=case)
            given.write(receipt.reference + "\n")
            given.flush()


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment in which other processes find this test's database, which this thread uses, too."""
    publish_bins()
    main = connections["default"]
    shared, address = main, ""
    if main.vendor == "sqlite":
        file = tmp_path / "shared.sqlite3"
        with sqlite3.connect(file) as copy:
            main.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
        copy.close()
        shared, address = main.copy(), f"sqlite://{quote(str(file))}"
        shared.settings_dict["NAME"] = str(file)
    else:
        about = main.settings_dict
        address = f"postgres://{about['USER']}@{about['HOST']}:{about['PORT']}/{about['NAME']}"
    connections["default"] = shared
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    yield {
        **os.environ, "SHIREHALL_DATABASE": address, "SHIREHALL_LEASE_SECONDS": "1", "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    if shared is not main:
        shared.close()
    connections["default"] = main


def test_nothing_is_lost_to_a_kill(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipts, chance = tmp_path / "receipts", random.Random(2026)
    monkeypatch.setattr(step_handlers, "_entries", {})
    with Provider() as provider:
        Thread(target=provider.serve_forever, daemon=True).start()
        port = provider.server_address[1]
        standing = {name: start(name, port, receipts, environment) for name in ROLES}
        for _kill in range(KILLS):
            wait_for_more(provider, receipts, chance.randint(5, 60))
            name = chance.choice(ROLES)
            kill(standing[name])
            standing[name] = start(name, port, receipts, environment)
        for process in standing.values():
            kill(process)
        register(port)
        for hours in range(1, 20):
            work_due(at=timezone.now() + timedelta(hours=hours), limit=100_000)
        provider.shutdown()
    given = receipts.read_text().split()
    assert len(given) > KILLS
    check_cases(given)
    check_steps(provider.given)


def start(name: str, port: int, receipts: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """A process of its own for a role."""
    return subprocess.Popen([sys.executable, __file__, name, str(port), str(receipts)], env=environment)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL: nothing in the process hears of it. It had not ended by itself."""
    assert process.poll() is None
    process.kill()
    process.wait()


def wait_for_more(provider: Provider, receipts: Path, more: int) -> None:
    """Wait until so much more was sent or delivered, however slow the machine."""

    def count() -> int:
        return provider.given.total() + (receipts.read_text().count("\n") if receipts.exists() else 0)

    before, end = count(), time.monotonic() + PATIENCE_SECONDS
    while count() < before + more:
        assert time.monotonic() < end, "nothing moves"
        time.sleep(0.02)


def check_cases(given: list[str]) -> None:
    """Every receipt is a case, and every chain holds."""
    cases = {case.reference: case for case in Case.objects.all()}
    assert set(given) <= set(cases)
    assert [case for case in cases.values() if verify(case)] == []
    assert Step.objects.count() == len(cases) * (len(DELIVERIES) + 1)


def check_steps(given: Counter[tuple[str, str]]) -> None:
    """Every step came to its end, and the provider got what its delivery promises."""
    for step in Step.objects.exclude(kind="send_message"):
        count = given[step.kind, step.key]
        match step.kind:
            case "look_first":
                assert (step.state, count) == ("done", 1)
            case "at_most_once":
                assert count == 1 if step.state == "done" else (step.state == "failed" and count <= 1)
            case _:
                assert step.state == "done"
                assert count >= 1
        assert step.case is not None
        assert step.case.events.filter(kind="delivered", payload__content__key=step.key).count() == (
            step.state == "done"
        )


if __name__ == "__main__":
    role, port, receipts = sys.argv[1:]
    register(int(port))
    if role.startswith("send"):
        send_for_ever(Path(receipts))
    else:
        work(stop=lambda: False, poll_seconds=0.05)
    connection.close()
