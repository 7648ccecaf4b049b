"""The addresses of the suppliers' page. None holds anything that was typed."""

from django.urls import URLPattern, path

from shirehall.departments.finance.portal import views

URL_PREFIX = "suppliers/"

urlpatterns: list[URLPattern] = [
    path("", views.ask, name="suppliers_ask"),
    path("code/", views.code, name="suppliers_code"),
    path("invoices/", views.invoices, name="suppliers_invoices"),
    path("invoices/<str:reference>/", views.invoice, name="suppliers_invoice"),
    path("leave/", views.leave, name="suppliers_leave"),
]
