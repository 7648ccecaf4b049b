"""An environment of its own for a benchmark: a folder that is removed afterwards, and a database for each side.

Run as `python -m benchmarks.measuring.environment MODULE ARGUMENTS`, it runs the module in it. The module finds
BENCH_FOLDER, BENCH_BARE and BENCH_WAGTAIL, and Shirehall's own settings as a council would have made them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring.database import Engine, make_database
from benchmarks.measuring.server import ROOT

SHORT = bool(os.environ.get("BENCH_SHORT"))
"""Whether only to show that everything works, with counts that say nothing of speed."""

TITLES: dict[Engine, str] = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def run_apart(module: str, arguments: Sequence[str], engine: Engine = "sqlite") -> int:
    """Run a module in an environment of its own, and give its exit code."""
    command = [sys.executable, "-m", "benchmarks.measuring.environment", module, *arguments]
    around = [str(ROOT / "scripts" / "with-postgres")] if engine == "postgresql" else []
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SHIREHALL_", "DJANGO_"))
    }
    return subprocess.run([*around, *command], cwd=ROOT, env=kept, check=False).returncode


def postgresql_is_here() -> bool:
    """Whether a PostgreSQL server can be started on this machine."""
    return bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb"))


def _run(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="shirehall-bench-") as name:
        folder = Path(name)
        addresses = {side: make_database(side, folder) for side in ("shirehall", "bare", "wagtail")}
        environment = {
            **os.environ,
            "BENCH_FOLDER": name,
            "BENCH_BARE": addresses["bare"],
            "BENCH_WAGTAIL": addresses["wagtail"],
            "DJANGO_SETTINGS_MODULE": "shirehall.project.settings",
            "SHIREHALL_BEHIND_PROXY": "1",
            "SHIREHALL_DATABASE": addresses["shirehall"],
            "SHIREHALL_HOSTS": "127.0.0.1",
            "SHIREHALL_SECRET_KEY": "the benchmarks sign with this and nothing else does",
            "SHIREHALL_VAR": name,
        }
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
