"""The addresses of forms that anybody prints."""

from django.urls import URLPattern, path

from shirehall.channels.paper.views import printing

URL_PREFIX = "paper/"

urlpatterns: list[URLPattern] = [
    path("<slug:service>/", printing.form, name="paper_print"),
]
