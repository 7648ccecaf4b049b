"""`shirehall invoices_mail`: fetches suppliers' invoices from their mailboxes, until it is told to stop."""

import os
import signal
import threading
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shirehall.departments.finance.intake.fetching import fetch_once, watch
from shirehall.departments.finance.intake.mailbox import MailboxError
from shirehall.departments.finance.intake.settings import intake_settings

_STEP_SECONDS = 0.2


class Command(BaseCommand):
    """One thread for each mailbox. Any number may run: a mail is taken in once."""

    help = "Fetch suppliers' invoices from their mailboxes, until stopped"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="fetch what lies there now, and end")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Works until SIGTERM, SIGINT, or until the process that started it has gone."""
        mailboxes = intake_settings().mailboxes
        if not mailboxes:
            raise CommandError(
                "There is no mailbox: set SHIREHALL_INVOICE_IMAP_HOST or SHIREHALL_INVOICE_MAILBOXES."
            )
        if options["once"]:
            self._once()
            return
        stopping = threading.Event()
        parent = os.getppid()

        def stop(_number: int, _frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

        def pause(seconds: float) -> None:
            until = time.monotonic() + seconds
            while time.monotonic() < until and not stopping.wait(_STEP_SECONDS):
                if os.getppid() != parent:
                    stopping.set()

        watchers = [
            threading.Thread(
                target=watch,
                args=(each,),
                kwargs={"stop": stopping.is_set, "pause": pause},
                name=each.name,
                daemon=True,
            )
            for each in mailboxes
        ]
        for watcher in watchers:
            watcher.start()
        while any(each.is_alive() for each in watchers):
            pause(_STEP_SECONDS)

    def _once(self) -> None:
        trouble = []
        for each in intake_settings().mailboxes:
            try:
                self.stdout.write(f"{each.name}: {fetch_once(each)} taken in and moved")
            except MailboxError as error:
                trouble.append(f"{each.name}: {error}")
        if trouble:
            raise CommandError("\n".join(trouble))
