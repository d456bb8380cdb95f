"""What the tests of pages share: one store for each export that they read, published once."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st

from impact import local, warehouse
from impact.publish import publish
from tests import drawn
from tests.pages import exports

DRAW = {
    "small": exports.small,
    "without optional tables": lambda folder: exports.small(folder, leave_out=exports.OPTIONAL),
    "empty": drawn.export,
    "hostile": exports.hostile,
}


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory, demo_store: Path) -> Callable[[str], Path]:
    """Make, once, a store with the named export published; returns its folder."""
    made = {"demonstration": demo_store}

    def store_of(name: str) -> Path:
        if name not in made:
            folder = tmp_path_factory.mktemp("drawn")
            (folder / "store").mkdir()
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("IMPACT_STORE", str(folder / "store"))
                publish(DRAW[name](folder / "export"))
            made[name] = folder / "store"
        return made[name]

    return store_of


@pytest.fixture
def use(stores: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Serve the named export to the pages of this test."""

    def choose(name: str) -> Path:
        place = stores(name)
        monkeypatch.setenv("IMPACT_STORE", str(place))
        return place

    return choose


@pytest.fixture
def restarted() -> Callable[[], None]:
    """Forget all that a server process remembers of snapshots, as a restart does."""

    def forget() -> None:
        st.cache_data.clear()
        warehouse.close()
        for remembered in vars(local).values():
            if hasattr(remembered, "cache_clear"):
                remembered.cache_clear()

    return forget
