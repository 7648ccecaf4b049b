"""The outbox: every message as it would arrive."""

from django.urls import URLPattern, path

from shirehall.capabilities.messages import views

URL_PREFIX = "outbox/"

urlpatterns: list[URLPattern] = [
    path("", views.outbox, name="outbox"),
    path("<str:key>/", views.message_page, name="outbox_message"),
    path("<str:key>/email", views.email_as_it_arrives, name="outbox_email"),
    path("<str:key>/letter", views.letter, name="outbox_letter"),
]
