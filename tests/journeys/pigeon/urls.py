"""Where a pigeon lands: one line a fact, read as JSON is, sent as every channel sends."""

import json
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from shirehall.casework.api import Application
from shirehall.kernel.api import AnswersError, read_facts

URL_PREFIX = "pigeon/"


@csrf_exempt
def land(request: HttpRequest, service: str, council: str) -> HttpResponse:
    """Take a slip. Says the reference, or what is wrong."""
    application = Application.begin(service=service, channel="pigeon", at=timezone.now())
    slip = [line.partition(": ") for line in request.body.decode().splitlines()]
    try:
        facts = {fact: json.loads(text, parse_float=Decimal) for fact, _colon, text in slip}
        read = read_facts(application.version, facts, on=application.on)
    except (ValueError, AnswersError) as error:
        return HttpResponse(str(error), status=422, content_type="text/plain")
    application.put(dict(read), page=application.version.service.pages[0].name)
    application.save(authority=council)
    return HttpResponse(application.send(f"pigeon:{request.headers['Pigeon']}").reference)


urlpatterns = [path("<str:service>/<str:council>/", land)]
