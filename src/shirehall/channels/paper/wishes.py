"""What is left of a form, as fields that an officer fills in beside the picture of the boxes, and reading them back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shirehall.channels.paper.pictures import boxes_of as printed_boxes
from shirehall.channels.paper.printing.keys import ALL, COUNCIL, LIST, NONE, SIGNATURE, Key, key_of
from shirehall.channels.paper.settling import Standing, Wish
from shirehall.design.fields import Field, Posted, field_of, html_name, posted
from shirehall.design.questions import DONT_KNOW, boxes_of, declined_by_option
from shirehall.kernel.api import Service
from shirehall.kernel.questions import TYPES, AnswerError, Box
from shirehall.partnership.api import authority as council_of

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A wish on the page. `here` names the hidden field that says it was on the page; `pictures` are the sheets on
    which its boxes lie; `decline` whether "I don't know" is a tick of its own."""

    wish: Wish
    id: str
    title: str
    field: Field
    pictures: tuple[int, ...]
    decline: bool
    error: str = ""

    @property
    def unread(self) -> bool:
        """Whether something is written of which nothing could be read: then an empty box says nothing by itself."""
        return (
            self.wish.question is not None
            and self.wish.proposal.state == "unclear"
            and not self.wish.proposal.raw
        )

    @property
    def here(self) -> str:
        """The name of the hidden field."""
        return f"{self.id}-here"


@dataclass(frozen=True, slots=True)
class Given:
    """What an officer gave for a wish: the state of a Confirmation and its texts."""

    key: Key
    state: str
    raw: Raw


def id_of(key: Key) -> str:
    """A name for fields and addresses: it tells nothing of what was answered."""
    return "w" + hashlib.sha256(str(key).encode()).hexdigest()[:10]


def shown(
    standing: Standing, wish: Wish, *, typed: Raw | None = None, error: str = "", box: str = ""
) -> Shown:
    """A wish as the page shows it, with what was read typed in."""
    service = standing.application.version.service
    boxes, ask, hint = _asked(wish, service)
    raw = typed if typed is not None else _typed(wish)
    field = field_of(
        id=id_of(wish.key), ask=ask, hint=hint, boxes=boxes, raw=raw, error=error, error_box=box,
        legend_is_heading=False,
    )  # fmt: skip
    sheets = {each["sheet"] for each in printed_boxes(standing.form, wish.key)} & set(standing.sheets)
    question = wish.question
    decline = question is not None and question.decline and not declined_by_option(question)
    return Shown(wish, id_of(wish.key), _place(wish, service), field, tuple(sorted(sheets)), decline, error)


def _typed(wish: Wish) -> Raw:
    if wish.proposal.state == "declined" and wish.question and declined_by_option(wish.question):
        return {"": [DONT_KNOW]}
    return wish.proposal.raw


def _asked(wish: Wish, service: Service) -> tuple[tuple[Box, ...], str, str]:
    if wish.question is not None:
        return boxes_of(wish.question), wish.question.asked.ask, wish.question.asked.hint
    if wish.key.fact == LIST:
        page = next(each for each in service.pages if each.name == wish.key.page)
        options = ((ALL, _("The boxes have all of them")), (NONE, _("There is none")))
        hint = _("Where there are more on another sheet, go on with an officer’s form and add them there.")
        ask = _("Has the person told us about every %(item)s?") % {"item": page.item or page.repeat}
        return (Box("", "radios", options=options),), ask, hint
    if wish.key.fact == SIGNATURE:
        tick = (("signed", _("The form is signed, or the person has confirmed it to me")),)
        return (Box("", "checkboxes", options=tick),), _("Is the form signed?"), ""
    councils = tuple((code, found.name) for code in service.offered_by if (found := council_of(code)))
    return (Box("", "radios", options=councils),), _("Which council is it for?"), ""


def _place(wish: Wish, service: Service) -> str:
    page = next((each for each in service.pages if each.name == wish.key.page), None)
    if page is None:
        return _("Your signature") if wish.key.fact in (SIGNATURE, COUNCIL) else ""
    if wish.key.item:
        return f"{page.title} · {page.item or page.repeat} {wish.key.item}"
    return page.title


def read_wish(wish: Wish, data: Posted, *, on: date) -> Given | tuple[Raw, str, str] | None:
    """What was given for a wish, or what is wrong (texts, sentence, box); None where it is left for later."""
    name = id_of(wish.key)
    if not data.getlist(f"{name}-here") or data.getlist(f"{name}-later"):
        return None
    question = wish.question
    if question is None:
        return _of_form(wish, data)
    typed = posted(name, boxes_of(question), data)
    if question.decline and (data.getlist(f"{name}-decline") or list(typed.get("", ())) == [DONT_KNOW]):
        return Given(wish.key, "declined", {})
    if not any(text.strip() for texts in typed.values() for text in texts):
        return Given(wish.key, "empty", {}) if _is_nothing(wish, data) else None
    try:
        TYPES[question.type].read(question.asked, typed, on=on)
    except AnswerError as error:
        return typed, error.message, error.box
    return Given(wish.key, "known", typed)


def _is_nothing(wish: Wish, data: Posted) -> bool:
    """Whether an officer says that nothing is written: by clearing what was read, or by a tick."""
    if wish.proposal.state == "empty":
        return False
    return bool(wish.proposal.raw or data.getlist(f"{id_of(wish.key)}-nothing"))


def _of_form(wish: Wish, data: Posted) -> Given | None:
    chosen = [text for text in data.getlist(html_name(id_of(wish.key), "")) if text]
    return Given(wish.key, "known", {"": chosen[:1]}) if chosen else None


def key_with_id(keys: Sequence[str], name: str) -> Key | None:
    """The question among printed boxes whose id this is."""
    for text in keys:
        key = key_of(text)
        question = Key(key.page, key.item, key.fact)
        if id_of(question) == name:
            return question
    return None
