"""The repository as files: what git knows, or would know."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "shirehall"
REFERENCE = ROOT / "docs" / "reference"


@cache
def tracked(pattern: str = "") -> tuple[Path, ...]:
    """Give the files that are in git or not yet added, which are not ignored; `pattern` is one of git's."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(
        [*command, "--", pattern] if pattern else command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(path for name in sorted(set(listed.split("\0"))) if name and (path := ROOT / name).is_file())


def shown(path: Path) -> str:
    """Give a path as a person would name it."""
    return path.relative_to(ROOT).as_posix()


def documented(page: str) -> set[str]:
    """Give what a reference page documents: the first cell of each row that stands between backticks."""
    rows = (REFERENCE / page).read_text().splitlines()
    return {row.split("`")[1] for row in rows if row.startswith("| `")}
