"""Sends an application down the line, and remembers whose it is."""

from shirehall.casework.api import Application
from shirehall.casework.models import Case
from shirehall.channels.api.calls import Call
from shirehall.channels.api.idempotency import Done
from shirehall.channels.api.models import PartnerCase


def send(call: Call, application: Application, key: str) -> Done:
    """Send what is complete, within the caller's transaction. Raises AnswersError, SubmissionError."""
    receipt = application.send(key)
    case = application.changes or Case.objects.get(pk=receipt.case_id)
    if application.changes is None:
        PartnerCase.objects.get_or_create(case=case, defaults={"partner": call.partner, "key": call.key})
    return Done(201, case=case, submission_id=receipt.submission_id)
