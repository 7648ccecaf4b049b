"""An address among other questions of a page: its boxes stand there, a postcode fills them from the list."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shirehall.capabilities.gazetteer import api as gazetteer
from shirehall.design.questions import Given, Typed, Wrong, read, typed_back, typed_in
from shirehall.kernel.api import Question
from shirehall.kernel.values import Address, Value

_NOT_LISTED = "not-listed"


@dataclass(frozen=True, slots=True)
class Looking:
    """The addresses at a postcode, as options to choose from; or, with none, a note that says why."""

    postcode: str
    options: tuple[tuple[str, str], ...] = ()
    note: str = ""


def is_looked_up(question: Question) -> bool:
    """Whether a postcode finds the answer to a question."""
    return question.type == "address" and not question.asked.settings.get("abroad")


def read_address(
    question: Question, data: Any, standing: Value | None, *, on: date
) -> Given | Wrong | Looking:
    """The address that was chosen or typed, or the list at the postcode where it was asked for by `find`. One that
    stands, and whose boxes say what they said before, stays as it was chosen."""
    fact = question.fact
    if data.get("find") == fact:
        return look_up(data.get(f"{fact}-postcode", ""))
    chosen = data.get(f"{fact}-uprn", "")
    if chosen and chosen != _NOT_LISTED:
        found = _listed(data.get(f"{fact}-looked-up", ""), chosen)
        if found is not None:
            return Given(found)
    typed = typed_in(question, data)
    if standing is not None and _same(typed, typed_back(question, standing)):
        return Given(standing)
    given = read(question, {}, typed, on=on)
    if isinstance(given, Given) and isinstance(given.value, Address) and given.value.postcode:
        council = gazetteer.authority_of(given.value.postcode) or ""
        return Given(replace(given.value, uprn="", authority=council, ward=""))
    return given


def look_up(typed: str) -> Looking:
    """The addresses at a postcode that somebody typed."""
    try:
        found = gazetteer.look_up(typed)
        postcode = gazetteer.normal_postcode(typed)
    except gazetteer.PostcodeError:
        return Looking("", note=_("Type a full postcode, like DT9 3AA, then look it up."))
    except gazetteer.GazetteerUnavailableError:
        return Looking("", note=_("Addresses cannot be looked up just now. Type it."))
    if not found:
        return Looking("", note=_("No address is known at this postcode. Type it."))
    listed = tuple((each.uprn or "", each.one_line) for each in found)
    return Looking(postcode, (*listed, (_NOT_LISTED, _("It is not in this list: type it below"))))


def _listed(postcode: str, uprn: str) -> Address | None:
    try:
        found = gazetteer.look_up(postcode)
    except (gazetteer.PostcodeError, gazetteer.GazetteerUnavailableError):
        return None
    each = next((each for each in found if each.uprn == uprn), None)
    if each is None:
        return None
    return Address(
        lines=each.lines, town=each.town, postcode=each.postcode, uprn=each.uprn or "",
        authority=each.authority or "", ward=each.ward or "",
    )  # fmt: skip


def _same(typed: Typed, before: Typed) -> bool:
    said = [
        {box: text for box, texts in each.items() if (text := "".join(texts).strip())}
        for each in (typed, before)
    ]
    return said[0] == said[1]
