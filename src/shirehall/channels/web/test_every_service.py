"""Every service and every example that ships goes through the web, from the first question to a case."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from shirehall.casework.api import publish
from shirehall.casework.models import Case
from shirehall.channels.web.conftest import AT, Resident
from shirehall.kernel.api import CHANNELS, load

ROOT = Path(__file__).resolve().parents[4]


def _texts(folder: Path) -> dict[str, str]:
    files = {
        str(path.relative_to(folder)): path for path in folder.rglob("*") if path.suffix in (".yaml", ".md")
    }
    files |= {f"_shared/{path.name}": path for path in (ROOT / "services" / "_shared").glob("*.yaml")}
    return {name: path.read_text(encoding="utf-8") for name, path in files.items()}


FOLDERS = [
    each.parent
    for root in ("services", "examples")
    for each in sorted((ROOT / root).glob("*/service.yaml"))
    if set(load(_texts(each.parent)).service.channels) & set(CHANNELS)
]
MOST_SCREENS = 60
TYPED = {
    "insurance": "AB 12 34 56 C",
    "name": "Ada Invented", "born": "1980", "email": "ada@example.org", "telephone": "01632 960 123", "account_number": "12345678",
    "postcode": "DT9 3AA",
    "place": "DT9 3AA", "sort_code": "12-34-56", "number": "12345678", "holder": "Ada Invented",
}  # fmt: skip


class Form(HTMLParser):
    """The boxes of the form that stands on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.texts: list[str] = []
        self.choices: dict[str, list[str]] = {}
        self.ticks: dict[str, list[str]] = {}
        self.files: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "textarea":
            self.texts.append(name)
        if tag != "input" or not name:
            return
        match kind:
            case "hidden":
                self.hidden[name] = given.get("value", "")
            case "radio":
                self.choices.setdefault(name, []).append(given["value"])
            case "checkbox":
                self.ticks.setdefault(name, []).append(given["value"])
            case "file":
                self.files.append(name)
            case _:
                self.texts.append(name)


def _answers(form: Form, url: str) -> dict[str, Any]:
    if form.files:
        return {"later": "yes"}
    if form.hidden.get("do") == "find":
        return {"by_hand": "yes"}
    boxes = {name: _typed(name, url) for name in form.texts}
    radios = {name: "no" if name == "another" else options[0] for name, options in form.choices.items()}
    # A tick beside texts says that they do not apply.
    ticks = {} if form.texts else {name: options[0] for name, options in form.ticks.items()}
    return {**boxes, **radios, **ticks}


def _typed(name: str, url: str) -> str:
    part = name.rpartition("-")[2]
    parts = {
        "day": "3",
        "month": "2",
        "year": "1980",
        "town": "Sherborne",
        "line_1": "1 High Street",
        "line_2": "",
        "roll": "",
    }
    if part in parts:
        return parts[part]
    return next((text for word, text in TYPED.items() if word in part or word in name), "2")


def _dates(form: Form, typed: dict[str, Any]) -> dict[str, Any]:
    """The same with a date of this century, for a question that refuses one so long ago."""
    return {name: "2026" if name.endswith("-year") else text for name, text in typed.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_service_goes_through_the_web(folder: Path, resident: Resident) -> None:
    version = publish(texts=_texts(folder), by="ada", at=AT)
    resident.open(f"/{version.service}/apply/")
    for _screen in range(MOST_SCREENS):
        assert resident.status == 200, resident.url
        if resident.url.endswith("/sent/"):
            break
        form = Form(resident.html)
        at = resident.url
        typed = _answers(form, at)
        resident.send(**typed)
        if resident.title.startswith("Error:"):
            resident.send(**_dates(form, typed))
        moved = resident.url != at or "do" in form.hidden
        assert moved, (at, typed, resident.title)
    case = Case.objects.get()
    assert resident.url == f"/case/{case.reference}/sent/"
    assert resident.open(f"/case/{case.reference}/").status == 200
    assert resident.client.get(f"/case/{case.reference}/copy.pdf").content.startswith(b"%PDF-")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "shown"), [("housing_register", True), ("call_me_back", False)])
def test_what_nobody_at_home_must_see_can_be_left_at_once(name: str, shown: bool, resident: Resident) -> None:
    publish(texts=_texts(ROOT / "services" / name), by="ada", at=AT)
    for address in (f"/{name}/", f"/{name}/apply/"):
        assert ("data-exit" in resident.open(address).html) is shown
