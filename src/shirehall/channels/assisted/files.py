"""Files that a resident hands to the officer, or that the officer scans: kept with the draft or the case."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from shirehall.capabilities.documents import api as documents
from shirehall.casework.api import Application
from shirehall.casework.models import Case
from shirehall.channels.assisted.channel import PHONE
from shirehall.design.questions import Wrong
from shirehall.kernel.api import Question
from shirehall.kernel.questions import TYPES, AnswerError
from shirehall.kernel.values import FileGiven, Value

MOST_AT_ONCE = 20


def files_of(value: Value | None) -> tuple[FileGiven, ...]:
    """The files of an answer."""
    return tuple(each for each in value if isinstance(each, FileGiven)) if isinstance(value, tuple) else ()


def listed(value: Value | None) -> list[dict[str, Any]]:
    """The files of an answer, as a file question lists them."""
    given = files_of(value)
    kept = documents.by_id([each.document for each in given]) if given else {}
    return [
        {"id": each.document, "name": each.name, "size": kept[each.document].size}
        for each in given
        if each.document in kept
    ]


def read_files(
    request: HttpRequest, application: Application, question: Question, standing: Value | None
) -> tuple[FileGiven, ...] | Wrong:
    """Every file that stands now: those from before, without one that is taken out, and those that were added."""
    before = files_of(standing)
    if gone := request.POST.get("remove"):
        return _without(application, before, gone)
    sent = request.FILES.getlist(question.fact)[:MOST_AT_ONCE]
    stored: list[documents.Document] = []
    try:
        for each in sent:
            stored += [_store(each, application)]
        given = (*before, *(FileGiven(each.pk, each.name) for each in stored))
        if not given:
            return ()
        raw = {"": [each.document for each in given], "name": [each.name for each in given]}
        return files_of(TYPES[question.type].read(question.asked, raw, on=application.on))
    except (documents.DocumentError, AnswerError) as error:
        for kept in stored:
            documents.remove(document=kept, at=application.at)
        return Wrong(str(error), "", {"": [each.name or "" for each in sent]})


def _store(upload: Any, application: Application) -> documents.Document:
    return documents.store(
        content=upload.read(documents.LARGEST + 1), name=upload.name or "", by=application.by, at=application.at,
        channel=application.channel, draft=application.draft,
    )  # fmt: skip


def _without(application: Application, before: tuple[FileGiven, ...], gone: str) -> tuple[FileGiven, ...]:
    """Only a file of this very answer is taken out: an id of somebody else's is not in it."""
    left = tuple(each for each in before if each.document != gone)
    kept = documents.document(gone) if len(left) < len(before) else None
    if kept is not None and kept.draft_id == getattr(application.draft, "pk", None) and kept.case_id is None:
        documents.remove(document=kept, at=application.at)
    return left


def store_for_case(
    request: HttpRequest, case: Case, *, evidence: str, by: str, at: datetime, channel: str = PHONE
) -> list[str]:
    """Keep files as evidence of a case. Raises DocumentError; then none of them is kept."""
    kept: list[str] = []
    try:
        for each in request.FILES.getlist("files")[:MOST_AT_ONCE]:
            made = documents.store(
                content=each.read(documents.LARGEST + 1), name=each.name or "", by=by, at=at, channel=channel,
                case=case, evidence=evidence,
            )  # fmt: skip
            kept.append(made.pk)
    except documents.DocumentError:
        documents.dispose(kept, at=at)
        raise
    return kept
