"""The catalogue and its SQL are twins of one name, and each says what a reader needs."""

from pathlib import Path

import pytest

from impact import contract
from impact.catalogue import FOLDER, CatalogueError, indicator, indicators
from impact.questions import read

COLUMNS = [
    "iso3",
    "enterprise_id",
    "project_id",
    "module",
    "sex",
    "role",
    "happened_on",
    "unit_id",
    "numerator",
    "denominator",
]


@pytest.mark.parametrize("code", indicators())
def test_an_indicator_has_its_sql_beside_it(code: str) -> None:
    assert read(indicator(code).query).startswith("-- ")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.sql")), ids=lambda p: p.stem)
def test_an_indicator_query_belongs_to_an_entry_and_gives_the_same_columns_as_all(path: Path) -> None:
    users = [i for i in indicators().values() if i.query == f"indicators/{path.stem}"]
    assert users
    text = path.read_text("utf-8")
    for column in COLUMNS:
        assert column in text


@pytest.mark.parametrize("code", indicators())
def test_an_entry_is_whole(code: str) -> None:
    entry = indicator(code)
    assert set(entry.source) <= set(contract.tables())
    assert bool(entry.denominator) == (entry.aggregation in ("ratio", "distinct_ratio", "per_unit"))
    assert entry.is_share == (entry.aggregation in ("ratio", "distinct_ratio"))
    if entry.is_share:
        assert entry.plausible == (0, 100)
        assert entry.minimum_n > 1, "a share of very few says little, and the entry must say how few"


def test_an_unknown_indicator_is_named_with_those_there_are() -> None:
    with pytest.raises(CatalogueError, match=r"no indicator 'defects'.*enterprises_trained"):
        indicator("defects")
