"""The front door: spellings, the invented gazetteer, typed addresses, a provider that is down."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from pytest_django import Settings

from shirehall.capabilities.gazetteer import providers as registry
from shirehall.capabilities.gazetteer.api import (
    Address,
    GazetteerUnavailableError,
    PostcodeError,
    authority_of,
    invented_addresses,
    look_up,
    normal_postcode,
    place,
    register,
    typed_address,
)
from shirehall.capabilities.gazetteer.checks import check_gazetteer
from shirehall.partnership.api import wards


class Stub:
    """A provider made for one test."""

    name = "stub"
    label = "Stub"
    options: Mapping[str, Any] = {}

    def __init__(self, *councils: str | None, down: bool = False) -> None:
        self.councils, self.down = councils, down

    def check_config(self) -> tuple[str, ...]:
        return ()

    def look_up(self, postcode: str) -> tuple[Address, ...]:
        if self.down:
            raise GazetteerUnavailableError("the stub is down")
        return tuple(Address("1", ("1 Road",), "Town", postcode, council, None) for council in self.councils)

    def place(self, uprn: str) -> Address | None:
        raise GazetteerUnavailableError("the stub is down")


@pytest.fixture
def use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make a stub the provider for one test."""

    def choose(stub: Stub) -> None:
        monkeypatch.setitem(registry._providers, "stub", stub)
        settings.SHIREHALL_GAZETTEER = "stub"

    return choose


@pytest.mark.parametrize(
    "text", ["DT4 9AA", "dt49aa", "  Dt4  9aA ", "DT4-9AA", "d t 4 9 a a", "DT4\u00a09AA"]
)
def test_a_postcode_in_any_spelling(text: str) -> None:
    assert normal_postcode(text) == "DT4 9AA"


@pytest.mark.parametrize(
    "text", ["", "DT4", "DT4 9A", "DT4 9CA", "4DT 9AA", "DT4 9AA 1", "ＤＴ４ ９ＡＡ", "hello"]
)
def test_what_is_no_postcode_is_refused(text: str) -> None:
    with pytest.raises(PostcodeError):
        normal_postcode(text)
    with pytest.raises(PostcodeError):
        look_up(text)


def test_every_ward_has_addresses_of_its_own_council() -> None:
    found = {address.ward: address.authority for address in invented_addresses()}
    assert found == {ward.code: ward.authority for ward in wards()}


def test_some_hundreds_of_postcodes_with_10_to_25_addresses_each() -> None:
    counts = Counter(address.postcode for address in invented_addresses())
    assert 300 <= len(counts) <= 400
    assert min(counts.values()) >= 10
    assert max(counts.values()) <= 25
    assert all(normal_postcode(postcode) == postcode for postcode in counts)


def test_numbers_are_in_the_invented_range_and_find_their_address_again() -> None:
    for address in invented_addresses():
        assert address.uprn
        assert re.fullmatch(r"999[0-9]{9}", address.uprn)
        assert place(address.uprn) == address


def test_streets_of_a_town_differ_by_postcode() -> None:
    homes: dict[tuple[str, str], set[str]] = {}
    for address in invented_addresses():
        street = re.sub(r"^\d+ ", "", address.lines[-1])
        homes.setdefault((address.town, street), set()).add(address.postcode)
    assert all(len(postcodes) == 1 for postcodes in homes.values())


def test_the_same_on_every_machine() -> None:
    first = look_up("dt11 9aa")[0]
    assert (first.uprn, first.one_line, first.authority, first.ward) == (
        "999000010001",
        "1 Marmalade Row, Blandford Forum, DT11 9AA",
        "north_dorset",
        "abbey",
    )
    assert first.envelope == "1 Marmalade Row\nBlandford Forum\nDT11 9AA"


def test_an_unknown_postcode_has_no_addresses() -> None:
    assert look_up("SW1A 1AA") == ()
    assert authority_of("SW1A 1AA") is None


@pytest.mark.parametrize("uprn", ["", "abc", "1; drop", "1" * 13, "²"])
def test_what_is_no_number_is_no_place(uprn: str) -> None:
    assert place(uprn) is None


def test_a_typed_address_gets_its_council_by_the_postcode() -> None:
    address = typed_address(lines=["The Old Barn ", "", "Long Lane"], town=" Weymouth", postcode="dt49aa")
    assert address == Address(
        None, ("The Old Barn", "Long Lane"), "Weymouth", "DT4 9AA", "weymouth_and_portland", None
    )
    assert typed_address(lines=["1 Far Road"], town="London", postcode="SW1A 1AA").authority is None


def test_a_postcode_across_a_border_tells_no_council(use: Any) -> None:
    use(Stub("north_dorset", "west_dorset"))
    assert authority_of("DT9 9AA") is None
    use(Stub("north_dorset", None))
    assert authority_of("DT9 9AA") is None
    use(Stub("north_dorset", "north_dorset"))
    assert authority_of("DT9 9AA") == "north_dorset"


def test_a_provider_that_is_down_is_said_and_a_typed_address_still_goes_on(use: Any) -> None:
    use(Stub(down=True))
    with pytest.raises(GazetteerUnavailableError):
        look_up("DT4 9AA")
    assert typed_address(lines=["1 Road"], town="Weymouth", postcode="DT4 9AA").authority is None


def test_an_unknown_provider_stops_the_start(settings: Settings) -> None:
    settings.SHIREHALL_GAZETTEER = "tea_leaves"
    [problem] = check_gazetteer(None)
    assert "tea_leaves" in problem.msg
    assert problem.hint == "Set SHIREHALL_GAZETTEER to one of: demonstration, os_places, typed."
    with pytest.raises(GazetteerUnavailableError):
        look_up("DT4 9AA")


def test_invented_addresses_for_real_residents_are_warned_of(settings: Settings) -> None:
    assert check_gazetteer(None) == []
    settings.SHIREHALL_DEMO = False
    settings.SHIREHALL_GAZETTEER = "demonstration"
    [problem] = check_gazetteer(None)
    assert "invented addresses" in problem.msg


def test_without_a_gazetteer_real_residents_type_their_address(settings: Settings) -> None:
    settings.SHIREHALL_DEMO = False
    assert check_gazetteer(None) == []
    with pytest.raises(GazetteerUnavailableError, match="addresses are typed here"):
        look_up("DT4 9AA")
    assert typed_address(lines=["1 Road"], town="Weymouth", postcode="DT4 9AA").authority is None


def test_two_providers_of_one_name_are_refused(use: Any) -> None:
    use(Stub())
    with pytest.raises(ValueError, match="two providers of addresses are called 'stub'"):
        register(Stub())
