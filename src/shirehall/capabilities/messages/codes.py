"""Messages of the system's own: a code that proves a contact, and the references that a person has lost.

They go out at once, since somebody is waiting. The copy that is kept has the code masked, except in the outbox of a
demonstration, where it is the only place to read it.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from shirehall.capabilities.messages.actions import deliver, new_message
from shirehall.capabilities.messages.choosing import mobile_number
from shirehall.capabilities.messages.links import full_address, link_to
from shirehall.capabilities.messages.markup import address, escaped, to_text
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.providers.base import DeliveryError
from shirehall.capabilities.messages.rendering import Rendered, email_html, one_line
from shirehall.capabilities.messages.settings import MessageSettings
from shirehall.capabilities.messages.wording import council_name
from shirehall.casework.models import Draft
from shirehall.kernel.words import PLACEHOLDER
from shirehall.partnership.api import is_demonstration

MASK = "••••••"
_FOLDER = Path(__file__).with_name("texts")
_SECTION = re.compile(r"^# (subject|email|sms)\n", re.MULTILINE)


def send_code(
    *, contact: str, channel: str, code: str, at: datetime, minutes: int = 15, authority: str = "",
    draft: Draft | None = None,
) -> Message:  # fmt: skip
    """Send a code by `email` or `sms`, now. `minutes` is how long it works. Raises DeliveryError where it did not go
    out, ValueError for another channel."""
    words = {"code": code, "minutes": str(minutes)}
    to_send = _compose("code", channel, authority, words, {})
    copy = (
        to_send if _is_shown(channel) else _compose("code", channel, authority, {**words, "code": MASK}, {})
    )
    return _send(copy, to_send, contact=contact, template="code", authority=authority, at=at, draft=draft)


def send_reference_reminder(
    *, contact: str, channel: str, references: Sequence[tuple[str, str]], at: datetime, authority: str = ""
) -> Message:
    """Send the references that go with a contact: pairs of what it is (a service's title) and the reference. Raises as
    `send_code` does, and ValueError where there are none."""
    if not references:
        raise ValueError("there are no references to send")
    plain = " ".join(f"{title}: {reference}." for title, reference in references)
    listed = "\n".join(f"- {escaped(title)}: **{escaped(reference)}**" for title, reference in references)
    blocks = {"references": (listed, plain)}
    rendered = _compose("references", channel, authority, {}, blocks)
    return _send(rendered, rendered, contact=contact, template="references", authority=authority, at=at)


def send_way_back(
    *, contact: str, channel: str, path: str, hours: int, title: str, at: datetime, authority: str = "",
    draft: Draft | None = None,
) -> Message:  # fmt: skip
    """Send a link to go on with what an officer began: `path` on this site, which works for some hours; `title` is the
    service's. The code it asks for is told, never sent. Raises as `send_code` does."""
    words = {"title": title, "hours": str(hours)}
    to_send = _compose("way_back", channel, authority, words, {}, link=full_address(path))
    copy = to_send if _is_shown(channel) else _compose("way_back", channel, authority, words, {}, link=MASK)
    return _send(copy, to_send, contact=contact, template="way_back", authority=authority, at=at, draft=draft)


def _is_shown(channel: str) -> bool:
    """Whether the copy that is kept is the only place to read a message: the outbox of a demonstration."""
    return MessageSettings.current().providers[channel] == "outbox" and is_demonstration()


def _send(
    copy: Rendered, to_send: Rendered, *, contact: str, template: str, authority: str, at: datetime,
    draft: Draft | None = None,
) -> Message:  # fmt: skip
    to = mobile_number(contact) if copy.channel == "sms" else contact.strip()
    if not to:
        raise DeliveryError(_("the number cannot take text messages"), temporary=False)
    message = new_message(
        key=secrets.token_hex(16), rendered=copy, to=to, authority=authority, at=at, draft=draft, template=template,
        event=template,
    )  # fmt: skip
    return deliver(message, at=at, text=to_send.text, html=to_send.html)


def _compose(
    name: str, channel: str, authority: str, words: Mapping[str, str], blocks: Mapping[str, tuple[str, str]],
    link: str = "",
) -> Rendered:  # fmt: skip
    """`blocks` has Markdown and plain words by placeholder."""
    if channel not in ("email", "sms"):
        raise ValueError(f"a message of the system goes by email or sms, not {channel!r}")
    parts = _sections(name)
    link = link or link_to(None)
    said = {"council": council_name(authority), **words}
    plain = {**said, "link": link, **{key: both[1] for key, both in blocks.items()}}
    subject = one_line(_fill(parts["subject"], plain))
    if channel == "sms":
        return Rendered("sms", "", " ".join(_fill(parts["sms"], plain).split()))
    marked = {key: escaped(value) for key, value in said.items()}
    marked |= {"link": address(link), **{key: both[0] for key, both in blocks.items()}}
    markdown = _fill(parts["email"], marked)
    html = email_html(authority=authority, subject=subject, markdown=markdown)
    return Rendered("email", subject, to_text(markdown), html=html)


def _fill(text: str, words: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: words[found[1]], text)


def _sections(name: str) -> dict[str, str]:
    pieces = _SECTION.split((_FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    return {title: body.strip() for title, body in zip(pieces[1::2], pieces[2::2], strict=True)}
