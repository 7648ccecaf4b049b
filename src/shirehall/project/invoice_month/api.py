"""The front door of the simulated month."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shirehall.design.formats import percent, pounds
from shirehall.project.invoice_month.days import Diary, live_days
from shirehall.project.invoice_month.findings import Findings, find_out
from shirehall.project.invoice_month.town import prepare_town

__all__ = ["Findings", "Month", "in_words", "live_month"]


@dataclass(frozen=True, slots=True)
class Month:
    """What was found, and what it took. `seconds` in all."""

    findings: Findings
    diary: Diary
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            **self.findings.to_json(), "seconds": round(self.seconds, 1), "runs": self.diary.runs,
            "receipts": self.diary.receipts, "answers": dict(self.diary.answers.given),
            "answers_refused": self.diary.answers.refused,
            "seconds_of": {what: round(taken, 1) for what, taken in self.diary.seconds.items()},
        }  # fmt: skip


def live_month(
    *, count: int, seed: int, scans: int, folder: Path, say: Callable[[str], Any] = lambda _line: None
) -> Month:
    """Live a month of so many invoices, `scans` of a hundred of them scans. The files come to lie in `folder`. The
    database is prepared, empty, and has the services published."""
    began = time.perf_counter()
    town = prepare_town(count=count, seed=seed, scans=scans, folder=folder)
    made = time.perf_counter() - began
    say(f"{count} files made, with their registers")
    diary = live_days(town, say=say)
    diary.seconds = {"making the files": made, **diary.seconds}
    return Month(find_out(town), diary, time.perf_counter() - began)


def in_words(month: Month) -> str:
    """The figures, for people."""
    found, of = month.findings, month.findings.share
    lines = [
        f"{found.came} files came; {found.should_be_paid} of them were to be paid as they stood.",
        f"paid within 5 working days with nobody's hand on them: {percent(of(found.machine_within_5))}",
        f"paid within 5 working days: {percent(of(found.paid_within_5))}",
        f"paid within 30 days: {percent(of(found.paid_within_30))}",
        f"approved on the day they came: {percent(of(found.approved_same_day))}",
        f"paid in all: {found.paid}, {pounds(found.amount_paid)} in {month.diary.runs} runs",
        f"paid that should not have been: {len(found.paid_wrongly)}",
        *(f"  {each}" for each in found.paid_wrongly[:50]),
        "", f"{'planted':22}{'asked of':16}{'came':>6}{'at once':>9}{'once read':>11}{'earlier':>9}{'elsewhere':>11}",
    ]  # fmt: skip
    for each in sorted(found.routed.values(), key=lambda one: one.planted):
        reached = f"{each.came:>6}{each.at_once:>9}{each.after_reading:>11}{each.earlier_check:>9}"
        lines.append(f"{each.planted:22}{each.queue:16}{reached}{len(each.elsewhere):>11}")
        lines += [f"    {name}" for name in each.elsewhere[:10]]
    lines += [
        "",
        "asked first: " + ", ".join(f"{row} {count}" for row, count in found.first_asked.most_common()),
    ]
    for title, names in (
        ("still waiting at the end", found.still_waiting), ("good ones that were rejected", found.good_rejected),
        ("answers that were refused", month.diary.answers.refused),
        ("receipts that were refused", month.diary.refused),
    ):  # fmt: skip
        lines += [f"{title}: {len(names)}", *(f"    {name}" for name in names[:20])]
    taken = ", ".join(f"{what} {seconds:.0f} s" for what, seconds in month.diary.seconds.items())
    lines += [f"time: {month.seconds:.0f} s ({taken})"]
    return "\n".join(lines)
