"""The council's own sign-on, where it is set up."""

from dataclasses import dataclass

from allauth.socialaccount.adapter import get_adapter
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class DirectoryLink:
    """What the button says and where its form goes."""

    name: str
    url: str


def directory_link(request: HttpRequest) -> DirectoryLink | None:
    """The first directory that is set up, or None."""
    providers = get_adapter().list_providers(request)
    if not providers:
        return None
    provider = providers[0]
    return DirectoryLink(provider.name, provider.get_login_url(request))
