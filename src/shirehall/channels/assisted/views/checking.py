"""The end of an application: everything read back, the declaration agreed, sent once, and what to say of it."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.casework.api import (
    IdempotencyError,
    SubmissionError,
    draft_by_reference,
    evidence,
    explained_decision,
    look_for_earlier,
)
from shirehall.casework.models import Case, Draft, Evidence
from shirehall.channels.assisted.access import note_look, open_case
from shirehall.channels.assisted.actions import put_on_case
from shirehall.channels.assisted.drawing import desk_case_url, draw, draw_problem
from shirehall.channels.assisted.helping import Helping, helped, helper_of
from shirehall.channels.assisted.live import live, place_url, sections
from shirehall.channels.assisted.speech import heard_rows
from shirehall.channels.assisted.words import amounts_of, outcome_word, what_to_say
from shirehall.design.fields import field_of
from shirehall.kernel.api import AnswersError
from shirehall.kernel.definition import EvidenceAsked
from shirehall.kernel.questions import Box
from shirehall.kernel.questions.speech import spelt
from shirehall.partnership.api import authorities, may, officer_required
from shirehall.partnership.api import authority as council_of

_AGREED, _COUNCIL = "agreed", "council"


def key_of(draft: Draft) -> str:
    """The idempotency key of a draft: the same for every press of the button, and not to be guessed."""
    return "assisted:" + hashlib.sha256(draft.token.encode()).hexdigest()


@helped
def check(request: HttpRequest, helping: Helping) -> HttpResponse:
    """Read everything back; POST sends it, once the declaration was agreed."""
    application = helping.application
    waiting = application.next_turn()
    if waiting is not None:
        return HttpResponseRedirect(place_url(helping, waiting, script=helping.is_script))
    if application.needs_council:
        return redirect("assisted_council", helping.reference)
    if not application.is_offered:
        return _not_offered(request, helping)
    if request.method != "POST":
        application.see("check")
        return _draw(request, helping)
    if request.POST.get(_AGREED) != "yes":
        return _draw(request, helping, _("Read the declaration out, and tick that they agree"), f"#{_AGREED}")
    return _send(request, helping)


def _send(request: HttpRequest, helping: Helping) -> HttpResponse:
    application, draft = helping.application, helping.draft
    try:
        receipt = application.send(key_of(draft))
        reference = receipt.reference
    except (IdempotencyError, SubmissionError) as error:
        # Sent at the same moment by somebody else, the resident perhaps: their case is the answer.
        now = draft_by_reference(draft.reference)
        if now is None or now.sent_case is None:
            return _draw(request, helping, str(error), "#send")
        reference = now.sent_case.reference
    except AnswersError as error:
        return _draw(request, helping, " ".join(sentence for _fact, sentence in error.problems), "#send")
    put_on_case(draft=draft, case=Case.objects.get(reference=reference), at=helping.at)
    return redirect("assisted_done", reference)


def _draw(request: HttpRequest, helping: Helping, problem: str = "", where: str = "") -> HttpResponse:
    application, script = helping.application, helping.is_script
    service = application.version.service
    context = {
        "helping": helping, "service": service, "script": script, "groups": _groups(helping),
        "sections": sections(helping, ["check"], script=script), "live": live(helping, script=script),
        "declaration": service.settings.get("declaration") or (), "changes": application.changes,
        "council": council_of(application.authority), "earlier": _earlier(helping),
        "errors": [{"text": problem, "href": where}] if problem else [],
    }  # fmt: skip
    return draw(request, "check.html", context, status=422 if problem else 200)


def _groups(helping: Helping) -> list[dict[str, Any]]:
    """Every page with what was said on it, as it is read back. Pages of one answer stand together."""
    found: list[dict[str, Any]] = []
    for state in helping.application.journey.pages:
        if state.state != "asked":
            continue
        rows = [
            {"label": row.label, "text": row.said, "change_url": _change_url(helping, row)}
            for row in heard_rows(helping.application, state.page)
        ]
        if len(rows) == 1 and found and not found[-1]["title"]:
            found[-1]["rows"] += rows
        elif rows:
            found.append({"title": state.page.title if len(rows) > 1 else "", "rows": rows})
    return found


def _change_url(helping: Helping, row: Any) -> str:
    if not helping.is_script:
        return place_url(helping, row.turn, script=False)
    return f"{place_url(helping, row.turn, script=True)}?from=check"


def _earlier(helping: Helping) -> list[Case]:
    """Cases that may be of the same person, as far as the officer may help with them."""
    application = helping.application
    if application.changes:
        return []
    found = look_for_earlier(
        service=application.service, answers=application.answers, version=application.version.hash
    )
    service = application.version.service
    return [case for case in found if helping.helper.may_help(service, case.authority)]


@helped
def council(request: HttpRequest, helping: Helping) -> HttpResponse:
    """Which council, where no answer tells it."""
    application, error = helping.application, ""
    offered = {
        each.code: each.name for each in authorities() if each.code in application.version.service.offered_by
    }
    if request.method == "POST":
        chosen = request.POST.get(_COUNCIL, "")
        if chosen in offered and helping.helper.may_help(application.version.service, chosen):
            application.save(authority=chosen)
            return redirect("assisted_check", helping.reference)
        error = _("Choose a council whose residents you help")
    shown = field_of(
        id=_COUNCIL, ask=_("Which council area do you live in?"), hint=_("It is on the Council Tax bill."), error=error,
        boxes=(Box("", "radios", options=tuple(offered.items())),), raw={"": [application.authority]},
    )  # fmt: skip
    context = {
        "helping": helping, "service": application.version.service, "field": shown, "script": helping.is_script,
        "sections": sections(helping, ["check"], script=helping.is_script),
        "live": live(helping, script=helping.is_script), "errors": [shown.error_link] if shown.error_link else [],
    }  # fmt: skip
    return draw(request, "council.html", context, status=422 if error else 200)


def _not_offered(request: HttpRequest, helping: Helping) -> HttpResponse:
    first = place_url(helping, helping.application.turns()[0], script=helping.is_script)
    council_known = council_of(helping.application.authority)
    name = council_known.name if council_known else helping.application.authority
    phone = council_known.phone if council_known else ""
    return draw_problem(
        request,
        _("Their council does not offer this"),
        _("From the address, the council is %(council)s.") % {"council": name},
        _("They can call it on %(phone)s.") % {"phone": phone},
        status=200,
        ways={first: _("Look at the answers again")},
    )  # fmt: skip


def _owed(row: Evidence, defined: EvidenceAsked) -> dict[str, Any]:
    return {
        "title": defined.title,
        "accept": list(defined.accept.values()),
        "due_on": row.due_on,
        "name": row.name,
    }


@officer_required
@require_safe
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """What to say of the outcome, what is owed, and what comes next. May be printed and handed over."""
    helper = helper_of(request)
    case, version = open_case(helper, reference)
    at = timezone.now()
    note_look(helper, case, at)
    decision = explained_decision(case)
    rows = list(evidence(case))
    titles = {each.name: each for each in version.service.evidence}
    owed = [row for row in rows if row.owed and row.name in titles]
    sees_case = may(helper.officer, "see_case", team=version.service.owner, authority=case.authority)
    context = {
        "case": case, "service": version.service, "at": at, "council": council_of(case.authority),
        "outcome": outcome_word(decision.outcome) if decision else None,
        "amounts": amounts_of(version, decision) if decision else [],
        "say": what_to_say(version, case, decision, owed, at=at) if decision else [],
        "owed": [_owed(row, titles[row.name]) for row in owed],
        "spelt": spelt(case.reference), "desk_url": desk_case_url(case.reference) if sees_case else "", "errors": [],
    }  # fmt: skip
    return draw(request, "done.html", context)
