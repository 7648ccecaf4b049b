"""What is written about accounts and sign-ins: an officer's number and nothing that names a person."""

import logging
from datetime import datetime

_log = logging.getLogger("shirehall.sign_in")


def record_account(what: str, *, by: str, at: datetime, officer: int | None = None) -> None:
    """Say that an account was changed. `by` is `officer:7`, `command` or `start-up`, never a name or address."""
    _log.info("%s officer=%s by=%s at=%s", what, officer or "-", by, at.isoformat())


def record_sign_in(what: str, *, officer: int | None, method: str) -> None:
    """Say that a sign-in went through or failed. A wrong password names no officer: the address may be wrong too."""
    _log.info("%s officer=%s method=%s", what, officer or "-", method)
