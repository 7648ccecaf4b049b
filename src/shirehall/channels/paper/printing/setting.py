"""Setting a form with Typst: the PDF, and the spots of its boxes. The words go in as data, never as Typst's source."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.translation import gettext as _

from shirehall.channels.paper.printing.layout import Spot, layout_of, offsets
from shirehall.channels.paper.printing.shapes import Ask, Combs, Lines, Plan, Section, Shape, Ticks, Words
from shirehall.channels.paper.printing.sizes import BOTTOM, MARK, MARKS, QR, SIDE, TOP, Sizes

_SOURCE = Path(__file__).with_name("form.typ")
_SHORT_WORDS, _IN_COLUMNS = 26, 3


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands round the questions. `code_of` gives the text of the QR code of a sheet."""

    title: str
    council: str
    reference: str
    intro: tuple[str, ...]
    send_to: tuple[str, ...]
    send: tuple[str, ...]
    code_of: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class SetForm:
    """A form that was set: its PDF, and its layout as JSON."""

    pdf: bytes
    layout: dict[str, Any]


def set_form(plan: Plan, heading: Heading, *, sizes: Sizes) -> SetForm:
    """Set it as PDF/UA-1. It is set twice: first to learn where the boxes lie and how many sheets there are."""
    given = _given(plan, heading, sizes)
    source, fonts = _SOURCE.read_bytes(), _fonts()
    found = typst.query(
        source, "<spot>", field="value", font_paths=fonts, sys_inputs={"form": json.dumps(given)}
    )
    spots = [Spot(each["key"], each["sheet"], each["x"], each["y"]) for each in json.loads(found)]
    given["codes"] = [_drawn(heading.code_of(sheet)) for sheet in range(1, _sheets(source, fonts, given) + 1)]
    layout = layout_of(plan, spots, sizes) | {"sheets": len(given["codes"])}
    given["layout"] = json.dumps(layout)
    pdf = typst.compile(
        source, font_paths=fonts, sys_inputs={"form": json.dumps(given)}, pdf_standards=["ua-1"]
    )
    if not isinstance(pdf, bytes):
        raise TypeError("a form is one file")
    return SetForm(pdf, layout)


def _sheets(source: bytes, fonts: typst.Fonts, given: dict[str, Any]) -> int:
    """How many sheets there are; the last may have no box on it."""
    found = typst.query(
        source, "<end>", field="value", font_paths=fonts, sys_inputs={"form": json.dumps(given)}
    )
    return int(json.loads(found)[0])


def _given(plan: Plan, heading: Heading, sizes: Sizes) -> dict[str, Any]:
    return {
        "title": heading.title,
        "council": heading.council,
        "reference": heading.reference,
        "reference_label": _("Reference:"),
        "sheet_label": _("Sheet"),
        "of_label": _("of"),
        "code_label": _("A code for our scanner"), "layout": "",
        "layout_label": _("Where the boxes lie, for programs"),
        "intro": [_("The reference of this form is %(reference)s.") % {"reference": heading.reference},
                  *heading.intro],
        "how": [
            _("Write with a black or blue pen, in CAPITAL LETTERS."),
            _("Put one letter or number in each box. Leave a box empty for a space."),
            _("Put a tick in the box of your answer. If you make a mistake, fill the whole box and tick another."),
            _("Leave the boxes empty where a question is not for you."),
        ],
        "send_title": _("Where to send this form"),
        "send": list(heading.send),
        "send_to": list(heading.send_to),
        "size": {
            "text": sizes.text, "tick": sizes.tick, "cell_width": sizes.cell_width,
            "cell_height": sizes.cell_height, "line": sizes.line,
        },
        "side": SIDE, "top": TOP, "bottom": BOTTOM, "mark": MARK, "marks": [list(each) for each in MARKS],
        "qr": list(QR), "codes": [],
        "sections": [_section(each, sizes) for each in plan.sections],
    }  # fmt: skip


def _section(section: Section, sizes: Sizes) -> dict[str, Any]:
    asks = [_ask(each, sizes) for each in section.asks]
    return {"title": section.title, "notes": list(section.notes), "asks": asks, "sub": section.sub}


def _ask(ask: Ask, sizes: Sizes) -> dict[str, Any]:
    shapes = [_shape(each, sizes) for each in ask.shapes]
    return {"number": ask.number, "ask": ask.ask, "notes": list(ask.notes), "shapes": shapes}


def _shape(shape: Shape, sizes: Sizes) -> dict[str, Any]:
    match shape:
        case Ticks(ticks):
            short = all(len(each.words) <= _SHORT_WORDS * 11.5 / sizes.text for each in ticks)
            columns = min(len(ticks), _IN_COLUMNS if sizes.text < 14 else 2) if short else 1
            made = [{"key": str(each.key), "words": each.words} for each in ticks]
            return {"kind": "ticks", "columns": columns, "ticks": made}
        case Combs(combs):
            return {"kind": "combs", "combs": [
                {
                    "key": str(each.key), "label": each.label, "before": each.before, "after": each.after,
                    "cells": (lefts := offsets(each.groups, sizes)), "width": lefts[-1] + sizes.cell_width,
                }
                for each in combs
            ]}  # fmt: skip
        case Lines(key, lines, label):
            return {"kind": "lines", "key": str(key), "lines": lines, "label": label}
        case Words(text):
            return {"kind": "words", "text": text}


def _drawn(code: str) -> str:
    out = BytesIO()
    segno.make_qr(code, error="q").save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    """The machine's fonts, looked for once; the ones inside Typst serve where there are none."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
