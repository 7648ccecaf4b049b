import logging
import sys

from shirehall.project.settings.journal import QuietFormatter


def refuse_twice() -> None:
    raise ValueError("duplicate key\nDETAIL:  Key (email)=(a.resident@example.org) already exists.")


def test_the_log_does_not_quote_the_values_of_a_row() -> None:
    try:
        refuse_twice()
    except ValueError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "It failed.", (), sys.exc_info())
    said = QuietFormatter().format(record)
    assert "duplicate key" in said
    assert "a.resident@example.org" not in said
