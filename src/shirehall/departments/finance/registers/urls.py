"""The addresses of the registers. Numbers stand in them, nothing about a person."""

from django.urls import URLPattern, path

from shirehall.departments.finance.registers.views import banking, imports, orders, people, suppliers

URL_PREFIX = "desk/finance/registers/"

urlpatterns: list[URLPattern] = [
    path("", suppliers.home, name="finance_suppliers"),
    path("suppliers/add/", suppliers.add, name="finance_supplier_add"),
    path("suppliers/<int:number>/", suppliers.supplier, name="finance_supplier"),
    path("suppliers/<int:number>/change/", suppliers.change, name="finance_supplier_change"),
    path("suppliers/<int:number>/standing/", suppliers.stand, name="finance_supplier_stand"),
    path("suppliers/<int:number>/bank/", banking.ask, name="finance_bank_ask"),
    path("bank/", banking.waiting, name="finance_bank_changes"),
    path("bank/<int:number>/", banking.change, name="finance_bank_change"),
    path("bank/<int:number>/<slug:step>/", banking.do, name="finance_bank_do"),
    path("orders/", orders.home, name="finance_orders"),
    path("orders/<int:number>/", orders.order, name="finance_order"),
    path("orders/<int:number>/state/", orders.stand, name="finance_order_stand"),
    path("orders/<int:number>/came/", orders.came, name="finance_order_came"),
    path("receipts/", orders.mine, name="finance_receipts"),
    path("receipts/<int:number>/right/", orders.found_right, name="finance_receipt_right"),
    path("budgets/", people.budgets, name="finance_budgets"),
    path("absences/", people.absences, name="finance_absences"),
    path("absences/<int:number>/back/", people.back, name="finance_back"),
    path("tables/", imports.home, name="finance_imports"),
    path("tables/<int:number>/", imports.report, name="finance_import"),
    path("tables/<int:number>/wrong-rows.csv", imports.refused, name="finance_import_refused"),
    path("tables/<slug:what>/<slug:kind>.<slug:ending>", imports.given_out, name="finance_table"),
]
