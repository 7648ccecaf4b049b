"""Budgets, who may spend them and up to what, and who stands in for whom."""

from django.db import models
from django.db.models import F, Q


class BudgetHolder(models.Model):
    """An officer who may approve spending of one council, up to `limit` pence an invoice. `manager` is the officer
    who is asked next. `officer` and `manager` are officers' codes."""

    officer = models.CharField(max_length=200)
    authority = models.CharField(max_length=100)
    limit = models.BigIntegerField(help_text="Pence.")
    manager = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["authority", "officer"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "authority"], name="one_limit_a_holder"),
            models.CheckConstraint(condition=Q(limit__gte=0), name="limit_is_not_below_nought"),
        ]

    def __str__(self) -> str:
        return self.officer


class BudgetCode(models.Model):
    """A cost centre of one council in one year from April. `budget` and `spent` are pence; `reserved` is what
    approved invoices will take of it."""

    code = models.CharField(max_length=40)
    authority = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField(help_text="The year in which it begins.")
    title = models.CharField(max_length=200)
    is_open = models.BooleanField(default=True)
    budget = models.BigIntegerField(help_text="Pence.")
    spent = models.BigIntegerField(default=0, help_text="Pence.")
    reserved = models.BigIntegerField(default=0, help_text="Pence.")
    holder = models.CharField(max_length=200, blank=True)
    accountant = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["authority", "code", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "code", "year"], name="one_budget_a_code_and_year"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def left(self) -> int:
        """What is left of it, in pence."""
        return self.budget - self.spent - self.reserved


class Absence(models.Model):
    """An officer is away, and another stands in. Both days are included; `until_on` null: until further notice."""

    officer = models.CharField(max_length=200)
    delegate = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["officer", "from_on"], name="absence_by_officer")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(officer=F("delegate")), name="nobody_stands_in_for_themselves"
            )
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
