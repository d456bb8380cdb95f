"""What tests share: stores of their own, small exports, and one demonstration export for a whole run."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from impact import store, warehouse
from impact.demo import build
from impact.publish import publish
from tests import drawn

SCALE = 0.02
# What the tests of these share is slow to make: a browser with the servers that it visits, a snapshot for the public.
TOGETHER = (
    "tests/e2e/",
    "tests/docs/test_documents.py",
    "tests/gate/test_differencing.py",
    "tests/gate/test_public.py",
    "tests/pages/test_peer_benchmarks.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each test to the worker that is free, and those that belong together to one.

    The one of xdist 3.8 that groups by marks no longer does with pytest 9.2, where the name of a test cannot be changed.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)

    return Together(config, log)


@pytest.fixture(scope="session", autouse=True)
def components_are_looked_for_once() -> Iterator[None]:
    """Each page that is tested would look through all installed packages anew, which takes longer than the page."""
    with pytest.MonkeyPatch.context() as patch:
        with suppress(ImportError):  # the environment of other engines has no Streamlit
            from streamlit.components.v2 import manifest_scanner as scanner

            patch.setattr(scanner, "scan_component_manifests", cache(scanner.scan_component_manifests))
        yield


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store of the test's own, with nothing published."""
    place = tmp_path / "store"
    place.mkdir()
    monkeypatch.setenv("IMPACT_STORE", str(place))
    yield place
    warehouse.close()


@pytest.fixture(scope="session")
def snapshot_of_drawing(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Draw and publish an export once for all tests that draw the same; returns the folder of `export` and `store`."""
    made: dict[str, Path] = {}

    def draw_and_publish(**tables: Any) -> Path:
        drawing = json.dumps(tables, sort_keys=True)
        if drawing not in made:
            folder = tmp_path_factory.mktemp("snapshot_of_drawing")
            (folder / "store").mkdir()
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("IMPACT_STORE", str(folder / "store"))
                publish(drawn.export(folder / "export", **tables))
            warehouse.close()  # which working out what is withheld opened
            made[drawing] = folder
        return made[drawing]

    return draw_and_publish


@pytest.fixture
def published(
    empty_store: Path, tmp_path: Path, snapshot_of_drawing: Callable[..., Path]
) -> Callable[..., store.Snapshot]:
    """Publish an export that the test draws (see `tests.drawn.export`); questions then answer from it."""

    def draw_and_publish(**tables: Any) -> store.Snapshot:
        folder = snapshot_of_drawing(**tables)
        shutil.copytree(folder / "export", tmp_path / "export")
        shutil.copytree(folder / "store", empty_store, dirs_exist_ok=True)
        return store.current()

    return draw_and_publish


@pytest.fixture(scope="session")
def demo_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration export, with its hidden truth beside it."""
    folder = tmp_path_factory.mktemp("demo") / "export"
    build(folder, scale=SCALE, seed=7)
    return folder


@pytest.fixture(scope="session")
def demo_store(demo_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with the small demonstration export published, for tests that only read."""
    place = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(place))
        publish(demo_export)
        yield place
    warehouse.close()


@pytest.fixture
def demo(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small demonstration export, published and current."""
    monkeypatch.setenv("IMPACT_STORE", str(demo_store))
    return demo_store


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests say of how much they tried: they may have run in another process."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    for report in reports:
        for name, said in getattr(report, "user_properties", ()):
            if name == "said" and report.when == "call":
                terminalreporter.write_line(str(said))
