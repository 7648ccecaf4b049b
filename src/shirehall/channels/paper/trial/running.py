"""The trial: forms are printed, filled, spoiled, read as the post is read, and held against the truth."""

import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shirehall.channels.paper.printing.keys import SIGNING, Key, key_of
from shirehall.channels.paper.printing.plan import Council, plan_form
from shirehall.channels.paper.printing.setting import Heading, SetForm, set_form
from shirehall.channels.paper.printing.sizes import LARGE, SIZES, STANDARD
from shirehall.channels.paper.proposing import by_question, propose
from shirehall.channels.paper.reading.child import Page, Read, Wanted, read_file
from shirehall.channels.paper.reading.signs import ALLOWED
from shirehall.channels.paper.trial.answers import Written, written_for
from shirehall.channels.paper.trial.filling import LearnedHand, TrialHand, blank_sheets, fill
from shirehall.channels.paper.trial.inventing import invent
from shirehall.channels.paper.trial.spoiling import Spoiling, spoil
from shirehall.kernel.api import Answers, Question, Version
from shirehall.kernel.values import Repeat, Value

Picture = NDArray[np.uint8]
_COUNCILS = (Council("north_dorset", "North Dorset"), Council("west_dorset", "West Dorset"))
_SIGNED = "22112026"


@dataclass
class Form:
    """A form of the trial: what was printed, what was meant, and what was read of it."""

    code: str
    version: Version
    made: SetForm
    answers: Answers
    written: Written
    unseen: bool
    read: dict[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass
class Figures:
    """What came of a trial. `boxes` are the ticks that were made and the digits that were written."""

    seed: int
    sheets: int = 0
    found: int = 0
    boxes: int = 0
    right: int = 0
    no_person: int = 0
    capitals: int = 0
    capitals_right: int = 0
    values: int = 0
    certain: int = 0
    wrong_certain: list[str] = field(default_factory=list)
    confusion: Counter[str] = field(default_factory=Counter)
    unseen: dict[str, int] = field(default_factory=lambda: {"boxes": 0, "right": 0, "no_person": 0})
    seconds_a_sheet: float = 0.0

    def told(self) -> dict[str, Any]:
        """The figures as JSON; shares from 0 to 1."""
        return {
            "seed": self.seed, "sheets": self.sheets, "found": self.found, "boxes": self.boxes,
            "right": _share(self.right, self.boxes), "no_person": _share(self.no_person, self.boxes),
            "unseen_boxes": self.unseen["boxes"],
            "unseen_right": _share(self.unseen["right"], self.unseen["boxes"]),
            "unseen_no_person": _share(self.unseen["no_person"], self.unseen["boxes"]),
            "capitals": self.capitals, "capitals_right": _share(self.capitals_right, self.capitals),
            "values": self.values, "certain": self.certain, "wrong_certain": self.wrong_certain,
            "confusion": dict(self.confusion.most_common()), "seconds_a_sheet": round(self.seconds_a_sheet, 2),
        }  # fmt: skip


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def run_trial(versions: Sequence[Version], *, seed: int, sheets: int, on: date) -> Figures:
    """Print and fill forms of the services until there are so many sheets, spoil them, read them in one file, and
    count. About half of the sheets are filled with strokes that were not learned from; every fifth form is in large
    print."""
    random = np.random.default_rng(seed)
    figures = Figures(seed)
    forms: list[Form] = []
    pictures: list[Picture] = []
    seen: list[bool] = []
    while len(pictures) < sheets:
        number = len(forms)
        unseen = sum(seen) * 2 < len(pictures)
        form, filled = _filled(versions[number % len(versions)], number, seed, random, on, unseen=unseen)
        seen += [unseen] * len(filled)
        forms.append(form)
        pictures += filled[: sheets - len(pictures)]
        figures.sheets = len(pictures)
    order = random.permutation(len(pictures))
    spoiled = [spoil(pictures[each], Spoiling(), random) for each in order]
    started = time.perf_counter()
    figures.found = _read_back(spoiled, {each.code: each for each in forms})
    figures.seconds_a_sheet = (time.perf_counter() - started) / max(1, len(spoiled))
    for form in forms:
        _count(form, figures, on)
    return figures


def _filled(
    version: Version, number: int, seed: int, random: np.random.Generator, on: date, *, unseen: bool
) -> tuple[Form, list[Picture]]:
    sizes = SIZES[LARGE if number % 5 == 4 else STANDARD]
    code = f"T{seed}F{number}"
    plan = plan_form(version, sizes=sizes, councils=_COUNCILS)
    heading = Heading(
        version.service.title, "Trial Council", "7K4-92M-CTR", (), ("Trial Council",), (),
        lambda sheet: f"SH1.{code}.{sheet}.TRIALTRIALTRIAL",
    )  # fmt: skip
    made = set_form(plan, heading, sizes=sizes)
    answers = invent(version, random, on=on)
    written = written_for(version, answers, made.layout["boxes"], authority="west_dorset", signed=_SIGNED)
    pictures = blank_sheets(made.pdf)
    fill(
        pictures, made.layout["boxes"], written, lambda: TrialHand(random) if unseen else LearnedHand(random)
    )
    return Form(code, version, made, answers, written, unseen), pictures


def _read_back(pictures: Sequence[Picture], forms: Mapping[str, Form]) -> int:
    """Read all in one file, by the process that reads the post. Gives how many sheets found their form."""
    found = 0

    def choose(page: Page) -> list[Wanted]:
        wanted = []
        for text in page.codes:
            _sign, code, sheet, _rest = text.split(".")
            wanted.append(Wanted(text, forms[code].made.layout, int(sheet)))
        return wanted

    def keep(page: Page, wanted: Sequence[Wanted], read: Sequence[Read]) -> None:
        nonlocal found
        for each, sheet in zip(wanted, read, strict=True):
            if sheet.picture:
                found += 1
                form = forms[each.code.split(".")[1]]
                form.read |= {box["key"]: box for box in sheet.boxes}

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "post.pdf"
        path.write_bytes(pdf_of(pictures))
        geometry = {
            key: value for key, value in next(iter(forms.values())).made.layout.items() if key != "boxes"
        }
        read_file(path, Path(folder), geometry, choose=choose, keep=keep, seconds=600)
    return found


def pdf_of(pictures: Sequence[Picture]) -> bytes:
    """Pictures of sheets as the pages of one PDF, as a scanner makes it."""
    out = BytesIO()
    first, *others = [Image.fromarray(each) for each in pictures]
    first.save(out, "PDF", save_all=True, append_images=others, resolution=200, quality=92)
    return out.getvalue()


def _count(form: Form, figures: Figures, on: date) -> None:
    certain: dict[Key, bool] = {}
    for key, read in by_question(form.read.values()).items():
        question = _question(form.version, key)
        if key.page == SIGNING or question is None:
            continue
        proposal = propose(key, question, read, on=on)
        meant = _meant(form, key)
        certain[key] = proposal.certain
        figures.values += 1
        figures.certain += proposal.certain
        if proposal.certain and not _same(proposal.value, meant):
            figures.wrong_certain.append(f"{form.code} {key}: {proposal.value!r} for {meant!r}")
    for box in form.made.layout["boxes"]:
        seen = form.read.get(box["key"])
        if seen is not None:
            _count_box(form, box, seen, certain, figures)


def _count_box(
    form: Form, box: Mapping[str, Any], read: Mapping[str, Any], certain: Mapping[Key, bool], figures: Figures
) -> None:  # fmt: skip
    key = key_of(box["key"])
    needs_nobody = certain.get(Key(key.page, key.item, key.fact), True) or _stands_alone(key, read)
    text = form.written.get(box["key"], "")
    if box["kind"] == "tick":
        seen = "x" if read["state"] == "ticked" else "" if read["state"] == "empty" else "?"
        _one(form, figures, "tick", text, seen, needs_nobody=needs_nobody)
    elif box["kind"] == "cells":
        for number, each in enumerate(read["seen"]):
            meant = text[number : number + 1].strip()
            if box["signs"] == "digits" or (box["signs"] not in ALLOWED and meant.isdigit()):
                _one(form, figures, "digit", meant, each["sign"], needs_nobody=needs_nobody)
            elif meant or each["sign"]:
                figures.capitals += 1
                figures.capitals_right += meant == each["sign"]
                if meant != each["sign"]:
                    figures.confusion[f"capital {meant or 'empty'} read as {each['sign'] or 'empty'}"] += 1


def _stands_alone(key: Key, read: Mapping[str, Any]) -> bool:
    """Whether a box of a question that has several (an account: its name, its number) is sure by itself: the officer
    who is shown another box of it need not look at this one."""
    return bool(key.box) and read["kind"] == "cells" and all(each["sure"] for each in read["seen"])


def _one(form: Form, figures: Figures, what: str, meant: str, seen: str, *, needs_nobody: bool) -> None:
    if not meant and not seen:
        return
    figures.boxes += 1
    figures.right += meant == seen
    figures.no_person += needs_nobody
    if form.unseen:
        figures.unseen["boxes"] += 1
        figures.unseen["right"] += meant == seen
        figures.unseen["no_person"] += needs_nobody
    if meant != seen:
        figures.confusion[f"{what} {meant or 'empty'} read as {seen or 'empty'}"] += 1


def _question(version: Version, key: Key) -> Question | None:
    page = next((each for each in version.service.pages if each.name == key.page), None)
    return (
        next((each for each in page.questions if each.fact == key.fact), None) if page and key.fact else None
    )


def _meant(form: Form, key: Key) -> Value | None:
    page = next(each for each in form.version.service.pages if each.name == key.page)
    if page.repeat:
        answer = form.answers.get(page.repeat)
        items = answer.value.items if answer and isinstance(answer.value, Repeat) else ()
        return items[key.item - 1].get(key.fact) if key.item <= len(items) else None
    answer = form.answers.get(key.fact)
    return answer.value if answer else None


def _same(read: Value | None, meant: Value | None) -> bool:
    """The same, whatever the case: paper has capitals only."""
    return repr(read).casefold() == repr(meant).casefold()
