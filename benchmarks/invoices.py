"""Reading suppliers' invoices against its goals: scanned pages a minute, text and XML invoices a second, memory over
10,000 of them. Over generated samples of every layout.

Run `make bench GOALS=invoices`. Speeds are reckoned by processor time, which is what one idle core would take: that of
the reading itself for scanned pages, that of the limited children as well for the others.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measuring.environment import SHORT
from benchmarks.measuring.reporting import say_value
from shirehall.departments.finance.reading.api import read_each, read_each_safely, read_invoice
from shirehall.departments.finance.reading.served import end_all
from shirehall.departments.finance.samples.api import make_samples

SCANS, TEXTS = (1, 3) if SHORT else (20, 40)
"""How many samples of each kind."""
ROUNDS = 1 if SHORT else 5
READ, EARLY = (12, 4) if SHORT else (10_000, 1_000)
"""How many invoices the memory is watched over, and after how many it is taken first."""
SCAN_EVERY = 250
LONGEST = 1800.0
"""No longer than so many seconds are the memory's readings gone on with."""
SEED = 20


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="shirehall-bench-") as name:
        folder = Path(name)
        samples = {
            kind: made(folder / kind, kind, SCANS if kind in ("pdf-scan", "image") else TEXTS)
            for kind in ("pdf-scan", "image", "pdf-text", "pdf-with-xml", "xml")
        }
        say_scans(samples["pdf-scan"] + samples["image"])
        for kind, told in (
            ("pdf-text", "text invoices"),
            ("pdf-with-xml", "PDF invoices with XML"),
            ("xml", "XML invoices"),
        ):
            say_a_second(told, samples[kind])
        say_memory([*samples["pdf-text"], *samples["pdf-with-xml"], *samples["xml"]], samples["pdf-scan"])
    return 0


def made(folder: Path, kind: str, count: int) -> list[bytes]:
    """The files of so many samples of a kind, of all layouts in turn."""
    samples = make_samples(count=count, seed=SEED, folder=folder, kinds=[kind])
    return [(folder / sample.file).read_bytes() for sample in samples]


def say_scans(files: Sequence[bytes]) -> None:
    """Pages a minute of processor time, after the first has loaded what is needed."""
    read_invoice(files[0])
    rates = []
    for _round in range(min(ROUNDS, 3)):
        begun, pages = time.process_time(), 0
        for content in files:
            pages += read_invoice(content).pages
        rates.append(60 * pages / (time.process_time() - begun))
    say_value("scanned pages a minute on one core", rates, at_least=40, unit="pages", files=len(files))


def say_a_second(told: str, files: Sequence[bytes]) -> None:
    """Invoices a second of processor time, each in a child of its own; and the slowest by the clock."""
    rates, slowest = [], []
    for _round in range(ROUNDS):
        begun, each = spent(), []
        for content in [*files] * (1 if SHORT else 3):
            before = time.monotonic()
            read_each_safely(content)
            each.append(time.monotonic() - before)
        # What children took is known once they and the process that made them have ended.
        end_all()
        rates.append(len(each) / (spent() - begun))
        slowest.append(statistics.quantiles(each[1:], n=20)[18])
    say_value(
        f"{told} a second on one core, each in a limited child",
        rates,
        at_least=5,
        unit="a second",
        files=len(files),
    )
    say_value(f"{told} in a limited child, p95", slowest, at_most=0.5, unit="s", files=len(files))


def spent() -> float:
    """Seconds of processor time that this process and those that it started and that have ended took."""
    mine, theirs = (resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def say_memory(files: Sequence[bytes], scans: Sequence[bytes]) -> None:
    """How much memory one process has that read 10,000 invoices, one after the other, to what it had after 1,000."""
    begun, early, read = time.monotonic(), 0, 0
    read_each(scans[0])
    for content in islice(mixed(files, scans), READ):
        read_each(content)
        read += 1
        if read == EARLY:
            early = resident()
        if time.monotonic() - begun > LONGEST:
            break
    say_value(
        f"memory after {read} invoices against {EARLY}", [resident() / early if early else float("inf")],
        at_most=1.1, unit="x", megabytes=round(resident() / 1024), read=read,
        seconds=round(time.monotonic() - begun),
    )  # fmt: skip


def mixed(files: Sequence[bytes], scans: Sequence[bytes]) -> Iterator[bytes]:
    """Texts and XML in turn, and a scan among every so many."""
    others, pictures = cycle(files), cycle(scans)
    place = 0
    while True:
        place += 1
        yield next(pictures) if place % SCAN_EVERY == 0 else next(others)


def resident() -> int:
    """The memory that this process has now, in kilobytes."""
    line = next(
        each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS")
    )
    return int(line.split()[1])


if __name__ == "__main__":
    sys.exit(main())
