"""The addresses for programs that send e-invoices."""

from django.urls import URLPattern, path

from shirehall.departments.finance.intake.e_invoices import views

URL_PREFIX = "api/invoices/"

urlpatterns: list[URLPattern] = [
    path("", views.invoices, name="finance_e_invoices"),
    path("openapi.json", views.described, name="finance_e_invoices_described"),
    path("<slug:reference>/", views.invoice, name="finance_e_invoice"),
]
