"""Retention: when a case's time is over its details go, and the chain that they were once there still verifies."""

from datetime import datetime
from typing import Any

from django.db import transaction

from shirehall.casework.clocks import local_date
from shirehall.casework.disposal import disposers
from shirehall.casework.events import Happened, append
from shirehall.casework.locking import lock_case
from shirehall.casework.models import (
    Case,
    CaseFact,
    CaseJudgement,
    Decision,
    Draft,
    EventPayload,
    Evidence,
    Step,
    Submission,
    Task,
)
from shirehall.casework.recording import MACHINE

_EMPTIED = {
    "language": "",
    "applicant_name": "", "name_forward": "", "name_backward": "", "email": "", "telephone": "", "address": "",
    "person_key": "", "number_key": "", "email_key": "", "facts": {},
}  # fmt: skip


def dispose(*, at: datetime, limit: int = 1000) -> int:
    """Delete what stands for longer than its service allows, each case in a transaction of its own, expired drafts,
    and what other apps keep of neither; gives how many of all. Harmless when run again."""
    due = Case.objects.filter(retain_until_on__lt=local_date(at), disposed_at=None).order_by(
        "retain_until_on", "id"
    )
    disposed = sum(_dispose_case(case_id, at) for case_id in due.values_list("pk", flat=True)[:limit])
    expired = (
        Draft.objects.filter(expires_at__lt=at).order_by("expires_at").values_list("pk", flat=True)[:limit]
    )
    disposed += sum(_dispose_draft(draft_id, at) for draft_id in expired)
    return disposed + sum(each.dispose_of_rest(at) for each in disposers if each.dispose_of_rest)


def _dispose_case(case_id: int, at: datetime) -> int:
    with transaction.atomic():
        case = lock_case(case_id)
        still_due = case.retain_until_on is not None and case.retain_until_on < local_date(at)
        if case.disposed_at is not None or not still_due:
            return 0
        sent = {each for row in Evidence.objects.filter(case=case) for each in row.documents}
        documents = sorted(sent | _files(case.facts))
        for disposer in disposers:
            disposer.dispose(documents)
            if disposer.dispose_of_case:
                disposer.dispose_of_case(case)
        _empty(case, at)
        append(case, [Happened("disposed", MACHINE, at, {"documents": len(documents)})])
        for name, empty in _EMPTIED.items():
            setattr(case, name, empty)
        case.disposed_at = at
        case.save()
    return 1


def _empty(case: Case, at: datetime) -> None:
    EventPayload.objects.filter(event__case=case).delete()
    CaseFact.objects.filter(case=case).delete()
    CaseJudgement.objects.filter(case=case).delete()
    Draft.objects.filter(sent_case=case).delete()
    # A change that was begun and not sent holds the same answers: its time is over too.
    Draft.objects.filter(changes=case).update(expires_at=at)
    Step.objects.filter(case=case).delete()
    # The hash of the body goes too: it has no salt, so what was answered could be guessed from it.
    Submission.objects.filter(case=case).update(answers={}, note="", body_hash="")
    Decision.objects.filter(case=case).update(body={}, inputs={})
    Evidence.objects.filter(case=case).update(documents=[], reason="")
    Task.objects.filter(case=case).update(title="")


def _dispose_draft(draft_id: int, at: datetime) -> int:
    with transaction.atomic():
        # Read again under its lock: it may have been saved or sent since it was found.
        draft = Draft.objects.select_for_update().filter(pk=draft_id, expires_at__lt=at).first()
        if draft is None:
            return 0
        # By the draft, never by the ids in its answers: one that changes a case names the files of that case.
        for disposer in disposers:
            if disposer.dispose_of_draft:
                disposer.dispose_of_draft(draft)
        draft.delete()
    return 1


def _files(stored: Any) -> set[str]:
    """Ids of the documents named anywhere in stored answers: a file that was given is {"document", "name"}."""
    if isinstance(stored, dict):
        if set(stored) == {"document", "name"}:
            return {stored["document"]}
        return {each for part in stored.values() for each in _files(part)}
    if isinstance(stored, list):
        return {each for part in stored for each in _files(part)}
    return set()
