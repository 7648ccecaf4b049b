"""What is written to the log, and what is not.

Django logs a request by its path without the query, and our addresses hold no personal data. A link that a resident
was sent has a token in it, which opens something: it is cut. A database error may quote a row's values in its DETAIL
lines: those are cut too.
"""

import logging
import re
from typing import Any

WITHHELD = ("DETAIL:", "CONTEXT:")
_TOKEN = re.compile(r"/[A-Za-z0-9_-]{32,}(?=/|\s|$)")


class QuietFormatter(logging.Formatter):
    """Formats a record without the tokens of links, and without the lines in which PostgreSQL quotes the values of a
    row."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        return _TOKEN.sub("/…", super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        lines = super().formatException(ei).splitlines()
        return "\n".join(line for line in lines if not line.lstrip().startswith(WITHHELD))


def log_settings(level: str) -> dict[str, Any]:
    """Give Django's LOGGING: everything to standard error, where the machine's own journal keeps it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": QuietFormatter, "format": "{asctime} {levelname} {name} {message}", "style": "{"},
        },
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # It names the officer whose sign-in failed; the attempt itself is a row in the database.
            "axes": {"level": "ERROR"},
            # Whoever scans the internet asks for hosts that are not ours; each is answered 400 and is no news.
            "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
