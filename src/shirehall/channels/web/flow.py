"""From one screen to the next: the clock is read here, an ended visit is told so, and Back leads where it should."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shirehall.channels.web import languages, visitor
from shirehall.channels.web.application import Application
from shirehall.channels.web.drawing import draw_problem
from shirehall.channels.web.screens import url_of
from shirehall.channels.web.settings import web_settings
from shirehall.kernel.api import Turn, first_open, turn_after, turn_before

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page about somebody: GET or POST, never kept by a browser or a proxy, given the time as `at`."""

    @wraps(view)
    def timed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if chose := languages.choose(request):
            return chose
        with languages.words_in(request):
            return drawn(request, *args, **kwargs)

    def drawn(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        at = timezone.now()
        goes_on = visitor.keep_time(request, at)
        if request.method == "POST" and not goes_on:
            return draw_ended(request)
        return view(request, *args, at=at, **kwargs)

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(timed))


def draw_ended(request: HttpRequest) -> HttpResponse:
    """The page for a form whose visit has ended."""
    return draw_problem(
        request,
        _("We closed this for your safety"),
        _("You opened no page for %(minutes)s minutes.") % {"minutes": web_settings().visit_minutes},
        _("The answers you sent before are saved. Only what was typed on the last page is not."),
        status=403,
        links={
            reverse("web_return"): _("Go back to it with your reference"),
            reverse("web_lost"): _("I do not have my reference"),
        },
    )


def ended_under(request: HttpRequest, application: Application) -> bool:
    """Whether a form goes on with a draft that this browser no longer holds."""
    return bool(request.POST.get("begun")) and application.draft is None


def from_check(request: HttpRequest) -> bool:
    """Whether the person came from check answers, to change one."""
    return request.GET.get("from") == "check"


def carried(request: HttpRequest, url: str) -> str:
    """An address that still knows that the person came from check answers."""
    return f"{url}?from=check" if from_check(request) else url


def check_url(application: Application) -> str:
    """Check answers."""
    return reverse("web_check", args=[application.service])


def go_on(request: HttpRequest, application: Application, screen: Turn) -> HttpResponse:
    """To the next screen: in order, or for who changes one answer, to what that opened and back to check answers."""
    journey = application.journey
    following = (
        first_open(journey, application.answers) if from_check(request) else turn_after(journey, screen)
    )
    if following is None:
        following = first_open(journey, application.answers)
    if following is None:
        return HttpResponseRedirect(check_url(application))
    return HttpResponseRedirect(carried(request, url_of(following, application.service)))


def back_url(request: HttpRequest, application: Application, screen: Turn) -> str:
    """Where Back leads: check answers for who came from there and owes nothing new, else the screen before."""
    if from_check(request) and application.journey.next is None:
        return check_url(application)
    earlier = turn_before(application.journey, screen)
    if earlier is None:
        if application.changes:
            return reverse("web_case", args=[application.changes.reference])
        return reverse("web_start", args=[application.service])
    return carried(request, url_of(earlier, application.service))


def shared(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What every page of an application shows."""
    return {
        "version": application.version.hash,
        "begun": application.draft is not None,
        "save_url": reverse("web_save", args=[application.service]),
        "visit_minutes": web_settings().visit_minutes,
    }
