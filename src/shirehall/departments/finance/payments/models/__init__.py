"""The records of payment runs. Written by actions alone."""

from shirehall.departments.finance.payments.models.logs import RunEvent
from shirehall.departments.finance.payments.models.payments import Payment, PaymentItem
from shirehall.departments.finance.payments.models.runs import LeftOut, PaymentRun, RunFile

__all__ = ["LeftOut", "Payment", "PaymentItem", "PaymentRun", "RunEvent", "RunFile"]
