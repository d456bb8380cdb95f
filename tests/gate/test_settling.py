"""A breakdown told of two snapshots: whoever takes the difference learns of no fewer than the smallest group."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact import privacy, state, store, tellings
from impact.access import OWNER, Viewer
from impact.ask import AskError, ask
from impact.breakdowns import Standing, rows_of, standing_of, text_of
from impact.manifest import write_manifest
from impact.publish import publish
from impact.questions import Measure, of_snapshots, question
from impact.settling import settled
from tests import drawn
from tests.gate.test_between import follows
from tests.marks import first

MEASURE = Measure(("value",), "results", "enterprises", "n")
QUESTION = replace(question("enterprises/improvement_teams"), measures=(MEASURE,), keys=())
DONOR = Viewer("donor", ("p1",))


def table(n: Mapping[str, int], value: float = 1.0) -> pd.DataFrame:
    """A breakdown whose rows say as much as they rest on, times `value`."""
    return pd.DataFrame(
        {"code": list(n), "value": [value * x if x else None for x in n.values()], "n": list(n.values())}
    )


def told(n: Mapping[str, int], last: Standing | None = None, k: int = 5, value: float = 1.0) -> Standing:
    before = None if last is None else {0: last}
    return settled(QUESTION, table(n, value), lambda m, f: privacy.few(m, f, {}, k), before, k)[0]


def values(standing: Standing) -> dict[str, float | None]:
    names = {row: row.split('"')[3] for row in [*standing.told, *standing.hidden]}
    return {names[row]: standing.told[row]["value"] if row in standing.told else None for row in names}


def test_what_is_told_for_the_first_time_is_told_as_it_is_but_for_small_ones() -> None:
    assert values(told({"a": 9, "b": 20, "c": 3})) == {"a": None, "b": 20.0, "c": None}


def test_a_row_that_moved_by_few_stays_and_with_it_what_would_give_it() -> None:
    before = told({"a": 30, "b": 20, "c": 40})
    assert values(told({"a": 40, "b": 21, "c": 60}, before)) == {"a": 30.0, "b": 20.0, "c": 60.0}


def test_rows_that_moved_by_many_are_told_anew() -> None:
    before = told({"a": 30, "b": 20, "c": 40})
    assert values(told({"a": 35, "b": 26, "c": 40}, before)) == {"a": 35.0, "b": 26.0, "c": 40.0}


def test_what_moved_is_counted_from_what_was_last_told() -> None:
    one = told({"a": 30, "b": 20})
    two = told({"a": 33, "b": 23}, one)
    assert values(two) == {"a": 30.0, "b": 20.0}
    assert values(told({"a": 36, "b": 26}, two)) == {"a": 36.0, "b": 26.0}


def test_as_many_that_say_something_else_have_moved() -> None:
    before = told({"a": 30, "b": 20})
    assert values(told({"a": 30, "b": 20}, before, value=2.0)) == {"a": 30.0, "b": 20.0}


def test_parts_whose_total_moved_by_few_all_stay() -> None:
    before = told({"a": 30, "b": 20})
    assert values(told({"a": 37, "b": 12}, before)) == {"a": 30.0, "b": 20.0}


def test_what_was_hidden_and_moved_by_few_is_hidden_still() -> None:
    before = told({"a": 30, "b": 4, "c": 9})
    assert values(told({"a": 30, "b": 5, "c": 9}, before)) == {"a": 30.0, "b": None, "c": None}


def test_a_row_that_comes_anew_is_told_where_it_is_large_and_nothing_small_moved() -> None:
    before = told({"a": 30, "b": 20})
    assert values(told({"a": 30, "b": 20, "c": 12}, before)) == {"a": 30.0, "b": 20.0, "c": 12.0}


def test_what_was_told_is_the_same_after_it_was_kept() -> None:
    one = told({"a": 30, "b": 20, "c": 3})
    assert standing_of(text_of({0: one})) == {0: one}


def test_rows_are_named_alike_with_and_without_missing_years() -> None:
    with_all, with_none = pd.DataFrame({"code": ["a"], "year": [2020]}), pd.DataFrame({"code": ["a"], "year": [2020.0]})
    assert rows_of(with_all) == rows_of(with_none)


ROWS = "abcdef"


@pytest.mark.parametrize("many", first(1, [60, 2000]))
def test_nobody_finds_what_moved_of_few(many: int) -> None:
    numbers = st.lists(st.one_of(st.just(0), st.integers(0, 40)), min_size=len(ROWS), max_size=len(ROWS))
    changes = st.lists(st.one_of(st.just(0), st.integers(-3, 12)), min_size=len(ROWS), max_size=len(ROWS))

    @settings(max_examples=many, deadline=None)
    @given(numbers, changes, st.sampled_from([5, 10]))
    def check(counts: list[int], moves: list[int], k: int) -> None:
        before = dict(zip(ROWS, counts, strict=True))
        after = {row: max(0, n + d) for (row, n), d in zip(before.items(), moves, strict=True)}
        one = told(before, k=k)
        two = told(after, one, k)
        size = len(ROWS)
        moved = {row: after[row] - before[row] for row in ROWS}

        def number(rows: str, *, old: bool, new: bool) -> list[float]:
            found = [0.0] * (2 * size)
            for row in rows:
                found[ROWS.index(row)] = float(old and before[row] > 0)
                found[size + ROWS.index(row)] = float(new and moved[row] != 0)
            return found

        known = [number(row, old=True, new=False) for row, value in values(one).items() if value is not None]
        was, now = values(one), values(two)
        # A row that is not told as it was is told as it is; so is one that says the same.
        fresh = [row for row, value in now.items() if value is not None and (value != was.get(row) or not moved[row])]
        known += [number(row, old=True, new=True) for row in fresh]
        # The total is told elsewhere, and stays there where it moved by few.
        if sum(before.values()) >= k:
            known.append(number(ROWS, old=True, new=False))
            if abs(sum(moved.values())) >= k:
                known.append(number(ROWS, old=True, new=True))
        equations = [np.array(x) for x in known]
        for row in ROWS:
            for n, what in ((before[row], (True, False)), (after[row], (True, True)), (abs(moved[row]), (False, True))):
                if 0 < n < k and sum(before.values()) >= k:
                    wanted = np.array(number(row, old=what[0], new=what[1]))
                    assert not wanted.any() or not follows(wanted, equations), (row, before, after, was, now)

    check()


@pytest.mark.parametrize("name", [name for name in of_snapshots() if question(name).breaks_down])
def test_every_breakdown_says_what_its_parameters_may_be(name: str, demo_store: Path) -> None:
    one = question(name)
    # Which KPIs there are the data says; each has one name.
    assert set(one.choices) == set(one.defaults) - {"kpi"}, f"queries/{name}.sql: what may its parameters be?"
    for parameter in one.choices:
        with pytest.raises(AskError, match="not one of"):
            ask(name, **{parameter: "whatever"})


@pytest.mark.parametrize("name", [name for name in of_snapshots() if question(name).breaks_down])
def test_no_two_rows_of_a_breakdown_have_one_name(name: str, demo_store: Path) -> None:
    for parameter, each in {**question(name).choices, "": ("",)}.items():
        for value in each:
            rows = rows_of(ask(name, **({parameter: value} if parameter else {})).frame)
            assert len(set(rows)) == len(rows), (parameter, value)


def export(folder: Path, sent: dict[str, int], day: int) -> Path:
    """An export of a day, in which so many enterprises of each country have formed an improvement team."""
    ids = [(iso3, f"{iso3.lower()}{number}") for iso3, many in sent.items() for number in range(many)]
    listed = "\n".join(f"{one} | {iso3}" for iso3, one in ids)
    teams = "\n".join(f"{one} | 2021-02-01 | {2 + i % 3} | 3 | 1 | 1" for i, (_, one) in enumerate(ids))
    drawn.export(
        folder,
        enterprises=f"enterprise_id | iso3\n{listed}",
        improvement_teams=f"enterprise_id | formed_on | women_workers | men_workers | women_managers | men_managers\n{teams}",
    )
    write_manifest(folder, "drawn", drawn.EXPORTED_AT.replace(day=day), "drawn in a test", synthetic=False)
    return folder


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two snapshots: after the first, one enterprise more comes from Kenya, ten from Uganda."""
    monkeypatch.setenv("IMPACT_STORE", str(tmp_path / "store"))
    (tmp_path / "store").mkdir()
    ids = [
        publish(export(tmp_path / str(day), sent, day)).snapshot.id
        for day, sent in ((1, {"KEN": 12, "UGA": 14, "VNM": 30}), (2, {"KEN": 13, "UGA": 24, "VNM": 30}))
    ]
    return ids[0], ids[1]


