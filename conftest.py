"""What every test runs under: which tests belong to this machine and this database."""

import os
import shutil

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WITHOUT_BROWSER = pytest.StashKey[int]()
KANNEL = ("/usr/sbin/bearerbox", "/usr/sbin/smsbox", "/usr/lib/kannel/test/fakesmsc")
WITHOUT_KANNEL = pytest.StashKey[int]()
DOVECOT = ("/usr/sbin/dovecot", "/usr/lib/dovecot/lmtp", "/usr/lib/dovecot/imap")
WITHOUT_DOVECOT = pytest.StashKey[int]()
PURE = (
    "src/shirehall/kernel/", "src/shirehall/departments/finance/reading/",
    "src/shirehall/departments/finance/samples/", "tests/repository/", "tests/services/",
)  # fmt: skip
"""What opens no database: which one it is changes nothing there, so the second run leaves it out."""
WITHOUT_PURE = pytest.StashKey[int]()


def browser_path() -> str | None:
    """Find the operating system's browser."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "kannel: needs the SMS gateway Kannel and its simulator")
    config.addinivalue_line("markers", "dovecot: needs the mail server Dovecot")


def pytest_report_header() -> str:
    kind = "PostgreSQL" if _on_postgresql() else "SQLite"
    return f"database: {kind}, browser: {browser_path() or 'none'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine or database cannot run. In CI what is missing is a failure, not a gap."""
    left_out = [item for item in items if item.get_closest_marker("postgresql") and not _on_postgresql()]
    if browser_path() is None and os.environ.get("CI") != "true":
        without = [item for item in items if item.get_closest_marker("browser")]
        config.stash[WITHOUT_BROWSER] = len(without)
        left_out += without
    if not all(map(os.path.exists, KANNEL)) and os.environ.get("CI") != "true":
        without = [item for item in items if item.get_closest_marker("kannel")]
        config.stash[WITHOUT_KANNEL] = len(without)
        left_out += without
    if not all(map(os.path.exists, DOVECOT)) and os.environ.get("CI") != "true":
        without = [item for item in items if item.get_closest_marker("dovecot")]
        config.stash[WITHOUT_DOVECOT] = len(without)
        left_out += without
    if _on_postgresql():
        without = [item for item in items if item.nodeid.startswith(PURE)]
        config.stash[WITHOUT_PURE] = len(without)
        left_out += without
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(map(id, left_out))
        items[:] = [item for item in items if id(item) not in gone]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash.get(WITHOUT_BROWSER, 0):
        terminalreporter.write_line(
            "The browser's tests did not run: Chromium is missing. apt-get install chromium"
        )
    if number := config.stash.get(WITHOUT_PURE, 0):
        terminalreporter.write_line(
            f"{number} tests that open no database are left out here: they run on SQLite."
        )
    if config.stash.get(WITHOUT_KANNEL, 0):
        terminalreporter.write_line(
            "The SMS gateway's test did not run: Kannel is missing. apt-get install kannel kannel-extras"
        )
    if config.stash.get(WITHOUT_DOVECOT, 0):
        terminalreporter.write_line(
            "The tests of suppliers' mail did not run: Dovecot is missing. apt-get install dovecot-imapd dovecot-lmtpd"
        )


def _on_postgresql() -> bool:
    return os.environ.get("SHIREHALL_DATABASE", "").startswith("postgres")
