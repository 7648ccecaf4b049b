"""Run as a program on the database of a test: fetches the mailbox once and is killed where it is told to be, or says as
JSON what stands."""

import json
import os
import signal
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from shirehall.capabilities.documents.models import Document  # noqa: E402
from shirehall.casework.models import Step  # noqa: E402
from shirehall.departments.finance.intake import taking  # noqa: E402
from shirehall.departments.finance.intake.mailbox import OpenMailbox  # noqa: E402
from shirehall.departments.finance.intake.models import IncomingFile, IncomingMessage, Mailbox  # noqa: E402
from shirehall.departments.finance.invoices.models import InvoiceFile  # noqa: E402


def die(*_given: Any, **_named: Any) -> None:
    """As when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


def fetch(killed: str) -> None:
    """Fetch once; killed `before_commit`, `before_move` or `after_move`, or not at all."""
    if killed == "before_commit":
        whole = taking.give_files

        def give_and_die(**named: Any) -> None:
            whole(**named)
            die()

        taking.give_files = give_and_die  # type: ignore[assignment]
    elif killed == "before_move":
        OpenMailbox.move = die  # type: ignore[method-assign]
    elif killed == "after_move":
        moved = OpenMailbox.move

        def move_and_die(mailbox: OpenMailbox, uid: int, folder: str) -> None:
            moved(mailbox, uid, folder)
            die()

        setattr(OpenMailbox, "move", move_and_die)  # noqa: B010 - as mypy wishes
    call_command("invoices_mail", "--once")


def say() -> None:
    """What stands."""
    messages = IncomingMessage.objects.order_by("pk")
    print(
        json.dumps({
            "messages": [[each.kind, each.state, each.subject, each.dmarc] for each in messages],
            "files": [each.name for each in InvoiceFile.objects.order_by("pk")],
            "documents": Document.objects.count(),
            "steps": Step.objects.filter(kind="read_invoice").count(),
            "problem": [each.problem for each in Mailbox.objects.all()],
        })
    )  # fmt: skip


def begin() -> None:
    """A database in which nothing came yet."""
    for model in (IncomingFile, IncomingMessage, InvoiceFile, Step, Document, Mailbox):
        model.objects.all().delete()


if __name__ == "__main__":
    if sys.argv[1] == "say":
        say()
    elif sys.argv[1] == "begin":
        begin()
    else:
        fetch(sys.argv[1])
