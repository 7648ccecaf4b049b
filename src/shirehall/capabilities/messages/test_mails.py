"""Single e-mails: what documents say is words and nothing else, and a picture goes beside the HTML."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from shirehall.capabilities.messages.api import FOR_STAFF, Message, Picture, for_case, message_key, send_mail
from shirehall.capabilities.messages.conftest import MailServer
from shirehall.casework.conftest import case_of, send
from shirehall.casework.models import ServiceVersion

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
pytestmark = pytest.mark.django_db


def write(*, number: str = "INV-1", picture: bool = False, **more: Any) -> Message:
    """One e-mail about a document."""
    return send_mail(
        key=message_key("a step", "gita@example.org"), to="gita@example.org", subject="Invoice {number}",
        text="Please look at **{number}**.\n\n{rows}\n\n{link}", at=AT, template="invoice_alert",
        words={"number": number}, blocks={"rows": "- one\n- two"}, links={"link": "https://example.org/invoice/1"},
        picture=Picture(PNG, "The place on the page") if picture else None, **more,
    )  # fmt: skip


def test_a_number_with_line_breaks_adds_no_header(mail_server: MailServer) -> None:
    write(number="1\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script> [x](https://evil.example.org)")
    [mail] = mail_server.mails
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("Invoice 1 Bcc: all@example.org")
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<script" not in html
    assert "evil.example.org" in html
    assert 'href="https://evil' not in html


def test_the_picture_goes_beside_the_words_and_is_not_kept(mail_server: MailServer) -> None:
    message = write(picture=True)
    [mail] = mail_server.mails
    [shown] = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert shown.get_payload(decode=True) == PNG
    html = next(part for part in mail.walk() if part.get_content_type() == "text/html")
    assert f'src="cid:{shown["Content-ID"].strip("<>")}"' in html.get_content()
    assert "data:" not in html.get_content()
    message.refresh_from_db()
    assert (message.state, "base64" in message.html) == ("sent", False)


def test_the_outbox_shows_the_picture_and_sends_once() -> None:
    assert "data:image/png;base64," in write(picture=True).html
    assert write(picture=True).pk == Message.objects.get().pk


def test_no_resident_sees_what_an_officer_was_sent(bins: ServiceVersion) -> None:
    case = case_of(send({}))
    write(case=case, recipient=FOR_STAFF)
    assert [each.subject for each in for_case(case)] == ["Invoice INV-1"]
    assert for_case(case, for_resident=True) == []


def test_a_picture_is_a_png() -> None:
    with pytest.raises(ValueError, match="PNG"):
        Picture(b"%PDF-1.7", "")
