"""Handing over in the middle: the resident goes on alone, by a link and a code that the officer tells them."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shirehall.capabilities.messages.api import DeliveryError, send_way_back
from shirehall.casework.api import WayBack, channels
from shirehall.channels.assisted.actions import end_help
from shirehall.channels.assisted.contacts import contact_answers, read_contact
from shirehall.channels.assisted.drawing import draw, draw_problem
from shirehall.channels.assisted.helping import Helping, helped
from shirehall.design.fields import field_of
from shirehall.kernel.questions import AnswerError, Box


@helped
def hand_over(request: HttpRequest, helping: Helping) -> HttpResponse:
    """Ask where the link may go, send it, and show the code to tell them."""
    channel = next((each for each in channels if each.resume), None)
    if (
        channel is None
        or channel.resume is None
        or channel.name not in helping.application.version.service.channels
    ):
        return draw_problem(
            request,
            _("This cannot be handed over"),
            _("Residents cannot fill this in by themselves."),
            status=409,
        )
    known = contact_answers(helping.application)
    typed, error = request.POST.get("contact", known), ""
    if request.method == "POST":
        try:
            way, contact = read_contact(typed, on=helping.application.on)
            back = channel.resume(helping.draft, contact, helping.at)
            _send(helping, way, contact, back)
        except (AnswerError, DeliveryError) as problem:
            error = _sentence(problem)
        else:
            end_help(help_given=helping.help, at=helping.at, handed_to=way)
            context = {"helping": helping, "code": back.code, "hours": back.hours, "way": way, "errors": []}
            return draw(request, "handed.html", {**context, "service": helping.application.version.service})
    shown = field_of(
        id="contact", ask=_("Where can we send the link?"), hint=_("An email address or a mobile number"),
        boxes=(Box("", "text", width=30, autocomplete="off", spellcheck=False),), raw={"": [typed]}, error=error,
        legend_is_heading=False,
    )  # fmt: skip
    context = {
        "helping": helping, "service": helping.application.version.service, "field": shown,
        "errors": [shown.error_link] if shown.error_link else [],
    }  # fmt: skip
    return draw(request, "hand_over.html", context, status=422 if error else 200)


def _send(helping: Helping, way: str, contact: str, back: WayBack) -> None:
    send_way_back(
        contact=contact, channel=way, path=back.url, hours=back.hours, title=helping.application.version.service.title,
        at=helping.at, authority=helping.application.authority, draft=helping.draft,
    )  # fmt: skip


def _sentence(problem: Exception) -> str:
    if isinstance(problem, DeliveryError):
        return _("The link could not be sent there. Check it, or try another way")
    return str(problem)
