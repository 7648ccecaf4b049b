"""An address below the API that there is not."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shirehall.channels.api.calls import open_to_all
from shirehall.channels.api.problem import not_found


@open_to_all
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Say so, in the form that a program reads."""
    raise not_found(_("There is no such address. The developers' page lists them: /api/"))
