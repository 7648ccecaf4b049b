"""Samples: the same for the same seed, right to the penny, in twenty layouts, and read as what they are."""

import argparse
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from shirehall.departments.finance.reading.api import read_invoice
from shirehall.departments.finance.reading.values import uk_vat_is_right
from shirehall.departments.finance.samples import command
from shirehall.departments.finance.samples.api import COUNCIL_MIX, KINDS, PLANTED, half, layouts, make_samples
from shirehall.departments.finance.samples.trade import invent_suppliers, vat_number


def truth_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "truth.json").read_text())  # type: ignore[no-any-return]


def registers_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "registers.json").read_text())  # type: ignore[no-any-return]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_the_same_seed_makes_the_same(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        make_samples(
            count=30, seed=seed, folder=tmp_path / name, kinds=["pdf-text", "xml"], planted=COUNCIL_MIX
        )
    one, two, three = ((tmp_path / each / "truth.json").read_bytes() for each in ("one", "two", "three"))
    assert one == two != three
    files = sorted(each.name for each in (tmp_path / "one").iterdir())
    assert all(
        (tmp_path / "one" / each).read_bytes() == (tmp_path / "two" / each).read_bytes() for each in files
    )


def test_a_scan_and_a_photo_are_the_same_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_samples(
            count=2, seed=3, folder=tmp_path / name, kinds=["pdf-scan", "image"], names=["trader", "builder"]
        )
    for file in sorted(each.name for each in (tmp_path / "one").iterdir()):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize("name", layouts())
def test_each_layout_says_what_it_was_given(tmp_path: Path, name: str) -> None:
    for sample in make_samples(count=4, seed=5, folder=tmp_path, kinds=["pdf-text"], names=[name]):
        assert sample.bill is not None
        bill, text = sample.bill, " ".join(text_of((tmp_path / sample.file).read_bytes()).split())
        assert bill.supplier.name.casefold() in text.casefold()
        assert bill.number in text
        assert f"{bill.gross / 100:,.2f}" in text
        assert bill.order is None or bill.order in text
        assert not bill.supplier.vat or bill.supplier.vat in text.replace(" ", "")
        assert not bill.shows_bank or (bill.supplier.sort_code in text and bill.supplier.account in text)
        assert (bill.due_on is not None) == layouts()[name].due


def test_there_are_twenty_layouts_in_two_halves() -> None:
    assert len(layouts()) == 20
    assert len(half("dev")) == len(half("holdout")) == 10


def test_long_ones_take_several_pages(tmp_path: Path) -> None:
    made = make_samples(count=12, seed=1, folder=tmp_path, kinds=["pdf-text"], names=["merchant", "schedule"])
    assert max(len(pypdfium2.PdfDocument(tmp_path / each.file)) for each in made) > 1


def test_sums_agree_and_orders_come_to_the_net(tmp_path: Path) -> None:
    made = make_samples(count=200, seed=2, folder=tmp_path, kinds=["xml"])
    orders = {each["number"]: each for each in registers_of(tmp_path)["orders"]}
    for document in truth_of(tmp_path)["documents"]:
        net, vat, gross = (Decimal(document[name]) for name in ("net", "vat", "gross"))
        assert net + vat == gross > 0
        if document["po_number"]:
            order = orders[document["po_number"]]
            assert Decimal(order["net"]) == net == sum(Decimal(each["amount"]) for each in order["lines"])
            assert order["supplier"] == document["supplier"]
    assert any(each.bill and each.bill.discount for each in made)
    assert {rate for each in made if each.bill for rate, _net, _vat in each.bill.rates} == {0, 5, 20}


def test_nobody_who_is_invented_could_be_real() -> None:
    suppliers = invent_suppliers(1) + invent_suppliers(1, start=500)
    assert len({each.vat for each in suppliers if each.vat}) == len([each for each in suppliers if each.vat])
    for each in suppliers:
        assert each.phone.startswith("01632 960")
        assert each.email.endswith(".example.org")
        assert each.sort_code.startswith("00-00-")
        assert not each.vat or (each.vat.startswith("000") and uk_vat_is_right(each.vat))


def test_a_wrong_vat_number_is_wrong_by_both_ways_of_reckoning() -> None:
    assert not any(uk_vat_is_right(vat_number(each, right=False)) for each in range(1000, 10_000))


