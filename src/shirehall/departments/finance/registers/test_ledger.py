"""A ledger of folders: what lies in `in` comes into the registers once, postings lie in `out`."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shirehall.departments.finance.registers.api import fetch_from_ledger, send_to_ledger
from shirehall.departments.finance.registers.conftest import AT, MakeOfficer
from shirehall.departments.finance.registers.models import BankChange, LedgerPayment, RegisterImport, Supplier
from shirehall.departments.finance.registers.problems import RegisterError

pytestmark = pytest.mark.django_db
SUPPLIERS = "code,name,sort_code,account_number\nLARK001,Larkmere Ltd,00-00-12,00012345\n,Nobody,,\n"
PAYMENTS = "supplier,number,gross,paid_on\nLARK001,INV-1,120.00,2026-02-10\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHIREHALL_LEDGER_FOLDER", str(tmp_path))
    (tmp_path / "in").mkdir()
    return tmp_path


def test_what_the_ledger_gives_is_brought_in_once_in_its_order(folder: Path) -> None:
    (folder / "in" / "ledger_payments-1.csv").write_text(PAYMENTS)
    (folder / "in" / "suppliers-1.csv").write_text(SUPPLIERS)
    (folder / "in" / "recipes.csv").write_text("flour,eggs\n1,2\n")
    reports = fetch_from_ledger(at=AT)
    assert [(each.kind, each.added, len(each.refused)) for each in reports] == [
        ("suppliers", 1, 1), ("ledger_payments", 1, 0), ("recipes", 0, 1),
    ]  # fmt: skip
    assert LedgerPayment.objects.get().supplier == Supplier.objects.get()
    assert BankChange.objects.get().asked_by == "ledger"
    assert sorted(each.name for each in (folder / "done").iterdir()) == [
        "ledger_payments-1.csv",
        "suppliers-1.csv",
    ]
    assert [each.name for each in (folder / "wrong").iterdir()] == ["recipes.csv"]
    assert fetch_from_ledger(at=AT) == []
    (folder / "in" / "suppliers-1.csv").write_text(SUPPLIERS)
    assert fetch_from_ledger(at=AT)[0].same == 1
    assert len(list((folder / "done").iterdir())) == 3


def test_postings_lie_in_the_out_folder_whole_and_harmless(folder: Path) -> None:
    for _twice in range(2):
        assert (
            send_to_ledger(name="run-7", columns=["supplier", "net"], rows=[["=1+1", 5]]) == "out/run-7.csv"
        )
    assert [each.name for each in (folder / "out").iterdir()] == ["run-7.csv"]
    assert "'=1+1,5" in (folder / "out" / "run-7.csv").read_text("utf-8-sig")
    with pytest.raises(RegisterError):
        send_to_ledger(name="../run", columns=[], rows=[])


def test_without_a_folder_or_with_an_unknown_ledger_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetch_from_ledger(at=AT) == []
    with pytest.raises(RegisterError, match="SHIREHALL_LEDGER_FOLDER"):
        send_to_ledger(name="a", columns=[], rows=[])
    monkeypatch.setenv("SHIREHALL_LEDGER", "abacus")
    with pytest.raises(RegisterError, match="abacus"):
        fetch_from_ledger(at=AT)


def test_the_command_tries_first_and_brings_in_when_told(
    tmp_path: Path, make_officer: MakeOfficer, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper = make_officer().email
    file, errors = tmp_path / "suppliers.csv", tmp_path / "errors.csv"
    file.write_text(SUPPLIERS)
    given = ["registers", "import", str(file), "--kind", "suppliers", "--by"]
    call_command(*given, keeper, "--errors", str(errors))
    assert "1 new" in capsys.readouterr().out
    assert "Nobody" in errors.read_text("utf-8-sig")
    assert not Supplier.objects.exists()
    with pytest.raises(CommandError):
        call_command(*given, keeper, "--apply", "--all-or-nothing")
    assert not Supplier.objects.exists()
    call_command(*given, keeper, "--apply")
    assert Supplier.objects.get().made_by == keeper
    assert set(RegisterImport.objects.values_list("state", flat=True)) == {"left", "done"}
    assert not any(bytes(each.content) for each in RegisterImport.objects.all())
    for stranger in ("nobody@example.org", make_officer("officer", "housing").email):
        with pytest.raises(CommandError):
            call_command(*given, stranger)
    for what in ("export", "template"):
        for ending in ("csv", "xlsx"):
            call_command("registers", what, "suppliers", str(tmp_path / f"{what}.{ending}"))
    assert "LARK001" in (tmp_path / "export.csv").read_text("utf-8-sig")
    with pytest.raises(CommandError):
        call_command("registers", "export", "recipes", str(tmp_path / "x.csv"))
