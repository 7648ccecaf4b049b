"""What approved invoices hold until they are paid, and what may be paid by machine in a day."""

from django.db import models
from django.db.models import Q

from shirehall.departments.finance.invoices.models.invoices import Invoice
from shirehall.departments.finance.registers.models import BudgetCode


class Reservation(models.Model):
    """What an approved invoice will take of a budget, in pence. It is gone from the budget's `reserved` once
    `ended_at` is set."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="reservations")
    budget_code = models.ForeignKey(BudgetCode, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField(help_text="Pence.")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    spent = models.BooleanField(default=False, help_text="It ended because the invoice was paid.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "budget_code"],
                condition=Q(ended_at__isnull=True),
                name="one_reservation_a_budget",
            )
        ]

    def __str__(self) -> str:
        return f"reservation {self.pk}"


class PayingDay(models.Model):
    """What the machine approved by itself on a day for one council, in pence. Its row is the lock that two workers
    share."""

    authority = models.CharField(max_length=100)
    on = models.DateField()
    amount = models.BigIntegerField(default=0, help_text="Pence.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "on"], name="one_paying_day")]

    def __str__(self) -> str:
        return f"{self.authority} {self.on}"


class PayingStop(models.Model):
    """Paying by machine is stopped for a council, or for all of them (`authority` empty), until somebody ends it."""

    authority = models.CharField(max_length=100, blank=True)
    because = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority"], condition=Q(ended_at__isnull=True), name="one_paying_stop"
            )
        ]

    def __str__(self) -> str:
        return f"stop {self.pk}"
