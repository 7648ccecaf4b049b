"""Lists of items (incomes, children) as boxes: those that stand, each to be changed or taken out, and an empty one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from shirehall.design.fields import Field
from shirehall.desk.forms import Asking, FormProblem, fields_of, read_askings
from shirehall.kernel.api import Page
from shirehall.kernel.questions import TYPES
from shirehall.kernel.values import Repeat, Value


@dataclass(frozen=True, slots=True)
class Item:
    """One item on the screen. `out` is the name of the box that takes it out; the last one is empty."""

    title: str
    fields: Sequence[Field]
    out: str
    taken_out: bool
    is_new: bool


def item_fields(
    page: Page, standing: Repeat, data: QueryDict | None, wrong: Mapping[str, tuple[str, str]]
) -> list[Item]:
    """The items that stand, or those that were typed, and an empty one."""
    count = min(_count(data, len(standing.items)), page.at_most)
    items = []
    for number in range(count + 1):
        given = standing.items[number] if number < len(standing.items) else {}
        about = {
            name.partition(".")[2]: said for name, said in wrong.items() if name.startswith(f"{number}.")
        }
        new = number == count
        title = _("Add one more") if new else _("Number %(number)d") % {"number": number + 1}
        fields = fields_of(f"item-{number}", _askings(page, given), data, about)
        out = f"out-{number}"
        items.append(Item(title, fields, out, bool(data and data.get(out)), new))
    return items


def read_items(page: Page, data: QueryDict, *, on: date) -> Repeat:
    """The items that were typed, without those taken out; an empty last one adds nothing. Raises FormProblem, its
    names beginning with the item's number."""
    items: list[Mapping[str, Value]] = []
    wrong: dict[str, tuple[str, str]] = {}
    count = min(_count(data, 0), page.at_most)
    for number in range(count + 1):
        if data.get(f"out-{number}") or (number == count and _is_empty(page, data, number, on)):
            continue
        try:
            items.append(read_askings(f"item-{number}", _askings(page, {}), data, on=on))
        except FormProblem as problem:
            wrong |= {f"{number}.{name}": said for name, said in problem.wrong.items()}
    if wrong:
        raise FormProblem(wrong)
    if not page.at_least <= len(items) <= page.at_most:
        said = _("Give %(least)d to %(most)d of them.") % {"least": page.at_least, "most": page.at_most}
        raise FormProblem({f"0.{page.questions[0].fact}": (said, "")})
    return Repeat(tuple(items), done=True)


def _askings(page: Page, given: Mapping[str, Value]) -> list[Asking]:
    return [Asking(each.fact, each.type, each.asked, given.get(each.fact)) for each in page.questions]


def _count(data: QueryDict | None, standing: int) -> int:
    text = data.get("items", "") if data is not None else ""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else standing


def _is_empty(page: Page, data: QueryDict, number: int, on: date) -> bool:
    names = [f"item-{number}-{question.fact}" for question in page.questions]
    boxes = [
        f"{name}-{box.name}" if box.name else name
        for name, question in zip(names, page.questions, strict=True)
        for box in TYPES[question.type].boxes(question.asked)
    ]
    return not any(text.strip() for box in boxes for text in data.getlist(box) if isinstance(text, str))
