"""Who may see the figures of a council's invoices, and who may publish its spending."""

from django.http import Http404, HttpRequest

from shirehall.departments.finance.invoices.api import owner_team
from shirehall.partnership.api import Authority, Officer, authorities, may, officer_of

SEE = "see_measures"
PUBLISH = "approve_run"
"""Publishing tells everybody: it is for who leads the team and answers for payments."""


def councils_for(officer: Officer) -> tuple[Authority, ...]:
    """The councils whose figures an officer may see."""
    team = owner_team()
    return tuple(each for each in authorities() if may(officer, SEE, team=team, authority=each.code))


def may_publish(officer: Officer, council: str) -> bool:
    """Whether the officer may publish a council's spending and choose the names in it."""
    return may(officer, PUBLISH, team=owner_team(), authority=council)


def officer_with_figures(request: HttpRequest) -> tuple[Officer, tuple[Authority, ...]]:
    """The officer and their councils. Http404 for one with none: the pages are not theirs."""
    officer = officer_of(request)
    councils = councils_for(officer)
    if not councils:
        raise Http404
    return officer, councils
