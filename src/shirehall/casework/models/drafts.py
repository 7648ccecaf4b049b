"""Drafts: an application on its way, shared by every channel until it is sent."""

from typing import TYPE_CHECKING

from django.db import models

from shirehall.casework.models.versions import ServiceVersion

if TYPE_CHECKING:
    from shirehall.casework.models.cases import Case


class Draft(models.Model):
    """Answers not sent yet. `token` is the unguessable id that a session holds; `reference` is what a person can
    say on the phone, and the case takes it over when the draft is sent. How a person proves that a draft is theirs
    (a contact, a code) belongs to the channel.
    """

    token = models.CharField(max_length=43, unique=True)
    reference = models.CharField(max_length=11, unique=True)
    service = models.CharField(max_length=100)
    service_version = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    authority = models.CharField(max_length=100, blank=True, help_text="Empty until an answer tells it.")
    channel = models.CharField(max_length=50, help_text="The channel that saved it last.")
    language = models.CharField(
        max_length=10, blank=True, help_text="The language it is filled in, where it is not English."
    )
    answers = models.JSONField(default=dict, help_text="Stored form of the answers, by fact.")
    page = models.CharField(max_length=100, blank=True, help_text="The page that was saved last.")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    sent_case: "models.ForeignKey[Case | None, Case | None]" = models.ForeignKey(
        "shirehall_casework.Case", null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts"
    )
    changes: "models.ForeignKey[Case | None, Case | None]" = models.ForeignKey(
        "shirehall_casework.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False,
        help_text="The case that it tells a change of.",
    )  # fmt: skip
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"draft {self.reference}"
