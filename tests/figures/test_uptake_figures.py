"""The figures of module uptake: from a small drawn table to what each shows."""

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest

from impact import figures
from impact.figures.modules import short_titles

TITLES = {
    "workplace_cooperation": "Workplace Cooperation",
    "recp": "Cleaner Production",
    "hoco": "Coaching <a href='x'>(HoCo)",
}


def table(columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns.split())
    frame.attrs["as_of"] = date(2024, 8, 31)
    return frame


UPTAKE = table(
    "code title position enrolled trained completed engagements engagements_ended trained_share completed_share "
    "few_enrolled few_ended mostly_open sessions sessions_counted participants complete",
    (
        "workplace_cooperation",
        TITLES["workplace_cooperation"],
        1,
        40,
        30,
        20,
        44,
        30,
        75.0,
        66.7,
        *(False,) * 3,
        9,
        8,
        70,
        True,
    ),
    ("recp", TITLES["recp"], 2, 50, 40, 10, 50, 12, 80.0, 83.3, False, False, True, 5, 0, None, True),
    ("hoco", TITLES["hoco"], 3, 4, 3, 1, 4, 2, 75.0, 50.0, True, True, False, 1, 1, 0, False),
)
WHOLE = table("trained trained_share completed_share few_ended", (60, 72.0, 70.5, False))
BY_YEAR = UPTAKE.assign(code=["2022", "2023", "2024"], title=["2022", "2023", "2024"], position=[2022, 2023, 2024])
LINES = table(
    "line title modules replaces year trained line_trained enterprises countries_changed changed_first changed_last complete",
    (
        "workplace_cooperation",
        "Workplace Cooperation",
        "workplace_cooperation",
        None,
        2023,
        7,
        12,
        14,
        0,
        None,
        None,
        True,
    ),
    (
        "workplace_cooperation",
        "Workplace Cooperation",
        "workplace_cooperation",
        None,
        2024,
        5,
        12,
        14,
        0,
        None,
        None,
        False,
    ),
    (
        "score4climate",
        "Cleaner Production → SCORE4Climate",
        "recp,score4climate",
        None,
        2023,
        0,
        3,
        14,
        2,
        2023,
        2024,
        True,
    ),
    (
        "score4climate",
        "Cleaner Production → SCORE4Climate",
        "recp,score4climate",
        None,
        2024,
        3,
        3,
        14,
        1,
        2023,
        2024,
        False,
    ),
    ("idle", "Nobody's Module", "idle", None, 2023, 0, 0, 14, 0, None, None, True),
    ("idle", "Nobody's Module", "idle", None, 2024, 0, 0, 14, 0, None, None, False),
)
PATHS = table(
    "step from_kind from_code from_title from_position to_kind to_code to_title to_position n median_days n_days enterprises",
    (1, "start", None, None, 1000, "module", "wpc", "Workplace Cooperation", 1, 9, None, 0, 10),
    (1, "start", None, None, 1000, "module", "hoco", TITLES["hoco"], 3, 1, None, 0, 10),
    (2, "module", "wpc", "Workplace Cooperation", 1, "module", "qm", "Quality Management", 2, 5, 100.5, 5, 10),
    (2, "module", "wpc", "Workplace Cooperation", 1, "recent", None, None, 1001, 3, None, 0, 10),
    (2, "module", "wpc", "Workplace Cooperation", 1, "other", None, None, 1000, 1, 80, 1, 10),
    (2, "module", "hoco", TITLES["hoco"], 3, "past", None, None, 1002, 1, None, 0, 10),
)
SEQUENCES = table(
    "place sequence modules sequences n share",
    (1, "Workplace Cooperation", 1, 1, 60, 60.0),
    (2, "Workplace Cooperation → Quality", 2, 1, 30, 30.0),
    (3, None, None, 4, 10, 10.0),
)
FUNNEL = table(
    "step step_position enrolled before reached recorded not_recorded gave_up under_way silent median_days n_days out_of_order",
    ("enrolled", 1, 200, 200, 200, 200, 0, 0, 0, 0, None, 0, 0),
    ("baseline", 2, 200, 200, 190, 180, 10, 6, 3, 1, 12.5, 180, 0),
    ("classroom", 3, 200, 190, 176, 176, 0, 8, 6, 0, 30.0, 150, 9),
    ("visited", 4, 200, 176, 170, 170, 0, 6, 0, 0, 20.0, 170, 0),
    ("endline", 5, 200, 170, 120, 120, 0, 20, 30, 0, 180.0, 120, 0),
    ("completed", 6, 200, 120, 118, 118, 0, 0, 2, 0, 9.0, 118, 0),
)
CELL = (
    "iso3 country module title enrolled trained engagements ended completed rate status small mostly_open "
    "country_enrolled country_trained country_ended country_completed country_rate country_small country_few position"
)
KENYA, NAMIBIA = (60, 50, 42, 30, 71.4, False, False), (9, 8, 4, 0, 0.0, True, True)
WPC, RECP = ("workplace_cooperation", TITLES["workplace_cooperation"]), ("recp", TITLES["recp"])
CELLS = table(
    CELL,
    ("KEN", "Kenya", *WPC, 50, 45, 50, 40, 40, 100.0, "shown", False, False, *KENYA, 1),
    ("KEN", "Kenya", *RECP, 12, 10, 12, 2, 0, 0.0, "shown", True, True, *KENYA, 2),
    ("KEN", "Kenya", "idle", "Idle", 0, 0, 0, 0, 0, None, "no_data", True, False, *KENYA, 3),
    ("NAM", "Namibia", *WPC, 8, 7, 8, 4, 0, 0.0, "shown", True, False, *NAMIBIA, 1),
    ("NAM", "Namibia", *RECP, 0, 0, 0, 0, 0, None, "no_data", True, False, *NAMIBIA, 2),
    ("NAM", "Namibia", "idle", "Idle", 0, 0, 0, 0, 0, None, "no_data", True, False, *NAMIBIA, 3),
)
ALL = {
    "uptake": lambda: figures.uptake_rows(UPTAKE, by="module"),
    "uptake shares": lambda: figures.uptake_rows(UPTAKE, by="module", shares=True),
    "uptake years": lambda: figures.uptake_years(BY_YEAR),
    "uptake year shares": lambda: figures.uptake_years(BY_YEAR, shares=True),
    "sessions": lambda: figures.session_rows(UPTAKE),
    "lines": lambda: figures.module_lines(LINES),
    "path": lambda: figures.path_flow(PATHS),
    "funnel": lambda: figures.funnel(FUNNEL),
    "heat": lambda: figures.completion_heat(CELLS),
    "panel": lambda: figures.country_panel(kenya()),
}
EMPTY = {
    "uptake": lambda: figures.uptake_rows(UPTAKE.head(0), by="country"),
    "uptake years": lambda: figures.uptake_years(BY_YEAR.head(0)),
    "sessions": lambda: figures.session_rows(UPTAKE.head(0)),
    "lines": lambda: figures.module_lines(LINES.head(0)),
    "path": lambda: figures.path_flow(PATHS.head(0)),
    "funnel": lambda: figures.funnel(FUNNEL.head(0)),
    "heat": lambda: figures.completion_heat(CELLS.head(0)),
}


