"""What the suppliers' page keeps: the codes that prove who asks. No address stands here in the clear."""

from django.db import models

from shirehall.departments.finance.registers.models import Supplier


class SupplierCode(models.Model):
    """A code that was asked for. The row is made and its tries are counted whether or not we know a supplier of those
    words, so that nobody learns from asking. `token` is what the session holds.

    `asker_key` is a keyed hash of what was typed, `address_key` of the address on file that the code goes to: it
    opens the `suppliers` that still have that address, and nothing where it is empty. The code itself is made by the
    worker when it is sent, so that asking takes the same time whatever is true.
    """

    token = models.CharField(max_length=43, unique=True)
    suppliers = models.ManyToManyField(Supplier, related_name="+")
    asker_key = models.CharField(max_length=64)
    address_key = models.CharField(max_length=64, blank=True)
    number_key = models.CharField(max_length=100, blank=True, help_text="The invoice that was asked about.")
    number = models.CharField(max_length=100, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["asker_key", "made_at"], name="supplier_code_by_asker"),
            models.Index(fields=["address_key", "made_at"], name="supplier_code_by_address"),
            models.Index(
                fields=["made_at"], name="supplier_code_to_send",
                condition=models.Q(sent_at__isnull=True) & ~models.Q(address_key=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"supplier code {self.pk}"
