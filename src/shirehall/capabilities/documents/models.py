"""A document: a file that somebody sent, or a letter that we made. The bytes lie in a private folder."""

import secrets

from django.db import models
from django.db.models import Q

from shirehall.casework.models import Case, Draft


def new_document_id() -> str:
    """128 random bits in hexadecimal: cannot be guessed, and is safe in a path."""
    return secrets.token_hex(16)


class Document(models.Model):
    """One file. It belongs to a case or to a draft; with its draft it goes over to the case.

    What came by post (`POST`) belongs to neither until somebody knows whose it is, and is let go by who took it in.
    `content_type` is by content. `stored_as` is the path within the private folder, empty once the bytes are gone
    (`disposed_at`); an infected file was never kept.
    """

    class Scan(models.TextChoices):
        CLEAN = "clean"
        INFECTED = "infected"
        NOT_SCANNED = "not_scanned"

    class Kind(models.TextChoices):
        UPLOAD = "upload"
        LETTER = "letter"
        COPY = "copy"
        POST = "post"

    id = models.CharField(primary_key=True, max_length=32, default=new_document_id, editable=False)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    draft = models.ForeignKey(
        Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="documents"
    )
    evidence = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.UPLOAD)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, blank=True)
    scan = models.CharField(max_length=11, choices=Scan)
    scanned_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    by = models.CharField(max_length=200)
    channel = models.CharField(max_length=50)
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stored_as="", disposed_at__isnull=False)
                | (~Q(stored_as="") & Q(disposed_at__isnull=True)),
                name="document_is_kept_or_disposed_of",
            ),
            models.CheckConstraint(
                condition=~Q(scan="infected") | Q(stored_as=""), name="infected_document_is_not_kept"
            ),
        ]

    def __str__(self) -> str:
        return self.id
