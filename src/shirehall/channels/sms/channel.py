"""Text messages as a way in: a conversation, one question a message."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, Way, register_channel
from shirehall.channels.sms.checks import what_is_wrong
from shirehall.channels.sms.offering import keyword_of
from shirehall.channels.sms.settings import NAME, sms_settings
from shirehall.kernel.api import Service
from shirehall.partnership.api import is_demonstration


def _way(service: Service) -> Way | None:
    """The word to text, and to which number; in a demonstration the pocket phone has it."""
    word = keyword_of(service)
    if number := sms_settings().number:
        return Way(_("Text %(word)s to %(number)s.") % {"word": word, "number": number})
    if is_demonstration():
        return Way(_("Text %(word)s on the pocket phone.") % {"word": word}, reverse("sms_phone"))
    return None


register_channel(
    Channel(
        name=NAME,
        label=gettext_noop("Text message"),
        way=_way,
        rehearsal="shirehall.channels.sms.rehearsal.rehearse",
        check_config=what_is_wrong,
    )
)