def kenya() -> pd.DataFrame:
    return CELLS[CELLS["iso3"] == "KEN"].reset_index(drop=True)


@pytest.mark.parametrize("name", ALL)
def test_every_figure_says_what_it_shows_leaves_the_theme_open_and_names_no_other_host(name: str) -> None:
    figure = ALL[name]()
    assert figure.layout.meta["alt"].endswith(".") and not figure.layout.meta["empty"]
    assert "http" not in figure.to_json()
    assert not json.loads(figure.to_json())["layout"]["template"].get("layout")
    assert figure.layout.height >= 10


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_answer_is_an_empty_figure(name: str) -> None:
    meta = EMPTY[name]().layout.meta
    assert meta["empty"] and meta["alt"]


@pytest.mark.parametrize("name", ALL)
def test_a_name_from_data_brings_no_tags(name: str) -> None:
    figure = ALL[name]()
    figure.layout.meta = None  # the alternative is text, and nothing reads tags in it
    shown = figure.to_json()
    assert "<a href" not in shown and "\\u003ca href" not in shown


def test_titles_are_shortened_to_a_word_and_stay_apart() -> None:
    short = short_titles(
        ["Workplace Cooperation", "Workplace Safety", "SCORE4Climate", "Coaching (HoCo)", "Safety and Health", "Lean"]
    )
    assert list(short.values()) == ["Workplace", "Workplace Safety", "SCORE4Climate", "HoCo", "Safety", "Lean"]


