from pathlib import Path

import pytest

from shirehall.project.settings.database import read_database

VAR = Path("/srv/shirehall")


def test_no_address_means_sqlite_that_keeps_its_promises() -> None:
    database = read_database("", var=VAR, pool_size=4)
    assert database["NAME"] == "/srv/shirehall/shirehall.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_postgresql_is_always_pooled() -> None:
    database = read_database(
        "postgres://hall:p%40ss@127.0.0.1:5433/cases?sslmode=require", var=VAR, pool_size=4
    )
    assert (database["USER"], database["PASSWORD"], database["PORT"]) == ("hall", "p@ss", "5433")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 4


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="SHIREHALL_DATABASE must begin with"):
        read_database("mysql://somewhere/cases", var=VAR, pool_size=4)
