"""What officers see on the page of a case that a partner sent."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from shirehall.casework.api import Panel, register_panel
from shirehall.casework.models import Case
from shirehall.channels.api.models import PartnerCase


def _sent_by(case: Case) -> Mapping[str, Any] | None:
    found = PartnerCase.objects.select_related("partner", "key").filter(case=case).first()
    return None if found is None else {"partner": found.partner.name, "key": found.key.name}


register_panel(
    Panel(
        name="api_partner", label=gettext_noop("Sent by a partner"), template="shirehall_api/case_panel.html",
        data=_sent_by, order=60,
    )
)  # fmt: skip
