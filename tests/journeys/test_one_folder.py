"""A channel is one folder: with it in place a service may declare it, and it decides as all the others do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PIGEON = Path(__file__).with_name("pigeon")


def test_a_channel_is_added_by_one_folder(tmp_path: Path) -> None:
    without = shutil.ignore_patterns("__pycache__", "test_*")
    shutil.copytree(ROOT / "src" / "shirehall", tmp_path / "src" / "shirehall", ignore=without)
    shutil.copytree(PIGEON, tmp_path / "src" / "shirehall" / "channels" / "pigeon", ignore=without)
    for shipped in ("services", "partnership"):
        (tmp_path / shipped).symlink_to(ROOT / shipped)
    service = tmp_path / "own" / "unique_table"
    shutil.copytree(ROOT / "examples" / "unique_table", service)
    definition = service / "service.yaml"
    text = definition.read_text()
    channels = next(line for line in text.splitlines() if line.startswith("channels:"))
    definition.write_text(text.replace(channels, "channels: [web, pigeon]"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
    command = [
        sys.executable,
        "-m",
        "shirehall.project.cli",
        "parity",
        str(service),
        "--json",
        "--cases",
        "3",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    lines = {line["channel"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert set(lines) == {"web", "pigeon"}, done.stderr
    assert lines["pigeon"]["differences"] == []
    assert lines["pigeon"]["same"] == lines["pigeon"]["cases"] > 0
    assert done.returncode == 0

    refused = subprocess.run(
        [sys.executable, "-m", "shirehall.project.cli", "check", str(service)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "`pigeon` is not a channel" in refused.stdout
