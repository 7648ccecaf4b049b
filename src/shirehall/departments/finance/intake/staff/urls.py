"""The addresses of what came in. Numbers stand in them, nothing about a person."""

from django.urls import URLPattern, path

from shirehall.departments.finance.intake.staff import keys, pages, uploading

URL_PREFIX = "desk/finance/incoming/"

urlpatterns: list[URLPattern] = [
    path("", pages.home, name="finance_incoming"),
    path("find/", pages.find, name="finance_incoming_find"),
    path("upload/", uploading.upload, name="finance_upload"),
    path("upload/<int:number>/", uploading.uploaded, name="finance_uploaded"),
    path("keys/", keys.every, name="finance_supplier_keys"),
    path("keys/<slug:prefix>/revoke/", keys.revoke, name="finance_supplier_key_revoke"),
    path("<int:number>/", pages.message, name="finance_incoming_message"),
    path("<int:number>/original/", pages.original, name="finance_incoming_original"),
    path("<int:number>/again/", pages.again, name="finance_incoming_again"),
    path("<int:number>/dealt-with/", pages.dealt_with, name="finance_incoming_dealt_with"),
]
