"""The addresses of measures for officers."""

from django.urls import URLPattern, path, re_path

from shirehall.capabilities.measures.staff import views

URL_PREFIX = "desk/measures/"

urlpatterns: list[URLPattern] = [
    path("", views.all_services, name="desk_measures"),
    path("<slug:name>/", views.service, name="desk_measures_service"),
    path("<slug:name>/cases/", views.cases, name="desk_measures_cases"),
    re_path(r"^(?P<name>[-\w]+)/(?P<code>\w+)\.(?P<form>csv|json)$", views.data, name="desk_measures_data"),
]
