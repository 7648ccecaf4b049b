"""From a decided case to a message that arrived: the outbox, a true mail server, and Notify's own client."""

import time
from datetime import timedelta

import pytest

from shirehall.capabilities.documents.api import content_of
from shirehall.capabilities.messages.api import Message, for_case
from shirehall.capabilities.messages.conftest import SERVICE_ID, MailServer, NotifyServer, letter_of
from shirehall.casework.api import owed_evidence, retry_step, timeline, verify, work_due
from shirehall.casework.conftest import MORNING, case_of, send
from shirehall.casework.models import Case, ServiceVersion, Step

LATER = MORNING + timedelta(minutes=5)


def applied(**given: object) -> Case:
    """A case that was decided, its messages not sent yet."""
    return case_of(send(given))


def without(case: Case, *columns: str) -> Case:
    """The case of somebody who did not give these ways to reach them."""
    Case.objects.filter(pk=case.pk).update(**dict.fromkeys(columns, ""))
    case.refresh_from_db()
    return case


def at_home(case: Case) -> Case:
    """The case with an address."""
    Case.objects.filter(pk=case.pk).update(address="1 Example Lane, Dorchester, DT1 9ZZ")
    case.refresh_from_db()
    return case


def test_a_message_is_held_in_the_outbox_and_stands_on_the_case(bins: ServiceVersion) -> None:
    case = applied(full_name="Zoë *Invented*")
    work_due(at=LATER)
    message = Message.objects.get(case=case)
    assert (message.channel, message.state, message.to) == ("email", "held", "ada@example.org")
    assert message.subject == f"Zoë *Invented*: about {case.reference}"
    assert "Dear Zoë *Invented*" in message.text
    assert "- 3 people live with you." in message.text
    assert "The fee is £20.00." in message.text
    assert "North Dorset District Council" in message.text
    assert f"/{case.reference}" in message.text or "your page (http" in message.text
    assert "{" not in message.text
    assert "<em>" not in message.html
    assert "#1f5036" in message.html
    event = timeline(case, for_resident=True)[-1]
    assert (event.kind, event.payload["channels"], event.payload["held"]) == ("message_sent", ["email"], True)
    assert verify(case) == ()
    assert [each.key for each in for_case(case, for_resident=True)] == [message.key]


def test_working_twice_writes_and_sends_once(bins: ServiceVersion) -> None:
    case = applied()
    work_due(at=LATER)
    Step.objects.filter(case=case, kind="send_message").update(state="waiting", due_at=MORNING)
    work_due(at=LATER)
    assert Message.objects.filter(case=case).count() == 1


def test_who_gave_no_email_gets_a_text_and_a_letter(bins: ServiceVersion) -> None:
    case = at_home(without(applied(), "email"))
    work_due(at=LATER)
    text, letter = Message.objects.filter(case=case).order_by("id")
    assert (text.channel, text.to, text.sms_parts) == ("sms", "+447700900123", 1)
    assert text.sms_length == len(text.text)
    assert letter.channel == "letter"
    assert letter.document is not None
    assert content_of(letter.document).startswith(b"%PDF-")
    assert (letter.document.kind, letter.document.case_id) == ("letter", case.pk)


def test_who_has_a_landline_only_gets_a_letter(bins: ServiceVersion) -> None:
    case = at_home(without(applied(telephone="01632 960123"), "email"))
    work_due(at=LATER)
    assert [each.channel for each in Message.objects.filter(case=case)] == ["letter"]


def test_a_decision_that_can_reach_nobody_is_shown_to_staff(bins: ServiceVersion) -> None:
    case = without(applied(), "email", "telephone")
    work_due(at=LATER)
    step = Step.objects.get(case=case)
    assert step.state == "failed"
    assert "no email address" in step.last_error
    assert case.tasks.get().kind == "failed_step"


def test_a_reminder_goes_by_the_channel_named_or_says_what_it_used_instead(bins: ServiceVersion) -> None:
    case = applied(people=5)
    work_due(at=MORNING + timedelta(days=4))
    reminder = Message.objects.get(case=case, event="reminder")
    assert reminder.channel == "sms"
    assert "Please send: Proof of address" in reminder.text
    assert "by 30 March 2026" in reminder.text
    work_due(at=MORNING + timedelta(days=11))
    second = Message.objects.filter(case=case, event="reminder").order_by("-id")[0]
    assert second.channel == "email"
    assert timeline(case, for_resident=False)[-1].payload["instead_of"] == "letter"
    assert owed_evidence(case)


def test_a_mail_server_gets_one_mail_of_two_parts(bins: ServiceVersion, mail_server: MailServer) -> None:
    case = applied(full_name="Zoë Ŵynne-Łast")
    work_due(at=LATER)
    [mail] = mail_server.mails
    assert mail["Subject"] == f"Zoë Ŵynne-Łast: about {case.reference}"
    assert mail["From"].addresses[0].display_name == "North Dorset District Council"
    assert mail["To"].addresses[0].addr_spec == "ada@example.org"
    assert mail["Reply-To"].addresses[0].addr_spec == "hello@north-dorset.example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "Dear Zoë Ŵynne-Łast" in plain.get_content()
    message = Message.objects.get(case=case)
    assert (message.state, mail["Message-ID"]) == ("sent", message.message_id)