@pytest.mark.parametrize("kind", ["xml", "pdf-with-xml"])
def test_e_invoices_are_read_as_what_stands_on_them(tmp_path: Path, kind: str) -> None:
    make_samples(count=24, seed=4, folder=tmp_path, kinds=[kind])
    for document in truth_of(tmp_path)["documents"]:
        read = read_invoice((tmp_path / document["file"]).read_bytes(), document["file"])
        assert read.kind == kind
        for name in (
            "supplier_name",
            "supplier_vat",
            "invoice_number",
            "invoice_date",
            "due_date",
            "currency",
            "net",
            "vat",
            "gross",
            "po_number",
        ):
            assert read.value(name) == document[name], (document["file"], name)


def test_pictures_are_read_as_pictures(tmp_path: Path) -> None:
    make_samples(count=2, seed=6, folder=tmp_path, kinds=["image", "pdf-scan"], names=["trader"])
    for document in truth_of(tmp_path)["documents"]:
        read = read_invoice((tmp_path / document["file"]).read_bytes(), document["file"])
        assert (read.kind, read.value("gross")) == (document["kind"], document["gross"])


def test_what_is_planted_is_in_the_registers_or_on_the_page(tmp_path: Path) -> None:
    share = dict.fromkeys(PLANTED, 0.9 / len(PLANTED))
    made = make_samples(count=240, seed=9, folder=tmp_path, kinds=["pdf-text", "xml"], planted=share)
    assert {each.planted for each in made} == {"", *PLANTED}
    kept = registers_of(tmp_path)
    suppliers = {each["code"]: each for each in kept["suppliers"]}
    orders = {each["number"]: each for each in kept["orders"]}
    received = {each["order"] for each in kept["receipts"]}
    for document in truth_of(tmp_path)["documents"]:
        planted = document["planted"] or ""
        assert (document["expected"] == "pay") <= (planted in ("", "late_receipt"))
        if document["kind"] in ("hostile-or-broken", "not-an-invoice"):
            continue
        supplier, order = suppliers.get(document["supplier"]), orders.get(document["po_number"])
        assert (supplier is None) == (planted == "unknown_supplier")
        bank = document["bank"]
        if supplier and bank:
            assert (bank["account_number"] == supplier["account_number"]) == (planted != "changed_bank")
        if order:
            repeats = planted.startswith("duplicate")
            assert (Decimal(order["net"]) == Decimal(document["net"])) == (planted != "wrong_price")
            assert (order["number"] in received) == (planted != "not_received") or repeats
        assert (Decimal(document["net"]) + Decimal(document["vat"]) == Decimal(document["gross"])) == (
            planted != "sums_astray"
        )
        if planted == "duplicate":
            assert (tmp_path / document["file"]).read_bytes() == (tmp_path / document["copy_of"]).read_bytes()


def test_what_is_hostile_is_not_read_as_an_invoice(tmp_path: Path) -> None:
    bad = {"hostile_xml": 0.4, "hostile_pdf": 0.3, "broken_pdf": 0.3}
    for each in make_samples(
        count=12, seed=random.Random(1).randint(1, 9), folder=tmp_path, kinds=["pdf-text"], planted=bad
    ):
        read = read_invoice((tmp_path / each.file).read_bytes(), each.file)
        assert read.kind in ("unsafe", "unreadable") or read.problems, each.file


def test_what_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing is known of gremlins"):
        make_samples(count=1, seed=1, folder=tmp_path, planted={"gremlins": 0.5})
    with pytest.raises(ValueError, match="not known: fax"):
        make_samples(count=1, seed=1, folder=tmp_path, kinds=[*KINDS, "fax"])
    with pytest.raises(ValueError, match="at least one"):
        make_samples(count=0, seed=1, folder=tmp_path)
    with pytest.raises(ValueError, match="none of the layouts"):
        make_samples(count=1, seed=1, folder=tmp_path, names=["utility"], planted={"wrong_price": 1.0})


def test_the_command_makes_them_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    folder = tmp_path / "new"
    wished = [str(folder), "--count", "5", "--seed", "2", "--kinds", "xml", "--half", "holdout", "--planted"]
    assert command.run(parser.parse_args(wished)) == 0
    assert "5 files in" in capsys.readouterr().out
    assert {each["half"] for each in truth_of(folder)["documents"]} <= {"holdout", "both"}
    taken = tmp_path / "taken"
    taken.write_text("a file, and no folder")
    assert command.run(parser.parse_args([str(taken), "--count", "1"])) == command.WRONG
    assert "samples:" in capsys.readouterr().err
