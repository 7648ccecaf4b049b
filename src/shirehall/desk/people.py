"""Who did something, by name: the record keeps codes."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shirehall.casework.api import MACHINE, RESIDENT
from shirehall.partnership.models import Officer


class People:
    """Names by code, asked of the database once."""

    def __init__(self, applicant: str = "") -> None:
        self._applicant = applicant
        self._names: dict[str, str] = {}

    def look_up(self, codes: Iterable[str]) -> None:
        """Fetch the names of those that are not known yet."""
        wanted = {code for code in codes if "@" in code} - self._names.keys()
        if wanted:
            self._names |= dict(Officer.objects.filter(email__in=wanted).values_list("email", "name"))

    def name(self, code: str) -> str:
        """The name behind a code; the code itself where nobody has it."""
        if code == MACHINE:
            return _("the system")
        if code in (RESIDENT, ""):
            return self._applicant or _("the applicant")
        if code == "officer":
            return _("an officer")
        return self._names.get(code, code)
