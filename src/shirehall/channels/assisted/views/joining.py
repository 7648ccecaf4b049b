"""Who is there, how, and whether they agree: asked before anything is written down, at the beginning and by whoever
takes over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shirehall.casework.api import Application, local_date
from shirehall.channels.assisted.access import (
    Helper,
    channel_for,
    note_look,
    open_draft,
    service_to_begin,
)
from shirehall.channels.assisted.actions import Present, begin_help
from shirehall.channels.assisted.drawing import draw, draw_not_yours
from shirehall.channels.assisted.forms import PresentForm
from shirehall.channels.assisted.helping import helper_of, open_help
from shirehall.channels.assisted.models import Help
from shirehall.partnership.api import officer_required


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, service: str) -> HttpResponse:
    """Begin an application with a resident."""
    at, helper, form = timezone.now(), helper_of(request), PresentForm()
    version = service_to_begin(helper, service)
    if request.method == "POST":
        present = form.read(request.POST, on=local_date(at))
        if present is not None:
            channel = channel_for(version.service, present.how)
            application = Application.begin(service=service, channel=channel, by=helper.by, at=at)
            draft = application.save()
            begin_help(present=present, channel=channel, by=helper.by, at=at, draft=draft)
            return redirect("assisted_go_on", draft.reference)
    return _draw(request, form, version.service.title, reverse("assisted"))


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, reference: str) -> HttpResponse:
    """Take over an application that was begun, on whatever channel, by whomever."""
    at, helper, form = timezone.now(), helper_of(request), PresentForm()
    draft, version = open_draft(helper, reference, at)
    if draft.sent_case_id is not None:
        return redirect("assisted_done", draft.reference)
    # Of a change, it is the council of its case, wherever the new address is.
    authority = draft.changes.authority if draft.changes else draft.authority
    if not helper.may_help(version.service, authority):
        return draw_not_yours(request, draft, authority)
    if open_help(draft, helper.by):
        return redirect("assisted_go_on", draft.reference)
    if request.method == "POST":
        present = form.read(request.POST, on=local_date(at))
        if present is not None:
            begin_help(
                present=present, channel=channel_for(version.service, present.how), by=helper.by, at=at, draft=draft,
            )  # fmt: skip
            note_look(helper, draft, at)
            return redirect("assisted_go_on", draft.reference)
    other = Help.objects.filter(draft=draft, ended_at=None).exclude(by=helper.by).first()
    note = (
        _("%(officer)s is helping with it now. You take over from them.") % {"officer": other.by}
        if other
        else ""
    )
    return _draw(request, form, version.service.title, reverse("assisted"), draft.reference, note)


def ask_present(
    request: HttpRequest, helper: Helper, form: PresentForm, *, title: str, back: str, reference: str
) -> HttpResponse | Present:
    """Who is there, from what was posted; the page that asks for it until that is right."""
    if request.method == "POST":
        present = form.read(request.POST, on=local_date(timezone.now()))
        if present is not None:
            return present
    return _draw(request, form, title, back, reference)


def _draw(
    request: HttpRequest, form: PresentForm, title: str, back: str, reference: str = "", note: str = ""
) -> HttpResponse:
    fields = form.fields()
    context = {
        "title": title, "fields": fields, "back_url": back, "reference": reference, "note": note,
        "errors": [each.error_link for each in fields if each.error_link],
    }  # fmt: skip
    return draw(request, "present.html", context, status=422 if form.errors else 200)
