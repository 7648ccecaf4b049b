"""What no address of the site holds is not found, before anything looks it up in the database."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def refuse_unstorable(answer: Answer) -> Answer:
    """Middleware: 404 for an address with a zero byte. PostgreSQL cannot even be asked for such a text."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404
        return answer(request)

    return guarded
