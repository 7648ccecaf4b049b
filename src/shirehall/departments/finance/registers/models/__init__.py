"""The records of the registers. Written by actions alone, read by queries."""

from shirehall.departments.finance.registers.models.budgets import Absence, BudgetCode, BudgetHolder
from shirehall.departments.finance.registers.models.orders import (
    Agreement,
    GoodsReceipt,
    LedgerPayment,
    OrderLine,
    PurchaseOrder,
    RegisterChange,
    RegisterEvent,
    RegisterImport,
)
from shirehall.departments.finance.registers.models.suppliers import BankChange, Supplier

__all__ = [
    "Absence",
    "Agreement",
    "BankChange",
    "BudgetCode",
    "BudgetHolder",
    "GoodsReceipt",
    "LedgerPayment",
    "OrderLine",
    "PurchaseOrder",
    "RegisterChange",
    "RegisterEvent",
    "RegisterImport",
    "Supplier",
]
