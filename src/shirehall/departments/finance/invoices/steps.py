"""The step that reads a file: in a child process with limits, and then down the line with every invoice in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from shirehall.casework.api import StepHandler, StepResult, register_step
from shirehall.casework.models import Step
from shirehall.casework.steps import Delivery
from shirehall.departments.finance.invoices.learned import LearnLayoutStep
from shirehall.departments.finance.invoices.receiving import READ_INVOICE
from shirehall.departments.finance.invoices.taking_in import take_in
from shirehall.departments.finance.invoices.telling.mail import InvoiceAlert


class ReadInvoiceStep(StepHandler):
    """Reading gives the same again, and what was read before is not decided twice."""

    kind: ClassVar[str] = READ_INVOICE
    label: ClassVar[str] = "Read a supplier's invoice"
    delivery: ClassVar[Delivery] = "idempotent_key"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object", "required": ["file"], "properties": {"file": {"type": "integer"}},
    }  # fmt: skip

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Read the file and decide. The number of invoices in it is the result."""
        return StepResult("done", payload={"invoices": take_in(step.payload["file"], at=at)})


register_step(ReadInvoiceStep())
register_step(InvoiceAlert())
register_step(LearnLayoutStep())
