"""What of a PDF page may not look as its text layer says: letters that are not drawn or drawn in white, and what lies
over letters or under all of them."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from shirehall.departments.finance.reading.placing import Placed, placer

MOST_OBJECTS = 8_000
DEEPEST = 6
WHITE = 225
FAINT = 90
LARGE = 0.2
"""A picture that covers such a part of the page may be what is seen instead of the text."""
_NOT_DRAWN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(frozen=True)
class Doubtful:
    """Places of a page whose letters may not be seen as they are said. `covered` are what is drawn over other things,
    each with how many things were drawn before it; `everywhere` that there were too many things to look at."""

    letters: tuple[Placed, ...] = ()
    covered: tuple[Placed, ...] = ()
    everywhere: bool = False

    def touches(self, box: Placed) -> bool:
        """Whether a place is among them."""
        return self.everywhere or any(_overlap(box, each) > 0.2 for each in (*self.letters, *self.covered))


def doubtful(page: pypdfium2.PdfPage) -> Doubtful:
    """The places of a page that need a second look."""
    width, height = page.get_size()
    letters: list[Placed] = []
    covered: list[Placed] = []
    texts: list[Placed] = []
    for count, (thing, place) in enumerate(_things(page)):
        if count >= MOST_OBJECTS:
            return Doubtful(everywhere=True)
        if thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(place)
            if _is_hidden(thing):
                letters.append(place)
        elif _is_picture(thing, place, width * height) or (
            _covers(thing) and any(_overlap(text, place) > 0.2 for text in texts[-600:])
        ):
            covered.append(place)
    return Doubtful(tuple(letters), (*covered, *_notes(page)))


def _things(page: pypdfium2.PdfPage) -> Iterator[tuple[pypdfium2.PdfObject, Placed]]:
    """What is drawn, in its order, with its place; what lies in a group has the place of the whole group."""
    place_of = placer(page)
    group: Placed | None = None
    for thing in page.get_objects(max_depth=DEEPEST):
        if thing.level == 0:
            try:
                place = place_of(*thing.get_bounds())
            except pypdfium2.PdfiumError:
                continue
            group = place if thing.type == pdfium.FPDF_PAGEOBJ_FORM else None
            yield thing, place
        elif group is not None:
            yield thing, group


def _is_hidden(thing: pypdfium2.PdfObject) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(thing) in _NOT_DRAWN:
        return True
    colour = _colour(thing)
    return colour is not None and (min(colour[:3]) >= WHITE or colour[3] <= FAINT)


def _colour(thing: pypdfium2.PdfObject) -> tuple[int, int, int, int] | None:
    parts = [ctypes.c_uint() for _part in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(thing, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _is_picture(thing: pypdfium2.PdfObject, place: Placed, page: float) -> bool:
    """Whether a picture is so large that the text may lie under it, or over it unseen."""
    area = max(0.0, place[2] - place[0]) * max(0.0, place[3] - place[1])
    return thing.type in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING) and area > LARGE * page


def _covers(thing: pypdfium2.PdfObject) -> bool:
    """Whether a thing hides what was drawn before it."""
    if thing.type in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
        return True
    if thing.type != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(thing, fill, stroke) or not fill.value:
        return False
    colour = _colour(thing)
    return colour is None or colour[3] > FAINT


def _notes(page: pypdfium2.PdfPage) -> Iterator[Placed]:
    """Notes and stamps that lie over the page. Links and fields draw nothing that hides."""
    place_of = placer(page)
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), 500)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind, side = pdfium.FPDFAnnot_GetSubtype(note), pdfium.FS_RECTF()
        found = pdfium.FPDFAnnot_GetRect(note, side)
        pdfium.FPDFPage_CloseAnnot(note)
        if found and kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            yield place_of(side.left, side.bottom, side.right, side.top)


def _overlap(box: Placed, other: Placed) -> float:
    """The part of a box that another one covers."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / (max(box[2] - box[0], 0.1) * max(box[3] - box[1], 0.1))
