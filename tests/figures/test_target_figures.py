"""Figures and words about targets: progress that is never rounded to all or nothing, gauges, the straight line."""

from datetime import date

import pandas as pd
import pytest

from impact.figures import promises
from impact.figures.target_history import reading_said, straight_line, target_history
from impact.figures.target_matrix import SIGNS, target_gauges, target_matrix


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (0, "0%"),
        (0.2, "1%"),
        (99.7, "99%"),
        (100, "100%"),
        (100 * 0.1 * 3 / 0.3, "100%"),
        (100.3, "101%"),
        (-0.2, "-1%"),
        (54.6, "55%"),
        (float("nan"), "–"),
        (None, "–"),
    ],
)
def test_progress_is_never_all_or_nothing_unless_exact(progress: float | None, said: str) -> None:
    assert promises.progress_said(progress) == said


def targets(**columns: list[object]) -> pd.DataFrame:
    count = len(columns["status"])
    given = {
        "project_id": [f"p{n}" for n in range(count)],
        "title": ["A <b>project</b>"] * count,
        "indicator": ["enterprises_trained"] * count,
        "position": [10] * count,
        "progress": [50.0] * count,
        "target": [10.0] * count,
        "actual": [5.0] * count,
        "unit": ["enterprises"] * count,
        "ends_on": [date(2024, 1, 1)] * count,
        "due": [True] * count,
        "has_evidence": [True] * count,
    }
    return pd.DataFrame({**given, **columns})


def test_gauges_count_who_does_not_report_as_not_on_track() -> None:
    frame = targets(
        status=["on_track", "ahead", "behind", "not_reporting", "not_due", "no_target", "withheld"],
        due=[True, True, True, True, False, False, True],
        has_evidence=[True, False, True, False, False, False, True],
    )
    found = [(gauge.part, gauge.whole) for gauge in promises.gauges(frame)]
    assert found == [(2, 4), (4, 5), (3, 4), (6, 7)]
    assert "2 of 4" in target_gauges(frame).layout.meta["alt"]


def test_the_matrix_has_a_sign_for_each_status_and_tells_no_actual_that_is_withheld() -> None:
    figure = target_matrix(targets(status=list(SIGNS)))
    assert {trace.marker.symbol for trace in figure.data} == {symbol for _, symbol in SIGNS.values()}
    hidden = next(trace for trace in figure.data if trace.name == "Withheld")
    assert list(hidden.text) == [""]
    assert "Actual" not in hidden.hovertext[0]
    assert "<b>project" not in "".join(text for trace in figure.data for text in trace.hovertext)
    assert figure.data[0].customdata[0].endswith("|enterprises_trained")


def history(days: list[date], actuals: list[float | None], kind: str = "cumulative") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": days,
            "target": [None] * (len(days) - 1) + [100.0],
            "actual": actuals,
            "baseline": 10.0,
            "starts_on": date(2020, 1, 1),
            "ends_on": date(2024, 1, 1),
            "cumulation": kind,
            "unit": "enterprises",
        }
    )


def test_the_straight_line_goes_on_as_on_average_so_far() -> None:
    # From 10 to 40 in half of the time: to 70 in all of it.
    frame = history([date(2021, 1, 1), date(2022, 1, 1), date(2024, 1, 1)], [30.0, 40.0, None])
    last, value = straight_line(frame) or (None, 0.0)
    assert last == date(2024, 1, 1)
    assert value == pytest.approx(10 + 30 * 1461 / 731)
    assert "not a forecast" in reading_said(frame)
    assert any("not a forecast" in trace.name for trace in target_history(frame).data)


@pytest.mark.parametrize(
    "frame",
    [
        history([date(2021, 1, 1), date(2024, 1, 1)], [30.0, 90.0]),
        history([date(2020, 2, 1), date(2024, 1, 1)], [30.0, None]),
        history([date(2022, 1, 1), date(2024, 1, 1)], [30.0, None], kind="not_summing"),
        history([date(2022, 1, 1), date(2024, 1, 1)], [None, None]),
    ],
    ids=["has ended", "too early", "does not add up", "nothing reported"],
)
def test_no_line_is_drawn_where_it_would_mean_nothing(frame: pd.DataFrame) -> None:
    frame["actual"] = frame["actual"].astype(float)
    assert straight_line(frame) is None
    assert reading_said(frame) == ""
