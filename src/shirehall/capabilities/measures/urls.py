"""The public addresses of measures."""

from django.urls import URLPattern, path, re_path

from shirehall.capabilities.measures import views

URL_PREFIX = "measures/"

urlpatterns: list[URLPattern] = [
    path("", views.all_services, name="measures"),
    path("open-data.json", views.open_data, name="measures_open_data"),
    path("<slug:name>/", views.service, name="measures_service"),
    re_path(r"^(?P<name>[-\w]+)/(?P<code>\w+)\.(?P<form>csv|json)$", views.data, name="measures_data"),
]
