"""A draft handed to the resident by an officer: the link and the code with which they go on here."""

from datetime import datetime

from django.urls import reverse

from shirehall.casework.api import WayBack, local_date
from shirehall.casework.models import Draft
from shirehall.channels.web.codes import LINK_GOOD_FOR, begin_resuming
from shirehall.channels.web.contacts import read_contact


def resume(draft: Draft, contact: str, at: datetime) -> WayBack:
    """Let a contact go on with a draft. Once the code was tried there, it may come back by codes of its own; until then
    the link alone opens nothing, for a number or an address may have been written down wrong. Raises ContactError, a
    ValueError."""
    known = read_contact(contact, on=local_date(at))
    token, code = begin_resuming(draft=draft, contact=known, at=at)
    return WayBack(reverse("web_resume", args=[token]), code, int(LINK_GOOD_FOR.total_seconds()) // 3600)
