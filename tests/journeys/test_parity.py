"""Every channel that a service declares decides the same, for every service that ships and every example."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from shirehall.kernel.api import CHANNELS, load
from tests.services.folders import folders, texts_of

ROOT = Path(__file__).resolve().parents[2]
# The command brings a database of its own, whichever the tests run on: the second time a few are enough.
ON_POSTGRESQL = os.environ.get("SHIREHALL_DATABASE", "").startswith("postgres")


def parity(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """The exit code, the lines and the errors of `shirehall parity --json`."""
    command = [sys.executable, "-m", "shirehall.project.cli", "parity", *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def hold(lines: Sequence[dict[str, Any]], run_folders: Sequence[Path], errors: str) -> None:
    """Each service has a line for each channel it declares, with cases in it and no difference."""
    wrong = [(line["service"], line["channel"], line["differences"]) for line in lines if line["differences"]]
    assert wrong == [], errors
    assert all(line["cases"] == line["same"] > 0 for line in lines)
    channels = {folder.name: set(load(texts_of(folder)).service.channels) for folder in run_folders}
    declared = {name: found for name, found in channels.items() if found & set(CHANNELS)}
    run: dict[str, set[str]] = {}
    for line in lines:
        run.setdefault(line["service"], set()).add(line["channel"])
    assert run == declared


@pytest.mark.parametrize("root", ["examples", "services"])
def test_all_channels_decide_the_same(root: str) -> None:
    chosen = [folder for folder in folders() if folder.parent.name == root]
    if ON_POSTGRESQL:
        chosen = chosen[:1]
        code, lines, errors = parity(str(chosen[0]), "--cases", "1")
    else:
        code, lines, errors = parity(root, "--cases", "1" if root == "examples" else "2")
    hold(lines, chosen, errors)
    assert code == 0, errors


def test_a_folder_that_is_not_there_is_said() -> None:
    code, lines, errors = parity("/nowhere/at/all")
    assert (code, lines) == (2, [])
    assert "no service.yaml was found" in errors


def test_a_service_that_is_not_proved_is_not_run(tmp_path: Path) -> None:
    service = tmp_path / "broken"
    service.mkdir()
    (service / "service.yaml").write_text("service: broken\n")
    code, lines, errors = parity(str(service))
    assert (code, lines) == (2, [])
    assert "is not proved" in errors
