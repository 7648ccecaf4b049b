"""Help begins, ends, and is put into the record of the draft or the case."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shirehall.casework.api import record, record_draft
from shirehall.casework.models import Case, Draft
from shirehall.channels.assisted.models import Help


@dataclass(frozen=True, slots=True)
class Present:
    """Who was there, and how. `name` and `may` (by what authority) only where somebody speaks for the resident."""

    how: str
    speaker: str = Help.Speaker.RESIDENT.value
    name: str = ""
    may: str = ""


def begin_help(
    *, present: Present, channel: str, by: str, at: datetime, draft: Draft | None = None, case: Case | None = None,
) -> Help:  # fmt: skip
    """Write down that the person agreed and that help begins. Whoever helped with it before has stopped."""
    with transaction.atomic():
        open_help = Help.objects.filter(ended_at=None)
        (open_help.filter(draft=draft) if draft else open_help.filter(draft=None, case=case)).update(
            ended_at=at
        )
        help_given = Help.objects.create(
            draft=draft, case=case, by=by, channel=channel, how=present.how, speaker=present.speaker,
            speaker_name=present.name, speaker_may=present.may, consented_at=at, began_at=at,
        )  # fmt: skip
        if draft is not None:
            record_draft(draft=draft, kind="help_began", by=by, at=at, channel=channel)
        if case is not None:
            _tell(case, help_given, at)
    return help_given


def end_help(*, help_given: Help, at: datetime, handed_to: str = "") -> None:
    """The officer stops helping; with `handed_to`, the resident goes on alone by a link sent that way."""
    with transaction.atomic():
        Help.objects.filter(pk=help_given.pk).update(ended_at=at, handed_to=handed_to)
        if handed_to and help_given.draft is not None:
            record_draft(
                draft=help_given.draft,
                kind="handed_over",
                by=help_given.by,
                at=at,
                channel=help_given.channel,
            )


def put_on_case(*, draft: Draft, case: Case, at: datetime) -> None:
    """The draft was sent: everybody who helped with it stands on the case, once."""
    with transaction.atomic():
        for each in Help.objects.select_for_update().filter(draft=draft, case=None):
            each.case, each.ended_at = case, each.ended_at or at
            each.save(update_fields=["case", "ended_at"])
            _tell(case, each, at)


def _tell(case: Case, help_given: Help, at: datetime) -> None:
    said = {"how": help_given.how, "speaker": help_given.speaker, "consent": True}
    if help_given.speaker_name:
        said |= {"speaker_name": help_given.speaker_name, "speaker_may": help_given.speaker_may}
    record(
        case=case, kind="helped", by=help_given.by, at=at, payload=said, channel=help_given.channel
    )  # fmt: skip
