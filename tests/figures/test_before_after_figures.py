"""Figures and sentences of before and after, from frames written by hand."""

from typing import Any

import pandas as pd
import pytest

from impact import figures
from impact.figures.arrows import MOST_ARROWS

ROW: dict[str, Any] = {
    "kpi_title": "Defect rate",
    "type": "ratio",
    "unit": "units rejected per unit checked",
    "better": "lower",
    "comparable": True,
    "amount": False,
    "status": "shown",
    "small": False,
    "value": 73.8,
    "low": 58.9,
    "high": 84.7,
    "worst": 25.8,
    "best": 90.8,
    "n": 42,
    "changes": 42,
    "percents": 40,
    "reported": 42,
    "expected": 120,
    "improved": 31,
    "same": 7,
    "worse": 4,
    "zero_to_zero": 2,
    "silent": 60,
    "no_baseline": 10,
    "copied": 5,
    "units_differ": 0,
    "not_computable": 3,
    "other_season": 6,
    "late_baseline": 0,
    "change": -0.018,
    "change_low": -0.025,
    "change_high": -0.011,
    "change_worst": None,
    "change_best": None,
    "change_unchanged": 0.0,
    "percent": -30.0,
    "pooled_baseline": 0.06,
    "pooled_endline": 0.045,
    "pooled_change": -25.0,
    "pooled_low": -30.0,
    "pooled_high": -19.0,
    "difference": None,
    "difference_low": None,
    "difference_high": None,
}


def row(**changed: Any) -> dict[str, Any]:
    return {**ROW, **changed}


def arrows(count: int, **common: Any) -> pd.DataFrame:
    unit = {name: ROW[name] for name in ("type", "unit", "better", "comparable", "amount")}
    flags = {"other_season": False, "late_baseline": False, "zero_to_zero": False}
    return pd.DataFrame(
        [
            {
                "name": f"<b>Enterprise {place}",
                "baseline": 0.10,
                "endline": 0.10 + (place - count / 2) / 1000,
                "change": (place - count / 2) / 1000,
                "percent": (place - count / 2) / 1,
                "outcome": "improved" if place < count / 2 else "worse",
                **unit,
                **flags,
                **common,
            }
            for place in range(count)
        ]
    )


def test_the_title_says_how_many_improved_by_how_much_and_how_many_reported() -> None:
    assert figures.arrows_finding(row()) == "31 of 42 improved; median -1.8 points; 42 of 120 reported"
    assert figures.arrows_finding(row(better="neither")).startswith("31 of 42 rose; ")
    assert figures.arrows_finding(row(n=0)) == "No enterprise has both measurements"
    assert figures.arrows_finding(row(status="withheld", n=None)) == "Withheld: too few enterprises"


def test_without_one_unit_the_title_says_percent() -> None:
    assert "median -30%" in figures.arrows_finding(row(comparable=False, change=None))


def test_a_median_whose_half_is_missing_has_no_bounds_and_one_that_has_them_says_the_scenario() -> None:
    assert any("No bounds for the median" in said for said in figures.median_said(row()))
    bounded = figures.median_said(row(change_worst=-0.002, change_best=-0.03))
    assert any("between -0.2 points and -3 points" in said and "Scenario, not an estimate" in said for said in bounded)
    assert len(figures.median_said(row(expected=42))) == 1, "nobody is missing"


def test_flags_are_said_with_how_many_and_only_where_there_are_some() -> None:
    pairs, left = figures.flags_said(row())
    assert "6 measured in different seasons" in pairs
    assert "workshop" not in pairs
    assert "5 with the same answers in every round" in left
    assert "units" not in left


def test_where_events_are_rare_the_share_is_not_left_alone() -> None:
    assert any("Events are rare" in said for said in figures.flags_said(row(zero_to_zero=3)))
    assert not any("Events are rare" in said for said in figures.flags_said(row(zero_to_zero=3, type="amount")))


def test_every_enterprise_expected_is_in_one_bar_and_zero_to_zero_in_its_own() -> None:
    bars = figures.outcome_bars(row()).data[0]
    assert sum(bars.x) == pytest.approx(100 * (31 + 7 + 4 + 60 + 10 + 5 + 3) / 120)
    told = list(bars.hovertext)
    assert "from zero to zero: 2" in told
    assert "within the minimal change: 5" in told
    assert "rose: 31" in figures.outcome_bars(row(better="neither")).data[0].hovertext


