"""A service made with one command, outside the repository, runs on the web with no other edit."""

import os
import subprocess
import sys
from pathlib import Path

from tests.browser.people import Person
from tests.browser.server import serving
from tests.journeys.visitor import Visitor

NAME = "borrow_a_ladder"
PERSON = Person(
    "Juniper Rung", "juniper.rung@example.org",
    {
        "full_name": {"full_name": "Juniper Rung"}, "email": {"email": "juniper.rung@example.org"},
        "lives_here": {"lives_here": "yes"}, "people": {"people": "2"},
    },
)  # fmt: skip


def shirehall(*arguments: str, services: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line with a folder of further services."""
    environment = {**os.environ, "SHIREHALL_SERVICES": str(services)}
    command = [sys.executable, "-m", "shirehall.project.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=services)


def test_a_new_service_is_on_the_web(tmp_path: Path) -> None:
    services = tmp_path / "services"
    services.mkdir()
    made = shirehall("new-service", NAME, services=services)
    assert made.returncode == 0, made.stderr
    proved = shirehall("check", str(services / NAME), services=services)
    assert proved.returncode == 0, proved.stdout + proved.stderr
    with serving(tmp_path / "var", {"SHIREHALL_SERVICES": str(services)}) as server:
        visitor = Visitor(server.url).open("/")
        assert f'href="/{NAME}/"' in visitor.main
        visitor.open(f"/{NAME}/")
        assert "Start now" in visitor.says
        visitor.apply(NAME, PERSON)
        assert "We have received what you sent" in visitor.says
        assert "Your application is approved" in visitor.says
        assert "You live in our area." in visitor.says
        officer = Visitor(server.url).officer("cleo.marchwell@example.org")
        officer.open("/desk/services/")
        assert "Borrow a ladder" in officer.says
