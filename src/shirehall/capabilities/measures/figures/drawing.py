"""What several figures share: rows that hide small numbers, bars of them, times in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.hiding import few, hide, is_few
from shirehall.capabilities.measures.registry import Cell, Drawn, Row
from shirehall.capabilities.measures.rules import percentile, upper_edge
from shirehall.design.charts import Bar, Line, bar_chart, line_charts
from shirehall.design.formats import number, percent

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
_BANDS: Final = (2, MINUTE, HOUR, DAY, 7 * DAY, 28 * DAY)


def counted_rows(
    counts: Counts,
    found: Mapping[str, int],
    word: Callable[[str], str],
    drill: Callable[[str], Mapping[str, str]],
) -> tuple[Row, ...]:
    """A row for each code, the most first: its word and its count."""
    codes = sorted((code for code in found if found[code]), key=lambda code: (-found[code], code))
    shown = hide([found[code] for code in codes], public=counts.public)
    return tuple(
        Row(code, (word(code), count), drill(code)) for code, count in zip(codes, shown, strict=True)
    )


def bars(name: str, title: object, text: str, rows: Sequence[Row], *, at: int = 1) -> Markup:
    """A bar for each row; `at` is the cell with its count. A hidden number has words and no bar."""
    drawn = [_bar(str(row.cells[0]), row.cells[at]) for row in rows]
    return bar_chart(id=f"chart-{name}", title=str(title), text=text, bars=drawn) if drawn else Markup()


def _bar(label: str, cell: Cell) -> Bar:
    return Bar(label, cell) if isinstance(cell, int) else Bar(label, 0, str(cell))


def line(name: str, title: object, text: str, label: str, points: Sequence[tuple[str, float]]) -> Markup:
    """One line over time, where there are two points at least."""
    if len(points) < 2:
        return Markup()
    return line_charts(
        id=f"chart-{name}", title=str(title), text=text, lines=[Line(label, points)], columns=1
    )


def said(count: int, *, public: bool) -> str:
    """A count in a sentence."""
    return few() if public and is_few(count) else number(count)


def share_of(part: int, whole: int) -> str:
    """A share in a sentence."""
    return percent(part / whole) if whole else "–"


def can_show_share(part: int, whole: int, *, public: bool) -> bool:
    """Whether a share gives no small number away."""
    return bool(whole) and not (public and any(is_few(each) for each in (part, whole, whole - part)))


def in_words(seconds: float) -> str:
    """A time as people say it, rounded up to what it is counted in."""
    if seconds < 2:
        return _("the same second")
    for size, words in _SIZES:
        if seconds >= 1.5 * size:
            amount = round(seconds / size)
            return words(amount)
    return ngettext("%(n)s second", "%(n)s seconds", round(seconds)) % {"n": number(round(seconds))}


_SIZES: tuple[tuple[int, Callable[[int], str]], ...] = (
    (DAY, lambda n: ngettext("%(n)s day", "%(n)s days", n) % {"n": number(n)}),
    (HOUR, lambda n: ngettext("%(n)s hour", "%(n)s hours", n) % {"n": number(n)}),
    (MINUTE, lambda n: ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": number(n)}),
)


def banded(places: Mapping[str, int]) -> list[tuple[str, int]]:
    """A histogram in a few bands that people know."""
    words = (
        _("In the same second"), _("Within a minute"), _("Within an hour"), _("Within a day"), _("Within a week"),
        _("Within 4 weeks"), _("Longer than 4 weeks"),
    )  # fmt: skip
    bands = [0] * len(words)
    for place, count in places.items():
        edge = upper_edge(place)
        bands[next((index for index, top in enumerate(_BANDS) if edge <= top * 1.1), len(_BANDS))] += count
    return list(zip(words, bands, strict=True))


def times(counts: Counts, measure: str) -> tuple[float | None, float | None]:
    """Median and 95th percentile in seconds; None where they are too few to be told."""
    places = counts.by_key[measure]
    if counts.public and is_few(places.total()):
        return None, None
    return percentile(places, 0.5), percentile(places, 0.95)


def nothing(sentence: str) -> Drawn:
    """A figure of which there is nothing yet."""
    return Drawn(sentence=sentence, columns=(), rows=())


def whole_seconds(seconds: float | None) -> Cell:
    """For a program."""
    return None if seconds is None else round(seconds)
