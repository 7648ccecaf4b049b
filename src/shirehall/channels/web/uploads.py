"""Files that residents send: kept by the documents capability, shown to who sent them, never by a guessed id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shirehall.capabilities.documents import api as documents
from shirehall.casework.api import RESIDENT
from shirehall.channels.web import limits
from shirehall.channels.web.application import Application
from shirehall.channels.web.channel import NAME
from shirehall.channels.web.settings import web_settings
from shirehall.design.questions import Wrong
from shirehall.kernel.api import Question
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.values import FileGiven, Value

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What a file question was given: every file that stands now, or what is wrong."""

    given: tuple[FileGiven, ...] = ()
    wrong: Wrong | None = None
    removed: bool = False
    too_often: bool = False


def content_of(upload: Any) -> bytes:
    """The bytes of an upload, one more than may be at most: enough to see that it is too large."""
    return bytes(upload.read(documents.LARGEST + 1))


def files_of(value: Value | None) -> tuple[FileGiven, ...]:
    """The files of an answer."""
    return tuple(each for each in value if isinstance(each, FileGiven)) if isinstance(value, tuple) else ()


def listed(value: Value | None) -> list[dict[str, Any]]:
    """The files of an answer, as a file question lists them."""
    kept = documents.by_id([each.document for each in files_of(value)])
    return [
        {"id": each.document, "name": each.name, "size": kept[each.document].size}
        for each in files_of(value)
        if each.document in kept
    ]


def answer(
    request: HttpRequest,
    application: Application,
    question: Question,
    standing: Value | None,
    *,
    at: datetime,
) -> Uploaded:
    """Take what a file question was posted: files added, one removed, or nothing."""
    files = files_of(standing)
    if request.method != "POST" or request.POST.get("later"):
        return Uploaded(files)
    if gone := request.POST.get("remove"):
        return _remove(application, files, gone, at)
    sent = request.FILES.getlist(question.fact)[:MOST_AT_ONCE]
    if not sent:
        needed = not files and not question.asked.optional
        return Uploaded(files, Wrong(_("Choose a file, or send it later"), "", {}) if needed else None)
    if limits.too_often(request, "upload", web_settings().uploads_an_hour):
        return Uploaded(files, too_often=True)
    if application.draft is None:
        application.save_for(request)
    return _add(application, question, files, sent, at)


def _add(
    application: Application,
    question: Question,
    files: tuple[FileGiven, ...],
    sent: Sequence[Any],
    at: datetime,
) -> Uploaded:
    added, stored = list(files), []
    try:
        for each in sent:
            kept = documents.store(
                content=content_of(each),
                name=each.name or "",
                by=RESIDENT,
                at=at,
                channel=NAME,
                draft=application.draft,
            )
            stored.append(kept)
            added.append(FileGiven(kept.pk, kept.name))
        raw = {"": [each.document for each in added], "name": [each.name for each in added]}
        value = TYPES[question.type].read(question.asked, raw, on=application.on)
    except (documents.DocumentError, AnswerError) as error:
        for each in stored:
            documents.remove(document=each, at=at)
        return Uploaded(files, Wrong(str(error), "", {}))
    return Uploaded(files_of(value))


def _remove(application: Application, files: tuple[FileGiven, ...], gone: str, at: datetime) -> Uploaded:
    """Only a file of this very answer can be removed: an id of somebody else's is not in it."""
    left = tuple(each for each in files if each.document != gone)
    kept = documents.document(gone) if len(left) < len(files) else None
    if kept is not None and kept.draft_id == getattr(application.draft, "pk", None) and kept.case_id is None:
        documents.remove(document=kept, at=at)
    return Uploaded(left, removed=True)
