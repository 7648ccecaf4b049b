"""What the API keeps: who the partners are, their keys and how these are used, and what each of them sent.

No answer and no name of a resident stands here: drafts and cases hold them, and go when their time is over.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shirehall.casework.models import Case, Draft, Submission

EVERY = "*"
"""In the services or the authorities of a key: all of them, those that come later too."""


class Partner(models.Model):
    """An organisation whose programs send applications: an advice centre, a landlord, another council.

    Events go to `webhook_address`, signed with secrets that are worked out from `webhook_salt` and a generation; the
    one before it signs as well for some hours after `webhook_rotated_at`.
    """

    code = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=200)
    contact = models.EmailField(help_text="Whom to write to when something is wrong.")
    webhook_address = models.CharField(max_length=500, blank=True)
    webhook_salt = models.CharField(max_length=64)
    webhook_generation = models.PositiveIntegerField(default=1)
    webhook_rotated_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """A key of a partner. Only the hash of its secret is kept; `prefix` is how it is found and spoken of.

    `actions` are some of ACTIONS; `services` and `authorities` are names, or EVERY. A demonstration's key opens nothing
    outside a demonstration.
    """

    ACTIONS: ClassVar = {
        "submit": _("send applications, evidence and changes"),
        "read": _("read the cases that it sent"),
        "webhook": _("be told of what happens to them"),
    }

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    actions = models.JSONField(default=list)
    services = models.JSONField(default=list)
    authorities = models.JSONField(default=list)
    per_minute = models.PositiveIntegerField()
    per_day = models.PositiveIntegerField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.prefix

    def may(self, action: str, *, service: str = "", authority: str = "") -> bool:
        """Whether the key may do this, and to this service and authority where they are named."""
        return (
            action in self.actions
            and (not service or service in self.services or EVERY in self.services)
            and (not authority or authority in self.authorities or EVERY in self.authorities)
        )


class KeyUse(models.Model):
    """How often a key was used on a day, and in the minute that was counted last. Calls that were refused count too."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="uses", db_index=False)
    used_on = models.DateField()
    calls = models.PositiveIntegerField()
    minute = models.BigIntegerField(help_text="Minutes since 1970.")
    minute_calls = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-used_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "used_on"], name="one_use_a_key_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.calls} calls on {self.used_on}"


class PartnerDraft(models.Model):
    """A draft that a partner began: it may go on with it, and so may the resident on another channel."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="drafts", db_index=False)
    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="of_partner")

    def __str__(self) -> str:
        return f"draft {self.draft_id} of partner {self.partner_id}"


class PartnerCase(models.Model):
    """A case that a partner sent. `told_up_to` is the place in the case's chain of events up to which the partner was
    told by webhook."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="cases", db_index=False)
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="of_partner")
    told_up_to = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"case {self.case_id} of partner {self.partner_id}"


class IdempotencyKey(models.Model):
    """A call that was done, by the key that the partner gave it: the same again is answered out of what it made."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)
    key_hash = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, help_text="Hash of the address and the body.")
    status = models.PositiveSmallIntegerField(default=200)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(
        Submission, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "key_hash"], name="one_call_an_idempotency_key")
        ]

    def __str__(self) -> str:
        return f"idempotency key {self.pk}"


class WebhookPosition(models.Model):
    """Up to which event everything was looked through for webhooks. One row; later events are looked at again for some
    minutes, since a transaction that began earlier may end later."""

    seen_up_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"events up to {self.seen_up_to}"