def test_the_label_of_uptake_is_what_was_trained_and_a_click_gives_the_code() -> None:
    enrolled = figures.uptake_rows(UPTAKE, by="module").data[0]
    assert list(enrolled.text) == ["30 trained", "40 trained", "3 trained"]
    assert list(enrolled.customdata) == list(UPTAKE["code"])


def test_modules_keep_teaching_order_and_countries_stand_by_size() -> None:
    by_module = figures.uptake_rows(UPTAKE, by="module")
    assert by_module.layout.annotations[0].text == "<b>Workplace Cooperation</b>"
    by_country = figures.uptake_rows(UPTAKE, by="country")
    assert by_country.layout.annotations[0].text == "<b>Cleaner Production</b>"
    assert by_country.data[0].marker.color[0] == by_country.data[0].marker.color[1]
    assert by_module.data[0].marker.color[0] != by_module.data[0].marker.color[1]


def test_only_the_largest_countries_are_drawn() -> None:
    many = pd.concat([UPTAKE.assign(code=[f"{n}{c}" for c in "abc"]) for n in range(9)], ignore_index=True)
    assert len(figures.uptake_rows(many, by="country").data[0].x) == 16
    assert len(figures.uptake_rows(many, by="module").data[0].x) == 27


def test_a_share_of_too_few_is_not_drawn_and_says_n() -> None:
    trained, completed = figures.uptake_rows(UPTAKE, by="module", shares=True).data
    assert list(trained.text) == ["75% trained, of 40 enrolled", "80% trained, of 50 enrolled", "too few: n = 4"]
    assert completed.text[2] == "too few: n = 2" and completed.x[2] == 0
    assert completed.text[1].endswith("*") and not completed.text[0].endswith("*")


def test_a_year_that_is_mostly_open_stands_off_the_line() -> None:
    solid, hollow = figures.uptake_years(BY_YEAR, shares=True).data[2:]
    assert pd.isna(solid.y[1]) and hollow.y[1] == pytest.approx(83.3)
    assert hollow.marker.symbol.endswith("open") and not hollow.showlegend
    assert pd.isna(solid.y[2]) and pd.isna(hollow.y[2]), "too few is neither"


def test_sessions_say_how_many_of_them_were_counted() -> None:
    shown = figures.session_rows(UPTAKE).data[0]
    assert list(shown.text) == ["9 sessions", "5 sessions", "1 session"]
    assert "70 people counted at 8 of 9 sessions" in shown.hovertext[0]
    assert "– people counted at 0 of 5" in shown.hovertext[1], "not recorded is not zero"


def test_a_line_that_nobody_took_is_left_out_and_a_replacement_is_marked() -> None:
    figure = figures.module_lines(LINES)
    titles = [a.text for a in figure.layout.annotations]
    assert len(titles) == 2 and titles[1].endswith("replaced in 2023–2024")
    assert len(figure.layout.shapes) == 1
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (2022.5, 2023.5)
    assert list(figure.data[0].customdata)[-1] == "recp,score4climate"
    assert "Marked where" in figure.layout.meta["alt"]


def test_a_line_by_itself_says_whose_place_it_took() -> None:
    alone = LINES.assign(
        replaces=[None, None, "Cleaner Production", "Cleaner Production", None, None], changed_last=2023
    )
    title = figures.module_lines(alone).layout.annotations[1].text
    assert title.endswith("in the place of Cleaner Production, 2023")
    assert figures.module_lines(alone).layout.shapes[0].type == "line"


