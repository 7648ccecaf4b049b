"""The straight line of an invoice: its facts are gathered under lock, go down casework's one line, and what follows
from the decision is written in the same transaction."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from shirehall.casework.api import MACHINE, Receipt, current_version, lapse_judgements, submit
from shirehall.casework.models import Case
from shirehall.departments.finance.invoices.gathering.spending import end_reservations, reserve
from shirehall.departments.finance.invoices.gathering.whole import Gathered, gather, lock_ground
from shirehall.departments.finance.invoices.models import Invoice, PayingDay
from shirehall.departments.finance.invoices.published import invoice_service
from shirehall.departments.finance.invoices.settings import FinanceSettings
from shirehall.departments.finance.invoices.telling.asking import ask_right_person, end_exception
from shirehall.departments.finance.registers.api import Taken, take_from_order
from shirehall.kernel.api import Answer, Judgement, answers_from_stored
from shirehall.kernel.values import Value

State = Invoice.State
_STATES = {"approve": State.APPROVED, "refuse": State.REJECTED}
_HOLDS = (State.APPROVED,)
_BASED_ON: Mapping[str, tuple[str, ...]] = {
    "price_accepted": ("price_over", "price_over_percent", "value_left"),
    "special_cleared": ("special",),
}
"""The facts that a judgement was made on, besides whose invoice it is, what for and how much."""


def decide_first(invoice: Invoice, *, at: datetime) -> Invoice:
    """Decide about an invoice that was just read and is not stored yet. Within the caller's transaction."""
    service = invoice_service()
    found = gather(invoice, offered=service.offered_by, at=at)
    receipt = submit(
        service=service.name, answers=_answers(found.facts, invoice, at), channel=invoice.file.channel, by=MACHINE,
        at=at, authority=invoice.authority, idempotency_key=f"invoice-{invoice.file_id}-{invoice.part}",
        plan_steps=_tells(invoice),
    )  # fmt: skip
    invoice.case = Case.objects.get(pk=receipt.case_id)
    _follow(invoice, found, receipt, by=MACHINE, at=at)
    return invoice


def decide_again(
    *, invoice: Invoice, by: str, at: datetime, judgement: Judgement | None = None, forced: bool = False
) -> Invoice:
    """Gather the facts of an invoice anew and decide again, where a fact changed, a judgement came or `forced`.
    What is in a payment run or paid stays as it is. Gives the invoice as it stands."""
    with transaction.atomic():
        invoice = lock_invoice(invoice.pk)
        if invoice.state not in (State.WITH_PERSON, State.APPROVED, State.REJECTED):
            return invoice
        version = current_version(invoice.case.service)
        if invoice.state in _HOLDS:
            lock_ground(invoice, offered=version.service.offered_by)
            let_go(invoice, at=at)
        found = gather(invoice, offered=version.service.offered_by, at=at)
        lapsed = _lapse_overtaken(invoice, found, by, at)
        if judgement is not None:
            _record_facts(invoice, found, by, at)
            receipt = _pass(invoice, {}, by, at, judgement)
            _keep_basis(invoice, found, judgement, receipt)
        elif forced or lapsed or _changed(invoice, found):
            receipt = _pass(invoice, found.facts, by, at, None)
        else:
            if invoice.state in _HOLDS:
                _hold(invoice, found, at)
            invoice.save()
            return invoice
        _follow(invoice, found, receipt, by=by, at=at)
    return invoice


