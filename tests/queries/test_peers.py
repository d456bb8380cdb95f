"""Who an enterprise's peers are, and what is told of them, on an export small enough to count by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import warehouse
from impact.ask import ask
from impact.publish import publish
from tests import drawn
from tests.queries.peers_drawn import AMOUNT, RATIO, UNLIKE, Row, names, rows, tables

SCORE, COUNT = "score | higher | points of 100 | yes | 2", "count | neither | workers | yes | 1"
KPIS = dict.fromkeys(
    ("ten", "thirty", "few", "ties", "far", "bigger", "wood", "starts", "window", "copies", "fan"), RATIO
) | {"score": SCORE, "jobs": COUNT, "savings": AMOUNT, "energy": UNLIKE}
QUARTILES = {"p25", "p50", "p75"}
QUANTILES = {f"p{share}" for share in (10, 20, 30, 40, 60, 70, 80, 90)} | QUARTILES
ONE_TO_TEN = dict(zip(names(10), range(1, 11), strict=True))


def everything() -> list[Row]:
    """The values of every KPI: each KPI is a case of its own."""
    nine = dict(list(ONE_TO_TEN.items())[:9])
    thirty = dict(zip(names(30), range(1, 31), strict=True))
    shillings = {name: 1398.46 * k for name, k in ONE_TO_TEN.items()}  # 10, 20 ... 100 dollars
    third = [1, 1, 1, 1, 5, 5, 5, 5, 9, 9, 9, 9] * 3
    return [
        *rows("ten", {"own": 5.5, "later": 50, "never": 60, **ONE_TO_TEN}),
        *rows("thirty", {"own": 5.5, **thirty}),
        *rows("few", {"own": 5.5, **dict(list(thirty.items())[:29])}),
        *rows("ties", {"own": 4, **dict(zip(names(10), [2, 2, 4, 4, 4, 4, 9, 9, 9, 9], strict=True))}),
        *rows("far", {"own": 5.5, "vietnam": 20, **nine}),
        *rows("bigger", {"own": 5.5, "large": 20, **nine}),
        *rows("wood", {"own": 5.5, "carpenter": 20, **nine}),
        *rows("score", {"own": 7.5, **ONE_TO_TEN}),
        *rows("jobs", {"own": 7.5, **ONE_TO_TEN}),
        # Shillings of 2023; what came after has no rate.
        *rows("savings", {"own": 13984.6, "never": 1398.46, **shillings}, start="2023-05-01"),
        *rows("savings", {"own": 1, **dict.fromkeys(names(10), 1.0)}, start="2024-05-01"),
        *rows("energy", {"own": 100, **dict.fromkeys(names(10), 50.0)}, "baseline", "2023-05-01"),
        *rows("energy", {"own": 90, **{name: 50.0 - k for name, k in ONE_TO_TEN.items()}}),
        *rows("starts", dict(zip(names(36), third, strict=True)), "baseline", "2023-05-01"),
        *rows("starts", {"own": 1}, "baseline", "2023-05-01"),
        *rows("starts", dict(zip(names(36), range(1, 37), strict=True))),
        *rows("window", ONE_TO_TEN),
        # Six months up to the end of May: January counts in part and so whole, November and a value from 2020 do not.
        *[("own", "window", "monitoring", start, value) for start, value in (("2023-11-25", 20), ("2024-01-01", 4))],
        *[("own", "window", "monitoring", "2024-05-01", 8), ("p11", "window", "monitoring", "2020-05-01", 99)],
        *rows("fan", {"own": 5, **ONE_TO_TEN}, start="2023-11-01"),
        *rows("fan", {"own": 15, **{name: 10.0 + k for name, k in ONE_TO_TEN.items()}}, start="2023-10-01"),
        *rows("fan", {"own": 7, **nine}, start="2024-02-01"),
        *rows("fan", {**ONE_TO_TEN}, start="2024-04-01"),
    ]


@pytest.fixture(scope="module")
def drawn_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with all the cases published."""
    place = tmp_path_factory.mktemp("peers")
    unlike = {
        "own": {"consent": "-"},
        "later": {"consent": "2024-09-01"},
        "never": {"consent": "-"},
        "vietnam": {"iso3": "VNM"},
        "large": {"people": 300},
        "carpenter": {"isic": "31"},
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(place / "store"))
        publish(drawn.export(place / "export", **tables(everything(), KPIS, unlike)))
        yield place / "store"
    warehouse.close()


