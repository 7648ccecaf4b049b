"""Mails and files for the tests of intake. Everybody in them is invented."""

import io
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
XML = b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'
OURS = "councils.example.org"
SERVER = "mx.councils.example.org"
PASSED = f"{SERVER}; spf=pass smtp.mailfrom=quay.example.org; dkim=pass header.d=quay.example.org; dmarc=pass"


def png(width: int, height: int, *, padded_to: int = 0) -> bytes:
    """The head of a picture of that size; nothing here decodes it."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return head + b"\x00" * max(padded_to - len(head), 16)


def archive(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    return buffer.getvalue()


def mail(
    *files: tuple[str, str, bytes], sender: str = "Quay Supplies <accounts@quay.example.org>",
    subject: str = "Invoice 4711", message_id: str = "<4711@quay.example.org>", text: str = "Please find it attached.",
    **headers: str,
) -> bytes:  # fmt: skip
    """A mail of (name, type, content) files; further headers as keywords, `_` for `-`."""
    made = EmailMessage(policy=SMTP.clone(refold_source="none"))
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made["From"] = sender
    made["To"] = "invoices@councils.example.org"
    made["Subject"] = subject
    if message_id:
        made["Message-ID"] = message_id
    made.set_content(text)
    for name, kind, content in files:
        main, _slash, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if files:
        made.set_boundary("between")
    return bytes(made)
