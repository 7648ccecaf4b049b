"""Coming back: a reference and a contact, then a code. And the way back for who has lost the reference."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.casework.api import (
    ReferenceProblem,
    case_by_reference,
    draft_by_reference,
    is_for_residents,
    local_date,
    read_reference,
    version_of,
)
from shirehall.channels.web import languages, limits, visitor
from shirehall.channels.web.codes import (
    TooManyCodes,
    begin_returning,
    code_called,
    contact_proved,
    is_spent,
    try_code,
)
from shirehall.channels.web.contacts import Contact, ContactError, read_contact
from shirehall.channels.web.drawing import draw, draw_too_often, phone_of
from shirehall.channels.web.flow import page
from shirehall.channels.web.forms import code_field, contact_field, reference_field
from shirehall.channels.web.lost import references_of
from shirehall.channels.web.models import AccessCode
from shirehall.channels.web.sending import outbox_url, send_references
from shirehall.channels.web.settings import web_settings
from shirehall.channels.web.views.saving import spent

_CODE = "return_code"


@page
def come_back(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Ask for the reference and the contact."""
    typed, contact_typed = request.POST.get("reference", ""), request.POST.get("contact", "")
    wrong_reference = wrong_contact = ""
    if request.method == "POST":
        reference, wrong_reference = _reference(typed)
        contact, wrong_contact = _contact(contact_typed, at)
        if contact and not wrong_reference:
            return _send(request, reference, contact, at)
    fields = [
        reference_field(typed, wrong_reference),
        contact_field(_("Where we can send you a code"), contact_typed, wrong_contact, heading=False),
    ]
    context = {
        "heading": _("Go back to an application or a case"), "fields": fields,
        "errors": [each.error_link for each in fields if each.error_link],
        "sentences": (_("Use the email address or mobile number that you gave us."),),
        "button_text": _("Send me a code"), "back_url": "/", "phone": phone_of(""), "no_contact": True,
        "ways": {reverse("web_lost"): _("I do not have my reference")},
    }  # fmt: skip
    return draw(request, "ask.html", context)


def _reference(typed: str) -> tuple[str, str]:
    try:
        return read_reference(typed), ""
    except ReferenceProblem as problem:
        return "", str(problem)


def _contact(typed: str, at: datetime) -> tuple[Contact | None, str]:
    try:
        return read_contact(typed, on=local_date(at)), ""
    except ContactError as problem:
        return None, str(problem)


def _send(request: HttpRequest, reference: str, contact: Contact, at: datetime) -> HttpResponse:
    if limits.too_often(request, "code", web_settings().codes_an_hour_from_one_place):
        return draw_too_often(request)
    draft, case = draft_by_reference(reference), case_by_reference(reference)
    if case is not None and not is_for_residents(version_of(case).service):
        case = None
    if draft is not None and draft.expires_at <= at and draft.sent_case is None:
        draft = None
    authority = case.authority if case else draft.authority if draft else ""
    try:
        made = begin_returning(draft=draft, case=case, contact=contact, authority=authority, at=at)
    except TooManyCodes:
        return draw_too_often(request)
    request.session[_CODE] = made.access.token
    return HttpResponseRedirect(reverse("web_return_code"))


@page
def code(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Ask for the code, and open what it opens."""
    access = code_called(request.session.get(_CODE, ""))
    if access is None:
        return HttpResponseRedirect(reverse("web_return"))
    error = ""
    if request.method == "POST":
        if try_code(access, request.POST.get("code", ""), at=at) == "right":
            request.session.pop(_CODE, None)
            return _open(request, access, at)
        access.refresh_from_db()
        error = _("Check the code and try again")
    if is_spent(access, at):
        return spent(request, "", reverse("web_return"))
    shown = code_field(error)
    context = {
        "field": shown, "heading": shown.ask, "errors": [shown.error_link] if shown.error_link else [],
        "sentences": (
            _("If the reference and the contact belong together, we have sent a code."),
            _("It may take a minute or two to arrive."),
        ),
        "button_text": _("Continue"), "back_url": reverse("web_return"), "outbox_url": outbox_url(),
        "again_url": reverse("web_return"),
    }  # fmt: skip
    return draw(request, "ask.html", context)


def _open(request: HttpRequest, access: AccessCode, at: datetime) -> HttpResponse:
    draft = access.draft
    case = access.case or (draft.sent_case if draft else None)
    if case is not None:
        visitor.hold_case(request, case.reference, at)
        if proved := contact_proved(case, access.contact_key):
            visitor.note_proof(request, case.reference, proved)
        languages.remember(request, case.language)
        return HttpResponseRedirect(reverse("web_case", args=[case.reference]))
    assert draft is not None
    visitor.hold_draft(request, draft.service, draft.token, at)
    languages.remember(request, draft.language)
    return HttpResponseRedirect(reverse("web_apply", args=[draft.service]))


@page
def lost(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Send the references that go with a contact to that contact. They are never shown here."""
    typed, error = request.POST.get("contact", ""), ""
    if request.method == "POST":
        contact, error = _contact(typed, at)
        if contact is not None:
            several = limits.too_often(request, "code", web_settings().codes_an_hour_from_one_place)
            if several or limits.contact_too_often(request, contact.key, web_settings().codes_an_hour):
                return draw_too_often(request)
            send_references(contact=contact, references=references_of(contact, at=at), authority="", at=at)
            return HttpResponseRedirect(reverse("web_lost_sent"))
    shown = contact_field(_("Where can we send your references?"), typed, error)
    context = {
        "field": shown, "heading": shown.ask, "errors": [shown.error_link] if shown.error_link else [],
        "sentences": (), "button_text": _("Send them to me"), "back_url": reverse("web_return"),
        "phone": phone_of(""), "no_contact": True,
    }  # fmt: skip
    return draw(request, "ask.html", context)


@page
def lost_sent(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The same words whether there was anything to send or not."""
    return draw(request, "lost_sent.html", {"outbox_url": outbox_url(), "phone": phone_of("")})


@page
def leave(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Close everything on this device."""
    if request.method == "POST":
        visitor.leave(request)
        return HttpResponseRedirect("/")
    context = {
        "heading": _("Close this on this device?"), "key": "", "field": None, "grave": False,
        "sentences": (_("Your answers stay saved. You need your reference and a code to come back."),),
        "yes": _("Close it"), "no": _("Stay"), "no_url": "/", "back_url": "/",
    }  # fmt: skip
    return draw(request, "confirm.html", context)
