"""Demonstration exports that the tests of this folder share."""

from pathlib import Path

import pytest

from impact.demo import build
from tests.demo.contract_check import Export


@pytest.fixture(scope="package")
def small(demo_export: Path) -> Export:
    """Scale 0.02: 112 enterprises trained."""
    return Export(demo_export)


@pytest.fixture(scope="package")
def middle(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Scale 0.2: large enough for shares to be near what they are calibrated to."""
    folder = tmp_path_factory.mktemp("middle") / "export"
    build(folder, scale=0.2, seed=11)
    return Export(folder)


@pytest.fixture(scope="package")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Scale 1: the size of the real programme."""
    folder = tmp_path_factory.mktemp("whole") / "export"
    build(folder, scale=1, seed=7)
    return Export(folder)
