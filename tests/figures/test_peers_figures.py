"""Figures about peers: what they draw, turn, leave out and say, from small frames."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from impact import figures
from impact.figures.tokens import MAIN

KPI = {"unit": "defects per unit", "type": "ratio", "compared": "level", "amount": False, "peers": 40, "same": 0}
SPAN = {"from_on": date(2024, 1, 1), "to_on": date(2024, 6, 30), "status": "shown"}
ROWS = pd.DataFrame(
    [
        {"name": "Defects", "better": "lower", "value": 0.03, "better_than": 30, "p50": 0.05, **KPI, **SPAN},
        {"name": "On time", "better": "higher", "value": 0.03, "better_than": 10, "p50": 0.05, **KPI, **SPAN},
        {"name": "Jobs", "better": "neither", "value": 9.0, "better_than": 40, "p50": 0.05, **KPI, **SPAN},
        {"name": "Few", "better": "lower", "value": 0.01, "better_than": None, "p50": None, **KPI, **SPAN},
    ]
).assign(p10=0.02, p25=0.04, p75=0.06, p90=0.09, title="Defects")
ROWS["status"] = ["shown", "shown", "shown", "too_few"]
QUARTERS = pd.DataFrame(
    {
        "quarter_on": [date(2023, 1, 1), date(2023, 4, 1), date(2023, 10, 1), date(2024, 1, 1)],
        "value": [0.1, None, 0.08, 0.07],
        "peers": [12, None, 40, 40],
        "p25": [0.04, None, 0.04, 0.04],
        "p50": [0.05, None, 0.05, 0.05],
        "p75": [0.06, None, 0.06, 0.06],
        **{f"p{share}": [None, None, share / 1000, share / 1000] for share in (10, 20, 30, 40, 60, 70, 80, 90)},
    }
).assign(title="Defects", better="lower", **{name: KPI[name] for name in ("unit", "type", "compared", "amount")})


def own(figure: Any) -> Any:
    """The trace of the enterprise's own marks."""
    return next(trace for trace in figure.data if trace.hoverinfo == "text")


def test_better_is_on_the_right_whichever_direction_is_better() -> None:
    marks = own(figures.peer_rows(ROWS))
    assert list(marks.x) == pytest.approx([1.0, -1.0, 2.5])
    assert list(marks.marker.symbol) == ["diamond", "diamond", "triangle-right"]
    assert marks.marker.color[0] == MAIN != marks.marker.color[2]


def test_a_kpi_with_too_few_peers_has_no_row_and_the_text_names_the_others() -> None:
    figure = figures.peer_rows(ROWS)
    assert len(own(figure).x) == 3
    assert "Few" not in str(figure.to_dict())
    assert figure.layout.meta["alt"].startswith(
        "The enterprise among its peers: Defects 0.03, better than 30 of 40 peers"
    )
    assert figures.peer_rows(ROWS[ROWS["status"] == "too_few"]).layout.meta["empty"]


def test_a_place_says_ties_and_what_is_counted_where_neither_is_better() -> None:
    rows = list(ROWS.assign(same=[0, 1, 3, 0]).itertuples())
    said = [figures.peer_place(row) for row in rows]
    assert said == [
        "better than 30 of 40 peers",
        "better than 10 of 40 peers, equal to 1",
        "higher than 40 of 40 peers, equal to 3",
        "",
    ]


def test_a_row_whose_peers_are_all_equal_is_drawn_with_the_mark_beside_them() -> None:
    flat = ROWS.head(1).assign(p10=None, p25=0.05, p75=0.05, p90=None)
    assert own(figures.peer_rows(flat)).x[0] > 0


