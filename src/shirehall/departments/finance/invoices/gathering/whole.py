"""All facts of an invoice, gathered under lock: supplier, order, budgets and the day's ceiling, always in this
order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shirehall.casework.api import local_date
from shirehall.departments.finance.invoices.believed import Believed, believed
from shirehall.departments.finance.invoices.gathering.duplicates import duplicate_fact, paid_otherwise
from shirehall.departments.finance.invoices.gathering.file_facts import council_of, document_fact
from shirehall.departments.finance.invoices.gathering.order_facts import OrderFacts, order_facts, order_of
from shirehall.departments.finance.invoices.gathering.spending import (
    Coding,
    budget_fact,
    codings,
    is_stopped,
    lock_budgets_of,
    locked,
    order_by_machine,
    paying_day,
    supplier_today,
    within_holder_limit,
)
from shirehall.departments.finance.invoices.gathering.supplier_facts import (
    bank_fact,
    standing_fact,
    supplier_of,
    vat_number_fact,
)
from shirehall.departments.finance.invoices.models import Invoice, PayingDay
from shirehall.departments.finance.invoices.settings import FinanceSettings
from shirehall.departments.finance.reading.api import is_about_bank
from shirehall.departments.finance.registers.api import Taken, vat_key
from shirehall.departments.finance.registers.models import PurchaseOrder, Supplier
from shirehall.kernel.values import Value

_ALONE = frozenset({"no other", "clear"})
_MANY_LINES = 10
_MOST_PENCE = 10_000_000_00
_MOST_SIGNS = 100


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts by name, None for one that does not stand on the invoice; the budgets that would pay, their rows
    locked; what it takes of the order's lines; the day's row, locked too; and the invoice that it is like, if any."""

    facts: Mapping[str, Value | None]
    codings: tuple[Coding, ...]
    taken: tuple[Taken, ...]
    day: PayingDay
    like: int | None = None


def gather(invoice: Invoice, *, offered: Sequence[str], at: datetime) -> Gathered:
    """The facts as they stand. Sets council, supplier, order and agreement of the invoice. Within a transaction."""
    on = local_date(at)
    now = believed(invoice.read, invoice.corrected)
    ours = _place(invoice, now, offered)
    held = order_facts(invoice, on)
    invoice.agreement = held.agreement
    paid_from = locked(codings(invoice, held.shares))
    day = paying_day(invoice.authority, at)
    duplicate, other = duplicate_fact(invoice, invoice.file.sha256)
    problems = [each for each in invoice.read.get("problems", ()) if is_about_bank(each)]
    gross = invoice.gross or 0
    spends = 0 if invoice.is_credit else max(0, gross)
    facts: dict[str, Value | None] = {
        **_printed(invoice),
        "document": document_fact(
            invoice.read.get("kind", ""), contradicts=bool(invoice.read.get("contradicts")), is_ours=ours
        ),
        "supplier_standing": standing_fact(invoice.supplier),
        "bank_details": bank_fact(invoice.supplier, invoice.bank, problems),
        "duplicate": duplicate,
        "reading": "certain" if _is_certain(invoice, now, held) else "uncertain",
        "sums": "agree" if _sums_agree(invoice) else "disagree",
        "vat_number": vat_number_fact(invoice.supplier, invoice.supplier_vat, invoice.vat),
        **_matched(held),
        "to_pay": _within(-gross if invoice.is_credit else gross),
        "within_holder_limit": within_holder_limit(paid_from, invoice.authority, spends),
        "paid_today": _within(day.amount + spends, 10),
        "supplier_today": _within(supplier_today(invoice, at) + spends, 10),
        "order_by_machine": _within(order_by_machine(invoice, at) + spends, 10),
        "budget": budget_fact(paid_from, is_credit=invoice.is_credit),
        "special": _special(invoice),
        "stopped": is_stopped(invoice.authority),
    }
    return Gathered(facts, paid_from, held.taken, day, other.pk if other else None)


def _place(invoice: Invoice, now: Believed, offered: Sequence[str]) -> bool:
    """Set the council, the supplier and the order, with the supplier's and the order's rows locked. Gives whether the
    invoice is for one of us."""
    ours, supplier, order = _whose(invoice, now, offered)
    if supplier is not None:
        # From here on whoever decides about the same supplier waits: of two copies the second sees the first.
        supplier = Supplier.objects.select_for_update().get(pk=supplier.pk)
    invoice.supplier = supplier
    invoice.order = PurchaseOrder.objects.select_for_update().get(pk=order.pk) if order else None
    return ours


def _whose(
    invoice: Invoice, now: Believed, offered: Sequence[str]
) -> tuple[bool, Supplier | None, PurchaseOrder | None]:
    """Set the council. Gives whether the invoice is for one of us, its supplier and its order."""
    named = order_of(invoice, "")
    invoice.authority, ours = council_of(
        invoice.read, invoice.corrected.get("authority", {}).get("value", ""), named, invoice.file, offered
    )
    return ours, supplier_of(invoice, now), order_of(invoice, invoice.authority) or named


def lock_ground(invoice: Invoice, *, offered: Sequence[str]) -> None:
    """Lock the suppliers and the orders that an invoice hangs on now and will hang on, before it gives back what it
    holds: who takes locks in another order than everybody else may wait for somebody who waits for them."""
    _ours, supplier, order = _whose(invoice, believed(invoice.read, invoice.corrected), offered)
    suppliers = [each.pk for each in (invoice.supplier, supplier) if each]
    orders = [each.pk for each in (invoice.order, order) if each]
    list(Supplier.objects.select_for_update().filter(pk__in=suppliers).order_by("pk"))
    list(PurchaseOrder.objects.select_for_update().filter(pk__in=orders).order_by("pk"))
    lock_budgets_of([invoice.pk])


