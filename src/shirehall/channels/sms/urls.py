"""Where providers bring texts in, and the pocket phone of a demonstration."""

from django.urls import URLPattern, path

from shirehall.channels.sms import views

URL_PREFIX = "sms/"

urlpatterns: list[URLPattern] = [
    path("inbound/<slug:provider>/", views.inbound, name="sms_inbound"),
]
