"""OS Places, asked for real over HTTP at a small server on this machine that checks its key."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from pytest_django import Settings

from shirehall.capabilities.gazetteer.api import GazetteerUnavailableError, authority_of, look_up, place
from shirehall.capabilities.gazetteer.checks import check_gazetteer

KEY = "a key of the test"
HOUSE = {
    "UPRN": "100000000001",
    "BUILDING_NUMBER": "12",
    "THOROUGHFARE_NAME": "KING'S ROAD",
    "DEPENDENT_LOCALITY": "STOKE-SUB-HILL",
    "POST_TOWN": "DORCHESTER",
    "POSTCODE": "DT2 0AA",
    "LOCAL_CUSTODIAN_CODE_DESCRIPTION": "WEST DORSET",
}
FLAT = {
    "UPRN": "100000000002",
    "ORGANISATION_NAME": "EXAMPLE BAKERY",
    "SUB_BUILDING_NAME": "FLAT 2A",
    "BUILDING_NAME": "MILL HOUSE",
    "BUILDING_NUMBER": "3",
    "DEPENDENT_THOROUGHFARE_NAME": "BACK LANE",
    "THOROUGHFARE_NAME": "HIGH STREET",
    "POST_TOWN": "LYME REGIS",
    "POSTCODE": "DT7 0AA",
    "LOCAL_CUSTODIAN_CODE_DESCRIPTION": "EAST DEVON",
}


@dataclass
class Places:
    """What the server answers, and what it was asked."""

    rows: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def places(settings: Settings) -> Iterator[Places]:
    """A server on this machine that answers as OS Places does, and is the chosen provider."""
    state = Places()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            question = dict(parse_qsl(parts.query))
            state.asked.append((parts.path, question))
            status = state.status if self.headers.get("key") == KEY else 401
            start = int(question.get("offset", 0))
            rows = state.rows[start : start + int(question.get("maxresults", 100))]
            body: Any = {
                "header": {"totalresults": len(state.rows)},
                "results": [{"DPA": row} for row in rows],
            }
            payload = state.body if state.body is not None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.SHIREHALL_OS_PLACES_KEY = KEY
    settings.SHIREHALL_OS_PLACES_ADDRESS = f"http://127.0.0.1:{server.server_port}/search/places/v1/"
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_key_alone_chooses_os_places_and_its_addresses_are_told_plainly(places: Places) -> None:
    places.rows = [HOUSE, FLAT]
    house, flat = look_up("dt20aa")
    assert places.asked == [
        (
            "/search/places/v1/postcode",
            {"postcode": "DT2 0AA", "maxresults": "100", "offset": "0", "dataset": "DPA"},
        )
    ]
    assert house.one_line == "12 King's Road, Stoke-Sub-Hill, Dorchester, DT2 0AA"
    assert (house.uprn, house.authority) == ("100000000001", "west_dorset")
    assert flat.lines == ("Example Bakery", "Flat 2A, Mill House", "3 Back Lane", "High Street")
    assert flat.authority is None
    assert check_gazetteer(None) == []


def test_a_long_postcode_is_read_page_by_page(places: Places) -> None:
    places.rows = [{**HOUSE, "UPRN": str(number)} for number in range(150)]
    assert [address.uprn for address in look_up("DT2 0AA")] == [str(number) for number in range(150)]
    assert [question["offset"] for _, question in places.asked] == ["0", "100"]


def test_a_place_by_its_number(places: Places) -> None:
    places.rows = [HOUSE]
    found = place("100000000001")
    assert found is not None
    assert found.town == "Dorchester"
    assert places.asked == [("/search/places/v1/uprn", {"uprn": "100000000001", "dataset": "DPA"})]
    places.rows = []
    assert place("100000000009") is None


def test_a_postcode_that_does_not_exist_has_no_addresses(places: Places) -> None:
    places.status = 400
    assert look_up("DT2 0ZZ") == ()


def test_a_refused_key_is_said_without_the_key(places: Places, settings: Settings) -> None:
    settings.SHIREHALL_OS_PLACES_KEY = "another key"
    with pytest.raises(GazetteerUnavailableError, match="look at SHIREHALL_OS_PLACES_KEY") as caught:
        look_up("DT2 0AA")
    assert "another key" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (429, None, "limit is reached"),
        (500, None, "status 500"),
        (302, None, "status 302"),
        (200, b"<html>", "not JSON"),
        (200, b"[]", "another shape"),
        (200, b'{"results": 3}', "another shape"),
    ],
)
def test_a_bad_answer_is_one_clear_error(places: Places, status: int, body: bytes | None, said: str) -> None:
    places.status, places.body = status, body
    with pytest.raises(GazetteerUnavailableError, match=said):
        look_up("DT2 0AA")
    assert authority_of("DT2 0AA") is None


def test_nobody_there_is_one_clear_error_without_the_postcode(settings: Settings) -> None:
    settings.SHIREHALL_OS_PLACES_KEY = KEY
    settings.SHIREHALL_OS_PLACES_ADDRESS = "http://127.0.0.1:9"
    with pytest.raises(GazetteerUnavailableError, match="could not be reached") as caught:
        look_up("DT2 0AA")
    assert "DT2" not in str(caught.value)


def test_a_missing_key_and_an_open_address_are_warned_of(settings: Settings) -> None:
    settings.SHIREHALL_GAZETTEER = "os_places"
    settings.SHIREHALL_OS_PLACES_ADDRESS = "http://places.example.org"
    assert [problem.msg for problem in check_gazetteer(None)] == [
        "OS Places needs a key. Set SHIREHALL_OS_PLACES_KEY.",
        "SHIREHALL_OS_PLACES_ADDRESS must begin with https://.",
    ]
