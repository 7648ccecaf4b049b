"""Reading a file of the post: each sheet finds its form by its code, by its printed reference, or by a person."""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from shirehall.capabilities.documents.api import Document, content_of, store
from shirehall.casework.api import ReferenceProblem, read_reference
from shirehall.casework.references import ALPHABET
from shirehall.channels.paper.channel import NAME
from shirehall.channels.paper.codes import read_code
from shirehall.channels.paper.models import PrintedForm, Scan, Sheet
from shirehall.channels.paper.printing.sizes import FOOT, MARK, MARKS, PAGE, QR, REFERENCE
from shirehall.channels.paper.reading.child import Page, Read, ReadingFailedError, Wanted, read_file
from shirehall.channels.paper.settling import settle

GEOMETRY: Mapping[str, Any] = {
    "page": list(PAGE), "mark": MARK, "marks": [list(each) for each in MARKS], "qr": list(QR), "foot": list(FOOT),
    "reference": list(REFERENCE), "signs": ALPHABET,
}  # fmt: skip
"""Where the marks of every sheet lie, whichever form it is."""
_SIGNS = re.compile(r"[0-9A-Z]{3}\W?[0-9A-Z]{3}\W?[0-9A-Z]{3}")
_NUMBER = re.compile(r"\D(\d{1,3}) of \d")


