"""Drafts: begun on one channel, gone on with on another, until they are sent."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from shirehall.casework.admission import admit
from shirehall.casework.events import append_to_draft
from shirehall.casework.models import Case, Draft, Event
from shirehall.casework.problems import sent_already
from shirehall.casework.references import make_reference
from shirehall.casework.versions import Resolved, resolve, resolve_row
from shirehall.kernel.api import Answers, answers_to_stored

DRAFT_DAYS = 30


def save_draft(
    *, draft: Draft | None, service: str, answers: Answers, channel: str, by: str, at: datetime, page: str = "",
    authority: str = "", version: str | None = None, done: bool = True, language: str | None = None,
    changes: Case | None = None, reference: str = "",
) -> Draft:  # fmt: skip
    """Keep all answers given so far (they replace those kept before); without a draft, begin one on `version` (None:
    the current one), with `changes` to tell a change of that case, with `reference` under one that was printed
    already. `language` is the code of the one it is filled in ("" English, None: as it was). With `page` and `done` the
    page counts as done. Raises AnswersError, UnknownService, and SubmissionError where it was sent."""
    resolved = resolve(service, version) if draft is None else resolve_row(draft.service_version_id)
    admit(resolved.version, answers, note="")
    values = {
        "answers": answers_to_stored(answers), "channel": channel, "saved_at": at, "page": page,
        "expires_at": at + timedelta(days=_kept_for(resolved)),
    }  # fmt: skip
    if authority:
        values["authority"] = authority
    if language is not None:
        values["language"] = language
    with transaction.atomic():
        if draft is None:
            draft = Draft.objects.create(
                token=secrets.token_urlsafe(32), reference=reference or make_reference(), service=service,
                service_version_id=resolved.service_version_id, started_at=at, changes=changes, **values,
            )  # fmt: skip
            append_to_draft(draft, kind="started", by=by, at=at, channel=channel)
        else:
            _update(draft, values)
        if page and done:
            append_to_draft(draft, kind="page_done", by=by, at=at, page=page, channel=channel)
    return draft


def _update(draft: Draft, values: dict[str, object]) -> None:
    if not Draft.objects.filter(pk=draft.pk, sent_case=None).update(**values):
        raise sent_already(draft.reference)
    for name, value in values.items():
        setattr(draft, name, value)


def record_draft(
    *, draft: Draft, kind: str, by: str, at: datetime, page: str = "", channel: str = ""
) -> Event:
    """Something that happened on a draft, for the measures: page_seen, page_done. Never with answers."""
    with transaction.atomic():
        return append_to_draft(draft, kind=kind, by=by, at=at, page=page, channel=channel)


def _kept_for(resolved: Resolved) -> int:
    return resolved.version.service.retention.get("draft", (DRAFT_DAYS, "saved"))[0]
