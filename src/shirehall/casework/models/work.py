"""Work: tasks for people, steps for the machine."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shirehall.casework.models.cases import Case
from shirehall.casework.models.drafts import Draft


class Task(models.Model):
    """Something a person has to do on a case, in a queue."""

    class Kind(models.TextChoices):
        DECIDE = "decide"
        EVIDENCE = "evidence"
        REVIEW = "review"
        CALL_BACK = "call_back"
        FAILED_STEP = "failed_step"
        CONTACT = "contact"
        RENEWAL = "renewal"
        REPLY = "reply"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    queue = models.CharField(max_length=100)
    authority = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks",
        db_index=False,
    )  # fmt: skip
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=50, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["queue", "authority", "due_on", "id"], name="task_open_by_queue",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["due_on", "id"], name="task_open_by_due", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=["assigned_to", "due_on", "id"], name="task_open_by_officer",
                condition=Q(closed_at__isnull=True, assigned_to__isnull=False),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(closed_at__isnull=True) & ~Q(kind="failed_step"),
                name="one_open_task_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.queue}"


class QueueCount(models.Model):
    """How many tasks are open in a queue for an authority, kept with every change so that nobody counts live."""

    queue = models.CharField(max_length=100)
    authority = models.CharField(max_length=100)
    open = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "authority"], name="one_count_a_queue_and_authority")
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.authority}: {self.open}"


class Step(models.Model):
    """Work for the machine, written with what it follows from. `due_at` is when it may be tried next; `evidence`
    names the evidence whose owing is its reason, so that it is cancelled when that is in; `key` goes to the
    provider, the same at every attempt."""

    class State(models.TextChoices):
        WAITING = "waiting"
        LEASED = "leased"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="steps")
    draft = models.ForeignKey(
        Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="steps", db_index=False
    )
    kind = models.CharField(max_length=50)
    key = models.CharField(max_length=64, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    planned_at = models.DateTimeField()
    not_before = models.DateTimeField()
    due_at = models.DateTimeField()
    evidence = models.CharField(max_length=100, blank=True)
    waits_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers", db_index=False
    )
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="step_waiting_by_due", condition=Q(state="waiting")),
            models.Index(fields=["leased_until"], name="step_by_lease", condition=Q(state="leased")),
            models.Index(fields=["draft"], name="step_of_draft", condition=Q(draft__isnull=False)),
            models.Index(
                fields=["waits_for"], name="step_by_what_it_waits", condition=Q(waits_for__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "leased", "done", "failed", "cancelled"]),
                name="step_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="leased", leased_until__isnull=False) | ~Q(state="leased"),
                name="step_lease_ends",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("not_before")), name="step_not_before"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} step {self.pk}"
