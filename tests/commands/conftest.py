import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from shirehall.project.cli import main


@dataclass(frozen=True)
class Said:
    """What a command ended with and printed."""

    code: int
    out: str
    error: str

    @property
    def decision(self) -> dict[str, Any]:
        given: dict[str, Any] = json.loads(self.out)
        return given


@pytest.fixture
def shirehall(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Runs the command line in this process: `shirehall("check", path)`; `given` is its standard input."""
    monkeypatch.delenv("SHIREHALL_SERVICES", raising=False)

    def run(*arguments: object, given: bytes | str = b"") -> Said:
        held = given.encode() if isinstance(given, str) else given
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(held)))
        capsys.readouterr()
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return Said(code, printed.out, printed.err)

    return run
