"""Where a thing of a PDF's own space stands on the page that people see, which may be turned and cut."""

from collections.abc import Callable

import pypdfium2

Side = float
Placed = tuple[Side, Side, Side, Side]
"""Left, top, right, bottom in points from the upper left corner of the page as it is shown."""


def placer(page: pypdfium2.PdfPage) -> Callable[[Side, Side, Side, Side], Placed]:
    """What turns the left, bottom, right and top of a page's own space into a place on the page as it is shown."""
    left, bottom, right, top = page.get_cropbox()
    turned = page.get_rotation() % 360

    def place(x0: Side, y0: Side, x1: Side, y1: Side) -> Placed:
        if turned == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if turned == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if turned == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    return place
