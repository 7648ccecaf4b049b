"""What the command line decides, for the same facts."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo


def decided(service: str, facts: Mapping[str, Any], *, authority: str = "north_dorset") -> dict[str, Any]:
    """The one object that `shirehall decide --json` prints, for today."""
    on = datetime.now(UTC).astimezone(ZoneInfo("Europe/London")).date().isoformat()
    command = [sys.executable, "-m", "shirehall.project.cli", "decide", service, "--answers", "-", "--json"]
    command += ["--on", on, "--authority", authority]
    done = subprocess.run(command, input=json.dumps(facts), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
