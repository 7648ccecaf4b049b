"""What is offered: the services that declare `api`, with their questions, and the OpenAPI documents. Public."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shirehall.casework.api import ChannelClosedError, current_version, local_date, published_services
from shirehall.channels.api.calls import answer, open_to_all
from shirehall.channels.api.channel import NAME
from shirehall.channels.api.documents.openapi import openapi
from shirehall.channels.api.documents.questions import service_brief, service_said
from shirehall.kernel.api import Version

_KEPT = 64
_DOCUMENTS: dict[tuple[str, ...], dict[str, Any]] = {}
"""By the hashes of the versions, the site and the day: a definition of a hash never changes."""


@open_to_all
def services(request: HttpRequest) -> HttpResponse:
    """Every service that programs may use."""
    return _cacheable(request, {"services": [service_brief(each) for each in offered_versions()]})


@open_to_all
def service(request: HttpRequest, service: str) -> HttpResponse:
    """One service: its questions, and the JSON Schema of its answers."""
    return _cacheable(request, service_said(offered_version(service)))


@open_to_all
def openapi_of_all(request: HttpRequest) -> HttpResponse:
    """The document of every service that programs may use."""
    versions = offered_versions()
    return _document(request, tuple(each.hash for each in versions), versions)


@open_to_all
def openapi_of_one(request: HttpRequest, service: str) -> HttpResponse:
    """The document of one service."""
    version = offered_version(service)
    return _document(request, (version.hash,), (version,))


def offered_version(service: str) -> Version:
    """The current version of a service that programs may use. Raises UnknownService, ChannelClosedError."""
    version = current_version(service)
    if NAME not in version.service.channels:
        raise ChannelClosedError(service, NAME)
    return version


def offered_versions() -> tuple[Version, ...]:
    """The current versions of all services that programs may use. One query, and another for each service."""
    versions = (current_version(row.service) for row in published_services())
    return tuple(version for version in versions if NAME in version.service.channels)


def _document(request: HttpRequest, hashes: tuple[str, ...], versions: tuple[Version, ...]) -> HttpResponse:
    # Its address is that of the site it is served from, which is all that a document says of a request.
    site, on = request.build_absolute_uri("/").rstrip("/"), local_date(timezone.now())
    which = (*hashes, site, on.isoformat())
    if which not in _DOCUMENTS:
        if len(_DOCUMENTS) >= _KEPT:
            _DOCUMENTS.clear()
        _DOCUMENTS[which] = openapi(versions, site=site, on=on)
    return _cacheable(request, _DOCUMENTS[which])


def _cacheable(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """With an ETag, so that who has it already is told so."""
    response = answer(body)
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    response.headers["ETag"] = tag
    return response
