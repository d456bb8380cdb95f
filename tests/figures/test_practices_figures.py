"""Figures of practices: what they draw, leave out and say, from small frames."""

from typing import Any

import pandas as pd
import pytest

from impact import figures
from impact.figures.tokens import BETTER, SAME, WORSE

COLUMNS = ["code", "name", "gained", "kept", "lost", "never", "change", "low", "high", "enterprises", "reported"]
COLUMNS += ["expected", "status", "small"]
ROWS = [
    ("a", "Alpha", 50, 20, 5, 25, 45.0, 40.0, 50.0, 40, 42, 60, "shown", False),
    ("b", "<b>Hostile</b>", 10, 40, 30, 20, -20.0, -30.0, -10.0, 12, 12, 12, "shown", False),
    ("c", "Gamma", 10, 40, 8, 42, 2.0, -3.0, 7.0, 30, 30, 40, "shown", False),
    ("d", "Delta", 2, 0, 0, 0, 100.0, None, None, 1, 1, 5, "shown", True),
    ("none", "No area", 70, 10, 0, 20, 70.0, 60.0, 80.0, 20, 20, 20, "shown", False),
    ("e", "Silent", 0, 0, 0, 0, None, None, None, 0, 0, 7, "not_computable", True),
]


def pairs() -> pd.DataFrame:
    frame = pd.DataFrame(ROWS, columns=COLUMNS)
    frame["n"] = frame[["gained", "kept", "lost", "never"]].sum(axis=1)
    base = frame["n"].where(frame["n"] > 0)
    frame["before"] = 100 * (frame["kept"] + frame["lost"]) / base
    frame["after"] = 100 * (frame["kept"] + frame["gained"]) / base
    return frame.assign(**{f"{p}_share": 100 * frame[p] / base for p in ("gained", "kept", "lost", "never")})


AGAIN = pd.DataFrame(
    {
        "code": ["a", "b", "c", "d", "none"],
        "name": ["Alpha", "<i>Beta</i>", "Gamma", "Delta", "No area"],
        "value": [8.0, 30.0, 50.0, None, 90.0],
        "low": [5.0, 22.0, None, None, 80.0],
        "high": [12.0, 39.0, None, None, 95.0],
        "lost_again": [8, 30, 1, 0, 90],
        "n": [100, 100, 2, 0, 100],
        "gained": [400, 300, 20, 9, 200],
        "enterprises": [30, 25, 2, 0, 30],
        "status": ["shown", "shown", "shown", "not_computable", "shown"],
        "small": [False, False, True, True, False],
    }
)


def notes(figure: Any) -> str:
    return "\n".join([*(a.text for a in figure.layout.annotations), *(figure.layout.yaxis.ticktext or ())])


def bars(figure: Any) -> list[Any]:
    return [trace for trace in figure.data if trace.type == "bar"]


def dots(figure: Any) -> list[Any]:
    return [trace for trace in figure.data if trace.mode == "markers"]


def test_four_parts_fill_each_row_and_what_is_in_place_after_adjoins_what_was_before() -> None:
    figure = figures.practice_shares(pairs())
    assert [bar.name for bar in bars(figure)] == ["Gained", "Kept", "Lost", "Never"]
    assert [sum(bar.x[row] for bar in bars(figure)) for row in range(5)] == [100] * 5
    assert [bar.x[0] for bar in bars(figure)] == [50, 20, 5, 25]
    assert bars(figure)[0].customdata == ("a", "b", "c", "d", "none", "e"), "a click gives the code"
    assert figure.layout.barmode == "stack" and figure.layout.template.layout.font.family is None


def test_each_row_says_its_change_and_enterprises_reported_of_expected() -> None:
    said = notes(figures.practice_shares(pairs()))
    for words in ("<b>+45 points</b><br>42 of 60", "<b>-20 points</b><br>12 of 12", "not computable<br>0 of 7"):
        assert words in said
    assert "<b>+100 points</b> (few)<br>1 of 5" in said
    assert "&lt;b&gt;Hostile&lt;/b&gt;" in said and "<b>Hostile" not in said


def test_a_part_tells_its_share_of_n_the_interval_and_coverage() -> None:
    figure = figures.practice_shares(pairs())
    told = bars(figure)[2].hovertext
    assert "Lost: 5% (5 of 100)" in told[0] and "in place: 25% before, 70% after" in told[0]
    assert "change +45 points, 95 % interval +40 to +50" in told[0] and "40 enterprises; 42 of 60 reported" in told[0]
    assert "no interval: fewer than five enterprises or cases" in told[3]
    assert told[5].endswith("not computable")


def test_ranked_the_group_that_moved_most_stands_first_and_too_few_have_no_rank() -> None:
    figure = figures.practice_shares(pairs(), rank=True)
    assert bars(figure)[0].customdata == ("none", "a", "c", "b", "d", "e")


def test_areas_go_from_before_to_after_and_only_a_clear_change_has_the_colour_of_one() -> None:
    figure = figures.practice_dumbbell(pairs())
    before, after = dots(figure)
    assert after.customdata == ("a", "c", "b", "d", "e", "none"), "what is no area stands last"
    assert (before.x[0], after.x[0]) == (25, 70)
    assert after.marker.color == (BETTER, SAME, WORSE, SAME, SAME, BETTER)
    assert after.marker.symbol == ("circle", "circle", "circle", "circle-open", "circle-open", "circle")
    band = figure.data[0]
    assert list(band.x[:3]) == [65, 75, None], "the interval of the change, where the share after stands"
    assert "fell" not in figure.layout.meta["alt"] and "Alpha from 25% to 70%" in figure.layout.meta["alt"]


