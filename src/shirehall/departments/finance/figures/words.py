"""What machines' words are called for people: councils, channels, queues, and the twelve checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shirehall.casework.api import UnknownService, channels, current_version
from shirehall.departments.finance.invoices.api import CHECKS, failed_check_number, invoice_service
from shirehall.partnership.api import authority, queue


@dataclass(frozen=True, slots=True)
class Words:
    """`checks` is the number of the check by the row of the decision."""

    checks: Mapping[str, int] = field(default_factory=dict)

    def check_of(self, row: str) -> int:
        """The number of the check that a row belongs to; 0 for none of them."""
        return self.checks.get(row, 0)

    def check(self, number: int) -> str:
        """What a check is called."""
        if not 1 <= number <= len(CHECKS):
            return _("Something else")
        return f"{number}. {CHECKS[number - 1][0]}"

    def council(self, code: str) -> str:
        """A council's name."""
        known = authority(code)
        return known.name if known else code

    def channel(self, code: str) -> str:
        """How invoices came."""
        known = channels.get(code)
        return _(known.label) if known else code

    def queue(self, code: str) -> str:
        """A queue's title."""
        known = queue(code)
        return known.title if known else code


def words() -> Words:
    """The words of the published service, where there is one."""
    try:
        version = current_version(invoice_service().name)
    except UnknownService:
        return Words()
    rows = version.words["outcome"].table.rows
    return Words({row.name: failed_check_number(version, row.name) for row in rows})