def test_a_year_without_training_has_no_label_and_one_that_is_cut_is_lighter() -> None:
    bars = figures.module_lines(LINES).data[0]
    assert list(bars.text) == ["7", "5", "", "3"]
    assert bars.marker.color[0] != bars.marker.color[1]


def test_nodes_of_the_flow_are_counted_named_and_clickable() -> None:
    nodes, names = figures.path_flow(PATHS).data
    assert list(nodes.customdata) == ["wpc", "hoco", "qm", None, None, None]
    assert [text.replace("<br>", "").split() for text in names.text] == [
        *(
            ["Workplace", "9"],
            ["HoCo", "1"],
            ["Quality", "5"],
            ["Others", "1"],
            ["None", "yet", "3"],
            ["No", "further", "1"],
        ),
    ]
    assert "then Quality Management: 5" in nodes.hovertext[0]


def test_bands_leave_and_reach_as_many_as_their_nodes_hold() -> None:
    figure = figures.path_flow(PATHS)
    drawn = " ".join(shape.path for shape in figure.layout.shapes)
    assert drawn.count("M") == 4, "one band for each link between modules"
    talls = dict(zip(figure.data[0].customdata, figure.data[0].y, strict=True))
    assert talls["wpc"] == pytest.approx(9 * talls["hoco"])


def test_the_path_s_title_says_what_share_begins_with_the_first_module() -> None:
    assert figures.paths_finding(PATHS) == "90% of 10 enterprises began with Workplace Cooperation"
    assert figures.paths_others(PATHS).startswith("The others began with Coaching")
    everyone = PATHS[PATHS["to_code"] == "wpc"].assign(n=10)
    assert figures.paths_finding(everyone) == "All 10 enterprises began with Workplace Cooperation"
    assert figures.paths_others(everyone) == ""
    assert "nobody was trained" in figures.paths_finding(PATHS.head(0))


def test_the_title_of_the_sequences_counts_the_others_too() -> None:
    said = figures.sequences_finding(SEQUENCES)
    assert said == "6 different sequences; the most common is Workplace Cooperation alone, 60% of the enterprises"
    assert "each taken by one" in figures.sequences_finding(SEQUENCES.tail(1))


def test_a_step_s_bar_is_those_who_reached_the_step_before() -> None:
    figure = figures.funnel(FUNNEL)
    total = sum(pd.Series(trace.x, dtype=float) for trace in figure.data)
    assert total.tolist() == FUNNEL["before"].tolist()
    names = [trace.name for trace in figure.data]
    assert names == ["reached", "passed, its date missing", "gave up before it", "under way", "silent for over a year"]


def test_what_is_not_a_drop_does_not_look_like_one() -> None:
    looks = {trace.name: trace.marker for trace in figures.funnel(FUNNEL).data}
    colours = {name: (look.color, look.pattern.shape) for name, look in looks.items()}
    assert len(set(colours.values())) == 5


def test_the_funnel_says_median_days_n_and_what_ran_backwards() -> None:
    texts = [a.text for a in figures.funnel(FUNNEL).layout.annotations]
    assert "<b>Workshop</b>  176 · 88%" in texts
    assert "median 30 days (n = 150) · 9 out of order" in texts
    without = figures.funnel(FUNNEL.assign(silent=0))
    assert "silent for over a year" not in [trace.name for trace in without.data]


def test_the_funnel_s_title_speaks_of_a_hundred_only_where_there_are_as_many() -> None:
    assert figures.funnel_finding(FUNNEL) == (
        "Of 100 enrolled, 88 reached the workshop and 59 completed; 20 gave up, 20 go on"
    )
    few = FUNNEL.assign(
        enrolled=12, reached=[12, 11, 9, 9, 9, 9], gave_up=[0, 1, 1, 0, 0, 0], under_way=[0, 0, 1, 0, 0, 0]
    )
    assert figures.funnel_finding(few) == (
        "Of 12 enrolled, 9 reached the workshop: 2 gave up before it, 1 still under way"
    )
    assert figures.funnel_finding(FUNNEL.head(0)) == "No engagement to follow here"


