"""A rehearsal of paper: the form is printed over HTTP, filled by a program, photographed badly, given to the post room
by an officer, confirmed where it is uncertain, and sent."""

import hashlib
import html
import json
import re
import time
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pypdf

from shirehall.casework.api import Rehearsal, RehearsalError
from shirehall.channels.paper.printing.keys import ALL, COUNCIL, LIST, NONE, SIGNATURE, SIGNING, Key
from shirehall.channels.paper.printing.plan import ROOM
from shirehall.channels.paper.trial.answers import NoRoomError, Written, written_for
from shirehall.channels.paper.trial.filling import TrialHand, blank_sheets, fill
from shirehall.channels.paper.trial.running import pdf_of
from shirehall.channels.paper.trial.spoiling import Spoiling, spoil
from shirehall.channels.paper.wishes import id_of
from shirehall.design.fields import html_name
from shirehall.design.questions import declined_by_option, typed_back
from shirehall.design.visiting import Visit, VisitError
from shirehall.kernel.api import Answer, Question
from shirehall.kernel.values import Repeat

_HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken)" value="([^"]*)"')
_MOST_ROUNDS, _MOST_WAITS, _WAIT = 8, 400, 0.2
_PHOTO = Spoiling(skew=2.0, blur=0.9, noise=7.0, shadow=0.15)


def rehearse(rehearsal: Rehearsal) -> str:
    """Apply on paper. Gives the reference. Raises RehearsalError."""
    try:
        return _Paper(rehearsal).apply()
    except VisitError as error:
        raise RehearsalError(str(error)) from error


@cache
def _signed_in(url: str, email: str, password: str) -> Visit:
    """The officer, at work: a code serves once, so nobody signs in for each rehearsal."""
    return Visit(url).sign_in(email, password)


class _Paper:
    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.random = np.random.default_rng(
            int(hashlib.sha256(f"{rehearsal.service}{rehearsal.number}".encode()).hexdigest()[:8], 16)
        )
        self.officer = _signed_in(rehearsal.url, *rehearsal.officer)

    def apply(self) -> str:
        """From the printed form to the reference."""
        photo = self._photo(self._printed())
        self._give_in(photo)
        for _round in range(_MOST_ROUNDS):
            if 'id="send-form"' in self.officer.main:
                return self._send()
            typed = self._typed()
            if not typed:
                break
            self.officer.send(typed, form='id="keep-answers"')
        raise RehearsalError(f"the form was not ready to be sent: {self.officer.says[:600]}")

    def _printed(self) -> bytes:
        """The form, as a resident gets it."""
        resident = Visit(self.rehearsal.url).open(f"/paper/{self.rehearsal.service}/")
        most = max((len(items) for items in map(self._items, self._repeats())), default=0)
        asked = {"size": "standard", "council": self.rehearsal.authority, "room": str(max(ROOM, most))}
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(resident.main)}
        answer = resident.session.post(
            resident.url, {**hidden, **asked}, headers={"Referer": resident.url}, timeout=60
        )
        if answer.status_code != 200 or not answer.content.startswith(b"%PDF-"):
            raise RehearsalError(f"no form was printed: {answer.status_code}")
        return answer.content

    def _repeats(self) -> list[str]:
        return [page.repeat for page in self.rehearsal.version.service.pages if page.repeat]

    def _items(self, repeat: str) -> tuple[Mapping[str, Any], ...]:
        answer = self.rehearsal.answers.get(repeat)
        return answer.value.items if answer and isinstance(answer.value, Repeat) else ()

    def _photo(self, pdf: bytes) -> bytes:
        """The sheets, filled and photographed, in no order."""
        attached = pypdf.PdfReader(BytesIO(pdf)).attachments
        boxes = json.loads(attached["boxes.json"][0])["boxes"]
        sheets = blank_sheets(pdf)
        fill(sheets, boxes, self._written(boxes), lambda: TrialHand(self.random))
        order = self.random.permutation(len(sheets))
        return pdf_of([spoil(sheets[each], _PHOTO, self.random) for each in order])

    def _written(self, boxes: list[Mapping[str, Any]]) -> Written:
        """What is written; what has no room is left out, and told to the officer who asks."""
        left: set[str] = set()
        while True:
            try:
                on = self.rehearsal.on.strftime("%d%m%Y")
                return written_for(
                    self.rehearsal.version, self.rehearsal.answers, boxes, authority=self.rehearsal.authority,
                    signed=on, without=left,
                )  # fmt: skip
            except NoRoomError as error:
                if str(error) in left:
                    raise RehearsalError(f"{error} has no room on the form") from error
                left.add(str(error))

    def _give_in(self, photo: bytes) -> None:
        """Give the photo to the post room, wait until it is read, and open the form that it was found to be."""
        officer = self.officer.open("/desk/post-room/")
        officer.send({}, files={"scans": ("post.pdf", photo, "application/pdf")}, form='name="scans"')
        path = officer.path
        for _wait in range(_MOST_WAITS):
            found = re.search(r'href="(/desk/post-room/form/[^"]+/)"', officer.main)
            if found and "are being read" not in officer.says:
                officer.open(found[1])
                return
            time.sleep(_WAIT)
            officer.open(path)
        raise RehearsalError(f"the post was not read: {officer.says[:600]}")

    def _typed(self) -> dict[str, Any]:
        """What an officer types who knows the answers, for the boxes that the page asks about."""
        typed: dict[str, Any] = {}
        for key, question, answer in self._known():
            name = id_of(key)
            if f'name="{name}-here"' in self.officer.main:
                typed |= _fields(name, key, question, answer)
                typed.setdefault(f"{name}-here", "1")
        return typed

    def _known(self) -> list[tuple[Key, Question | None, Answer | str | None]]:
        """Everything that a form may ask, with what is true."""
        answers = self.rehearsal.answers
        found: list[tuple[Key, Question | None, Answer | str | None]] = [
            (Key(SIGNING, 0, SIGNATURE), None, "signed"),
            (Key(SIGNING, 0, COUNCIL), None, self.rehearsal.authority),
        ]
        for page in self.rehearsal.version.service.pages:
            if not page.repeat:
                found += [
                    (Key(page.name, 0, each.fact), each, answers.get(each.fact)) for each in page.questions
                ]
                continue
            items = self._items(page.repeat)
            found.append((Key(page.name, 0, LIST), None, ALL if items else NONE))
            for number, item in enumerate(items, start=1):
                for each in page.questions:
                    value = item.get(each.fact)
                    given = Answer("known", value) if value is not None else None
                    found.append((Key(page.name, number, each.fact), each, given))
        return found

    def _send(self) -> str:
        code = self.officer.path.strip("/").split("/")[-1]
        self.officer.send({}, at=f"/desk/post-room/form/{code}/send/", form='id="send-form"')
        found = re.search(r"has the reference ([0-9A-Z-]+)", self.officer.says)
        if not found:
            raise RehearsalError(f"the form was not sent: {self.officer.says[:600]}")
        return found[1]


def _fields(name: str, key: Key, question: Question | None, answer: Answer | str | None) -> dict[str, Any]:
    if question is None or isinstance(answer, str):
        return {name: answer}
    declined = answer is not None and answer.state == "declined"
    if declined and not declined_by_option(question):
        return {f"{name}-decline": "1"}
    typed = typed_back(question, answer.value if answer else None, declined=declined)
    if not typed:
        return {f"{name}-nothing": "1"}
    return {html_name(name, box): list(texts) for box, texts in typed.items()}
