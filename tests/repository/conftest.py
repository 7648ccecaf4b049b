"""Says at the end which modules are growing long, before the test fails for one."""

import pytest

from tests.repository.test_sizes import LONG, lengths


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    long = sorted(f"{name} ({length})" for name, length in lengths().items() if length > LONG)
    if long:
        terminalreporter.write_line(f"Over {LONG} lines, think of dividing: {', '.join(long)}")
