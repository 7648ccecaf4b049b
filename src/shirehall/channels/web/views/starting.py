"""Where an application begins: the start page, and the way to the first question."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shirehall.casework.api import UnknownService, current_version, is_for_residents, ways_to_begin
from shirehall.channels.web import languages, visitor
from shirehall.channels.web.application import Application, application_of, held_draft
from shirehall.channels.web.channel import NAME
from shirehall.channels.web.drawing import draw
from shirehall.channels.web.flow import check_url, page
from shirehall.channels.web.screens import url_of
from shirehall.kernel.api import Service, first_open, in_language, turns_of
from shirehall.partnership.api import authority as council_of

_HEADINGS = {
    "who": gettext_noop("Who can apply"),
    "need": gettext_noop("What you need"),
    "what": "",
    "takes": gettext_noop("How long it takes you"),
    "time": gettext_noop("How long it takes us"),
    "after": gettext_noop("What happens next"),
}


@page
def start(request: HttpRequest, service: str, *, at: datetime) -> HttpResponse:
    """The start page of a service."""
    try:
        version = in_language(current_version(service), languages.chosen(request))
    except UnknownService as error:
        raise Http404(service) from error
    defined = version.service
    if not is_for_residents(defined):
        raise Http404(service)
    draft = held_draft(request, service)
    begun = draft is not None and draft.sent_case_id is None
    days = defined.retention.get("draft", (30, "saved"))[0]
    context = {
        "service": defined,
        "said": said(defined),
        "online": NAME in defined.channels,
        "start_url": reverse("web_apply", args=[service]),
        "begun_url": reverse("web_apply", args=[service]) if begun else "",
        "draft_days": days,
        "kept_for": _kept_for(defined),
        "ways": ways_to_begin(defined, but=NAME),
        "councils": [council for code in defined.offered_by if (council := council_of(code))],
        "back_url": "/",
    }
    return draw(request, "start.html", context, version=version)


@page
def apply(request: HttpRequest, service: str, *, at: datetime) -> HttpResponse:
    """To the first question, or to where the person stands; with `again`, from the beginning with nothing filled in."""
    if request.method == "POST" and request.POST.get("again"):
        visitor.let_draft_go(request, service)
    application = application_of(request, service, at)
    return HttpResponseRedirect(_standing(application))


def _standing(application: Application) -> str:
    found = first_open(application.journey, application.answers)
    if found is None:
        return check_url(application)
    if application.draft is None:
        found = turns_of(application.journey)[0]
    return url_of(found, application.service)


def said(service: Service) -> list[tuple[str, list[str]]]:
    """What the definition says for its start page: heading and sentences, the known headings first."""
    given: Any = service.settings.get("start") or {}
    if not isinstance(given, Mapping):
        return [("", _listed(given))]
    known = [
        (_(heading) if heading else "", _listed(given[key]))
        for key, heading in _HEADINGS.items()
        if key in given
    ]
    others = [
        (key.replace("_", " ").capitalize(), _listed(given[key])) for key in given if key not in _HEADINGS
    ]
    promised = [] if "time" in given else _council_decides(service)
    return [each for each in (*known, *others, *promised) if each[1]]


def _council_decides(service: Service) -> list[tuple[str, list[str]]]:
    days = service.decide_within_days
    if not days:
        return []
    sentence = ngettext(
        "We decide within %(days)d working day, and often at once.",
        "We decide within %(days)d working days, and often at once.",
        days,
    )
    return [(_("How long it takes us"), [sentence % {"days": days}])] if service.tables else []


def _listed(given: Any) -> list[str]:
    return [_sentence(str(each)) for each in given] if isinstance(given, list) else [_sentence(str(given))]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _kept_for(service: Service) -> str:
    days = max((days for name, (days, since) in service.retention.items() if since == "closed"), default=0)
    if not days:
        return ""
    if days < 365:
        return _("We keep what you sent for at most %(days)d days after we have finished.") % {"days": days}
    years = round(days / 365.25)
    return ngettext(
        "We keep what you sent for at most %(years)d year after we have finished.",
        "We keep what you sent for at most %(years)d years after we have finished.",
        years,
    ) % {"years": years}  # fmt: skip
