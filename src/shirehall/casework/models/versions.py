"""What was published: service versions and rates versions. Neither ever changes once it stands."""

from django.db import models
from django.db.models import Q


class ServiceVersion(models.Model):
    """One published version of a service: its full text by path, and the hash of everything but the rates.

    `current` is the one a new application takes; going back to an earlier text makes that one current again.
    """

    service = models.CharField(max_length=100)
    number = models.PositiveIntegerField(
        help_text="1, 2, 3... within the service, in the order of first publishing."
    )
    hash = models.CharField(max_length=64)
    texts = models.JSONField(help_text="Path within the service folder -> text.")
    title = models.CharField(max_length=300)
    owner = models.CharField(max_length=100, help_text="The team that owns the service.")
    current = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["service", "number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "hash"], name="one_row_a_service_version"),
            models.UniqueConstraint(fields=["service", "number"], name="one_number_a_service_version"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(current=True), name="one_current_version_a_service"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} version {self.number}"


class RatesVersion(models.Model):
    """One published text of a service's dated amounts. The current one reaches every open case."""

    service = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    text = models.TextField()
    current = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["service", "number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "hash"], name="one_row_a_rates_version"),
            models.UniqueConstraint(fields=["service", "number"], name="one_number_a_rates_version"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(current=True), name="one_current_rates_a_service"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} rates {self.number}"
