"""What corrections teach: how a supplier's invoices look, so that the next one is read right."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from shirehall.capabilities.documents.api import content_of
from shirehall.casework.api import StepHandler, StepResult, plan_step
from shirehall.casework.models import Step
from shirehall.casework.steps import Delivery
from shirehall.departments.finance.invoices.believed import believed
from shirehall.departments.finance.invoices.gathering.supplier_facts import supplier_of
from shirehall.departments.finance.invoices.models import Invoice, SupplierLayout
from shirehall.departments.finance.invoices.settings import FinanceSettings
from shirehall.departments.finance.reading.api import (
    FIELDS,
    Hint,
    Layout,
    ReadInvoice,
    layout_from_json,
    teach_safely,
)

LEARN_LAYOUT = "learn_layout"


def hints_for(found: Sequence[ReadInvoice]) -> Sequence[Hint]:
    """What was learned of the supplier whose invoice was read; empty where nothing was, or the file has invoices of
    several, or every field is certain already."""
    if all(field.certain for each in found for field in each.fields.values()):
        return ()
    suppliers = set()
    for each in found:
        read = each.to_json()
        supplier = supplier_of(Invoice(read=read, bank=list(each.bank)), believed(read, {}))
        suppliers.add(supplier.pk if supplier else None)
    layout = SupplierLayout.objects.filter(supplier__in=suppliers).first() if len(suppliers) == 1 else None
    return layout_from_json(layout.hints).hints if layout else ()


def plan_learning(invoice: Invoice, fields: Sequence[str], *, at: datetime) -> None:
    """Learn later from what a person put right: looking for the places takes a while."""
    named = [name for name in fields if name in FIELDS]
    if invoice.supplier_id and named:
        plan_step(
            kind=LEARN_LAYOUT, payload={"invoice": invoice.pk, "fields": named}, at=at, case=invoice.case
        )


class LearnLayoutStep(StepHandler):
    """Learning the same document again changes nothing."""

    kind: ClassVar[str] = LEARN_LAYOUT
    label: ClassVar[str] = "Learn how a supplier's invoices look"
    delivery: ClassVar[Delivery] = "idempotent_key"
    options: ClassVar[Mapping[str, Any]] = {
        "type": "object", "required": ["invoice", "fields"],
        "properties": {"invoice": {"type": "integer"}, "fields": {"type": "array", "items": {"type": "string"}}},
    }  # fmt: skip

    def perform(self, step: Step, *, at: datetime) -> StepResult:
        """Find where the values stand, apart and within limits, and keep it with the supplier."""
        invoice = Invoice.objects.select_related("file__document").get(pk=step.payload["invoice"])
        document = invoice.file.document
        if invoice.supplier_id is None or document is None or not document.stored_as:
            return StepResult("done", payload={"learned": 0})
        values = {
            name: invoice.corrected[name]["value"]
            for name in step.payload["fields"]
            if name in invoice.corrected
        }
        kept, _created = SupplierLayout.objects.get_or_create(
            supplier=invoice.supplier, defaults={"changed_at": at}
        )
        settings = FinanceSettings.current()
        layout: Layout = teach_safely(
            layout_from_json(kept.hints), content_of(document), values,
            part=(invoice.first_page, invoice.last_page), limits=settings.limits,
        )  # fmt: skip
        with transaction.atomic():
            fresh = SupplierLayout.objects.select_for_update().get(pk=kept.pk)
            if fresh.hints != kept.hints:
                return StepResult("try_again", error="something else was learned of this supplier meanwhile")
            fresh.hints, fresh.changed_at = layout.to_json(), at
            fresh.save()
        return StepResult("done", payload={"learned": len(layout.hints)})