def move_to(*, invoice: Invoice, authority: str, by: str, at: datetime) -> Invoice:
    """An invoice that is another council's than it was taken for: its case is closed, and it goes down the line anew
    for the right one. Within the caller's transaction, in which the invoice is locked."""
    before, service = invoice.case, invoice_service()
    if invoice.state in _HOLDS:
        lock_ground(invoice, offered=service.offered_by)
        let_go(invoice, at=at)
    end_exception(invoice=invoice, by=by, answer="moved", at=at)
    submit(
        service=before.service, answers={}, channel=before.channel, by=by, at=at, authority=before.authority,
        idempotency_key=f"invoice-moved-{invoice.pk}-{invoice.version}", case=before, purpose="close",
        note=f"It is for {authority}.", plan_steps=False,
    )  # fmt: skip
    invoice.judged_on = {}
    found = gather(invoice, offered=service.offered_by, at=at)
    receipt = submit(
        service=service.name, answers=_answers(found.facts, invoice, at), channel=before.channel, by=by, at=at,
        authority=invoice.authority, idempotency_key=f"invoice-{invoice.file_id}-{invoice.part}-{invoice.version}",
        plan_steps=_tells(invoice),
    )  # fmt: skip
    invoice.case = Case.objects.get(pk=receipt.case_id)
    _follow(invoice, found, receipt, by=by, at=at)
    return invoice


def lock_invoice(number: int) -> Invoice:
    """The invoice, locked until the transaction ends."""
    return Invoice.objects.select_for_update(of=("self",)).select_related("case", "file").get(pk=number)


def _record_facts(invoice: Invoice, found: Gathered, by: str, at: datetime) -> None:
    """A judgement is made on the facts as they stand now, never on those of some days ago."""
    if _changed(invoice, found):
        _pass(invoice, found.facts, MACHINE, at, None)
        invoice.case.refresh_from_db()


def _lapse_overtaken(invoice: Invoice, found: Gathered, by: str, at: datetime) -> bool:
    """Who let an invoice pass did so for what it was then. With another supplier, amount, order or price, or like
    another invoice than the one that was looked at, it is asked anew. Gives whether any judgement lapsed."""
    overtaken = [name for name, basis in invoice.judged_on.items() if basis != _basis(invoice, found, name)]
    if not overtaken:
        return False
    because = "what it was made on has changed"
    lapse_judgements(case=invoice.case, questions=overtaken, because=because, by=by, at=at)
    invoice.judged_on = {name: basis for name, basis in invoice.judged_on.items() if name not in overtaken}
    invoice.case.refresh_from_db()
    return True


def _keep_basis(invoice: Invoice, found: Gathered, judgement: Judgement, receipt: Receipt) -> None:
    kept = {name: basis for name, basis in invoice.judged_on.items() if name != judgement.question}
    if judgement.answer and receipt.decision.outcome != "refuse":
        kept[judgement.question] = _basis(invoice, found, judgement.question)
    invoice.judged_on = kept


def _basis(invoice: Invoice, found: Gathered, question: str) -> str:
    about = [
        invoice.supplier_id, invoice.order_id, invoice.agreement_id, invoice.number_key, invoice.net, invoice.vat,
        invoice.gross, invoice.currency, invoice.is_credit, invoice.withheld,
        *(found.facts.get(name) for name in _BASED_ON.get(question, ())),
        found.like if question == "not_a_duplicate" else "",
    ]  # fmt: skip
    return " ".join(str(each) for each in about)


def _pass(
    invoice: Invoice, facts: Mapping[str, Value | None], by: str, at: datetime, judgement: Judgement | None
) -> Receipt:
    about = (
        f"{invoice.pk}-{invoice.version}-{'judged' if judgement else 'facts'}-{invoice.case.last_sequence}"
    )
    return submit(
        service=invoice.case.service, answers=_answers(facts, invoice, at), channel=invoice.case.channel, by=by, at=at,
        authority=invoice.case.authority, idempotency_key=f"invoice-again-{about}", case=invoice.case,
        purpose="judgement" if judgement else "correction", judgement=judgement,
        plan_steps=judgement is not None and _tells(invoice),
    )  # fmt: skip


def _changed(invoice: Invoice, found: Gathered) -> bool:
    standing = answers_from_stored(current_version(invoice.case.service), invoice.case.facts)
    before = {name: answer.value for name, answer in standing.items()}
    return any(before.get(name) != value for name, value in found.facts.items())


