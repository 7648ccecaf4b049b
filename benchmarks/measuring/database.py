"""A database for each side: a SQLite file, or a database in one PostgreSQL, with Shirehall's settings."""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import psycopg

from benchmarks.measuring.processes import parent_of

Engine = Literal["sqlite", "postgresql"]


def engine_set() -> Engine:
    """Which one the environment names."""
    return "postgresql" if os.environ.get("SHIREHALL_DATABASE") else "sqlite"


def make_database(name: str, folder: Path) -> str:
    """Make an empty database for a side and give its address in the form of SHIREHALL_DATABASE."""
    if engine_set() == "sqlite":
        return f"sqlite://{folder / name}.sqlite3"
    address = os.environ["SHIREHALL_DATABASE"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "bench_{name}"'.encode())
    return urlsplit(address)._replace(path=f"/bench_{name}").geturl()


def server_process() -> int:
    """The process of the PostgreSQL server that started all its others."""
    with psycopg.connect(os.environ["SHIREHALL_DATABASE"]) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
    assert row is not None
    return parent_of(int(row[0]))


def count_rows(address: str, table: str, where: str = "") -> int:
    """How many rows a side's table holds, read past the side's own code. `where` is ours, never somebody's input."""
    rows = read_rows(address, f"SELECT count(*) FROM {table} {where}")  # noqa: S608
    return int(rows[0][0])


def read_rows(address: str, statement: str) -> list[tuple[Any, ...]]:
    """What a side's database holds."""
    if address.startswith("sqlite:"):
        connection = sqlite3.connect(urlsplit(address).path)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()
    with psycopg.connect(address) as reading:
        return reading.execute(statement.encode()).fetchall()


def as_django(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Shirehall's settings of a database as another project can read them from JSON."""
    return {name: str(value) if isinstance(value, Path) else value for name, value in settings.items()}
