"""Conversations by text, and the texts that came in."""

from django.db import models

from shirehall.casework.models import Case, Draft


class Conversation(models.Model):
    """Where somebody stands who texts from a number (+447...): one row a number.

    `stage` says what the next text answers, `turn` which question of the draft ({page, fact, item}), and `tries` how
    often it could not be read. `case` is the one last written about; `called` the case of a call back asked for here.
    `held` is a text that waits until its writer has said which case it is about. `told_at` is when a number that we
    know nothing of was last answered.
    """

    class Stage(models.TextChoices):
        IDLE = "idle"
        QUESTION = "question"
        COUNCIL = "council"
        CHECK = "check"
        RESUME = "resume"
        WHICH_CASE = "which_case"

    UNDER_WAY = (Stage.QUESTION, Stage.COUNCIL, Stage.CHECK)

    number = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.IDLE)
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    turn = models.JSONField(default=dict, blank=True)
    tries = models.PositiveIntegerField(default=0)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    called = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    held = models.TextField(blank=True)
    choices = models.JSONField(default=list, blank=True, help_text="Ids of the cases that were listed.")
    asked_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    landed_at = models.DateTimeField(null=True, blank=True, help_text="When a text last went to `case`.")
    nudged_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["stage", "asked_at"], name="conversation_by_question")]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    def let_go(self) -> None:
        """Nothing is asked any more. The caller stores it."""
        self.stage, self.draft, self.turn, self.tries = self.Stage.IDLE, None, {}, 0


class ArrivedText(models.Model):
    """A text that came in, so that none is answered twice. Its words go to a draft or to a case; here they stay only in
    a demonstration, for the pocket phone."""

    provider = models.CharField(max_length=50)
    provider_id = models.CharField(max_length=200, help_text="The provider's own name for it.")
    number = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["number", "at"], name="arrived_by_number"),
            models.Index(fields=["at"], name="arrived_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_id"], name="one_row_an_arrived_text")
        ]

    def __str__(self) -> str:
        return f"text {self.pk}"
