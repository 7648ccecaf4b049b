"""What the web channel keeps: whose a draft is, and the codes that prove it. No contact stands here in the clear."""

from django.db import models

from shirehall.casework.models import Case, Draft


class WebDraft(models.Model):
    """What the web knows of a draft. `contact_key` is a keyed hash of the contact that may come back to it."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="on_web")
    contact_key = models.CharField(max_length=64, blank=True, db_index=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"draft {self.draft_id} on the web"


class AccessCode(models.Model):
    """A code that was sent, or would have been. A row is made and its tries are counted whether or not there is
    anything to open, so that nobody learns from trying which references exist. `token` is what the session holds."""

    class Purpose(models.TextChoices):
        VERIFY = "verify"
        RETURN = "return"
        RESUME = "resume"

    token = models.CharField(max_length=43, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose)
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    contact_key = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["contact_key", "made_at"], name="code_by_contact")]

    def __str__(self) -> str:
        return f"code to {self.purpose}"
