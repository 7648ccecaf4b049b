"""Invoices of the last four weeks for the demonstration: suppliers, orders and receipts, and invoices in every state.
Each is truly read and decided, as any; only the clock is moved."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from shirehall.casework.api import UnknownService, is_working_day, local_date, work_due
from shirehall.departments.finance.invoices.api import invoice_service, look_again, receive_file
from shirehall.departments.finance.invoices.models import InvoiceFile
from shirehall.departments.finance.payments.api import (
    PaymentSettings,
    approve,
    pay_in_part,
    preview,
    propose,
    release,
    wish,
)
from shirehall.departments.finance.payments.models import PaymentItem, PaymentRun
from shirehall.departments.finance.registers.api import Coming, make_registers, receive
from shirehall.departments.finance.registers.models import OrderLine
from shirehall.departments.finance.samples.api import Sample, make_samples
from shirehall.design.formats import LONDON
from shirehall.partnership.api import Officer, authorities
from shirehall.project.invoice_month.answering import Answers, answer_what_is_due
from shirehall.project.invoice_month.days import APPROVER, CHANNEL, PROPOSER, RELEASER
from shirehall.project.invoice_month.town import Town

COUNT = 40
BY = "demonstration"
SEED = 1897
DAYS = 32
STOPS = (24, 17, 10, 4, 0)
"""So many days ago people had answered and a run was made. What came since the last waits."""
MIX = {
    "duplicate": 0.04, "duplicate_renumbered": 0.03, "changed_bank": 0.05, "wrong_price": 0.06, "no_order": 0.06,
    "unknown_order": 0.03, "not_received": 0.05, "late_receipt": 0.06, "unknown_supplier": 0.04,
    "wrong_vat_number": 0.03, "credit_note": 0.04, "not_an_invoice": 0.04, "hostile_pdf": 0.02,
}  # fmt: skip
"""More that needs a person than a council gets, so that every queue has something in it."""
KINDS = ("pdf-text",) * 9 + ("xml", "pdf-with-xml", "xml", "pdf-with-xml", "pdf-scan")


def make_demonstration_invoices(*, at: datetime, say: Callable[[str], Any], count: int = COUNT) -> int:
    """Make so many invoices of the last weeks, with their registers, where no invoice stands yet and the service is
    published. Gives how many files were taken in."""
    if count < 1 or InvoiceFile.objects.exists():
        return 0
    try:
        invoice_service()
    except UnknownService:
        return 0
    say("Making suppliers, their orders and invoices of four weeks. This is done once.")
    today = local_date(at)
    with tempfile.TemporaryDirectory(prefix="shirehall-demo-invoices-") as made:
        folder = Path(made)
        samples = make_samples(
            count=count, seed=SEED, folder=folder, kinds=KINDS, planted=MIX, on=today - timedelta(days=DAYS)
        )
        registers = json.loads((folder / "registers.json").read_text(encoding="utf-8"))
        began = _noon(today - timedelta(days=DAYS + 1))
        coming = make_registers(registers, by=BY, at=began).coming
        arrived = [each for each in samples if each.arrives_on < today]
        town = Town(folder, {each.file: each for each in samples}, {}, coming)
        _live(town, arrived, coming, at)
    say(f"  {len(arrived)} invoices stand.")
    return len(arrived)


def _live(town: Town, arrived: Sequence[Sample], coming: Sequence[Coming], at: datetime) -> None:
    today, since, answers = local_date(at), date.min, Answers()
    for stop in STOPS:
        on = today - timedelta(days=stop)
        # The last stop is this moment, so that nothing stands in the future.
        noon = _noon(on) if stop else at
        for place, each in enumerate(sample for sample in arrived if since <= sample.arrives_on < on):
            _take_in(town, each, place)
        for goods in (each for each in coming if since <= each.on < on):
            _receive(goods)
        since = on
        work_due(at=noon, limit=1000)
        look_again(at=noon, limit=1000)
        if stop:
            answer_what_is_due(town, at=noon, answers=answers)
            work_due(at=noon, limit=1000)
        _runs(noon, released=stop > STOPS[-2], last=stop == STOPS[-3])


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), tzinfo=LONDON)


def _take_in(town: Town, sample: Sample, place: int) -> None:
    at = datetime.combine(sample.arrives_on, time(9), tzinfo=LONDON) + timedelta(minutes=7 * place)
    content = (town.folder / sample.file).read_bytes()
    key = hashlib.sha256(f"{BY} {sample.file}".encode()).hexdigest()
    with transaction.atomic():
        receive_file(
            content=content, name=sample.file, channel=CHANNEL, by=BY, at=at, source_key=key,
            source=f"message {place + 1}",
        )  # fmt: skip


def _receive(goods: Coming) -> None:
    receive(
        line=OrderLine.objects.get(pk=goods.line), quantity=goods.quantity, received_on=goods.on, by=goods.by,
        at=_noon(goods.on), key=goods.key, accepted=True,
    )  # fmt: skip


def _runs(at: datetime, *, released: bool, last: bool) -> None:
    """A run for each council. The latest wait: one to be approved, one to be released; a third council has none yet."""
    if not is_working_day(local_date(at)) and released:
        at -= timedelta(days=2)
    people = {email: Officer.objects.get(email=email) for email in (PROPOSER, APPROVER, RELEASER)}
    pay_on = PaymentSettings.current().earliest(at)
    for place, council in enumerate(authorities()):
        asked = wish(authority=council.code, pay_on=pay_on, policy="at_once", at=at)
        open_run = PaymentRun.objects.filter(authority=council.code, state__in=PaymentRun.OPEN).exists()
        if open_run or not preview(asked).proposal.payments or (not released and place == 2):
            continue
        run = propose(asked=asked, by=people[PROPOSER], at=at)
        if last and place == 2:
            run = _in_part(run, people[PROPOSER], at)
        if released or place == 1:
            run = approve(run=run, fingerprint=run.fingerprint, by=people[APPROVER], at=at, seen=run.version)
        if released:
            release(run=run, fingerprint=run.fingerprint, by=people[RELEASER], at=at, seen=run.version)


def _in_part(run: PaymentRun, by: Officer, at: datetime) -> PaymentRun:
    """Half of one invoice now, the rest later."""
    item = (
        PaymentItem.objects.filter(payment__run=run, kind=PaymentItem.Kind.FULL).order_by("-amount").first()
    )
    if item is None:
        return run
    return pay_in_part(
        run=run, invoice=item.invoice_id, amount=item.amount // 2, because="Half of it has to be put right first",
        by=by, at=at, seen=run.version,
    )  # fmt: skip