def _printed(invoice: Invoice) -> dict[str, Value | None]:
    """What stands on it, as the case keeps it."""
    texts = {
        "supplier_name": invoice.supplier_name, "supplier_vat": invoice.supplier_vat, "invoice_number": invoice.number,
        "currency": invoice.currency, "po_number": invoice.po_number,
        "supplier_email": invoice.supplier.email if invoice.supplier else "",
    }  # fmt: skip
    amounts = {name: getattr(invoice, name) for name in ("net", "vat", "gross")}
    return {
        **{name: text[:_MOST_SIGNS] or None for name, text in texts.items()},
        **{name: None if amount is None else _within(amount) for name, amount in amounts.items()},
        "invoice_date": invoice.invoice_date,
        "due_date": invoice.due_date,
    }


def _matched(held: OrderFacts) -> dict[str, Value | None]:
    match = held.match
    return {
        "order_state": held.state,
        # A little over on each of many invoices is not a little: together they are held against the tolerance.
        "price_over": _within(match.price_over + match.over_before) if match and match.price_over else 0,
        "price_over_percent": max(match.percent_over, match.line_percent_over) if match else 0,
        "value_left": match.value_left if match else True,
        "receipt": match.receipt if match else "not_needed",
    }


def _is_certain(invoice: Invoice, now: Believed, held: OrderFacts) -> bool:
    """Whether all that paying needs is sure. What is not sure by itself may be so by the registers: an order of
    this very supplier, an amount that is exactly what the order has left."""
    needed = {"invoice_date", "currency"}
    if (
        not all(now.values.get(name) for name in needed)
        or not needed <= now.certain
        or not invoice.number_key
    ):
        return False
    if "invoice_number" not in now.certain and not _number_is_borne_out(invoice, held):
        return False
    if invoice.gross is None or (invoice.net is None) != (invoice.vat is None):
        return False
    if invoice.net is None and invoice.supplier is not None and invoice.supplier.vat_number:
        return False
    amounts = {"gross"} if invoice.net is None else {"net", "vat", "gross"}
    if not amounts <= now.certain and not (held.exact and _sums_agree(invoice)):
        return False
    if invoice.po_number and "po_number" not in now.certain and held.state not in ("open", "closed"):
        return False
    return _supplier_is_sure(invoice, now)


def _number_is_borne_out(invoice: Invoice, held: OrderFacts) -> bool:
    """Whether the number is the only one that it can be, written clearly, on an invoice that agrees with an open
    order of its supplier: a label that says no more than "No." is then enough. What the order has left, and the
    look for likenesses, stand between a number that is wrong all the same and a second payment."""
    field = invoice.read.get("fields", {}).get("invoice_number") or {}
    if field.get("from") not in ("text", "xml") or not set(field.get("checks", ())) >= _ALONE:
        return False
    match, order, supplier = held.match, invoice.order, invoice.supplier
    if match is None or order is None or supplier is None or held.state != "open":
        return False
    own = order.supplier_id == supplier.pk and invoice.number_key != order.number_key.lstrip("0")
    return own and match.price_over == 0 and match.value_left


def _supplier_is_sure(invoice: Invoice, now: Believed) -> bool:
    if invoice.supplier is None:
        return True  # the check before this one has stopped it
    if "supplier" in invoice.corrected or "supplier_name" in now.certain:
        return True
    on_file = invoice.supplier.vat_number
    by_number = invoice.supplier_vat and on_file and vat_key(invoice.supplier_vat) == vat_key(on_file)
    return bool(by_number or (invoice.order and invoice.order.supplier_id == invoice.supplier.pk))


def _sums_agree(invoice: Invoice) -> bool:
    if invoice.gross is None or invoice.net is None or invoice.vat is None:
        return invoice.net is None and invoice.vat is None and (invoice.gross or 0) >= 0
    count = len(invoice.read.get("lines", ()))
    if min(invoice.net, invoice.vat, invoice.gross) < 0 or not _is_lawful_vat(invoice, max(1, count)):
        return False
    return abs(invoice.net + invoice.vat - invoice.gross) <= (2 if count > _MANY_LINES else 1)


def _is_lawful_vat(invoice: Invoice, pennies: int) -> bool:
    """Whether the VAT is no more than the highest rate gives: the order knows the net only, so what is added to it
    must be held against something else."""
    if invoice.currency not in ("", "GBP"):
        return True
    most = (invoice.net or 0) * FinanceSettings.current().vat_percent
    return (invoice.vat or 0) * 100 <= most + pennies * 100


def _special(invoice: Invoice) -> str:
    if invoice.is_credit:
        return "credit_note"
    if invoice.currency and invoice.currency != "GBP":
        return "foreign_currency"
    if invoice.construction or (invoice.supplier is not None and invoice.supplier.construction):
        return "construction"
    return "paid_otherwise" if paid_otherwise(invoice) else "none"


def _within(pence: int, times: int = 1) -> int:
    """Within what the definition allows for an amount, so that a wild reading is refused by a check and not by its
    size."""
    return max(-_MOST_PENCE * times, min(_MOST_PENCE * times, pence))
