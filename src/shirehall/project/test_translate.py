"""`shirehall translate`: what a translator gets, fills in and gives back, as a file and as a table."""

import csv
import shutil
from pathlib import Path

import pytest

from shirehall.project.cli import main
from shirehall.project.environment import shipped_folder


@pytest.fixture
def services(tmp_path: Path) -> Path:
    """The services that ship, without their languages, where they may be written to."""
    copied = tmp_path / "services"
    shutil.copytree(shipped_folder("services"), copied)
    for file in (*copied.glob("*/languages/*.yaml"), *copied.glob("_shared/*.*.yaml")):
        file.unlink()
    return copied


def test_it_writes_what_is_to_be_filled_in_beside_what_is_shared_too(
    services: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = services / "council_tax_reduction"
    assert main(["translate", str(folder), "--to", "cy", "--name", "Cymraeg"]) == 0
    said = capsys.readouterr().out
    assert f"{folder / 'languages/cy.yaml'}: 0 done" in said
    shared = services / "_shared" / "applicant.cy.yaml"
    assert str(shared) in said
    assert "questions.date_of_birth.ask" in shared.read_text()
    assert main(["check", str(folder)]) == 0
    assert "has no translation into Cymraeg" in capsys.readouterr().out


def test_a_table_goes_out_and_what_comes_back_is_kept(services: Path, tmp_path: Path) -> None:
    folder, table = services / "call_me_back", tmp_path / "words.csv"
    assert main(["translate", str(folder), "--to", "pl", "--csv", str(table)]) == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["translation"] = "Zadzwońcie do mnie"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert main(["translate", str(folder), "--to", "pl", "--name", "Polski", "--from-csv", str(table)]) == 0
    written = (folder / "languages" / "pl.yaml").read_text()
    assert 'is: "Zadzwońcie do mnie"' in written
    assert main(["translate", str(folder), "--to", "pl"]) == 0
    assert (folder / "languages" / "pl.yaml").read_text() == written


@pytest.mark.parametrize("given", [["no_such_service", "--to", "cy"], ["call_me_back", "--to", "en"],
                                   ["call_me_back", "--to", "../cy"], ["call_me_back", "--to", "Welsh"]])  # fmt: skip
def test_what_cannot_be_is_said(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", *given]) == 2
    assert capsys.readouterr().err.startswith("shirehall translate: ")


def test_a_table_that_is_none_is_said(
    services: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(b"\xff\xfe\x00")
    folder = str(services / "call_me_back")
    assert main(["translate", folder, "--to", "cy", "--from-csv", str(wrong)]) == 2
    wrong.write_text("a;b\n1;2\n")
    assert main(["translate", folder, "--to", "cy", "--from-csv", str(wrong)]) == 2
    assert "no column `place`" in capsys.readouterr().err
