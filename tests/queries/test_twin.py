"""Every indicator equals its slow twin, under many filters, in total, by year and by country."""

import random
from pathlib import Path

import pytest

from impact.ask import ask, known, options
from impact.demo import build
from impact.filters import SIZES, YES_NO, Filters
from impact.publish import publish
from tests.queries.twin import TWINS, compute
from tests.queries.twin_tables import AS_OF, under

HAND_PICKED = [
    Filters(),
    Filters(period=(2019, 2019)),
    Filters(period=(2022, 2024)),
    Filters(country=("GHA",)),
    Filters(country=("africa", "CHN"), period=(2015, 2020)),
    Filters(women_led="yes"),
    Filters(size=("medium", "unknown")),
]


def some_filters(number: int) -> list[Filters]:
    """Filters drawn at random, each restricting one to four things."""
    draw = random.Random(number)
    codes = {**known(options()), "size": list(SIZES)}
    drawn = []
    for _ in range(number):
        names = draw.sample(["country", "donor", "project", "module", "sector", "size"], draw.randint(1, 3))
        chosen: dict[str, object] = {n: tuple(draw.sample(codes[n], draw.randint(1, 2))) for n in names}
        if draw.random() < 0.5:
            first = draw.randint(2010, 2024)
            chosen["period"] = (first, min(2024, first + draw.randint(0, 6)))
        if draw.random() < 0.2:
            chosen["women_led"] = draw.choice(YES_NO)
        drawn.append(Filters(**chosen))  # type: ignore[arg-type]  # a name decides the type of its value
    return drawn


def agree(export: Path, filters: Filters) -> None:
    rows = ask("results/overview", filters).frame.to_dict("records")
    assert {r["indicator"] for r in rows} == set(TWINS)
    for r in rows:
        twin = compute(export, r["indicator"], filters)
        where = f"{r['indicator']} under {filters.link()}"
        assert (r["n"], r["reported"], r["expected"]) == (twin["n"], twin["reported"], twin["expected"]), where
        if twin["value"] is None:
            assert r["value"] != r["value"], where
            assert r["status"] in ("no_data", "not_computable"), where
        else:
            assert r["value"] == pytest.approx(twin["value"], rel=1e-9), where
            assert r["status"] == "shown", where


@under(HAND_PICKED)
def test_the_overview_equals_its_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    agree(demo_export, filters)


def test_the_overview_equals_its_twin_under_filters_drawn_at_random(demo: Path, demo_export: Path) -> None:
    for filters in some_filters(40):
        agree(demo_export, filters)


@pytest.mark.parametrize("code", TWINS)
def test_each_year_equals_its_twin(code: str, demo: Path, demo_export: Path) -> None:
    frame = ask("results/by_year", indicators=[code]).frame
    assert list(frame["year"]) == list(range(int(frame["year"].min()), AS_OF.year + 1)), "no year is left out"
    for r in frame.to_dict("records"):
        twin = compute(demo_export, code, Filters(period=(r["year"], r["year"])))
        if code.startswith("active_") and r["year"] == AS_OF.year:
            continue  # a year's own deliveries, not the last twelve months
        assert (r["n"], r["reported"], r["expected"]) == (twin["n"], twin["reported"], twin["expected"]), r["year"]
        assert r["value"] == pytest.approx(twin["value"]) if twin["value"] is not None else r["value"] != r["value"]


@pytest.mark.parametrize("code", TWINS)
def test_each_country_equals_its_twin(code: str, demo: Path, demo_export: Path) -> None:
    frame = ask("results/country_map", indicator=code).frame
    assert len(frame) > 20
    for r in frame.to_dict("records"):
        twin = compute(demo_export, code, Filters(country=(r["iso3"],)))
        assert (r["n"], r["reported"], r["expected"]) == (twin["n"], twin["reported"], twin["expected"]), r["country"]
        assert r["value"] == pytest.approx(twin["value"]) if twin["value"] is not None else r["value"] != r["value"]


@pytest.mark.slow
def test_at_full_size_5600_enterprises_are_trained_and_every_number_equals_its_twin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "export", scale=1, seed=7)
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("IMPACT_STORE", str(tmp_path / "store"))
    publish(tmp_path / "export")
    agree(tmp_path / "export", Filters())
    rows = ask("results/overview").frame.set_index("indicator")
    assert rows.loc["enterprises_trained", "value"] == 5600
    assert rows.loc["trainers_instructed", "value"] == 1700
