import os
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from shirehall.project.backup import BackupError, Store, restore_backup, write_backup
from shirehall.project.settings.database import read_database

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def make_store(folder: Path) -> Store:
    return Store(
        database=read_database("", var=folder, pool_size=1),
        documents=folder / "documents",
        key=folder / "secret-key",
    )


def fill(store: Store, reference: str) -> None:
    store.documents.mkdir(parents=True)
    (store.documents / "payslip").write_bytes(b"%PDF-1.7 of " + reference.encode())
    store.key.write_text("a key")
    with closing(sqlite3.connect(store.database["NAME"])) as database:
        database.execute("CREATE TABLE cases (reference TEXT)")
        database.execute("INSERT INTO cases VALUES (?)", [reference])
        database.commit()


def references(store: Store) -> list[str]:
    with closing(sqlite3.connect(store.database["NAME"])) as database:
        return [reference for (reference,) in database.execute("SELECT reference FROM cases")]


@pytest.fixture
def filled(tmp_path: Path) -> Store:
    store = make_store(tmp_path / "here")
    fill(store, "MK4-77Q")
    return store


def test_what_was_written_comes_back_elsewhere(filled: Store, tmp_path: Path) -> None:
    assert write_backup(filled, tmp_path / "all.tar", at=AT) == 3
    other = make_store(tmp_path / "there")
    assert restore_backup(other, tmp_path / "all.tar", force=False, at=AT) == 3
    assert references(other) == ["MK4-77Q"]
    assert (other.documents / "payslip").read_bytes() == b"%PDF-1.7 of MK4-77Q"
    assert other.key.read_text() == "a key"


def test_a_backup_is_for_its_owner_alone(filled: Store, tmp_path: Path) -> None:
    write_backup(filled, tmp_path / "all.tar", at=AT)
    assert (tmp_path / "all.tar").stat().st_mode & 0o077 == 0


def test_nothing_is_replaced_without_force_and_nothing_is_lost_with_it(filled: Store, tmp_path: Path) -> None:
    write_backup(filled, tmp_path / "all.tar", at=AT)
    other = make_store(tmp_path / "there")
    fill(other, "ZZ9-11X")
    with pytest.raises(BackupError, match="FORCE=1"):
        restore_backup(other, tmp_path / "all.tar", force=False, at=AT)
    assert references(other) == ["ZZ9-11X"]
    restore_backup(other, tmp_path / "all.tar", force=True, at=AT)
    assert references(other) == ["MK4-77Q"]
    kept = sorted(path.name for path in (tmp_path / "there").glob("*before-restore*"))
    assert kept == [
        "documents-before-restore-20260401-093000",
        "secret-key-before-restore-20260401-093000",
        "shirehall.sqlite3-before-restore-20260401-093000",
    ]


def test_a_damaged_backup_changes_nothing(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "all.tar"
    write_backup(filled, file, at=AT)
    file.write_bytes(file.read_bytes().replace(b"%PDF-1.7 of", b"%PDF-1.7 or"))
    other = make_store(tmp_path / "there")
    with pytest.raises(BackupError, match="documents/payslip is not what was written"):
        restore_backup(other, file, force=False, at=AT)
    assert not Path(other.database["NAME"]).exists()


@pytest.mark.parametrize("content", [b"", b"not a tar file at all", b"\0" * 10240])
def test_a_file_that_is_no_backup_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "all.tar"
    file.write_bytes(content)
    with pytest.raises(BackupError, match="is not a whole backup"):
        restore_backup(make_store(tmp_path / "there"), file, force=False, at=AT)


def test_a_name_that_leads_outside_is_refused(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "all.tar"
    write_backup(filled, file, at=AT)
    file.write_bytes(file.read_bytes().replace(b'"documents/payslip"', b'"documents/../../x"'))
    with pytest.raises(BackupError, match="outside itself"):
        restore_backup(make_store(tmp_path / "there"), file, force=False, at=AT)


def test_nothing_to_back_up_is_said(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no database"):
        write_backup(make_store(tmp_path), tmp_path / "all.tar", at=AT)
    assert not list(tmp_path.iterdir())


@pytest.mark.postgresql
def test_postgresql_comes_back_in_one_transaction(tmp_path: Path) -> None:
    address = os.environ["SHIREHALL_DATABASE"]
    store = Store(
        database=read_database(address, var=tmp_path, pool_size=1),
        documents=tmp_path / "documents",
        key=tmp_path / "key",
    )
    with psycopg.connect(address, autocommit=True) as database:
        database.execute("CREATE TABLE backup_trial (reference TEXT)")
        try:
            database.execute("INSERT INTO backup_trial VALUES ('MK4-77Q')")
            write_backup(store, tmp_path / "all.tar", at=AT)
            with tarfile.open(tmp_path / "all.tar") as tar:
                assert "database.dump" in tar.getnames()
            database.execute("DELETE FROM backup_trial")
            with pytest.raises(BackupError, match="FORCE=1"):
                restore_backup(store, tmp_path / "all.tar", force=False, at=AT)
            restore_backup(store, tmp_path / "all.tar", force=True, at=AT)
            assert database.execute("SELECT reference FROM backup_trial").fetchall() == [("MK4-77Q",)]
        finally:
            database.execute("DROP TABLE backup_trial")