def test_few_enterprises_are_all_drawn_and_of_many_a_sample_with_both_ends() -> None:
    assert len(figures.arrows_drawn(arrows(40))) == 40
    drawn = figures.arrows_drawn(arrows(1000))
    assert len(drawn) == MOST_ARROWS
    assert (drawn.index[0], drawn.index[-1]) == (0, 999)


def test_an_arrow_points_where_the_enterprise_went_and_names_are_safe() -> None:
    better, _, worse = (figures.change_arrows(arrows(10)).data[place] for place in (1, 3, 5))
    assert set(better.marker.symbol) == {"triangle-left"}
    assert "triangle-left" not in worse.marker.symbol
    assert better.hovertext[0].startswith("<b>&lt;b&gt;Enterprise 0</b>")
    assert max(better.x) <= 10.0, "a share is drawn in percent"


def test_without_one_unit_arrows_start_at_nothing() -> None:
    frame = arrows(10, comparable=False)
    frame["change"] = frame["percent"]
    lines = figures.change_arrows(frame).data[0]
    assert {lines.x[0], lines.x[3]} == {0}


def test_no_arrows_are_told_and_not_drawn() -> None:
    assert figures.change_arrows(arrows(3, change=None)).layout.meta["empty"]


def test_shares_have_interval_and_bounds_and_what_has_no_value_says_why() -> None:
    frame = pd.DataFrame(
        [
            {"code": "a", "name": "Module A", **row()},
            {
                "code": "b",
                "name": "B",
                **row(value=None, low=None, high=None, worst=None, best=None, status="withheld", n=None),
            },
        ]
    )
    figure = figures.improved_shares(frame)
    band, line, dots = figure.data
    assert list(band.x[:2]) == [25.8, 90.8]
    assert list(line.x[:2]) == [58.9, 84.7]
    assert "withheld" in dots.hovertext[1]
    assert "Module A 73.8% (n = 42)" in figure.layout.meta["alt"]


def test_groups_that_part_are_named_and_others_are_not_ranked() -> None:
    one, two = {"code": "a", "name": "A", **row()}, {"code": "b", "name": "B", **row(value=20.0, low=10.0, high=30.0)}
    assert figures.groups_finding(pd.DataFrame([one, two])) == "A: 74% improved; B: 20%"
    near = {**two, "value": 70.0, "low": 55.0, "high": 80.0}
    assert "No two groups differ" in figures.groups_finding(pd.DataFrame([one, near]))
    assert "Too few groups" in figures.groups_finding(pd.DataFrame([one]))


def test_a_difference_to_those_never_trained_is_clear_only_where_its_interval_leaves_zero() -> None:
    assert "Too few on both sides" in figures.comparison_finding(row())
    unclear = row(difference=-0.01, difference_low=-0.03, difference_high=0.01)
    assert figures.comparison_finding(unclear).startswith("No clear difference")
    clear = row(difference=-0.03, difference_low=-0.05, difference_high=-0.01)
    assert figures.comparison_finding(clear) == "The trained changed by -3 points beyond those never trained"


def test_beside_the_trained_stand_those_never_trained_with_their_own_change() -> None:
    clear = row(difference=-0.03, difference_low=-0.05, difference_high=-0.01)
    sides = [
        {**clear, "code": "all", "reported": 54, "expected": 157},
        {**clear, "code": "trained", "reported": 29, "expected": 66, "change": -0.04},
        {**clear, "code": "comparison", "reported": 25, "expected": 91, "change": -0.01},
    ]
    said = figures.comparison_said(pd.DataFrame(sides))
    assert said[0] == (
        "**54 of 157 enterprises** have both measurements: 29 of 66 trained, and 25 of 91 never trained."
    )
    assert said[1] == "The median change was -4 points among the trained and -1 points among those never trained."
    assert "The difference is -3 points, 95 % interval -5 points to -1 points" in said[2]
    assert "not drawn by lot" in said[2]
    withheld = pd.DataFrame([*sides[:2], {**sides[2], "change": None, "status": "withheld"}])
    assert len(figures.comparison_said(withheld)) == 1, "a change that is not known is not told"
