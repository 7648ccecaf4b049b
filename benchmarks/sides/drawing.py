"""The rounds of `benchmarks.rendering`. `benchmarks.measuring.environment` runs it."""

import re
import time
from io import StringIO

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - what follows needs Django set up
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.measuring.environment import SHORT  # noqa: E402
from benchmarks.measuring.reporting import say_value  # noqa: E402
from benchmarks.sides.answers import SERVICE  # noqa: E402
from benchmarks.sides.shirehall_side import COOKIE, PATH, make_drafts, session_with  # noqa: E402

ROUNDS, PAGES = (1, 2) if SHORT else (9, 20)
HOST = {"host": "127.0.0.1"}
QUESTION = f"/{SERVICE}/apply/your_contact/email/"
_FIELD = re.compile(rb'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')


def main() -> None:
    """A question, check answers, the page that says it was sent, and the case's own page."""
    call_command("prepare", stdout=StringIO())
    call_command("publish", by="benchmarks", stdout=StringIO())
    at = timezone.now()
    asking, sending = (_browser(session_with(draft, at)) for draft in make_drafts(range(2), at))
    sent = _send(sending)
    measure("a question page", asking, QUESTION)
    measure("check answers", asking, PATH)
    measure("the page that says it was sent", sending, sent)
    measure("a case's page", sending, sent.removesuffix("sent/"))


def measure(name: str, browser: Client, path: str) -> None:
    """Print what a page costs."""
    costs: list[float] = []
    _open(browser, path)
    for _round in range(ROUNDS):
        began = time.process_time()
        for _page in range(PAGES):
            _open(browser, path)
        costs.append((time.process_time() - began) * 1e3 / PAGES)
    say_value(f"rendering {name}, CPU", costs, at_most=20, unit="ms", pages=PAGES)
    with CaptureQueriesContext(connection) as asked:
        _open(browser, path)
    say_value(f"rendering {name}, queries", [len(asked)], at_most=15, unit="queries")


def _browser(cookie: str) -> Client:
    browser = Client()
    browser.cookies[COOKIE] = cookie
    return browser


def _open(browser: Client, path: str) -> bytes:
    shown = browser.get(path, secure=True, headers=HOST)
    assert shown.status_code == 200, (path, shown.status_code)
    return shown.content


def _send(browser: Client) -> str:
    fields = {name.decode(): value.decode() for name, value in _FIELD.findall(_open(browser, PATH))}
    taken = browser.post(PATH, fields, secure=True, headers=HOST)
    assert taken.status_code == 302
    return str(taken["Location"])


if __name__ == "__main__":
    main()
