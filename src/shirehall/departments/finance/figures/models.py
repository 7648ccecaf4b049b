"""What was published of a council's spending, and which names may be."""

from django.db import models
from django.db.models import Q

from shirehall.departments.finance.registers.models import Supplier


class SpendingList(models.Model):
    """A quarter's spending of one council as it was published: `content` is the CSV that everybody may take, to the
    byte. Published again, it is a new row with the next `number`; the old one stays."""

    authority = models.CharField(max_length=100)
    first_on = models.DateField(help_text="The first day of the quarter.")
    number = models.PositiveIntegerField(default=1)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    total = models.BigIntegerField(help_text="Pence.")
    left_out = models.PositiveIntegerField(default=0, help_text="Rows whose supplier is not named.")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-first_on", "authority", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "first_on", "number"], name="one_spending_list_of_a_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="spending_list_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"spending of {self.authority} from {self.first_on}, {self.number}"


class SpendingName(models.Model):
    """That a supplier's name is published, or left out, whatever it looks like. A supplier marked as a person is left
    out all the same."""

    supplier = models.OneToOneField(Supplier, on_delete=models.CASCADE, related_name="spending_name")
    shown = models.BooleanField()
    because = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"name of {self.supplier_id}"