@pytest.fixture(autouse=True)
def _store(drawn_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPACT_STORE", str(drawn_store))


def benchmark(kpi: str, enterprise: str = "own", peers: str = "auto") -> dict[str, Any]:
    """One row of the benchmarks; what is missing is None."""
    frame = ask("enterprises/peer_benchmarks", enterprise=enterprise, peers=peers).only(kpi=kpi).frame
    assert len(frame) == 1
    return {name: None if pd.isna(value) else value for name, value in frame.iloc[0].items()}


def test_ten_peers_have_quartiles_and_no_deciles() -> None:
    row = benchmark("ten")
    assert (row["status"], row["peers"], row["better_than"], row["same"]) == ("shown", 10, 5, 0)
    assert [row[name] for name in sorted(QUARTILES)] == pytest.approx([0.0325, 0.055, 0.0775])
    assert {name for name in QUANTILES if row[name] is not None} == QUARTILES


def test_deciles_begin_at_thirty_peers() -> None:
    row = benchmark("thirty")
    assert [row["p10"], row["p90"]] == pytest.approx([0.039, 0.271])
    assert all(row[name] is not None for name in QUANTILES)
    assert benchmark("few")["peers"] == 29
    assert benchmark("few")["p10"] is None


def test_an_enterprise_is_never_its_own_peer() -> None:
    # Of 29 consenting peers of the enterprise itself, its last one has 28; the enterprise did not agree.
    row = benchmark("few", "p29")
    assert (row["peers"], row["better_than"], row["same"]) == (28, 0, 0)
    assert row["p50"] == pytest.approx(0.145)


def test_who_did_not_agree_in_time_is_nobodys_peer_but_may_itself_be_compared() -> None:
    assert benchmark("ten", "later")["peers"] == 10
    assert (benchmark("ten", "never")["peers"], benchmark("ten", "never")["better_than"]) == (10, 0)


def test_equal_values_are_said_and_beaten_by_nobody() -> None:
    row = benchmark("ties")
    assert (row["peers"], row["better_than"], row["same"]) == (10, 4, 4)


def test_the_lower_are_counted_where_higher_is_better_and_where_neither_is() -> None:
    score, jobs = benchmark("score"), benchmark("jobs")
    assert (score["better_than"], jobs["better_than"]) == (7, 7)
    assert score["gap_best"] == pytest.approx(0.25)  # to the upper quartile, 7.75
    assert score["gap_median"] == 0
    assert (jobs["gap_best"], jobs["potential"]) == (None, None)


def test_a_gap_is_told_in_the_unit_in_a_month_and_in_widths_of_the_middle_half() -> None:
    row = benchmark("ten", "never")
    assert row["gap_median"] == pytest.approx(0.6 - 0.055)
    assert row["gap_best"] == pytest.approx(0.6 - 0.0325)
    assert row["gap_monthly"] == pytest.approx(100 * (0.6 - 0.0325))
    assert row["potential"] == pytest.approx((0.6 - 0.0325) / 0.045)
    assert row["gap_usd"] is None
    found = list(ask("enterprises/peer_benchmarks", enterprise="own").frame["potential"].dropna())
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(("kpi", "step"), [("ten", 2), ("far", 3), ("bigger", 4), ("wood", 5)])
def test_peers_are_widened_step_by_step_until_there_are_ten(kpi: str, step: int) -> None:
    row = benchmark(kpi)
    assert (row["step"], row["first_step"], row["peers"]) == (step, 2, 10)


def test_a_chosen_step_with_nine_peers_tells_nothing() -> None:
    for kpi, peers in (("far", "region"), ("bigger", "size"), ("wood", "sector"), ("ten", "alike")):
        row = benchmark(kpi, peers=peers)
        assert row["status"] == "too_few"
        told = [*QUANTILES, "peers", "better_than", "same", "gap_median", "gap_best", "gap_monthly", "potential"]
        assert [name for name in told if row[name] is not None] == []
        assert row["value"] == pytest.approx(0.055)


def test_the_starting_level_is_a_third_of_all_baselines() -> None:
    # Twelve start at 1 and are its peers; the others, in the other thirds, are not.
    row = benchmark("starts")
    assert (row["step"], row["peers"]) == (1, 12)
    assert benchmark("starts", "p01")["peers"] == 11
    assert benchmark("starts", peers="region")["peers"] == 36


def test_the_own_value_is_the_ratio_of_sums_of_six_months() -> None:
    row = benchmark("window")
    assert row["value"] == pytest.approx(12 / 200)
    assert (str(row["from_on"]), str(row["to_on"])) == ("2024-01-01", "2024-05-30")


def test_a_value_older_than_three_years_makes_no_peer_and_no_place() -> None:
    assert benchmark("window")["peers"] == 10
    old = benchmark("window", "p11")
    assert (old["status"], old["value"], old["better_than"], old["peers"]) == ("stale", None, None, 10)


def test_amounts_are_compared_in_dollars_of_the_last_year_with_a_rate() -> None:
    row = benchmark("savings")
    assert str(row["to_on"]) == "2023-05-30"
    assert (row["value"], row["p50"]) == (pytest.approx(100), pytest.approx(55))
    assert (row["better_than"], row["same"], row["gap_usd"]) == (9, 1, 0)
    assert benchmark("savings", "never")["gap_usd"] == pytest.approx(77.5 - 10)


def test_where_units_differ_the_change_since_the_baseline_is_compared() -> None:
    row = benchmark("energy")
    assert (row["compared"], row["value"], row["first_step"]) == ("change", pytest.approx(-10), 2)
    # The peers fell by 2, 4, ... 20 percent: four of them by less.
    assert (row["better_than"], row["same"], row["p50"]) == (4, 1, pytest.approx(-11))
    assert row["gap_monthly"] is None


def test_the_fan_has_a_quarters_ratio_of_sums_and_no_band_from_nine() -> None:
    fan = ask("enterprises/peer_fan", enterprise="own", kpi="fan").frame.set_index("quarter_on")
    fan.index = fan.index.astype(str)
    assert list(fan.index) == ["2023-10-01", "2024-01-01", "2024-04-01"]
    assert fan.loc["2023-10-01", "value"] == pytest.approx(20 / 200)
    assert fan.loc["2023-10-01", "p50"] == pytest.approx(0.105)  # each peer's two months: 6, 7 ... 15 of 100
    assert fan.loc["2024-01-01", "status"] == "too_few"
    assert fan.loc["2024-01-01", sorted(QUANTILES | {"peers"})].isna().all()
    assert fan.loc["2024-01-01", "value"] == pytest.approx(0.07)
    assert pd.isna(fan.loc["2024-04-01", "value"])
    assert fan.loc["2024-04-01", "peers"] == 10


def test_the_strip_counts_every_peer_once_and_marks_the_own_bin() -> None:
    strip = ask("enterprises/peer_strip", enterprise="own", kpi="ten").frame
    assert int(strip["in_bin"].sum()) == 10
    # From the quartile 3.25 on, bins are 2.25 points wide: 4 and 5; 6 and 7; 8 and 9; 10. Below it are 1, 2 and 3.
    assert list(strip["in_bin"]) == [0, 0, 3, 2, 2, 2, 1, 0]
    assert list(strip.loc[strip["own"], "bin"]) == [1]
    assert strip["low"].isna().tolist() == [True] + [False] * 7
    assert strip["high"].isna().tolist() == [False] * 7 + [True]


def test_quantiles_are_rounded_to_three_digits() -> None:
    for enterprise in ("own", "p01"):
        frame = ask("enterprises/peer_benchmarks", enterprise=enterprise).frame
        for value in frame[sorted(QUANTILES)].to_numpy().ravel():
            if value is not None and not pd.isna(value):
                assert float(f"{value:.3g}") == pytest.approx(value, rel=1e-12)
