"""Inserting rows of one model in one statement, with the statement and its conversions made once.

Django's own `bulk_create` works its statement out anew each time, which costs more than the insert itself; a
submission writes a dozen rows (ADR: few statements, multi-row inserts). Ids are set from RETURNING.
"""

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, models

Convert = Callable[[Any], Any]


class Statement(NamedTuple):
    """How a model's rows are inserted: the statement up to its values, one row's places, each column's conversion."""

    begin: str
    places: str
    conversions: tuple[Convert | None, ...]
    returning: str


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new instances of one model and set their ids. Only what the database checks is checked."""
    if not rows:
        return
    model = type(rows[0])
    names = _column_names(model)
    ids = insert_values(model, names, list(map(attrgetter(*names), rows)))
    for row, pk in zip(rows, ids, strict=False):
        row.pk = pk
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def insert_values(
    model: type[models.Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> list[int]:
    """Insert rows by their values, in the order of `names` (every column but one the database numbers itself). Gives
    the ids the database numbered, in the order of the rows."""
    if not rows:
        return []
    statement = _statement(model, names, connection.vendor)
    values = [
        value if convert is None or value is None else convert(value)
        for row in rows
        for value, convert in zip(row, statement.conversions, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            statement.begin + ", ".join([statement.places] * len(rows)) + statement.returning, values
        )
        # SQLite promises no order of what RETURNING gives; numbers are given in the order of the rows.
        return sorted(pk for (pk,) in cursor.fetchall()) if statement.returning else []


@cache
def _column_names(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(
        each.attname for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)
    )


@cache
def _statement(model: type[models.Model], names: tuple[str, ...], vendor: str) -> Statement:
    quote = connection.ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    numbered = isinstance(model._meta.pk, models.AutoField)
    return Statement(
        begin=f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ",  # noqa: S608 - the models' own names
        places="(" + ", ".join(["%s"] * len(fields)) + ")",
        conversions=tuple(_converter(field) for field in fields),
        returning=f" RETURNING {quote(str(model._meta.pk.column))}" if numbered else "",
    )


def _converter(field: "models.Field[Any, Any]") -> Convert | None:
    """What turns a value of the field into what the driver takes; None where it takes it as it is."""
    match field:
        case models.JSONField():
            return _json
        case models.DateTimeField():
            return _moment
        case models.DateField():
            return _day
        case models.CharField() if field.choices:
            return str
    return None


# Each asks the connection of its own thread, for the statement is kept for all threads.


def _json(value: Any) -> Any:
    return connection.ops.adapt_json_value(value, None)


def _moment(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _day(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value)
