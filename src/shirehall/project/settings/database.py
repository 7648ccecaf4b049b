"""Which database: SQLite in one file by default, PostgreSQL by an address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL lets people read while one writes. FULL: a receipt promises that the case survives a power cut (ADR 0005).
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
SQLITE_WAIT_SECONDS = 20
POOL_WAIT_SECONDS = 10


def read_database(address: str, *, var: Path, pool_size: int) -> dict[str, Any]:
    """Turn SHIREHALL_DATABASE into Django's settings for one database.

    An empty address means SQLite in `var`. Raises ValueError for an address of any other kind.
    """
    if not address:
        return _sqlite(var / "shirehall.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgres", "postgresql"):
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            # A connection for each request costs more than the request: always a pool.
            "OPTIONS": {
                **options,
                "pool": {"min_size": 1, "max_size": pool_size, "timeout": POOL_WAIT_SECONDS},
            },
        }
    raise ValueError(
        f"SHIREHALL_DATABASE must begin with sqlite:/// or postgres://, not {parts.scheme or 'nothing'}://"
    )


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # A thread keeps its connection: opening one reads the whole schema, and costs more than a submission.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction that reads and then writes takes its lock at the start, and so waits instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_WAIT_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
    }
