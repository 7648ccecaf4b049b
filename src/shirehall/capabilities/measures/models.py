"""The counts that every figure is made of, and what is remembered so that nothing is counted twice."""

from django.db import models
from django.db.models import Q

from shirehall.casework.models import Case, Draft


class MeasureCount(models.Model):
    """How often something happened, by service, authority and channel, in one stretch of time.

    The same events are added to a day, to a week (from Monday) and to a month, so that a long period reads few rows.
    `now` holds what stands at this moment: its rows go up and down, and `starts_on` is the day it hangs on (the day a
    decision is due, the day evidence was asked for). `key` tells kinds apart: an outcome, a reason, a page, the place
    of a time in its histogram.
    """

    class Span(models.TextChoices):
        NOW = "now"
        DAY = "day"
        WEEK = "week"
        MONTH = "month"

    span = models.CharField(max_length=5, choices=Span)
    service = models.CharField(max_length=100)
    authority = models.CharField(max_length=100, blank=True, help_text="Empty where none is known yet.")
    channel = models.CharField(max_length=50, blank=True)
    starts_on = models.DateField()
    measure = models.CharField(max_length=50)
    key = models.CharField(max_length=120, blank=True)
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "span", "starts_on", "measure", "key", "authority", "channel"],
                name="measure_counted_in_one_row",
            ),
            models.CheckConstraint(
                condition=Q(span__in=["now", "day", "week", "month"]), name="measure_span_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["span", "measure", "key", "starts_on"], name="measure_of_all_services"),
            models.Index(fields=["span"], name="measure_empty_now", condition=Q(span="now", count=0)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.measure} {self.key} {self.starts_on}: {self.count}"


class CaseCount(models.Model):
    """What a case adds to the counts of now, so that it can be taken back when the case moves on. `adds` is a list of
    [measure, key, day, count]."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    adds = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"what case {self.case_id} adds"


class DraftPage(models.Model):
    """That a draft reached a page, or went on from it (`done`): each is counted once, however often it happens."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="+", db_index=False)
    page = models.CharField(max_length=100)
    done = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "page", "done"], name="draft_page_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.page}: {'done' if self.done else 'reached'}"
