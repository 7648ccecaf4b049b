"""Two rows: what was sent, and that it was sent."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """What somebody sent."""

    full_name = models.CharField(max_length=200)
    date_of_birth = models.DateField()
    national_insurance_number = models.CharField(max_length=9)
    address = models.TextField()
    postcode = models.CharField(max_length=8)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    household_kind = models.CharField(max_length=10)
    children = models.PositiveSmallIntegerField()
    receives_maximum_benefit = models.BooleanField()
    weekly_income = models.DecimalField(max_digits=9, decimal_places=2)
    council_tax_bill = models.DecimalField(max_digits=9, decimal_places=2)

    objects: ClassVar[models.Manager["Entry"]] = models.Manager()

    def __str__(self) -> str:
        return f"entry {self.pk}"


class LogLine(models.Model):
    """That something happened."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["LogLine"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
