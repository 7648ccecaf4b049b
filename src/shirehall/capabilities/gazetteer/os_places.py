"""Ordnance Survey's OS Places: the true gazetteer, asked over HTTPS.

The key goes in a header, never in the address, so that no log of addresses holds it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import requests

from shirehall.capabilities.gazetteer.address import Address, GazetteerUnavailableError
from shirehall.capabilities.gazetteer.settings import GazetteerSettings
from shirehall.partnership.api import authority_of_custodian, ward_of_statistics_code

# A resident waits for this, so it gives up soon: typing the address is the way round.
_CONNECT_SECONDS, _ANSWER_SECONDS = 2, 4
_A_PAGE = 100
_MOST_PAGES = 5
_REFUSED = {
    401: "the key is refused: look at SHIREHALL_OS_PLACES_KEY",
    403: "the key may not use OS Places: look at the plan of SHIREHALL_OS_PLACES_KEY",
    429: "too many look-ups: the plan's limit is reached",
}


class OSPlaces:
    """OS Places as a provider."""

    name = "os_places"
    label = "Ordnance Survey, OS Places"
    options: Mapping[str, Any] = MappingProxyType(
        {
            "type": "object",
            "required": ["SHIREHALL_OS_PLACES_KEY"],
            "properties": {
                "SHIREHALL_OS_PLACES_KEY": {"type": "string", "minLength": 1},
                "SHIREHALL_OS_PLACES_ADDRESS": {"type": "string", "format": "uri"},
            },
            "additionalProperties": False,
        }
    )

    def check_config(self) -> tuple[str, ...]:
        """Say what is missing for asking OS Places."""
        chosen = GazetteerSettings.current()
        wrong = []
        if not chosen.os_places_key:
            wrong.append("OS Places needs a key. Set SHIREHALL_OS_PLACES_KEY.")
        if not chosen.os_places_address.startswith(("https://", "http://127.0.0.1")):
            wrong.append("SHIREHALL_OS_PLACES_ADDRESS must begin with https://.")
        return tuple(wrong)

    def look_up(self, postcode: str) -> tuple[Address, ...]:
        """The addresses that Royal Mail delivers to at this postcode, in OS's order."""
        found: list[Address] = []
        for page in range(_MOST_PAGES):
            answer = _ask("postcode", postcode=postcode, maxresults=_A_PAGE, offset=page * _A_PAGE)
            rows = _rows(answer)
            found += [_address(row) for row in rows]
            if len(rows) < _A_PAGE:
                break
        return tuple(found)

    def place(self, uprn: str) -> Address | None:
        """The address with this number, or None."""
        rows = _rows(_ask("uprn", uprn=uprn))
        return _address(rows[0]) if rows else None


def _ask(what: str, **question: str | int) -> dict[str, Any]:
    chosen = GazetteerSettings.current()
    try:
        answer = requests.get(
            f"{chosen.os_places_address.rstrip('/')}/{what}",
            params={**question, "dataset": "DPA"},
            headers={"key": chosen.os_places_key, "Accept": "application/json"},
            timeout=(_CONNECT_SECONDS, _ANSWER_SECONDS),
            # A redirect would carry the key to another host.
            allow_redirects=False,
        )
    except requests.RequestException as error:
        # Only the kind of failure: the text of a requests error quotes the address with its question.
        raise GazetteerUnavailableError(f"OS Places could not be reached ({type(error).__name__})") from None
    if answer.status_code in (400, 404):
        return {}  # OS answers so for a postcode or number of the right shape that does not exist
    if answer.status_code != requests.codes.ok:
        reason = _REFUSED.get(answer.status_code, f"it answered with status {answer.status_code}")
        raise GazetteerUnavailableError(f"OS Places gave no addresses: {reason}")
    try:
        body = answer.json()
    except requests.JSONDecodeError:
        raise GazetteerUnavailableError("OS Places gave no addresses: its answer is not JSON") from None
    if not isinstance(body, dict):
        raise GazetteerUnavailableError("OS Places gave no addresses: its answer has another shape")
    return body


def _rows(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    results = answer.get("results", [])
    if not isinstance(results, list):
        raise GazetteerUnavailableError("OS Places gave no addresses: its answer has another shape")
    return [row["DPA"] for row in results if isinstance(row, dict) and isinstance(row.get("DPA"), dict)]


def _address(row: Mapping[str, Any]) -> Address:
    council = authority_of_custodian(_text(row, "LOCAL_CUSTODIAN_CODE_DESCRIPTION"))
    ward = ward_of_statistics_code(_text(row, "WARD_CODE"))
    return Address(
        uprn=_text(row, "UPRN") or None,
        lines=_lines(row),
        town=_plain_case(_text(row, "POST_TOWN")),
        postcode=_text(row, "POSTCODE"),
        authority=council.code if council else None,
        ward=ward.code if ward else None,
    )


def _lines(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines of an envelope by Royal Mail's order, without town and postcode."""
    street = _joined(row, " ", "BUILDING_NUMBER", "DEPENDENT_THOROUGHFARE_NAME") or _text(
        row, "BUILDING_NUMBER"
    )
    if row.get("DEPENDENT_THOROUGHFARE_NAME"):
        streets = [street, _text(row, "THOROUGHFARE_NAME")]
    else:
        streets = [_joined(row, " ", "BUILDING_NUMBER", "THOROUGHFARE_NAME")]
    box = _text(row, "PO_BOX_NUMBER")
    lines = [
        _joined(row, ", ", "ORGANISATION_NAME", "DEPARTMENT_NAME"),
        f"PO Box {box}" if box else "",
        _joined(row, ", ", "SUB_BUILDING_NAME", "BUILDING_NAME"),
        *streets,
        _joined(row, ", ", "DOUBLE_DEPENDENT_LOCALITY", "DEPENDENT_LOCALITY"),
    ]
    return tuple(line if line.startswith("PO Box") else _plain_case(line) for line in lines if line)


def _joined(row: Mapping[str, Any], between: str, *keys: str) -> str:
    return between.join(text for text in (_text(row, key) for key in keys) if text)


def _text(row: Mapping[str, Any], key: str) -> str:
    return str(row.get(key) or "").strip()


def _plain_case(text: str) -> str:
    """Capital first letters only, as people write: `KING'S ROAD` becomes `King's Road`, `2A` stays."""
    return " ".join(word if any(sign.isdigit() for sign in word) else _capped(word) for word in text.split())


def _capped(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
