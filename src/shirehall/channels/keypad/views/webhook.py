"""Where a provider brings calls and keys. Nothing is done for what it did not sign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shirehall.channels.keypad.calling import take
from shirehall.channels.keypad.providers.base import Incoming, NotTakenError, telephony_called
from shirehall.channels.keypad.settings import keypad_settings

MOST_BYTES = 20_000


@csrf_exempt
@require_POST
def calls(request: HttpRequest, provider: str) -> HttpResponse:
    """A call begins, or a key was pressed, as a provider tells it."""
    found = telephony_called(provider)
    if found is None:
        raise Http404(provider)
    if len(request.body) > MOST_BYTES:
        return _refused("Too much was sent.", 413)
    incoming = Incoming(
        url=f"{keypad_settings().address}{request.get_full_path()}"
        if keypad_settings().address
        else request.build_absolute_uri(),
        headers={name.lower(): value for name, value in request.headers.items()},
        form={name: list(values) for name, values in request.POST.lists()},
        query={name: values for name, values in request.GET.items() if isinstance(values, str)},
    )
    try:
        answer = take(found, incoming, path=request.path, at=timezone.now())
    except NotTakenError as error:
        return _refused(str(error), error.status)
    response = HttpResponse(answer.body, content_type=answer.content_type, status=answer.status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _refused(why: str, status: int) -> HttpResponse:
    return HttpResponse(why, content_type="text/plain; charset=utf-8", status=status)
