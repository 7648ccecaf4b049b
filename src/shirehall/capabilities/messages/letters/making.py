"""A letter as a tagged PDF. The words go into Typst as data, never as its source."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.utils.translation import gettext as _

from shirehall.kernel.questions.wording import say_date

_SOURCE = Path(__file__).with_name("letter.typ")
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says. `to` and `sender` are lines; `blocks` as `markup.to_blocks` gives them; `colour` is
    `#rrggbb`. In `large_print` nothing that is to be read is smaller than 18 point; the address is, for its window."""

    council: str
    sender: Sequence[str]
    colour: str
    to: Sequence[str]
    reference: str
    subject: str
    blocks: Sequence[Mapping[str, Any]]
    at: datetime
    large_print: bool = False
    language: str = "en-GB"


def make_pdf(letter: Letter) -> bytes:
    """The letter as PDF/UA-1, in its language. The same letter gives the same bytes on the same machine."""
    local = letter.at.astimezone(_LONDON)
    given = {
        "council": letter.council,
        "sender": [*letter.sender],
        "colour": letter.colour,
        "to": [*letter.to] or [_("To the resident")],
        "reference": letter.reference,
        "reference_label": _("Reference:"),
        "page_label": _("Page"),
        "subject": letter.subject,
        "blocks": [*letter.blocks],
        "large": letter.large_print,
        "day": say_date(local.date()),
        "language": letter.language.split("-")[0],
        "date": {"year": local.year, "month": local.month, "day": local.day},
    }
    made = typst.compile(
        _SOURCE.read_bytes(), font_paths=_fonts(), sys_inputs={"letter": json.dumps(given)},
        pdf_standards=["ua-1"], timestamp=letter.at.astimezone(UTC).replace(microsecond=0),
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise TypeError("a letter is one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    """The machine's fonts, looked for once; the ones inside Typst serve where there are none."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
