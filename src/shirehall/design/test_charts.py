# ruff: noqa: S314  (what is parsed is what we drew)
import re
from xml.etree import ElementTree as ET

import pytest

from shirehall.design.charts import Bar, Line, bar_chart, line_charts, stacked_bar

BARS = (Bar("By rule", 80), Bar("By an <officer>", 20, shown="20 of 100"))


def widths(svg: str) -> list[float]:
    return [
        float(found)
        for found in re.findall(r'class="sh-chart__\d" x="[\d.]+%" y="\d+" width="([\d.]+)%"', svg)
    ]


def test_bars_begin_at_zero_and_keep_their_proportion() -> None:
    svg = bar_chart(id="a", title="Paths", text="Most by rule", bars=BARS, unit="cases")
    ET.fromstring(svg)
    assert widths(svg) == [70.0, 17.5]
    assert "80 cases" in svg
    assert "20 of 100 cases" in svg
    assert "By an &lt;officer&gt;" in svg
    assert 'aria-labelledby="a-title a-desc"' in svg


def test_parts_follow_one_another() -> None:
    svg = stacked_bar(id="a", title="Time", text="", parts=BARS)
    assert widths(svg) == [56.0, 14.0]
    assert 'class="sh-chart__2" x="56%"' in svg


def test_small_multiples_share_a_scale() -> None:
    lines = [Line("North", [("Jan", 10.0), ("Feb", 5.0)]), Line("West", [("Jan", 2.5), ("Feb", 0.0)])]
    html = line_charts(id="a", title="Days", text="Down", lines=lines, columns=2)
    ET.fromstring(html)
    assert 'points="0,0 100,50"' in html
    assert 'points="0,75 100,100"' in html
    assert 'id="a-1-title"' in html


def test_long_labels_are_broken_for_the_phone() -> None:
    svg = bar_chart(
        id="a", title="t", text="", bars=[Bar("a label that is much longer than any telephone is wide", 1)]
    )
    assert svg.count('class="sh-chart__label"') == 2


@pytest.mark.parametrize("bars", [(), (Bar("Nothing", 0),)])
def test_nothing_to_show_is_no_error(bars: tuple[Bar, ...]) -> None:
    ET.fromstring(bar_chart(id="a", title="t", text="", bars=bars))
    ET.fromstring(stacked_bar(id="b", title="t", text="", parts=bars))
    ET.fromstring(line_charts(id="c", title="t", text="", lines=[Line("x", [])]))


def test_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below"):
        bar_chart(id="a", title="t", text="", bars=[Bar("x", -1)])
