from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Said

Run = Callable[..., Said]
NAME = "apply_for_a_bin"


@pytest.fixture
def begun(shirehall: Run, tmp_path: Path) -> Path:
    assert shirehall("new-service", NAME, "--in", tmp_path).code == 0
    return tmp_path / NAME


def test_what_ships_is_proved(shirehall: Run) -> None:
    said = shirehall("check")
    assert said.code == 0
    assert "0 refused" in said.out


def test_a_new_service_is_whole_from_the_first_moment(shirehall: Run, begun: Path) -> None:
    assert shirehall("check", begun).code == 0
    assert shirehall("check", begun.parent).out.endswith("1 service, 1 proved, 0 refused\n")
    assert shirehall("show", begun).out.startswith("# Apply for a bin")
    facts = '{"lives_here": true, "people": 2}'
    assert shirehall("decide", begun, "--answers", "-", given=facts).code == 0


def test_a_new_service_says_how_to_run_it(
    shirehall: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = shirehall("new-service", NAME, "--in", tmp_path / "elsewhere")
    assert f"SHIREHALL_SERVICES={tmp_path / 'elsewhere'} make run" in elsewhere.out
    monkeypatch.setenv("SHIREHALL_SERVICES", str(tmp_path / "own"))
    own = shirehall("new-service", "apply_for_a_box")
    assert own.out.splitlines()[-1] == "To run it:  make run"
    assert (tmp_path / "own" / "apply_for_a_box" / "service.yaml").is_file()


@pytest.mark.parametrize("name", ["Bad Name", "9bins", "", "_x", "../evil", "a/b", "x" * 300, "a\nb", "café"])
def test_a_bad_name_is_refused_and_nothing_is_made(shirehall: Run, tmp_path: Path, name: str) -> None:
    assert shirehall("new-service", "--in", tmp_path, "--", name).code == 2
    assert not list(tmp_path.rglob("*"))


def test_a_name_that_is_taken_is_refused(shirehall: Run, begun: Path, tmp_path: Path) -> None:
    text = (begun / "service.yaml").read_text()
    assert "exists already" in shirehall("new-service", NAME, "--in", begun.parent).error
    assert (begun / "service.yaml").read_text() == text
    assert "exists already" in shirehall("new-service", "call_me_back", "--in", tmp_path).error


def test_a_place_where_nothing_can_be_made_is_said(shirehall: Run, begun: Path) -> None:
    refused = shirehall("new-service", "other", "--in", begun / "service.yaml")
    assert refused.code == 2
    assert "service.yaml" in refused.error


def test_a_broken_folder_is_refused_with_file_line_and_mend(shirehall: Run, begun: Path) -> None:
    text = (begun / "service.yaml").read_text()
    (begun / "service.yaml").write_text(text + "  bad: [unclosed\n")
    refused = shirehall("check", begun)
    assert refused.code == 1
    assert f"{begun}/service.yaml:{len(text.splitlines()) + 1}:" in refused.out
    assert "Mend: " in refused.out
    for command in (("show", begun), ("decide", begun, "--answers", "-")):
        assert shirehall(*command, given="{}").code == 2


def test_a_misspelt_key_and_text_of_another_encoding_are_named(shirehall: Run, begun: Path) -> None:
    (begun / "rules.yaml").write_bytes(b"tables: \xff\n")
    assert "rules.yaml:1: the file is not UTF-8 text" in shirehall("check", begun).out
    (begun / "rules.yaml").write_text("tables_: []\n")
    refused = shirehall("check", begun)
    assert (refused.code, "rules.yaml:1: tables_" in refused.out) == (1, True)


def test_where_there_is_no_service_it_says_so(shirehall: Run, tmp_path: Path) -> None:
    for path, said in ((tmp_path / "nowhere", "is not a folder"), (tmp_path, "no service.yaml")):
        refused = shirehall("check", path)
        assert refused.code == 2
        assert said in refused.error


def test_show_takes_a_date_and_an_authority_that_there_are(shirehall: Run) -> None:
    early = shirehall("show", "council_tax_reduction", "--on", "0001-01-01")
    assert (early.code, "so an officer decides" in early.out) == (0, True)
    for options in (("--on", "1.2.2025"), ("--authority", "mars")):
        assert shirehall("show", "council_tax_reduction", *options).code == 2
