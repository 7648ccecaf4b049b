"""One browser for each module of tests, windows in it, and cases to look at."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.browser.axe import Looker
from tests.browser.officer import sign_in
from tests.browser.people import applicant
from tests.browser.server import Server
from tests.journeys.visitor import Visitor

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
WIDE, NARROW = 1280, 360
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The operating system's browser. It ends with the module, for while it is driven Django refuses its database."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(
            "Chromium is missing, and these tests are made for it. On Debian: apt-get install chromium"
        )
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=[*QUIET])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a window of its own: its width, whether it runs script, and its colour scheme."""
    contexts: list[BrowserContext] = []

    def opened(width: int = WIDE, *, script: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport=ViewportSize(width=width, height=800), java_script_enabled=script,
            color_scheme="dark" if dark else "light", locale="en-GB",
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def signed_in(server: Server) -> dict[str, list[dict[str, object]]]:
    """The cookies of officers who signed in before."""
    return {}


@pytest.fixture(scope="session")
def waiting_cases(server: Server) -> list[str]:
    """Cases for an officer: one to judge, one that waits for evidence, one that is decided."""
    people = (
        applicant("Hazel Waiter", pension_age="yes", capital="500.00"),
        applicant("Hazel Owen"),
        applicant("Hazel Decided", capital="500.00"),
    )
    return [Visitor(server.url).apply("council_tax_reduction", each).reference for each in people]


@pytest.fixture
def open_desk(
    open_page: OpenPage, server: Server, signed_in: dict[str, list[dict[str, object]]]
) -> Callable[..., Page]:
    """A window in which an officer is signed in."""

    def opened(officer: str, width: int = WIDE, *, script: bool = True, dark: bool = False) -> Page:
        page = open_page(width, script=script, dark=dark)
        if officer in signed_in:
            page.context.add_cookies(signed_in[officer])  # type: ignore[arg-type]
            page.goto(f"{server.url}/desk/")
        else:
            sign_in(page, server.url, f"{officer}@example.org")
            signed_in[officer] = page.context.cookies()  # type: ignore[assignment]
        return page

    return opened


@pytest.fixture(scope="session")
def shapes() -> set[str]:
    """The shapes of the pages that axe has looked at."""
    return set()


@pytest.fixture
def looker(shapes: set[str]) -> Iterator[Looker]:
    """Looks at pages; the test fails at its end where anything was found."""
    looking = Looker(shapes)
    yield looking
    looking.assert_clean()
