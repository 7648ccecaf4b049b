"""The rounds of `benchmarks.submission` on one database. `benchmarks.measuring.environment` runs it."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - what follows needs Django set up
from django.utils import timezone  # noqa: E402

from benchmarks.measuring.clients import Ask, Told, send_all  # noqa: E402
from benchmarks.measuring.database import Engine, as_django, server_process  # noqa: E402
from benchmarks.measuring.environment import SHORT, TITLES  # noqa: E402
from benchmarks.measuring.mail_sink import MailSink  # noqa: E402
from benchmarks.measuring.processes import cpu_seconds  # noqa: E402
from benchmarks.measuring.reporting import say_ratio  # noqa: E402
from benchmarks.measuring.server import Running  # noqa: E402
from benchmarks.sides.bare_side import Bare  # noqa: E402
from benchmarks.sides.shirehall_side import BEHIND_PROXY, COOKIE, Shirehall, references_of  # noqa: E402
from benchmarks.sides.side import Side  # noqa: E402
from benchmarks.sides.wagtail_side import WagtailForm  # noqa: E402
from shirehall.casework.models import Step  # noqa: E402

ROUNDS, REQUESTS, WARM = (1, 6, 4) if SHORT else (7, 300, 60)
DRAINED_ROUNDS, DRAINED_REQUESTS = (1, 6) if SHORT else (5, 150)
AT_LEAST: dict[Engine, float] = {"sqlite": 1.0, "postgresql": 0.8}
_DRAINED_WITHIN_SECONDS = 120


@dataclass(frozen=True)
class Sides:
    """The three, and the processes whose cost counts for all of them (the database server's)."""

    shirehall: Shirehall
    bare: Bare
    wagtail: WagtailForm
    engine: Engine
    folder: Path

    def all(self) -> list[Side]:
        return [self.bare, self.shirehall, self.wagtail]

    def database_cpu(self) -> float:
        """What the database server cost so far; SQLite is part of the process that uses it."""
        return cpu_seconds(server_process()) if self.engine == "postgresql" else 0.0


def main(engine: Engine) -> None:
    """All goals of submissions on one database."""
    folder = Path(os.environ["BENCH_FOLDER"])
    with ExitStack() as ends:
        sides = _start(engine, folder, ends)
        for side in sides.all():
            side.check(send_all(side.server.port, side.prepare(WARM)).told)
        measure_drained(sides)
        measure_submissions(sides)


def _start(engine: Engine, folder: Path, ends: ExitStack) -> Sides:
    database = as_django(settings.DATABASES["default"])

    def own(name: str) -> dict[str, object]:
        file = str(folder / f"{name}.sqlite3")
        return {**database, "NAME": file if engine == "sqlite" else f"bench_{name}"}

    def folder_of(name: str) -> Path:
        made = folder / name
        made.mkdir()
        return made

    shirehall = Shirehall(folder_of("of_shirehall"))
    ends.callback(shirehall.stop)
    bare = Bare(folder_of("of_bare"), os.environ["BENCH_BARE"], own("bare"))
    ends.callback(bare.stop)
    wagtail = WagtailForm(folder_of("of_wagtail"), os.environ["BENCH_WAGTAIL"], own("wagtail"))
    ends.callback(wagtail.stop)
    return Sides(shirehall, bare, wagtail, engine, folder)


def measure_submissions(sides: Sides) -> None:
    """How many a second, with nothing else running. In every second round the sides take turns backwards."""
    rates: dict[str, list[float]] = {side.name: [] for side in sides.all()}
    costs: dict[str, list[float]] = {side.name: [] for side in sides.all()}
    for number in range(ROUNDS):
        for side in sides.all() if number % 2 == 0 else reversed(sides.all()):
            asked = side.prepare(REQUESTS)
            before = side.server.cpu()
            sent = send_all(side.server.port, asked)
            costs[side.name].append((side.server.cpu() - before) * 1e3 / REQUESTS)
            rates[side.name].append(sent.a_second)
            side.check(sent.told)
    ours = rates[sides.shirehall.name]
    for side, at_least in ((sides.bare, AT_LEAST[sides.engine]), (sides.wagtail, 5.0)):
        ratios = [mine / other for mine, other in zip(ours, rates[side.name], strict=True)]
        both = (sides.shirehall, side)
        say_ratio(
            f"submission to decided case against {side.name}, {TITLES[sides.engine]}",
            ratios,
            at_least=at_least,
            a_second=[round(statistics.median(rates[each.name])) for each in both],
            web_cpu_ms=[round(statistics.median(costs[each.name]), 2) for each in both],
            requests=REQUESTS,
        )


def measure_drained(sides: Sides) -> None:
    """What the whole work costs until nothing is left to do, without and with the receipt's PDF made each time."""
    whole: list[float] = []
    with_receipt: list[float] = []
    costs: list[float] = []
    with MailSink() as mail, _worker(sides, mail) as worker:
        _drain(worker)
        for _round in range(DRAINED_ROUNDS):
            bare = _bare_cpu(sides)
            asked = sides.shirehall.prepare(DRAINED_REQUESTS)
            already = sum(mail.taken.values())
            spent = _meter(sides, worker)
            sent = send_all(sides.shirehall.server.port, asked)
            _drain(worker)
            cost = spent()
            _fetch_receipts(sides, sent.told)
            sides.shirehall.check(sent.told)
            assert sum(mail.taken.values()) - already == DRAINED_REQUESTS, "a confirmation is missing"
            costs.append(cost * 1e3 / DRAINED_REQUESTS)
            whole.append(cost / bare)
            with_receipt.append(spent() / bare)
    title = TITLES[sides.engine]
    more = {"cpu_ms": round(statistics.median(costs), 2), "requests": DRAINED_REQUESTS}
    say_ratio(f"whole work, drained: CPU against BARE, {title}", whole, at_most=6.0, **more)
    say_ratio(
        f"whole work, drained, with the receipt PDF: CPU against BARE, {title}", with_receipt, at_most=12.0
    )


def _bare_cpu(sides: Sides) -> float:
    asked = sides.bare.prepare(DRAINED_REQUESTS)
    before = sides.bare.server.cpu() + sides.database_cpu()
    sent = send_all(sides.bare.server.port, asked)
    cost = sides.bare.server.cpu() + sides.database_cpu() - before
    sides.bare.check(sent.told)
    return cost


def _meter(sides: Sides, worker: Running) -> Callable[[], float]:
    """What web server, worker and database server cost from now on."""

    def now() -> float:
        return sides.shirehall.server.cpu() + worker.cpu() + sides.database_cpu()

    before = now()
    return lambda: now() - before


def _worker(sides: Sides, mail: MailSink) -> Running:
    environment = {
        "SHIREHALL_EMAIL_PROVIDER": "smtp",
        "SHIREHALL_SMTP_HOST": "127.0.0.1",
        "SHIREHALL_SMTP_PORT": str(mail.port),
        "SHIREHALL_SMTP_SECURITY": "none",
    }
    command = [sys.executable, "-m", "shirehall.project.cli", "work"]
    return Running(command, environment, sides.folder / "work.log")


def _drain(worker: Running) -> None:
    """Wait until no step is due, and none has failed."""
    until = time.monotonic() + _DRAINED_WITHIN_SECONDS
    while Step.objects.exclude(state=Step.State.DONE).filter(due_at__lte=timezone.now()).exists():
        worker.fail_if_ended()
        if time.monotonic() > until:
            left = list(
                Step.objects.exclude(state=Step.State.DONE).values_list("kind", "state", "last_error")[:5]
            )
            raise RuntimeError(f"the worker does not come to an end: {left}")
        time.sleep(0.1)


def _fetch_receipts(sides: Sides, told: Sequence[Told]) -> None:
    asked = [
        Ask(f"/case/{reference}/copy.pdf", {"Cookie": f"{COOKIE}={each.cookies[COOKIE]}", **BEHIND_PROXY})
        for reference, each in zip(references_of(told), told, strict=True)
    ]
    for each in send_all(sides.shirehall.server.port, asked).told:
        assert each.body.startswith(b"%PDF-"), each.body[:200]


if __name__ == "__main__":
    main("postgresql" if sys.argv[1] == "postgresql" else "sqlite")
