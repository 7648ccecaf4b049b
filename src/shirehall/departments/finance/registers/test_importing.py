"""Tables that are brought in: tried first, good rows or all or nothing, the same file twice, and what strangers put in."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from shirehall.departments.finance.registers.conftest import AT, CLERK, MakeOfficer, make_order, make_supplier
from shirehall.departments.finance.registers.importing.kinds import import_kinds
from shirehall.departments.finance.registers.importing.running import (
    finish_import,
    forget_tried,
    kind_called,
    leave_import,
    try_import,
)
from shirehall.departments.finance.registers.importing.tables import column_name, read_table
from shirehall.departments.finance.registers.importing.writing import export, refused_rows, template
from shirehall.departments.finance.registers.models import (
    Agreement,
    BankChange,
    BudgetCode,
    BudgetHolder,
    GoodsReceipt,
    LedgerPayment,
    PurchaseOrder,
    RegisterChange,
    RegisterImport,
    Supplier,
)
from shirehall.departments.finance.registers.problems import RegisterError

pytestmark = pytest.mark.django_db
DEV = "dev.appletharp@example.org"
OFFICERS = (
    DEV, "nell.tallowmere@example.org", "esme.quillworth@example.org", "ivo.marlbarrow@example.org",
    "hal.stonecroft@example.org",
)  # fmt: skip


@pytest.fixture
def officers(make_officer: MakeOfficer) -> None:
    """Those whom the templates name."""
    for email in OFFICERS:
        make_officer("officer", "customer_services", email=email)


def tried(kind: str, text: str | bytes, **more: Any) -> RegisterImport:
    content = text.encode() if isinstance(text, str) else text
    return try_import(kind=kind, name="table.csv", content=content, by=CLERK, at=AT, **more)


def brought(kind: str, text: str | bytes, *, whole: bool = False) -> RegisterImport:
    return finish_import(tried=tried(kind, text), whole=whole, by=CLERK, at=AT)


def numbers(done: RegisterImport) -> tuple[int, int, int, int]:
    return done.added, done.changed, done.same, len(done.refused)


def everything() -> list[Any]:
    kinds = (
        Supplier,
        BankChange,
        PurchaseOrder,
        GoodsReceipt,
        Agreement,
        BudgetCode,
        BudgetHolder,
        LedgerPayment,
    )
    return [list(kind._default_manager.order_by("pk").values()) for kind in kinds]


@pytest.mark.parametrize("workbook", [False, True])
def test_every_template_is_brought_in_as_it_is_and_twice_changes_nothing(
    officers: None, *, workbook: bool
) -> None:
    order = ("suppliers", "budget_codes", "holders", "orders", "receipts", "agreements", "ledger_payments")
    assert set(order) == set(import_kinds.names())
    for name in order:
        if name == "budget_codes":
            BudgetCode.objects.create(
                code="CS100", authority="west_dorset", year=2025, title="Customer services", budget=1
            )
        given = template(kind_called(name), workbook=workbook)
        assert numbers(brought(name, given, whole=True))[0] == 1, name
        before, signs = everything(), RegisterChange.objects.count()
        assert numbers(brought(name, given, whole=True)) == (0, 0, 1, 0), name
        assert (everything(), RegisterChange.objects.count()) == (before, signs)


def test_a_trial_keeps_nothing_but_the_file(officers: None) -> None:
    trial = tried("suppliers", template(kind_called("suppliers")))
    assert (numbers(trial), trial.state, trial.asked) == ((1, 0, 0, 0), "tried", 1)
    assert not Supplier.objects.exists()
    assert not RegisterChange.objects.exists()
    leave_import(tried=trial, by=CLERK, at=AT)
    trial.refresh_from_db()
    assert (trial.state, bytes(trial.content)) == ("left", b"")
    with pytest.raises(RegisterError):
        finish_import(tried=trial, whole=False, by=CLERK, at=AT)


def test_a_trial_that_nobody_ends_is_forgotten(db: None) -> None:
    trial = tried("suppliers", "code,name\nA,B")
    assert forget_tried(at=AT) == 0
    assert forget_tried(at=AT.replace(day=4)) == 1
    trial.refresh_from_db()
    assert bytes(trial.content) == b""


MIXED = (
    "code,name,vat_number,email,payment_days\nA1,Good Ltd,,,30\nA2,,GB123456789,nobody,many\nA3,Fine Ltd,,,"
)


def test_what_is_wrong_is_said_by_row_and_column_and_the_good_rows_come_in(db: None) -> None:
    done = brought("suppliers", MIXED)
    assert numbers(done) == (2, 0, 0, 1)
    (refused,) = done.refused
    assert refused["row"] == 3
    assert refused["column"] == "name, vat_number, email, payment_days"
    assert "fails its check" in refused["problem"]
    assert set(Supplier.objects.values_list("code", flat=True)) == {"A1", "A3"}
    report = refused_rows(kind_called("suppliers"), done).decode("utf-8-sig")
    assert "GB123456789" in report
    mended = (
        report.replace("GB123456789", "")
        .replace("nobody", "")
        .replace("many", "30")
        .replace("A2,,", "A2,Mended,")
    )
    assert numbers(brought("suppliers", mended)) == (1, 0, 0, 0)


def test_all_or_nothing_is_nothing_where_a_row_is_wrong(db: None) -> None:
    trial = tried("suppliers", MIXED)
    with pytest.raises(RegisterError, match="1 row is wrong"):
        finish_import(tried=trial, whole=True, by=CLERK, at=AT)
    assert not Supplier.objects.exists()
    assert numbers(finish_import(tried=trial, whole=False, by=CLERK, at=AT)) == (2, 0, 0, 1)


BANKED = "code,name,sort_code,account_number\nLARK001,Larkmere Office Supplies Ltd,00-00-99,00009999"


def test_bank_details_of_a_table_are_asked_for_and_never_written(supplier: Supplier) -> None:
    done = brought("suppliers", BANKED)
    assert (numbers(done), done.asked) == ((0, 1, 0, 0), 1)
    supplier.refresh_from_db()
    assert (supplier.sort_code, supplier.account_number) == ("000012", "00012345")
    change = BankChange.objects.get()
    assert (change.state, change.asked_by, change.reason) == ("asked", CLERK, "The table table.csv")
    assert numbers(brought("suppliers", BANKED)) == (0, 0, 1, 0)
    other = brought("suppliers", BANKED.replace("9999", "8888"))
    assert "on its way" in other.refused[0]["problem"]
    assert "8888" not in str(other.refused)
    BankChange.objects.update(state="refused")
    assert "refused before" in brought("suppliers", BANKED).refused[0]["problem"]


def test_who_may_not_ask_for_bank_details_cannot_by_a_table(supplier: Supplier) -> None:
    trial = tried("suppliers", BANKED, may_ask=False)
    assert "may not ask" in trial.refused[0]["problem"]
    same = BANKED.replace("00-00-99", "000012").replace("00009999", "00012345")
    assert numbers(tried("suppliers", same, may_ask=False)) == (0, 0, 1, 0)


def test_the_bank_details_of_a_new_supplier_are_asked_for_too(db: None) -> None:
    brought("suppliers", BANKED)
    assert Supplier.objects.get().account_number == ""
    assert BankChange.objects.get().state == "asked"


def test_an_empty_telephone_does_not_take_the_number_on_file_away(supplier: Supplier) -> None:
    brought("suppliers", "code,name,telephone\nLARK001,Larkmere Office Supplies Ltd,")
    supplier.refresh_from_db()
    assert supplier.telephone == "01632 960001"


ORDERS = (
    "order,authority,supplier,ordered_on,requester,text,quantity,unit_price\n"
    f"PO-1,west_dorset,LARK001,01/02/2026,{DEV},Paper,10,2.50\n"
    f"PO-1,West Dorset District Council,LARK001,01/02/2026,{DEV},Pens,4,1.125\n"
    f"PO-2,west_dorset,LARK001,01/02/2026,{DEV},Paper,1,2.50\n"
)


def test_the_lines_of_an_order_come_in_together_or_not_at_all(supplier: Supplier, officers: None) -> None:
    wrong = ORDERS.replace("Pens,4", "Pens,four").replace("West Dorset District Council", "west_dorset")
    done = brought("orders", wrong)
    assert (done.added, [each["row"] for each in done.refused]) == (1, [2, 3])
    good = ORDERS.replace("West Dorset District Council", "west_dorset")
    assert numbers(brought("orders", good)) == (1, 0, 1, 0)
    order = PurchaseOrder.objects.get(number_key="PO1")
    assert (order.net, order.lines.count()) == (2950, 2)
    assert numbers(brought("orders", good.replace("Paper,10", "Paper,12"))) == (0, 1, 1, 0)
    differs = good.replace("Paper,10", "Paper,12").replace("01/02/2026", "02/02/2026", 1)
    assert "not the same" in brought("orders", differs).refused[0]["problem"]


def test_an_order_names_officers_and_suppliers_who_are_there(supplier: Supplier, officers: None) -> None:
    refused = brought(
        "orders", ORDERS.replace(DEV, "stranger@example.org").replace("LARK001", "NOBODY")
    ).refused
    assert "Add the officer first" in refused[0]["problem"]
    assert "Bring the supplier in first" in refused[0]["problem"]


def test_two_alike_receipts_of_a_file_are_two_and_of_two_files_one(supplier: Supplier) -> None:
    make_order(supplier)
    row = "45100017,west_dorset,1,2,2026-02-20\n"
    text = "order,authority,line,quantity,received_on\n"
    assert numbers(brought("receipts", text + row)) == (1, 0, 0, 0)
    assert numbers(brought("receipts", text + row + row))[0] == 1
    assert GoodsReceipt.objects.count() == 2
    assert numbers(brought("receipts", text + row + row)) == (0, 0, 1, 0)
    far = brought("receipts", text + row.replace(",2,", ",9,"))
    assert "still to come" in far.refused[0]["problem"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"   \n", b"code,name\n", b"\x00\x01\x02", b"name\nOnly a name", b"code,name,pin\n1,2,3",
        b"code,name,code\n1,2,3", b"code,name\n1,2,3", b"PK\x03\x04 no workbook", b'code,name\n"1,2\n',
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_whole(db: None, content: bytes) -> None:
    with pytest.raises(RegisterError):
        tried("suppliers", content)


def test_too_much_is_refused_before_it_is_read(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RegisterError, match="2 rows"):
        tried("suppliers", "code,name\n1,a\n2,b\n3,c", most_rows=2)
    monkeypatch.setenv("SHIREHALL_IMPORT_MEGABYTES", "1")
    with pytest.raises(RegisterError, match="1 MB"):
        tried("suppliers", b"code,name\n" + b"a,b\n" * 300_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    with pytest.raises(RegisterError, match="unpacked"):
        tried("suppliers", out.getvalue())


def test_a_workbook_with_entities_is_not_opened(db: None) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(RegisterError, match="cannot be opened"):
        tried("suppliers", out.getvalue())


def test_tables_are_read_as_people_save_them() -> None:
    for content in (
        "\ufeffCode;VAT number\nA;GB1".encode(),
        "Code\tVAT number\nA\tGB1".encode("utf-16"),
        b"code,vat_number,\r\nA,GB1,\r\n\r\n",
        "Code,VAT-Number\nA,GB1".encode("cp1252"),
    ):
        table = read_table(content)
        assert (table.columns, table.rows[0].cells) == (
            ("code", "vat_number"),
            {"code": "A", "vat_number": "GB1"},
        )
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Code", "Ordered on", "Quantity", "Open"])
    sheet.append([45100017, AT.date(), 2.5, True])
    out = io.BytesIO()
    book.save(out)
    assert list(read_table(out.getvalue()).rows[0].cells.values()) == ["45100017", "2026-03-02", "2.5", "yes"]
    assert column_name("  VAT  Number? ") == "vat_number"


def test_no_cell_that_is_written_runs_as_a_formula_and_each_comes_back_as_it_was(db: None) -> None:
    make_supplier("EVIL1", '=HYPERLINK("http://example.org")', telephone="+44 1632 960001")
    for workbook in (False, True):
        written = export(kind_called("suppliers"), workbook=workbook)
        if workbook:
            sheet = openpyxl.load_workbook(io.BytesIO(written)).active
            assert sheet is not None
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        else:
            assert "'=HYPERLINK" in written.decode("utf-8-sig")
        assert numbers(brought("suppliers", written)) == (0, 0, 1, 0)


def test_an_export_holds_no_bank_details(supplier: Supplier) -> None:
    assert b"00012345" not in export(kind_called("suppliers"))
