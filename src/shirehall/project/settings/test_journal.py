import logging
import secrets
import sys

from shirehall.project.settings.journal import QuietFormatter

# As PostgreSQL says it. The line that raises it is quoted too, and so it names no value.
SAID = "duplicate key\nDETAIL:  Key (email)=(a.resident@example.org) already exists."


def refuse() -> None:
    raise ValueError(SAID)


def test_the_log_does_not_quote_the_values_of_a_row() -> None:
    try:
        refuse()
    except ValueError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "It failed.", (), sys.exc_info())
    said = QuietFormatter().format(record)
    assert "duplicate key" in said
    assert "a.resident@example.org" not in said


def test_the_token_of_a_link_is_not_written() -> None:
    token = secrets.token_urlsafe(24)
    said = "%s: %s"
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, said, ("Unprocessable Entity", f"/return/{token}/"), None
    )
    assert QuietFormatter().format(record) == "Unprocessable Entity: /return/…/"
    record.args = ("Not Found", "/desk/help/CVR-44H-77D/page/household_members/")
    assert QuietFormatter().format(record) == "Not Found: /desk/help/CVR-44H-77D/page/household_members/"
