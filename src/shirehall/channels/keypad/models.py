"""Calls: where somebody stands who answers with keys."""

from django.db import models

from shirehall.casework.models import Draft


class Call(models.Model):
    """One telephone call. What was answered is on the draft, not here.

    `step` counts what was said: a key belongs to one step, so that the same key brought twice is heard once. `said` is
    what was said last ({texts, most}), to be said again. `turn` is what is asked ({page, fact, item}), `runs` the runs
    of keys that came for it already, `place` where the caller stands in going through the answers. `caller` is the
    number it comes from: a number to call back on, never a proof of who calls.
    """

    class Stage(models.TextChoices):
        SERVICE = "service"
        COUNCIL = "council"
        QUESTION = "question"
        MORE = "more"
        CHECK = "check"
        REVIEW = "review"
        PERSON = "person"
        ENDED = "ended"

    provider = models.CharField(max_length=50)
    provider_id = models.CharField(max_length=100, help_text="The provider's own name for the call.")
    caller = models.CharField(max_length=20, blank=True)
    service = models.CharField(max_length=100, blank=True)
    council = models.CharField(max_length=100, blank=True, help_text="The council whose number was called.")
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.SERVICE)
    in_menu = models.BooleanField(default=False)
    turn = models.JSONField(default=dict, blank=True)
    runs = models.JSONField(default=list, blank=True)
    place = models.PositiveIntegerField(default=0)
    step = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    silences = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=dict, blank=True)
    began_at = models.DateTimeField(db_index=True)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "provider_id"], name="one_row_a_call")]

    def __str__(self) -> str:
        return f"call {self.pk}"
