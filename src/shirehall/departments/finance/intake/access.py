"""Who may see what came in, and who may work on it. Every view of staff comes through here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from shirehall.departments.finance.intake.models import IncomingMessage
from shirehall.departments.finance.invoices.api import owner_team
from shirehall.partnership.api import Officer, authorities, may, officer_of, scope

SEE, WORK = "see_invoice", "work_invoice"


@dataclass(frozen=True)
class Clerk:
    """An officer before what came in. `at` is now."""

    officer: Officer
    at: datetime

    @property
    def by(self) -> str:
        """The officer's code, as records keep it."""
        return self.officer.email

    def may(self, action: str, message: IncomingMessage) -> bool:
        """Whether the officer may do this with a message. What came for no one council may hold any council's invoices:
        then the officer's place must be for all of them."""
        return may(self.officer, action, team=owner_team(), authority=message.authority or None)

    def councils(self, action: str) -> tuple[str, ...]:
        """The codes of the councils for which the officer may do this."""
        reach = scope(self.officer, action)
        return tuple(
            each.code for each in authorities() if reach.covers(team=owner_team(), authority=each.code)
        )

    def is_for_all(self, action: str) -> bool:
        """Whether the officer may do this for every council at once."""
        return may(self.officer, action, team=owner_team(), authority=None)

    def rows(self) -> Q:
        """The condition for the messages that the officer may see."""
        return Q() if self.is_for_all(SEE) else Q(authority__in=self.councils(SEE))


def clerk_of(request: HttpRequest, action: str = SEE) -> Clerk:
    """The officer. Raises Http404 for one who may not do this for any council."""
    clerk = Clerk(officer_of(request), timezone.now())
    if not clerk.councils(action):
        raise Http404
    return clerk


def open_message(request: HttpRequest, number: int, action: str = SEE) -> tuple[Clerk, IncomingMessage]:
    """A message that the officer may do this with. Http404 where there is none: the two look the same."""
    clerk = clerk_of(request, action)
    found = IncomingMessage.objects.select_related("document").filter(pk=number).first()
    if found is None or not clerk.may(action, found):
        raise Http404
    return clerk, found
