"""What a supplier's mail holds: its files, what was left out and why, and what kind of mail it is. Pure.

Everything in a mail is a stranger's: nothing in its text is an order to us, and its sender is only what it says.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from typing import Literal

from shirehall.departments.finance.intake import mail_parsing as parsing
from shirehall.departments.finance.intake.authentication import Authentication, authentication_of
from shirehall.departments.finance.intake.files_found import READABLE, kind_of, picture_size, safe_name
from shirehall.departments.finance.intake.mail_kinds import Automatic, automatic_kind, is_ours
from shirehall.departments.finance.intake.zip_files import NotUnpackedError, unpack

Kind = Literal["invoices", "auto_reply", "bounce", "loop", "no_attachment", "not_invoices", "refused"]
MOST_FILES = 100
MOST_UNPACKED = 120_000_000
"""Bytes that come out of all the archives of one mail."""
MOST_LEFT_OUT = 200
MOST_MAILS_INSIDE = 3
"""How deep forwarded mail is looked into."""
MAY_HIDE_AN_INVOICE = frozenset(
    {"winmail", "sealed", "office", "web_page", "other", "locked", "bomb", "broken", "too_many", "too_large", "nested",
     "elsewhere"}
)  # fmt: skip
"""Reasons for leaving a file out after which a person must look."""

_SMALLEST_SIDE = 400
_SMALL_ICON = 200
_SMALL_BYTES = 25_000
_NEVER_FILES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/calendar",
     "text/vcard", "text/x-vcard", "text/rfc822-headers", "message/delivery-status",
     "message/disposition-notification"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileFound:
    """A file that may be an invoice. `place` says where in the mail: "2", or "2/3" for the third within the second."""

    place: str
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not taken, and the word for why (see words.py)."""

    place: str
    name: str
    why: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail. `key` tells it from any other: the same mail that comes again, by another way too, has the same one."""

    key: str
    kind: Kind
    message_id: str = ""
    sender: str = ""
    subject: str = ""
    authentication: Authentication = field(default_factory=Authentication)
    by_machine: bool = False
    files: tuple[FileFound, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def needs_a_person(self) -> bool:
        """Whether an invoice may be hidden in it that no machine can take out."""
        hidden = any(each.why in MAY_HIDE_AN_INVOICE for each in self.left_out)
        return self.kind in ("no_attachment", "not_invoices", "refused") or (
            self.kind == "invoices" and hidden
        )


def read_mail(raw: bytes, *, trusted: Collection[str] = (), our_domains: Collection[str] = ()) -> ReadMail:
    """Read a mail. `trusted` are the servers whose word about senders counts, `our_domains` those we send from. Never
    raises for what is in it."""
    try:
        mail = parsing.parse(raw)
    except parsing.NotAMailError as error:
        return ReadMail(key_of(raw, ""), "refused", problems=(str(error),))
    message_id = parsing.header(mail, "message-id")
    look = _Look()
    automatic = automatic_kind(mail)
    if is_ours(mail, our_domains):
        kind: Kind = "loop"
    else:
        if automatic != "bounce":
            look.walk(mail, place="")
            look.choose_pictures(also_alone=automatic != "auto_reply")
        kind = _kind(automatic, look)
    return ReadMail(
        key_of(raw, message_id), kind, message_id=message_id, sender=parsing.sender_of(mail),
        subject=parsing.header(mail, "subject"), by_machine=automatic != "",
        authentication=authentication_of(parsing.raw_headers(mail), trusted),
        files=tuple(look.files) if kind == "invoices" else (), left_out=tuple(look.left_out[:MOST_LEFT_OUT]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looked:
    """What files that came without a mail are."""

    files: tuple[FileFound, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def kind(self) -> Kind:
        """As of a mail that holds them."""
        return "invoices" if self.files else "not_invoices"

    @property
    def needs_a_person(self) -> bool:
        """Whether something is left that no machine can take."""
        return not self.files or any(each.why in MAY_HIDE_AN_INVOICE for each in self.left_out)


def look_at_files(given: Sequence[tuple[str, bytes]]) -> Looked:
    """The files of (name, bytes) that were given by themselves: archives and mails are opened, nothing is a logo."""
    look = _Look()
    for number, (name, content) in enumerate(given, start=1):
        kind = kind_of(content, name=name)
        if content:
            look.take(str(number), name, kind, content, mails=0)
        else:
            look.leave(str(number), name, kind, "empty", content)
    look.files += [picture for picture, _inline in look.pictures]
    return Looked(tuple(look.files), tuple(look.left_out[:MOST_LEFT_OUT]))


def read_headers(raw: bytes, *, trusted: Collection[str] = ()) -> ReadMail:
    """Of a mail that is too large to be fetched: what its head says."""
    try:
        mail = parsing.parse(raw)
    except parsing.NotAMailError:
        mail = EmailMessage()
    return ReadMail(
        key_of(raw, ""), "refused", message_id=parsing.header(mail, "message-id"), sender=parsing.sender_of(mail),
        subject=parsing.header(mail, "subject"), by_machine=automatic_kind(mail) != "",
        authentication=authentication_of(parsing.raw_headers(mail), trusted), problems=("message_too_large",),
    )  # fmt: skip


def key_of(raw: bytes, message_id: str) -> str:
    """64 hexadecimal signs. With a Message-ID the lines that servers put on top do not count, but what is in the mail
    does: an id that a careless system uses twice loses nothing."""
    if not message_id:
        return hashlib.sha256(raw).hexdigest()
    ends = [place for place in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if place >= 0]
    body = raw[min(ends) :].replace(b"\r\n", b"\n").strip() if ends else b""
    return hashlib.sha256(message_id.encode() + b"\n" + hashlib.sha256(body).digest()).hexdigest()


def _kind(automatic: Automatic, look: "_Look") -> Kind:
    if automatic == "bounce":
        return "bounce"
    if look.files:
        return "invoices"
    if automatic == "auto_reply":
        return "auto_reply"
    return (
        "not_invoices" if any(each.why in MAY_HIDE_AN_INVOICE for each in look.left_out) else "no_attachment"
    )


@dataclass(slots=True)
class _Look:
    """A look through the parts of one mail. `pictures` wait until it is known whether something better came."""

    files: list[FileFound] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    pictures: list[tuple[FileFound, bool]] = field(default_factory=list)
    room: int = MOST_UNPACKED

    def walk(self, part: Message, *, place: str, mails: int = 0, related: bool = False) -> None:
        """Look at a part and all within it."""
        if part.is_multipart():
            is_mail = parsing.content_type_of(part) == "message/rfc822"
            within = mails + is_mail
            if within > MOST_MAILS_INSIDE:
                self.left_out.append(LeftOut(place, "", "nested"))
                return
            related = related or parsing.content_type_of(part) == "multipart/related"
            for number, child in enumerate(parsing.children_of(part), start=1):
                self.walk(child, place=_below(place, number), mails=within, related=related)
            return
        if parsing.content_type_of(part) == "message/external-body":
            self.left_out.append(LeftOut(place or "1", "", "elsewhere"))
            return
        self._leaf(part, place or "1", mails, related)

    def _leaf(self, part: Message, place: str, mails: int, related: bool) -> None:
        content_type = parsing.content_type_of(part)
        given, disposition = parsing.file_name_of(part), parsing.disposition_of(part)
        is_text = content_type.startswith("text/") and content_type != "text/xml"
        if content_type in _NEVER_FILES or (is_text and not given and disposition != "attachment"):
            return
        content = parsing.bytes_of(part)
        if not content:
            if given:
                self.leave(place, given, "other", "empty", b"")
            return
        kind = kind_of(content, name=given, content_type=content_type)
        inline = related or disposition == "inline" or bool(parsing.raw_header(part, "content-id"))
        self.take(place, given, kind, content, mails=mails, inline=inline)

    def take(
        self,
        place: str,
        given: str,
        kind: str,
        content: bytes,
        *,
        mails: int,
        inline: bool = False,
        in_zip: bool = False,
    ) -> None:
        """One file, wherever it lay."""
        if len(self.files) + len(self.pictures) >= MOST_FILES:
            self.leave(place, given, kind, "too_many", content)
        elif kind == "zip" and not in_zip:
            self._unpack(place, given, content, mails)
        elif kind == "mail" and not in_zip and mails < MOST_MAILS_INSIDE:
            self._open_mail(place, given, content, mails)
        elif kind == "picture":
            name = safe_name(given, kind, instead=f"picture-{place.replace('/', '-')}")
            self.pictures.append((FileFound(place, name, kind, content), inline))
        elif kind in READABLE:
            name = safe_name(given, kind, instead=f"file-{place.replace('/', '-')}")
            self.files.append(FileFound(place, name, kind, content))
        else:
            why = "nested" if kind in ("zip", "mail") else "text" if _is_text(kind, given) else kind
            self.leave(place, given, kind, why, content)

    def _unpack(self, place: str, given: str, content: bytes, mails: int) -> None:
        try:
            entries = unpack(content, most=self.room)
        except NotUnpackedError as error:
            self.leave(place, given, "zip", str(error), content)
            return
        self.room -= sum(len(each.content) for each in entries)
        if not entries:
            self.leave(place, given, "zip", "empty", content)
        for number, entry in enumerate(entries, start=1):
            inner = _below(place, number)
            if entry.why or not entry.content:
                self.leave(inner, entry.name, "other", entry.why or "empty", entry.content)
                continue
            kind = kind_of(entry.content, name=entry.name)
            self.take(inner, entry.name, kind, entry.content, mails=mails, in_zip=True)

    def _open_mail(self, place: str, given: str, content: bytes, mails: int) -> None:
        try:
            inner = parsing.parse(content)
        except parsing.NotAMailError:
            self.leave(place, given, "mail", "broken", content)
            return
        self.walk(inner, place=place, mails=mails + 1)

    def choose_pictures(self, *, also_alone: bool) -> None:
        """Logos and signatures are left; beside a PDF or an XML, so is every picture that is set into the text. A mail
        of nothing else may be the photograph of an invoice."""
        better = bool(self.files)
        for picture, inline in self.pictures:
            if not also_alone or _is_small(picture.content, inline=inline) or (better and inline):
                self.left_out.append(LeftOut(picture.place, picture.name, "logo", len(picture.content)))
            else:
                self.files.append(picture)

    def leave(self, place: str, given: str, kind: str, why: str, content: bytes) -> None:
        """Name a file that is not taken."""
        name = safe_name(given, kind, instead=f"file-{place.replace('/', '-')}")
        self.left_out.append(LeftOut(place, name, why, len(content)))


def _below(place: str, number: int) -> str:
    return f"{place}/{number}" if place else str(number)


def _is_text(kind: str, given: str) -> bool:
    return kind == "other" and given.lower().endswith((".txt", ".ics", ".vcf", ".asc", ".sig"))


def _is_small(content: bytes, *, inline: bool) -> bool:
    size = picture_size(content)
    if size is None:
        return len(content) < _SMALL_BYTES
    if max(size) < _SMALL_ICON:
        return True
    return inline and (min(size) < _SMALLEST_SIDE or len(content) < _SMALL_BYTES)
