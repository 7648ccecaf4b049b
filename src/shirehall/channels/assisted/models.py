"""What the assisted channels keep: that an officer helped, whom, how, and with whose consent."""

from django.db import models
from django.db.models import Q

from shirehall.casework.models import Case, Draft


class Help(models.Model):
    """One stretch of help by one officer, with a draft or with a case. `speaker` says whether the resident speaks;
    where somebody else does, `speaker_name` and `speaker_may` say who, and by what authority. There is no row without
    consent to writing down what is said. It ends when the application is sent, when it is handed over (`handed_to`
    says by which way) or when another officer takes over."""

    class How(models.TextChoices):
        PHONE = "phone"
        OFFICE = "office"
        HOME_VISIT = "home_visit"

    class Speaker(models.TextChoices):
        RESIDENT = "resident"
        OTHER = "other"

    class May(models.TextChoices):
        BESIDE = "beside"
        POWER_OF_ATTORNEY = "power_of_attorney"
        DEPUTY = "deputy"
        APPOINTEE = "appointee"
        WRITTEN = "written"

    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="help")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="help")
    by = models.CharField(max_length=320, help_text="The officer.")
    channel = models.CharField(max_length=50)
    how = models.CharField(max_length=20, choices=How)
    speaker = models.CharField(max_length=20, choices=Speaker)
    speaker_name = models.CharField(max_length=300, blank=True)
    speaker_may = models.CharField(max_length=30, choices=May, blank=True)
    consented_at = models.DateTimeField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    handed_to = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name_plural = "help"
        indexes = [
            models.Index(fields=["by", "began_at"], name="help_open_by", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False) | Q(case__isnull=False), name="help_with_draft_or_case"
            ),
            models.CheckConstraint(
                condition=Q(speaker="resident", speaker_name="", speaker_may="")
                | (Q(speaker="other") & ~Q(speaker_name="") & ~Q(speaker_may="")),
                name="help_says_who_speaks_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"help by {self.how}"
