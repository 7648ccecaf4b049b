"""Making so many samples into a folder: the files, truth.json, registers.json."""

import io
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from pypdf.actions import JavaScript

from shirehall.departments.finance.samples.bill import Bill
from shirehall.departments.finance.samples.e_invoices import embed, make_cii, make_ubl
from shirehall.departments.finance.samples.inventing import invent_bill, invoice_number
from shirehall.departments.finance.samples.layouts import Layout, layouts, set_in_type
from shirehall.departments.finance.samples.pictures import photograph, scan
from shirehall.departments.finance.samples.planted import (
    BOMB,
    FILES,
    NEEDS_ORDER,
    PAID,
    alter,
    check_shares,
    choose,
)
from shirehall.departments.finance.samples.registers import Kept, registers
from shirehall.departments.finance.samples.sample import Sample
from shirehall.departments.finance.samples.trade import Supplier, buyers, invent_suppliers, people
from shirehall.departments.finance.samples.truth import KEYS, RULES

KINDS = ("pdf-text", "pdf-scan", "image", "xml", "pdf-with-xml")
_ENDINGS = {
    "pdf-text": ".pdf",
    "pdf-scan": ".scan.pdf",
    "image": ".jpg",
    "xml": ".xml",
    "pdf-with-xml": ".with-xml.pdf",
}
_STRANGERS = 500
MONTH = 28


