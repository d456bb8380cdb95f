"""Figures and titles of improvement projects, from frames drawn by hand."""

from typing import Any

import pandas as pd
import pytest

from impact import figures


def notes(figure: Any) -> str:
    return " | ".join(str(a.text) for a in figure.layout.annotations)


def bars(figure: Any) -> dict[str, list[float]]:
    return {trace.name: list(trace.x) for trace in figure.data if trace.type == "bar"}


def projects(**changes: Any) -> pd.DataFrame:
    row = {"code": "quality", "name": "Quality", "value": 6, "under_way": 2, "planned": 1, "stopped": 1, "projects": 10}
    first = {**row, "left_out": 0, "status": "shown", **changes}
    other = {
        **row,
        "code": "energy",
        "name": "<b>Energy</b>",
        "value": 0,
        "projects": 4,
        "left_out": 0,
        "status": "shown",
    }
    return pd.DataFrame([first, other])


def test_projects_are_drawn_by_what_became_of_them_and_counted_beside() -> None:
    figure = figures.improvement_rows(projects())
    assert bars(figure) == {"Completed": [6, 0], "Under way": [2, 2], "Planned": [1, 1], "Stopped": [1, 1]}
    assert "<b>6</b> of 10" in notes(figure)
    assert "<b>0</b> of 4" in notes(figure)
    assert list(figure.data[0].customdata) == ["quality", "energy"]
    assert figure.layout.meta["alt"].startswith("Improvement projects completed by group: Quality 6 of 10")
    assert "<b>Energy" not in " ".join(figure.data[0].hovertext), "a name brings no tags"


def test_a_group_that_was_left_out_says_so_and_a_status_is_no_share_of_itself() -> None:
    frame = projects(value=0, under_way=0, planned=0, stopped=0, projects=0, left_out=412)
    assert "412 left out" in notes(figures.improvement_rows(frame))
    planned = projects(code="planned", value=0, projects=3)
    assert "<b>3</b>" in notes(figures.improvement_rows(planned))


def test_the_title_of_projects_names_where_most_are() -> None:
    assert figures.improvements_finding(projects(), "category") == (
        "6 of 14 improvement projects are completed, 100% of them in Quality"
    )
    assert figures.improvements_finding(projects(), "year") == "6 of 14 improvement projects are completed"
    assert figures.improvements_finding(projects().assign(projects=0), "year") == "No improvement project here"


def times(**changes: Any) -> pd.DataFrame:
    row = {
        "code": "all",
        "name": "All",
        "value": 87,
        "low": 85,
        "high": 90,
        "within_90": 51.9,
        "n": 400,
        "open_ones": 40,
    }
    open_only = {**row, "code": "b", "name": "B", "value": None, "low": None, "high": None, "status": "not_due"}
    shown = {**row, "small": False, "status": "shown", **changes}
    return pd.DataFrame([shown, {**open_only, "small": True}]).astype(
        {"value": "Int64", "low": "Int64", "high": "Int64"}
    )


def test_days_are_drawn_with_their_interval_and_a_group_not_half_done_says_so() -> None:
    figure = figures.times_rows(times())
    assert "<b>87</b> days · n 400" in notes(figure)
    assert "not half completed yet" in notes(figure)
    assert "95 % interval 85–90" in figure.data[1].hovertext[0]
    assert figure.layout.meta["alt"] == "Median days to completion by group: All 87 (n = 400)."
    assert not figure.layout.meta["empty"]


def test_few_projects_are_a_hollow_dot_and_no_title() -> None:
    few = times(small=True, high=None)
    assert figures.times_rows(few).data[1].marker.symbol[0] == "circle-open"
    assert "95 %" not in figures.times_rows(few).data[1].hovertext[0]
    assert figures.times_finding(few.head(1)) == "Too few improvement projects to tell how long they take"
    assert (
        figures.times_finding(times()) == "Half of the improvement projects are completed within 87 days, 52% within 90"
    )
    assert "cannot be told" in figures.times_finding(times().tail(1))


