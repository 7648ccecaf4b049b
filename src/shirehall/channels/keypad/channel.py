"""The automated telephone as a way in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shirehall.casework.api import Channel, Way, register_channel
from shirehall.channels.keypad.settings import keypad_settings
from shirehall.kernel.api import Service
from shirehall.partnership.api import is_demonstration

NAME = "keypad"


def _way(_service: Service) -> Way | None:
    """The number to call; a demonstration has a telephone on a page."""
    if number := keypad_settings().number:
        return Way(
            _("Call %(number)s at any hour. You answer with the keys of your telephone.") % {"number": number}
        )
    if is_demonstration():
        return Way(
            _("Call at any hour and answer with the keys, on the telephone of this demonstration."),
            reverse("keypad_simulator"),
        )
    return None


register_channel(
    Channel(
        name=NAME,
        label=gettext_noop("Automated telephone"),
        way=_way,
        rehearsal="shirehall.channels.keypad.rehearsal.rehearse",
    )
)
