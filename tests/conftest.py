"""One real server for every journey of a test process, in a browser or without."""

from collections.abc import Iterator

import pytest

from tests.browser.server import Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server and the real worker."""
    with serving(tmp_path_factory.mktemp("shirehall")) as running:
        yield running
