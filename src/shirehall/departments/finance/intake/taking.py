"""Taking in what came: the message is kept and its files go to the invoices, in one transaction or not at all."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from shirehall.capabilities.documents.api import Document, DocumentError, ScannerSilentError, store_as_it_came
from shirehall.departments.finance.intake.models import IncomingFile, IncomingMessage
from shirehall.departments.finance.intake.reading_mail import (
    FileFound,
    LeftOut,
    Looked,
    ReadMail,
    read_headers,
    read_mail,
)
from shirehall.departments.finance.intake.settings import EVERY, IntakeSettings, intake_settings
from shirehall.departments.finance.invoices.api import InvoiceError, receive_file

MAIL, FOLDER, UPLOAD, API = "invoice_mail", "invoice_folder", "invoice_upload", "invoice_api"
MACHINE = "shirehall"
MAIL_TYPE = "message/rfc822"
_HOUR = timedelta(hours=1)
State, Kind = IncomingMessage.State, IncomingMessage.Kind


@dataclass(frozen=True, slots=True)
class Box:
    """Where something came: a mailbox, a folder, a key. `authority` is the council's, where it is one council's."""

    channel: str
    name: str
    authority: str = ""
    by: str = MACHINE


EVERYBODYS = Box(MAIL, EVERY)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a mailbox a mail lies."""

    folder: str
    uid_validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The message as it is kept. `created` is false where it came before."""

    message: IncomingMessage
    created: bool


def take_in_mail(
    *, raw: bytes, box: Box, at: datetime, now: datetime | None = None, place: Place | None = None
) -> Taken:
    """Take in a whole mail that reached the councils at `at`, in one transaction. The same mail again changes nothing.
    Raises ScannerSilentError where it may be tried again, and nothing for what is in the mail."""
    settings = intake_settings()
    read = read_mail(raw, trusted=settings.trusted_servers, our_domains=settings.our_domains)
    return _take(raw, read, box=box, at=at, now=now or at, place=place, settings=settings, size=len(raw))


def take_in_head(
    *, head: bytes, size: int, box: Box, at: datetime, now: datetime | None = None, place: Place | None = None
) -> Taken:
    """Take in the head of a mail that is too large to be fetched: the mail itself stays where it is, for a person."""
    settings = intake_settings()
    read = read_headers(head, trusted=settings.trusted_servers)
    return _take(head, read, box=box, at=at, now=now or at, place=place, settings=settings, size=size)


def _take(
    raw: bytes, read: ReadMail, *, box: Box, at: datetime, now: datetime, place: Place | None, settings: IntakeSettings,
    size: int,
) -> Taken:  # fmt: skip
    if earlier := _earlier(box, read.key):
        return Taken(earlier, created=False)
    found = read.authentication
    message = IncomingMessage(
        channel=box.channel, box=box.name, key=read.key, authority=box.authority, by=box.by, kind=read.kind,
        message_id=read.message_id, sender=read.sender, subject=read.subject, by_machine=read.by_machine,
        by_server=found.by[:200], spf=found.spf, dkim=found.dkim, dmarc=found.dmarc, size=size, received_at=at,
        taken_at=now, problems=list(read.problems), folder=place.folder[:200] if place else "",
        uid_validity=place.uid_validity if place else None, uid=place.uid if place else None, state=State.WAITING,
    )  # fmt: skip
    try:
        with transaction.atomic():
            message.document = _keep(message, raw, box, at)
            message.save(force_insert=True)
            if message.document is None or not _too_many(read, message, settings):
                _open(message, read, now)
    except IntegrityError:
        # Fetched twice at once: the other one has stored it by now.
        if earlier := _earlier(box, read.key):
            return Taken(earlier, created=False)
        raise
    return Taken(message, created=True)


def take_in_files(
    *, look: Looked, key: str, box: Box, at: datetime, now: datetime | None = None, subject: str = "",
    message_id: str = "",
) -> Taken:  # fmt: skip
    """Take in files that came without a mail, in one transaction. The same `key` again changes nothing. Raises
    ScannerSilentError where it may be tried again."""
    if earlier := _earlier(box, key):
        return Taken(earlier, created=False)
    with transaction.atomic():
        message = IncomingMessage.objects.create(
            channel=box.channel, box=box.name, key=key, authority=box.authority, by=box.by, kind=look.kind,
            subject=subject[:300], message_id=message_id[:300], state=State.WAITING, received_at=at,
            taken_at=now or at, size=sum(len(each.content) for each in look.files),
        )  # fmt: skip
        give_files(message=message, files=look.files, left_out=look.left_out)
        _settle(message, now or at, needs_a_person=look.needs_a_person)
    return Taken(message, created=True)


def _earlier(box: Box, key: str) -> IncomingMessage | None:
    return IncomingMessage.objects.filter(channel=box.channel, box=box.name, key=key).first()


def _keep(message: IncomingMessage, raw: bytes, box: Box, at: datetime) -> Document | None:
    """The mail as it came; None for one with a virus, which is not kept."""
    try:
        return store_as_it_came(
            content=raw, name="message.eml", content_type=MAIL_TYPE, by=box.by, at=at, channel=box.channel
        )
    except ScannerSilentError:
        raise
    except DocumentError:
        message.kind, message.problems = Kind.REFUSED, [*message.problems, "virus"]
        return None


def _too_many(read: ReadMail, message: IncomingMessage, settings: IntakeSettings) -> bool:
    """Whether so many mails of the sender were opened in the last hour that this one waits its turn. What opens nothing
    costs nothing."""
    return bool(read.files) and opened_lately(message.sender, message.taken_at) >= settings.an_hour


def opened_lately(sender: str, at: datetime) -> int:
    """How many mails with files of a sender were opened in the last hour."""
    return IncomingMessage.objects.filter(
        sender=sender, channel=MAIL, opened_at__gt=at - _HOUR, kind=Kind.INVOICES
    ).count()


def open_kept(*, message: IncomingMessage, raw: bytes, at: datetime) -> None:
    """Open a mail that waited its turn, or one that a person wants to be tried again."""
    settings = intake_settings()
    read = read_mail(raw, trusted=settings.trusted_servers, our_domains=settings.our_domains)
    with transaction.atomic():
        locked = IncomingMessage.objects.select_for_update().get(pk=message.pk)
        if locked.state in (State.WAITING, State.TROUBLE):
            locked.kind, locked.problems = Kind(read.kind), list(read.problems)
            _open(locked, read, at)
    message.refresh_from_db()


def _open(message: IncomingMessage, read: ReadMail, at: datetime) -> None:
    """Give the files to the invoices. Within the caller's transaction."""
    if message.document is not None:
        give_files(message=message, files=read.files, left_out=read.left_out)
    _settle(message, at, needs_a_person=read.needs_a_person)


