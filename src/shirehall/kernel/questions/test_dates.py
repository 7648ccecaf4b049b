"""Dates: three boxes, months by name, the missing part named, and ages by the law."""

from datetime import date
from typing import Any

import pytest

from shirehall.kernel.questions import TYPES, AnswerError, Asked
from shirehall.kernel.questions.date import age_on

ON = date(2026, 4, 1)
OF = TYPES["date"]
BORN = Asked("born_on", "When were you born?", "your date of birth", settings={"past": True, "own": True})


def typed(day: str, month: str, year: str) -> dict[str, list[str]]:
    return {"day": [day], "month": [month], "year": [year]}


def refused(asked: Asked, raw: dict[str, list[str]]) -> tuple[str, str]:
    with pytest.raises(AnswerError) as caught:
        OF.read(asked, raw, on=ON)
    return caught.value.box, caught.value.message


@pytest.mark.parametrize("month", ["3", "03", "March", "march", "MAR", "Mar."])
def test_months_by_number_or_name(month: str) -> None:
    assert OF.read(BORN, typed("7", month, "1980"), on=ON) == date(1980, 3, 7)


@pytest.mark.parametrize("text", ["7 3 1980", "07/03/1980", "7th March 1980", "1980-03-07", "7.3.1980"])
def test_a_whole_date_in_one_text(text: str) -> None:
    assert OF.read(BORN, {"": [text]}, on=ON) == date(1980, 3, 7)


@pytest.mark.parametrize(
    ("raw", "box", "message"),
    [
        (typed("", "", ""), "day", "Enter your date of birth"),
        (typed("", "3", "1980"), "day", "Your date of birth must include a day"),
        (typed("", "", "1980"), "day", "Your date of birth must include a day and a month"),
        (typed("7", "3", ""), "year", "Your date of birth must include a year"),
        (typed("7", "3", "80"), "year", "Your date of birth must include a year of 4 numbers"),
        (typed("31", "2", "1980"), "day", "Your date of birth must be a real date"),
        (typed("7", "13", "1980"), "month", "Your date of birth must be a real date"),
        (typed("7", "Ma", "1980"), "month", "Your date of birth must be a real date"),
        (typed("7", "3", "0000"), "year", "Your date of birth must be a real date"),
        (typed("2", "4", "2026"), "day", "Your date of birth must be today or in the past"),
        (typed("7", "3", "1700"), "day", "Your date of birth must be on or after 1 January 1800"),
        ({"": ["soon"]}, "day", "Your date of birth must be a date, like 27 3 2026"),
    ],
)
def test_the_error_names_the_part(raw: dict[str, list[str]], box: str, message: str) -> None:
    assert refused(BORN, raw) == (box, message)


def test_bounds_future_and_age() -> None:
    asked = Asked(
        "move_on",
        "When?",
        "the date you move",
        settings={"future": True},
        high=date(2026, 12, 31).toordinal(),
    )
    assert OF.read(asked, typed("1", "4", "2026"), on=ON) == ON
    assert refused(asked, typed("31", "3", "2026"))[1] == "The date you move must be today or in the future"
    assert (
        refused(asked, typed("1", "1", "2027"))[1]
        == "The date you move must be on or before 31 December 2026"
    )
    adult = Asked("born_on", "When?", "your date of birth", settings={"age": [18, 65]})
    assert OF.read(adult, typed("1", "4", "2008"), on=ON) == date(2008, 4, 1)
    assert (
        refused(adult, typed("2", "4", "2008"))[1]
        == "Check your date of birth: it must be of a person aged 18 or over"
    )
    assert (
        refused(adult, typed("1", "4", "1960"))[1]
        == "Check your date of birth: it must be of a person aged 65 or under"
    )


def test_somebody_born_on_the_29th_of_february_comes_of_age_on_the_first_of_march() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    "sent", ["2026-2-1", "20260201", "2026-W05-7", "2026-02-30", "01/02/2026", 20260201, True, "0000-01-01"]
)
def test_json_takes_only_a_real_day_written_in_full(sent: Any) -> None:
    with pytest.raises(AnswerError) as caught:
        OF.from_json(BORN, sent, on=ON)
    assert not caught.value.missing


def test_json_and_words() -> None:
    assert OF.from_json(BORN, "1980-03-07", on=ON) == date(1980, 3, 7)
    assert OF.show(BORN, date(1980, 3, 7)) == "7 March 1980"
    assert [box.autocomplete for box in OF.boxes(BORN)] == ["bday-day", "bday-month", "bday-year"]


def test_what_is_defined_wrongly_is_said() -> None:
    assert OF.check_config(Asked("x", "X?", "x", settings={"age": [65, 18]}))
    assert OF.check_config(Asked("x", "X?", "x", settings={"past": True, "future": True}))
