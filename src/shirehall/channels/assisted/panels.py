"""The case page says who helped, how, and that the person agreed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from shirehall.casework.api import Panel, register_panel
from shirehall.casework.models import Case
from shirehall.channels.assisted.models import Help
from shirehall.channels.assisted.words import panel_rows
from shirehall.partnership.api import Officer


def _data(case: Case) -> Mapping[str, Any] | None:
    rows = list(Help.objects.filter(case=case).order_by("-began_at", "-pk"))
    names = (
        dict(Officer.objects.filter(email__in={each.by for each in rows}).values_list("email", "name"))
        if rows
        else {}
    )
    return {"rows": panel_rows(rows, names), "reference": case.reference, "open": case.disposed_at is None}


register_panel(
    Panel("help", gettext_noop("Help given"), "shirehall_assisted/panel.html", _data, order=40)
)  # fmt: skip
