"""Prove that a server which was just started is whole: it is healthy, ready, and shows its first page."""

import sys
import time
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, executable

PATIENCE = 900


def answers(url: str) -> bool:
    """Does the address answer with success?"""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def main(base: str) -> int:
    """Wait for the server at `base`, then read its first page in a browser; returns 1 when it is not whole."""
    end = time.monotonic() + PATIENCE
    while not (answers(f"{base}/_stcore/health") and answers(f"{base}/readyz")):
        if time.monotonic() > end:
            print(f"{base} was not ready within {PATIENCE} seconds", file=sys.stderr)
            return 1
        time.sleep(1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        page = browser.new_page()
        page.goto(base)
        page.get_by_test_id("stMetric").first.wait_for(timeout=120_000)
        title = page.get_by_role("heading", level=1).inner_text()
        shown = page.get_by_test_id("stMetricValue").first.inner_text()
        broken = page.get_by_test_id("stException").count()
        browser.close()
    print(f"{base}: '{title}', first tile {shown}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
