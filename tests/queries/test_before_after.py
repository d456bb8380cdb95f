"""Pairs from baseline to endline and what is told of them, on a drawn export full of edges."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from impact.filters import Filters
from tests import drawn
from tests.queries import twin_tables
from tests.queries.before_after_drawn import KPIS, OBSERVED, QUESTION, Row, agree, engagements, observations, one
from tests.queries.before_after_twin import rank
from tests.queries.in_memory import plain, rows, tables_of

PAIRED = {
    # enterprise, KPI: baseline, endline, outcome
    ("total", "defects"): (0.10, 0.08, "improved"),
    ("parts", "defects"): (0.10, 0.03, "improved"),
    ("parts", "mood"): (75.0, 77.0, "improved"),
    ("sums", "defects"): (0.04, 0.03, "improved"),
    ("rounds", "defects"): (0.20, 0.05, "improved"),
    ("season", "defects"): (0.10, 0.095, "improved"),
    ("one_year_on", "defects"): (0.10, 0.105, "worse"),
    ("late", "defects"): (0.10, 0.096, "same"),
    ("far_off", "energy"): (0.50, 0.485, "improved"),
    ("below_zero", "defects"): (0.10, 0.095, "improved"),
    ("zero", "defects"): (0.0, 0.0, "same"),
    ("from_zero", "defects"): (0.0, 0.03, "worse"),
    ("dollars", "savings"): (1000, 3000, "improved"),
    ("no_rate", "savings"): (1000, 3000, "improved"),
    ("grew", "jobs"): (20, 25, "improved"),
    ("shrank", "jobs"): (20, 15, "worse"),
    ("not_over", "defects"): (0.10, 0.02, "improved"),
    ("never", "defects"): (0.10, 0.11, "worse"),
}
STATUS = {
    ("one_sex", "defects"): "not_computable",
    ("no_base", "defects"): "not_computable",
    ("backwards", "defects"): "not_computable",
    ("no_baseline", "defects"): "no_baseline",
    ("copies", "defects"): "copied",
    ("copies", "energy"): "copied",
    ("units", "energy"): "units_differ",
    ("silent", "defects"): "silent",
    ("not_due", "defects"): "not_due",
    ("total", "energy"): "silent",
}


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    listed = "\n".join(f"{name} | {name} | KEN | 14 | {'yes' if name == 'total' else '-'}" for name in OBSERVED)
    expected = "\n".join(f"{kpi} | wpc | 300" for kpi in ("defects", "energy", "savings", "jobs", "mood"))
    return drawn.export(
        tmp_path_factory.mktemp("edges") / "export",
        kpis=KPIS,
        modules="module | title\nwpc | Cooperation\nqm | Quality\nother | Other",
        projects="project_id | title\np1 | First",
        enterprises=f"enterprise_id | name | iso3 | isic | women_led\n{listed}",
        workforce="enterprise_id | measured_on | women | men\nparts | 2021-12-01 | 10 | 30",
        engagements=engagements(),
        kpi_expectations=f"kpi | module | due_days\n{expected}\ndefects | qm | 240",
        kpi_observations=observations(),
    )


@pytest.fixture(scope="module")
def con(edges: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with tables_of(edges, tmp_path_factory.mktemp("spare")) as connection:
        yield connection


@pytest.fixture(scope="module")
def pairs(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Row]:
    found = plain(con.execute("select * from snapshot.base.kpi_pairs").df())
    return {(p["enterprise_id"], p["kpi"]): p for p in found}


@pytest.mark.parametrize("key", PAIRED, ids="-".join)
def test_a_pair_goes_from_the_first_baseline_to_the_last_endline(
    key: tuple[str, str], pairs: dict[tuple[str, str], Row]
) -> None:
    baseline, endline, outcome = PAIRED[key]
    pair = pairs[key]
    assert pair["status"] == "paired"
    assert (pair["baseline"], pair["endline"]) == pytest.approx((baseline, endline))
    assert pair["outcome"] == outcome


@pytest.mark.parametrize("key", STATUS, ids="-".join)
def test_a_pair_that_is_none_says_why(key: tuple[str, str], pairs: dict[tuple[str, str], Row]) -> None:
    pair = pairs[key]
    assert pair["status"] == STATUS[key]
    assert pair["change"] is None
    assert pair["outcome"] is None


def test_who_was_asked_by_no_module_and_reported_nothing_has_no_row(pairs: dict[tuple[str, str], Row]) -> None:
    assert ("not_asked", "defects") not in pairs
    assert ("never_silent", "defects") not in pairs


def test_flags_are_set_where_they_belong_and_nowhere_else(pairs: dict[tuple[str, str], Row]) -> None:
    def flagged(flag: str) -> set[str]:
        return {enterprise for (enterprise, kpi), p in pairs.items() if p[flag] and kpi == "defects"}

    january_to_october = {e for (e, k) in PAIRED if k == "defects"} - {"one_year_on"}
    assert flagged("other_season") == january_to_october
    assert flagged("late_baseline") == {"late"}
    assert flagged("zero_to_zero") == {"zero"}


def test_a_total_is_used_and_women_and_men_that_differ_are_marked(con: duckdb.DuckDBPyConnection) -> None:
    told = plain(
        con.execute("select * from snapshot.base.kpi_values where enterprise_id = 'total' and phase = 'baseline'").df()
    )
    assert [(v["numerator"], v["denominator"], v["differs"]) for v in told] == [(10, 100, True)]


def test_what_cannot_be_believed_is_marked_and_left_out(
    con: duckdb.DuckDBPyConnection, pairs: dict[tuple[str, str], Row]
) -> None:
    odd = plain(con.execute("select * from snapshot.base.kpi_values where status in ('far_off', 'out_of_range')").df())
    assert {(v["enterprise_id"], v["status"]) for v in odd} == {("far_off", "far_off"), ("below_zero", "out_of_range")}
    assert pairs["far_off", "energy"]["baseline_periods"] == 2


def test_amounts_change_in_dollars_of_each_year_and_without_a_rate_only_locally(
    pairs: dict[tuple[str, str], Row],
) -> None:
    rate = twin_tables.rates()["KES", 2022]
    assert pairs["dollars", "savings"]["change"] == pytest.approx(2000 / rate)
    assert ("KES", 2024) not in twin_tables.rates(), "the drawing needs a year without a rate"
    without = pairs["no_rate", "savings"]
    assert (without["change"], without["outcome"]) == (None, "improved")
    assert without["percent"] == pytest.approx(200)


def test_a_percentage_needs_a_base_above_zero_and_unlike_units_have_no_other_change(
    pairs: dict[tuple[str, str], Row],
) -> None:
    assert pairs["from_zero", "defects"]["percent"] is None
    assert pairs["from_zero", "defects"]["change"] == pytest.approx(0.03)
    assert pairs["far_off", "energy"]["change"] is None
    assert pairs["far_off", "energy"]["percent"] == pytest.approx(-3)


def test_shares_and_bounds_are_those_counted_by_hand(con: duckdb.DuckDBPyConnection) -> None:
    row = one(con, "defects")
    told = {p: v for p, v in PAIRED.items() if p[1] == "defects" and p[0] != "never"}
    improved = sum(v[2] == "improved" for v in told.values())
    # Of 24 trained and asked, one is not due.
    expected = len([e for e in OBSERVED if not e.startswith(("never", "not_due", "not_asked"))])
    assert (row["n"], row["improved"], row["expected"]) == (len(told), improved, expected) == (11, 7, 23)
    assert row["value"] == pytest.approx(100 * 7 / 11)
    assert (row["worst"], row["best"]) == pytest.approx((100 * 7 / 23, 100 * (7 + 12) / 23))
    assert (row["zero_to_zero"], row["late_baseline"], row["not_due"]) == (1, 1, 1)
    assert (row["change_worst"], row["change_best"]) == (None, None), "more than half are missing"
    assert row["change_unchanged"] == 0


def test_units_that_differ_copies_and_the_silent_are_expected_and_not_in_n(con: duckdb.DuckDBPyConnection) -> None:
    row = one(con, "energy")
    assert (row["n"], row["copied"], row["units_differ"]) == (1, 1, 1)
    assert (row["baseline"], row["change"], row["pooled_baseline"]) == (None, None, None), "no level of unlike units"
    assert row["percent"] == pytest.approx(-3)


def test_a_number_of_which_neither_way_is_better_counts_what_rose(con: duckdb.DuckDBPyConnection) -> None:
    row = one(con, "jobs")
    assert (row["better"], row["n"], row["improved"], row["worse"]) == ("neither", 2, 1, 1)


def test_dollars_rest_on_those_with_a_rate_and_the_share_on_all(con: duckdb.DuckDBPyConnection) -> None:
    row = one(con, "savings")
    assert (row["n"], row["changes"], row["percents"]) == (2, 1, 2)
    assert row["baseline"] == pytest.approx(1000 / twin_tables.rates()["KES", 2022])


def test_modules_and_projects_are_bridges(con: duckdb.DuckDBPyConnection) -> None:
    by_module = {r["code"]: r for r in rows(con, QUESTION, kpi="defects", by="module")}
    assert (by_module["wpc"]["n"], by_module["qm"]["n"]) == (11, 1), "the enterprise with two modules stands in both"
    assert one(con, "defects", Filters(module=("qm",)))["n"] == 1
    assert one(con, "defects", Filters(module=("qm",)))["change"] == pytest.approx(-0.15), "of the whole pair"
    assert one(con, "defects", Filters(project=("p1",)))["n"] == 2
    assert {r["code"] for r in rows(con, QUESTION, Filters(module=("qm",)), kpi="defects", by="module")} == {"qm"}


def test_a_period_takes_pairs_by_the_end_of_their_endline_and_the_silent_by_the_day_due(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert one(con, "defects", Filters(period=(2023, 2023)))["n"] == 2
    assert one(con, "defects", Filters(period=(2022, 2022)))["silent"] == one(con, "defects")["silent"]
    assert one(con, "defects", Filters(period=(2024, 2024)))["silent"] == 0


def test_those_never_trained_are_beside_the_trained_and_in_no_module(con: duckdb.DuckDBPyConnection) -> None:
    sides = {r["code"]: r for r in rows(con, QUESTION, kpi="defects", by="trained")}
    assert (sides["comparison"]["n"], sides["comparison"]["expected"]) == (1, 2)
    assert (sides["trained"]["n"], sides["all"]["n"], sides["all"]["expected"]) == (11, 12, 25)
    assert sides["trained"]["difference"] is None, "one is too few to compare with"
    in_module = {r["code"]: r for r in rows(con, QUESTION, Filters(module=("wpc",)), kpi="defects", by="trained")}
    assert "comparison" not in in_module
    assert in_module["all"]["expected"] == in_module["trained"]["expected"]


def test_an_unknown_kpi_gives_no_rows(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, QUESTION, kpi="none", by="total") == []


def test_the_overview_of_kpis_says_the_same_as_before_and_after(con: duckdb.DuckDBPyConnection) -> None:
    for kpi in rows(con, "enterprises/kpi_overview"):
        whole = one(con, kpi["kpi"])
        for name in ("value", "low", "high", "worst", "best", "improved", "same", "worse", "n", "expected", "status"):
            assert kpi[name] == whole[name], (kpi["kpi"], name)


def test_arrows_are_the_pairs_sorted_from_best_to_worst(con: duckdb.DuckDBPyConnection) -> None:
    arrows = rows(con, "enterprises/arrows", kpi="defects")
    assert [a["enterprise_id"] for a in arrows][:3] == ["rounds", "not_over", "parts"]
    assert arrows[-1]["enterprise_id"] == "from_zero"
    assert {a["enterprise_id"] for a in arrows} == {e for (e, k) in PAIRED if k == "defects"} - {"never"}
    assert [a["place"] for a in arrows] == list(range(1, len(arrows) + 1))


def test_pairs_of_the_edges_equal_their_twin(con: duckdb.DuckDBPyConnection, edges: Path) -> None:
    agree(plain(con.execute("select * from snapshot.base.kpi_pairs").df()), edges)


@pytest.mark.parametrize("n", [5, 6, 9, 10, 25, 60, 101, 400])
def test_ranks_of_the_median_are_exact(n: int, con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("select rank from snapshot.base.median_ranks where n = $n", {"n": n}).fetchone()
    assert (found[0] if found else None) == rank(n)
