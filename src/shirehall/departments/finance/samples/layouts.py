"""The twenty layouts: what is known of each, and setting an invoice in one."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst
import yaml

from shirehall.departments.finance.samples.bill import CODES, Bill, in_words

_FOLDER = Path(__file__).with_name("layouts")
_LIST = Path(__file__).with_name("layouts.yaml")
_SIGNS = {"GBP": "£", "EUR": "€"}


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of a layout. `half` is "dev" or "holdout"."""

    name: str
    half: str
    trades: tuple[str, ...]
    date: str
    number: str
    due: bool
    order: bool
    bank: bool
    long: int
    carriage: bool = False
    discount: bool = False
    account: bool = False
    previous: bool = False
    cis: bool = False
    novat: bool = False


@cache
def layouts() -> Mapping[str, Layout]:
    """All twenty, by name."""
    listed = yaml.safe_load(_LIST.read_text(encoding="utf-8"))
    return {
        name: Layout(name=name, **{**said, "trades": tuple(said["trades"])}) for name, said in listed.items()
    }


def half(name: str) -> tuple[str, ...]:
    """The layouts of "dev" or of "holdout"."""
    return tuple(each.name for each in layouts().values() if each.half == name)


def say_day(day: date, style: str) -> str:
    """A day in a layout's own style: %-d and %-m without a nought, %o for 1st or 22nd."""
    ending = "th" if 10 <= day.day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    style = (
        style.replace("%-d", str(day.day)).replace("%-m", str(day.month)).replace("%o", f"{day.day}{ending}")
    )
    return day.strftime(style)


def set_in_type(bill: Bill, layout: str = "") -> bytes:
    """The invoice as a PDF with a text layer; the same invoice gives the same bytes on the same machine."""
    name = layout or bill.layout
    if not re.fullmatch(r"[a-z]+", name):
        raise ValueError(f"{name!r} is no layout")
    source = "\n".join((_FOLDER / f"{each}.typ").read_text(encoding="utf-8") for each in ("parts", name))
    made = typst.compile(
        source.encode(),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_data(bill))},
        timestamp=datetime.combine(bill.on, time(12), UTC),
        pdf_tags=False,
    )
    if not isinstance(made, bytes):
        raise TypeError("an invoice is one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def _money(pence: int) -> str:
    return in_words(pence, thousands=True)


def _data(bill: Bill) -> dict[str, Any]:
    layout, supplier, word = (
        layouts()[bill.layout],
        bill.supplier,
        "Credit note" if bill.credit else "Invoice",
    )
    return {
        "title": word,
        "tax_title": "CREDIT NOTE" if bill.credit else "TAX INVOICE",
        "number_word": word,
        "supplier": {
            "name": supplier.name,
            "lines": supplier.lines,
            "phone": supplier.phone,
            "email": supplier.email,
            "code": supplier.code,
            "vat": _grouped(supplier.vat, layout.name),
            "company": supplier.company,
        },
        "buyer": {"name": bill.buyer.name, "lines": bill.buyer.lines},
        "number": bill.number,
        "date": say_day(bill.on, layout.date),
        "due": say_day(bill.due_on, layout.date) if bill.due_on else "",
        "terms": "30 days net",
        "order": bill.order or "",
        "customer": supplier.customer,
        "sort_code": supplier.sort_code if bill.shows_bank else "",
        "account": supplier.account if bill.shows_bank else "",
        "lines": _lines(bill),
        "goods": _money(bill.goods),
        "carriage": _money(bill.carriage),
        "discount_rate": f"{bill.discount_percent}%",
        "discount_shown": f"-{_money(bill.discount)}" if bill.discount else "",
        "net": _money(bill.net),
        "vat": _money(bill.vat),
        "gross": _money(bill.gross),
        "payable": _money(bill.payable),
        "previous": _money(bill.previous),
        "received": _money(bill.received),
        "brought": _money(bill.previous - bill.received),
        "labour": _money(bill.labour),
        "cis": _money(bill.withheld),
        "sign": _SIGNS[bill.currency],
        "currency": bill.currency,
        "rates": [
            {"rate": f"{rate}%", "code": CODES[rate], "net": _money(net), "vat": _money(vat)}
            for rate, net, vat in bill.rates
        ],
    }


def _grouped(vat: str, layout: str) -> str:
    """Printed in several ways: GB 000 1234 56, 000 1234 56, GB000123456."""
    if not vat:
        return ""
    apart = f"{vat[:3]} {vat[3:7]} {vat[7:]}"
    return (
        {0: f"GB {apart}", 1: apart, 2: f"GB{vat}"}[sum(map(ord, layout)) % 3]
        if layout not in _PREFIXED
        else vat
    )


_PREFIXED = ("schedule", "subscription", "aged")  # these print GB before the number themselves


def _lines(bill: Bill) -> Sequence[Mapping[str, str]]:
    return [
        {
            "code": each.code,
            "text": each.text,
            "quantity": str(each.quantity),
            "unit": each.unit,
            "price": _money(each.price),
            "net": _money(each.net),
            "rate": f"{each.rate}%",
            "vat": _money(each.vat),
            "gross": _money(each.net + each.vat),
            "vat_code": CODES[each.rate],
        }
        for each in bill.lines
    ]
