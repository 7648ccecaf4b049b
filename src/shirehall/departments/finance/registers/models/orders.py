"""What was ordered, what came, and what is agreed for longer."""

from django.db import models
from django.db.models import Q

from shirehall.departments.finance.registers.models.budgets import BudgetCode
from shirehall.departments.finance.registers.models.suppliers import Supplier


class PurchaseOrder(models.Model):
    """An order of one council with one supplier. `number_key` is its number in capitals without signs. `net` is its
    value in pence, `invoiced_net` what approved invoices took of it. `requester` and `buyer` are officers' codes.

    `matching` says what an invoice is held against: 2 the order; 3 its receipts as well; 4 their acceptance as
    well.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    number = models.CharField(max_length=40)
    number_key = models.CharField(max_length=40)
    authority = models.CharField(max_length=100)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    ordered_on = models.DateField()
    requester = models.CharField(max_length=200)
    buyer = models.CharField(max_length=200, blank=True)
    budget_code = models.ForeignKey(
        BudgetCode, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    matching = models.PositiveSmallIntegerField(default=3)
    net = models.BigIntegerField(help_text="Pence.")
    invoiced_net = models.BigIntegerField(default=0, help_text="Pence.")
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-ordered_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "number_key"], name="one_order_of_a_number"),
            models.CheckConstraint(condition=Q(state__in=["open", "closed"]), name="order_state_is_known"),
            models.CheckConstraint(condition=Q(matching__in=[2, 3, 4]), name="order_matching_is_known"),
        ]
        indexes = [models.Index(fields=["number_key"], name="order_by_number")]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One line of an order. `unit_price` is in pounds, for it may hold parts of a penny; `net` in pence."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    net = models.BigIntegerField(help_text="Pence.")
    vat_code = models.CharField(max_length=2, default="S")
    budget_code = models.ForeignKey(
        BudgetCode, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invoiced_quantity = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    invoiced_net = models.BigIntegerField(default=0, help_text="Pence.")

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_order_line_a_position")
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.position}"


class GoodsReceipt(models.Model):
    """That goods or work of an order line came. `accepted` is null until somebody looked (matching 4). A quantity
    below nought takes back what was said by mistake."""

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="receipts")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    received_on = models.DateField()
    accepted = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True, help_text="The same receipt sent twice is one.")

    class Meta:
        ordering = ["received_on", "id"]

    def __str__(self) -> str:
        return f"receipt {self.pk}"


class Agreement(models.Model):
    """A standing agreement: bills without an order, such as rent or power. `expected` is the amount to pay in
    pence, once every `every`; a bill within `tolerance_percent` of it is as agreed. `account` is our customer
    number with them."""

    class Every(models.TextChoices):
        WEEK = "week"
        MONTH = "month"
        QUARTER = "quarter"
        YEAR = "year"

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="agreements")
    authority = models.CharField(max_length=100)
    account = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=300, blank=True)
    every = models.CharField(max_length=8, choices=Every, default=Every.MONTH)
    expected = models.BigIntegerField(help_text="Pence, with VAT.")
    tolerance_percent = models.DecimalField(max_digits=5, decimal_places=2, default=10)
    budget_code = models.ForeignKey(
        BudgetCode, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requester = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["supplier", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(every__in=["week", "month", "quarter", "year"]), name="agreement_period_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class LedgerPayment(models.Model):
    """What the ledger says was paid before Shirehall, or beside it by direct debit or card: so that nothing is paid
    twice."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="ledger_payments")
    authority = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True)
    invoice_date = models.DateField(null=True, blank=True)
    gross = models.BigIntegerField(help_text="Pence.")
    paid_on = models.DateField()
    paid_by = models.CharField(max_length=12, choices=Supplier.PaidBy, default=Supplier.PaidBy.BACS)

    class Meta:
        ordering = ["-paid_on", "-id"]
        indexes = [
            models.Index(fields=["supplier", "number_key"], name="ledger_payment_by_number"),
            models.Index(fields=["supplier", "gross"], name="ledger_payment_by_amount"),
        ]

    def __str__(self) -> str:
        return f"ledger payment {self.pk}"


class RegisterChange(models.Model):
    """Something in the registers changed that invoices may be waiting for; drained by who decides about invoices.
    `kind` is supplier, order, agreement, budget or ledger, `key` the record's number."""

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class RegisterEvent(models.Model):
    """What somebody did to a record of the registers; never changed. `kind` and `key` name the record as in
    `RegisterChange` (and absence and holder), `what` is the deed, `values` holds {column: [before, after]}, with bank
    details by their last digits alone."""

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()
    what = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "key", "id"], name="register_event_of_record")]

    def __str__(self) -> str:
        return f"{self.what} {self.kind} {self.key}"


class RegisterImport(models.Model):
    """A table that was brought in, or tried: how many of its rows were new, changed, the same or refused, and why.
    `content` holds the file from the trial until it is brought in or left; it is emptied then."""

    class State(models.TextChoices):
        TRIED = "tried"
        DONE = "done"
        LEFT = "left"

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=150)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    state = models.CharField(max_length=5, choices=State, default=State.DONE)
    content = models.BinaryField(default=bytes, blank=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0, help_text="Changes of bank details that it asked for.")
    refused = models.JSONField(
        default=list, help_text="[{row, column, problem, cells}], without bank details."
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["tried", "done", "left"]), name="register_import_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"
