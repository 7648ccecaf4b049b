"""Check answers, and send them: an application in one call."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from shirehall.casework.api import Application
from shirehall.casework.models import Draft
from shirehall.channels.api.answering import (
    complete,
    missing_from,
    put_answers,
    read_given,
    settle_council,
    tell,
)
from shirehall.channels.api.body import read_object
from shirehall.channels.api.calls import Call, answer
from shirehall.channels.api.channel import NAME
from shirehall.channels.api.idempotency import Done, once
from shirehall.channels.api.sending import send
from shirehall.kernel.api import AnswersError

_PARTS = ("authority", "answers")


def check(call: Call, service: str) -> HttpResponse:
    """Say what is wrong and what is missing. Nothing is stored."""
    application = Application.begin(service=service, channel=NAME, at=call.at)
    call.need("submit", service=service)
    body = read_object(call.request, _PARTS)
    problems = tell(lambda: put_answers(application, read_given(application, body.get("answers", {}))))
    if isinstance(body.get("authority"), str):
        # Where pages differ by council, the one that was named counts. It is not stored.
        application.draft = Draft(authority=body["authority"])
    missing: list[tuple[str, str]] = []
    if not problems:
        missing = missing_from(application)
        problems = tell(lambda: settle_council(application, body.get("authority")))
    if not problems and not missing:
        call.need("submit", service=service, authority=settle_council(application, body.get("authority")))
    return answer(
        {
            "complete": not problems and not missing,
            "problems": _listed(problems),
            "missing": _listed(missing),
            "not_used": sorted(set(application.answers) - set(application.journey.kept)),
        }
    )  # fmt: skip


def submit(call: Call, service: str) -> HttpResponse:
    """Send an application."""
    application = Application.begin(service=service, channel=NAME, at=call.at)
    call.need("submit", service=service)
    body = read_object(call.request, _PARTS)

    def act(key: str) -> Done:
        if "answers" not in body:
            raise AnswersError([("answers", _("Give the answers, by fact"))])
        put_answers(application, read_given(application, body["answers"]))
        authority = complete(application, body.get("authority"))
        call.need("submit", service=service, authority=authority)
        application.save(authority=authority)
        return send(call, application, key)

    return once(call, body, act)


def _listed(found: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"fact": fact, "message": message} for fact, message in found]
