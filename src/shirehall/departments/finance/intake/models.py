"""What came in for the councils' suppliers' invoices, by whichever way, and what became of it.

Sender, subject and names of files are for staff alone: they stand in these rows, never in a log or an address.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shirehall.capabilities.documents.api import Document
from shirehall.departments.finance.invoices.models import InvoiceFile


class IncomingMessage(models.Model):
    """A mail, or what came at once by folder, upload or program. `box` is the mailbox, folder or key that it came by;
    `key` tells it from all others there, so that the same one twice is one row. `document` is the mail as it came,
    until its time is over.

    State: `waiting` is kept and not opened yet; `taken`: its files are with the invoices; `set_aside`: nobody has to do
    anything; `trouble`: a person looks; `dealt_with`: one has. The authentication is what the trusted receiving server
    said (`by_server`), each result a word of RFC 8601 or empty. `answer` is the name of what we wrote back.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        SET_ASIDE = "set_aside"
        TROUBLE = "trouble"
        DEALT_WITH = "dealt_with"

    class Kind(models.TextChoices):
        INVOICES = "invoices"
        AUTO_REPLY = "auto_reply"
        BOUNCE = "bounce"
        LOOP = "loop"
        NO_ATTACHMENT = "no_attachment"
        NOT_INVOICES = "not_invoices"
        REFUSED = "refused"

    channel = models.CharField(max_length=50)
    box = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    authority = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State)
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.INVOICES)
    message_id = models.CharField(max_length=300, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    by_machine = models.BooleanField(default=False)
    by_server = models.CharField(max_length=200, blank=True)
    spf = models.CharField(max_length=15, blank=True)
    dkim = models.CharField(max_length=15, blank=True)
    dmarc = models.CharField(max_length=15, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    folder = models.CharField(max_length=200, blank=True)
    uid_validity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    problems = models.JSONField(default=list)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    dealt_at = models.DateTimeField(null=True, blank=True)
    dealt_by = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=20, blank=True)
    answer_looked_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "box", "key"], name="one_incoming_message")
        ]
        indexes: ClassVar = [
            models.Index(fields=["received_at", "id"], name="incoming_by_coming"),
            models.Index(fields=["state", "received_at", "id"], name="incoming_by_state"),
            models.Index(fields=["box", "uid_validity", "uid"], name="incoming_by_uid", condition=Q(uid__isnull=False)),
            models.Index(fields=["sender", "taken_at"], name="incoming_by_sender"),
            models.Index(
                fields=["opened_at"], name="incoming_to_answer",
                condition=Q(channel="invoice_mail", answer_looked_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"incoming message {self.pk}"


class IncomingFile(models.Model):
    """A file of an incoming message: `file` where it is with the invoices, else the word for `why` it was left out (see
    words.py; `said` is a sentence, where somebody else refused it). `place` says where in the message it lay."""

    message = models.ForeignKey(IncomingMessage, on_delete=models.CASCADE, related_name="files")
    place = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(
        InvoiceFile, null=True, blank=True, on_delete=models.PROTECT, related_name="came_in"
    )
    why = models.CharField(max_length=20, blank=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["message", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "place"], name="one_incoming_file_a_place")
        ]

    def __str__(self) -> str:
        return f"file {self.place} of incoming message {self.message_id}"


class Mailbox(models.Model):
    """How a mailbox or the drop folder was found when it was last looked at: for staff, who see at once that it is out
    of reach. `problem` is a sentence, empty while all is well."""

    name = models.CharField(max_length=60, unique=True)
    tried_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class AnsweredSender(models.Model):
    """When an address was last written to by the machine: `sender` is a keyed hash, so that this names nobody."""

    sender = models.CharField(max_length=64, unique=True)
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sender[:8]


class SupplierKey(models.Model):
    """A key with which a supplier's platform sends e-invoices. Only the hash of its secret is kept; `prefix` is how it
    is found and spoken of. `authorities` are the councils it may send to; empty for all."""

    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    contact = models.EmailField()
    authorities = models.JSONField(default=list)
    per_minute = models.PositiveIntegerField()
    per_day = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.prefix


class SupplierKeyUse(models.Model):
    """How often a key was used on a day, and in the minute that was counted last. Refused calls count too."""

    key = models.ForeignKey(SupplierKey, on_delete=models.CASCADE, related_name="uses", db_index=False)
    used_on = models.DateField()
    calls = models.PositiveIntegerField()
    minute = models.BigIntegerField(help_text="Minutes since 1970.")
    minute_calls = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "used_on"], name="one_use_a_supplier_key_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.calls} calls on {self.used_on}"


class SupplierCall(models.Model):
    """An e-invoice that a platform sent, by the key it gave the call: the same again is answered as the first time.
    `reference` is what we answered."""

    key = models.ForeignKey(SupplierKey, on_delete=models.PROTECT, related_name="calls", db_index=False)
    key_hash = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    reference = models.CharField(max_length=20, unique=True)
    message = models.OneToOneField(IncomingMessage, on_delete=models.CASCADE, related_name="call")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "key_hash"], name="one_supplier_call_a_key")
        ]

    def __str__(self) -> str:
        return self.reference
