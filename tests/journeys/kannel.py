"""Kannel with its own simulator of a network, on free ports of this machine: the gateway as a council would run it."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from tests.browser.server import free_port

PASSWORD, SECRET, SHORT_CODE = "a password of the tests", "a-secret-of-the-tests-alone", "60070"
FAKE_NETWORK = Path("/usr/lib/kannel/test/fakesmsc")
WAIT_SECONDS = 15


def _nothing() -> object:
    """The real worker does its work by itself."""
    return None


BETWEEN: Callable[[], object] = _nothing
"""What is done while an answer is waited for: a test without a worker does its work here."""
_CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = {password}
smsbox-port = {boxes}
box-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {network}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-interface = 127.0.0.1
sendsms-port = {sending}
global-sender = {short_code}

group = sendsms-user
username = shirehall
password = "{password}"
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
accepted-smsc = fake
post-url = "{inbound}"
send-sender = true
max-messages = 0
"""
_GOT = re.compile(r"Got message \d+: <\S+ \S+ (.*?)>\n(?=\d{4}-|\Z)", re.DOTALL)
_JOINED = re.compile(r"udh %05%00%03%(\w\w)%(\w\w)%(\w\w) data (.*)", re.DOTALL)


def missing() -> str:
    """What of Kannel is not on this machine; empty where all is."""
    programs = [each for each in ("bearerbox", "smsbox") if shutil.which(each, path=_path()) is None]
    return ", ".join([*programs, *(() if FAKE_NETWORK.exists() else ("fakesmsc",))])


def _path() -> str:
    return "/usr/sbin:/usr/local/sbin:/usr/bin"


@dataclass
class Gateway:
    """Ports of a gateway, its folder, and the processes that belong to it."""

    folder: Path
    admin: int = field(default_factory=free_port)
    boxes: int = field(default_factory=free_port)
    network: int = field(default_factory=free_port)
    sending: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """What a server needs to send and to receive by it."""
        return {
            "SHIREHALL_SMS_PROVIDER": "kannel", "SHIREHALL_KANNEL_USER": "shirehall",
            "SHIREHALL_KANNEL_URL": f"http://127.0.0.1:{self.sending}/cgi-bin/sendsms",
            "SHIREHALL_KANNEL_PASSWORD": PASSWORD, "SHIREHALL_KANNEL_SENDER": SHORT_CODE,
            "SHIREHALL_KANNEL_SECRET": SECRET,
        }  # fmt: skip

    def start(self, server: str) -> None:
        """Start both boxes; texts that come in are brought to the server at this address."""
        host = urlsplit(server).netloc
        inbound = f"http://kannel:{SECRET}@{host}/sms/inbound/kannel/?id=%I"
        configuration = self.folder / "kannel.conf"
        configuration.write_text(
            _CONFIGURATION.format(
                admin=self.admin, boxes=self.boxes, network=self.network, sending=self.sending, password=PASSWORD,
                short_code=SHORT_CODE, inbound=inbound,
            )
        )  # fmt: skip
        self._run("bearerbox", "-v", "1", str(configuration), until="MAIN: Start-up done")
        self._run("smsbox", "-v", "0", str(configuration), until="Connected to bearerbox")

    def _run(self, program: str, *arguments: str, until: str) -> None:
        log = self.folder / f"{program}.log"
        found = shutil.which(program, path=_path()) or program
        with log.open("wb") as written:
            self.processes.append(
                subprocess.Popen([found, *arguments], stdout=written, stderr=written, cwd=self.folder)
            )
        wait_for(log, until)

    def stop(self) -> None:
        """End what was started, the last first."""
        for process in reversed(self.processes):
            end(process)


class Handset:
    """A mobile telephone in the simulated network: each text is a process of the simulator's own, which stays to hear
    what comes back."""

    def __init__(self, gateway: Gateway, number: str) -> None:
        self.gateway, self.number, self.count = gateway, number, 0

    def text(self, words: str, *, until: str) -> str:
        """Send a text and wait for an answer that holds `until`; gives all that came."""
        self.count += 1
        log = self.gateway.folder / f"handset-{self.count}.log"
        command = [
            str(FAKE_NETWORK), "-H", "127.0.0.1", "-r", str(self.gateway.network), "-i", "0.05", "-m", "1",
            f"{self.number} {SHORT_CODE} text {words}",
        ]  # fmt: skip
        with log.open("wb") as written:
            process = subprocess.Popen(command, stdout=written, stderr=written)
        try:
            end_at = time.monotonic() + WAIT_SECONDS
            while until not in (came := received(log)):
                if time.monotonic() > end_at:
                    raise AssertionError(f"no answer to {words!r} had {until!r}: {came!r}")
                BETWEEN()
                time.sleep(0.02)
            return came
        finally:
            end(process)


def received(log: Path) -> str:
    """What the simulator says that it got, joined where it travelled in parts."""
    found: list[bytes] = []
    for rest in _GOT.findall(log.read_text(encoding="utf-8", errors="replace")):
        part = _JOINED.fullmatch(rest)
        content = part[4] if part else rest.partition(" ")[2]
        # Of a text in one part the simulator writes the signs themselves, else each byte as it travelled.
        raw = (
            unquote_to_bytes(content.replace("+", " "))
            if part or not rest.startswith("text ")
            else content.encode()
        )
        if part and part[3] != "01" and found:
            found[-1] += raw
        else:
            found.append(raw)
    return "\n".join(
        each.decode("utf-16-be" if b"\0" in each else "utf-8", errors="replace") for each in found
    )


def wait_for(log: Path, words: str) -> None:
    """Until a program has written some words."""
    end_at = time.monotonic() + WAIT_SECONDS
    while words not in log.read_text(encoding="utf-8", errors="replace"):
        if time.monotonic() > end_at:
            raise AssertionError(
                f"{log.name} never said {words!r}:\n{log.read_text(errors='replace')[-2000:]}"
            )
        time.sleep(0.02)


def end(process: subprocess.Popen[bytes]) -> None:
    """End one process that was started here."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def gateway(folder: Path) -> Iterator[Gateway]:
    """A gateway that is not started yet, and whose processes are ended whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Gateway(folder)
    try:
        yield made
    finally:
        made.stop()
