"""The front door of telling: who is asked about an invoice, and that the question is over."""

from shirehall.departments.finance.invoices.telling.asking import (
    INVOICE_ALERT,
    OVERTAKEN,
    ask_right_person,
    end_exception,
    open_question,
    pass_to,
)
from shirehall.departments.finance.invoices.telling.links import register_invoice_link
from shirehall.departments.finance.invoices.telling.saying import what_to_do
from shirehall.departments.finance.invoices.telling.settings import TellingSettings

__all__ = [
    "INVOICE_ALERT",
    "OVERTAKEN",
    "TellingSettings",
    "ask_right_person",
    "end_exception",
    "open_question",
    "pass_to",
    "register_invoice_link",
    "what_to_do",
]
