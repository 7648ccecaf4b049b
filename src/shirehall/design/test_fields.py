from dataclasses import dataclass

from shirehall.design.fields import error_links, field_of, html_name, posted


@dataclass(frozen=True)
class ABox:
    name: str
    kind: str = "text"
    label: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    exclusive: str = ""
    width: int = 0
    prefix: str = ""
    suffix: str = ""
    inputmode: str = ""
    autocomplete: str = ""
    spellcheck: bool = True
    most: int = 0
    accept: str = ""


class Data(dict[str, list[str]]):
    def getlist(self, key: str) -> list[str]:
        return self.get(key, [])


DAY = (ABox("day", width=2), ABox("month", width=2), ABox("year", width=4))


def test_names_round_trip() -> None:
    assert html_name("rent", "") == "rent"
    raw = posted("born_on", DAY, Data({"born_on-day": ["1"], "born_on-year": ["1961"]}))
    assert raw == {"day": ["1"], "month": [], "year": ["1961"]}
    field = field_of(id="born_on", ask="When?", boxes=DAY, raw=raw)
    assert [box.value for box in field.boxes] == ["1", "", "1961"]
    assert field.in_a_row


def test_an_error_leads_to_its_box() -> None:
    field = field_of(id="born_on", ask="When?", boxes=DAY, error="Say the year", error_box="year")
    assert field.error_link == {"text": "Say the year", "href": "#born_on-year"}
    assert [box.error for box in field.boxes] == [False, False, True]


def test_an_error_about_the_whole_leads_to_the_first_box() -> None:
    field = field_of(id="born_on", ask="When?", boxes=DAY, error="Say when")
    assert error_links([field, field_of(id="a", ask="b", boxes=(ABox(""),))]) == [
        {"text": "Say when", "href": "#born_on-day"}
    ]
    assert all(box.error for box in field.boxes)


def test_a_file_asks_for_a_form_that_can_carry_it() -> None:
    field = field_of(id="p", ask="Send", boxes=(ABox("", kind="file"),))
    assert field.has_file
    assert not field.in_a_row