def test_the_fan_breaks_where_quarters_have_no_ten_peers_or_are_missing() -> None:
    figure = figures.peer_fan(QUARTERS)
    shapes = [trace for trace in figure.data if trace.fill == "toself"]
    # Four bands of deciles over the last two quarters, and the middle half of the first one.
    assert len(shapes) == 5
    assert {len(shape.x) for shape in shapes} == {4}
    assert all(str(date(2023, 4, 1)) not in [str(x) for x in shape.x] for shape in shapes)
    assert own(figure).y[1] is None
    assert not own(figure).connectgaps
    assert "3 of 4 quarters have ten peers or more" in figure.layout.meta["alt"]


def test_the_fan_of_few_peers_is_their_middle_half() -> None:
    few = QUARTERS.assign(p10=None)
    assert len([trace for trace in figures.peer_fan(few).data if trace.fill == "toself"]) == 2


def test_shares_are_drawn_in_percent_and_changes_as_they_are() -> None:
    share = QUARTERS.assign(unit="days absent per day planned")
    assert own(figures.peer_fan(share)).y[0] == pytest.approx(10)
    changed = QUARTERS.assign(compared="change")
    assert own(figures.peer_fan(changed)).y[0] == pytest.approx(0.1)
    assert figures.peer_value(-0.5, next(changed.itertuples())) == "-0.5%"


def test_the_strip_counts_bins_marks_the_own_and_says_no_value_beyond_the_ends() -> None:
    strip = pd.DataFrame(
        {
            "bin": [-3, -2, -1, 0, 1, 2, 3, 4],
            "low": [None, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08],
            "high": [0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, None],
            "in_bin": [0, 0, 3, 2, 2, 2, 1, 0],
            "own": [False] * 6 + [True, False],
        }
    ).assign(**{name: KPI[name] for name in ("unit", "type", "compared", "amount")})
    figure = figures.peer_strip(strip)
    assert list(figure.data[0].x) == [-1, 0, 1, 2, 3]
    assert list(figure.data[1].x) == [3]
    assert "This enterprise: 0.07 to 0.08" in figure.layout.meta["alt"]


PRACTICE = {"unit": "defects per unit", "type": "ratio", "compared_by": "level", "amount": False, "better": "lower"}
PRACTICES = pd.DataFrame(
    [
        {
            "title": "Stop",
            "difference": -0.03,
            "low": -0.05,
            "high": -0.01,
            "clear": True,
            "n_with": 12,
            "n_without": 20,
        },
        {
            "title": "Praise",
            "difference": -0.01,
            "low": -0.05,
            "high": 0.02,
            "clear": False,
            "n_with": 15,
            "n_without": 11,
        },
    ]
).assign(**PRACTICE, typical=-0.02, compared=2, status="shown", kpi_title="Defects")


def test_practices_are_turned_so_that_better_is_on_the_right_and_unclear_ones_are_open() -> None:
    figure = figures.next_practices(PRACTICES)
    assert figure.layout.xaxis.range[0] > figure.layout.xaxis.range[1]
    assert list(own(figure).marker.symbol) == ["circle", "circle-open"]
    assert all("association, not proof" in text for text in own(figure).hovertext)
    higher = figures.next_practices(PRACTICES.assign(better="higher"))
    assert higher.layout.xaxis.range[0] < higher.layout.xaxis.range[1]


def test_the_finding_names_a_practice_only_when_its_interval_is_clear() -> None:
    assert figures.next_practice_finding(PRACTICES).endswith("-0.03 more: Stop")
    unclear = figures.next_practice_finding(PRACTICES.iloc[::-1])
    assert unclear == "No practice stands out from noise among 2 compared"
    nothing = figures.next_practice_finding(PRACTICES.assign(status="too_few"))
    assert nothing.startswith("No practice can be compared")


def test_the_finding_of_the_benchmarks_counts_kpis_and_names_the_first_with_room() -> None:
    told = ROWS.head(2).assign(gap_median=[0.01, 0.0], potential=[0.5, 0.0])
    assert figures.benchmarks_finding(told) == (
        "Level with the median peer or better in 1 of 2 KPIs; the most room is in defects"
    )
    assert figures.benchmarks_finding(told.assign(status="too_few")) == "No KPI can be compared with ten peers or more"
