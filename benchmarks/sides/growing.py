"""The rounds of `benchmarks.size` on SQLite. `benchmarks.measuring.environment` runs it."""

import os
import shutil
import sys
import time
from io import StringIO
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - what follows needs Django set up
from django.db import connection, models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.measuring.environment import SHORT  # noqa: E402
from benchmarks.measuring.reporting import say_ratio  # noqa: E402
from benchmarks.sides.answers import SERVICE  # noqa: E402
from benchmarks.sides.shirehall_side import make_drafts  # noqa: E402
from shirehall.casework.api import RESIDENT, draft_answers, submit, verify  # noqa: E402
from shirehall.casework.models import (  # noqa: E402
    Case,
    CaseFact,
    Decision,
    Draft,
    Event,
    EventPayload,
    Step,
    Submission,
)

ROUNDS, EACH, FIRST = (1, 3, 5) if SHORT else (7, 150, 50)

# What belongs to a case, and which rows those are. `{most}` is the last case that is copied.
OWNED: tuple[tuple[type[models.Model], str], ...] = (
    (Case, "id <= {most}"),
    (Submission, "case_id <= {most}"),
    (Draft, "sent_case_id <= {most}"),
    (CaseFact, "case_id <= {most}"),
    (Decision, "case_id <= {most}"),
    (Step, "case_id <= {most}"),
    (Event, "case_id <= {most}"),
    (EventPayload, "event_id IN (SELECT id FROM shirehall_casework_event WHERE case_id <= {most})"),
)
# Not in the order of the cases, as in life: so the indexes are as spread as they would be.
MADE_ANEW = {
    "reference": "hex(randomblob(2)) || printf('%07d', id + {id})",
    "token": "hex(randomblob(21))",
    "idempotency_key": "hex(randomblob(32))",
    "key": "CASE \"key\" WHEN '' THEN '' ELSE hex(randomblob(32)) END",
}


def main(small: int, large: int) -> None:
    """Grow two databases, then let them take turns."""
    call_command("prepare", stdout=StringIO())
    call_command("publish", by="benchmarks", stdout=StringIO())
    _submit(0, FIRST)
    files = {
        small: Path(connection.settings_dict["NAME"]),
        large: Path(os.environ["BENCH_FOLDER"]) / "large.sqlite3",
    }
    _grow(small)
    shutil.copy(files[small], files[large])
    _use(files[large])
    _grow(large)
    ratios: list[float] = []
    costs: dict[int, list[float]] = {small: [], large: []}
    for number in range(ROUNDS):
        for size in (small, large) if number % 2 == 0 else (large, small):
            _use(files[size])
            _submit(1000 + number * 1000, 3)
            costs[size].append(_submit(2000 + number * 1000, EACH) * 1e3 / EACH)
        ratios.append(costs[large][-1] / costs[small][-1])
    say_ratio(
        f"cost of a submission at {large:,} cases against {small:,}: CPU, SQLite", ratios, at_most=1.2,
        cpu_ms=[round(sorted(costs[size])[len(costs[size]) // 2], 2) for size in (large, small)], submissions=EACH,
    )  # fmt: skip


def _submit(first: int, count: int) -> float:
    """Send so many drafts; gives the CPU seconds of sending alone."""
    at = timezone.now()
    drafts = make_drafts(range(first, first + count), at)
    given = [draft_answers(draft) for draft in drafts]
    before, began = Case.objects.count(), time.process_time()
    for draft, answers in zip(drafts, given, strict=True):
        receipt = submit(
            service=SERVICE, answers=answers, channel="web", by=RESIDENT, at=at, authority="north_dorset",
            idempotency_key=draft.token, draft=draft,
        )  # fmt: skip
    spent = time.process_time() - began
    assert Case.objects.count() == before + count
    assert not verify(Case.objects.get(pk=receipt.case_id))
    return spent


def _grow(size: int) -> None:
    """Copy cases until there are so many. A copy needs no promise of storage; a new connection gives it again."""
    _one("PRAGMA synchronous=OFF")
    _one("PRAGMA journal_mode=MEMORY")
    with transaction.atomic():
        while (standing := Case.objects.count()) < size:
            _copy(min(standing, size - standing))
    connection.close()


def _copy(most: int) -> None:
    """Copy the first cases with all that is theirs. Their ids move on by the highest that there is of their kind."""
    offsets = {model: _highest(model) for model, _rows in OWNED}
    with connection.cursor() as cursor:
        for model, rows in OWNED:
            fields = model._meta.concrete_fields
            columns = ", ".join(f'"{field.column}"' for field in fields)
            values = ", ".join(_value(field, offsets) for field in fields)
            cursor.execute(
                f"INSERT INTO {_table(model)} ({columns}) SELECT {values} FROM {_table(model)} "  # noqa: S608
                f"WHERE {rows.format(most=most)}"
            )


def _value(field: "models.Field[object, object]", offsets: dict[type[models.Model], int]) -> str:
    """What a copy has in a column."""
    column = f'"{field.column}"'
    if field.related_model in offsets:
        return f"{column} + {offsets[field.related_model]}"
    if field.primary_key:
        return f"{column} + {offsets[field.model]}"
    if field.name in MADE_ANEW:
        return MADE_ANEW[field.name].format(id=offsets[field.model])
    return column


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def _highest(model: type[models.Model]) -> int:
    return int(str(_one(f"SELECT max({_id(model)}) FROM {_table(model)}")))  # noqa: S608 - our own names


def _id(model: type[models.Model]) -> str:
    return f'"{model._meta.pk.column}"'


def _one(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchone()
    return found[0] if found else None


def _use(file: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(file)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
