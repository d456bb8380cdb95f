"""From a small drawn table to what the figure shows."""

import json
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from impact import figures

ENTERPRISES = SimpleNamespace(
    code="enterprises_trained", label="Enterprises trained", unit="enterprises", better="higher"
)
SHARE = SimpleNamespace(code="women_share", label="Share of women", unit="percent", better="neither")


def years(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["year", "value", "n", "complete", "status"])
    frame.attrs["as_of"] = date(2024, 8, 31)
    return frame


YEARS = years(
    (2021, 10.0, 10, True, "shown"),
    (2022, None, None, True, "no_data"),
    (2023, 1234.0, 40, True, "shown"),
    (2024, 7.0, 7, False, "shown"),
)
SEXES = pd.DataFrame({"year": [2023, 2024], "women": [60, 0], "men": [40, 0], "unknown": [5, 3]})
MODULES = pd.DataFrame(
    [
        ("workplace_cooperation", "Workplace cooperation", 30, 20, 10),
        ("lean", "Lean <a href='x'>manufacturing</a>", 8, None, None),
    ],
    columns=["module", "title", "enrolled", "trained", "completed"],
)
COUNTRIES = pd.DataFrame(
    [("GHA", "Ghana", 5.0, 5, "shown"), ("VNM", "Viet Nam", 9.0, 9, "shown"), ("PER", "Peru", None, None, "withheld")],
    columns=["iso3", "country", "value", "n", "status"],
)
PUBLISHED = pd.DataFrame(
    [
        ("P1", "Trained", 5600, None, None, "more than", "2009", "2024-08", "", "", "", "enterprises"),
        ("P2", "Trained", 10, 8, 12, "about", "2023", "2023-12-15", "Ghana", "", "doubtful", "enterprises"),
        ("P3", "Trained", 3, None, None, "exactly", None, None, "Peru", "", "", "enterprises"),
    ],
    columns=[
        *("id", "label", "value", "value_low", "value_high", "qualifier"),
        *("period_start", "period_end", "country", "counts", "flag", "unit"),
    ],
)
ALL = {
    "counts": lambda: figures.by_year(YEARS, ENTERPRISES),
    "shares": lambda: figures.by_year(YEARS.assign(value=YEARS["value"] / 20), SHARE),
    "sexes": lambda: figures.by_year_and_sex(SEXES),
    "modules": lambda: figures.module_steps(MODULES),
    "countries": lambda: figures.ranked_countries(COUNTRIES, ENTERPRISES),
    "country shares": lambda: figures.ranked_countries(COUNTRIES, SHARE, highlight="GHA"),
    "published": lambda: figures.published_timeline(PUBLISHED),
}
EMPTY = {
    "years": lambda: figures.by_year(YEARS.head(0), ENTERPRISES),
    "sexes": lambda: figures.by_year_and_sex(SEXES.head(0)),
    "modules": lambda: figures.module_steps(MODULES.head(0)),
    "countries": lambda: figures.ranked_countries(COUNTRIES.head(0), ENTERPRISES),
    "published": lambda: figures.published_timeline(PUBLISHED.head(0)),
}


@pytest.mark.parametrize("name", ALL)
def test_every_figure_says_what_it_shows_leaves_the_theme_open_and_names_no_other_host(name):
    figure = ALL[name]()
    assert figure.layout.meta["alt"].endswith(".")
    assert "http" not in figure.to_json()
    assert not json.loads(figure.to_json())["layout"]["template"].get("layout")


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_answer_is_an_empty_figure(name):
    assert EMPTY[name]().layout.meta["alt"]


def test_a_year_without_data_is_a_gap_with_a_word_and_not_a_zero():
    figure = figures.by_year(YEARS, ENTERPRISES)
    assert pd.isna(figure.data[0].y[1])
    assert [(a.x, a.text) for a in figure.layout.annotations] == [(2022, "no data")]


def test_a_year_that_the_as_of_day_cuts_is_lighter_and_says_so():
    figure = figures.by_year(YEARS, ENTERPRISES)
    colours = figure.data[0].marker.color
    assert colours[3] != colours[0] == colours[2]
    assert "31 Aug" in figure.layout.xaxis.ticktext[-1] and "31 Aug" not in figure.layout.xaxis.ticktext[0]
    assert "not complete" in figure.layout.meta["alt"]


def test_counts_are_bars_from_zero_and_shares_a_broken_line():
    bars, line = figures.by_year(YEARS, ENTERPRISES), ALL["shares"]()
    assert bars.data[0].type == "bar" and bars.layout.yaxis.range[0] == 0
    assert line.data[0].type == "scatter" and line.data[0].connectgaps is False


