"""An invoice and its lines."""

from django.db import models
from django.db.models import Q

from shirehall.casework.models import Case
from shirehall.departments.finance.invoices.models.files import InvoiceFile
from shirehall.departments.finance.registers.models import (
    Agreement,
    BudgetCode,
    OrderLine,
    PurchaseOrder,
    Supplier,
)


class Invoice(models.Model):
    """One supplier's invoice. `case` is its record on the straight line. Amounts are pence, as printed (`is_credit`
    says that they come off). The plain columns are what counts now; `read` is what the machine read
    (`ReadInvoice.to_json`), and `corrected` what people put right: {field: {"value", "by", "at"}}.

    `number_key` is the number in capitals, without signs and leading noughts. `failed_check` is the row of the
    decision that the invoice waits for. `check_after` marks it for the look of a person after it was paid by
    machine.
    """

    class State(models.TextChoices):
        WITH_PERSON = "with_person"
        APPROVED = "approved"
        IN_RUN = "in_run"
        PART_PAID = "part_paid"
        PAID = "paid"
        REJECTED = "rejected"

    PAYABLE = (State.APPROVED, State.PART_PAID)
    ALIVE = (State.WITH_PERSON, State.APPROVED, State.IN_RUN, State.PART_PAID, State.PAID)

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(InvoiceFile, on_delete=models.PROTECT, related_name="invoices")
    part = models.PositiveIntegerField(default=0)
    first_page = models.PositiveIntegerField(default=1)
    last_page = models.PositiveIntegerField(default=1)
    authority = models.CharField(max_length=100)
    state = models.CharField(max_length=11, choices=State)
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    order = models.ForeignKey(
        PurchaseOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    supplier_name = models.CharField(max_length=300, blank=True)
    supplier_vat = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True)
    invoice_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    net = models.BigIntegerField(null=True, blank=True, help_text="Pence.")
    vat = models.BigIntegerField(null=True, blank=True, help_text="Pence.")
    gross = models.BigIntegerField(null=True, blank=True, help_text="Pence.")
    po_number = models.CharField(max_length=100, blank=True)
    is_credit = models.BooleanField(default=False)
    construction = models.BooleanField(default=False)
    bank = models.JSONField(default=list, help_text="The accounts printed on it.")
    read = models.JSONField(default=dict)
    corrected = models.JSONField(default=dict)
    judged_on = models.JSONField(default=dict, help_text="What each judgement that lets it pass was made on.")
    taken = models.JSONField(default=list, help_text="Of the order's lines: [line, quantity, pence].")
    taken_net = models.BigIntegerField(default=0, help_text="Pence of the order's value.")
    failed_check = models.CharField(max_length=60, blank=True)
    queue = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    by_machine = models.BooleanField(default=True, help_text="Nobody's hand was on it.")
    handled_because = models.CharField(
        max_length=60, blank=True, help_text="The first check that needed a person."
    )
    rejected_because = models.TextField(blank=True)
    paid_amount = models.BigIntegerField(default=0, help_text="Pence.")
    paid_on = models.DateField(null=True, blank=True)
    interest = models.BigIntegerField(
        default=0, help_text="Pence of statutory interest that is owed with it."
    )
    discount = models.BigIntegerField(default=0, help_text="Pence taken off for paying early.")
    withheld = models.BigIntegerField(
        default=0, help_text="Pence held back for the tax office under the construction scheme."
    )
    check_after = models.BooleanField(default=False)
    checked_by = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_finding = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["file", "part"], name="one_invoice_a_part_of_a_file"),
            models.CheckConstraint(
                condition=Q(state__in=["with_person", "approved", "in_run", "part_paid", "paid", "rejected"]),
                name="invoice_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "in_run", "part_paid", "paid"])
                | Q(approved_at__isnull=False),
                name="invoice_is_approved_before_it_is_paid",
            ),
            models.CheckConstraint(condition=Q(withheld__gte=0), name="invoice_withheld_is_not_below_nought"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False), name="invoice_paid_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "number_key"], name="invoice_by_number"),
            models.Index(fields=["supplier", "gross", "invoice_date"], name="invoice_by_amount"),
            models.Index(fields=["number_key", "gross"], name="invoice_by_number_amount"),
            models.Index(fields=["state", "authority", "received_at", "id"], name="invoice_by_state"),
            models.Index(
                fields=["queue", "received_at", "id"], name="invoice_by_queue", condition=Q(state="with_person")
            ),
            models.Index(fields=["received_at", "id"], name="invoice_by_coming"),
            models.Index(fields=["paid_on", "id"], name="invoice_by_payment", condition=Q(paid_on__isnull=False)),
            models.Index(fields=["checked_at", "id"], name="invoice_to_check", condition=Q(check_after=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"invoice {self.pk}"

    @property
    def owed(self) -> int:
        """What is still to be paid, in pence; below nought for a credit note that is still to be used."""
        amount = self.gross or 0
        return (-amount if self.is_credit else amount) - self.withheld - self.discount - self.paid_amount


class InvoiceLine(models.Model):
    """A line of an invoice, or a share of it that another budget pays. `net` and `vat` are pence; `vat_code` one of
    S (standard), R (reduced), Z (nought), E (exempt), O (outside)."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    description = models.CharField(max_length=300, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    net = models.BigIntegerField(help_text="Pence.")
    vat = models.BigIntegerField(default=0, help_text="Pence.")
    vat_code = models.CharField(max_length=2, default="S")
    budget_code = models.ForeignKey(
        BudgetCode, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    order_line = models.ForeignKey(
        OrderLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    coded_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["invoice", "position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="one_invoice_line_a_position")
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"
