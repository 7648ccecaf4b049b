"""A person, as far as we know how they want to be reached; never more than that."""

from django.db import models
from django.db.models import Q

from shirehall.casework.models import Case


class Person(models.Model):
    """Somebody who told us how to reach them. Stands only while a case of theirs is kept.

    `channel` is empty where nothing was chosen: then the application's own answer counts. `needs` are codes of
    `ways.NEEDS`. `version` grows with every change, so that two officers do not write over each other.
    """

    class Channel(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"
        LETTER = "letter"

    class Format(models.TextChoices):
        STANDARD = "standard"
        LARGE_PRINT = "large_print"

    name = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    channel_at = models.DateTimeField(null=True, blank=True)
    format = models.CharField(max_length=20, choices=Format, default=Format.STANDARD)
    language = models.CharField(
        max_length=10, blank=True, help_text="A code of ways.LANGUAGES; empty: as they applied."
    )
    needs = models.JSONField(default=list)
    interpreter_language = models.CharField(max_length=100, blank=True)
    need_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonCase(models.Model):
    """That a case is this person's, or may be. `basis` says what is the same, in codes of `matching`. A case that was
    parted from a person is never linked to them again by the machine."""

    class State(models.TextChoices):
        LINKED = "linked"
        UNCERTAIN = "uncertain"
        PARTED = "parted"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    basis = models.JSONField(default=list)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "case"], name="one_link_a_person_and_case"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="linked"), name="one_person_a_case"),
            models.CheckConstraint(
                condition=Q(state__in=["linked", "uncertain", "parted"]), name="person_case_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state}: person {self.person_id}, case {self.case_id}"


class Representative(models.Model):
    """Somebody who acts for a person. `authority` is why they may, `seen_by` the officer who saw the proof of it or
    heard the consent. It holds from `from_on` to `until_on`, both within it, unless it was ended before."""

    class Authority(models.TextChoices):
        POWER_OF_ATTORNEY = "power_of_attorney"
        APPOINTEE = "appointee"
        WRITTEN_CONSENT = "written_consent"
        SPOKEN_CONSENT = "spoken_consent"

    class Copies(models.TextChoices):
        BOTH = "both"
        ONLY_THEM = "only_them"
        NONE = "none"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="representatives")
    name = models.CharField(max_length=300)
    relation = models.CharField(max_length=100)
    email = models.CharField(max_length=320, blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    address = models.TextField(blank=True)
    authority = models.CharField(max_length=20, choices=Authority)
    seen_by = models.CharField(max_length=200)
    seen_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    may = models.JSONField(default=list, help_text="Codes of ways.MAY.")
    copies = models.CharField(max_length=10, choices=Copies, default=Copies.BOTH)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="representative_from_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"representative {self.pk}"


class PersonChange(models.Model):
    """One change of what we know of a person's way: who, when, on which case, and what it was before."""

    class Kind(models.TextChoices):
        WAYS = "ways"
        REPRESENTATIVE_ADDED = "representative_added"
        REPRESENTATIVE_ENDED = "representative_ended"
        LINKED = "linked"
        PARTED = "parted"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="changes")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=30, choices=Kind)
    channel = models.CharField(max_length=50, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    changes = models.JSONField(default=list, help_text="[what, before, after], in words.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