def test_a_mail_whose_end_is_unknown_goes_again_under_the_same_id(
    bins: ServiceVersion, mail_server: MailServer
) -> None:
    case = applied()
    mail_server.drop_after_taking = True
    work_due(at=LATER)
    assert Message.objects.get(case=case).state == "queued"
    mail_server.drop_after_taking = False
    work_due(at=LATER + timedelta(hours=1))
    assert Message.objects.get(case=case).state == "sent"
    first, second = mail_server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert [event.kind for event in timeline(case, for_resident=False)].count("message_sent") == 1


def test_messages_that_follow_each_other_share_a_connection(
    bins: ServiceVersion, mail_server: MailServer
) -> None:
    cases = [applied(), applied(full_name="Bo Invented"), applied(full_name="Cy Invented")]
    work_due(at=LATER)
    assert set(Message.objects.filter(case__in=cases).values_list("state", flat=True)) == {"sent"}
    assert (len(mail_server.mails), len(set(mail_server.ends))) == (3, 1)


def test_a_connection_that_the_mail_server_closed_meanwhile_is_no_failed_attempt(
    bins: ServiceVersion, mail_server: MailServer
) -> None:
    mail_server.hang_up = True
    first = applied()
    work_due(at=LATER)
    time.sleep(0.2)
    second = applied(full_name="Bo Invented")
    work_due(at=LATER)
    states = Message.objects.filter(case__in=[first, second]).values_list("state", flat=True)
    assert (list(states), len(set(mail_server.ends))) == (["sent", "sent"], 2)
    assert Step.objects.get(case=second, kind="send_message").attempts == 1


@pytest.mark.parametrize(("answer", "state"), [("451 later", "waiting"), ("550 never", "failed")])
def test_a_mail_server_that_refuses(
    bins: ServiceVersion, mail_server: MailServer, answer: str, state: str
) -> None:
    case = applied()
    mail_server.refuse = answer
    work_due(at=LATER)
    step = Step.objects.get(case=case)
    assert (step.state, answer[:3] in step.last_error) == (state, True)
    assert "ada@example.org" not in step.last_error


def test_a_mail_server_that_is_not_there_is_tried_again(
    bins: ServiceVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("EMAIL_PROVIDER", "smtp"), ("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", "9")):
        monkeypatch.setenv(f"SHIREHALL_{name}", value)
    case = applied()
    work_due(at=LATER)
    assert Step.objects.get(case=case).state == "waiting"
    assert Message.objects.get(case=case).state == "queued"


def test_notify_gets_email_text_and_letter_with_a_token_that_holds(
    bins: ServiceVersion, notify_server: NotifyServer
) -> None:
    by_mail, by_hand = applied(), at_home(without(applied(full_name="Bo Invented"), "email"))
    work_due(at=LATER)
    sent = {each["path"].rpartition("/")[2]: each for each in notify_server.taken}
    assert set(sent) == {"email", "sms", "letter"}
    assert len(notify_server.taken) == 3
    assert sent["email"]["template_id"] == "email-template"
    assert by_mail.reference in sent["email"]["personalisation"]["subject"]
    assert "Dear Ada Invented" in sent["email"]["personalisation"]["body"]
    assert sent["sms"]["phone_number"] == "+447700900123"
    assert letter_of(sent["letter"]).startswith(b"%PDF-")
    assert sent["letter"]["postage"] == "second"
    for message in Message.objects.filter(case__in=[by_mail, by_hand]):
        assert message.state == "sent"
        assert message.key in {each["reference"] for each in notify_server.taken}
        assert message.provider_reference in {each["id"] for each in notify_server.taken}
    assert notify_server.looked == []


def test_notify_is_asked_before_anything_goes_out_again(
    bins: ServiceVersion, notify_server: NotifyServer
) -> None:
    case = applied()
    notify_server.fail = 1
    work_due(at=LATER)
    message = Message.objects.get(case=case)
    assert (message.state, len(notify_server.taken)) == ("queued", 1)
    notify_server.status = "delivered"
    work_due(at=LATER + timedelta(hours=1))
    message.refresh_from_db()
    assert (message.state, message.provider_reference) == ("delivered", notify_server.taken[0]["id"])
    assert notify_server.looked == [message.key]
    assert len(notify_server.taken) == 1


def test_notify_is_asked_even_where_staff_try_again(
    bins: ServiceVersion, notify_server: NotifyServer
) -> None:
    case = applied()
    notify_server.refuse = 400
    work_due(at=LATER)
    step = Step.objects.get(case=case)
    assert (step.state, "400 ValidationError" in step.last_error) == ("failed", True)
    notify_server.refuse = 0
    retry_step(step=step, by="ada@example.org", at=LATER)
    work_due(at=LATER)
    assert len(notify_server.looked) == len(notify_server.taken) == 1
    assert Message.objects.get(case=case).state == "sent"


@pytest.mark.parametrize(("status", "state"), [(429, "waiting"), (403, "failed")])
def test_notify_that_refuses(
    bins: ServiceVersion, notify_server: NotifyServer, status: int, state: str
) -> None:
    case = applied()
    notify_server.refuse = status
    work_due(at=LATER)
    assert Step.objects.get(case=case).state == state


def test_a_wrong_key_is_refused_by_notify(
    bins: ServiceVersion, notify_server: NotifyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIREHALL_NOTIFY_KEY", f"tests-{SERVICE_ID}-00000000-0000-0000-0000-000000000001")
    case = applied()
    work_due(at=LATER)
    assert notify_server.taken == []
    assert Step.objects.get(case=case).state == "failed"
