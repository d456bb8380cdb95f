"""What tests share: stores of their own, small exports, and one demonstration export for a whole run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from impact import store, warehouse
from impact.demo import build
from impact.publish import publish
from tests import drawn

SCALE = 0.02


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store of the test's own, with nothing published."""
    place = tmp_path / "store"
    place.mkdir()
    monkeypatch.setenv("IMPACT_STORE", str(place))
    yield place
    warehouse.close()


@pytest.fixture
def published(empty_store: Path, tmp_path: Path) -> Callable[..., store.Snapshot]:
    """Publish an export that the test draws (see `tests.drawn.export`); questions then answer from it."""

    def draw_and_publish(**tables: str) -> store.Snapshot:
        return publish(drawn.export(tmp_path / "export", **tables)).snapshot

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
