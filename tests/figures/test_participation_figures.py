"""Figures of participation: what they draw, leave out and say, from small frames."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from impact import figures
from impact.figures import template, tokens
from impact.figures.row_charts import key_lines

GROUPS = pd.DataFrame(
    {
        "code": ["IND", "BRA", "NAM", "KEN"],
        "name": ["India", "Brazil", "Namibia", "Kenya"],
        "value": [13.2, 78.1, 100.0, None],
        "low": [11.7, 71.7, None, None],
        "high": [14.8, 83.5, None, None],
        "lowest": [12.7, 76.4, 66.7, None],
        "highest": [16.6, 78.6, 100.0, None],
        "n": [5036, 343, 2, 0],
        "women": [664, 268, 2, 0],
        "men": [4372, 75, 0, 0],
        "other": [5, None, None, None],
        "unknown": [208, 8, 1, 0],
        "status": ["shown", "shown", "shown", "not_computable"],
        "small": [False, False, True, True],
        "position": [1, 2, 3, 4],
    }
)
YEARS = GROUPS.head(3).assign(code=["2021", "2022", "2024"], position=[2021, 2022, 2024], complete=[True, True, False])
YEARS.attrs["as_of"] = date(2024, 8, 31)
CELLS = pd.concat(
    [
        GROUPS.assign(within_code=c, within_name=n, within_position=p)
        for p, (c, n) in enumerate([("worker", "Workers"), ("manager", "Managers")])
    ],
    ignore_index=True,
)
REACH = pd.DataFrame(
    {
        "code": ["A", "B", "C", "D", "E"],
        "name": ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"],
        "value": [40.0, 60.0, 50.0, 55.0, None],
        "workforce": [58.6, 50.0, 52.0, 40.0, None],
        "difference": [-18.6, 10.0, -2.0, 15.0, None],
        "low": [-23.0, 4.0, -6.0, None, None],
        "high": [-14.0, 16.0, 2.0, None, None],
        "verdict": ["less", "more", "no_clear_difference", "too_few", "not_computable"],
        "n": [539, 70, 100, 6, 0],
        "enterprises": [54, 11, 20, 2, 0],
        "status": ["shown"] * 4 + ["not_computable"],
        "small": [False, False, False, True, True],
    }
)
RATED = pd.DataFrame(
    {
        "code": ["worker", "manager", "x"],
        "name": ["Workers", "Managers", "<b>Hostile</b>"],
        "ones": [1, 0, 0],
        "twos": [1, 0, 0],
        "threes": [8, 0, 0],
        "fours": [40, 1, 0],
        "fives": [50, 1, 0],
        "value": [90.0, 100.0, None],
        "low": [80.0, None, None],
        "high": [95.0, None, None],
        "n": [100, 2, 0],
        "asked": [200, 4, 7],
        "response": [50.0, 50.0, 0.0],
        "status": ["shown", "shown", "not_collected"],
        "small": [False, True, True],
    }
)
RULE = pd.DataFrame(
    {
        "code": ["2022", "2023"],
        "name": ["2022", "2023"],
        "value": [80.0, None],
        "kept": [40, 0],
        "short_of_workers": [8, 0],
        "short_of_managers": [0, 0],
        "short_of_both": [2, 0],
        "n": [50, 0],
        "status": ["shown", "not_computable"],
        "small": [False, True],
    }
)
STATUS = pd.DataFrame(
    {
        "iso3": ["ALB", "KEN", "UGA", "GHA"],
        "country": ["Albania", "Kenya", "Uganda", "Ghana"],
        "listed": [100, 100, 100, 0],
        **{name: [98.0, 97.0, 95.0, None] for name in ("role", "workforce", "answer")},
        "sex": [96.0, 97.0, 70.0, None],
        "person": [86.0, 0.0, 84.0, None],
        **{f"{name}_status": ["reports", "reports", "reports", "no_list"] for name in ("role", "workforce", "answer")},
        "sex_status": ["reports", "reports", "partly", "no_list"],
        "person_status": ["reports", "does_not", "reports", "no_list"],
    }
)
COUNTERS = pd.DataFrame(
    {
        "counter": ["attendances", "people", "workforce", "head_counts"],
        "people": [86285.0, 51855.0, 1019125.0, 76034.0],
        "status": ["shown"] * 4,
    }
)


def notes(figure: Any) -> list[str]:
    return [a.text for a in figure.layout.annotations]


FIGURES = {
    "shares": lambda: figures.women_shares(GROUPS, rank=True),
    "years": lambda: figures.women_share_by_year(YEARS),
    "cross": lambda: figures.women_cross(CELLS),
    "reach": lambda: figures.reach_dumbbell(REACH),
    "sexes": lambda: figures.sex_rows(GROUPS, rank=True),
    "satisfaction": lambda: figures.satisfaction_rows(RATED),
    "rule": lambda: figures.rule_rows(RULE),
    "status": lambda: figures.disaggregation_matrix(STATUS),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_in_words_what_it_shows_and_leaves_the_theme_to_the_page(name: str) -> None:
    figure = FIGURES[name]()
    assert len(figure.layout.meta["alt"]) > 20 and not figure.layout.meta["empty"]
    assert figure.layout.template.layout.font.family is None
    figure.update_layout(template=template("dark")).to_json()


@pytest.mark.parametrize("name", FIGURES)
def test_a_click_gives_the_code_of_the_group(name: str) -> None:
    codes = {code for trace in FIGURES[name]().data if trace.customdata is not None for code in trace.customdata}
    assert codes <= {*GROUPS["code"], *YEARS["code"], *REACH["code"], *RATED["code"], *RULE["code"], *STATUS["iso3"]}
    assert codes


@pytest.mark.parametrize("name", FIGURES)
def test_only_the_tokens_colours_are_drawn(name: str) -> None:
    known = {v.upper() for v in vars(tokens).values() if isinstance(v, str) and v.startswith("#")}
    known |= {getattr(s, field).upper() for s in (tokens.LIGHT, tokens.DARK) for field in ("background", "text")}
    known |= {c.upper() for c in tokens.COLOURWAY}
    text = FIGURES[name]().to_json().upper()
    assert set(re.findall(r'"(#[0-9A-F]{6})"', text)) <= known


def test_a_share_has_its_dot_interval_and_band_and_n_beside_it() -> None:
    figure = figures.women_shares(GROUPS, rank=True)
    band, whisker, dots = figure.data
    assert list(dots.x)[:2] == [78.1, 13.2], "the highest first"
    assert list(whisker.x)[:2] == [71.7, 83.5] and list(band.x)[:2] == [76.4, 78.6]
    assert notes(figure)[0] == "<b>78%</b> · n 343"


def test_too_few_have_no_rank_and_an_open_dot_and_no_value_has_no_dot() -> None:
    figure = figures.women_shares(GROUPS, rank=True)
    assert list(figure.layout.yaxis.ticktext) == ["Brazil", "India", "Namibia", "Kenya"]
    assert list(figure.data[2].marker.symbol)[2] == "circle-open"
    assert notes(figure)[2:] == ["<b>100%</b> · n 2 (few)", "not computable"]
    assert pd.isna(figure.data[2].x[3])
    assert "no interval: fewer than five" in figure.data[2].hovertext[2]


def test_groups_keep_their_order_where_it_is_not_theirs_to_be_ranked() -> None:
    assert list(figures.women_shares(GROUPS).layout.yaxis.ticktext) == ["India", "Brazil", "Namibia", "Kenya"]


def test_without_a_band_there_is_none() -> None:
    assert len(figures.women_shares(GROUPS.drop(columns=["lowest", "highest"])).data) == 2


def test_long_names_stand_above_their_rows_and_none_brings_tags() -> None:
    long = GROUPS.assign(name=["<b>x</b>", "COVID-19 Safety and Health at Work", "Three", "Four"])
    figure = figures.women_shares(long)
    assert figure.layout.yaxis.ticktext is None
    assert "<b>COVID-19 Safety and Health<br>at Work</b>" in notes(figure)
    assert "<b>&lt;b&gt;x&lt;/b&gt;</b>" in notes(figure)


def test_something_not_collected_is_not_a_zero() -> None:
    bare = GROUPS.assign(value=None, low=None, high=None, status="not_collected")
    figure = figures.women_shares(bare)
    assert notes(figure) == ["not collected"] * 4
    assert "India not collected" in figure.layout.meta["alt"]
    assert not figure.layout.meta["empty"], "why there is no value is something to show"
    assert figures.women_shares(bare.assign(status="no_data")).layout.meta["empty"]


def test_years_have_their_n_below_and_the_cut_year_says_so_and_is_open() -> None:
    figure = figures.women_share_by_year(YEARS)
    assert list(figure.layout.xaxis.ticktext) == ["2021<br>5,036", "2022<br>343", "2024<br>2<br>to 31 Aug"]
    line = figure.data[2]
    bare = figures.women_share_by_year(
        YEARS.assign(value=[13.2, None, 100.0], status=["shown", "not_computable", "shown"])
    )
    assert [(a.x, a.text) for a in bare.layout.annotations] == [(2022, "not computable")]
    assert list(line.marker.symbol) == ["circle", "circle", "circle-open"]
    assert line.error_y.array[0] == pytest.approx(1.6) and pd.isna(line.error_y.array[2])
    assert list(figure.data[0].y) == [12.7, 76.4, 66.7] and figure.data[1].fill == "tonexty"


def test_cells_of_too_few_have_no_colour_and_cells_of_nobody_are_empty() -> None:
    gone = CELLS["code"].eq("KEN") & CELLS["within_code"].eq("worker")
    cells = CELLS.assign(status=CELLS["status"].where(~gone, "no_data"))
    bars, words = figures.women_cross(cells).data
    text = dict(zip(zip(words.x, words.y, strict=True), words.text, strict=True))
    fill = dict(zip(zip(words.x, words.y, strict=True), bars.marker.color, strict=True))
    assert text[0, 0] == "<b>13%</b><br>n 5,036"
    assert text[0, 2] == "few: n 2" and fill[0, 2].endswith(",0.0)")
    assert text[1, 3] == "not computable" and (0, 3) not in text
    assert float(fill[0, 1].split(",")[3][:-1]) > float(fill[0, 0].split(",")[3][:-1])


def test_many_columns_have_short_upright_names_and_numbers_without_n() -> None:
    many = pd.concat(
        [GROUPS.assign(within_code=str(c), within_name=f"Module number {c}", within_position=c) for c in range(9)],
        ignore_index=True,
    )
    figure = figures.women_cross(many)
    assert figure.layout.xaxis.tickangle == -90
    assert figure.data[1].text[0] == "13" and "few" in figure.data[1].text
    assert "n = 5,036" in figure.data[0].hovertext[0]


def test_rows_with_long_names_take_two_lines() -> None:
    long = CELLS.assign(name=CELLS["name"].replace("India", "Agriculture, forestry and fishing"))
    assert figures.women_cross(long).layout.yaxis.ticktext[0] == "Agriculture,<br>forestry and fishing"


def test_reach_ranks_only_what_is_clear_and_says_the_rest_in_words() -> None:
    figure = figures.reach_dumbbell(REACH)
    assert list(figure.layout.yaxis.ticktext) == ["Alpha", "Beta", "Delta", "Gamma", "Epsilon"]
    assert notes(figure) == [
        "<b>-19</b> points<br>n 539",
        "<b>+10</b> points<br>n 70",
        "too few<br>enterprises",
        "no clear<br>difference",
        "not computable",
    ]


def test_reach_tells_women_and_workforce_apart_by_shape_and_the_unclear_by_a_thin_line() -> None:
    sure, unsure, workforce, women = figures.reach_dumbbell(REACH).data
    assert workforce.marker.symbol == "square-open"
    assert list(women.marker.symbol)[:3] == ["circle", "circle", "circle-open"]
    assert list(sure.x) == [40.0, 58.6, None, 60.0, 50.0, None]
    assert unsure.line.width < sure.line.width and unsure.line.dash == "dot"


def test_women_men_and_unknown_differ_by_pattern_and_other_is_shown_where_it_occurs() -> None:
    traces = {trace.name: trace for trace in figures.sex_rows(GROUPS).data}
    assert list(traces) == ["Women", "Men", "Other", "Sex not known"]
    assert len({trace.marker.pattern.shape for trace in traces.values()}) == 4
    assert "Other" not in {trace.name for trace in figures.sex_rows(GROUPS.assign(other=None)).data}
    assert notes(figures.sex_rows(GROUPS))[3] == "not computable", "no person is known, which is not nobody"


def test_the_three_counters_are_three_figures_of_their_own_length() -> None:
    row = SimpleNamespace(women=30, men=60, other=None, unknown=10)
    figure = figures.sex_split(row)
    assert [list(trace.x) for trace in figure.data] == [[30], [60], [10]]
    assert list(figure.layout.xaxis.range) == [0, 100]
    assert notes(figure) == ["Women 30", "Men 60"]
    assert figures.sex_split(SimpleNamespace(women=0, men=0, other=None, unknown=None)).layout.meta["empty"]


def test_answers_are_shares_with_n_and_response_beside_them() -> None:
    figure = figures.satisfaction_rows(RATED)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert [bar.x[0] for bar in bars] == [1, 1, 8, 40, 50]
    assert notes(figure)[0] == "<b>90%</b> of 100<br>50% answered"
    assert "(few)" in notes(figure)[1] and notes(figure)[2] == "not collected"
    assert list(bars[4].marker.opacity) == [1.0, 0.35, 0.35]
    assert "&lt;b&gt;Hostile" in figure.layout.yaxis.ticktext[2]


def test_parts_are_labelled_where_there_is_room() -> None:
    words = [trace for trace in figures.satisfaction_rows(RATED).data if trace.type == "scatter"]
    assert [list(trace.text) for trace in words] == [[], [], [], ["40"], ["50"]]
    assert words[3].x[0] == 30, "in the middle of its part"


def test_the_rule_shows_what_was_lacking_and_leaves_out_what_never_was() -> None:
    figure = figures.rule_rows(RULE)
    assert [trace.name for trace in figure.data if trace.type == "bar"] == ["Kept", "Too few workers", "Both"]
    assert notes(figure)[:2] == ["<b>80%</b> of 50", "not computable"]
    assert notes(figure)[2:] == ["■", "Kept", "▨", "Too few workers", "▒", "Both"], (
        "the key, with signs for the patterns"
    )


def test_a_key_that_is_too_wide_for_a_telephone_takes_two_lines() -> None:
    one, room = key_lines([("■", "#000000", "Short")])
    two, more = key_lines([("■", "#000000", "A rather long")] * 3)
    assert len({a["yshift"] for a in one[1::2]}) == 1 and len({a["yshift"] for a in two[1::2]}) == 2
    assert more == room + 16


def test_countries_that_lack_most_stand_first_and_marks_differ_by_shape() -> None:
    figure = figures.disaggregation_matrix(STATUS)
    assert list(figure.layout.yaxis.ticktext) == ["Kenya", "Uganda", "Albania", "Ghana"]
    assert [trace.name for trace in figure.data] == ["reports", "partly", "does not", "no list of persons"]
    assert len({trace.marker.symbol for trace in figure.data}) == 4
    assert list(figure.data[1].text) == ["70%"]
    assert "Kenya (Person)" in figure.layout.meta["alt"]


def test_a_figure_of_nothing_says_so() -> None:
    assert figures.women_shares(GROUPS.head(0)).layout.meta["empty"]
    assert figures.women_cross(CELLS.head(0)).layout.meta["empty"]
    assert figures.reach_dumbbell(REACH.head(0)).layout.meta["empty"]
    assert figures.satisfaction_rows(RATED.head(0)).layout.meta["empty"]
    assert figures.rule_rows(RULE.head(0)).layout.meta["empty"]
    assert figures.sex_rows(GROUPS.head(0)).layout.meta["empty"]
    assert figures.disaggregation_matrix(STATUS.head(0)).layout.meta["empty"]


class TestFindings:
    def test_the_extremes_are_named_where_their_intervals_part(self) -> None:
        assert figures.shares_finding(GROUPS, "country") == "Women's share runs from 13% (India) to 78% (Brazil)"

    def test_another_pair_is_named_where_those_of_the_extremes_overlap(self) -> None:
        wide = pd.concat(
            [GROUPS.head(2), GROUPS.head(1).assign(name="Wide", value=9.0, low=1.0, high=80.0)], ignore_index=True
        )
        assert figures.shares_finding(wide, "country") == "Women's share: 13% (India) against 78% (Brazil)"

    def test_no_order_is_told_where_intervals_overlap(self) -> None:
        same = GROUPS.head(2).assign(low=[5.0, 10.0], high=[80.0, 90.0])
        assert figures.shares_finding(same, "country") == "No clear difference in women's share between groups"

    def test_too_few_make_no_finding(self) -> None:
        assert figures.shares_finding(GROUPS.tail(2), "country") == "Women's share: too few people are known"
        one = figures.shares_finding(GROUPS[GROUPS["code"] != "BRA"], "country")
        assert one == "India: 13% are women"

    def test_years_compare_the_first_and_the_last_whole_one(self) -> None:
        assert figures.shares_finding(YEARS, "year") == "Women's share rose from 13% in 2021 to 78% in 2022"
        near = YEARS.assign(low=[5.0, 10.0, None], high=[80.0, 90.0, None])
        assert "not clearly different" in figures.shares_finding(near, "year")
        assert figures.shares_finding(YEARS.tail(1).assign(small=False), "year").endswith(
            "no whole year with enough people"
        )

    def test_the_cells_findings_leave_out_too_few(self) -> None:
        said = figures.cross_finding(CELLS)
        assert said == "From 13% women (India, Workers) to 78% (Brazil, Workers)"
        assert "too few" in figures.cross_finding(CELLS[CELLS["small"]])

    def test_reach_counts_clear_differences_only(self) -> None:
        said = figures.reach_finding(REACH[REACH["code"] != "B"], "country")
        assert said == "In 1 of 2 countries women are reached less than their share of the workforce"
        assert figures.reach_finding(REACH[REACH["code"].isin(["B", "C"])], "sector").startswith("In 1 of 2 sectors")
        same = REACH.assign(verdict="no_clear_difference")
        assert figures.reach_finding(same, "module").startswith("No clear difference")
        assert figures.reach_finding(REACH.tail(2), "country").endswith("cannot be told here")
        assert figures.reach_finding(REACH.head(1), "country") == (
            "Alpha: women are reached less than their share of the workforce"
        )

    def test_the_counters_are_told_side_by_side_and_head_counts_alone(self) -> None:
        said = figures.counters_finding(COUNTERS)
        assert said == "51,855 people took 86,285 seats; their enterprises employ 1.02M"
        heads = COUNTERS.assign(status=["not_computable", "no_data", "no_data", "shown"])
        assert figures.counters_finding(heads) == "76,034 heads were counted, and no list says who they were"
        assert figures.counters_finding(COUNTERS.assign(status="no_data")) == "Three counts of people"

    def test_satisfaction_and_the_rule_are_told_over_all_groups(self) -> None:
        said = figures.satisfaction_finding(RATED)
        assert said == "90% of the answers are 4 or 5 of 5; 48% of the participants answered"
        assert figures.satisfaction_finding(RATED.tail(1)).endswith("no answers")
        assert figures.rule_finding(RULE).startswith("80% of the enterprises at workshops")
        assert figures.rule_finding(RULE.tail(1)).endswith("is not computable")

    def test_what_countries_lack_is_told(self) -> None:
        said = figures.disaggregation_finding(STATUS)
        assert said == "1 country does not record who a person is; 1 country records sex only partly"
        assert figures.disaggregation_finding(STATUS.tail(1)).startswith("No country has a list")
        assert figures.disaggregation_finding(STATUS.head(1)).startswith("The one country with lists reports")

    def test_enterprises_are_no_role_of_people(self) -> None:
        roles = GROUPS.head(2).assign(role=["worker", "led"])
        assert figures.roles_finding(roles) == "India: 13% are women"
