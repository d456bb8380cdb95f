"""KPI values, pairs and before and after: edges drawn by hand, and everything against a slow twin."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from impact.access import parse
from impact.ask import ask
from impact.filters import Filters
from tests import drawn
from tests.queries import pairs_twin, twin
from tests.queries.before_after_twin import before_after, rank
from tests.queries.in_memory import ALL, plain, rows, tables_of

Row = dict[str, Any]
QUESTION = "enterprises/before_after"
KPIS = """
    kpi     | title   | type   | better  | unit                   | comparable | minimal_change
    defects | Defects | ratio  | lower   | rejected per checked   | yes        | 0.005
    energy  | Energy  | ratio  | lower   | energy per unit made   | no         | 0.03
    savings | Savings | amount | higher  | local currency a month | yes        | 1
    jobs    | Jobs    | count  | neither | workers                | yes        | 1
    mood    | Mood    | score  | higher  | points of 100          | yes        | 2
    """
COLUMNS = (
    "enterprise_id engagement_id kpi phase period_start period_days sex numerator denominator numerator_unit currency"
)
# Each enterprise shows one edge: KPI, phase, month, sex, numerator, denominator; then unit or currency, and engagement.
OBSERVED = {
    "total": """
        defects baseline 2022-01 all 10 100
        defects baseline 2022-01 female 3 40
        defects baseline 2022-01 male 5 60
        defects endline 2022-10 all 8 100
        """,
    "parts": """
        defects baseline 2022-01 female 4 40
        defects baseline 2022-01 male 6 60
        defects endline 2022-10 female 1 40
        defects endline 2022-10 male 2 60
        mood baseline 2022-01 female 60 -
        mood baseline 2022-01 male 80 -
        mood endline 2022-10 female 62 -
        mood endline 2022-10 male 82 -
        """,
    "one_sex": """
        defects baseline 2022-01 female 4 40
        defects endline 2022-10 female 1 40
        """,
    "no_base": """
        defects baseline 2022-01 all 10 -
        defects endline 2022-10 all 1 100
        """,
    "no_baseline": "defects endline 2022-10 all 1 100",
    "sums": """
        defects baseline 2022-01 all 10 100
        defects baseline 2022-02 all 30 900
        defects endline 2022-10 all 30 1000
        """,
    "rounds": """
        defects baseline 2022-01 all 20 100 - G-rounds
        defects endline 2022-10 all 10 100 - G-rounds
        defects baseline 2023-02 all 9 100 - G-rounds-2
        defects endline 2023-10 all 5 100 - G-rounds-2
        """,
    "copies": """
        defects baseline 2022-01 all 7 100
        defects baseline 2022-02 all 7 100
        defects endline 2022-10 all 7 100
        energy baseline 2022-01 all 50 100 kWh
        energy baseline 2022-02 all 50 100 kWh
        energy endline 2022-10 all 50 100 kWh
        """,
    "units": """
        energy baseline 2022-01 all 50 100 kWh
        energy endline 2022-10 all 180 100 MJ
        """,
    "season": """
        defects baseline 2022-01 all 10 100
        defects baseline 2022-02 all 10 100
        defects endline 2022-07 all 9 100
        defects endline 2022-08 all 10 100
        """,
    "one_year_on": """
        defects baseline 2022-01 all 10 100
        defects endline 2023-01 all 10.5 100
        """,
    "late": """
        defects baseline 2022-05 all 10 100
        defects endline 2022-10 all 9.6 100
        """,
    "far_off": """
        energy baseline 2022-01 all 50 100 kWh
        energy baseline 2022-02 all 50 100 kWh
        energy baseline 2021-12 all 5000 100 kWh
        energy endline 2022-10 all 48.5 100 kWh
        """,
    "below_zero": """
        defects baseline 2021-12 all -4 100
        defects baseline 2022-01 all 10 100
        defects endline 2022-10 all 9.5 100
        """,
    "zero": """
        defects baseline 2022-01 all 0 100
        defects endline 2022-10 all 0 100
        """,
    "from_zero": """
        defects baseline 2022-01 all 0 100
        defects endline 2022-10 all 3 100
        """,
    "dollars": """
        savings baseline 2022-01 all 1000 - KES
        savings endline 2022-10 all 3000 - KES
        """,
    "no_rate": """
        savings baseline 2023-11 all 1000 - KES
        savings endline 2024-03 all 3000 - KES
        """,
    "grew": """
        jobs baseline 2022-01 all 20 -
        jobs endline 2022-10 all 25 -
        """,
    "shrank": """
        jobs baseline 2022-01 all 20 -
        jobs endline 2022-10 all 15 -
        """,
    "silent": "defects baseline 2022-01 all 10 100",
    "backwards": """
        defects baseline 2022-10 all 10 100
        defects endline 2022-01 all 5 100
        """,
    "not_over": """
        defects baseline 2022-01 all 10 100
        defects endline 2024-08 all 2 100
        defects endline 2024-09 all 1 100
        """,
    "not_due": "",
    "not_asked": "",
    "never": """
        defects baseline 2022-01 all 10 100
        defects endline 2022-10 all 11 100
        """,
    "never_silent": "",
}
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


def observations() -> str:
    lines = [" | ".join(COLUMNS.split())]
    for enterprise, text in OBSERVED.items():
        for line in text.strip().splitlines():
            kpi, phase, month, sex, above, below, *more = line.split()
            unit, engagement = ([*more, "-", "-"])[:2]
            money = kpi == "savings"
            units = ["-", unit] if money else [unit, "-"]
            lines.append(
                " | ".join([enterprise, engagement, kpi, phase, f"{month}-01", "28", sex, above, below, *units])
            )
    return "\n".join(lines)


def engagements() -> str:
    lines = ["engagement_id | enterprise_id | module | project_id | enrolled_on | baseline_on | classroom_on | status"]
    for name in OBSERVED:
        if name.startswith("never"):
            continue
        module = "other" if name == "not_asked" else "wpc"
        days = "2024-06-01 | 2024-07-01" if name == "not_due" else "2022-02-01 | 2022-03-01"
        lines.append(
            f"G-{name} | {name} | {module} | {'p1' if name in ('total', 'parts') else '-'} | 2022-01-15 | {days} | trained"
        )
    lines.append("G-rounds-2 | rounds | qm | - | 2023-01-15 | 2023-02-01 | 2023-03-01 | trained")
    return "\n".join(lines)


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


def one(con: duckdb.DuckDBPyConnection, kpi: str, filters: Filters = ALL, by: str = "total", code: str = "all") -> Row:
    return next(r for r in rows(con, QUESTION, filters, kpi=kpi, by=by) if r["code"] == code)


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
    rate = twin.rates()["KES", 2022]
    assert pairs["dollars", "savings"]["change"] == pytest.approx(2000 / rate)
    assert ("KES", 2024) not in twin.rates(), "the drawing needs a year without a rate"
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
    assert row["baseline"] == pytest.approx(1000 / twin.rates()["KES", 2022])


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


SAME_AS_TWIN = (
    "status",
    "asked",
    "due_on",
    "engagements",
    "baseline",
    "endline",
    "baseline_usd",
    "endline_usd",
    "change",
    "percent",
    "outcome",
    "zero_to_zero",
    "other_season",
    "late_baseline",
    "counted_on",
    "trained",
    "baseline_numerator",
    "baseline_denominator",
    "endline_numerator",
    "endline_denominator",
)


def agree(found: list[Row], export: Path) -> None:
    told = {(p["enterprise_id"], p["kpi"]): p for p in found}
    slow = pairs_twin.pairs(export)
    assert set(told) == set(slow)
    for key, wanted in slow.items():
        for name in SAME_AS_TWIN:
            if name not in wanted:
                continue
            value, other = told[key][name], wanted[name]
            if isinstance(other, float):
                assert value == pytest.approx(other, rel=1e-9, abs=1e-9), (key, name)
            elif wanted["status"] == "paired" or not name.startswith(("baseline", "endline")):
                assert value == other or (value is None and other == 0 and name.endswith("denominator")), (key, name)


def test_pairs_of_the_edges_equal_their_twin(con: duckdb.DuckDBPyConnection, edges: Path) -> None:
    agree(plain(con.execute("select * from snapshot.base.kpi_pairs").df()), edges)


@pytest.fixture(scope="module")
def small(demo_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with tables_of(demo_export, tmp_path_factory.mktemp("spare")) as connection:
        yield connection


def test_pairs_of_the_demonstration_equal_their_twin(small: duckdb.DuckDBPyConnection, demo_export: Path) -> None:
    agree(plain(small.execute("select * from snapshot.base.kpi_pairs").df()), demo_export)


def test_values_of_the_demonstration_equal_their_twin(small: duckdb.DuckDBPyConnection, demo_export: Path) -> None:
    found = plain(small.execute("select * from snapshot.base.kpi_values").df())
    key = ("enterprise_id", "kpi", "phase", "period_start")
    slow = {tuple(v[k] for k in key): v for v in pairs_twin.values(demo_export)}
    assert len(found) == len(slow)
    for v in found:
        wanted = slow[tuple(v[k] for k in key)]
        assert (v["status"], v["in_series"], v["period_end"]) == (
            wanted["status"],
            wanted["in_series"],
            wanted["period_end"],
        )
        for name in ("value", "value_usd"):
            assert v[name] == (pytest.approx(wanted[name]) if wanted[name] is not None else None)


def code_of(export: Path, by: str, enterprise: str, pair: Row) -> set[str]:
    row = twin.by_key(export, "enterprises", "enterprise_id")[enterprise]
    if by == "module":
        return {
            g["module"] for g, _ in twin.engagements(export) if twin.trained(g) and g["enterprise_id"] == enterprise
        }
    leads = {True: "yes", False: "no", None: "unknown"}[row["women_led"]]
    found = {
        "total": "all",
        "country": row["iso3"],
        "sector": twin.sectors().get(row["isic"], "other"),
        "size": twin.sizes(export)[enterprise],
        "women_led": leads,
        "year": str(pair["counted_on"].year),
        "dose": str(min(pair["engagements"], 4)),
    }
    return {found[by]}


@pytest.mark.parametrize("by", ["total", "country", "size", "women_led", "year", "dose", "module", "sector"])
@pytest.mark.parametrize(
    "kpi",
    [
        "defect_rate",
        *(pytest.param(k, marks=pytest.mark.slow) for k in ("accidents", "energy_per_unit", "cost_savings", "jobs")),
    ],
)
def test_before_and_after_equals_its_twin(
    kpi: str, by: str, small: duckdb.DuckDBPyConnection, demo_export: Path
) -> None:
    groups: dict[str, list[Row]] = {}
    for (enterprise, code), pair in pairs_twin.pairs(demo_export).items():
        later = by == "year" and pair["counted_on"].year > twin.AS_OF.year  # due then, and no year of results yet
        if code == kpi and pair["trained"] and not later:
            for group in code_of(demo_export, by, enterprise, pair):
                groups.setdefault(group, []).append(pair)
    told = {r["code"]: r for r in rows(small, QUESTION, kpi=kpi, by=by)}
    assert set(groups) <= set(told)
    for code, row in told.items():
        mine = groups.get(code, [])
        due = [p for p in mine if p["status"] not in ("not_due", "not_asked")]
        for name, value in before_after(mine, pairs_twin.kpis(demo_export)[kpi], len(due)).items():
            # Student's t is a series, within 0.001.
            near = {"rel": 2e-3, "abs": 2e-3} if name in ("pooled_low", "pooled_high") else {"rel": 1e-5, "abs": 1e-6}
            wanted = pytest.approx(value, **near) if value is not None else None
            assert row[name] == wanted, (code, name)


@pytest.mark.parametrize("n", [5, 6, 9, 10, 25, 60, 101, 400])
def test_ranks_of_the_median_are_exact(n: int, con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("select rank from snapshot.base.median_ranks where n = $n", {"n": n}).fetchone()
    assert (found[0] if found else None) == rank(n)


def many(folder: Path, changes: dict[str, list[float]]) -> Path:
    """An export of enterprises whose defects go from 50 to so many: those of `t` were trained, those of `c` never."""
    names = {f"{side}{place:02}": value for side, values in changes.items() for place, value in enumerate(values)}
    lines = [
        f"{name} | defects | {phase} | {month} | 28 | all | {above} | 100"
        for name, value in names.items()
        for phase, month, above in (("baseline", "2022-01-01", 50), ("endline", "2022-10-01", 50 + value))
    ]
    trained = [f"G{n} | {n} | wpc | 2022-01-15 | 2022-02-01 | 2022-03-01 | trained" for n in names if n[0] == "t"]
    return drawn.export(
        folder / "export",
        kpis=KPIS,
        modules="module | title\nwpc | Cooperation",
        enterprises="\n".join(["enterprise_id | name | iso3", *(f"{n} | {n} | KEN" for n in names)]),
        engagements="\n".join(
            ["engagement_id | enterprise_id | module | enrolled_on | baseline_on | classroom_on | status", *trained]
        ),
        kpi_observations="\n".join(
            ["enterprise_id | kpi | phase | period_start | period_days | sex | numerator | denominator", *lines]
        ),
    )


def test_the_difference_of_changes_has_an_interval_by_recovered_variances(tmp_path: Path) -> None:
    changes = {"t": [-float(x) for x in range(11, 23)], "c": [-float(x) for x in range(1, 11)]}
    with tables_of(many(tmp_path, changes), tmp_path / "spare") as con:
        sides = {r["code"]: r for r in rows(con, QUESTION, kpi="defects", by="trained")}
    t, c = sides["trained"], sides["comparison"]
    assert (t["change"], c["change"]) == pytest.approx((-0.165, -0.055))
    # Twelve values: ranks 3 and 10; ten values: ranks 2 and 9.
    assert (t["change_low"], t["change_high"]) == pytest.approx((-0.20, -0.13))
    assert (c["change_low"], c["change_high"]) == pytest.approx((-0.09, -0.02))
    assert t["difference"] == pytest.approx(-0.11)
    margin = math.hypot(0.035, 0.035)
    assert (t["difference_low"], t["difference_high"]) == pytest.approx((-0.11 - margin, -0.11 + margin))
    assert sides["all"]["difference"] is None


def test_bounds_of_the_median_stand_until_half_are_missing(tmp_path: Path) -> None:
    changes = {"t": [-5.0, -4.0, -3.0, -2.0, -1.0]}
    export = many(tmp_path, changes)
    with tables_of(export, tmp_path / "spare") as con:
        for silent, worst, best, unchanged in (
            (0, -3, -3, -3),
            (1, -2.5, -3.5, -2.5),
            (2, -2, -4, -2),
            (4, -1, -5, -1),
        ):
            con.execute("create or replace temp table kpi_pairs_drawn as select * from snapshot.base.kpi_pairs")
            extra = "insert into kpi_pairs_drawn by name select *, from (select 'defects' kpi, 'x' || i as enterprise_id, 'KEN' iso3, true trained, 'silent' status, date '2022-12-01' counted_on from range($silent) r (i))"
            con.execute(extra, {"silent": silent})
            con.execute(
                "insert into snapshot.base.enterprises (enterprise_id, iso3) select 'x' || i, 'KEN' from range($silent) r (i)",
                {"silent": silent},
            )
            con.execute("create or replace temp view kpi_pairs as select * from kpi_pairs_drawn")
            row = one(con, "defects")
            con.execute("delete from snapshot.base.enterprises where enterprise_id like 'x%'")
            assert row["expected"] == 5 + silent
            assert [row[f"change_{n}"] for n in ("worst", "best", "unchanged")] == pytest.approx(
                [worst / 100, best / 100, unchanged / 100]
            )


def test_a_donor_sees_no_dollars_of_few_and_no_arrows(demo: Path) -> None:
    donor = parse("donor:P-2014-1")
    for row in ask(QUESTION, viewer=donor, kpi="cost_savings", by="country").frame.to_dict("records"):
        for count, measured in (("n", "value"), ("changes", "change"), ("percents", "percent")):
            assert row[measured] is None or row[measured] != row[measured] or row[count] >= 5
