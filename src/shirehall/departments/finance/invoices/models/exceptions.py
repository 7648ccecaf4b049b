"""An exception: a check that failed, and the person who was asked about it."""

from django.db import models
from django.db.models import Q

from shirehall.departments.finance.invoices.models.invoices import Invoice


class InvoiceException(models.Model):
    """The first check that an invoice failed. `check_row` is the row of the decision, `person` the officer who is
    asked (empty: the queue's team), `second_person` the other of two who must agree. It ends when somebody answers
    or the invoice is decided again without it. `level` is who was told last: person, reminded, manager, finance, last
    (finance again, shortly before the day by which the law wants it paid). `about` is what the person hangs on
    ("order 12"): with another order, another person is asked."""

    class Level(models.TextChoices):
        PERSON = "person"
        REMINDED = "reminded"
        MANAGER = "manager"
        FINANCE = "finance"
        LAST = "last"

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="exceptions")
    check_row = models.CharField(max_length=60)
    queue = models.CharField(max_length=100)
    because = models.CharField(max_length=500)
    about = models.CharField(max_length=60, blank=True)
    person = models.CharField(max_length=200, blank=True)
    second_person = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=10, choices=Level, default=Level.PERSON)
    told = models.CharField(max_length=200, blank=True, help_text="Who was told last.")
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="When somebody was told last.")
    next_at = models.DateTimeField(null=True, blank=True, help_text="When the next is told.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(ended_at__isnull=True), name="one_open_exception_an_invoice"
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "asked_at"], name="exception_by_person", condition=Q(ended_at__isnull=True)
            ),
            models.Index(fields=["next_at"], name="exception_to_tell", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"exception {self.pk}"
