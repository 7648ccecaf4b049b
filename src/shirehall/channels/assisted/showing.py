"""A case as an officer tells it to the resident: the state, what was decided and why, what is owed, what happened."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shirehall.casework.api import evidence, explained_decision, lines_of, timeline
from shirehall.casework.models import Case, Evidence
from shirehall.channels.assisted.drawing import desk_case_url
from shirehall.channels.assisted.words import amounts_of, outcome_word, what_to_say
from shirehall.kernel.api import Version
from shirehall.partnership.api import Officer, may
from shirehall.partnership.api import authority as council_of

_MOST_EVENTS = 12


def case_context(
    case: Case, version: Version, officer: Officer, *, done: str, at: datetime
) -> dict[str, Any]:
    """What the page of a case shows."""
    decision = explained_decision(case)
    rows = [row for row in evidence(case) if row.state != Evidence.State.CANCELLED]
    owed = [row for row in rows if row.owed]
    sees_case = may(officer, "see_case", team=version.service.owner, authority=case.authority)
    return {
        "case": case, "service": version.service, "council": council_of(case.authority),
        "state_word": _state(case), "outcome": outcome_word(decision.outcome) if decision else None,
        "say": what_to_say(version, case, decision, owed, at=at) if decision and not _is_ended(case) else [],
        "amounts": amounts_of(version, decision) if decision else [],
        "evidence": _evidence(version, case, rows), "happened": _happened(case),
        "may_change": not case.finished or case.state == Case.State.SETTLED, "may_withdraw": not case.finished,
        "done": _DONE.get(done, lambda: "")(), "desk_url": desk_case_url(case.reference) if sees_case else "",
        "before": lines_of(case),
    }  # fmt: skip


_DONE = {
    "sent": lambda: _("The evidence is on the case."),
    "review": lambda: _("A person will look again."),
    "withdrawn": lambda: _("It is withdrawn."),
    "ways": lambda: _("How we reach them is kept."),
}


def _is_ended(case: Case) -> bool:
    return case.state in (Case.State.WITHDRAWN, Case.State.CLOSED)


def _state(case: Case) -> dict[str, str]:
    word, kind = {
        Case.State.AWAITING_EVIDENCE: (_("Waiting for evidence"), "waiting"),
        Case.State.WITH_OFFICER: (_("With a team"), "working"), Case.State.SETTLED: (_("Decided"), "done"),
        Case.State.CLOSED: (_("Closed"), "done"), Case.State.WITHDRAWN: (_("Withdrawn"), "done"),
        Case.State.OPEN: (_("Received"), "new"),
    }[Case.State(case.state)]  # fmt: skip
    return {"word": word, "kind": kind}


def _evidence(version: Version, case: Case, rows: list[Evidence]) -> list[dict[str, Any]]:
    titles = {each.name: each for each in version.service.evidence}
    words = {
        "wanted": (_("Owed"), "waiting"), "refused": (_("Not accepted: another is needed"), "bad"),
        "received": (_("Here, to be looked at"), "working"), "accepted": (_("Accepted"), "good"),
    }  # fmt: skip
    return [
        {
            "name": row.name, "title": titles[row.name].title, "word": words[row.state][0], "kind": words[row.state][1],
            "accept": ", ".join(titles[row.name].accept.values()) if row.owed else "",
            "reason": row.reason if row.owed else "", "due_on": row.due_on if row.owed else None,
            "may_add": row.owed and not case.finished,
        }
        for row in sorted(rows, key=lambda each: not each.owed)
        if row.name in titles
    ]  # fmt: skip


def _happened(case: Case) -> list[dict[str, Any]]:
    """The story as the resident may hear it, newest first."""
    entries = timeline(case, for_resident=True)[::-1][:_MOST_EVENTS]
    return [
        {"title": each.label, "at": each.at, "by": "", "text": "", "kind": "neutral", "href": ""}
        for each in entries
    ]