def cells() -> dict[tuple[float, float], str]:
    texts = [trace for trace in figures.completion_heat(CELLS).data if trace.type == "scatter"]
    return {(x, y): text for t in texts for x, y, text in zip(t.x, t.y, t.text, strict=True)}


def test_too_few_is_said_in_brackets_and_nobody_is_an_empty_cell() -> None:
    assert cells() == {(0, 0): "71", (1, 0): "100", (2, 0): "(2)", (0, 1): "(4)", (1, 1): "(4)"}


def test_too_few_has_no_colour_of_a_class_and_a_click_gives_the_country() -> None:
    bars = {trace.name: trace for trace in figures.completion_heat(CELLS).data if trace.type == "bar"}
    assert bars["(n): too few"].marker.color == "rgba(0,0,0,0)"
    assert list(bars["(n): too few"].customdata) == ["KEN", "NAM", "NAM"]
    assert list(bars["90% and more"].x) == [1] and list(bars["65–79%"].x) == [0]
    assert "n = 2, too few<br>10 more are still open" in bars["(n): too few"].hovertext[0]


def test_a_star_marks_a_share_of_which_most_is_still_open() -> None:
    texts = [t.text for t in figures.completion_heat(CELLS.assign(mostly_open=True)).data if t.type == "scatter"]
    assert {"100*", "(2)"} <= {text for some in texts for text in some}


def test_nearly_all_is_not_all_in_a_cell() -> None:
    near = CELLS.assign(rate=[99.7, *CELLS["rate"][1:]])
    texts = [t.text for t in figures.completion_heat(near).data if t.type == "scatter"]
    assert "99" in [text for some in texts for text in some]


def test_a_module_that_nobody_took_has_no_column() -> None:
    ticks = figures.completion_heat(CELLS).layout.xaxis.ticktext
    assert list(ticks) == ["<b>All</b>", "Workplace", "Cleaner"]


def test_the_title_of_completion_counts_cells_with_enough_only() -> None:
    assert figures.completion_finding(CELLS) == (
        "65.2% of 46 engagements that ended were completed; 0 of 1 cells with enough lie under 65%"
    )
    none_ended = CELLS.assign(country_ended=0)
    assert figures.completion_finding(none_ended) == "No engagement has ended here"


def test_a_panel_shows_shares_on_one_scale_and_counts_where_there_are_few() -> None:
    panel = figures.country_panel(kenya())
    assert list(panel.data[0].text) == ["90%", "20%", ""]
    few = figures.country_panel(CELLS[CELLS["iso3"] == "NAM"].reset_index(drop=True))
    assert few.data[0].text[0] == "7"
    assert panel.layout.xaxis.range == few.layout.xaxis.range


def test_the_panels_title_says_which_module_leads_in_most_countries() -> None:
    assert figures.panels_finding(CELLS) == "Workplace Cooperation reaches most enterprises in 2 of 2 countries"


def test_titles_of_uptake_say_the_finding() -> None:
    assert figures.uptake_finding(UPTAKE, WHOLE, by="module").startswith("Cleaner Production reached most")
    assert (
        figures.uptake_finding(UPTAKE, WHOLE, by="size") == "Cleaner Production has most: 40 of 60 enterprises trained"
    )
    assert figures.uptake_finding(BY_YEAR, WHOLE, by="year") == (
        "40 enterprises were trained in 2023, more than in any year before"
    )
    assert figures.uptake_finding(UPTAKE, WHOLE, by="module", shares=True).startswith("72% of the enterprises enrolled")
    few = WHOLE.assign(few_ended=True)
    assert figures.uptake_finding(UPTAKE, few, by="module", shares=True).startswith("Too few")
    assert figures.lines_finding(LINES) == "In 2023 most enterprises took Workplace Cooperation, 7"
