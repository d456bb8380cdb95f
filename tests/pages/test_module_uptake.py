"""The page of module uptake, run without a browser: choices in the link, filters, exports that lack something."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from impact.publish import publish
from tests import drawn
from tests.marks import first
from tests.pages.exports import SMALL
from tests.pages.reading import link_of, open_page, said
from tests.pages.test_translation import check, marked  # noqa: F401 - a fixture

Use = Callable[[str], Path]
PAGE = "training/module_uptake"


def charts(at: Any) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def alts(at: Any) -> str:
    return "\n".join(chart["layout"]["meta"]["alt"] for chart in charts(at))


def test_the_page_answers_in_the_order_in_which_one_asks(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    assert not at.exception, at.exception[0].message
    told = alts(at).splitlines()
    heads = ["Enterprises enrolled", "Enterprises trained by module", "The order in which", "How far engagements get"]
    places = [next(i for i, alt in enumerate(told) if alt.startswith(head)) for head in heads]
    assert places == sorted(places)
    assert told[-1].startswith("Completion by country and module")
    titles = [h.value for h in at.subheader]
    assert any("began with Workplace Cooperation" in title for title in titles)
    assert any(title.startswith("Of 100 enrolled") for title in titles)


@pytest.mark.parametrize("by", first(2, ["country", "year", "sector", "size"]))
@pytest.mark.parametrize("shown", ["counts", "shares"])
def test_choices_of_the_link_are_kept_and_change_the_figure(by: str, shown: str, use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, by=by, shown=shown)
    assert not at.exception, at.exception[0].message
    assert link_of(at)["by"] == by
    assert link_of(at).get("shown", "counts") == shown
    assert charts(at)[0] != charts(open_page(PAGE))[0]
    assert ("As shares." in alts(at)) == (shown == "shares")


def test_a_choice_that_is_not_known_is_ignored_and_told(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, by="weather")
    assert "by" not in link_of(at)
    assert any("weather" in warning.value for warning in at.warning)


@pytest.mark.parametrize("view", ["table", "map"])
def test_the_same_numbers_stand_in_a_table_and_for_countries_on_a_map(view: str, use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, by="country", see_uptake=view, shown="shares")
    assert not at.exception, at.exception[0].message
    if view == "map":
        assert "Completed of ended" in at.get("deck_gl_json_chart")[0].proto.json
    else:
        table = at.dataframe[0].value
        assert {"title", "enrolled", "trained_share", "completed_share", "sessions"} <= set(table.columns)
        assert "modules_per_enterprise" in table.columns


def test_a_chart_that_leaves_countries_out_says_so(use: Use) -> None:
    use("demonstration")
    assert "the chart has the 16 largest of " in said(open_page(PAGE, by="country"))
    assert "the chart has the" not in said(open_page(PAGE, by="country", country="GHA"))


def test_replaced_modules_are_one_line_or_two(use: Use) -> None:
    use("demonstration")
    joined, separate = open_page(PAGE), open_page(PAGE, lines="separate")
    assert "Productivity through Cleaner Production → SCORE4Climate" in alts(joined)
    assert "Cleaner Production → SCORE4Climate" not in alts(separate)
    assert link_of(separate) == {"lines": "separate"}


def test_the_steps_of_one_module_can_be_chosen(use: Use) -> None:
    use("demonstration")
    everything, safety = open_page(PAGE), open_page(PAGE, funnel="safety")

    def enrolled(at: Any) -> str:
        return next(alt for alt in alts(at).splitlines() if alt.startswith("How far"))

    assert enrolled(everything) != enrolled(safety)


def test_rows_are_shown_once_a_country_is_chosen(use: Use) -> None:
    use("demonstration")
    assert "Choose a country" in said(open_page(PAGE))
    at = open_page(PAGE, country="GHA")
    rows = at.dataframe[-1].value
    assert set(rows["country"]) == {"Ghana"} and len(rows) > 1
    assert set(rows["status"]) <= {"Enrolled", "Baseline", "Trained", "Visited", "Completed", "Gave up"}
    assert f"{len(rows)} engagements behind these numbers" in said(at)


def test_an_export_with_sessions_alone_shows_what_was_taught_and_says_what_is_not_known(
    empty_store: Path, tmp_path: Path
) -> None:
    sessions = {name: SMALL[name] for name in ("modules", "sessions", "projects")}
    publish(drawn.export(tmp_path / "export", **sessions))
    at = open_page(PAGE)
    assert not at.exception, at.exception[0].message
    assert "Held training sessions: most for MODULE, 1." in alts(at)
    assert at.info[-1].proto.title == "Only sessions are known"
    assert len(charts(at)) == 1
    table = open_page(PAGE, see_uptake="table").dataframe[0].value
    assert table["participants"].tolist() == [4]


def test_a_dictionary_that_is_absent_is_named(use: Use) -> None:
    use("without optional tables")
    assert any("module_versions" in note.value for note in open_page(PAGE).info)


def test_filters_that_leave_nothing_are_named(use: Use) -> None:
    use("small")
    at = open_page(PAGE, country="NAM", period="2012")
    assert "The filters leave nothing: " in said(at)
    assert not at.get("plotly_chart")


@pytest.mark.parametrize(
    "link",
    [
        {"by": "year", "shown": "shares", "lines": "separate", "country": "KEN"},
        {"by": "size", "see_uptake": "table", "see_years": "table", "see_paths": "table"},
        {"by": "country", "see_uptake": "map", "see_funnel": "table", "see_heat": "table", "funnel": "quality"},
        {"by": "sector", "shown": "shares", "module": "recp,score4climate", "period": "2023-2024"},
        {"country": "LSO", "module": "quality"},
    ],
    ids=str,
)
@pytest.mark.usefixtures("marked")
def test_every_word_is_translated_whatever_is_chosen(link: dict[str, str], use: Use) -> None:
    check(use("demonstration"), PAGE, **link)
