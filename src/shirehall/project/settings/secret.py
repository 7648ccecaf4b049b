"""The key that signs sessions, codes and links."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def read_secret_key(*, given: str, demonstration: bool, var: Path) -> str:
    """Give the key: as given, or in demonstration mode one that is made once and kept in `var`.

    Raises ValueError outside demonstration mode when none is given.
    """
    if given:
        return given
    if not demonstration:
        raise ValueError(
            "SHIREHALL_SECRET_KEY is not set. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return _kept_key(var / "secret-key")


def _kept_key(file: Path) -> str:
    """Read the kept key, or make it. Processes that start together all end with the same one."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = file.with_name(f"{file.name}-{secrets.token_hex(8)}")
        with os.fdopen(
            os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii"
        ) as opened:
            opened.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            # A link appears whole or not at all, and only the first of several succeeds.
            os.link(written, file)
        written.unlink()
    return file.read_text(encoding="ascii")
