"""Forms that are printed, filled by a program and given to the post room, and officers who sit there."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings
from django.test import Client
from numpy.typing import NDArray

from shirehall.casework.api import current_version, publish, work_due
from shirehall.channels.paper.models import PrintedForm
from shirehall.channels.paper.post import take_in
from shirehall.channels.paper.printed import Printed, print_form
from shirehall.channels.paper.trial.answers import written_for
from shirehall.channels.paper.trial.filling import TrialHand, blank_sheets, fill
from shirehall.channels.paper.trial.running import pdf_of
from shirehall.channels.paper.trial.spoiling import Spoiling, spoil
from shirehall.kernel.api import read_facts
from shirehall.partnership.api import Officer, Place, add_officer, load_partnership

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday
SERVICES = Path(__file__).parents[4] / "services"
CLERK = "clerk@example.org"
CALL: Mapping[str, Any] = {
    "full_name": "Ada Fairweather",
    "telephone": "07700 900123",
    "authority": "west_dorset",
    "topic": "bins",
    "best_times": ["morning"],
}
Picture = NDArray[np.uint8]
GENTLE = Spoiling(skew=1.5, blur=0.7, noise=4, turned=50)


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of the test lie in a folder of its own; no scanner is set up."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    monkeypatch.delenv("SHIREHALL_CLAMD", raising=False)


def texts_of(name: str) -> dict[str, str]:
    """The texts of a shipped service."""
    root = SERVICES / name
    files = [*root.glob("*.*"), *root.glob("messages/*.md")]
    texts = {
        str(each.relative_to(root)): each.read_text() for each in files if each.suffix in (".yaml", ".md")
    }
    shared = {f"_shared/{each.name}": each.read_text() for each in SERVICES.glob("_shared/*.yaml")}
    return {**texts, **(shared if "shared:" in texts["service.yaml"] else {})}


@pytest.fixture
def offered(db: None) -> None:
    """The councils, and the shipped service for calls back."""
    load_partnership(by="test", at=AT)
    publish(texts=texts_of("call_me_back"), by="test", at=AT)


@dataclass
class Paper:
    """Somebody with a pen, and a post room."""

    random: np.random.Generator

    def print(self, **more: Any) -> Printed:
        """A blank form."""
        given = {
            "service": "call_me_back",
            "variant": "standard",
            "at": AT,
            "authority": "west_dorset",
            **more,
        }
        return print_form(**given)

    def fill(self, made: Printed, given: Mapping[str, Any], *, signed: bool = True) -> list[Picture]:
        """Its sheets, filled in by hand."""
        version = current_version(made.form.service)
        answers = read_facts(version, dict(given), on=AT.date())
        boxes = made.form.layout["boxes"]
        written = written_for(version, answers, boxes, authority="west_dorset", signed="02032026")
        if not signed:
            written = {key: text for key, text in written.items() if "-sign" not in key}
        sheets = blank_sheets(made.pdf)
        fill(sheets, boxes, written, lambda: TrialHand(self.random))
        return sheets

    def photo(self, sheets: Sequence[Picture], how: Spoiling = GENTLE) -> bytes:
        """The sheets as a PDF of photos."""
        return pdf_of([spoil(each, how, self.random) for each in sheets])

    def give_in(self, *files: bytes, name: str = "post.pdf") -> Any:
        """Give files to the post room, and let the worker read them."""
        batch = take_in(files=[(name, BytesIO(each)) for each in files], by=CLERK, at=AT)
        work_due(at=AT)
        return batch


@pytest.fixture
def paper(offered: None) -> Paper:
    """A pen that writes the same each time."""
    return Paper(np.random.default_rng(7))


MakeOfficer = Callable[..., Officer]


@pytest.fixture
def make_officer(offered: None) -> MakeOfficer:
    """Make an officer with one place."""

    def make(role: str = "officer", team: str = "customer_services", authority: str | None = None) -> Officer:
        name = f"{role} {team} {authority or 'all'}"
        return add_officer(
            email=f"{name.replace(' ', '.').lower()}@example.org", name=name.title(),
            places=[Place(team, role, authority)], password=None, by="test", at=AT,
        )  # fmt: skip

    return make


def sign_in(officer: Officer) -> Client:
    """A browser in which the officer has signed in with two factors."""
    client = Client()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session["account_authentication_methods_user"] = str(officer.pk)
    session.save()
    client.cookies["shirehall"] = session.session_key or ""
    return client


def boxes_in(form: PrintedForm) -> list[dict[str, Any]]:
    """The boxes of a form's layout, as they are stored."""
    found: list[dict[str, Any]] = json.loads(json.dumps(form.layout))["boxes"]
    return found
