"""What an officer does with the post: confirm a box, say whose a sheet is, choose between two, set aside, send."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from shirehall.casework.api import Application, Receipt
from shirehall.channels.paper.channel import NAME
from shirehall.channels.paper.models import Confirmation, PrintedForm, Sheet
from shirehall.channels.paper.placing import Told, read_scan
from shirehall.channels.paper.printing.keys import Key
from shirehall.channels.paper.settling import settle


def confirm(
    *, form: PrintedForm, key: Key, state: str, raw: Mapping[str, Sequence[str]], by: str, at: datetime
) -> None:  # fmt: skip
    """Keep what an officer read in the boxes of a question, and settle the form anew."""
    Confirmation.objects.update_or_create(
        form=form, question=str(key),
        defaults={"state": state, "raw": {name: list(texts) for name, texts in raw.items()}, "by": by, "at": at},
    )  # fmt: skip
    settle(form=form, at=at)


def assign_sheet(*, sheet: Sheet, form: PrintedForm, number: int, by: str, at: datetime) -> None:
    """Read a page again as the sheet of a form that a person says it is."""
    read_scan(scan=sheet.scan, at=at, told=Told(sheet.page, form, number))
    Sheet.objects.filter(scan=sheet.scan, page=sheet.page, form=form, number=number).update(by=by)


def use_sheet(*, sheet: Sheet, by: str, at: datetime) -> None:
    """Take this sheet in place of the one that came before. What was confirmed of its questions is asked anew."""
    if sheet.form is None:
        return
    with transaction.atomic():
        standing = Sheet.objects.filter(form=sheet.form, number=sheet.number, state=Sheet.State.READ)
        standing.update(state=Sheet.State.SET_ASIDE, by=by)
        Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.READ, by=by)
        questions = {"|".join(each["key"].split("|")[:3]) + "||" for each in sheet.read}
        Confirmation.objects.filter(form=sheet.form, question__in=questions).delete()
    settle(form=sheet.form, at=at)


def set_aside(*, sheet: Sheet, by: str) -> None:
    """A person has looked at it, and it is not needed."""
    Sheet.objects.filter(pk=sheet.pk).exclude(state=Sheet.State.READ).update(
        state=Sheet.State.SET_ASIDE, by=by
    )


def send_form(*, form: PrintedForm, by: str, at: datetime) -> Receipt | None:
    """Send what a form says, once; None where something is left. Raises as Application.send does."""
    standing = settle(form=form, at=at)
    if standing is None or standing.form.draft is None or not standing.ready:
        return None
    application = Application.of(standing.form.draft, channel=NAME, by=by, source="officer", at=at)
    return application.send(f"paper-{form.code}")
