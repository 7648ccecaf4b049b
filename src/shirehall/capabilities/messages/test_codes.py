"""The system's own messages: they go at once, and no code is kept where it can be read."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from shirehall.capabilities.messages.api import DeliveryError, Message, send_code, send_reference_reminder
from shirehall.capabilities.messages.codes import MASK
from shirehall.capabilities.messages.conftest import MailServer, NotifyServer
from shirehall.casework.api import dispose

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_code_arrives_and_is_not_kept(mail_server: MailServer) -> None:
    message = send_code(
        contact="ada@example.org", channel="email", code="483920", at=AT, authority="west_dorset"
    )
    [mail] = mail_server.mails
    for part in mail.iter_parts():
        assert "483920" in part.get_content()
    assert "483920" not in mail["Subject"]
    message.refresh_from_db()
    assert message.state == "sent"
    assert MASK in message.text
    for field in Message._meta.concrete_fields:
        assert "483920" not in str(getattr(message, field.attname))


def test_a_code_by_text(notify_server: NotifyServer) -> None:
    message = send_code(contact="07700 900123", channel="sms", code="483920", at=AT, minutes=10)
    [sent] = notify_server.taken
    assert sent["phone_number"] == "+447700900123"
    assert sent["personalisation"]["body"].startswith("483920 is your security code")
    assert "for 10 minutes" in sent["personalisation"]["body"]
    assert "483920" not in message.text


def test_in_a_demonstration_the_outbox_is_where_a_code_is_read() -> None:
    assert "483920" in send_code(contact="ada@example.org", channel="email", code="483920", at=AT).text


def test_in_earnest_the_outbox_masks_it_too(settings: Settings) -> None:
    settings.SHIREHALL_DEMO = False
    message = send_code(contact="ada@example.org", channel="email", code="483920", at=AT)
    assert "483920" not in message.text + message.html


def test_a_code_that_did_not_go_out_is_an_error(mail_server: MailServer) -> None:
    mail_server.refuse = "550 no"
    with pytest.raises(DeliveryError):
        send_code(contact="ada@example.org", channel="email", code="483920", at=AT)
    with pytest.raises(DeliveryError, match="cannot take text"):
        send_code(contact="01632 960123", channel="sms", code="483920", at=AT)
    with pytest.raises(ValueError, match="email or sms"):
        send_code(contact="1 Example Lane", channel="letter", code="483920", at=AT)


def test_lost_references_are_listed(mail_server: MailServer) -> None:
    given = [("Council Tax *Reduction*", "ABCD-2345-X"), ("Ask us to call you", "EFGH-2345-Y")]
    message = send_reference_reminder(contact="ada@example.org", channel="email", references=given, at=AT)
    assert "- Council Tax *Reduction*: ABCD-2345-X\n- Ask us to call you: EFGH-2345-Y" in message.text
    assert len(mail_server.mails) == 1
    with pytest.raises(ValueError, match="no references"):
        send_reference_reminder(contact="ada@example.org", channel="email", references=[], at=AT)


def test_where_somebody_is_reached_is_not_kept_for_ever(mail_server: MailServer) -> None:
    send_code(contact="ada@example.org", channel="email", code="483920", at=AT)
    send_reference_reminder(contact="ada@example.org", channel="email", references=[("Bins", "X")], at=AT)
    dispose(at=AT + timedelta(days=29))
    assert Message.objects.count() == 2
    dispose(at=AT + timedelta(days=31))
    assert not Message.objects.exists()