def test_bars_are_labelled_up_to_sixteen():
    few = years(*[(2009 + i, 5.0, 5, True, "shown") for i in range(16)])
    many = years(*[(2008 + i, 5.0, 5, True, "shown") for i in range(17)])
    assert figures.by_year(few, ENTERPRISES).data[0].text is not None
    assert figures.by_year(many, ENTERPRISES).data[0].text is None


def test_womens_share_is_of_women_and_men_only_and_unknown_where_there_are_none():
    shares = figures.by_year_and_sex(SEXES).data[-1]
    assert list(shares.text) == ["60%", ""]


def test_women_differ_from_men_by_pattern():
    women, men, *_ = figures.by_year_and_sex(SEXES).data
    assert women.marker.pattern.shape != men.marker.pattern.shape
    assert women.marker.pattern.bgcolor == women.marker.color


def test_unknown_sex_is_left_out_where_nobody_is_unknown():
    names = [trace.name for trace in figures.by_year_and_sex(SEXES.assign(unknown=0)).data]
    assert "Sex not known" not in names and "Women" in names


def test_modules_keep_the_teaching_order_and_say_what_is_withheld():
    figure = figures.module_steps(MODULES)
    assert [trace.name for trace in figure.data] == ["enrolled", "trained", "completed"]
    assert list(figure.data[2].text) == ["10 completed", "withheld"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_a_name_from_data_brings_no_tags():
    text = figures.module_steps(MODULES).to_json()
    assert "<a href" not in text and "\\u003ca href" not in text


def test_countries_stand_from_high_to_low_with_the_missing_below():
    figure = figures.ranked_countries(COUNTRIES, ENTERPRISES)
    assert list(figure.layout.yaxis.ticktext) == ["Viet Nam", "Ghana", "Peru"]
    assert [(a.y, a.text) for a in figure.layout.annotations] == [(2, "withheld")]


def test_only_the_highlighted_country_has_the_main_colour():
    colours = figures.ranked_countries(COUNTRIES, ENTERPRISES, highlight="GHA").data[0].marker.color
    assert colours[0] == colours[2] != colours[1]


def test_a_published_figure_spans_its_period_and_keeps_its_wording():
    first, second = figures.published_timeline(PUBLISHED).data
    assert [str(x)[:10] for x in first.x] == ["2009-01-01", "2024-08-31"]
    assert "more than 5,600" in first.text[1] and first.marker.symbol[1] == "triangle-up"
    assert [str(x)[:10] for x in second.x] == ["2023-01-01", "2023-12-15"]


def test_a_flagged_published_figure_is_drawn_differently_and_a_range_has_a_whisker():
    plain, flagged = figures.published_timeline(PUBLISHED).data
    assert (flagged.line.color, flagged.marker.symbol[1]) != (plain.line.color, plain.marker.symbol[1])
    assert list(flagged.error_y.array) == [0, 2] and list(flagged.error_y.arrayminus) == [0, 2]
    assert "doubtful" in flagged.hovertext


def test_a_published_figure_without_a_period_is_counted_and_not_drawn():
    figure = figures.published_timeline(PUBLISHED)
    assert len(figure.data) == 2
    assert "1 figure has no period" in figure.layout.annotations[0].text


def test_the_value_axis_is_logarithmic_only_where_values_are_far_apart():
    near = PUBLISHED.assign(value=[56.0, 10.0, 3.0])
    assert figures.published_timeline(PUBLISHED).layout.yaxis.type == "log"
    assert figures.published_timeline(near).layout.yaxis.type != "log"


def test_a_figure_of_nothing_says_so() -> None:
    years = pd.DataFrame({"year": [2023], "value": [None], "n": [0], "complete": [True], "status": ["no_data"]})
    assert figures.by_year(years, ENTERPRISES).layout.meta["empty"]
    assert not figures.by_year(years.assign(value=[0.0], status=["shown"]), ENTERPRISES).layout.meta["empty"]
    sexes = pd.DataFrame({"year": [2023], "women": [0], "men": [0], "unknown": [0]})
    assert figures.by_year_and_sex(sexes).layout.meta["empty"]
    steps = pd.DataFrame(
        {"module": ["wpc"], "title": ["Cooperation"], "enrolled": [0], "trained": [0], "completed": [0]}
    )
    assert figures.module_steps(steps).layout.meta["empty"]
    assert not figures.module_steps(steps.assign(enrolled=[1])).layout.meta["empty"]
