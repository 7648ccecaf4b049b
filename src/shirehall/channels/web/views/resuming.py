"""Going on with a draft that an officer began: a link that works once, and a code that the officer told."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.channels.web import limits, visitor
from shirehall.channels.web.codes import code_called, is_spent, try_code
from shirehall.channels.web.drawing import draw, draw_problem, draw_too_often
from shirehall.channels.web.flow import page
from shirehall.channels.web.forms import code_field
from shirehall.channels.web.models import AccessCode, WebDraft
from shirehall.channels.web.settings import web_settings


@page
def open_link(request: HttpRequest, token: str, *, at: datetime) -> HttpResponse:
    """Ask for the code that the officer told, and open the draft. Of a link that opens nothing any more the same is
    said, whatever the reason."""
    access = code_called(token)
    usable = access is not None and access.purpose == AccessCode.Purpose.RESUME and not is_spent(access, at)
    if access is None or not usable or access.draft is None or access.draft.sent_case_id is not None:
        return _over(request)
    error = ""
    if request.method == "POST":
        if limits.too_often(request, "code", web_settings().codes_an_hour_from_one_place):
            return draw_too_often(request)
        if try_code(access, request.POST.get("code", ""), at=at) == "right":
            WebDraft.objects.update_or_create(
                draft=access.draft, defaults={"contact_key": access.contact_key, "verified_at": at}
            )
            visitor.hold_draft(request, access.draft.service, access.draft.token, at)
            return HttpResponseRedirect(reverse("web_apply", args=[access.draft.service]))
        access.refresh_from_db()
        if is_spent(access, at):
            return _over(request)
        error = _("Check the code and try again")
    shown = code_field(error, ask=_("Enter the code we told you"))
    context = {
        "field": shown, "heading": shown.ask, "errors": [shown.error_link] if shown.error_link else [],
        "sentences": (_("The person who helped you told you a code of 6 digits."),),
        "button_text": _("Continue"), "back_url": "/", "ways": {reverse("web_return"): _("I do not have the code")},
    }  # fmt: skip
    return draw(request, "ask.html", context, status=422 if error else 200)


def _over(request: HttpRequest) -> HttpResponse:
    return draw_problem(
        request,
        _("This link cannot be used any more"),
        _("It was used before, or it is too old, or a wrong code was tried too often."),
        _("Nothing that you told us is lost."),
        status=410,
        links={reverse("web_return"): _("Go on with your reference")},
    )
