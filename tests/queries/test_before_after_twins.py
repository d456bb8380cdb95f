"""Before and after beside slow, plain computations of the same, on the demonstration export and on many drawn pairs."""

import math
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from impact.access import parse
from impact.ask import ask
from tests import drawn
from tests.queries import pairs_twin, twin_tables
from tests.queries.before_after_drawn import KPIS, QUESTION, Row, agree, one
from tests.queries.before_after_twin import before_after
from tests.queries.in_memory import plain, rows, tables_of


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
    row = twin_tables.by_key(export, "enterprises", "enterprise_id")[enterprise]
    if by == "module":
        return {
            g["module"]
            for g, _ in twin_tables.engagements(export)
            if twin_tables.trained(g) and g["enterprise_id"] == enterprise
        }
    leads = {True: "yes", False: "no", None: "unknown"}[row["women_led"]]
    found = {
        "total": "all",
        "country": row["iso3"],
        "sector": twin_tables.sectors().get(row["isic"], "other"),
        "size": twin_tables.sizes(export)[enterprise],
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
        later = (
            by == "year" and pair["counted_on"].year > twin_tables.AS_OF.year
        )  # due then, and no year of results yet
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
