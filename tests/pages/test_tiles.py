"""The tiles of the overview say what the gate answers, with n, coverage and the day; what is missing is words."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from impact.ask import Answer, ask
from impact.catalogue import indicators
from impact.filters import Filters
from impact.ui.tiles import _change
from tests.pages.reading import nodes, open_page

Use = Callable[[str], Path]
HEADLINES = [i for i in indicators().values() if i.headline]
SCALES = {"K": 1e3, "M": 1e6, "B": 1e9}
LINKS = [
    ({}, Filters()),
    ({"country": "KEN"}, Filters(country=("KEN",))),
    ({"country": "africa,VNM"}, Filters(country=("africa", "VNM"))),
    ({"period": "2018-2019"}, Filters(period=(2018, 2019))),
    ({"period": "2023"}, Filters(period=(2023, 2023))),
    ({"period": "2024"}, Filters(period=(2024, 2024))),
    ({"size": "small,medium", "women_led": "no"}, Filters(size=("small", "medium"), women_led="no")),
    ({"women_led": "yes"}, Filters(women_led="yes")),
    ({"country": "KEN", "period": "2009"}, Filters(country=("KEN",), period=(2009, 2009))),
]


def tiles(at: AppTest) -> dict[str, tuple[Any, Any]]:
    """Each tile's metric and the caption below it, by label."""
    found, waiting = {}, None
    for node in nodes(at):
        if node.type == "metric":
            waiting = node
        elif node.type == "caption" and waiting is not None:
            found[waiting.label], waiting = (waiting, node), None
    return found


def value_of(text: str) -> float:
    """The number that a tile shows, read as a reader would."""
    sign, digits, ending = re.fullmatch(r"([-−]?)([\d,.]+)\s?([%KMB]?)", text).groups()
    value = float(digits.replace(",", "")) * SCALES.get(ending, 1)
    return -value if sign else value


def is_said(at: AppTest, answer: Answer) -> None:
    """Does every tile say what the answer holds?"""
    shown = tiles(at)
    assert list(shown) == [i.label for i in HEADLINES]
    for measure in HEADLINES:
        row = answer.frame.set_index("indicator").loc[measure.code]
        metric, caption = shown[measure.label]
        if row["status"] != "shown":
            assert metric.value == "–"
            assert caption.value.startswith("No data here" if row["status"] == "no_data" else "Not computable")
            continue
        assert metric.value.endswith("%") == measure.is_share
        assert value_of(metric.value) == pytest.approx(row["value"], rel=6e-3, abs=0.051)
        n = int(re.match(r"n = ([\d,]+) ", caption.value)[1].replace(",", ""))
        assert n == row["n"]
        assert "as of 31 Aug 2024" in caption.value
        assert ("too few to rely on" in caption.value) == (row["n"] < measure.minimum_n)
        coverage = re.search(r"coverage ([\d.]+)%", caption.value)
        assert (coverage is not None) == (row["expected"] > 0)
        if coverage:
            assert float(coverage[1]) == pytest.approx(100 * row["reported"] / row["expected"], abs=0.051)
            assert f"{row['reported']:,.0f} of {row['expected']:,.0f} " in caption.help


@pytest.mark.parametrize(("link", "filters"), LINKS)
def test_the_tiles_say_what_the_gate_answers(link: dict[str, str], filters: Filters, use: Use) -> None:
    use("demonstration")
    at = open_page("results/overview", **link)
    assert not at.exception, at.exception[0].message
    is_said(at, ask("results/overview", filters))


def test_filters_change_the_tiles(use: Use) -> None:
    use("demonstration")
    values = {str(link): [m.value for m in open_page("results/overview", **link).metric] for link, _ in LINKS[:5]}
    assert len({str(shown) for shown in values.values()}) == len(values), values


def test_the_change_of_a_tile_is_the_latest_period_less_the_one_before(use: Use) -> None:
    use("demonstration")
    rows = ask("results/overview", Filters(period=(2018, 2019))).frame.set_index("indicator")
    shown = tiles(open_page("results/overview", period="2018-2019"))
    changes = 0
    for measure in HEADLINES:
        row, (metric, _) = rows.loc[measure.code], shown[measure.label]
        if not metric.delta:
            continue
        changes += 1
        first = value_of(re.match(r"\+?([-−]?[\d,.]+)", metric.delta)[1])
        assert first == pytest.approx(row["latest"] - row["previous"], rel=6e-3, abs=0.051)
        assert "2016–2017" in metric.proto.delta_description
    assert changes > 3


def test_without_any_data_every_tile_says_so_in_words_and_none_shows_zero(use: Use) -> None:
    use("empty")
    at = open_page("results/overview")
    is_said(at, ask("results/overview"))
    assert {m.value for m in at.metric} == {"–"}


def test_a_share_whose_parts_were_not_recorded_is_not_computable_in_words(
    published: Callable[..., Any],
) -> None:
    published(
        modules="""
            module | title
            wpc    | Workplace Cooperation
            """,
        enterprises="""
            enterprise_id | name | iso3
            e1            | One  | KEN
            """,
        sessions="""
            session_id | kind      | module | iso3 | starts_on  | planned | participants
            s1         | classroom | wpc    | KEN  | 2022-02-01 | no      | 4
            """,
        attendances="""
            attendance_id | session_id | enterprise_id | person_id | sex     | role   | satisfaction
            w1            | s1         | e1            | -         | unknown | worker | -
            """,
    )
    at = open_page("results/overview")
    is_said(at, ask("results/overview"))
    metric, caption = tiles(at)["Women among people trained"]
    assert metric.value == "–"
    assert caption.value.startswith("Not computable")


def test_a_tile_says_which_filters_leave_it_as_it_is(demo: Path) -> None:
    donor = ask("filters/options").only(filter="donor").frame["code"][0]
    at = open_page("results/overview", size="small", donor=donor)
    told = [node.body for node in nodes(at) if node.type == "caption" and node.body.startswith("not filtered by")]
    assert "not filtered by donor and size" in told, "trainers have neither"
    assert len(told) < len(HEADLINES), "most tiles heed both"


def test_a_tile_whose_table_the_export_lacks_names_it(use: Use) -> None:
    use("without optional tables")
    shown = tiles(open_page("results/overview"))
    assert shown["Improvement projects completed"][1].body == "The export has no table `improvement_projects`."
    assert shown["Improvement projects completed"][0].value == "–"
    assert not shown["Enterprises trained"][1].body.startswith("The export has no table")


@pytest.mark.parametrize(
    ("code", "latest", "previous", "n", "said"),
    [
        ("women_share", 50.0, 40.0, (30, 30), "+10 points"),
        ("women_share", 50.0, 40.0, (30, 29), None),
        ("enterprises_trained", 120.0, 100.0, (120, 100), "+20 (+20%)"),
        ("enterprises_trained", 12.0, 2.0, (12, 2), "+10"),
        ("enterprises_trained", 5.0, 0.0, (5, 0), "+5"),
        ("enterprises_trained", 5.0, None, (5, 0), None),
        ("enterprises_trained", 90.0, 100.0, (90, 100), "-10 (-10%)"),
    ],
)
def test_a_change_is_told_as_far_as_its_base_bears_it(
    code: str, latest: float, previous: float | None, n: tuple[int, int], said: str | None
) -> None:
    row = {"latest": latest, "previous": previous, "latest_n": n[0], "previous_n": n[1]}
    assert _change(row, indicators()[code])[0] == said
