"""An address: a postcode is looked up and one is chosen from the list, or it is typed. The council and the ward come
from the gazetteer, never from what a browser sent."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shirehall.capabilities.gazetteer import finding
from shirehall.capabilities.gazetteer.address import Address as GazetteerAddress
from shirehall.capabilities.gazetteer.address import GazetteerUnavailableError, PostcodeError, normal_postcode
from shirehall.design.fields import Field, field_of
from shirehall.design.questions import Given, Typed, Wrong, field, read, typed_back, typed_in
from shirehall.kernel.api import Question
from shirehall.kernel.questions import Box
from shirehall.kernel.values import Address, Value

_log = logging.getLogger("shirehall.gazetteer")
_DOWN = "down"
_NOT_LISTED = "not-listed"


@dataclass(frozen=True, slots=True)
class AddressScreen:
    """A step of giving an address: `mode` is find (a postcode), choose (from a list) or hand (type it)."""

    mode: str
    field: Field
    postcode: str = ""
    note: str = ""


def answer_address(
    request: HttpRequest, question: Question, standing: Value | None, *, on: date
) -> Given | AddressScreen:
    """The address that was given, or the next screen on the way to one."""
    data = request.POST
    if request.method != "POST":
        return _by_hand(question, typed_back(question, standing)) if standing is not None else _find(question)
    if question.decline and data.get("decline"):
        return Given(declined=True)
    if data.get("by_hand"):
        return _by_hand(question, typed_back(question, standing) or _postcode_typed(question, data))
    if data.get("again"):
        return _find(question)
    match data.get("do"):
        case "find":
            return _look_up(question, data.get(f"{question.fact}-postcode", ""), on)
        case "choose":
            return _choose(question, data)
    return _typed(request, question, on)


def _find(question: Question, typed: str = "", error: str = "") -> AddressScreen:
    box = Box(
        "postcode", "text", _("Postcode"), width=10, autocomplete="postal-code", spellcheck=False,
        hint=_("Enter the postcode, like DT9 3AA. We use it to find the address."),
    )  # fmt: skip
    shown = field_of(
        id=question.fact, ask=question.asked.ask, hint=question.asked.hint, boxes=(box, ), raw={"postcode": [typed]},
        error=error, error_box="postcode",
    )  # fmt: skip
    return AddressScreen("find", shown)


def _look_up(question: Question, typed: str, on: date) -> Given | AddressScreen:
    if not typed.strip():
        if question.asked.optional:
            return Given()
        return _find(question, typed, _("Enter a postcode"))
    found = _found(typed)
    if found is None:
        return _find(question, typed, _("Enter a full UK postcode, like DT9 3AA"))
    if found == _DOWN:
        return _by_hand(
            question,
            {"postcode": [typed]},
            note=_("We cannot look up addresses just now. Type yours instead."),
        )
    if not found:
        return _by_hand(
            question,
            {"postcode": [typed]},
            note=_("We know no address at this postcode. Type yours instead."),
        )
    return _list(question, normal_postcode(typed), found)


def _found(typed: str) -> tuple[GazetteerAddress, ...] | str | None:
    """The addresses at a postcode; None for what is no postcode, `_DOWN` where nobody can be asked."""
    try:
        return finding.look_up(typed)
    except PostcodeError:
        return None
    except GazetteerUnavailableError as error:
        _log.warning("addresses cannot be looked up: %s", error)
        return _DOWN


def _list(
    question: Question, postcode: str, found: tuple[GazetteerAddress, ...] | str, error: str = ""
) -> AddressScreen:
    listed = tuple((each.uprn or "", each.one_line) for each in found if isinstance(each, GazetteerAddress))
    count = ngettext("%(count)d address at %(postcode)s", "%(count)d addresses at %(postcode)s", len(listed))
    options = (*listed, (_NOT_LISTED, _("It is not in this list")))
    box = Box(
        "uprn", "select", hint=count % {"count": len(listed), "postcode": postcode}, options=options
    )  # fmt: skip
    shown = field_of(
        id=question.fact,
        ask=question.asked.ask,
        hint=question.asked.hint,
        boxes=(box,),
        error=error,
        error_box="uprn",
    )
    return AddressScreen("choose", shown, postcode)


def _choose(question: Question, data: Mapping[str, str]) -> Given | AddressScreen:
    postcode, uprn = data.get("looked_up", ""), data.get(f"{question.fact}-uprn", "")
    if uprn == _NOT_LISTED:
        return _by_hand(question, {"postcode": [postcode]})
    found = _found(postcode)
    if not found or found == _DOWN:
        return _by_hand(
            question,
            {"postcode": [postcode]},
            note=_("We cannot look up addresses just now. Type yours instead."),
        )
    chosen = next((each for each in found if isinstance(each, GazetteerAddress) and each.uprn == uprn), None)
    if not uprn or chosen is None:
        return _list(question, normal_postcode(postcode), found, _("Choose your address from the list"))
    return Given(
        Address(
            lines=chosen.lines, town=chosen.town, postcode=chosen.postcode, uprn=chosen.uprn or "",
            authority=chosen.authority or "", ward=chosen.ward or "",
        )
    )  # fmt: skip


def _by_hand(question: Question, typed: Typed, wrong: Wrong | None = None, note: str = "") -> AddressScreen:
    return AddressScreen("hand", field(question, typed, wrong), note=note)


def _postcode_typed(question: Question, data: Mapping[str, str]) -> Typed:
    postcode = data.get(f"{question.fact}-postcode") or data.get("looked_up") or ""
    return {"postcode": [postcode]}


def _typed(request: HttpRequest, question: Question, on: date) -> Given | AddressScreen:
    typed = typed_in(question, request.POST)
    given = read(question, request.POST, typed, on=on)
    if isinstance(given, Wrong):
        return _by_hand(question, typed, given)
    if isinstance(given.value, Address) and given.value.postcode:
        council = finding.authority_of(given.value.postcode) or ""
        return Given(replace(given.value, uprn="", authority=council, ward=""))
    return given