@dataclass(frozen=True, slots=True)
class Found:
    """What a page was found to be: a sheet of a form, or why not."""

    state: str
    form: PrintedForm | None = None
    number: int = 0
    wanted: Wanted | None = None
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said a page is."""

    page: int
    form: PrintedForm
    number: int


def read_scan(*, scan: Scan, at: datetime, told: Told | None = None) -> None:
    """Read a file, and place its sheets. Doing it again changes nothing; `told` reads one page again as the sheet that
    a person says it is."""
    if scan.document is None:
        return
    forms: dict[int, PrintedForm] = {}
    seen: dict[int, Sequence[Found]] = {}

    def choose(page: Page) -> list[Wanted]:
        seen[page.number] = _found(page, told)
        return [each.wanted for each in seen[page.number] if each.wanted]

    def keep(page: Page, wanted: Sequence[Wanted], read: Sequence[Read]) -> None:
        answers = dict(zip(map(id, wanted), read, strict=True))
        for found in seen[page.number]:
            result = answers.get(id(found.wanted)) if found.wanted else None
            _keep_sheet(scan, page.number, found, result, at, by_person=told is not None)
            if found.form:
                forms[found.form.pk] = found.form

    why = ""
    with tempfile.TemporaryDirectory(prefix="shirehall-post-") as folder:
        path = Path(folder) / "post"
        path.write_bytes(content_of(scan.document))
        try:
            read_file(path, Path(folder), GEOMETRY, choose=choose, keep=keep)
        except ReadingFailedError as error:
            why = error.code
    if told is None:
        state = Scan.State.REFUSED if why else Scan.State.READ
        Scan.objects.filter(pk=scan.pk).update(state=state, why=why, pages=len(seen))
    for form in forms.values():
        settle(form=form, at=at)


def _found(page: Page, told: Told | None) -> list[Found]:
    if told is not None:
        if page.number != told.page:
            return []
        wanted = Wanted(
            page.codes[0] if page.codes else "", told.form.layout, told.number, _upright(page.words)
        )
        return [Found(Sheet.State.READ, told.form, told.number, wanted if page.codes or page.words else None)]
    if page.codes:
        return [_by_code(text) for text in page.codes]
    return [_by_words(page.words)]


def _upright(words: Sequence[str]) -> int:
    """Which way up is the right one: that in which most of the foot can be read."""
    lengths = [len(re.findall(r"[A-Za-z0-9]", each)) for each in words]
    return lengths.index(max(lengths)) if lengths else 0


def _by_code(text: str) -> Found:
    said = read_code(text)
    if said is None:
        return Found(Sheet.State.FORGED)
    form = PrintedForm.objects.select_related("draft").filter(code=said.code).first()
    if form is None:
        return Found(Sheet.State.UNKNOWN)
    if not form.version.upper().startswith(said.version) or not 1 <= said.sheet <= form.sheets:
        return Found(Sheet.State.FORGED)
    return _placed(form, said.sheet, Wanted(text, form.layout, said.sheet))


def _by_words(words: Sequence[str]) -> Found:
    """By the reference at the foot, where exactly one form has it."""
    for place, text in enumerate(words):
        number = _NUMBER.search(text)
        for signs in _SIGNS.findall(text.upper()):
            try:
                reference = read_reference(signs)
            except ReferenceProblem:
                continue
            forms = list(PrintedForm.objects.select_related("draft").filter(reference=reference)[:2])
            if len(forms) == 1 and number and 1 <= int(number[1]) <= forms[0].sheets:
                wanted = Wanted("", forms[0].layout, int(number[1]), place)
                return _placed(forms[0], int(number[1]), wanted, by_words=True)
    return Found(Sheet.State.NO_CODE)


def _placed(form: PrintedForm, number: int, wanted: Wanted, *, by_words: bool = False) -> Found:
    sent = form.draft is not None and form.draft.sent_case_id is not None
    return Found(Sheet.State.SENT if sent else Sheet.State.READ, form, number, wanted, by_words)


def _keep_sheet(
    scan: Scan, page: int, found: Found, read: Read | None, at: datetime, *, by_person: bool
) -> None:  # fmt: skip
    boxes = list(read.boxes) if read else []
    with transaction.atomic():
        if found.form is not None:
            PrintedForm.objects.select_for_update(of=("self",)).get(pk=found.form.pk)
        earlier = Sheet.objects.filter(scan=scan, page=page, form=found.form, number=found.number)
        if earlier.exclude(state__in=(Sheet.State.NO_MARKS, Sheet.State.NO_CODE)).exists() and not by_person:
            return
        state = _state(found, boxes, read)
        document = _picture(scan, page, read, at)
        if by_person:
            Sheet.objects.filter(scan=scan, page=page, state__in=_UNPLACED).delete()
        Sheet.objects.create(
            scan=scan, page=page, form=found.form, number=found.number, state=state, by_words=found.by_words,
            document=document, read=boxes, at=at,
        )  # fmt: skip


_UNPLACED = (Sheet.State.NO_CODE, Sheet.State.UNKNOWN, Sheet.State.FORGED, Sheet.State.NO_MARKS)


def _state(found: Found, boxes: Sequence[Mapping[str, Any]], read: Read | None) -> str:
    if found.form is None or found.state != Sheet.State.READ:
        return found.state
    if read is None or not read.picture:
        return Sheet.State.NO_MARKS
    standing = Sheet.objects.filter(form=found.form, number=found.number, state=Sheet.State.READ).first()
    if standing is None:
        return Sheet.State.READ
    return Sheet.State.REPEATED if _said(standing.read) == _said(boxes) else Sheet.State.DIFFERS


def _said(boxes: Sequence[Mapping[str, Any]]) -> str:
    """What stands on a sheet, without how sure it is: the same sheet scanned twice says the same."""
    said = {}
    for each in boxes:
        if each["kind"] == "cells":
            said[each["key"]] = "".join(seen["sign"] or " " for seen in each["seen"])
        else:
            said[each["key"]] = str(each.get("state", each.get("ink")))
    return json.dumps(said, sort_keys=True)


def _picture(scan: Scan, page: int, read: Read | None, at: datetime) -> Document | None:
    """The straightened sheet, for an officer to see. It goes to a draft once the sheet is settled."""
    if read is None or not read.picture:
        return None
    by = scan.batch.by
    return store(
        content=read.picture, name=f"sheet-{page}.jpg", by=by, at=at, channel=NAME, kind=Document.Kind.POST
    )
