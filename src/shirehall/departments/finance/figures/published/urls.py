"""The addresses of what is published of spending."""

from django.urls import URLPattern, path

from shirehall.departments.finance.figures.published import views

URL_PREFIX = "spending/"

urlpatterns: list[URLPattern] = [
    path("", views.lists, name="spending"),
    path("<slug:council>/<slug:quarter>-<int:number>.csv", views.download, name="spending_file"),
]
