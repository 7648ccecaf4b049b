"""The addresses of the built-in mailbox. Outside a demonstration nothing is there."""

from django.urls import URLPattern, path

from shirehall.departments.finance.intake.playing import views

URL_PREFIX = "invoice-mailbox/"

urlpatterns: list[URLPattern] = [
    path("", views.mailbox, name="invoice_mailbox"),
    path("sample/", views.sample, name="invoice_mailbox_sample"),
    path("sent/<slug:key>/", views.sent, name="invoice_mailbox_sent"),
]
