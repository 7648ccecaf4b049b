"""The addresses of the finance desk. References and numbers of pages stand in them, nothing about a person."""

from django.urls import URLPattern, path

from shirehall.departments.finance.desk.views import (
    acting,
    afterwards,
    exporting,
    lines,
    page,
    pictures,
    queue,
)

URL_PREFIX = "desk/finance/invoices/"

urlpatterns: list[URLPattern] = [
    path("", queue.home, name="finance_invoices"),
    path("asked/", queue.asked, name="finance_asked"),
    path("find/", queue.find, name="finance_find"),
    path("assign/", queue.assign, name="finance_assign"),
    path("invoices.csv", exporting.as_csv_file, name="finance_export"),
    path("afterwards/", afterwards.sample, name="finance_afterwards"),
    path("<str:reference>/", page.invoice, name="finance_invoice"),
    path("<str:reference>/print/", page.printed, name="finance_print"),
    path("<str:reference>/correct/", acting.correct_fields, name="finance_correct"),
    path("<str:reference>/undo/", acting.undo, name="finance_undo"),
    path("<str:reference>/do/<slug:name>/", acting.do, name="finance_do"),
    path("<str:reference>/lines/", lines.split, name="finance_lines"),
    path("<str:reference>/page/<int:number>.png", pictures.page_picture, name="finance_page"),
    path("<str:reference>/original/", pictures.original, name="finance_original"),
]
