"""Inserting rows of one model in one statement, with the statement and its conversions made once.

Django's own `bulk_create` works its statement out anew each time, which costs more than the insert itself; a
submission writes a dozen rows (ADR: few statements, multi-row inserts). Ids are set from RETURNING.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models

Convert = Callable[[Any], Any]


class Statement(NamedTuple):
    """How a model's rows are inserted: the statement up to its values, one row's places, and each column."""

    begin: str
    places: str
    columns: tuple[tuple[str, Convert | None], ...]
    returning: str


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new instances of one model and set their ids. Only what the database checks is checked."""
    if not rows:
        return
    statement = _statement(type(rows[0]), connection.vendor)
    values: list[Any] = []
    for row in rows:
        for name, convert in statement.columns:
            value = getattr(row, name)
            values.append(value if convert is None or value is None else convert(value))
    sql = statement.begin + ", ".join([statement.places] * len(rows)) + statement.returning
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        ids = cursor.fetchall() if statement.returning else []
    for row, (pk,) in zip(rows, ids, strict=False):
        row.pk = pk
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


@cache
def _statement(model: type[models.Model], vendor: str) -> Statement:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(quote(field.column) for field in fields)
    made = len(fields) < len(model._meta.concrete_fields)
    key = model._meta.pk.column
    return Statement(
        begin=f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ",  # noqa: S608 - names are the models' own
        places="(" + ", ".join(["%s"] * len(fields)) + ")",
        columns=tuple((field.attname, _converter(field)) for field in fields),
        returning=f" RETURNING {quote(key)}" if made else "",
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
