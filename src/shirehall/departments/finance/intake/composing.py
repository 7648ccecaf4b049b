"""A mail as a supplier's program would write it (RFC 5322), for the built-in mailbox page and for tests. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

TYPES = {
    "pdf": "application/pdf", "xml": "application/xml", "zip": "application/zip", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "tif": "image/tiff", "tiff": "image/tiff", "eml": "message/rfc822",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file beside the text of a mail."""

    name: str
    content: bytes


def compose(
    *, sender: str, to: str, subject: str, text: str, message_id: str, at: datetime,
    files: Sequence[FileToSend] = (), authentication: str = "",
) -> bytes:  # fmt: skip
    """The bytes of the mail. `authentication` is what a receiving server would put on top about its sender. Raises
    ValueError where a header would break its line."""
    mail = EmailMessage(policy=SMTP.clone(refold_source="none"))
    if authentication:
        mail["Authentication-Results"] = authentication
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = at
    mail["Message-ID"] = message_id
    mail.set_content(text)
    for file in files:
        _attach(mail, file)
    return bytes(mail)


def _attach(mail: EmailMessage, file: FileToSend) -> None:
    ending = file.name.rpartition(".")[2].lower()
    kind = TYPES.get(ending, "application/octet-stream")
    if kind == "message/rfc822":
        # As bytes: what is sent is sent as it stands, whether it is a good mail or not.
        kind = "application/octet-stream"
    main, _slash, sub = kind.partition("/")
    name = "".join(sign if sign.isprintable() else "_" for sign in file.name)
    mail.add_attachment(file.content, maintype=main, subtype=sub, filename=name)