@dataclass
class _Maker:
    seed: int
    folder: Path
    kinds: Sequence[str]
    layouts: Sequence[Layout]
    shares: Mapping[str, float]
    on: date
    suppliers: list[Supplier] = field(default_factory=list)
    strangers: list[Supplier] = field(default_factory=list)
    taken: dict[str, set[str]] = field(default_factory=dict)
    asked: set[tuple[str, int]] = field(default_factory=set)
    made: list[Sample] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    ordinary: list[Sample] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.suppliers = invent_suppliers(self.seed)
        self.strangers = invent_suppliers(
            self.seed, start=_STRANGERS, avoid=[each.name for each in self.suppliers]
        )

    def make(self, number: int) -> None:
        """The sample of this number, and what it leaves in the registers."""
        given = random.Random(f"{self.seed} {number}")  # noqa: S311 - to be the same again
        planted = choose(given, self.shares)
        kind = self.kinds[(number + number // len(self.layouts)) % len(self.kinds)]
        layout = self._layout(number, planted)
        if planted.startswith("duplicate"):
            if self.ordinary:
                self._repeat(given, number, given.choice(self.ordinary), planted)
                return
            planted = ""
        bill = self._bill(given, number, layout, kind, planted)
        arrives = bill.on + timedelta(days=given.randint(0, 3))
        if planted in FILES:
            self._strange(given, number, bill, planted, arrives)
            return
        received = _received(given, bill, planted, arrives)
        known = planted != "unknown_supplier"
        if known and planted not in ("no_order", "unknown_order"):
            self.kept.append(Kept(bill, given.choice(people()), received, cheaper=planted == "wrong_price"))
        sent = alter(bill, planted, given)
        self._keep(given, number, kind, sent, planted, arrives, received)

    def _layout(self, number: int, planted: str) -> Layout:
        fit = [
            each
            for each in self.layouts
            if (each.order or planted not in NEEDS_ORDER)
            and (each.bank or planted != "changed_bank")
            and (set(each.trades) - {"trader", "care"} or planted != "wrong_vat_number")
        ]
        if not fit:
            raise ValueError(f"none of the layouts can show {planted}")
        return fit[number % len(fit)]

    def _bill(self, given: random.Random, number: int, layout: Layout, kind: str, planted: str) -> Bill:
        among = self.strangers if planted == "unknown_supplier" else self.suppliers
        supplier = given.choice([each for each in among if each.trade in layout.trades])
        numbered = invoice_number(given, layout.number, self.taken.setdefault(supplier.code, set()))
        to, day = given.choice(buyers()), self.on + timedelta(days=given.randrange(MONTH))
        while (
            True
        ):  # a supplier who asks for the same amount twice would look like one who repeats an invoice
            bill = invent_bill(
                given,
                layout=layout,
                supplier=supplier,
                buyer=to,
                number=numbered,
                serial=number,
                on=day,
                short=kind == "image",
            )
            if (supplier.code, bill.gross) not in self.asked:
                self.asked.add((supplier.code, bill.gross))
                return bill

    def _keep(
        self,
        given: random.Random,
        number: int,
        kind: str,
        bill: Bill,
        planted: str,
        arrives: date,
        received: date | None,
        copy_of: str = "",
    ) -> None:
        ending = _ENDINGS[kind]
        if kind == "xml":
            ubl = given.random() < 0.5
            ending, content = (".ubl.xml", make_ubl(bill)) if ubl else (".cii.xml", make_cii(bill))
        else:
            content = _drawn(kind, bill, given)
        layout = layouts()[bill.layout]
        expected = "pay" if planted in PAID and bill.supplier.trade != "building" else "person"
        file = f"{number:05d}-{layout.name}{ending}"
        sample = Sample(
            file, kind, layout.name, layout.half, planted, expected, arrives, received, bill, copy_of
        )
        self._put(sample, content)
        if not planted:
            self.ordinary.append(sample)

    def _repeat(self, given: random.Random, number: int, first: Sample, planted: str) -> None:
        assert first.bill is not None
        arrives = first.arrives_on + timedelta(days=given.randint(1, 9))
        if planted == "duplicate_renumbered":
            self._keep(
                given,
                number,
                first.kind,
                alter(first.bill, planted, given),
                planted,
                arrives,
                first.received_on,
                first.file,
            )
            return
        again = f"{number:05d}-again{first.file[first.file.index('.') :]}"
        content = (self.folder / first.file).read_bytes()
        self._put(
            Sample(
                again,
                first.kind,
                first.layout,
                first.half,
                planted,
                "person",
                arrives,
                first.received_on,
                first.bill,
                first.file,
            ),
            content,
        )

    def _strange(self, given: random.Random, number: int, bill: Bill, planted: str, arrives: date) -> None:
        if planted == "hostile_xml":
            ending, content = ".xml", BOMB
        elif planted == "not_an_invoice":
            ending, content = ".pdf", set_in_type(bill, "letter")
        else:
            whole = set_in_type(bill)
            ending, content = (
                ".pdf",
                whole[: len(whole) // 2] if planted == "broken_pdf" else _with_script(whole),
            )
        kind = "not-an-invoice" if planted == "not_an_invoice" else "hostile-or-broken"
        file = f"{number:05d}-other{ending}"
        self._put(Sample(file, kind, planted, "both", planted, "person", arrives, None, None), content)

    def _put(self, sample: Sample, content: bytes) -> None:
        (self.folder / sample.file).write_bytes(content)
        self.made.append(sample)


def make_samples(
    *,
    count: int,
    seed: int,
    folder: Path,
    kinds: Sequence[str] = KINDS,
    names: Sequence[str] = (),
    planted: Mapping[str, float] | None = None,
    on: date = date(2026, 6, 1),
) -> list[Sample]:
    """Make `count` samples in the layouts of these `names` (all twenty), with shares of what is `planted`,
    dated in the four weeks from `on`, and write truth.json and registers.json beside them. The same seed makes
    the same. A kind may be named more than once, to have more of it. Raises ValueError for what is not known,
    OSError where the folder cannot be written."""
    unknown = sorted((set(kinds) - set(KINDS)) | (set(names) - set(layouts())))
    if unknown or not kinds or count < 1:
        raise ValueError(
            f"not known: {', '.join(unknown)}"
            if unknown
            else "at least one sample of one kind must be wished for"
        )
    check_shares(planted or {})
    folder.mkdir(parents=True, exist_ok=True)
    maker = _Maker(seed, folder, kinds, [layouts()[each] for each in names or layouts()], planted or {}, on)
    for number in range(count):
        maker.make(number)
    _write(
        folder / "truth.json",
        {"keys": KEYS, "rules": RULES, "documents": [each.to_json() for each in maker.made]},
    )
    _write(folder / "registers.json", registers(maker.suppliers, maker.kept))
    return maker.made


def _write(path: Path, said: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _drawn(kind: str, bill: Bill, given: random.Random) -> bytes:
    page = set_in_type(bill)
    if kind == "pdf-scan":
        return scan(page, given)
    if kind == "image":
        return photograph(page, given)
    return embed(page, make_cii(bill)) if kind == "pdf-with-xml" else page


def _received(given: random.Random, bill: Bill, planted: str, arrives: date) -> date | None:
    if planted == "not_received" or not bill.order:
        return None
    return (
        arrives + timedelta(days=given.randint(8, 18))
        if planted == "late_receipt"
        else bill.on - timedelta(days=given.randint(1, 6))
    )


def _with_script(pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_open_action(JavaScript("app.alert('paid');"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
