"""Every address of the site: the packages' own urls.py, each under its prefix, and the sign-in of officers."""

from django.urls import URLPattern, URLResolver, include, path

from shirehall.project.scan import find_addresses

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    *(path(prefix, include(module)) for prefix, module in find_addresses()),
]
