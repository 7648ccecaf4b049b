"""Postings for the council's ledger, where one is set up: what a run paid, and what came back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from shirehall.casework.api import StepHandler, StepResult, plan_step
from shirehall.casework.models import Case, Step
from shirehall.casework.steps import Delivery
from shirehall.departments.finance.payments.exporting import in_pounds
from shirehall.departments.finance.payments.models import PaymentItem, PaymentRun
from shirehall.departments.finance.registers.api import RegisterError, has_ledger, send_to_ledger

POST_PAYMENTS = "post_payments"
COLUMNS = (
    "posting", "council", "run", "payment", "supplier", "invoice", "reference", "amount", "discount", "paid_on",
)  # fmt: skip


def plan_posting(run: PaymentRun, *, case: Case, at: datetime, payment: int = 0) -> None:
    """Plan what the ledger is told of a released run; or, with `payment`, of a payment that came back. Without a ledger
    nothing is planned. Within the caller's transaction; `case` is where staff see it fail."""
    if not has_ledger():
        return
    plan_step(
        kind=POST_PAYMENTS, payload={"run": run.pk, "payment": payment}, at=at, case=case,
        key=f"{POST_PAYMENTS}-{run.pk}-{payment}",
    )  # fmt: skip


class PostPayments(StepHandler):
    """Give the postings to the ledger. The same name twice is one there."""

    kind = POST_PAYMENTS
    label = "Tell the ledger what was paid"
    delivery: ClassVar[Delivery] = "idempotent_key"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object", "required": ["run", "payment"],
        "properties": {"run": {"type": "integer"}, "payment": {"type": "integer"}},
    }  # fmt: skip

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """One row for each invoice; what came back is below nought."""
        run = PaymentRun.objects.filter(pk=step.payload["run"]).first()
        if run is None:
            return StepResult("give_up", error=_("the run is not there"))
        items = PaymentItem.objects.filter(payment__run=run).select_related(
            "payment__supplier", "invoice__case"
        )
        back = step.payload["payment"]
        if back:
            items = items.filter(payment=back)
        rows = [_row(run, each, sign=-1 if back else 1) for each in items.order_by("payment__number", "pk")]
        name = f"payments-{run.name}" + (f"-back-{back}" if back else "")
        try:
            where = send_to_ledger(name=name, columns=COLUMNS, rows=rows)
        except (RegisterError, OSError) as error:
            return StepResult("try_again", error=str(error))
        return StepResult(
            "done", event="payments_posted", payload={"run": run.name, "rows": len(rows), "where": where}
        )


def _row(run: PaymentRun, item: PaymentItem, *, sign: int) -> Sequence[Any]:
    return (
        "payment" if sign > 0 else "payment returned", run.authority, run.name, item.payment.key,
        item.payment.supplier.code, item.invoice.number, item.invoice.case.reference, in_pounds(sign * item.amount),
        in_pounds(sign * item.discount), run.pay_on.isoformat(),
    )  # fmt: skip
