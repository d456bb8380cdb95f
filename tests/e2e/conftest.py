"""One server, one browser and a watched page for the tests that drive a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser import ARGUMENTS, executable
from tests.e2e.serving import Server, Watched, serving

SIZE = {"width": 1280, "height": 900}
NewPage = Callable[..., Page]
# A busy machine is no failure.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of this folder drive a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small demonstration, served."""
    with serving(demo_store, tmp_path_factory.mktemp("server") / "log.txt") as started:
        yield started


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium."""
    path = executable()
    assert path, "no browser was found; `make setup-dev` installs one"
    started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield started
    started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open pages in contexts of their own; at the end none may have asked another host or complained."""
    contexts: list[BrowserContext] = []
    watched = Watched()

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": SIZE, "locale": "en-GB", "color_scheme": "light", **options})
        context.set_default_timeout(60_000)
        watched.watch(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    watched.is_clean()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One watched page, as a desktop shows it."""
    return new_page()
