"""A postal address: found by postcode by the channel, or typed. Only what a letter needs is required.

`read` keeps `uprn`, `authority` and `ward` where they are given. A channel that offers a look-up sets
them from the gazetteer and never passes on what a browser sent.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from shirehall.kernel.language import _
from shirehall.kernel.questions import places, replies, strict, typed, wording
from shirehall.kernel.questions.base import OWN, AnswerError, Asked, Box, QuestionType, Raw
from shirehall.kernel.questions.postcode import normalise
from shirehall.kernel.values import Address, Kind, Value

MOST = 100
MOST_LINES = 2
NO_FIXED_ADDRESS = "No fixed address"
"""The only line of the address of somebody who has none. Kept in English; shown in the reader's language."""
_TICK = "no_fixed_address"
_LOOKED_UP = ("uprn", "authority", "ward")
_NONE_FIXED = frozenset(("no fixed address", "no fixed abode", "i have no fixed address", "nfa", "homeless"))
_PARTS = ("line_1", "town", "postcode")


class AddressType(QuestionType):
    name = "address"
    label = "Address"
    kind: ClassVar[Kind] = "address"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "must_have": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": list(_PARTS)},
            "description": "The parts that are required. Default all; with `abroad` all but the postcode.",
        },
        "abroad": {"type": "boolean", "description": "Whether it may be outside the United Kingdom."},
        "no_fixed_address": {"type": "boolean", "description": "Whether somebody may say they have none."},
        "own": OWN,
    }

    def boxes(self, asked: Asked) -> tuple[Box, ...]:
        abroad = asked.settings.get("abroad", False)
        needed = frozenset() if asked.optional else _needed(asked)
        labels = {
            "line_1": _("Address line 1"),
            "line_2": _("Address line 2 (optional)"),
            "town": _("Town or city, and country") if abroad else _("Town or city"),
            "postcode": _("Postal code") if abroad else _("Postcode"),
        }
        fills = {
            "line_1": "address-line1",
            "line_2": "address-line2",
            "town": "address-level2",
            "postcode": "postal-code",
        }
        own = asked.settings.get("own", True)
        shown = tuple(
            Box(
                part,
                "text",
                label,
                width=10 if part == "postcode" else 30,
                autocomplete=fills[part] if own else "off",
                spellcheck=False,
                required=part in needed,
            )
            for part, label in labels.items()
        )
        if asked.settings.get("no_fixed_address"):
            tick = (("yes", _("I have no fixed address")),)
            shown += (Box(_TICK, "checkboxes", options=tick, required=False),)
        return shown

    def read(self, asked: Asked, raw: Raw, *, on: date) -> Value:
        parts = [typed.line(asked, raw, part) for part in ("line_1", "line_2", "town", "postcode")]
        if _TICK in raw and asked.settings.get("no_fixed_address") and typed.line(asked, raw, _TICK):
            if any(parts):
                sentence = _("Enter an address, or say that there is no fixed address, but not both")
                raise AnswerError(sentence, box="line_1")
            return _none_fixed()
        if not any(parts):
            raise AnswerError(wording.enter(asked), box="line_1", missing=True)
        line_1, line_2, town, postcode = parts
        found = [typed.line(asked, raw, part) for part in _LOOKED_UP]
        return _made(asked, [line_1, line_2], town, postcode, *found)

    def from_json(self, asked: Asked, given: Any, *, on: date) -> Value:
        if asked.settings.get("no_fixed_address") and isinstance(given, Mapping) and _TICK in given:
            if set(given) != {_TICK} or given[_TICK] is not True:
                raise AnswerError(wording.must_be(asked, '{"no_fixed_address": true}'), box=_TICK)
            return _none_fixed()
        parts = strict.record(asked, given, ("lines", "town", "postcode"), ("uprn",))
        lines = parts["lines"]
        if not isinstance(lines, list) or not 1 <= len(lines) <= MOST_LINES:
            what = _("given with `lines` as a list of 1 or {most} texts").format(most=MOST_LINES)
            raise AnswerError(wording.must_be(asked, what), box="line_1")
        cleaned = [strict.text(asked, each, f"line_{number}") for number, each in enumerate(lines, start=1)]
        town, postcode, uprn = (
            strict.text(asked, parts.get(part), part) for part in ("town", "postcode", "uprn")
        )
        return _made(asked, cleaned, town, postcode, uprn)

    def raw(self, asked: Asked, value: Value) -> dict[str, list[str]]:
        if not isinstance(value, Address):
            return {}
        if value == _none_fixed() and asked.settings.get("no_fixed_address"):
            return {_TICK: ["yes"]}
        first, rest = value.lines[:1], value.lines[1:]
        typed_back = {
            "line_1": "".join(first),
            "line_2": ", ".join(rest),
            "town": value.town,
            "postcode": value.postcode,
            "uprn": value.uprn,
            "authority": value.authority,
            "ward": value.ward,
        }
        return {box: [text] for box, text in typed_back.items() if text}

    def show(self, asked: Asked, value: Value) -> str:
        if not isinstance(value, Address):
            return str(value)
        if value == _none_fixed():
            return _("No fixed address")
        return "\n".join(part for part in (*value.lines, value.town, value.postcode) if part)

    lines_in_words: ClassVar[bool] = True

    def words(self, asked: Asked, text: str, *, on: date) -> Raw:
        if asked.settings.get("no_fixed_address") and replies.fold(text[:60]) in _NONE_FIXED:
            return {_TICK: ["yes"]}
        found = places.parts_of(text, abroad=bool(asked.settings.get("abroad")), needed=_needed(asked))
        if found is None:
            raise self.unclear(asked)
        return {box: [part] for box, part in found.items()}

    def how_to_reply(self, asked: Asked) -> str:
        return _("Reply with commas, like 12 High Street, Sherborne, DT9 3AA")


def _none_fixed() -> Address:
    return Address(lines=(NO_FIXED_ADDRESS,), town="", postcode="")


def _needed(asked: Asked) -> frozenset[str]:
    default = ("line_1", "town") if asked.settings.get("abroad") else _PARTS
    return frozenset(asked.settings.get("must_have", default))


def _made(
    asked: Asked,
    lines: list[str],
    town: str,
    postcode: str,
    uprn: str = "",
    authority: str = "",
    ward: str = "",
) -> Address:
    needed = _needed(asked)
    for part, text, sentence in (
        ("line_1", lines[0], _("Enter address line 1, typically the building and street")),
        ("town", town, _("Enter a town or city")),
        ("postcode", postcode, _("Enter a postcode")),
    ):
        if not text and part in needed:
            raise AnswerError(sentence, box=part)
    for number, text in enumerate(lines, start=1):
        typed.within(asked, text, MOST, f"line_{number}")
    for part, text in (("town", town), ("authority", authority), ("ward", ward)):
        typed.within(asked, text, MOST, part)
    return Address(
        lines=tuple(text for text in lines if text),
        town=town,
        postcode=_postcode(asked, postcode),
        uprn=_uprn(uprn),
        authority=authority,
        ward=ward,
    )


def _postcode(asked: Asked, text: str) -> str:
    if not text:
        return ""
    known = normalise(text)
    if known is not None:
        return known
    if asked.settings.get("abroad"):
        return typed.within(asked, text, 20, "postcode")
    raise AnswerError(_("Enter a full UK postcode, like DT9 3AA"), box="postcode")


def _uprn(text: str) -> str:
    if not text:
        return ""
    plain = text.lstrip("0")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 12):
        raise AnswerError(_("The property reference (UPRN) must be a number of up to 12 digits"), box="uprn")
    return plain


TYPE = AddressType()
