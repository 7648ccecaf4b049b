"""Where helping begins: choose a service, or find what was begun by its reference."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shirehall.casework.api import ReferenceProblem, read_reference
from shirehall.channels.assisted.access import HELP, Helper, open_case, open_draft, services_for
from shirehall.channels.assisted.drawing import draw
from shirehall.channels.assisted.forms import reference_field
from shirehall.channels.assisted.helping import Helping, helped, helper_of
from shirehall.channels.assisted.live import place_url
from shirehall.channels.assisted.models import Help
from shirehall.partnership.api import officer_required, scope

_MOST_OPEN = 20


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The services that the officer helps with, what they are in the middle of, and a box for a reference."""
    helper = helper_of(request)
    if scope(helper.officer, HELP).is_empty:
        raise Http404
    typed, error = request.POST.get("reference", ""), ""
    if request.method == "POST":
        try:
            reference = read_reference(typed)
            return redirect(_found(helper, reference))
        except ReferenceProblem as problem:
            error = str(problem)
        except Http404:
            error = _("There is nothing with this reference that you can help with")
    shown = reference_field(typed, error)
    context = {
        "services": services_for(helper), "field": shown, "begun": _begun(helper),
        "errors": [shown.error_link] if shown.error_link else [],
    }  # fmt: skip
    return draw(request, "home.html", context, status=422 if error else 200)


def _found(helper: Helper, reference: str) -> str:
    """Where a reference leads. Raises Http404."""
    at = timezone.now()
    try:
        draft, _version = open_draft(helper, reference, at)
    except Http404:
        case, _version = open_case(helper, reference)
        return f"/desk/help/{case.reference}/case/"
    if draft.sent_case is not None:
        case, _version = open_case(helper, draft.sent_case.reference)
        return f"/desk/help/{case.reference}/case/"
    return f"/desk/help/{draft.reference}/"


def _begun(helper: Helper) -> list[Help]:
    found = Help.objects.select_related("draft__service_version").filter(
        by=helper.by, ended_at=None, draft__isnull=False, draft__sent_case=None
    )
    return list(found.order_by("-began_at")[:_MOST_OPEN])


@require_safe
@helped
def go_on(request: HttpRequest, helping: Helping) -> HttpResponse:
    """To where the application stands."""
    waiting = helping.application.next_turn()
    if waiting is None:
        return redirect("assisted_check", helping.reference)
    return redirect(place_url(helping, waiting, script=helping.is_script))
