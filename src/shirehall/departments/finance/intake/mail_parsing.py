"""A mail out of its bytes, by the standard library under limits of our own: how many parts, how long a header. Pure.

Nothing a sender writes makes this raise anything but NotAMailError.
"""

import email
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage, Message
from email.policy import EmailPolicy, Policy
from email.utils import parseaddr
from typing import Any

MOST_PARTS = 300
LONGEST_HEADER = 4_000
MOST_HEADERS = 1_000
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


class NotAMailError(ValueError):
    """It cannot be taken apart within the limits. The text is the word for why: `too_many_parts` or `broken`."""


class _Bounded(EmailPolicy):
    """The standard policy, which keeps of each header only its beginning: some readers of headers take a time that
    grows with the square of the length, or worse."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(
            [sourcelines[0][:LONGEST_HEADER], *_within(sourcelines[1:])]
        )
        return name[:100], value[:LONGEST_HEADER]


def _within(lines: list[str]) -> Iterator[str]:
    left = LONGEST_HEADER
    for line in lines:
        if left <= 0:
            return
        yield line[:left]
        left -= len(line)


def parse(raw: bytes) -> EmailMessage:
    """The mail. Raises NotAMailError."""
    made = 0

    def make(policy: "Policy[Any] | None" = None) -> EmailMessage:
        nonlocal made
        made += 1
        if made > MOST_PARTS:
            raise NotAMailError("too_many_parts")
        return EmailMessage(policy=policy)

    try:
        mail = email.message_from_bytes(raw, policy=_Bounded(message_factory=make))
    except NotAMailError:
        raise
    except Exception as error:
        # The standard library's readers of headers raise nearly anything for one hostile header or another.
        raise NotAMailError("broken") from error
    if not isinstance(mail, EmailMessage) or not mail.keys():
        raise NotAMailError("broken")
    return mail


def raw_headers(mail: Message) -> list[tuple[str, str]]:
    """Every header from the top as it stands, on one line each."""
    return [(name, " ".join(str(value).split())) for name, value in [*mail.raw_items()][:MOST_HEADERS]]


def header(mail: Message, name: str, *, longest: int = 300) -> str:
    """A header's words, decoded, without signs that steer; empty where there is none or it cannot be read."""
    said = _safely(lambda: str(mail[name] or ""), "")
    if not said:
        said = next((value for key, value in raw_headers(mail) if key.lower() == name.lower()), "")
    kept = "".join(sign if sign.isprintable() else " " for sign in said)
    return " ".join(kept.split())[:longest]


def raw_header(mail: Message, name: str) -> str:
    """A header as it stands, in small letters, for comparing words of protocols."""
    return next((value.lower() for key, value in raw_headers(mail) if key.lower() == name.lower()), "")


def sender_of(mail: Message) -> str:
    """The address in From, in small letters; empty where none can be used."""
    raw = next((value for key, value in raw_headers(mail) if key.lower() == "from"), "")
    address = str(_safely(lambda: parseaddr(raw), ("", ""))[1])
    return address.lower() if _ADDRESS.fullmatch(address) and ".." not in address else ""


def content_type_of(part: Message) -> str:
    """Such as "application/pdf"; "application/octet-stream" for what cannot be read."""
    return str(_safely(part.get_content_type, "application/octet-stream"))


def parameter_of(part: Message, name: str) -> str:
    """A parameter of the content's type, in small letters."""
    return str(_safely(lambda: part.get_param(name, ""), "") or "").lower()


def disposition_of(part: Message) -> str:
    """`attachment`, `inline` or empty."""
    return str(_safely(part.get_content_disposition, "") or "")


def file_name_of(part: Message) -> str:
    """The name the sender gave a part; empty where there is none."""
    return str(_safely(part.get_filename, "") or "")


def bytes_of(part: Message) -> bytes:
    """What a part holds, decoded; empty where it cannot be."""
    content = _safely(lambda: part.get_payload(decode=True), b"")
    return content if isinstance(content, bytes) else b""


def children_of(part: Message) -> list[Message]:
    """The parts within a part."""
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _safely(ask: Callable[[], Any], otherwise: Any) -> Any:
    # What a stranger writes into a header can make any reader of it stumble: then it says nothing.
    with suppress(Exception):
        return ask()
    return otherwise
