"""The addresses of payment runs. Numbers stand in them, nothing about a person."""

from django.urls import URLPattern, path

from shirehall.departments.finance.payments.views import acting, late, proposing, runs, stopping, taking

URL_PREFIX = "desk/finance/payments/"

urlpatterns: list[URLPattern] = [
    path("", runs.home, name="finance_runs"),
    path("propose/", proposing.propose_run, name="finance_propose"),
    path("stop/", stopping.switch, name="finance_stop"),
    path("late/", late.late, name="finance_late"),
    path("late.csv", late.as_csv, name="finance_late_csv"),
    path("run/<int:number>/", runs.run, name="finance_run"),
    path("run/<int:number>/print/", runs.printed, name="finance_run_print"),
    path("run/<int:number>/run.csv", taking.as_csv, name="finance_run_csv"),
    path("run/<int:number>/file/<slug:name>/", taking.take_file, name="finance_run_file"),
    path("run/<int:number>/do/<slug:name>/", acting.act, name="finance_run_do"),
    path("run/<int:number>/invoice/<int:invoice>/", acting.change, name="finance_run_invoice"),
    path("run/<int:number>/payment/<int:payment>/", acting.came_back, name="finance_run_payment"),
]