def _settle(message: IncomingMessage, at: datetime, *, needs_a_person: bool) -> None:
    """What follows from what became of the files."""
    refused = message.files.filter(file=None).exclude(said="").exists()
    message.opened_at = at
    if message.kind in (Kind.LOOP, Kind.BOUNCE, Kind.AUTO_REPLY):
        message.state = State.SET_ASIDE
    elif needs_a_person or refused or message.kind == Kind.REFUSED:
        message.state = State.TROUBLE
    else:
        message.state = State.TAKEN
    message.save(update_fields=["state", "kind", "problems", "opened_at"])


def give_files(
    *, message: IncomingMessage, files: tuple[FileFound, ...], left_out: tuple[LeftOut, ...] = ()
) -> list[IncomingFile]:
    """Give files to the invoices and write down what became of each; a place that was given already stays as it is.
    Raises ScannerSilentError where it may be tried again."""
    known = set(message.files.exclude(file=None).values_list("place", flat=True))
    message.files.filter(file=None).delete()
    rows = [_give(message, each) for each in files if each.place not in known]
    for number, other in enumerate(left_out):
        place = other.place if other.place not in known else f"{other.place}.{number}"
        known.add(place)
        rows.append(
            _written(message, place=place[:40], name=other.name or "?", size=other.size, why=other.why)
        )
    return rows


def _give(message: IncomingMessage, found: FileFound) -> IncomingFile:
    sha256 = hashlib.sha256(found.content).hexdigest()
    row = IncomingFile(
        message=message, place=found.place[:40], name=found.name[:150], size=len(found.content), sha256=sha256
    )
    try:
        with transaction.atomic():
            row.file = receive_file(
                content=found.content, name=found.name, channel=message.channel, by=message.by, at=message.received_at,
                source_key=source_key(message, found.place), source=_source(message, found.place),
                authority=message.authority,
            ).file  # fmt: skip
    except InvoiceError as error:
        if isinstance(error.__cause__, ScannerSilentError):
            raise error.__cause__ from error
        row.why, row.said = "refused", str(error)[:300]
    row.save(force_insert=True)
    return row


def _written(message: IncomingMessage, *, place: str, name: str, size: int, why: str) -> IncomingFile:
    return IncomingFile.objects.create(message=message, place=place, name=name[:150], size=size, why=why)


def source_key(message: IncomingMessage, place: str) -> str:
    """What tells this coming of a file from any other: it follows from the message and the place in it."""
    text = f"{message.channel}\n{message.box}\n{message.key}\n{place}"
    return hashlib.sha256(text.encode()).hexdigest()


def _source(message: IncomingMessage, place: str) -> str:
    return f"message {message.pk}, file {place}"
