"""A draft handed to the resident by an officer: the link and the code with which they go on here."""

from datetime import datetime

from django.urls import reverse

from shirehall.casework.api import WayBack, local_date
from shirehall.casework.models import Draft
from shirehall.channels.web.codes import LINK_GOOD_FOR, begin_resuming
from shirehall.channels.web.contacts import read_contact
from shirehall.channels.web.models import WebDraft


def resume(draft: Draft, contact: str, at: datetime) -> WayBack:
    """Let a contact go on with a draft. It may come back to it from now on, by a code of its own.
    Raises ContactError, a ValueError."""
    known = read_contact(contact, on=local_date(at))
    WebDraft.objects.update_or_create(draft=draft, defaults={"contact_key": known.key, "verified_at": None})
    token, code = begin_resuming(draft=draft, contact=known, at=at)
    return WayBack(reverse("web_resume", args=[token]), code, int(LINK_GOOD_FOR.total_seconds()) // 3600)
