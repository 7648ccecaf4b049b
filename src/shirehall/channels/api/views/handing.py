"""Handing a draft over: the resident goes on alone, by a link that we send and a code that the partner tells them."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from shirehall.capabilities.messages.api import DeliveryError, send_way_back
from shirehall.casework.api import channels, local_date, version_of
from shirehall.channels.api import limits
from shirehall.channels.api.body import read_object
from shirehall.channels.api.calls import Call, answer
from shirehall.channels.api.problem import Problem
from shirehall.channels.api.settings import api_settings
from shirehall.channels.api.views.drafts import open_draft
from shirehall.kernel.api import AnswersError
from shirehall.kernel.questions import TYPES, AnswerError, Asked


def hand_over(call: Call, reference: str) -> HttpResponse:
    """Send the resident a link. The code is answered, and never sent with it. Both may go on with the draft."""
    held = open_draft(call, reference)
    given = read_object(call.request, ("contact",)).get("contact")
    service = version_of(held).service
    channel = next((each for each in channels if each.resume and each.name in service.channels), None)
    if channel is None or channel.resume is None:
        raise Problem(409, "conflict", _("Residents cannot fill this in by themselves."))
    way, contact = _read_contact(call, given)
    if limits.too_many_to_contact(call.request, contact, api_settings().links_an_hour):
        detail = _("Many links went there already. Wait an hour.")
        raise Problem(429, "too-many", detail, headers={"Retry-After": "3600"})
    back = channel.resume(held, contact, call.at)
    try:
        send_way_back(
            contact=contact, channel=way, path=back.url, hours=back.hours, title=service.title, at=call.at,
            authority=held.authority, draft=held,
        )  # fmt: skip
    except DeliveryError as error:
        raise Problem(409, "conflict", _("The link could not be sent there.")) from error
    return answer({"reference": held.reference, "sent_by": way, "code": back.code, "hours": back.hours}, 201)


def _read_contact(call: Call, given: object) -> tuple[str, str]:
    """The way (email or sms) and the contact. Raises AnswersError."""
    kind, way = ("email", "email") if "@" in str(given) else ("telephone", "sms")
    asked = Asked("contact", "", _("the contact"), settings={"mobile": True} if way == "sms" else {})
    try:
        return way, str(TYPES[kind].from_json(asked, given, on=local_date(call.at)))
    except AnswerError as error:
        sentence = _("Give an email address, like name@example.org, or a mobile number, like 07700 900 982")
        raise AnswersError([("contact", sentence)]) from error
