"""What happened. Events are only ever added; payloads lie apart, so that retention can take them away."""

from django.db import models
from django.db.models import Q

from shirehall.casework.models.cases import Case
from shirehall.casework.models.drafts import Draft


class Event(models.Model):
    """One thing that happened, on a case (chained) or on a draft (not chained, and never with answers).

    `hash` covers everything here, the hash before it and `commitment`, which is a salted hash of the payload: the
    chain verifies with the payload gone. `service`, `authority` and `channel` stand here for the measures.
    """

    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    draft = models.ForeignKey(
        Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    sequence = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=50)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    service = models.CharField(max_length=100)
    authority = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=50, blank=True)
    page = models.CharField(max_length=100, blank=True, help_text="Of a draft: the page it is about.")
    commitment = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["draft"], name="event_of_draft", condition=Q(draft__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="one_event_a_place_in_the_chain"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, draft__isnull=True, sequence__isnull=False)
                | Q(case__isnull=True, draft__isnull=False, sequence__isnull=True),
                name="event_of_a_case_or_a_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class EventPayload(models.Model):
    """What an event carried, with the salt of its commitment."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.CASCADE, related_name="payload")
    salt = models.CharField(max_length=32)
    content = models.JSONField()

    def __str__(self) -> str:
        return f"payload of event {self.pk}"


class EventInbox(models.Model):
    """An event that the measures have not counted yet. Whoever counts it deletes the row in the same transaction."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.CASCADE, related_name="inbox")

    class Meta:
        verbose_name_plural = "event inbox"

    def __str__(self) -> str:
        return f"event {self.pk}"
