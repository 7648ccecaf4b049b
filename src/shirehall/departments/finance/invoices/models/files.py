"""Files in which invoices came, and what is remembered of how a supplier's invoices look."""

from django.db import models
from django.db.models import Q

from shirehall.capabilities.documents.api import Document
from shirehall.departments.finance.registers.models import Supplier


class InvoiceFile(models.Model):
    """A file that came for the councils' suppliers' invoices. `source_key` tells one coming from another (a message
    and the place in it, a path and its bytes): the same one twice is one row. `source` says where it came from, in
    words for staff ("message 17, 2nd file"); it holds no sender's address. `sent_on` is when it reached the
    councils: the clock of payment runs from it.

    `kind` is what reading found (see reading.found.KINDS).
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"

    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_key = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=50)
    authority = models.CharField(
        max_length=100, blank=True, help_text="Of the mailbox or folder, where it is one council's."
    )
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    kind = models.CharField(max_length=20, blank=True)
    problems = models.JSONField(default=list)
    pages = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["received_at"], name="invoice_file_waiting", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"invoice file {self.pk}"


class SupplierLayout(models.Model):
    """How a supplier's invoices look: hints of reading.learning, made from what people corrected."""

    supplier = models.OneToOneField(Supplier, on_delete=models.CASCADE, related_name="layout")
    hints = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"layout of {self.supplier_id}"
