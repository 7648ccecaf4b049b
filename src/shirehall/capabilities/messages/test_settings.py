"""What a council can set wrongly, and what it is told."""

import pytest
from pytest_django import Settings

from shirehall.capabilities.messages.checks import check_messages
from shirehall.capabilities.messages.providers.base import Provider, register_provider
from shirehall.capabilities.messages.providers.outbox import Outbox
from shirehall.capabilities.messages.settings import MessageSettings


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"EMAIL_PROVIDER": "pigeon"}, "names no provider: pigeon"),
        ({"SMS_PROVIDER": "smtp"}, "carries no sms"),
        ({"EMAIL_PROVIDER": "smtp"}, "SHIREHALL_SMTP_HOST must name"),
        ({"EMAIL_PROVIDER": "smtp", "SMTP_HOST": "h", "SMTP_SECURITY": "maybe"}, "starttls, tls or none"),
        ({"EMAIL_PROVIDER": "smtp", "SMTP_HOST": "h", "SMTP_PORT": "x"}, "must be a number"),
        ({"EMAIL_PROVIDER": "smtp", "SMTP_HOST": "h", "SMTP_USER": "u", "SMTP_SECURITY": "none"}, "must not be none"),
        ({"EMAIL_PROVIDER": "notify", "NOTIFY_KEY": "short"}, "must be a whole API key"),
        ({"EMAIL_PROVIDER": "notify", "NOTIFY_KEY": "k" * 80}, "SHIREHALL_NOTIFY_EMAIL_TEMPLATE must be"),
        ({"SITE": "example.org"}, "SHIREHALL_SITE must begin with https://"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], words: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"SHIREHALL_{name}", value)
    problems = check_messages(None)
    assert any(words in problem.msg for problem in problems)
    assert all(problem.id and problem.id.startswith("shirehall.messages.E") for problem in problems)


def test_a_demonstration_is_content_with_the_outbox(settings: Settings) -> None:
    assert check_messages(None) == []
    settings.SHIREHALL_DEMO = False
    assert "reach nobody" in check_messages(None)[0].msg


def test_links_have_no_double_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_SITE", "https://services.example.org/")
    assert MessageSettings.current().site == "https://services.example.org"


def test_two_providers_of_one_name_are_refused() -> None:
    another: Provider = Outbox()
    with pytest.raises(ValueError, match="two providers"):
        register_provider(another)
