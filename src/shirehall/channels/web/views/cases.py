"""A case as the resident sees it, and the page that says it was sent."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.capabilities.documents import api as documents
from shirehall.capabilities.messages import api as messages
from shirehall.casework.api import (
    answer_by,
    case_answers,
    evidence,
    explained_decision,
    renewal_wanted,
    timeline,
)
from shirehall.casework.models import Case
from shirehall.channels.web import languages, visitor
from shirehall.channels.web.case_words import (
    amounts_of,
    decide_by_of,
    evidence_of,
    outcome_of,
    state_of,
    steps_of,
    timeline_of,
)
from shirehall.channels.web.drawing import draw, phone_of
from shirehall.channels.web.flow import page
from shirehall.channels.web.receipt import make_receipt
from shirehall.kernel.api import Version
from shirehall.partnership.api import authority as council_of


def not_held() -> HttpResponse:
    """To where a case is opened: the same for one that is somebody else's and for one that does not exist."""
    return HttpResponseRedirect(reverse("web_return"))


@page
def case(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """Everything about one case."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    version = languages.version_for(request, held)
    context = {
        **_decided(held, version),
        "state": state_of(held),
        "timeline": timeline_of(version, timeline(held, for_resident=True)),
        "messages": [_message(held, each) for each in messages.for_case(held, for_resident=True)],
        "council": council_of(held.authority),
        "notice": _notice(request),
        "may_change": not held.finished or held.state == Case.State.SETTLED,
        "renew_by": answer_by(held) if renewal_wanted(held) else None,
        "may_withdraw": not held.finished,
        "may_review": held.disposed_at is None,
    }
    return draw(request, "case.html", context, version=version, authority=held.authority)


@page
def sent(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """It was sent: the reference, the decision with its reasons, and what happens next."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    version = languages.version_for(request, held)
    context = {
        **_decided(held, version),
        "phone": phone_of(held.authority),
        "confirmation": version.service.settings.get("confirmation") or "",
    }
    return draw(request, "sent.html", context, version=version, authority=held.authority)


@page
def copy(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """A PDF copy of what was sent and decided."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    if held.disposed_at is not None:
        raise Http404(reference)
    version = languages.version_for(request, held)
    made = make_receipt(
        case=held,
        version=version,
        answers=case_answers(held),
        decision=explained_decision(held, language=version.language),
        at=at,
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{held.reference}.pdf"'
    return answer


@page
def document(request: HttpRequest, reference: str, document_id: str, *, at: datetime) -> HttpResponseBase:
    """A file or letter of the case, for who may see the case."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    found = documents.document(document_id)
    if found is None or not documents.may_open(found, case_access=held):
        raise Http404(document_id)
    return documents.response(found)


def _decided(held: Case, version: Version) -> dict[str, Any]:
    decision = None if held.disposed_at is not None else explained_decision(held, language=version.language)
    rows = evidence_of(version, held, evidence(held))
    owed = [each for each in rows if each["owed"]]
    awaited = any(each["owed"] or each["looked_at"] for each in rows)
    return {
        "case": held,
        "decision": decision,
        "outcome": outcome_of(held, decision.outcome, owed=awaited) if decision else None,
        "amounts": amounts_of(version, decision) if decision else [],
        "steps": steps_of(held, decision, rows) if decision else [],
        "decide_by_on": decide_by_of(held),
        "evidence": rows,
        "owed": owed,
        "case_url": reverse("web_case", args=[held.reference]),
        "copy_url": reverse("web_copy", args=[held.reference]) if held.disposed_at is None else "",
    }


def _message(held: Case, sent_message: messages.SentMessage) -> dict[str, Any]:
    letter = sent_message.document_id
    return {
        "kind": sent_message.channel, "to": sent_message.to, "subject": sent_message.subject, "text": sent_message.text,
        "at": sent_message.at, "href": reverse("web_document", args=[held.reference, letter]) if letter else "",
    }  # fmt: skip


def _notice(request: HttpRequest) -> dict[str, str] | None:
    text = {
        "sent": _("We have your files. We will look at them and tell you."),
        "withdrawn": _("You have withdrawn this. We will do nothing more with it."),
        "renewed": _("Thank you. We have noted that nothing has changed."),
        "ways": _("Thank you. We keep to this from now on."),
        "review": _("A person will look at this again. We will tell you what they find."),
    }.get(request.GET.get("done", ""))
    return {"text": text, "kind": "success"} if text else None
