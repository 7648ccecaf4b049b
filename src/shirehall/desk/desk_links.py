"""The desk's own pages in the officers' navigation. They stand beside those of other apps, on every page alike."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_noop

from shirehall.casework.api import DeskLink, register_desk_link

_PAGES = (
    ("desk", gettext_noop("Work"), "see_case", 0),
    ("desk_overview", gettext_noop("Overview"), "assign_case", 200),
    ("desk_failed", gettext_noop("Not sent"), "retry_step", 210),
    ("desk_audit", gettext_noop("Audit"), "see_audit", 220),
    ("desk_measures", gettext_noop("Measures"), "see_measures", 230),
    ("desk_services", gettext_noop("Services"), "see_case", 240),
)

for _name, _label, _action, _order in _PAGES:
    register_desk_link(DeskLink(_name, _label, partial(reverse, _name), needs=_action, order=_order))
