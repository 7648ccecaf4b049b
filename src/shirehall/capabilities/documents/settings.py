"""What a council chooses for its documents."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings

LARGEST = 10 * 1000 * 1000
"""Bytes of one file."""


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """`folder` holds the files and nobody else reads it; `clamd` is where ClamAV listens (a socket's path or
    host:port), empty where it is not set up."""

    folder: Path
    clamd: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, folder: Path) -> Self:
        """Read SHIREHALL_CLAMD. Raises ValueError where it is neither a path nor host:port."""
        clamd = env.get("SHIREHALL_CLAMD", "").strip()
        _host, colon, port = clamd.rpartition(":")
        if clamd and not clamd.startswith("/") and not (colon and port.isdigit()):
            raise ValueError(f"SHIREHALL_CLAMD must be a socket's path or host:port, not {clamd!r}")
        return cls(folder=folder, clamd=clamd)

    @classmethod
    def current(cls) -> Self:
        """The settings of this process; the folder is SHIREHALL_DOCUMENTS."""
        return cls.from_env(os.environ, folder=Path(settings.SHIREHALL_DOCUMENTS))
