"""Find a Chromium or Chrome for the browser tests; where there is none, install one or say how."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
# A real browser, quiet towards the network, with WebGL in software so that maps paint on any machine. All else is drawn without
# WebGL, which in software takes twice the time.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
]


@cache
def executable() -> str | None:
    """The browser's path: `CHROME`, one on the PATH or in its usual place, or Playwright's own."""
    found = [os.environ.get("CHROME"), *map(shutil.which, NAMES), *(p for p in PLACES if Path(p).is_file())]
    return next((path for path in found if path), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).is_file() else None


def install() -> bool:
    """Install Debian's Chromium when root, else Playwright's own; true when one of them worked."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests", flush=True)
        update = subprocess.run(["apt-get", "update", "-qq"], check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"]
        if update.returncode == 0 and subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0:
            return True
    print("Installing Playwright's Chromium for the browser tests", flush=True)
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode == 0


def main() -> int:
    """Make sure that there is a browser; returns 1, with advice, when there is none and none can be installed."""
    if executable() is None:
        install()
        executable.cache_clear()
    if path := executable():
        print(f"Browser for the tests: {path}")
        return 0
    print("No browser for the tests. Install Chromium or Chrome, or set CHROME to its path.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
