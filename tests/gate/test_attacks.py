"""What donors and the public are shown, taken together: whoever adds and subtracts learns no result about few."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from impact.access import OWNER, Viewer
from impact.ask import ask
from impact.catalogue import indicators
from impact.filters import Filters
from impact.sums import Line
from tests.gate.test_lattice import attacked
from tests.marks import first

PUBLIC, DONOR, COORDINATOR = Viewer("public"), Viewer("donor", ("p1",)), Viewer("coordinator", ("NAM",))
RESULTS = [code for code, one in indicators().items() if one.privacy == "results"]
Cell = tuple[str, str, object]


@cache
def places(store: Path) -> dict[str, list[str]]:
    """Countries by region, of those that have data."""
    rows = ask("results/country_map").frame
    return {region: sorted(group["iso3"]) for region, group in rows.groupby("region")}


def filters(place: str, year: object = "") -> Filters:
    return Filters(country=(place,) if place else (), period=(year, year) if isinstance(year, int) else None)


def collected(store: Path, viewer: Viewer) -> Iterator[tuple[Cell, str, float, float, int]]:
    """Every result that the pages of results show this viewer: cell, where it was seen, value, numerator, enterprises."""
    regions = places(store)
    everywhere = ["", *regions, *(c for members in regions.values() for c in members)]
    for place in everywhere:
        for row in ask("results/overview", filters(place), viewer).frame.itertuples():
            yield (row.indicator, place, ""), "overview", row.value, row.numerator, row.enterprises
        for row in ask("results/by_year", filters(place), viewer).frame.itertuples():
            yield (row.indicator, place, int(row.year)), "by_year", row.value, row.numerator, row.enterprises
    for year in ("", 2018, 2023, 2024):
        for code in RESULTS:
            for row in ask("results/country_map", filters("", year), viewer, indicator=code).frame.itertuples():
                yield (code, row.iso3, year), "country_map", row.value, row.numerator, row.enterprises


@cache
def truth(store: Path) -> dict[Cell, tuple[float, int]]:
    """Value and enterprises of every result, as the owner sees them."""
    found = {}
    for cell, _, value, _, enterprises in collected(store, OWNER):
        if cell[0] in RESULTS and pd.notna(value) and pd.notna(enterprises):
            found[cell] = (float(value), int(enterprises))
    return found


def lines(store: Path, code: str) -> list[Line]:
    regions = places(store)
    everywhere = ["", *regions, *(c for members in regions.values() for c in members)]
    years = sorted({cell[2] for cell in truth(store) if isinstance(cell[2], int)})
    said = [Line((code, place, ""), tuple((code, place, year) for year in years)) for place in everywhere]
    for time in ["", *years]:
        said += [Line((code, r, time), tuple((code, c, time) for c in members)) for r, members in regions.items()]
        said.append(Line((code, "", time), tuple((code, r, time) for r in regions)))
    return said


@pytest.mark.parametrize("viewer", first(1, [DONOR, PUBLIC, COORDINATOR]))
def test_no_result_about_few_follows_from_all_that_is_shown(viewer: Viewer, demo: Path) -> None:
    k = viewer.smallest_group
    real = truth(demo)
    seen: dict[Cell, dict[str, bool]] = {}
    for cell, where, value, numerator, enterprises in collected(demo, viewer):
        if cell not in real:
            continue
        shown = pd.notna(value)
        seen.setdefault(cell, {})[where] = shown
        assert shown or (pd.isna(numerator) and pd.isna(enterprises)), cell
        if shown:
            # Shares of few are rounded: counts to k, so that the share moves by so much at most.
            rough = 100 * k / real[cell][1] if indicators()[cell[0]].is_share_of_counts else 0.0
            assert float(value) == pytest.approx(real[cell][0], abs=max(rough, 1e-6))
    # What a coordinator knows of the own country gives nothing of others away either.
    own = {cell for cell in seen if cell[1] in viewer.countries}
    torn = {cell: views for cell, views in seen.items() if len(set(views.values())) > 1 and cell not in own}
    assert not torn, "shown in one view and withheld in another"
    shown = {cell for cell, views in seen.items() if all(views.values())} | own
    assert not {cell for cell in shown - own if real[cell][1] < k}
    assert len(shown) > 50, "nothing is shown: there is nothing to attack"
    for code in RESULTS:
        mine = {cell for cell in real if cell[0] == code}
        known = [
            Line(line.total, tuple(p for p in line.parts if p in mine))
            for line in lines(demo, code)
            if line.total in mine
        ]
        found = attacked(known, mine - shown)
        assert not {cell for cell in found if real[cell][1] < k}, code


def test_a_filter_outside_the_lattice_withholds_results_and_not_counts(demo: Path) -> None:
    plain = ask("results/overview", viewer=DONOR).frame.set_index("indicator")
    narrowed = ask("results/overview", Filters(size=("small",)), DONOR).frame.set_index("indicator")
    assert plain.loc["satisfaction_rate", "status"] == "shown"
    assert narrowed.loc["satisfaction_rate", "status"] == "withheld"
    assert narrowed.loc["enterprises_trained", "status"] == "shown"
    for other in (Filters(country=("KEN", "GHA")), Filters(period=(2018, 2020)), Filters(donor=("seco",))):
        assert (
            ask("results/overview", other, DONOR).frame.set_index("indicator").loc["satisfaction_rate", "status"]
            == "withheld"
        )


def test_a_coordinator_sees_results_of_the_own_country_in_full(demo: Path) -> None:
    mine, all_of_it = (
        ask("results/overview", filters("KEN"), viewer).frame for viewer in (Viewer("coordinator", ("KEN",)), OWNER)
    )
    pd.testing.assert_frame_equal(mine, all_of_it)
    theirs = ask("results/overview", filters("GHA"), Viewer("coordinator", ("KEN",)))
    assert theirs.withheld > 0


def test_of_a_breakdown_the_next_smallest_goes_with_a_single_small_group(demo: Path) -> None:
    whole = ask("training/satisfaction", by="country").frame
    safe = ask("training/satisfaction", viewer=DONOR, by="country").frame
    out = safe["value"].isna() & whole["value"].notna()
    sizes = whole.loc[out, "n"].fillna(0)
    assert out.sum() != 1
    assert not out.any() or sizes.sum() >= 5
