"""The run log: what was done to a run, by whom. Rows are added and never changed; each carries a hash of the one
before, so that a row that is changed or taken away is found."""

from django.db import models

from shirehall.departments.finance.payments.models.runs import PaymentRun


class RunEvent(models.Model):
    """Something that was done to a run, or refused. `payload` is JSON without floats."""

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["run", "sequence"]
        constraints = [models.UniqueConstraint(fields=["run", "sequence"], name="one_run_event_a_place")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.sequence} {self.kind}"
