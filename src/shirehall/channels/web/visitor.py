"""Who is here: the drafts and cases that this browser may see, by public ids, until no page is opened for a while.

The session is one signed cookie. It holds tokens of drafts, references of cases and a time; nothing about a person.
"""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest

from shirehall.casework.api import case_by_reference
from shirehall.casework.models import Case
from shirehall.channels.web.settings import web_settings

_DRAFTS, _CASES, _SEEN, _ENDED, _PROVED = "drafts", "cases", "seen", "ended", "proved"
_EVERY_SECONDS = 60
_MOST_CASES = 20


def keep_time(request: HttpRequest, at: datetime) -> bool:
    """Note that the visit goes on. False where it had ended, no page having been opened: then nothing is held."""
    session, now = request.session, int(at.timestamp())
    seen = session.get(_SEEN, 0)
    if seen and now - seen > web_settings().visit_minutes * 60:
        for name in (_DRAFTS, _CASES, _SEEN, _PROVED):
            session.pop(name, None)
        session[_ENDED] = True
        return False
    if seen and now - seen > _EVERY_SECONDS:
        session[_SEEN] = now
    return True


def has_ended(request: HttpRequest) -> bool:
    """Whether the last visit ended by itself, told once."""
    return bool(request.session.pop(_ENDED, False))


def draft_token(request: HttpRequest, service: str) -> str:
    """The token of the draft for a service, or empty."""
    drafts = request.session.get(_DRAFTS)
    return str(drafts.get(service, "")) if isinstance(drafts, dict) else ""


def hold_draft(request: HttpRequest, service: str, token: str, at: datetime) -> None:
    """Let this browser go on with a draft."""
    drafts = request.session.get(_DRAFTS)
    request.session[_DRAFTS] = {**(drafts if isinstance(drafts, dict) else {}), service: token}
    request.session[_SEEN] = int(at.timestamp())


def let_draft_go(request: HttpRequest, service: str) -> None:
    """Forget a draft in this browser. It stays stored."""
    drafts = request.session.get(_DRAFTS)
    if isinstance(drafts, dict) and service in drafts:
        request.session[_DRAFTS] = {name: token for name, token in drafts.items() if name != service}


def hold_case(request: HttpRequest, reference: str, at: datetime) -> None:
    """Let this browser see a case. Only for who has just sent it, or has proved by a code that it is theirs."""
    cases = [each for each in held_cases(request) if each != reference]
    request.session[_CASES] = [*cases, reference][-_MOST_CASES:]
    request.session[_SEEN] = int(at.timestamp())


def note_proof(request: HttpRequest, reference: str, contact: str) -> None:
    """Remember by which contact of a case (`email` or `telephone`) a code has shown whose it is."""
    kept = request.session.get(_PROVED)
    proved = {**(kept if isinstance(kept, dict) else {}), reference: contact}
    request.session[_PROVED] = dict([*proved.items()][-_MOST_CASES:])


def proved_contact(request: HttpRequest, reference: str) -> str:
    """The contact of a held case that was proved by a code in this visit; empty where none was."""
    kept = request.session.get(_PROVED)
    return str(kept.get(reference, "")) if isinstance(kept, dict) else ""


def held_cases(request: HttpRequest) -> Sequence[str]:
    """The references of the cases that this browser may see."""
    cases = request.session.get(_CASES)
    return [str(each) for each in cases] if isinstance(cases, list) else []


def held_case(request: HttpRequest, typed: str) -> Case | None:
    """The case of that reference where this browser may see it. None whether there is none or it is not theirs."""
    if typed not in held_cases(request):
        return None
    return case_by_reference(typed)


def leave(request: HttpRequest) -> None:
    """End the visit: this browser holds nothing any more."""
    request.session.flush()
