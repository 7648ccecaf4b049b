"""Single e-mails that are no template's: what another part of the system has to say to one address. Each has its
permanent copy, and may show one picture."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shirehall.capabilities.messages.actions import deliver, new_message
from shirehall.capabilities.messages.markup import address, escaped, to_text
from shirehall.capabilities.messages.models import Message
from shirehall.capabilities.messages.rendering import Rendered, email_html, one_line
from shirehall.capabilities.messages.settings import MessageSettings
from shirehall.capabilities.messages.wording import council_name
from shirehall.casework.models import Case
from shirehall.kernel.words import PLACEHOLDER

FOR_STAFF = "officer"
"""The recipient of what goes to an officer: no resident and no supplier sees it among the messages of a case."""
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and the words for who does not see it."""

    png: bytes
    alt: str

    def __post_init__(self) -> None:
        if not self.png.startswith(_PNG):
            raise ValueError("the picture of an e-mail is a PNG")

    @property
    def data_url(self) -> str:
        """The picture as an address that holds it whole."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


def send_mail(
    *, key: str, to: str, subject: str, text: str, at: datetime, template: str, words: Mapping[str, str],
    blocks: Mapping[str, str] | None = None, links: Mapping[str, str] | None = None, authority: str = "",
    case: Case | None = None, recipient: str = "", picture: Picture | None = None,
) -> Message:  # fmt: skip
    """Send an e-mail now; the same `key` (see message_key) is never sent twice once it has gone out.

    `subject` and `text` (Markdown) have {placeholders}: `words` are what people or documents say and are escaped;
    `blocks` are Markdown of ours; `links` full addresses of ours. `{council}` is always there. What is kept of an
    e-mail that leaves has no picture. Raises DeliveryError; KeyError for a placeholder that nothing fills.
    """
    said = {"council": council_name(authority), **words}
    addresses = links or {}
    plain = {**said, **addresses}
    heading = one_line(PLACEHOLDER.sub(lambda found: plain[found[1]], subject))
    filled = {name: escaped(value) for name, value in said.items()}
    filled |= {name: address(value) for name, value in addresses.items()} | dict(blocks or {})
    markdown = PLACEHOLDER.sub(lambda found: filled[found[1]], text)
    html = email_html(authority=authority, subject=heading, markdown=markdown)
    to_send = html
    if picture is not None:
        shown = {"url": picture.data_url, "alt": picture.alt}
        to_send = email_html(authority=authority, subject=heading, markdown=markdown, picture=shown)
    stays_here = MessageSettings.current().providers["email"] == "outbox"
    message = new_message(
        key=key, rendered=Rendered("email", heading, to_text(markdown), html=to_send if stays_here else html),
        to=to.strip(), authority=authority, at=at, case=case, template=template, event=template, recipient=recipient,
    )  # fmt: skip
    return deliver(message, at=at, html=to_send)
