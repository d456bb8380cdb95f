"""The parts of a movement: whatever the values, they sum to the whole, and each row belongs to one step."""

from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact import questions
from impact.compare.movement import STEPS, split
from impact.compare.rows import after_steps, match_table
from impact.contract import tables

VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6), st.integers(0, 10_000).map(float))
OLD_AS_OF = date(2024, 6, 30)


@given(st.lists(VALUES, min_size=6, max_size=6), VALUES)
def test_the_parts_sum_to_the_whole(values: list[float | None], last: float | None) -> None:
    moved = split(values, last)
    if values[0] is None or last is None:
        assert moved.parts == {}
        assert moved.status in ("appeared", "vanished", "none")
    else:
        assert set(moved.parts) == set(STEPS)
        assert sum(moved.parts.values()) == pytest.approx(last - values[0], abs=1e-6)


def test_each_step_has_what_it_moved_and_a_step_without_a_value_hands_it_on() -> None:
    assert split([10, 10, 8, 8, 11, 15], 15).parts == {
        "definition": 0,
        "removed": -2,
        "revised": 0,
        "late": 3,
        "new": 4,
    }
    assert split([10, 12, None, 8, 8, 9], 10).parts == {
        "definition": 3,
        "removed": 0,
        "revised": -4,
        "late": 0,
        "new": 1,
    }
    assert split([10, 10, 10, 10, 10, 10], 10).status == "same"


def step_of(was: dict[str, Any] | None, now: dict[str, Any] | None) -> int:
    """The step of a row of `suggestions`, told a second time in plain Python."""
    if now is None:
        return STEPS.index("removed")
    if was is None:
        return STEPS.index("new" if now["period_start"] > OLD_AS_OF else "late")
    changes = [(was[c], now[c]) for c in ("made", "implemented") if was[c] != now[c]]
    if not changes:
        return 0
    if any(before is not None for before, _ in changes):
        return STEPS.index("revised")
    return STEPS.index("new" if now["period_start"] > OLD_AS_OF else "late")


COUNTS = st.one_of(st.none(), st.integers(0, 3))
EXPORT = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.integers(-2, 2)), st.tuples(COUNTS, COUNTS, COUNTS), max_size=8
)


def rows(drawn: dict[tuple[str, int], tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "enterprise_id": enterprise,
            "period_start": OLD_AS_OF + timedelta(days=30 * month),
            "sex": "all",
            "made": made,
            "implemented": implemented,
            "recorded_on": None if typed is None else date(2024, 1, 1 + typed),
        }
        for (enterprise, month), (made, implemented, typed) in drawn.items()
    ]


@given(EXPORT, EXPORT)
@settings(max_examples=60, deadline=None)
def test_each_row_belongs_to_one_step_and_the_steps_lead_from_the_old_export_to_the_new(
    before: dict[tuple[str, int], tuple[Any, ...]], after: dict[tuple[str, int], tuple[Any, ...]]
) -> None:
    table = tables()["suggestions"]
    old, new = rows(before), rows(after)
    with duckdb.connect() as con:
        con.execute(questions.read("compare/schemas"))
        for schema, held in (("before", old), ("after", new)):
            drawn = pa.Table.from_pylist(held, schema=table.arrow_schema())
            con.register("drawn", drawn)
            con.execute(f"create table {schema}.suggestions as select * from drawn")
        match_table(con, table, OLD_AS_OF)
        found = con.execute("select was, now, step from compared.suggestions").fetchall()
        states = [after_steps(con, table, taken).to_pylist() for taken in range(5)]

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return row["enterprise_id"], row["period_start"]

    known, coming = {key(r): r for r in old}, {key(r): r for r in new}
    assert len(found) == len(known.keys() | coming.keys())
    for was, now, step in found:
        name = key(now if now["enterprise_id"] else was)
        assert step == step_of(known.get(name), coming.get(name)), (was, now)
    # When a row was typed in is no change of what it says: such rows come with the first step that is taken.
    said = [{key(r): (r["made"], r["implemented"]) for r in state} for state in states]
    assert said[0] == {name: (r["made"], r["implemented"]) for name, r in known.items()}
    assert said[4] == {name: (r["made"], r["implemented"]) for name, r in coming.items()}
