"""Each question of practices equals its slow twin under many filters, and finds what the demonstration hides."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from impact.access import Viewer
from impact.ask import ask
from impact.demo import build
from impact.filters import Filters
from impact.publish import publish
from tests.queries import practices_twin as twin
from tests.queries.twin_tables import AS_OF, table, under

FILTERS = [
    Filters(),
    Filters(country=("GHA",)),
    Filters(country=("asia-pacific",), period=(2016, 2021)),
    Filters(women_led="no", size=("small", "medium")),
    Filters(module=("workplace_cooperation",), period=(2022, 2024)),
    Filters(sector=("garment_textile", "food_beverages"), country=("africa",)),
    Filters(donor=("seco",)),
    Filters(module=("quality", "safety"), women_led="yes", period=(2019, 2022)),
]
by_filters = under(FILTERS)
COUNTS = ("gained", "kept", "lost", "never", "n", "enterprises", "not_applicable", "repeated")
COUNTS += ("reported", "expected", "silent")
SHARES = ("before", "after", "change")
CLOSE = 0.05  # points that the series for Student's t may be off


def rows(name: str, filters: Filters, **given: Any) -> list[dict[str, Any]]:
    frame = ask(f"enterprises/{name}", filters, **given).frame.astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


@by_filters
@pytest.mark.parametrize(
    "by", ["total", "practice", "module", "country", "sector", "size", "year", "women_led", "area"]
)
def test_the_four_shares_equal_their_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    repeats = "counted" if by in ("total", "size") else "left_out"
    mine = {r["code"]: r for r in rows("practices", filters, by=by, repeats=repeats)}
    theirs = twin.groups(demo_export, filters, by)
    told = {code: given for code, given in theirs.items() if any(p["expected"] for p in given)}
    assert {code for code, r in mine.items() if r["expected"]} == set(told)
    for code, given in told.items():
        r, wanted = mine[code], twin.summary(given, repeats=repeats == "counted")
        assert {c: r[c] for c in COUNTS} == {c: wanted[c] for c in COUNTS}, code
        for name in SHARES:
            assert r[name] == (pytest.approx(wanted[name]) if wanted[name] is not None else None), (code, name)
        for end in ("low", "high"):
            assert r[end] == (pytest.approx(wanted[end], abs=CLOSE) if wanted[end] is not None else None), code
        if wanted["n"]:
            parts = [r[f"{name}_share"] for name in ("gained", "kept", "lost", "never")]
            assert sum(parts) == pytest.approx(100)
            missing = wanted["gained"] + wanted["never"]
            assert r["adopted"] == (pytest.approx(100 * wanted["gained"] / missing) if missing else None)
        assert r["status"] == ("shown" if wanted["n"] else "not_computable")
        assert r["small"] == (wanted["n"] < 30 or wanted["enterprises"] < 5)


@by_filters
def test_the_share_adopted_is_that_of_the_tile(filters: Filters, demo: Path) -> None:
    tile = ask("results/overview", filters).frame.set_index("indicator").loc["practices_adopted"]
    total = rows("practices", filters, by="total")
    if not total or total[0]["adopted"] is None:
        assert tile["status"] != "shown"
        return
    assert total[0]["adopted"] == pytest.approx(tile["value"])
    assert total[0]["gained"] + total[0]["never"] == tile["n"]


@by_filters
@pytest.mark.parametrize("by", ["total", "area", "practice"])
def test_what_is_lost_again_equals_its_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {r["code"]: r for r in rows("practice_follow_up", filters, by=by)}
    gained = {
        code: found
        for code, given in twin.groups(demo_export, filters, by).items()
        if (found := [p for p in given if p["outcome"] == "gained"])
    }
    assert {code for code, r in mine.items() if r["gained"]} == set(gained)
    for code, given in gained.items():
        r, answers = mine[code], [p["follow_up"] for p in given]
        still, lost, void = (answers.count(a) for a in ("yes", "no", "not_applicable"))
        assert (r["still"], r["lost_again"], r["not_applicable"]) == (still, lost, void), code
        assert (r["not_asked"], r["gained"], r["n"]) == (answers.count(None), len(given), still + lost)
        assert r["enterprises"] == len({p["enterprise"] for p in given if p["follow_up"] in ("yes", "no")})
        assert r["gained_enterprises"] == len({p["enterprise"] for p in given})
        assert r["value"] == (pytest.approx(100 * lost / (still + lost)) if still + lost else None)
        low, high = twin.lost_again_interval(given)
        assert r["low"] == (pytest.approx(low, abs=CLOSE) if low is not None else None), code
        assert r["high"] == (pytest.approx(high, abs=CLOSE) if high is not None else None), code


@by_filters
def test_the_rows_are_those_of_the_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {(r["enterprise_id"], r["practice"]): r for r in rows("practice_rows", filters)}
    theirs = {(p["enterprise"], p["practice"]): p for p in twin.in_view(demo_export, filters)}
    assert set(mine) == set(theirs)
    for key, wanted in theirs.items():
        r = mine[key]
        assert [r[c] for c in ("before", "after", "follow_up", "outcome", "repeated")] == [
            wanted[c] for c in ("before", "after", "follow_up", "outcome", "repeated")
        ], key
        assert r["counted_on"] == wanted["day"]


def test_a_coordinator_sees_the_rows_of_the_own_country_and_a_donor_small_groups_withheld(demo: Path) -> None:
    own = ask("enterprises/practice_rows", viewer=Viewer("coordinator", ("GHA",))).frame
    assert not own.empty and {i.split("-")[0] for i in own["enterprise_id"]} == {"GHA"}
    frame = ask("enterprises/practices", viewer=Viewer("donor", ("p1",)), by="country").frame
    hidden = frame[frame["status"] == "withheld"]
    shown = frame[frame["status"] == "shown"]
    assert len(hidden) and hidden[["gained", "change", "n", "enterprises"]].isna().all(axis=None)
    assert (shown["enterprises"].astype(int) >= 5).all()


def test_enterprises_that_copied_their_answers_are_found_and_few_others(demo: Path, demo_export: Path) -> None:
    planted = set(pq.read_table(demo_export.with_name("export.truth") / "copied.parquet")["enterprise_id"].to_pylist())
    found = found_repeaters()
    assert planted and planted <= found
    assert found == twin.repeaters(demo_export)


@pytest.mark.slow
def test_at_full_size_nearly_all_who_copied_are_found_and_nearly_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = tmp_path / "export"
    build(export, scale=1, seed=7)
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("IMPACT_STORE", str(tmp_path / "store"))
    publish(export)
    planted = set(pq.read_table(tmp_path / "export.truth" / "copied.parquet")["enterprise_id"].to_pylist())
    countries = ask("results/country_map", indicator="practices_adopted").frame["iso3"]
    found = {enterprise for iso3 in countries for enterprise in repeaters_of(iso3)}
    assert len(planted & found) / len(planted) > 0.93, "recall"
    assert len(planted & found) / len(found) > 0.90, "precision"


def repeaters_of(iso3: str) -> set[str]:
    """Enterprises of a country that repeat; the rows of one with many are asked for year by year."""
    given = rows("practice_rows", Filters(country=(iso3,)))
    if len(given) == 5000:
        years = [Filters(country=(iso3,), period=(year, year)) for year in range(2009, AS_OF.year + 1)]
        given = [r for filters in years for r in rows("practice_rows", filters)]
    return {r["enterprise_id"] for r in given if r["repeated"]}


def found_repeaters() -> set[str]:
    frame = ask("enterprises/practice_rows").frame
    return set(frame.loc[frame["repeated"], "enterprise_id"])


def test_checks_name_only_engagements_of_their_enterprise(demo_export: Path) -> None:
    """What the twin relies on: it has no bridge for checks without an engagement; drawn tables test that."""
    mine = {g["engagement_id"]: g["enterprise_id"] for g in table(demo_export, "engagements")}
    for k in table(demo_export, "practice_checks"):
        assert mine[k["engagement_id"]] == k["enterprise_id"]
        assert k["checked_on"] <= AS_OF


def test_the_areas_overlap_so_their_pairs_are_more_than_all_together(demo: Path) -> None:
    total, areas = rows("practices", Filters(), by="total")[0], rows("practices", Filters(), by="area")
    assert sum(r["n"] for r in areas) > total["n"]
    each = defaultdict(int)
    for r in rows("practices", Filters(), by="practice"):
        each[r["code"]] += r["n"]
    assert sum(each.values()) == total["n"]
