"""What paper keeps: which forms were printed and where their boxes lie, what came by post, and what was read of it."""

from django.db import models

from shirehall.capabilities.documents.api import Document
from shirehall.casework.models import Draft


class PrintedForm(models.Model):
    """A form that was printed. `code` stands in the QR code of its sheets; `reference` is what people say, and that of
    the draft it begins. `version` is the hash of the definition it was made from, `layout` says where each box lies.
    `authority` is empty where the form asks for the council; `by` where a resident printed it."""

    class Variant(models.TextChoices):
        STANDARD = "standard"
        LARGE = "large"

    code = models.CharField(max_length=10, unique=True)
    reference = models.CharField(max_length=11, db_index=True)
    service = models.CharField(max_length=100)
    version = models.CharField(max_length=64)
    authority = models.CharField(max_length=100, blank=True)
    variant = models.CharField(max_length=10, choices=Variant)
    draft = models.ForeignKey(
        Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="printed_forms"
    )
    layout = models.JSONField()
    sheets = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="printed_form_by_day")]

    def __str__(self) -> str:
        return f"form {self.reference}"


class Batch(models.Model):
    """Files that were given to the post room at once."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=254)

    def __str__(self) -> str:
        return f"post of {self.at}"


class Scan(models.Model):
    """A file of a batch. `why` says in a word why it was not read (see words.py), `document` is the file as it came;
    None where it could not be kept. `pages` is how many were read."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        REFUSED = "refused"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="scans")
    name = models.CharField(max_length=150)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    why = models.CharField(max_length=300, blank=True)
    pages = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"scan {self.pk}"


class Sheet(models.Model):
    """A sheet on a page of a scan, or a page on which none was found. `read` holds what stands in its boxes; `by_words`
    that its form was known by its printed reference and not by its code; `document` is its straightened picture."""

    class State(models.TextChoices):
        READ = "read"
        REPEATED = "repeated"
        DIFFERS = "differs"
        NO_CODE = "no_code"
        UNKNOWN = "unknown"
        FORGED = "forged"
        NO_MARKS = "no_marks"
        SENT = "sent"
        SET_ASIDE = "set_aside"

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="sheets")
    page = models.PositiveIntegerField()
    form = models.ForeignKey(
        PrintedForm, null=True, blank=True, on_delete=models.CASCADE, related_name="came"
    )
    number = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State)
    by_words = models.BooleanField(default=False)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    read = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "number"], condition=models.Q(state="read"), name="one_reading_of_a_sheet"
            )
        ]

    def __str__(self) -> str:
        return f"sheet {self.number} of form {self.form_id}"


class Confirmation(models.Model):
    """What an officer read in a box, seeing its picture. `raw` is what was typed; `state` as of a Proposal."""

    form = models.ForeignKey(PrintedForm, on_delete=models.CASCADE, related_name="confirmed")
    question = models.CharField(max_length=250)
    state = models.CharField(max_length=10)
    raw = models.JSONField(default=dict)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "question"], name="one_confirmation_of_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.question} of form {self.form_id}"
