import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shirehall.project.cli import DATABASE_COMMANDS
from shirehall.project.commands import found_commands
from tests.commands.conftest import Said

Run = Callable[..., Said]
SCRIPT = Path(sys.executable).parent / "shirehall"


def run_script(*arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SHIREHALL_", "DJANGO_"))
    }
    return subprocess.run(
        [str(SCRIPT), *arguments],
        input=given,
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command(shirehall: Run) -> None:
    for arguments, code in ((("--help",), 0), ((), 2)):
        said = shirehall(*arguments)
        assert said.code == code
        assert all(f"  {name}" in said.out for name in [*found_commands(), *DATABASE_COMMANDS])


def test_an_unknown_command_is_answered_with_those_there_are(shirehall: Run) -> None:
    refused = shirehall("nonsense")
    assert refused.code == 2
    assert "there is no command 'nonsense'" in refused.error
    assert "decide" in refused.error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--demo", "--host", "192.0.2.1"), "loopback"),
        (("--demo", "--host", "nowhere.invalid"), "loopback"),
        (("--demo", "--port", "99999"), "not a port"),
    ],
)
def test_a_demonstration_is_served_to_this_machine_alone(
    shirehall: Run, arguments: tuple[str, ...], said: str
) -> None:
    refused = shirehall("serve", *arguments)
    assert refused.code == 2
    assert said in refused.error


@pytest.mark.parametrize("word", ["1", " 1 ", "TRUE", "on"])
def test_every_way_to_say_demonstration_is_held_to_loopback(
    shirehall: Run, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv("SHIREHALL_DEMO", word)
    assert "loopback" in shirehall("serve", "--host", "192.0.2.1").error


def test_the_real_script_decides_from_standard_input() -> None:
    done = run_script(
        "decide", "council_tax_reduction", "--answers", "-", "--on", "2025-06-01", "--json", given="{}"
    )
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "incomplete")


def test_the_real_script_prepares_publishes_and_adds_an_officer(tmp_path: Path) -> None:
    var = tmp_path / "var"
    settings = {"SHIREHALL_SECRET_KEY": "k" * 50, "SHIREHALL_VAR": str(var)}
    early = run_script("publish", **settings)
    assert early.returncode == 2
    assert "shirehall prepare" in early.stderr
    assert "Traceback" not in early.stderr
    assert run_script("prepare", **settings).returncode == 0
    assert var.stat().st_mode & 0o077 == 0
    assert "call_me_back: version" in run_script("publish", **settings).stdout
    place = "revenues_and_benefits:team_leader"
    officer = ("officer", "add", "robin.vale@example.org", "--name", "Robin Vale", "--place", place)
    assert "Password, shown once" in run_script(*officer, **settings).stdout


def test_without_a_key_the_real_script_says_how_to_make_one(tmp_path: Path) -> None:
    refused = run_script("prepare", SHIREHALL_VAR=str(tmp_path))
    assert refused.returncode == 2
    assert "SHIREHALL_SECRET_KEY is not set. Make one with" in refused.stderr


def test_what_serve_started_ends_with_it_however_it_ends() -> None:
    code = (
        "import os, signal, sys, time\n"
        "from shirehall.project.commands.serve import _start\n"
        "print(_start(['sleep', '60'], dict(os.environ)).pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=False)
    stat = Path(f"/proc/{int(done.stdout)}/stat")
    until = time.monotonic() + 10
    while stat.exists() and stat.read_text().split()[2] != "Z" and time.monotonic() < until:
        time.sleep(0.05)
    assert not stat.exists() or stat.read_text().split()[2] == "Z"


def test_the_commands_need_nothing_that_only_tests_need() -> None:
    code = (
        "import sys; sys.modules['pytest'] = None; from shirehall.project.cli import main; main(['--help'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["api_key", "paper_trial"])
def test_the_help_of_a_command_needs_no_settings(command: str) -> None:
    assert run_script(command, "--help").stdout.startswith(f"usage: shirehall {command}")