def test_lines_of_a_colour_join_only_their_own_rows() -> None:
    figure = figures.practice_dumbbell(pairs())
    lines = {
        trace.line.color: list(trace.x) for trace in figure.data if trace.mode == "lines" and trace.line.width == 3
    }
    assert lines[WORSE] == [70, 50, None]
    assert lines[BETTER][:3] == [25, 70, None] and len(lines[BETTER]) == 6


def test_what_is_lost_again_stands_highest_first_and_too_few_are_words_only() -> None:
    figure = figures.practices_lost_again(AGAIN)
    (dot,) = dots(figure)
    assert dot.customdata == ("none", "b", "a", "c", "d")
    assert list(dot.x) == [90, 30, 8, None, None]
    said = notes(figure)
    for words in ("<b>8%</b> · 8 of 100", "1 of 2: too few", "not asked again", "&lt;i&gt;Beta"):
        assert words in said
    assert "100 of 400 asked again, in 30 enterprises" in dot.hovertext[2]
    assert "95 % interval 5%–12%" in dot.hovertext[2]
    assert figure.layout.xaxis.range[1] >= 95


@pytest.mark.parametrize("draw", [figures.practice_shares, figures.practice_dumbbell])
def test_figures_without_a_pair_are_empty_or_say_why(draw: Any) -> None:
    silent = pairs().tail(1)
    assert not draw(silent).layout.meta["empty"], "why there is no value is something to say"
    assert draw(silent.assign(status="no_data")).layout.meta["empty"]
    assert draw(pairs().head(0)).layout.meta["empty"]
    assert "no values" in draw(silent).layout.meta["alt"]


def test_withheld_groups_say_so_and_draw_nothing() -> None:
    frame = pairs().head(2)
    columns = ["gained", "kept", "lost", "never", "n", "change", "low", "high", "before", "after", "enterprises"]
    frame[columns] = frame[columns].astype(object)
    frame.loc[1, columns] = None
    frame.loc[1, "status"] = "withheld"
    for draw in (figures.practice_shares, figures.practice_dumbbell):
        figure = draw(frame)
        assert "withheld<br>12 of 12" in notes(figure)
        assert "withheld" in str(figure.data[-1].hovertext or figure.data[0].hovertext)
    again = AGAIN.head(2).astype({"value": object, "n": object, "lost_again": object})
    again.loc[0, ["value", "n", "lost_again", "low", "high"]] = None
    again.loc[0, "status"] = "withheld"
    assert "withheld" in notes(figures.practices_lost_again(again))


def total(**changed: Any) -> pd.DataFrame:
    row: dict[str, Any] = {"before": 35.0, "after": 62.0, "change": 27.0, "low": 26.0, "high": 28.0, "small": False}
    return pd.DataFrame([{**row, "gained_share": 31.0, "lost_share": 4.0, **changed}])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Practices in place rose from 35% to 62%: 31% were gained, 4% lost"),
        ({"low": -1.0}, "Practices in place: 62% after, not clearly different from 35% before"),
        ({"low": None, "high": None}, "Practices in place: 62% after, not clearly different from 35% before"),
        (
            {"after": 30.0, "change": -5.0, "low": -6.0, "high": -4.0},
            "Practices in place fell from 35% to 30%: 4% lost",
        ),
        ({"small": True}, "Practices before and after: too few answers to tell"),
        ({"change": None}, "Practices before and after: no enterprise has answers at both rounds"),
    ],
)
def test_the_title_says_how_the_share_in_place_moved(changed: dict[str, Any], said: str) -> None:
    assert figures.practices_finding(total(**changed)) == said


def test_without_a_row_the_title_says_so() -> None:
    assert "no enterprise has answers" in figures.practices_finding(total().head(0))
    assert "nobody was asked again" in figures.lost_again_finding(AGAIN, AGAIN.head(0))


def test_the_areas_title_names_what_moved_most_and_what_fell() -> None:
    frame = pairs()
    said = figures.areas_finding(frame)
    assert said == "Alpha moved most, +45 points; <b>Hostile</b> fell, -20 points", "cards make names safe"
    assert figures.areas_finding(frame[frame["code"] != "b"]) == "Alpha moved most, +45 points; Gamma least, +2 points"
    assert figures.areas_finding(frame[frame["code"] == "a"]) == "Alpha: +45 points"
    assert "too few" in figures.areas_finding(frame[frame["code"] == "d"])
    near = frame[frame["code"].isin(["a", "c"])].assign(low=0.0, high=60.0)
    assert "No clear difference" in figures.areas_finding(near)


def test_the_title_of_what_is_lost_again_says_of_how_many_and_where_more() -> None:
    whole = AGAIN.head(1).assign(name="All")
    said = figures.lost_again_finding(AGAIN, whole)
    assert said == "8% of the practices gained and asked about again were lost again; <i>Beta</i>: 30%"
    alike = AGAIN.head(1)
    said = figures.lost_again_finding(alike, whole)
    assert said == "8% of the practices gained were lost again, of the 100 of 400 asked about again"
    said = figures.lost_again_finding(AGAIN, AGAIN.iloc[[2]])
    assert said == "Of 20 practices gained, only 2 were asked about again: too few to say how many last"
