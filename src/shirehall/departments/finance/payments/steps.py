"""What the worker does for payments."""

from shirehall.casework.api import register_step
from shirehall.departments.finance.payments.posting import PostPayments
from shirehall.departments.finance.payments.remitting import SendRemittance

register_step(SendRemittance())
register_step(PostPayments())
