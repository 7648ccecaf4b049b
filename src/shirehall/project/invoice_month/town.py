"""What stands before the month begins: councils, officers, the service, the registers, and the files that will come."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from shirehall.departments.finance.registers.api import Coming, make_registers
from shirehall.departments.finance.samples.api import COUNCIL_MIX, Sample, make_samples
from shirehall.partnership import api as partnership

FIRST_ON = date(2026, 6, 1)
"""A Monday."""
BY = "month"


@dataclass(frozen=True, slots=True)
class Town:
    """The files of the month by the day on which they come, and the receipts that are still to come."""

    folder: Path
    samples: Mapping[str, Sample]
    arriving: Mapping[date, Sequence[Sample]]
    coming: Sequence[Coming]


def kinds_of(scans: int) -> tuple[str, ...]:
    """Twenty kinds in turn, so many of a hundred of them scans (in steps of five): the rest as a council has them."""
    paper = round(20 * scans / 100)
    rest = ("pdf-text", "pdf-text", "pdf-text", "xml", "pdf-text", "pdf-with-xml")
    return tuple("pdf-scan" if number < paper else rest[number % len(rest)] for number in range(20))


def prepare_town(*, count: int, seed: int, scans: int, folder: Path) -> Town:
    """Make the files into a folder and their registers into the database, on the morning of the first day."""
    at = datetime.combine(FIRST_ON, time(5), tzinfo=UTC)
    partnership.load_partnership(by=BY, at=at)
    partnership.make_demonstration_officers(by=BY, at=at)
    made = make_samples(
        count=count, seed=seed, folder=folder, kinds=kinds_of(scans), planted=COUNCIL_MIX, on=FIRST_ON
    )
    registers = json.loads((folder / "registers.json").read_text(encoding="utf-8"))
    held = make_registers(registers, by=BY, at=at)
    arriving: dict[date, list[Sample]] = {}
    for each in made:
        arriving.setdefault(each.arrives_on, []).append(each)
    return Town(folder, {each.file: each for each in made}, arriving, held.coming)
