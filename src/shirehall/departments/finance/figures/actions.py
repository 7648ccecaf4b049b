"""Publishing a quarter's spending, and choosing which names stand in it."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shirehall.departments.finance.figures.models import SpendingList, SpendingName
from shirehall.departments.finance.figures.periods import Period
from shirehall.departments.finance.figures.spending import as_csv, body_name, spent_in
from shirehall.departments.finance.registers.models import Supplier


class PublishError(ValueError):
    """It cannot be published as it stands. The text is a sentence for the person."""


def fingerprint(content: str) -> str:
    """A hash of a list, by which what was looked at is told from what would be published."""
    return hashlib.sha256(content.encode()).hexdigest()


def publish_spending(*, authority: str, period: Period, seen: str, by: str, at: datetime) -> SpendingList:
    """Publish a quarter of a council as somebody saw it: `seen` is the fingerprint of the preview. Raises PublishError
    where something changed since, nothing is there, or the quarter still goes on."""
    rows = spent_in(period, authority)
    content = as_csv(rows, body_name(authority))
    if period.last_on >= at.date():
        raise PublishError(_("This quarter is not over yet."))
    if not rows:
        raise PublishError(_("There is nothing to publish for this quarter."))
    if fingerprint(content) != seen:
        raise PublishError(_("Something changed since you looked. Look at the list again, then publish it."))
    earlier = SpendingList.objects.filter(authority=authority, first_on=period.first_on)
    try:
        with transaction.atomic():
            latest = earlier.order_by("-number").values_list("number", flat=True).first() or 0
            return SpendingList.objects.create(
                authority=authority, first_on=period.first_on, number=latest + 1, content=content, sha256=seen,
                count=len(rows), total=sum(each.amount for each in rows),
                left_out=sum(each.left_out for each in rows), by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise PublishError(_("Somebody else has just published it. Look at it again.")) from error


def choose_name(*, supplier: Supplier, shown: bool, because: str, by: str, at: datetime) -> SpendingName:
    """Have a supplier's name published, or left out, from now on. Raises PublishError for one marked as a person whose
    name would be shown, and without a reason."""
    because = because.strip()
    if not because:
        raise PublishError(_("Say why."))
    if shown and supplier.is_person:
        raise PublishError(
            _("This supplier is marked as a person in the register. The name is never published.")
        )
    choice, _created = SpendingName.objects.update_or_create(
        supplier=supplier, defaults={"shown": shown, "because": because[:300], "by": by, "at": at}
    )
    return choice
