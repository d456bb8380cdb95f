"""Tables are the same however many indicators are rolled up together."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from impact import building
from tests import drawn
from tests.pages import exports

TARGETS = """
    project_id | indicator           | iso3 | sex | starts_on  | ends_on    | numerator
    p1         | attendances         | KEN  | all | 2022-01-01 | 2022-12-31 | 10
    p1         | enterprises_trained | KEN  | all | 2022-01-01 | 2022-12-31 | 2
    """
ROLLED_UP = ("indicator_cells", "project_facts")


def rolled_up(
    export: Path, place: Path, facts_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> dict[str, pd.DataFrame]:
    place.mkdir()
    monkeypatch.setattr(building, "FACTS_AT_ONCE", facts_at_once)
    building.build(place / "tables.duckdb", export, date(2024, 8, 31), [], lambda what, share: None)
    with duckdb.connect(place / "tables.duckdb", read_only=True) as con:
        return {name: con.execute(f"from base.{name} order by all").df() for name in ROLLED_UP}


def test_indicators_rolled_up_one_by_one_say_what_they_say_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = drawn.export(tmp_path / "export", **exports.SMALL, targets=TARGETS)
    together = rolled_up(export, tmp_path / "together", 1_000_000, monkeypatch)
    one_by_one = rolled_up(export, tmp_path / "one_by_one", 1, monkeypatch)
    for name in ROLLED_UP:
        pd.testing.assert_frame_equal(one_by_one[name], together[name])
    assert together["indicator_cells"]["indicator_no"].nunique() > 10
    assert len(together["project_facts"])


def test_where_there_is_no_fact_there_are_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = rolled_up(drawn.export(tmp_path / "export"), tmp_path / "empty", 10, monkeypatch)
    assert not any(len(rows) for rows in empty.values())
