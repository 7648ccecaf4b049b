"""Every receipt is a case, whatever is killed and whenever: gunicorn, its workers, and the workers of the steps.

The mail server stands outside and counts. What it was given twice bears one Message-ID, as the provider declares.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.browser.server import database_of_its_own, free_port
from tests.killed.visitor import NotAnswered, Visitor

SERVICE = "call_me_back"
VISITORS = 6
APPLICATIONS = 10
KILLS = 24
DRAIN_SECONDS = 60
SEED = 20261122


class MailServer:
    """Counts what it is given: address -> Message-IDs, in the order they came."""

    def __init__(self) -> None:
        self.port = free_port()
        self.given: dict[str, list[str]] = defaultdict(list)
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        head = envelope.content.decode("utf-8", "replace")
        line = next((each for each in head.splitlines() if each.lower().startswith("message-id:")), "")
        for address in envelope.rcpt_tos:
            self.given[address].append(line.partition(":")[2].strip())
        return "250 Taken"


class House:
    """The web server and two workers, each its own process group, and each started again when it was killed."""

    def __init__(self, environment: Mapping[str, str], port: int, log: Path) -> None:
        self.environment, self.log, self.port = dict(environment), log.open("wb"), port
        web = ["-m", "gunicorn", "shirehall.project.wsgi:application", "--bind", f"127.0.0.1:{port}"]
        web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
        work = ["-m", "shirehall.project.cli", "work"]
        self.commands = {"web": web, "work": work, "work too": work}
        self.processes = {name: self._start(name) for name in self.commands}

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, *self.commands[name]]
        return subprocess.Popen(
            command, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self, name: str, chance: random.Random) -> None:
        """SIGKILL to a whole process group; of the web server sometimes to one of its workers alone."""
        process = self.processes[name]
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        workers = [int(pid) for pid in children.read_text().split()] if children.exists() else []
        if name == "web" and workers and chance.random() < 0.7:
            os.kill(chance.choice(workers), signal.SIGKILL)
            return
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.processes[name] = self._start(name)

    def end(self) -> None:
        """Ends everything that was started."""
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.log.close()


def test_nothing_that_was_received_is_lost(tmp_path: Path) -> None:
    mail = MailServer()
    with database_of_its_own() as database:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SHIREHALL_")},
            "SHIREHALL_VAR": str(tmp_path), "SHIREHALL_DEMO": "1", "SHIREHALL_DEMO_CASES": "0", **database,
            "DJANGO_SETTINGS_MODULE": "shirehall.project.settings", "SHIREHALL_LEASE_SECONDS": "3",
            "SHIREHALL_EMAIL_PROVIDER": "smtp", "SHIREHALL_SMTP_HOST": "127.0.0.1",
            "SHIREHALL_SMTP_PORT": str(mail.port), "SHIREHALL_SMTP_SECURITY": "none",
        }  # fmt: skip
        prepared = [sys.executable, "-m", "shirehall.project.cli", "prepare", "--demo"]
        subprocess.run(prepared, env=environment, check=True, capture_output=True)
        mail.controller.start()
        house = House(environment, free_port(), tmp_path / "house.log")
        try:
            receipts = _send_while_killing(house)
            stands = _drained(environment)
        finally:
            house.end()
            mail.controller.stop()
    assert len(receipts) == VISITORS * APPLICATIONS
    assert sorted(receipts.values()) == sorted(stands["references"]), "a receipt is a case, and one case"
    assert stands["submissions"] == len(receipts)
    assert stands["broken"] == []
    assert stands["undone"] == []
    assert set(mail.given) == set(receipts), "everybody was written to"
    for address, given in mail.given.items():
        assert set(given) == {stands["mails"][address]}, "what came twice is one message"


def _send_while_killing(house: House) -> dict[str, str]:
    """Receipts by mail address. All clients send at once while something is killed every moment."""
    chance = random.Random(SEED)
    receipts: dict[str, str] = {}
    faults: list[Exception] = []
    left = threading.Semaphore(0)

    def send(visitor: int) -> None:
        try:
            for number in range(APPLICATIONS):
                address = f"visitor.{visitor}.{number}@example.org"
                words = {
                    "full_name": f"Visitor {visitor} {number}",
                    "telephone": "07700 900123",
                    "email": address,
                }
                receipts[address] = Visitor(house.port, words).apply(SERVICE)
        except (NotAnswered, AssertionError) as fault:
            faults.append(fault)
        finally:
            left.release()

    threads = [threading.Thread(target=send, args=[visitor]) for visitor in range(VISITORS)]
    for thread in threads:
        thread.start()
    while_sending = 0
    for _kill in range(KILLS):
        time.sleep(chance.uniform(0.1, 0.9))
        while_sending += any(thread.is_alive() for thread in threads)
        house.kill(chance.choice(["web", "web", "work", "work too"]), chance)
    for _thread in threads:
        left.acquire(timeout=180)
    if faults:
        raise faults[0]
    assert while_sending >= KILLS // 3, "most of it was sent before anything was killed: send more"
    return receipts


def _drained(environment: Mapping[str, str]) -> dict[str, Any]:
    """What stands once the workers have done what was left, or when it took too long."""
    until = time.monotonic() + DRAIN_SECONDS
    while True:
        looked = subprocess.run(
            [sys.executable, "-m", "tests.killed.looking"],
            env=dict(environment),
            check=True,
            capture_output=True,
        )
        stands: dict[str, Any] = json.loads(looked.stdout)
        if not stands["undone"] or time.monotonic() > until:
            return stands
        time.sleep(1)
