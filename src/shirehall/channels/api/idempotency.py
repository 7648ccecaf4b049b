"""A call that is done once, however often it is sent: its key, and what it was about."""

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from shirehall.casework.api import MACHINE, record
from shirehall.casework.models import Case, Draft
from shirehall.channels.api.calls import Call, answer
from shirehall.channels.api.channel import NAME
from shirehall.channels.api.models import IdempotencyKey
from shirehall.channels.api.problem import Problem
from shirehall.channels.api.telling import case_said, draft_said, receipt_of

HEADER = "Idempotency-Key"
REPLAYED = {"Idempotent-Replayed": "true"}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Done:
    """What a call made or changed."""

    status: int = 200
    draft: Draft | None = None
    case: Case | None = None
    submission_id: int | None = None


def once(
    call: Call,
    content: object,
    act: Callable[[str], Done],
    *,
    around: AbstractContextManager[object] | None = None,
) -> HttpResponse:
    """Do it, or answer as before where the same came with this key already. `act` is given a key for casework; what it
    wrote is taken back where it raises. `around` is entered where it is to be done, before the transaction begins.
    Raises Problem where there is no key, or it came with something else."""
    key_hash, fingerprint = _key_hash(call), _fingerprint(call, content)
    if earlier := _earlier(call, key_hash, fingerprint):
        return earlier
    try:
        with around or nullcontext(), transaction.atomic():
            row = IdempotencyKey.objects.create(
                partner=call.partner, key_hash=key_hash, fingerprint=fingerprint, made_at=call.at
            )
            done = act(f"api:{call.partner.pk}:{key_hash}")
            row.status, row.draft, row.case = done.status, done.draft, done.case
            row.submission_id = done.submission_id
            if done.case is not None:
                _record_sender(call, done.case)
            row.save(update_fields=["status", "draft", "case", "submission"])
    except IntegrityError:
        # Sent twice at once: the one that came first has stored its row by now.
        if earlier := _earlier(call, key_hash, fingerprint):
            return earlier
        raise
    return _said(row)


def _record_sender(call: Call, case: Case) -> None:
    """The record says for good which partner's key it was: the resident's words came through somebody's program."""
    payload = {"partner": call.partner.code, "key": call.key.prefix}
    record(case=case, kind="sent_by_partner", by=MACHINE, at=call.at, payload=payload, channel=NAME)


def _key_hash(call: Call) -> str:
    given = call.request.headers.get(HEADER, "").strip().strip('"')
    if not given or len(given) > _LONGEST or not given.isprintable():
        detail = _("Send a header Idempotency-Key, at most 200 signs, another for each thing you send.")
        raise Problem(400, "bad-request", detail)
    return hashlib.sha256(given.encode()).hexdigest()


def _fingerprint(call: Call, content: object) -> str:
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(f"{call.request.path}\n{text}".encode(errors="surrogatepass")).hexdigest()


def _earlier(call: Call, key_hash: str, fingerprint: str) -> HttpResponse | None:
    rows = IdempotencyKey.objects.select_related("case", "draft", "submission__decision")
    found = rows.filter(partner=call.partner, key_hash=key_hash).first()
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        detail = _("This Idempotency-Key came before with something else. Use a new one for what is new.")
        raise Problem(422, "key-reused", detail)
    if found.case is not None and found.case.disposed_at is not None:
        raise gone()
    response = _said(found)
    for name, value in REPLAYED.items():
        response.headers[name] = value
    return response


def gone() -> Problem:
    """A case whose details were deleted."""
    return Problem(410, "gone", _("The details were deleted at the end of the time we keep them."))


def _said(row: IdempotencyKey) -> HttpResponse:
    """What the call is answered with, made out of what stands: the same each time."""
    body: dict[str, Any] = {}
    if row.submission is not None and row.case is not None:
        body = receipt_of(row.case, row.submission)
    elif row.case is not None:
        body = case_said(row.case)
    elif row.draft is not None:
        body = draft_said(row.draft)
    return answer(body, row.status)
