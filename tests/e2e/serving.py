"""A real server in a process of its own, as `make run` starts it, and a page of a real browser that watches itself."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request

from impact.settings import ROOT

PATIENCE = 60
NEAR = re.compile(r"(https?|wss?)://127\.0\.0\.1(:\d+)?/|data:|blob:|about:")
# Streamlit looks for its own base path below a page's address before it finds it above; the browser logs the misses.
PROBES = re.compile(r"/[a-z-]+/_stcore/(health|host-config)$")
SETTLED = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton]')
        && (document.querySelector('[data-testid=stHeading]') || document.querySelector('[data-testid=stException]'));
}"""


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    store: Path


def answer(url: str) -> tuple[int, dict[str, str], str]:
    """Status, headers in lower case and body of a GET."""
    try:
        with urllib.request.urlopen(url, timeout=10) as got:
            return got.status, {k.lower(): v for k, v in got.headers.items()}, got.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode("utf-8", "replace")


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def serving(store: Path, log: Path, port: int = 0, **environment: str) -> Iterator[Server]:
    """Serve the store on a free port until the block ends; fails with the server's own words when it does not start."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "asgi.py", "--server.port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "IMPACT_STORE": str(store), **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process, log)
            yield Server(url, store)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError):
            # Without a snapshot the server answers 503, and is there all the same.
            if answer(f"{url}/readyz")[0] in (200, 503):
                return
        assert process.poll() is None, f"the server ended:\n{log.read_text()}"
        assert time.monotonic() < end, f"the server did not answer:\n{log.read_text()}"
        time.sleep(0.05)


@dataclass
class Watched:
    """What a browser context asked for and complained about."""

    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Record every request to another host, console error and uncaught exception."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _request(self, request: Request) -> None:
        if not NEAR.match(request.url):
            self.elsewhere.append(request.url)

    def _console(self, message: Any) -> None:
        if message.type == "error" and not PROBES.search(message.location.get("url", "")):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def is_clean(self) -> None:
        """Nothing was asked of another host, and the browser complained of nothing."""
        assert not self.elsewhere, f"requests to other hosts: {self.elsewhere}"
        assert not self.complaints, f"the browser's console: {self.complaints}"


def settle(page: Page) -> None:
    """Wait until the script has run and everything is drawn."""
    page.wait_for_function(SETTLED)
    # A rerun may follow at once (a link that was written anew, a theme that the server is told of).
    page.wait_for_timeout(150)
    page.wait_for_function(SETTLED)


def visit(page: Page, url: str) -> None:
    """Open an address and wait until the page is drawn."""
    page.goto(url)
    settle(page)


def tiles(page: Page) -> dict[str, str]:
    """The value of every tile by its label."""
    labels = page.get_by_test_id("stMetricLabel").all_inner_texts()
    values = page.get_by_test_id("stMetricValue").all_inner_texts()
    return dict(zip(labels, values, strict=True))


def pages() -> list[str]:
    """The address of every page below the server's root; the overview is the root itself."""
    files = sorted((ROOT / "pages").glob("*/*.py"))
    return ["", *(p.stem.replace("_", "-") for p in files if p.stem != "overview")]


PATHS = pages()