def savings(**changes: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    row = {
        "code": "q",
        "name": "Quality",
        "kind": "recurring",
        "value": 9000.0,
        "median": 1200.0,
        "largest_share": 30.0,
    }
    whole = {**row, "enterprises": 7, "n": 12, "small": False, "status": "shown", **changes}
    missing = {
        **whole,
        "code": "x",
        "name": "X",
        "value": None,
        "median": None,
        "largest_share": None,
        "status": "no_rate",
    }
    apart = pd.DataFrame(
        {"code": ["q", "q", "x"], "basis": ["measured", "estimated", "measured"], "value": [4000.0, 5000.0, None]}
    )
    return pd.DataFrame([whole, missing]), apart


def test_savings_are_drawn_as_measured_and_estimated_with_their_median() -> None:
    figure = figures.savings_rows(*savings())
    assert bars(figure) == {"Measured": [4000, 0], "Estimated": [5000, 0]}
    assert "<b>9,000</b><br>median 1,200" in notes(figure)
    assert "no exchange rate" in notes(figure)
    assert "USD 9,000 in all, of 12 projects of 7 enterprises" in figure.data[0].hovertext[0]
    assert figure.layout.meta["alt"] == "Savings by group: Quality USD 9,000."


@pytest.mark.parametrize(
    ("share", "enterprises", "said"),
    [(50.0, 7, "median"), (50.1, 7, "50% of it one enterprise"), (100.0, 1, "median")],
)
def test_a_sum_that_one_enterprise_makes_says_so(share: float, enterprises: int, said: str) -> None:
    figure = figures.savings_rows(*savings(largest_share=share, enterprises=enterprises))
    assert said in notes(figure)


def test_withheld_and_marked_sums_are_told_apart() -> None:
    frame, apart = savings(value=None, median=None, largest_share=None, status="withheld")
    assert "withheld" in notes(figures.savings_rows(frame, apart))
    frame, apart = savings(value=None, median=None, largest_share=None, status="left_out")
    assert "only marked ones" in notes(figures.savings_rows(frame, apart))


def test_the_title_of_savings_keeps_once_and_every_year_apart() -> None:
    both = pd.DataFrame({"kind": ["recurring", "once"], "value": [9_850_000.0, 5000.0]})
    assert figures.savings_finding(both) == "Enterprises say that they save USD 9.85M a year, and USD 5,000 once"
    assert figures.savings_finding(both.tail(1)) == "Enterprises say that they saved USD 5,000 once"
    assert figures.savings_finding(both.head(1)) == "Enterprises say that they save USD 9.85M a year"
    assert "cannot be told" in figures.savings_finding(both.assign(value=None))


def test_the_title_of_marked_ones_counts_savings_and_enterprises_apart() -> None:
    frame = pd.DataFrame({"flag": ["negative", "many_projects", "many_projects"], "enterprise_id": ["a", "b", "b"]})
    assert figures.flags_finding(frame) == (
        "1 saving can hardly be meant as it stands; 1 enterprise entered 2 projects"
    )
    assert figures.flags_finding(frame.tail(2)) == "1 enterprise entered 2 projects"
    assert figures.flags_finding(frame.head(1)) == "1 saving can hardly be meant as it stands"
    assert figures.flags_finding(frame.head(0)) == "Nothing is marked here"


def suggestions(**changes: Any) -> pd.DataFrame:
    row = {
        "code": "2022",
        "name": "2022",
        "made": 30,
        "women_made": 12,
        "men_made": 8,
        "rest_made": None,
        "made_together": 10,
    }
    shown = {**row, "value": 40.0, "women_value": 50.0, "men_value": 25.0, "small": False, "status": "shown", **changes}
    gap = {**dict.fromkeys(shown), "code": "2023", "name": "2023", "small": True, "status": "no_data"}
    return pd.DataFrame([shown, gap])


def test_suggestions_are_parted_by_sex_and_all_is_a_part_of_its_own() -> None:
    figure = figures.suggestion_rows(suggestions())
    assert bars(figure) == {"Women": [12, 0], "Men": [8, 0], "Not given by sex": [10, 0]}
    assert "<b>30</b> · 40% implemented" in notes(figure)
    assert "no data" in notes(figure)
    assert "<b>" not in figure.layout.meta["alt"]


def test_the_title_of_suggestions_tells_women_and_men_where_given() -> None:
    assert figures.suggestions_finding(suggestions()) == (
        "40% of the suggestions made are put into practice: 50% of women's, 25% of men's"
    )
    assert (
        figures.suggestions_finding(suggestions(women_value=None))
        == "40% of the suggestions made are put into practice"
    )
    assert "cannot be told" in figures.suggestions_finding(suggestions(value=None))


def test_the_title_of_teams_tells_members_managers_and_teams_without_a_woman() -> None:
    frame = pd.DataFrame({"n": [40], "value": [44.4], "women_of_managers": [None], "without_women": [8.74]})
    assert figures.teams_finding(frame) == (
        "44% of team members are women, – of the managers in teams; 8.7% of teams have no woman"
    )
    assert "not recorded" in figures.teams_finding(frame.assign(value=None))
    assert "Too few enterprises" in figures.teams_finding(frame.assign(n=None, value=None))


@pytest.mark.parametrize("draw", [figures.improvement_rows, figures.times_rows, figures.suggestion_rows])
def test_figures_of_nothing_say_so(draw: Any) -> None:
    frame = {figures.improvement_rows: projects(), figures.times_rows: times(), figures.suggestion_rows: suggestions()}[
        draw
    ]
    figure = draw(frame.head(0))
    assert figure.layout.meta["empty"]
    assert figure.layout.meta["alt"].endswith(".")
