"""Files or photographs. The channel stores what was uploaded; this reads the ids of documents already stored.

`raw[""]` lists the ids and `raw["name"]` the names people know them by, in the same order. Whether a document
belongs to the person who names it is for the channel to check, which alone can see them.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import typed, wording
from shirehall.kernel.questions.base import AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.values import FileGiven, Kind, Value

MOST_FILES = 20
MOST_NAME = 255
READABLE = "image/*,application/pdf,.heic,.heif"
"""What a browser offers to pick: a hint to the person. The upload itself is typed by its bytes elsewhere."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class File(QuestionType):
    name = "file"
    label = "File or photograph"
    kind: ClassVar[Kind] = "files"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "accept": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string"},
            "description": "The kinds of document that will do: payslip, bank_statement.",
        },
        "several": {
            "type": "boolean",
            "description": f"Whether more than one may be given, up to {MOST_FILES}.",
        },
    }

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        return (Box("", "file", accept=READABLE, required=not asked.optional),)

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        documents = [each for each in raw.get("") or () if each != ""]
        names = list(raw.get("name") or ())[: len(documents)]
        names += [""] * (len(documents) - len(names))
        return _made(asked, list(zip(documents, names, strict=True)))

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        if given is None:
            raise AnswerError(wording.upload(asked), missing=True)
        what = _('a list of {"document": id, "name": text}')
        if not isinstance(given, list):
            raise AnswerError(wording.must_be(asked, what))
        pairs = []
        for each in given:
            if (
                not isinstance(each, Mapping)
                or "document" not in each
                or not set(each) <= {"document", "name"}
            ):
                raise AnswerError(wording.must_be(asked, what))
            pairs.append((each["document"], each.get("name", "")))
        return _made(asked, pairs)

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        files = _files(value)
        return {"": [each.document for each in files], "name": [each.name for each in files]}

    def show(self, asked: Asked, value: Value) -> str:
        return "\n".join(each.name for each in _files(value))

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        raise AnswerError(_("We cannot take this in words. You can send it to us later"))

    def how_to_reply(self, asked: Asked) -> str:
        return ""


def _files(value: Value) -> tuple[FileGiven, ...]:
    return tuple(each for each in value if isinstance(each, FileGiven)) if isinstance(value, tuple) else ()


def _made(asked: Asked, pairs: Sequence[tuple[Any, Any]]) -> tuple[FileGiven, ...]:
    if not pairs:
        raise AnswerError(wording.upload(asked), missing=True)
    most = MOST_FILES if asked.settings.get("several") else 1
    if len(pairs) > most:
        sentence = (
            _("You can add {most} files at most. You added {count}")
            if most > 1
            else _("You can add only one file")
        )
        raise AnswerError(sentence.format(most=most, count=len(pairs)))
    files: dict[str, FileGiven] = {}
    for document, name in pairs:
        if not isinstance(document, str) or not _ID.fullmatch(document):
            raise AnswerError(_("A file could not be found. Add it again"))
        cleaned = typed.clean_line(asked, name) or document
        files[document] = FileGiven(document=document, name=typed.within(asked, cleaned, MOST_NAME))
    return tuple(files.values())


TYPE = File()
