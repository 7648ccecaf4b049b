"""Mail that no supplier wrote: answers of machines, bounces, and our own mail that came back. Pure."""

import re
from collections.abc import Collection
from email.message import Message
from typing import Literal

from shirehall.departments.finance.intake.mail_parsing import (
    content_type_of,
    parameter_of,
    raw_header,
    raw_headers,
    sender_of,
)

Automatic = Literal["", "bounce", "auto_reply", "automatic"]
"""`automatic`: a machine sent it. That is how many suppliers' systems send invoices, so only the other two say that no
invoice is to be looked for; but no machine is ever answered."""

OUR_MARK = "x-shirehall"
_OUR_ID = re.compile(r"<?[0-9a-f]{32}@([^>\s]+)>?")
_REPORTS = ("delivery-status", "disposition-notification", "feedback-report")
_MARKS_OF_REPLIES = ("x-autoreply", "x-autorespond", "x-auto-response")
_MARKS_OF_MACHINES = ("x-auto-response-suppress", "list-id", "list-unsubscribe", "feedback-id")
_POSTMASTERS = ("mailer-daemon@", "postmaster@")
_NOBODYS = re.compile(r"(?:no-?reply|do-?not-?reply|donotreply|bounces?)(?:[+._-][^@]*)?@")


def is_ours(mail: Message, our_domains: Collection[str]) -> bool:
    """Whether we sent it ourselves: by our mark, or by a Message-ID as we make them, of a domain of ours."""
    if raw_header(mail, OUR_MARK):
        return True
    match = _OUR_ID.fullmatch(raw_header(mail, "message-id"))
    return match is not None and match[1] in our_domains


def automatic_kind(mail: Message) -> Automatic:
    """Which kind of machine sent it, if one did."""
    if content_type_of(mail) == "multipart/report":
        about = parameter_of(mail, "report-type")
        return "auto_reply" if about == "disposition-notification" else "bounce"
    if content_type_of(mail) == "message/delivery-status":
        return "bounce"
    names = {name.lower() for name, _value in raw_headers(mail)}
    submitted = raw_header(mail, "auto-submitted").partition(";")[0].strip()
    precedence = raw_header(mail, "precedence").strip()
    if submitted == "auto-replied" or precedence == "auto_reply" or names & {*_MARKS_OF_REPLIES}:
        return "auto_reply"
    if raw_header(mail, "return-path").replace(" ", "") == "<>" or sender_of(mail).startswith(_POSTMASTERS):
        return "bounce"
    if submitted not in ("", "no") or precedence in ("bulk", "list", "junk") or names & {*_MARKS_OF_MACHINES}:
        return "automatic"
    return "automatic" if _NOBODYS.match(sender_of(mail)) else ""
