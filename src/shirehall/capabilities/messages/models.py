"""Messages: the permanent copy of what went to a person."""

from django.db import models
from django.db.models import Q

from shirehall.capabilities.documents.api import Document
from shirehall.casework.models import Case, Draft


class Message(models.Model):
    """One message by one channel. `key` is what a provider knows it by, the same at every attempt.

    `to` is an e-mail address, a number or the lines of an envelope. Of a message that carried a code, the code is
    masked. `recipient` is empty where it went to the person, else who acts for them; `evidence` names what a reminder
    asks for. `held` says that it stays in the built-in outbox and that nothing left. `disposed_at`: the words are gone.
    """

    class Channel(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"
        LETTER = "letter"

    class State(models.TextChoices):
        QUEUED = "queued"
        HELD = "held"
        SENT = "sent"
        DELIVERED = "delivered"
        FAILED = "failed"

    GONE_OUT = (State.HELD, State.SENT, State.DELIVERED)

    key = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    step_key = models.CharField(max_length=64, blank=True, db_index=True)
    template = models.CharField(max_length=100)
    event = models.CharField(max_length=50)
    channel = models.CharField(max_length=10, choices=Channel)
    authority = models.CharField(max_length=100, blank=True)
    to = models.TextField()
    recipient = models.CharField(max_length=40, blank=True)
    evidence = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    provider = models.CharField(max_length=50)
    provider_reference = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    sms_length = models.PositiveIntegerField(default=0)
    sms_parts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    attempted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="message_by_case", condition=Q(case__isnull=False)),
            models.Index(fields=["id"], name="message_on_its_way", condition=Q(state="sent")),
            models.Index(fields=["to", "id"], name="message_by_number", condition=Q(channel="sms")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["step_key", "channel", "recipient"],
                condition=~Q(step_key=""),
                name="one_message_a_step_and_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class StoppedNumber(models.Model):
    """A mobile number that wants no texts of ours: a keyed hash, kept until its owner writes START."""

    key = models.CharField(max_length=64, unique=True)
    stopped_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key[:8]
