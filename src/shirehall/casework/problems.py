"""What can be wrong with a pass down the line, each with a sentence for the person who caused it."""

from django.utils.translation import gettext as _


class SubmissionError(ValueError):
    """It cannot be taken as it stands. The text is a sentence that says why and what to do."""


class IdempotencyError(SubmissionError):
    """The same idempotency key came with another body."""


class StaleCase(SubmissionError):  # noqa: N818 - it reads as the sentence it raises
    """The case has moved on since it was read."""


def sent_already(reference: str) -> SubmissionError:
    """The error for a draft that was sent: its reference is the case's."""
    return SubmissionError(
        _("This was sent already. Your reference is %(reference)s.") % {"reference": reference}
    )
