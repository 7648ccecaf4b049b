"""A payment run, its files, and what somebody left out of it."""

from django.db import models
from django.db.models import F, Q

from shirehall.capabilities.documents.api import Document
from shirehall.departments.finance.invoices.models import Invoice


class PaymentRun(models.Model):
    """What one council pays its suppliers on a day. `number` counts within the council. `pay_on` is the day on which
    the money arrives. Different people propose, approve and release it; their names are officers' codes.

    `count` and `total` (pence) are of the payments that move money. `fingerprint` is a hash of every payment, account
    and invoice in it; what was approved is what is released.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        RELEASED = "released"
        SENT = "sent"
        RECALLED = "recalled"
        CANCELLED = "cancelled"

    OPEN = (State.PROPOSED, State.APPROVED)
    PAID = (State.RELEASED, State.SENT)

    number = models.PositiveIntegerField()
    authority = models.CharField(max_length=100)
    pay_on = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    policy = models.CharField(max_length=10)
    note = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0, help_text="Pence.")
    fingerprint = models.CharField(max_length=64, blank=True)
    paid_from = models.JSONField(default=dict, help_text="The account that pays, as it was.")
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="one_run_of_a_number"),
            models.UniqueConstraint(
                fields=["authority"], condition=Q(state="proposed"), name="one_run_is_proposed_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved", "released", "sent", "recalled", "cancelled"]),
                name="run_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")),
                name="who_proposed_never_approves",
            ),
            models.CheckConstraint(
                condition=Q(released_by="")
                | (~Q(released_by=F("proposed_by")) & ~Q(released_by=F("approved_by")) & ~Q(approved_by="")),
                name="a_third_person_releases",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | (~Q(approved_by="") & Q(approved_at__isnull=False)),
                name="approved_run_has_approver",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "sent", "recalled"])
                | (~Q(released_by="") & Q(released_at__isnull=False)),
                name="released_run_has_releaser",
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="run_total_is_not_below_nought"),
        ]
        indexes = [models.Index(fields=["authority", "-proposed_at", "-id"], name="run_by_council")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the run is called on the file and by people: WESTDORSET-7."""
        return f"{self.authority.replace('_', '').upper()[:20]}-{self.number}"


class RunFile(models.Model):
    """A file of a run for the bank. Its hash stands from the proposal on; the bytes are kept once it is released."""

    class Format(models.TextChoices):
        PAIN001 = "pain001"
        STANDARD18 = "standard18"

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=10, choices=Format)
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["format"]
        constraints = [models.UniqueConstraint(fields=["run", "format"], name="one_file_of_a_format")]

    def __str__(self) -> str:
        return self.name


class LeftOut(models.Model):
    """An invoice that somebody left out of a proposed run."""

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="left_out")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "invoice"], name="left_out_once")]

    def __str__(self) -> str:
        return f"{self.run_id} without {self.invoice_id}"
