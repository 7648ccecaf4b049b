"""The counts of one service and one period, as the figures read them, and the words that name them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from shirehall.capabilities.measures.periods import Period
from shirehall.capabilities.measures.words import Words
from shirehall.partnership.api import Partnership, current_partnership


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked for. `authorities` are those counted, None for all; `public` hides small numbers."""

    service: str
    period: Period
    authorities: tuple[str, ...] | None
    public: bool
    on: date


@dataclass(slots=True)
class Counts:
    """`by_key`: measure -> key -> count in the period. `came_in`: (authority, channel) -> submissions.
    `came_by`: (first day, channel) -> submissions. `drafts`: (measure, channel) -> key -> count, of what is counted of
    drafts. `steps`: measure -> first day -> count, for the measures that are drawn over time. `now`: measure -> key ->
    count at this moment; `overdue`: authority -> cases past their day."""

    asked: Asked
    words: Words
    by_key: Mapping[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    came_in: Counter[tuple[str, str]] = field(default_factory=Counter)
    came_by: Counter[tuple[date, str]] = field(default_factory=Counter)
    drafts: Mapping[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    steps: Mapping[str, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    now: Mapping[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    overdue: Counter[str] = field(default_factory=Counter)

    @property
    def partnership(self) -> Partnership:
        """Who the councils are, and what they say that an application costs."""
        return current_partnership()

    @property
    def public(self) -> bool:
        """Whether small numbers are hidden."""
        return self.asked.public

    def total(self, measure: str) -> int:
        """All of a measure in the period."""
        return self.by_key[measure].total()

    def step_label(self, first_on: date) -> str:
        """What a stretch of time is called."""
        if self.asked.period.span == "month":
            return f"{first_on:%b %Y}"
        if self.asked.period.span == "week":
            return _("week of %(day)s") % {"day": f"{first_on:%-d %b}"}
        return f"{first_on:%-d %b}"
