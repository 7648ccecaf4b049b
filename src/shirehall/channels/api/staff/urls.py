"""The addresses of the partners' pages, beside those of the desk."""

from django.urls import URLPattern, path

from shirehall.channels.api.staff import views

URL_PREFIX = "desk/partners/"

urlpatterns: list[URLPattern] = [
    path("", views.partners, name="api_partners"),
    path("<slug:code>/", views.partner, name="api_partner"),
    path("<slug:code>/key/", views.new_key, name="api_new_key"),
    path("<slug:code>/key/<slug:prefix>/revoke/", views.revoke, name="api_revoke"),
    path("<slug:code>/webhook/", views.webhook, name="api_webhook"),
    path("<slug:code>/webhook/secret/", views.rotate, name="api_rotate"),
]
