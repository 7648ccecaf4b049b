from pathlib import Path

import pytest

from shirehall.project.environment import read_flag, read_list, read_number, read_text
from shirehall.project.settings.secret import read_secret_key
from shirehall.project.settings.sign_in import Directory


def test_an_empty_setting_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_EXAMPLE", "  ")
    assert read_text("SHIREHALL_EXAMPLE", "otherwise") == "otherwise"
    assert read_list("SHIREHALL_EXAMPLE") == ()
    assert read_number("SHIREHALL_EXAMPLE", 3) == 3
    assert read_flag("SHIREHALL_EXAMPLE", default=True) is False


def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_EXAMPLE", "On")
    assert read_flag("SHIREHALL_EXAMPLE") is True
    monkeypatch.setenv("SHIREHALL_EXAMPLE", "perhaps")
    with pytest.raises(ValueError, match="SHIREHALL_EXAMPLE must be 1 or 0"):
        read_flag("SHIREHALL_EXAMPLE")


@pytest.mark.parametrize("wrong", ["-1", "four", "4.0", "²"])
def test_a_number_is_whole(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("SHIREHALL_EXAMPLE", wrong)
    with pytest.raises(ValueError, match="SHIREHALL_EXAMPLE must be a whole number"):
        read_number("SHIREHALL_EXAMPLE", 1)


def test_a_demonstration_keeps_the_key_that_it_made(tmp_path: Path) -> None:
    var = tmp_path / "var"
    first = read_secret_key(given="", demonstration=True, var=var)
    assert len(first) >= 50
    assert read_secret_key(given="", demonstration=True, var=var) == first
    assert [file.name for file in var.iterdir()] == ["secret-key"]
    assert (var / "secret-key").stat().st_mode & 0o077 == 0


def test_outside_a_demonstration_the_key_must_be_given(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SHIREHALL_SECRET_KEY is not set"):
        read_secret_key(given="", demonstration=False, var=tmp_path)


def test_a_directory_set_in_part_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_OIDC_SERVER", "https://sign-in.example.org/v2.0")
    with pytest.raises(ValueError, match="also set SHIREHALL_OIDC_CLIENT_ID, SHIREHALL_OIDC_CLIENT_SECRET"):
        Directory.from_env()


def test_a_directory_gives_the_origin_that_forms_may_lead_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_OIDC_SERVER", "https://sign-in.example.org/v2.0")
    monkeypatch.setenv("SHIREHALL_OIDC_CLIENT_ID", "shirehall")
    monkeypatch.setenv("SHIREHALL_OIDC_CLIENT_SECRET", "known to both")
    directory = Directory.from_env()
    assert directory is not None
    assert directory.origin == "https://sign-in.example.org"
    (app,) = directory.as_providers()["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://sign-in.example.org/v2.0"
