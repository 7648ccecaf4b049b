"""Files that come with a call, as multipart/form-data in parts named `file`."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from shirehall.capabilities.documents import api as documents
from shirehall.casework.api import RESIDENT
from shirehall.casework.models import Case, Draft
from shirehall.channels.api.channel import NAME
from shirehall.channels.api.problem import Problem
from shirehall.kernel.api import AnswersError

MOST_AT_ONCE = 10
PART = "file"


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file: its name, and its bytes (one more than may be at most, where it is too large)."""

    name: str
    content: bytes


def files_sent(request: HttpRequest) -> tuple[FileSent, ...]:
    """The files that were sent. Raises Problem where there are none, too many, or the form cannot be read."""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "media-type", _("Send multipart/form-data with a part named “file”."))
    most = MOST_AT_ONCE * documents.LARGEST + 1024 * 1024
    length = request.headers.get("Content-Length") or "0"
    if not length.isdigit() or int(length) > most:
        raise Problem(413, "too-large", _("The files are too large."))
    try:
        found = request.FILES.getlist(PART)
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise Problem(400, "bad-request", _("The form cannot be read.")) from error
    if not found:
        raise Problem(400, "bad-request", _("Send at least one part named “file”."))
    if len(found) > MOST_AT_ONCE:
        raise Problem(400, "bad-request", _("Send at most %(most)s files at once.") % {"most": MOST_AT_ONCE})
    return tuple(FileSent(each.name or "", bytes(each.read(documents.LARGEST + 1))) for each in found)


def fingerprint_of(files: tuple[FileSent, ...]) -> list[list[str]]:
    """What tells one set of files from another, however a client parts them."""
    return [[each.name, hashlib.sha256(each.content).hexdigest()] for each in files]


@contextmanager
def keeping(
    files: Sequence[FileSent], kept: list[documents.Document], *, about: str, at: datetime, case: Case | None = None,
    draft: Draft | None = None, evidence: str = "",
) -> Iterator[None]:  # fmt: skip
    """Keep files for as long as what follows goes well: they stand in `kept`, and are let go where it raises. They are
    looked through for viruses, so no transaction is open. Raises AnswersError about `about`."""
    try:
        for each in files:
            made = documents.store(
                content=each.content, name=each.name, by=RESIDENT, at=at, channel=NAME, case=case, draft=draft,
                evidence=evidence,
            )  # fmt: skip
            kept.append(made)
        yield
    except documents.DocumentError as error:
        documents.dispose([each.pk for each in kept], at=at)
        raise AnswersError([(about, str(error))]) from error
    except BaseException:
        documents.dispose([each.pk for each in kept], at=at)
        raise
