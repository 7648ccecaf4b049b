"""What became of each invoice, held against what was planted in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from shirehall.casework.api import current_version, local_date, working_days_between
from shirehall.departments.finance.invoices.api import failed_check_number, invoice_service
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException
from shirehall.departments.finance.payments.models import PaymentItem
from shirehall.departments.finance.samples.api import Sample
from shirehall.project.invoice_month.town import Town

ORDINARY = "ordinary"
GOOD = ("", "late_receipt")
CLEARED_BY_A_PERSON = ("credit_note",)
"""These are used once a person has looked at them, and never by the machine alone."""
QUEUES: Mapping[str, str] = {
    "duplicate": "invoices", "duplicate_renumbered": "invoices", "changed_bank": "bank_details",
    "wrong_price": "buyers", "no_order": "requesters", "unknown_order": "requesters", "not_received": "requesters",
    "late_receipt": "requesters", "unknown_supplier": "procurement", "wrong_vat_number": "vat",
    "sums_astray": "invoices", "credit_note": "invoices", "foreign_currency": "invoices", "not_an_invoice": "invoices",
    "hostile_xml": "invoices", "hostile_pdf": "invoices", "broken_pdf": "invoices",
}  # fmt: skip
"""Whom each is to reach."""
_NOT_SURE = ("uncertain", "sums_disagree")
_CHECK = {
    "unknown_supplier": 4, "changed_bank": 3, "duplicate": 4, "duplicate_renumbered": 4, "sums_astray": 5,
    "wrong_vat_number": 6, "no_order": 7, "unknown_order": 7, "wrong_price": 8, "not_received": 9, "late_receipt": 9,
    "construction": 12, "credit_note": 12, "foreign_currency": 12,
}  # fmt: skip
"""Which of the twelve checks each is to stop at; the rest at the first. A stranger whose name is near to that of a
supplier we know may be held against that one's account before anybody sees that it is another: checks 2 and 3."""
_PAID = (Invoice.State.APPROVED, Invoice.State.IN_RUN, Invoice.State.PART_PAID, Invoice.State.PAID)


@dataclass
class Routed:
    """Of what was planted so: how many came, how many reached whom they were to at once, how many after somebody had
    put right what was read unsurely, how many reached whom an earlier check names, and the files that did neither."""

    planted: str
    queue: str
    came: int = 0
    at_once: int = 0
    after_reading: int = 0
    earlier_check: int = 0
    elsewhere: list[str] = field(default_factory=list)


@dataclass
class Findings:
    """The figures of the month. Shares are of all files that came, whatever they were."""

    came: int = 0
    paid: int = 0
    machine_within_5: int = 0
    paid_within_5: int = 0
    paid_within_30: int = 0
    approved_same_day: int = 0
    by_machine: int = 0
    should_be_paid: int = 0
    of_those_by_machine_within_5: int = 0
    paid_wrongly: list[str] = field(default_factory=list)
    routed: dict[str, Routed] = field(default_factory=dict)
    first_asked: Counter[str] = field(default_factory=Counter)
    still_waiting: list[str] = field(default_factory=list)
    good_rejected: list[str] = field(default_factory=list)
    amount_paid: int = 0

    def share(self, part: int) -> float:
        """A part of all that came."""
        return part / self.came if self.came else 0.0

    @property
    def is_good(self) -> bool:
        """More than half paid within 5 working days with nobody's hand on them, none paid wrongly, each of the rest
        with the right person."""
        right = not any(each.elsewhere for each in self.routed.values())
        return 2 * self.machine_within_5 > self.came and not self.paid_wrongly and right

    def to_json(self) -> dict[str, Any]:
        """For a program."""
        told = asdict(self)
        return {
            **told, "first_asked": dict(self.first_asked), "is_good": self.is_good,
            "share_by_machine_within_5": self.share(self.machine_within_5),
        }  # fmt: skip


def find_out(town: Town) -> Findings:
    """Look at every file that came, and at every payment that was made."""
    found = Findings(came=len(town.samples))
    rows = Invoice.objects.select_related("file", "supplier").order_by("file_id", "part")
    asked = _asked()
    by_file: dict[str, list[Invoice]] = {}
    for row in rows:
        by_file.setdefault(row.file.name, []).append(row)
    for name, sample in town.samples.items():
        invoices = by_file.get(name, [])
        if not invoices:
            found.still_waiting.append(f"{name}: not read")
        for invoice in invoices:
            _count(found, sample, invoice, asked.get(invoice.pk, ()))
    _look_at_payments(found, town)
    return found


