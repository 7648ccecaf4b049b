"""What the pages show of a message and of its files."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.departments.finance.intake.folder import NAME as FOLDER_NAME
from shirehall.departments.finance.intake.models import IncomingFile, IncomingMessage, Mailbox
from shirehall.departments.finance.intake.settings import EVERY, intake_settings
from shirehall.departments.finance.intake.words import CHANNELS, KINDS, STATES, result_words, why_left_out
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.telling.links import path_to
from shirehall.partnership.api import authority

_QUIET_FOR = timedelta(minutes=10)


def row_of(message: IncomingMessage, count: int) -> dict[str, Any]:
    """A line of the list; `count` of its files are with the invoices."""
    word, kind = STATES[message.state]
    what = str(KINDS[message.kind])
    if message.kind == IncomingMessage.Kind.INVOICES:
        what = _("%(count)d files") % {"count": count} if count != 1 else _("1 file")
    return {
        "href": reverse("finance_incoming_message", args=[message.pk]),
        "title": message.subject or message.sender or str(KINDS[message.kind]),
        "text": " · ".join(filter(None, [str(CHANNELS.get(message.channel, "")), message.sender, what])),
        "word": str(word), "kind": kind, "at": message.received_at,
    }  # fmt: skip


def council_of(message: IncomingMessage) -> str:
    """The council's name, or all of them."""
    found = authority(message.authority) if message.authority else None
    return found.name if found else _("Every council")


def authentication_of(message: IncomingMessage) -> list[dict[str, Any]]:
    """What the receiving server found about the sender: a sign for each way of looking."""
    found = []
    for label, result in (("SPF", message.spf), ("DKIM", message.dkim), ("DMARC", message.dmarc)):
        words, kind = result_words(result)
        found.append({"label": label, "words": words, "kind": kind})
    return found


def files_of(message: IncomingMessage) -> list[dict[str, Any]]:
    """Each file, with what became of it and where to look."""
    rows = list(message.files.select_related("file"))
    invoices = _invoices([row.file_id for row in rows if row.file_id])
    return [_file_row(row, invoices.get(row.file_id or 0, [])) for row in rows]


def _invoices(files: Iterable[int]) -> dict[int, list[Invoice]]:
    found: dict[int, list[Invoice]] = {}
    for invoice in Invoice.objects.select_related("case").filter(file__in=list(files)).order_by("pk"):
        found.setdefault(invoice.file_id, []).append(invoice)
    return found


def _file_row(row: IncomingFile, invoices: list[Invoice]) -> dict[str, Any]:
    links = [{"href": path_to(each), "text": each.case.reference} for each in invoices]
    if row.file is None:
        word, kind = (_("Same as before"), "neutral") if row.why == "same_file" else (_("Not taken"), "late")
        if row.why in ("logo", "text"):
            word, kind = _("Left out"), "neutral"
        return {
            "row": row,
            "word": word,
            "kind": kind,
            "why": row.said or why_left_out(row.why),
            "links": links,
        }
    waiting = row.file.state == row.file.State.WAITING
    if waiting:
        return {"row": row, "word": _("Being read"), "kind": "working", "why": "", "links": links}
    return {
        "row": row,
        "word": _("Read"),
        "kind": "good",
        "why": "" if links else _("No invoice was found in it."),
        "links": links,
    }


def mailboxes(at: datetime) -> list[dict[str, Any]]:
    """Each way in that is looked at by the machine, and how it was found when it last was."""
    settings = intake_settings()
    found = {each.name: each for each in Mailbox.objects.all()}
    names = [*(each.name for each in settings.mailboxes), *([FOLDER_NAME] if settings.folder else [])]
    return [_mailbox_row(name, found.get(name), at) for name in names]


def _mailbox_row(name: str, found: Mailbox | None, at: datetime) -> dict[str, Any]:
    title = {FOLDER_NAME: _("Drop folder"), EVERY: _("Mailbox")}.get(name)
    if title is None:
        council = authority(name)
        title = _("Mailbox of %(council)s") % {"council": council.name if council else name}
    row: dict[str, Any] = {
        "title": title,
        "reached_at": found.reached_at if found else None,
        "problem": "",
        "waiting": 0,
    }
    if found is None:
        return {**row, "word": _("Not looked at yet"), "kind": "waiting"}
    row["problem"], row["waiting"] = found.problem, found.waiting
    if found.problem:
        return {**row, "word": _("Not reached"), "kind": "bad"}
    if name != FOLDER_NAME and (found.reached_at is None or at - found.reached_at > _QUIET_FOR):
        return {**row, "word": _("Not looked at lately"), "kind": "late"}
    return {**row, "word": _("Reached"), "kind": "good"}
