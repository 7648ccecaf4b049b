"""What all sides have: a server, a database of their own, requests that send, and rows that are read back."""

import json
import os
import re
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from benchmarks.measuring.clients import Ask, Told, send_all
from benchmarks.measuring.server import ROOT, Server

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Side(ABC):
    """One thing that takes twelve answers."""

    name: ClassVar[str]
    server: Server

    @abstractmethod
    def prepare(self, count: int) -> Sequence[Ask]:
        """Make the requests of so many people who have the filled-in page before them. Not timed."""

    @abstractmethod
    def check(self, told: Sequence[Told]) -> None:
        """Read back what was promised. Raises AssertionError where a promise is not kept."""

    def stop(self) -> None:
        """End the server."""
        self.server.stop()


class FormSide(Side):
    """A side whose page is one form of twelve fields, posted whole."""

    package: ClassVar[str]
    path: ClassVar[str]

    def __init__(self, folder: Path, address: str, database: Mapping[str, Any]) -> None:
        self.address = address
        environment = {"BENCH_DATABASE": json.dumps(database), "DJANGO_SETTINGS_MODULE": ""}
        subprocess.run(
            [sys.executable, "-m", f"{self.package}.prepare"], cwd=ROOT, env={**os.environ, **environment}, check=True
        )  # fmt: skip
        self._sent = 0
        self.server = Server(f"{self.package}.wsgi:application", environment, folder)

    def prepare(self, count: int) -> Sequence[Ask]:
        shown = send_all(self.server.port, [Ask(self.path)] * count)
        return [self._ask(each, number) for number, each in enumerate(shown.told, self._sent)]

    def _ask(self, shown: Told, number: int) -> Ask:
        token = token_of(shown)
        data = {"csrfmiddlewaretoken": token, **typed(number)}
        cookies = "; ".join(f"{name}={value}" for name, value in shown.cookies.items())
        return post(self.path, data, {"Cookie": cookies})


def token_of(shown: Told) -> str:
    """The CSRF token of a page."""
    found = _TOKEN.search(shown.body)
    if found is None:
        raise AssertionError(f"no form came but {shown.status} {shown.where} {shown.body[:300]!r}")
    return found[1].decode()


def post(path: str, data: Mapping[str, str], headers: Mapping[str, str]) -> Ask:
    """A form that is sent."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return Ask(path, {**headers, **kind}, urlencode(data).encode())


def typed(number: int) -> dict[str, str]:
    """What the person of this number types into twelve fields."""
    return {
        "full_name": f"Amberly Applethwick {number}",
        "date_of_birth": "1980-02-03",
        "national_insurance_number": f"AA{number % 1_000_000:06d}A",
        "address": "1 High Street\nSherborne",
        "postcode": "DT9 3AA",
        "email": f"amberly.{number}@example.org",
        "telephone": "07700 900123",
        "household_kind": "single",
        "children": "1",
        "receives_maximum_benefit": "no",
        "weekly_income": "160.50",
        "council_tax_bill": "1900.00",
    }
