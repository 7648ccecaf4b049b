"""A case and what stands on it: submissions, facts, evidence, decisions, judgements.

A foreign key has an index of its own only where no other index begins with it and somebody looks by it: every index
is another page to write with every submission.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shirehall.casework.models.versions import RatesVersion, ServiceVersion


class Case(models.Model):
    """One person's matter with the council. It stays on its service version to the end.

    `automatic` is true while nobody's hand was on it; `left_because` says why it first left that path
    (`referred:<row>`, `received`, `declined`, `incomplete`, `evidence_owed`, `changed_by_officer`, `judged`,
    `review_asked`, `evidence_unanswered`, `renewal_unanswered`, `failed_step`). `last_sequence` and `last_hash` are
    the head of its chain of events. The `*_key` columns are keyed hashes that notice a second application by the same
    person.
    """

    class State(models.TextChoices):
        OPEN = "open"
        AWAITING_EVIDENCE = "awaiting_evidence"
        WITH_OFFICER = "with_officer"
        SETTLED = "settled"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    FINISHED = (State.SETTLED, State.CLOSED, State.WITHDRAWN)

    reference = models.CharField(max_length=11, unique=True)
    service = models.CharField(max_length=100)
    service_version = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    authority = models.CharField(max_length=100)
    channel = models.CharField(max_length=50)
    language = models.CharField(
        max_length=10, blank=True, help_text="The language we write in, where it is not English."
    )
    state = models.CharField(max_length=20, choices=State)
    outcome = models.CharField(max_length=20)
    queue = models.CharField(max_length=100, blank=True)
    automatic = models.BooleanField(default=True)
    left_because = models.CharField(max_length=120, blank=True)
    applicant_name = models.CharField(max_length=300, blank=True)
    name_forward = models.CharField(max_length=300, blank=True, db_index=True, help_text="First name first.")
    name_backward = models.CharField(max_length=300, blank=True, db_index=True, help_text="Last name first.")
    email = models.CharField(max_length=320, blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    address = models.TextField(blank=True)
    person_key = models.CharField(max_length=64, blank=True, help_text="Of name and date of birth.")
    number_key = models.CharField(max_length=64, blank=True, help_text="Of the National Insurance number.")
    email_key = models.CharField(max_length=64, blank=True, help_text="Of the email address and name.")
    facts = models.JSONField(default=dict, help_text="Stored form of the answers that stand, by fact.")
    submitted_at = models.DateTimeField()
    decide_by_on = models.DateField(
        help_text="The clock's due date; moved on by the time that evidence was owed."
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    renew_on = models.DateField(
        null=True, blank=True, help_text="When it is asked about again, or, once asked, passed to an officer."
    )
    renewal_asked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    retain_until_on = models.DateField(null=True, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases",
        db_index=False,
    )  # fmt: skip
    decision_number = models.PositiveIntegerField(default=0)
    last_sequence = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["service", "authority", "id"], name="case_by_service"),
            models.Index(fields=["assigned_to", "id"], name="case_by_officer", condition=Q(assigned_to__isnull=False)),
            models.Index(fields=["person_key"], name="case_by_person", condition=~Q(person_key="")),
            models.Index(fields=["number_key"], name="case_by_number", condition=~Q(number_key="")),
            models.Index(fields=["email_key"], name="case_by_email", condition=~Q(email_key="")),
            models.Index(
                fields=["decide_by_on", "id"], name="case_open_by_due",
                condition=Q(state__in=["open", "awaiting_evidence", "with_officer"]),
            ),
            models.Index(
                fields=["renew_on", "id"], name="case_to_renew", condition=Q(renew_on__isnull=False)
            ),
            models.Index(
                fields=["retain_until_on"], name="case_to_dispose",
                condition=Q(retain_until_on__isnull=False, disposed_at__isnull=True),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["open", "awaiting_evidence", "with_officer", "settled", "closed", "withdrawn"]
                ),
                name="case_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["approve", "refuse", "refer", "received", "incomplete"]),
                name="case_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["settled", "closed", "withdrawn"], closed_at__isnull=False)
                | Q(state__in=["open", "awaiting_evidence", "with_officer"], closed_at__isnull=True),
                name="case_closed_when_finished",
            ),
            models.CheckConstraint(
                condition=Q(automatic=True, left_because="") | (Q(automatic=False) & ~Q(left_because="")),
                name="case_left_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def finished(self) -> bool:
        """Whether nothing more happens on it unless somebody asks."""
        return self.state in self.FINISHED


class Submission(models.Model):
    """One pass down the line, as it came in. The same key with the same body is the same submission."""

    class Purpose(models.TextChoices):
        APPLY = "apply"
        CHANGE = "change"
        CORRECTION = "correction"
        EVIDENCE = "evidence"
        JUDGEMENT = "judgement"
        REVIEW = "review"
        WITHDRAW = "withdraw"
        CLOSE = "close"
        RENEWAL = "renewal"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    idempotency_key = models.CharField(max_length=200, unique=True)
    body_hash = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20, choices=Purpose)
    answers = models.JSONField(default=dict)
    channel = models.CharField(max_length=50)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class CaseFact(models.Model):
    """A fact that rules read, in a typed column, so that a replay streams columns and not objects. `whole` holds
    pence, counts, days (ordinal) and yes as 1; `text` holds a choice."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="typed_facts", db_index=False)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    whole = models.BigIntegerField(null=True)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="one_row_a_fact")]

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """Evidence on a case, one row a kind. `wanted` and `refused` are owed by the resident; `received` waits for an
    officer. `asked_by` is empty where the rules want it, else the officer who asked."""

    class State(models.TextChoices):
        WANTED = "wanted"
        RECEIVED = "received"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    OWED = (State.WANTED, State.REFUSED)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence", db_index=False)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=State)
    wanted_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    documents = models.JSONField(
        default=list, help_text="Ids of documents, as the documents capability gave them."
    )
    received_at = models.DateTimeField(null=True, blank=True)
    unanswered_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["case", "name"], name="one_row_an_evidence"),
            models.CheckConstraint(
                condition=Q(state__in=["wanted", "received", "accepted", "refused", "cancelled"]),
                name="evidence_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owed(self) -> bool:
        """Whether the resident still has to send it."""
        return self.state in self.OWED


class Decision(models.Model):
    """What the rules gave on one pass. It takes effect on a date, and a later one supersedes it from its date.

    `body` is the kernel's decision as JSON, and `inputs` what it was made of (answers with their sources, states of
    evidence, judgements): enough to run it again years later to the same bytes.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="decision")
    number = models.PositiveIntegerField()
    on = models.DateField(help_text="The date it is for: which rates and ages count.")
    effective_from_on = models.DateField()
    superseded_on = models.DateField(null=True, blank=True)
    service_version = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rates_version = models.ForeignKey(
        RatesVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=20)
    body = models.JSONField()
    inputs = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_number_a_decision")]

    def __str__(self) -> str:
        return f"decision {self.number}: {self.outcome}"


class CaseJudgement(models.Model):
    """What an officer decided, with a reason. The newest answer to a question counts, until it lapses: a change of
    circumstances is judged afresh."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="judgements")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="judgement")
    question = models.CharField(max_length=100)
    answer = models.JSONField()
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="judgement_has_a_reason")]

    def __str__(self) -> str:
        return self.question
