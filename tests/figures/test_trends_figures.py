"""Figures of one enterprise's KPIs: what they draw, break and say, from small frames."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from impact import figures
from impact.figures.trend_parts import line_of, records, span

UNIT = "items bad per item made"
EVENTS = pd.DataFrame({"on": [date(2022, 1, 10)], "title": ["<b>Work"]})
PEERS = pd.DataFrame(columns=["from_on", "to_on", "p25", "p50", "p75", "peers"])
PAIR: dict[str, Any] = {
    "kpi": "defect",
    "title": "Defects <i>",
    "type": "ratio",
    "unit": UNIT,
    "better": "lower",
    "currency": None,
    "status": "paired",
    "due_on": date(2022, 6, 1),
    "baseline": 0.1,
    "baseline_from_on": date(2021, 1, 1),
    "baseline_to_on": date(2021, 3, 31),
    "endline": 0.07,
    "endline_from_on": date(2022, 2, 1),
    "endline_to_on": date(2022, 2, 28),
    "change": -0.03,
    "percent": -30.0,
    "outcome": "improved",
    "verdict": "more_than_noise",
    "points": 12,
    "later": 9,
    "centre": 0.1,
    "lower": 0.08,
    "upper": 0.12,
    "beyond": 2,
    "run": 9,
    "near": 2,
    "zero_to_zero": False,
    "other_season": False,
    "late_baseline": False,
}


def values(*rows: tuple[str, float | None, str, bool]) -> pd.DataFrame:
    """Months from January 2021 on: phase, value, status and whether a gap is before them."""
    months = [date(2021 + i // 12, i % 12 + 1, 1) for i in range(len(rows))]
    return pd.DataFrame(
        [
            {
                **{"kpi": "defect", "title": "Defects <i>", "type": "ratio", "unit": UNIT, "better": "lower"},
                **{"numerator": 1.0, "denominator": 10.0, "currency": None},
                **{"phase": phase, "value": value, "status": status, "after_gap": gap},
                **{"period_start": on, "period_end": on + timedelta(days=27)},
            }
            for on, (phase, value, status, gap) in zip(months, rows, strict=True)
        ]
    )


SERIES = values(
    ("baseline", 0.1, "shown", False),
    ("baseline", 0.11, "shown", False),
    ("monitoring", 0.09, "shown", True),
    ("monitoring", None, "not_computable", False),
    ("monitoring", 9.0, "far_off", False),
    ("endline", 0.07, "shown", False),
)


def pair(**changed: Any) -> Any:
    return SimpleNamespace(**{**PAIR, **changed})


def named(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data if trace.name}


def test_the_line_breaks_at_gaps_and_around_what_is_not_shown() -> None:
    line = line_of(records(SERIES), 100)
    assert line["y"] == [10, 11, None, pytest.approx(9), None, pytest.approx(7)]
    assert line["x"][2] is None
    assert line["connectgaps"] is False


def test_a_value_that_is_not_plausible_stands_at_the_edge_with_its_number() -> None:
    figure = figures.kpi_series(SERIES, pair(), EVENTS, PEERS)
    mark = named(figure)["not plausible"]
    assert mark.y[0] == figure.layout.yaxis.range[1] < 100
    assert mark.text[0] == "900%"
    assert "left out" in mark.hovertext[0]
    assert named(figure)["not computable"].y[0] == figure.layout.yaxis.range[0]


def test_baseline_workshop_endline_and_limits_are_marked_on_the_time_axis() -> None:
    figure = figures.kpi_series(SERIES, pair(), EVENTS, PEERS)
    texts = [note.text for note in figure.layout.annotations]
    assert texts[:3] == ["baseline<br><b>10%</b>", "endline<br><b>7%</b>", "&lt;b&gt;Work"]
    assert {"limits of noise", "baseline", "endline", "not plausible", "▲"} <= set(texts[3:])
    dotted = [s for s in figure.layout.shapes if s.type == "line" and s.line.dash == "dot"]
    assert [s.x0 for s in dotted] == ["2022-01-10"]
    limits = [trace.y for trace in figure.data if trace.name == "limits of noise"]
    assert [tuple(y) for y in limits] == [(12.0, 12.0), (8.0, 8.0)]
    assert {"baseline", "monitoring", "endline"} <= set(named(figure))


def test_without_limits_peers_or_change_the_series_is_drawn_alone() -> None:
    figure = figures.kpi_series(SERIES, None, EVENTS.head(0), PEERS)
    assert set(named(figure)) == {"baseline", "monitoring", "endline", "not plausible", "not computable"}
    assert "6" not in figure.layout.meta["alt"].split(":")[1].split("values")[0]
    assert figures.kpi_series(SERIES.head(0), None, EVENTS, PEERS).layout.meta["empty"]


def test_peers_are_a_band_and_a_median_where_there_are_any() -> None:
    quarter = {"from_on": date(2021, 1, 1), "to_on": date(2021, 3, 31), "p25": 0.1, "p50": 0.2, "p75": 0.3, "peers": 12}
    few = {**quarter, "from_on": date(2021, 4, 1), "p25": None, "p50": None, "p75": None, "peers": None}
    figure = figures.kpi_series(SERIES, pair(), EVENTS, pd.DataFrame([quarter, few]))
    assert tuple(named(figure)["peers' median"].y) == (20.0,)
    assert named(figure)["peers' middle half"].fill == "tonexty"
    assert "n = 12" in named(figure)["peers' median"].hovertext[0]


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [([10, 12], 9.8, 12.2), ([1, 10], 0, 11), ([0, 0], 0, 1), ([5], 4.5, 5.5), ([], 0, 1.1), ([-1, 1], -1.2, 1.2)],
)
def test_an_axis_begins_at_nought_unless_all_values_lie_far_above(given: list[float], low: float, high: float) -> None:
    assert span(given) == (pytest.approx(low), pytest.approx(high))


def test_a_panel_for_each_kpi_with_its_change_in_words_and_its_code_for_a_click() -> None:
    changes = pd.DataFrame([PAIR, {**PAIR, "kpi": "other", "title": "Other", "status": "silent", "baseline": None}])
    figure = figures.kpi_panels(SERIES, changes, EVENTS, "defect", (date(2021, 1, 1), date(2022, 2, 28)))
    heads = [note.text for note in figure.layout.annotations]
    assert heads[0] == "<b>▸ Defects &lt;i&gt;</b><br>10% → 7% · more than noise"
    assert heads[1] == "<b>Other</b><br>no endline, which was due on 1 Jun 2022"
    assert {code for trace in figure.data for code in (trace.customdata if trace.customdata is not None else [])} == {
        "defect"
    }
    assert "lower is better" in figure.layout.meta["alt"]
    assert len(figure.data) <= 5


def test_women_and_men_are_lines_of_their_own_that_break() -> None:
    sexes = pd.concat([SERIES.head(3).assign(sex="female"), SERIES.head(3).assign(sex="male", value=0.2)])
    figure = figures.kpi_sexes(sexes, UNIT, "ratio")
    assert set(named(figure)) == {"women", "men"}
    assert tuple(named(figure)["men"].y) == (20.0, 20.0, 20.0)
    assert None in figure.data[0].y


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        ({}, "Defects <i> fell from 10% to 7%: more than noise"),
        (
            {"change": 0.02, "endline": 0.12, "verdict": "within_noise"},
            "Defects <i> rose from 10% to 12%: within noise",
        ),
        ({"change": 0.0, "endline": 0.1, "verdict": "flat"}, "Defects <i> stayed at 10%: a baseline that never varies"),
        ({"status": "silent"}, "Defects <i>: no endline, which was due on 1 Jun 2022"),
        ({"status": "not_due"}, "Defects <i>: the endline is not due before 1 Jun 2022"),
        ({"status": "copied"}, "Defects <i>: the first answers are repeated, not measured again"),
        ({"status": "not_computable"}, "Defects <i>: not computable, for want of a base"),
    ],
)
def test_the_title_says_the_change_or_why_there_is_none(changed: dict[str, Any], title: str) -> None:
    assert figures.change_finding(pair(**changed)) == title


def test_the_verdict_says_which_rules_and_rests_on_how_many() -> None:
    said = figures.verdict_said(pair())
    assert said.startswith(
        "More than noise: of 9 values since the workshop, against limits set by 12 baseline values, 2 lie"
    )
    assert "9 in a row" in said
    assert "of 4 in a row" not in said
    assert "3 before the workshop, and 8 are needed" in figures.verdict_said(pair(verdict="too_few_points", points=3))
    for verdict in ("within_noise", "no_later_points", "no_workshop", "flat", "copied"):
        assert figures.verdict_said(pair(verdict=verdict)).endswith(".")
        assert figures.verdict_word(verdict)


def test_where_neither_way_is_better_a_change_is_called_neither() -> None:
    assert figures.outcome_word(pair(better="neither")) == "rose"
    assert figures.outcome_word(pair(outcome=None)) == ""
    frame = pd.DataFrame([PAIR, {**PAIR, "better": "neither"}, {**PAIR, "outcome": "worse"}])
    assert figures.trends_finding(frame).startswith("1 of 2 KPIs")
    assert figures.trends_finding(frame.head(0)) == "No KPI has both a baseline and an endline yet"


def test_flags_are_told() -> None:
    assert figures.pair_flags(pair()) == []
    assert len(figures.pair_flags(pair(other_season=True, late_baseline=True, zero_to_zero=True))) == 3
