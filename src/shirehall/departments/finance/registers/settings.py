"""What a council chooses about its registers."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class RegistersSettings:
    """`bank_hold_days` is how long confirmed bank details wait before they are paid. A telephone number that was
    changed less than `telephone_days` ago is not called about them. `import_rows` is the most rows, and
    `import_megabytes` the largest file, of one import. `ledger` names the adapter of the ledger, and `ledger_folder`
    where the built-in one reads and writes."""

    bank_hold_days: int = 5
    telephone_days: int = 30
    import_rows: int = 5_000
    import_megabytes: int = 10
    ledger: str = "folders"
    ledger_folder: Path | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read SHIREHALL_BANK_HOLD_DAYS, SHIREHALL_TELEPHONE_SETTLED_DAYS, SHIREHALL_IMPORT_ROWS,
        SHIREHALL_IMPORT_MEGABYTES, SHIREHALL_LEDGER and SHIREHALL_LEDGER_FOLDER. Raises ValueError."""
        folder = env.get("SHIREHALL_LEDGER_FOLDER", "").strip()
        return cls(
            bank_hold_days=_whole(env, "SHIREHALL_BANK_HOLD_DAYS", 5, 0),
            telephone_days=_whole(env, "SHIREHALL_TELEPHONE_SETTLED_DAYS", 30, 0),
            import_rows=_whole(env, "SHIREHALL_IMPORT_ROWS", 5_000, 1),
            import_megabytes=_whole(env, "SHIREHALL_IMPORT_MEGABYTES", 10, 1),
            ledger=env.get("SHIREHALL_LEDGER", "").strip() or "folders",
            ledger_folder=Path(folder) if folder else None,
        )


def _whole(env: Mapping[str, str], name: str, default: int, least: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise ValueError(f"{name} must be a whole number from {least}, not {text!r}")
    return int(text)


def registers_settings() -> RegistersSettings:
    """The settings of this process."""
    return RegistersSettings.from_env(os.environ)
