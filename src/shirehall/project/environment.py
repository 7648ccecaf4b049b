"""Reads the settings that a council chooses. Each is an environment variable SHIREHALL_*.

`docs/reference/settings.md` documents every one; a test compares.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})


def read_text(name: str, default: str = "") -> str:
    """Give the setting as text, without spaces around it; an empty setting counts as not set."""
    return os.environ.get(name, "").strip() or default


def read_flag(name: str, *, default: bool = False) -> bool:
    """Give a yes/no setting. Raises ValueError for anything that is neither."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in TRUE | FALSE:
        raise ValueError(f"{name} must be 1 or 0, not {value!r}")
    return word in TRUE


def read_number(name: str, default: int) -> int:
    """Give a whole number of at least 0. Raises ValueError for anything else."""
    text = read_text(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def read_list(name: str, *, separator: str = ",") -> tuple[str, ...]:
    """Give the parts of a setting that holds several."""
    return tuple(part.strip() for part in read_text(name).split(separator) if part.strip())


def root_folder() -> Path:
    """Give the source checkout where there is one, and otherwise the folder that the command was started in."""
    checkout = PACKAGE.parents[1]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


def shipped_folder(name: str) -> Path:
    """Find `services` or `partnership`: beside src in a checkout, inside the package where a wheel was installed."""
    beside = PACKAGE.parents[1] / name
    return beside if beside.is_dir() else PACKAGE / "shipped" / name
