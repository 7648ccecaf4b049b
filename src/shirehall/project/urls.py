"""Every address of the site: the packages' own urls.py, each under its prefix."""

from django.urls import URLPattern, URLResolver, include, path

from shirehall.project.scan import find_addresses

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(prefix, include(module)) for prefix, module in find_addresses()),
]
