"""The addresses of the figures for officers."""

from django.urls import URLPattern, path, re_path

from shirehall.departments.finance.figures import spending_views, views

URL_PREFIX = "desk/finance/figures/"

urlpatterns: list[URLPattern] = [
    path("", views.figures, name="finance_figures"),
    path("notice/", views.notice, name="finance_notice"),
    re_path(r"^notice\.(?P<form>csv|json)$", views.notice_file, name="finance_notice_data"),
    path("spending/", spending_views.spending, name="finance_spending"),
    path("spending/preview.csv", spending_views.spending_file, name="finance_spending_data"),
    path("spending/name/<int:supplier>/", spending_views.name, name="finance_spending_name"),
    re_path(r"^(?P<code>\w+)\.(?P<form>csv|json)$", views.data, name="finance_figure_data"),
]
