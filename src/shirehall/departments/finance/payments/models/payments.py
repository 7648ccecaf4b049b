"""A payment to a supplier, and the invoices in it."""

from django.db import models
from django.db.models import F, Q

from shirehall.capabilities.messages.api import Message
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.models.runs import PaymentRun
from shirehall.departments.finance.registers.models import Supplier


class Payment(models.Model):
    """What one supplier is paid in a run: `amount` pence, the sum of its items; nought where credit notes settle it all
    and no money moves. The account is the register's as it was when the run was proposed, never an invoice's; at
    release it must still be the register's. `key` is our reference with the bank and never used twice.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        SENT = "sent"
        FAILED = "failed"
        RECALLED = "recalled"

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="payments")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=35, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="payments")
    name = models.CharField(max_length=200)
    sort_code = models.CharField(max_length=6)
    account_number = models.CharField(max_length=8)
    bank_since = models.DateTimeField(null=True, blank=True)
    amount = models.BigIntegerField(help_text="Pence.")
    reference = models.CharField(max_length=18)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    ended_because = models.CharField(max_length=300, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    remittance = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_payment_of_a_number"),
            models.UniqueConstraint(fields=["run", "supplier"], name="one_payment_a_supplier_and_run"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_is_not_below_nought"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "sent", "failed", "recalled"]),
                name="payment_state_is_known",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "-id"], name="payment_by_supplier")]

    def __str__(self) -> str:
        return self.key


class PaymentItem(models.Model):
    """An invoice in a payment: `amount` pence, below nought for a credit note. `discount` pence are taken off for good.
    `is_open` until the run is released or ended: an invoice has one open item at most."""

    class Kind(models.TextChoices):
        FULL = "full"
        PART = "part"
        CREDIT = "credit"
        DISCOUNT = "discount"

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="items")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payment_items")
    amount = models.BigIntegerField(help_text="Pence.")
    owed = models.BigIntegerField(help_text="Pence that were owed when it was put in, before the discount.")
    discount = models.BigIntegerField(default=0, help_text="Pence.")
    kind = models.CharField(max_length=8, choices=Kind)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["payment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "invoice"], name="one_item_an_invoice_and_payment"),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(is_open=True), name="an_invoice_is_in_one_run"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["full", "part", "credit", "discount"]), name="item_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="credit", amount__lt=0, owed__lt=0, amount__gte=F("owed"))
                | (~Q(kind="credit") & Q(amount__gt=0, amount__lte=F("owed") - F("discount"))),
                name="item_is_no_more_than_is_owed",
            ),
            models.CheckConstraint(
                condition=Q(discount=0) | Q(kind="discount", discount__gt=0),
                name="item_discount_has_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}/{self.invoice_id}"
