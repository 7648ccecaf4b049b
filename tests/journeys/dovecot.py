"""Dovecot with a mailbox of its own on free ports of this machine, and an SMTP server that brings it mail by LMTP."""

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.browser.server import free_port
from tests.journeys.kannel import end

USER, PASSWORD = "invoices", "a-password-of-the-tests"
SERVER = "mx.tests.invalid"
WAIT_SECONDS = 20
LARGEST = 80_000_000
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login_user}
first_valid_uid = 0
first_valid_gid = 0
auth_mechanisms = plain login
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
mail_uid = {user}
mail_gid = {group}
mailbox_idle_check_interval = 1s
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
protocol imap {{
  mail_max_userip_connections = 50
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""


def _program() -> str:
    return shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:/usr/bin") or "dovecot"


class _Bringer:
    """What the SMTP server does with a mail: as a council's own server would, it says on top what it found about the
    sender, and hands it on."""

    def __init__(self, lmtp: int, results: str) -> None:
        self.lmtp, self.results = lmtp, results

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        top = f"Authentication-Results: {SERVER}; {self.results}\r\nReceived: by {SERVER}\r\n".encode()
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        with smtplib.LMTP("127.0.0.1", self.lmtp, timeout=WAIT_SECONDS) as hand:
            hand.sendmail(str(envelope.mail_from), [f"{USER}@tests.invalid"], top + content)
        return "250 OK"


@dataclass
class MailServer:
    """Ports of a mail server, its folder, and what was started."""

    folder: Path
    results: str = "spf=pass; dkim=pass; dmarc=pass"
    imap: int = field(default_factory=free_port)
    imaps: int = field(default_factory=free_port)
    lmtp: int = field(default_factory=free_port)
    smtp: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    controller: Any = None

    @property
    def settings(self) -> dict[str, str]:
        """What a server needs to fetch from it."""
        return {
            "SHIREHALL_INVOICE_IMAP_HOST": "127.0.0.1", "SHIREHALL_INVOICE_IMAP_PORT": str(self.imaps),
            "SHIREHALL_INVOICE_IMAP_USER": USER,
            "SHIREHALL_INVOICE_IMAP_PASSWORD_FILE": str(self.folder / "password"),
            "SHIREHALL_INVOICE_IMAP_CERTIFICATE": str(self.folder / "cert.pem"),
            "SHIREHALL_INVOICE_TRUSTED_SERVERS": SERVER,
        }  # fmt: skip

    def start(self) -> None:
        """Start both."""
        for name in ("run", "state", "home", "mail"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "password").write_text(f"{PASSWORD}\n")
        _certify(self.folder)
        who, login_user = _users()
        if os.getuid() == 0:
            # Whoever reads mail must not be root, and must get there.
            self.folder.chmod(0o755)
            for name in ("home", "mail"):
                os.chown(self.folder / name, who.pw_uid, who.pw_gid)
        configuration = self.folder / "dovecot.conf"
        group = grp.getgrgid(who.pw_gid).gr_name
        configuration.write_text(
            _CONFIGURATION.format(
                folder=self.folder, user=who.pw_name, login_user=login_user, group=group, uid=who.pw_uid,
                gid=who.pw_gid, password=PASSWORD, imap=self.imap, imaps=self.imaps, lmtp=self.lmtp,
            )
        )  # fmt: skip
        with (self.folder / "console.log").open("wb") as log:
            self.process = subprocess.Popen(
                [_program(), "-F", "-c", str(configuration)], stdout=log, stderr=log, cwd=self.folder
            )
        for port in (self.imap, self.imaps, self.lmtp):
            self._wait_for(port)
        self.controller = Controller(
            _Bringer(self.lmtp, self.results), hostname="127.0.0.1", port=self.smtp, data_size_limit=LARGEST
        )
        self.controller.start()

    def _wait_for(self, port: int) -> None:
        until = time.monotonic() + WAIT_SECONDS
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            if time.monotonic() > until or (self.process and self.process.poll() is not None):
                logs = [each.read_text() for each in self.folder.glob("*.log")]
                raise RuntimeError("Dovecot did not start:\n" + "\n".join(logs)[-3000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """End what was started."""
        controller, process = self.controller, self.process
        self.controller = self.process = None
        if controller is not None:
            controller.stop()
        if process is not None:
            end(process)

    def send(self, raw: bytes, *, sender: str = "accounts@quay.example.org") -> None:
        """Send a mail as a supplier's program would."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=60) as client:
            client.sendmail(sender, ["invoices@tests.invalid"], raw)

    def count(self, folder: str) -> int:
        """How many mails lie in a folder; 0 where there is none."""
        with _signed_in(self) as client:
            status, rows = client.select(f'"{folder}"', readonly=True)
            return int(rows[0] or 0) if status == "OK" else 0

    def copy_back(self, folder: str) -> None:
        """Put all mails of a folder into the inbox once more."""
        with _signed_in(self) as client:
            client.select(f'"{folder}"')
            client.copy("1:*", "INBOX")


@contextmanager
def _signed_in(server: MailServer) -> Iterator[imaplib.IMAP4]:
    client = imaplib.IMAP4("127.0.0.1", server.imap, timeout=WAIT_SECONDS)
    try:
        client.login(USER, PASSWORD)
        yield client
    finally:
        client.logout()


def _users() -> tuple[pwd.struct_passwd, str]:
    """Who keeps the mail, and who talks with programs that have not signed in. Started by root, Dovecot wants the two
    that its package makes; else both are whoever runs the tests."""
    if os.getuid() == 0:
        return pwd.getpwnam("dovecot"), "dovenull"
    return pwd.getpwuid(os.getuid()), getpass.getuser()


def _certify(folder: Path) -> None:
    """A certificate of this test's own, for 127.0.0.1."""
    command = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def mail_server(*, results: str = "spf=pass; dkim=pass; dmarc=pass") -> Iterator[MailServer]:
    """A mail server that runs in a folder of its own, and whose processes are ended whatever happens."""
    with tempfile.TemporaryDirectory(prefix="mail-", ignore_cleanup_errors=True) as folder:
        made = MailServer(Path(folder), results)
        try:
            made.start()
            yield made
        finally:
            made.stop()
