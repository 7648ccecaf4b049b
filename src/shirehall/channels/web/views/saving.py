"""Save and come back later: a contact, a code that proves it, and the reference to come back with."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.channels.web import limits
from shirehall.channels.web.application import Application, application_of
from shirehall.channels.web.codes import TooManyCodes, begin_verifying, code_called, is_spent, try_code
from shirehall.channels.web.contacts import ContactError, read_contact
from shirehall.channels.web.drawing import draw, draw_too_often, phone_of
from shirehall.channels.web.flow import draw_ended, page
from shirehall.channels.web.forms import code_field, contact_field
from shirehall.channels.web.models import WebDraft
from shirehall.channels.web.sending import outbox_url
from shirehall.channels.web.settings import web_settings

_CODE = "code"


@page
def save(request: HttpRequest, service: str, *, at: datetime) -> HttpResponse:
    """Ask where a code can be sent."""
    application = application_of(request, service, at)
    typed, error = request.POST.get("contact", ""), ""
    if request.method == "POST":
        try:
            contact = read_contact(typed, on=application.on)
            if limits.too_often(request, "code", web_settings().codes_an_hour_from_one_place):
                return draw_too_often(request)
            if application.draft is None:
                application.save_for(request)
            assert application.draft is not None
            made = begin_verifying(
                draft=application.draft, contact=contact, authority=application.authority, at=at
            )
        except ContactError as wrong:
            error = str(wrong)
        except TooManyCodes:
            return draw_too_often(request)
        else:
            if made.sent:
                request.session[_CODE] = made.access.token
                return HttpResponseRedirect(reverse("web_save_code", args=[service]))
            error = _("We could not send a code there. Check it, or try another way")
    shown = contact_field(_("Where can we send you a code?"), typed, error)
    context = {
        "field": shown, "heading": shown.ask, "errors": [shown.error_link] if shown.error_link else [],
        "sentences": (), "back_url": reverse("web_apply", args=[service]), "button_text": _("Send me a code"),
        "phone": phone_of(application.authority), "no_contact": True,
    }  # fmt: skip
    return _drawn(request, application, "ask.html", context)


@page
def code(request: HttpRequest, service: str, *, at: datetime) -> HttpResponse:
    """Ask for the code that was sent."""
    application = application_of(request, service, at)
    if application.draft is None:
        return draw_ended(request)
    access = code_called(request.session.get(_CODE, ""))
    if access is None or access.draft_id != application.draft.pk:
        return HttpResponseRedirect(reverse("web_save", args=[service]))
    error = ""
    if request.method == "POST":
        tried = try_code(access, request.POST.get("code", ""), at=at)
        if tried == "right":
            WebDraft.objects.update_or_create(
                draft=application.draft, defaults={"contact_key": access.contact_key, "verified_at": at}
            )
            request.session.pop(_CODE, None)
            return HttpResponseRedirect(reverse("web_saved", args=[service]))
        access.refresh_from_db()
        error = _("Check the code and try again")
    if is_spent(access, at):
        return spent(request, application.authority, reverse("web_save", args=[service]))
    shown = code_field(error)
    context = {
        "field": shown, "heading": shown.ask, "errors": [shown.error_link] if shown.error_link else [],
        "sentences": (_("We have sent a code. It may take a minute or two to arrive."),),
        "back_url": reverse("web_save", args=[service]), "button_text": _("Continue"), "outbox_url": outbox_url(),
        "again_url": reverse("web_save", args=[service]), "phone": phone_of(application.authority),
    }  # fmt: skip
    return _drawn(request, application, "ask.html", context)


@page
def saved(request: HttpRequest, service: str, *, at: datetime) -> HttpResponse:
    """The reference, and how to come back."""
    application = application_of(request, service, at)
    if application.draft is None:
        return draw_ended(request)
    if not WebDraft.objects.filter(draft=application.draft, verified_at__isnull=False).exists():
        return HttpResponseRedirect(reverse("web_save", args=[service]))
    context = {
        "reference": application.draft.reference, "until": application.draft.expires_at,
        "go_on_url": reverse("web_apply", args=[service]),
    }  # fmt: skip
    return _drawn(request, application, "saved.html", context)


def spent(request: HttpRequest, authority: str, again: str) -> HttpResponse:
    """The page for a code that ran out of time or of tries."""
    context = {
        "problem_title": _("This code cannot be used any more"),
        "problem_text": (
            _("It was tried too often, or it is older than %(minutes)s minutes.")
            % {"minutes": web_settings().code_minutes},
            _("Ask for a new code. Nothing that you saved is lost."),
            _("If you need help, call us on %(phone)s.") % {"phone": phone_of(authority)},
        ),
        "ways": {again: _("Ask for a new code")},
    }
    return draw(request, "problem.html", context, authority=authority, status=429)


def _drawn(
    request: HttpRequest, application: Application, template: str, context: dict[str, object]
) -> HttpResponse:
    return draw(request, template, context, version=application.version, authority=application.authority)