def _answers(facts: Mapping[str, Value | None], invoice: Invoice, at: datetime) -> dict[str, Answer]:
    snapshot = f"{invoice.file.sha256[:16]} {at.isoformat(timespec='seconds')}"
    return {
        name: Answer(
            state="known" if value is not None else "not_applicable", value=value, source="register",
            channel=invoice.file.channel, by=MACHINE, at=at, note=snapshot,
        )
        for name, value in facts.items()
    }  # fmt: skip


def _tells(invoice: Invoice) -> bool:
    """Messages go to the address on file alone, never to one that stands on an invoice or its mail."""
    return bool(invoice.supplier and invoice.supplier.email)


def _follow(invoice: Invoice, found: Gathered, receipt: Receipt, *, by: str, at: datetime) -> None:
    """What the decision means for the invoice: approved and its money held, rejected, or with the right person."""
    decision = receipt.decision
    row = decision.reasons[0].row if decision.reasons else ""
    because = decision.reasons[0].text if decision.reasons else ""
    was = invoice.state
    invoice.state = _STATES.get(decision.outcome, State.WITH_PERSON)
    invoice.failed_check = "" if invoice.state == State.APPROVED else row
    invoice.queue = decision.queue if invoice.state == State.WITH_PERSON else ""
    invoice.version += 1 if invoice.pk else 0
    if invoice.state != State.APPROVED and invoice.by_machine:
        invoice.by_machine, invoice.handled_because = False, row[:60]
    invoice.approved_at = at if invoice.state == State.APPROVED else None
    if invoice.state == State.REJECTED:
        invoice.rejected_because = because
    invoice.case.refresh_from_db()
    invoice.save()
    if invoice.state == State.APPROVED:
        _hold(invoice, found, at)
        invoice.check_after = invoice.by_machine and _is_sampled(invoice)
        invoice.save(update_fields=["check_after"])
    if invoice.state == State.WITH_PERSON:
        ask_right_person(invoice=invoice, row=row, queue=invoice.queue, because=because, at=at)
    elif was == State.WITH_PERSON:
        end_exception(invoice=invoice, by=by, answer=decision.outcome, at=at)


def _hold(invoice: Invoice, found: Gathered, at: datetime) -> None:
    """Money, order value and the day's ceiling are taken in the transaction in which they were looked at."""
    reserve(invoice, found.codings, at=at)
    sign = -1 if invoice.is_credit else 1
    if invoice.order is not None:
        taken = tuple(Taken(each.line, sign * each.quantity, sign * each.net) for each in found.taken)
        net = sign * (invoice.net if invoice.net is not None else invoice.gross or 0)
        take_from_order(order=invoice.order, net=net, taken=taken, by=MACHINE, at=at)
        invoice.taken = [[each.line, str(each.quantity), each.net] for each in taken]
        invoice.taken_net = net
        invoice.save(update_fields=["taken", "taken_net"])
    if invoice.by_machine and not invoice.is_credit:
        day = PayingDay.objects.filter(pk=found.day.pk)
        day.update(amount=F("amount") + (invoice.gross or 0), count=F("count") + 1)


def let_go(invoice: Invoice, *, at: datetime) -> None:
    """An approved invoice gives back what it held; the day's ceiling stays used."""
    if invoice.order is not None and invoice.taken_net:
        taken = tuple(Taken(line, -Decimal(quantity), -net) for line, quantity, net in invoice.taken)
        take_from_order(order=invoice.order, net=-invoice.taken_net, taken=taken, by=MACHINE, at=at)
    end_reservations(invoice, at=at, spent=False)
    invoice.taken, invoice.taken_net = [], 0


def _is_sampled(invoice: Invoice) -> bool:
    """A random share of what the machine approved is looked at afterwards. The case's reference is random."""
    share = FinanceSettings.current().sample_percent
    drawn = int.from_bytes(hashlib.sha256(invoice.case.reference.encode()).digest()[:4], "big")
    return drawn % 10_000 < share * 100