def _asked() -> dict[int, list[InvoiceException]]:
    found: dict[int, list[InvoiceException]] = {}
    for each in InvoiceException.objects.order_by("asked_at", "id"):
        found.setdefault(each.invoice_id, []).append(each)
    return found


def _count(found: Findings, sample: Sample, invoice: Invoice, asked: Sequence[InvoiceException]) -> None:
    good = sample.planted in GOOD
    found.should_be_paid += good
    found.by_machine += invoice.by_machine
    if asked:
        found.first_asked[asked[0].check_row] += 1
    if invoice.state == Invoice.State.PAID and invoice.paid_on:
        came = local_date(invoice.received_at)
        quick = working_days_between(came, invoice.paid_on) <= 5
        found.paid += 1
        found.paid_within_5 += quick
        found.paid_within_30 += (invoice.paid_on - came).days <= 30
        found.machine_within_5 += quick and invoice.by_machine
        found.of_those_by_machine_within_5 += quick and invoice.by_machine and good
    if invoice.approved_at is not None and local_date(invoice.approved_at) == local_date(invoice.received_at):
        found.approved_same_day += 1
    if invoice.state == Invoice.State.WITH_PERSON:
        found.still_waiting.append(f"{sample.file}: {sample.planted or ORDINARY}, {invoice.failed_check}")
    if good and invoice.state == Invoice.State.REJECTED:
        found.good_rejected.append(f"{sample.file}: {invoice.rejected_because}")
    _look_at_decision(found, sample, invoice)
    _route(found, sample, asked)


def _look_at_decision(found: Findings, sample: Sample, invoice: Invoice) -> None:
    """What was planted is approved by nobody; a credit note by a person alone."""
    if sample.planted in GOOD or invoice.state not in _PAID:
        return
    if sample.planted in CLEARED_BY_A_PERSON and not invoice.by_machine:
        return
    found.paid_wrongly.append(f"{sample.file}: {sample.planted}, {invoice.state}")


def _route(found: Findings, sample: Sample, asked: Sequence[InvoiceException]) -> None:
    construction = sample.bill is not None and sample.bill.supplier.trade == "building"
    planted = sample.planted or ("construction" if construction else "")
    if not planted:
        return
    queue = QUEUES.get(planted, "construction")
    row = found.routed.setdefault(planted, Routed(planted, queue))
    row.came += 1
    queues = [each.queue for each in asked]
    before = [each.check_row for each in asked[: queues.index(queue)]] if queue in queues else []
    if queues[:1] == [queue]:
        row.at_once += 1
    elif queue in queues and all(each in _NOT_SURE for each in before):
        row.after_reading += 1
    elif planted == "late_receipt" and not queues:
        row.at_once += 1
    elif asked and 0 < _number_of(asked[0].check_row) < _CHECK.get(planted, 1):
        # The first check that fails names the person: a supplier or an account that could not be read comes first.
        row.earlier_check += 1
    else:
        row.elsewhere.append(
            f"{sample.file}: {', '.join(each.check_row for each in asked) or 'nobody was asked'}"
        )


def _number_of(row: str) -> int:
    return failed_check_number(current_version(invoice_service().name), row)


def _look_at_payments(found: Findings, town: Town) -> None:
    """Every payment went to the register's account, for what stands on the paper, once for one invoice."""
    once: Counter[tuple[str, str]] = Counter()
    items = PaymentItem.objects.filter(is_open=False).select_related("payment__supplier", "invoice__file")
    for each in items.order_by("id"):
        sample, supplier = town.samples[each.invoice.file.name], each.payment.supplier
        if sample.bill is None:
            found.paid_wrongly.append(f"{sample.file}: no invoice, {each.amount} paid")
            continue
        found.amount_paid += each.amount
        if (each.payment.sort_code, each.payment.account_number) != (
            supplier.sort_code,
            supplier.account_number,
        ):
            found.paid_wrongly.append(f"{sample.file}: paid to an account that is not the register's")
        if supplier.code != sample.bill.supplier.code.upper():
            found.paid_wrongly.append(f"{sample.file}: paid to {supplier.code}")
        once[supplier.code, sample.copy_of or sample.file] += 1 if each.kind == "full" else 0
        # A credit note is used bit by bit, and the rest of what was paid in part is owed later.
        if (
            each.kind == PaymentItem.Kind.FULL
            and not each.invoice.is_credit
            and each.owed != sample.bill.gross
        ):
            found.paid_wrongly.append(f"{sample.file}: {each.owed} owed, {sample.bill.gross} on the paper")
    found.paid_wrongly += [
        f"{file}: paid {count} times" for (_code, file), count in once.items() if count > 1
    ]
