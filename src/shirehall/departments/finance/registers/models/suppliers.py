"""Suppliers, and the changes of their bank details."""

from django.db import models
from django.db.models import Q


class Supplier(models.Model):
    """Somebody whom the councils buy from. `authority` is the council whose supplier it is, empty for all of them.

    The bank details are those that are paid: they change by a `BankChange` in force and by nothing else.
    `other_names` are further names that stand on its invoices. `is_person` keeps the name out of what is published.
    `construction` says that the Construction Industry Scheme covers it. VAT numbers are kept as GB and digits.
    `telephone_by` wrote the number on file, at `telephone_since`; null where it has stood since the supplier was added.
    """

    class Standing(models.TextChoices):
        ACTIVE = "active"
        ON_HOLD = "on_hold"
        CLOSED = "closed"

    class PaidBy(models.TextChoices):
        BACS = "bacs"
        DIRECT_DEBIT = "direct_debit"
        CARD = "card"

    code = models.CharField(max_length=40, unique=True)
    authority = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    other_names = models.JSONField(default=list)
    company_number = models.CharField(max_length=20, blank=True)
    vat_number = models.CharField(max_length=20, blank=True, db_index=True)
    address = models.TextField(blank=True)
    telephone = models.CharField(max_length=50, blank=True, help_text="The number on file, for calling back.")
    telephone_by = models.CharField(max_length=200, blank=True)
    telephone_since = models.DateTimeField(null=True, blank=True)
    email = models.CharField(max_length=320, blank=True)
    remittance_email = models.CharField(max_length=320, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.ACTIVE)
    standing_because = models.CharField(max_length=300, blank=True)
    paid_by = models.CharField(max_length=12, choices=PaidBy, default=PaidBy.BACS)
    payment_days = models.PositiveSmallIntegerField(default=30)
    discount_percent = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    discount_days = models.PositiveSmallIntegerField(default=0)
    construction = models.BooleanField(default=False)
    is_person = models.BooleanField(default=False)
    trade = models.CharField(max_length=100, blank=True)
    sort_code = models.CharField(max_length=6, blank=True, help_text="Six digits.")
    account_number = models.CharField(max_length=8, blank=True, help_text="Eight digits.")
    account_name = models.CharField(max_length=100, blank=True)
    bank_by = models.JSONField(
        default=list, help_text="The officers who asked for and confirmed these details."
    )
    bank_since = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="supplier_by_name"),
            models.Index(fields=["sort_code", "account_number"], name="supplier_by_account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=["active", "on_hold", "closed"]), name="supplier_standing_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sort_code="", account_number="")
                | Q(sort_code__regex=r"^[0-9]{6}$", account_number__regex=r"^[0-9]{8}$"),
                name="supplier_account_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class BankChange(models.Model):
    """New bank details of a supplier, on their way. Somebody asks, an officer calls the number on file, a second
    officer confirms, a hold runs out, and only then are they in force. Who asked never confirms.

    `called_number` is the number on file at the time of the call.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        CALLED = "called"
        CONFIRMED = "confirmed"
        IN_FORCE = "in_force"
        REFUSED = "refused"

    WAITING = (State.ASKED, State.CALLED, State.CONFIRMED)

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="bank_changes")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    sort_code = models.CharField(max_length=6)
    account_number = models.CharField(max_length=8)
    account_name = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    called_number = models.CharField(max_length=50, blank=True)
    called_person = models.CharField(max_length=200, blank=True)
    called_by = models.CharField(max_length=200, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(state__in=["asked", "called", "confirmed"]),
                name="one_bank_change_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="")
                | (~Q(confirmed_by=models.F("asked_by")) & ~Q(confirmed_by=models.F("called_by"))),
                name="bank_change_by_two_officers",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "in_force"]) | ~Q(confirmed_by=""),
                name="bank_change_is_confirmed_first",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"bank change {self.pk}"