def shares(viewer: Viewer, snapshot_id: str) -> dict[str, tuple[float, int]]:
    frame = ask("enterprises/improvement_teams", viewer=viewer, snapshot_id=snapshot_id, by="country").frame
    return {row.code: (row.value, int(row.n)) for row in frame.itertuples()}


def test_a_donor_is_told_of_a_country_as_before_until_enough_have_come(two: tuple[str, str]) -> None:
    before, after = (shares(DONOR, one) for one in two)
    assert after["KEN"] == before["KEN"]
    assert before["KEN"][1] == 12 and shares(OWNER, two[1])["KEN"][1] == 13
    assert shares(DONOR, two[1]) == after and shares(DONOR, two[0]) == before, "what was told once is told for good"


def test_what_nobody_asked_before_is_told_as_if_it_had_been_since_other_tables_tell_of_it(two: tuple[str, str]) -> None:
    assert shares(DONOR, two[1])["KEN"] == shares(OWNER, two[0])["KEN"]
    assert shares(DONOR, two[0]) == shares(OWNER, two[0])


def test_an_older_snapshot_that_is_damaged_hinders_nobody(two: tuple[str, str]) -> None:
    store.tables_of(two[0]).write_bytes(b"damaged")
    assert shares(DONOR, two[1]) == shares(OWNER, two[1])


def test_what_was_told_is_remembered_by_the_file_and_not_by_the_process(two: tuple[str, str]) -> None:
    before = shares(DONOR, two[0])
    tellings._remembered.cache_clear()
    assert shares(DONOR, two[1])["KEN"] == before["KEN"] and shares(DONOR, two[0]) == before


def test_nothing_is_told_where_it_cannot_be_noted(
    two: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPACT_STATE", str(tmp_path))
    with pytest.raises(state.StateError):
        shares(DONOR, two[0])
    assert shares(OWNER, two[0])
