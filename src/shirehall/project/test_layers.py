import tomllib
from pathlib import Path
from typing import Any

import pytest

from shirehall.project.layers import CAPABILITIES, LAYERS, may_know

PYPROJECT = Path(__file__).resolve().parents[3] / "pyproject.toml"


def contract(name: str) -> dict[str, Any]:
    contracts: list[dict[str, Any]] = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"][
        "contracts"
    ]
    return next(one for one in contracts if one["id"] == name)


def names(line: str) -> set[str]:
    return {part.strip(" ()") for part in line.split("|")}


def test_the_import_contract_states_the_same_order() -> None:
    assert [names(line) for line in contract("layers")["layers"]] == [set(layer) for layer in LAYERS]
    assert [names(line) for line in contract("capabilities")["layers"]] == [{name} for name in CAPABILITIES]


def test_no_contract_ignores_an_import() -> None:
    text = PYPROJECT.read_text()
    assert "ignore_imports" not in text
    assert "skip_descendants" not in text


@pytest.mark.parametrize(
    ("knower", "known", "allowed"),
    [
        ("shirehall.casework.models", "shirehall.partnership.models", True),
        ("shirehall.partnership.models", "shirehall.casework.models", False),
        ("shirehall.casework.models", "shirehall.casework.models.case", True),
        ("shirehall.casework", "shirehall.design", False),
        ("shirehall.capabilities.messages.models", "shirehall.capabilities.documents.models", True),
        ("shirehall.capabilities.documents.models", "shirehall.capabilities.messages.models", False),
        ("shirehall.channels.web.models", "shirehall.channels.sms.models", False),
        ("shirehall.desk.models", "shirehall.channels.web.models", False),
        ("shirehall.project", "shirehall.desk.models", True),
    ],
)
def test_who_may_know_whom(knower: str, known: str, *, allowed: bool) -> None:
    assert may_know(knower, known) is allowed


@pytest.mark.parametrize(
    "stranger", ["shirehall.spare.models", "shirehall.capabilities.spare", "other.thing"]
)
def test_a_package_without_a_place_is_refused(stranger: str) -> None:
    with pytest.raises(ValueError, match=r"layers"):
        may_know("shirehall.capabilities.messages", stranger)
