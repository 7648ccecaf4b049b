"""One word from a provider: the call it is about is found or begun, heard once, and answered."""

import logging
from datetime import datetime
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shirehall.casework.api import ChannelClosedError, UnknownService
from shirehall.channels.keypad import ending, hearing
from shirehall.channels.keypad.limits import called_too_often
from shirehall.channels.keypad.models import Call
from shirehall.channels.keypad.providers.base import (
    NOT_UNDERSTOOD,
    Answer,
    Incoming,
    NotTakenError,
    Rung,
    Said,
    Telephony,
)
from shirehall.channels.keypad.settings import keypad_settings
from shirehall.channels.keypad.talk import Talk
from shirehall.partnership.api import authority as council_of

LOG = logging.getLogger(__name__)


def take(provider: Telephony, incoming: Incoming, *, path: str, at: datetime) -> Answer:
    """What a provider brought, answered. `path` is where the keys go. Raises NotTakenError, then nothing was done."""
    rung = provider.read(incoming)
    said, step = _heard(provider, incoming, rung, at=at)
    keys_url = f"{path}?{urlencode({'step': step})}"
    return provider.answer(said, keys_url=keys_url, wait_seconds=keypad_settings().wait_seconds)


def _heard(provider: Telephony, incoming: Incoming, rung: Rung, *, at: datetime) -> tuple[Said, int]:
    if rung.keys is None:
        known = Call.objects.filter(provider=provider.name, provider_id=rung.id).first()
        if known is not None:
            return _last(known), known.step
        if called_too_often(rung.caller):
            return Said((_("You have called often. Please try again in an hour."),), 0), 0
        return _begin(provider, incoming, rung, at=at)
    step = incoming.query.get("step", "")
    if not (step.isascii() and step.isdigit() and len(step) < 6):
        raise NotTakenError("The step cannot be read.", status=NOT_UNDERSTOOD)
    with transaction.atomic():
        call = (
            Call.objects.select_for_update(of=("self",))
            .select_related("draft")
            .filter(provider=provider.name, provider_id=rung.id)
            .first()
        )
        if call is None:
            raise NotTakenError("There is no such call.", status=NOT_UNDERSTOOD)
        if int(step) != call.step or call.stage == Call.Stage.ENDED:
            # Brought again: what was said to it is said again, and nothing is done.
            return _last(call), call.step
        return _step(call, rung.keys, at=at), call.step


def _begin(provider: Telephony, incoming: Incoming, rung: Rung, *, at: datetime) -> tuple[Said, int]:
    council = incoming.query.get("council", "")
    call = Call(
        provider=provider.name, provider_id=rung.id, caller=rung.caller, began_at=at, heard_at=at, step=1,
        service=incoming.query.get("service", "")[:100], council=council if council_of(council) else "",
    )  # fmt: skip
    try:
        talk = Talk.of(call, at=at)
    except (UnknownService, ChannelClosedError) as error:
        raise NotTakenError("No such service is offered on the telephone.", status=NOT_UNDERSTOOD) from error
    try:
        with transaction.atomic():
            call.save()
            hearing.greet(talk)
            said = _keep(call, talk)
    except IntegrityError:
        # The same beginning twice at once
        known = Call.objects.get(provider=provider.name, provider_id=rung.id)
        return _last(known), known.step
    return said, call.step


def _step(call: Call, keys: str, *, at: datetime) -> Said:
    talk = Talk.of(call, at=at)
    try:
        with transaction.atomic():
            hearing.hear(talk, keys)
    except Exception:
        # A call must never end in silence: what was kept before stands, and a person takes over.
        LOG.exception("a key on the telephone led to an error; call %s", call.pk)
        call.refresh_from_db()
        talk = Talk(call, at)
        talk.say(_("Sorry, something went wrong on our side."))
        ending.tell_number(talk)
    call.step += 1
    call.heard_at = at
    return _keep(call, talk)


def _keep(call: Call, talk: Talk) -> Said:
    said = talk.said()
    call.said = {"texts": list(said.texts), "most": said.most}
    call.save()
    return said


def _last(call: Call) -> Said:
    return Said(tuple(call.said.get("texts", ())), call.said.get("most", 0))
