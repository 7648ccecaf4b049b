"""Who may open a document. Every view that shows one asks here."""

from shirehall.capabilities.documents.models import Document
from shirehall.casework.api import version_of
from shirehall.casework.models import Case, Draft, Task
from shirehall.partnership.api import Officer, may, queue


def may_open(
    document: Document,
    *,
    officer: Officer | None = None,
    case_access: Case | None = None,
    draft_access: Draft | None = None,
) -> bool:
    """Whether this officer, or the resident who has proved that the case or draft is theirs, may open it.

    An officer needs `open_document` for the case's authority and for the team that has the case now or owns its
    service; a draft nobody has sent is not for officers.
    """
    if document.disposed_at is not None or document.scan == Document.Scan.INFECTED:
        return False
    case = case_of(document)
    if officer is not None:
        return case is not None and _officer_may(officer, case)
    if case_access is not None and case is not None:
        return case.pk == case_access.pk
    if draft_access is not None and document.draft_id is not None:
        return document.draft_id == draft_access.pk and case is None
    return False


def case_of(document: Document) -> Case | None:
    """The case that a document belongs to, straight or by the draft that was sent."""
    return document.case or (document.draft.sent_case if document.draft else None)


def _officer_may(officer: Officer, case: Case) -> bool:
    # As on the desk: the team that owns the service, and each whose queue the case waits in.
    waits_in = {case.queue, *Task.objects.filter(case=case, closed_at=None).values_list("queue", flat=True)}
    held = [queue(code) for code in waits_in if code]
    teams = {version_of(case).service.owner, *(each.team for each in held if each)}
    return any(may(officer, "open_document", team=team, authority=case.authority) for team in sorted(teams))
