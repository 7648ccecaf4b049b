"""Numbers that want no texts. Whoever writes STOP gets none, by any way, until START."""

import hashlib
import hmac
from datetime import datetime

from shirehall.capabilities.messages.models import StoppedNumber
from shirehall.casework.settings import casework_settings

STOPPED = "texts_stopped"
"""The event of the one text that still goes to a stopped number: it says that no more will come."""


def stop_texts(number: str, *, at: datetime) -> bool:
    """Send no more texts to a number (+447...). False where none were sent already."""
    return StoppedNumber.objects.get_or_create(key=_key(number), defaults={"stopped_at": at})[1]


def allow_texts(number: str) -> bool:
    """The owner wants texts again. False where they were not stopped."""
    return bool(StoppedNumber.objects.filter(key=_key(number)).delete()[0])


def takes_texts(number: str) -> bool:
    """Whether a number may be sent a text."""
    return not StoppedNumber.objects.filter(key=_key(number)).exists()


def _key(number: str) -> str:
    secret = hashlib.sha256(b"shirehall.messages.stopped" + casework_settings().applicant_key.encode())
    return hmac.new(secret.digest(), number.encode(), hashlib.sha256).hexdigest()
