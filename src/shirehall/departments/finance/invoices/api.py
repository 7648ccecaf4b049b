"""The front door of invoices. Writers take `by` and `at`, are one transaction each and raise InvoiceError; every
decision is made by the published service, on facts gathered under lock. Readers change nothing."""

from shirehall.departments.finance.invoices.access import (
    by_role,
    is_asked,
    may_answer,
    may_see,
    may_work,
    visible_invoices,
    why_not_judge,
)
from shirehall.departments.finance.invoices.actions import (
    check_afterwards,
    code_lines,
    correct,
    judge,
    resume_paying,
    stop_paying,
    undo_correction,
)
from shirehall.departments.finance.invoices.believed import CORRECTABLE, Believed, believed
from shirehall.departments.finance.invoices.checks import CHECKS, Check, checks_of, failed_check_number
from shirehall.departments.finance.invoices.deciding import decide_again
from shirehall.departments.finance.invoices.lines import VAT_CODES, LineCoding
from shirehall.departments.finance.invoices.looking_again import look_again
from shirehall.departments.finance.invoices.paying import (
    lock_for_payment,
    payable,
    put_in_run,
    record_payment,
    take_back_payment,
    take_out_of_run,
)
from shirehall.departments.finance.invoices.problems import InvoiceError, StaleInvoice
from shirehall.departments.finance.invoices.published import invoice_service, owner_team
from shirehall.departments.finance.invoices.queries import (
    counts_by_check,
    invoices_of,
    matching,
    open_exception,
    stops_in_force,
)
from shirehall.departments.finance.invoices.receiving import LARGEST, Received, receive_file
from shirehall.departments.finance.invoices.settings import FinanceSettings

__all__ = [
    "CHECKS",
    "CORRECTABLE",
    "LARGEST",
    "VAT_CODES",
    "Believed",
    "Check",
    "FinanceSettings",
    "InvoiceError",
    "LineCoding",
    "Received",
    "StaleInvoice",
    "believed",
    "by_role",
    "check_afterwards",
    "checks_of",
    "code_lines",
    "correct",
    "counts_by_check",
    "decide_again",
    "failed_check_number",
    "invoice_service",
    "invoices_of",
    "is_asked",
    "judge",
    "lock_for_payment",
    "look_again",
    "matching",
    "may_answer",
    "may_see",
    "may_work",
    "open_exception",
    "owner_team",
    "payable",
    "put_in_run",
    "receive_file",
    "record_payment",
    "resume_paying",
    "stop_paying",
    "stops_in_force",
    "take_back_payment",
    "take_out_of_run",
    "undo_correction",
    "visible_invoices",
    "why_not_judge",
]
