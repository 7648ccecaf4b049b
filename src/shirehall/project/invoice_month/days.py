"""The days of the month, one after another: what comes is taken in, people do their work, and runs are made."""

import hashlib
import time as clock
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from shirehall.casework.api import do_chores, is_working_day, work_due
from shirehall.departments.finance.invoices.api import receive_file
from shirehall.departments.finance.payments.api import (
    PaymentSettings,
    approve,
    preview,
    propose,
    release,
    wish,
)
from shirehall.departments.finance.registers.api import RegisterError, receive
from shirehall.departments.finance.registers.models import OrderLine
from shirehall.departments.finance.samples.api import Sample
from shirehall.partnership.api import Officer, authorities
from shirehall.project.invoice_month.answering import Answers, answer_what_is_due
from shirehall.project.invoice_month.town import FIRST_ON, Town

PROPOSER, APPROVER, RELEASER = (
    f"{name}@example.org" for name in ("gita.pennybrook", "lena.copperfold", "moss.brackenridge")
)
CHANNEL = "invoice_mail"
MORNING, NOON, AFTERNOON = time(8, 0), time(11, 30), time(14, 0)
AFTER = 30
"""Days after the last arrival, in which what waits is answered and paid."""


@dataclass
class Diary:
    """What the days took: seconds by what was done, and how many runs were released."""

    seconds: dict[str, float] = field(default_factory=dict)
    runs: int = 0
    receipts: int = 0
    refused: list[str] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)

    def timed(self, what: str, done: Callable[[], Any]) -> Any:
        """Do something and add to its seconds."""
        began = clock.perf_counter()
        result = done()
        self.seconds[what] = self.seconds.get(what, 0.0) + clock.perf_counter() - began
        return result


def live_days(town: Town, *, say: Callable[[str], Any]) -> Diary:
    """Live every day until nothing more comes and what waits had its time."""
    diary, came = Diary(), 0
    last = max([*town.arriving, *(each.on for each in town.coming)])
    on = FIRST_ON
    while on <= last + timedelta(days=AFTER):
        arriving = town.arriving.get(on, ())
        diary.timed("receipts", partial(_receipts, town, on, diary))
        diary.timed("taking in", partial(_arrive, town, arriving, on))
        diary.timed("reading and deciding", partial(_worker, _at(on, NOON)))
        if is_working_day(on):
            _work_a_day(town, on, diary)
        came += len(arriving)
        if arriving:
            say(f"{on:%d %B}: {len(arriving)} came, {came} so far")
        on += timedelta(days=1)
    return diary


def _work_a_day(town: Town, on: date, diary: Diary) -> None:
    """People answer, the worker goes on, a run is made for each council, and the worker tells suppliers of it."""
    noon, afternoon = _at(on, NOON), _at(on, AFTERNOON)
    diary.timed("people", partial(answer_what_is_due, town, at=noon, answers=diary.answers))
    diary.timed("reading and deciding", partial(_worker, afternoon - timedelta(minutes=1)))
    diary.timed("payment runs", partial(_pay, afternoon, diary))
    diary.timed("reading and deciding", partial(_worker, afternoon + timedelta(hours=1)))


def _at(on: date, hour: time) -> datetime:
    return datetime.combine(on, hour, tzinfo=UTC)


def _receipts(town: Town, on: date, diary: Diary) -> None:
    for each in town.coming:
        if each.on == on:
            line = OrderLine.objects.get(pk=each.line)
            try:
                receive(
                    line=line, quantity=each.quantity, received_on=on, by=each.by, at=_at(on, MORNING), key=each.key,
                    accepted=True,
                )  # fmt: skip
            except RegisterError as problem:
                diary.refused.append(f"{each.key}: {problem}")
                continue
            diary.receipts += 1


def _arrive(town: Town, arriving: Sequence[Sample], on: date) -> None:
    """Every file through the true door, one after another during the morning."""
    for number, sample in enumerate(arriving):
        _receive(town, sample, _at(on, MORNING) + timedelta(seconds=10 * number))


def _receive(town: Town, sample: Sample, at: datetime) -> None:
    content = (town.folder / sample.file).read_bytes()
    key = hashlib.sha256(f"month {sample.file}".encode()).hexdigest()
    with transaction.atomic():
        receive_file(
            content=content,
            name=sample.file,
            channel=CHANNEL,
            by="month",
            at=at,
            source_key=key,
            source=sample.file,
        )


def _worker(at: datetime) -> None:
    """What the worker does, until nothing is left to be done at this moment."""
    for _round in range(10_000):
        if not work_due(at=at, limit=200) and not do_chores(at=at):
            return
    raise RuntimeError("the worker came to no end")


def _pay(at: datetime, diary: Diary) -> None:
    people = {email: Officer.objects.get(email=email) for email in (PROPOSER, APPROVER, RELEASER)}
    pay_on = PaymentSettings.current().earliest(at)
    for council in authorities():
        asked = wish(authority=council.code, pay_on=pay_on, policy="at_once", at=at)
        if not preview(asked).proposal.payments:
            continue
        run = propose(asked=asked, by=people[PROPOSER], at=at)
        run = approve(run=run, fingerprint=run.fingerprint, by=people[APPROVER], at=at, seen=run.version)
        release(run=run, fingerprint=run.fingerprint, by=people[RELEASER], at=at, seen=run.version)
        diary.runs += 1
