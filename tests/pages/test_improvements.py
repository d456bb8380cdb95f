"""The page of improvement projects: what it says on a full export, on a small one, and how it shows photos."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from impact.ask import ask
from tests.pages.reading import open_page, said

Use = Callable[[str], Path]
PAGE = "enterprises/improvements"


def fine(at: AppTest) -> str:
    assert not at.exception, at.exception[0].message
    assert not at.error
    return said(at)


def pictures(at: AppTest) -> list[Any]:
    return [image for element in at.get("image") for image in element.proto.imgs]


def test_the_titles_say_the_findings(use: Use) -> None:
    use("demonstration")
    text = fine(open_page(PAGE))
    for finding in (
        r"[\d,]+ of [\d,]+ improvement projects are completed, \d+% of them in",
        r"Half of the improvement projects are completed within \d+ days, \d+% within 90",
        r"Enterprises say that they save USD [\d.,MK]+ a year, and USD [\d.,MK]+ once",
        r"\d+ workplaces photographed before and after",
        r"1 enterprise entered 4\d\d projects",
        r"\d+% of team members are women, \d+% of the managers in teams",
        r"\d+% of the suggestions made are put into practice.: \d+% of women's, \d+% of men's",
        r"left out: 4\d\d projects of 1 enterprise with more than 100",
        "Before and after is not impact",
        "a day's saving counts 250 times, a month's 12 times",
    ):
        assert re.search(finding, text), finding


def test_every_figure_has_its_text_alternative(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    charts = at.get("plotly_chart")
    assert len(charts) == 5
    assert all(chart.proto.alt.endswith(".") for chart in charts)
    assert all("NaN" not in json.dumps(json.loads(chart.proto.spec)["layout"]) for chart in charts)


@pytest.mark.parametrize(
    "link",
    [
        {"by": "status", "timed_by": "proposed_by", "saved_by": "country", "saved": "once"},
        {
            "by": "country",
            "see_improvements": "map",
            "timed_by": "year",
            "saved_by": "currency",
            "see_savings": "table",
        },
        {"by": "projects", "see_improvements": "table", "see_times": "table", "see_teams": "table"},
        {"by": "year", "marked": "with", "saved_by": "year", "team_by": "size", "suggested_by": "sex"},
        {"country": "GHA", "see_suggestions": "table", "photo_as": "both", "suggested_by": "size"},
        {"country": "CHN", "period": "2014-2016", "by": "module", "find": "a", "team_by": "year"},
        {"by": "nonsense", "marked": "nonsense", "photo": "../../etc/passwd", "saved": "x", "photo_as": "y"},
    ],
    ids=lambda link: "&".join(f"{k}={v}" for k, v in link.items()),
)
def test_the_page_stands_under_every_choice(link: dict[str, str], use: Use) -> None:
    use("demonstration")
    fine(open_page(PAGE, **link))


def test_marked_ones_are_in_the_sums_when_the_reader_says_so(use: Use) -> None:
    use("demonstration")
    without, with_them = (
        int(re.findall(r"n = ([\d,]+) projects of", fine(open_page(PAGE, **link)))[0].replace(",", ""))
        for link in ({}, {"marked": "with"})
    )
    assert with_them > without + 400


def test_a_photo_travels_inside_the_page_and_has_no_address_of_its_own(use: Use) -> None:
    use("demonstration")
    rows = ask("enterprises/photos").frame
    first = rows[rows["may_show"].astype(bool)].iloc[0]["improvement_id"]
    shown = pictures(open_page(PAGE, photo=first))
    assert len(shown) == 1
    assert shown[0].url.startswith("data:image/jpeg;base64,")
    assert "the left 50% of the picture is before" in shown[0].alt
    both = pictures(open_page(PAGE, photo=first, photo_as="both"))
    assert [image.caption for image in both] == ["Before", "After"]
    assert all(image.url.startswith("data:image/jpeg;base64,") and image.alt for image in both)


def test_the_slider_moves_the_line(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    before = pictures(at)[0]
    at.slider[0].set_value(80).run()
    after = pictures(at)[0]
    assert "the left 80% of the picture is before" in after.alt
    assert after.url != before.url


def test_a_photo_without_consent_is_not_offered_and_one_that_is_gone_says_so(use: Use) -> None:
    place = use("demonstration")
    rows = ask("enterprises/photos").frame
    refused = rows.loc[~rows["may_show"].astype(bool), "improvement_id"].iloc[0]
    at = open_page(PAGE, photo=refused)
    text = fine(at)
    assert "not shown, as the enterprise has not agreed: 1" in text
    assert "photo = " in text, "the link asked for one that is not offered, and is told"
    held = set(json.loads(next(place.glob("*/manifest.json")).read_text())["files"])
    gone = next(r["improvement_id"] for r in rows.to_dict("records") if f"export/photos/{r['photo_after']}" not in held)
    text = fine(open_page(PAGE, photo=gone))
    assert "The photo of after cannot be shown" in text
    assert "The export names it and does not hold it." in text


def test_rows_are_shown_once_an_enterprise_is_looked_for(use: Use) -> None:
    use("demonstration")
    assert "Look for an enterprise, or choose a country" in fine(open_page(PAGE))
    enterprise = ask("enterprises/improvement_rows").frame.iloc[-1]["enterprise_id"]
    found = fine(open_page(PAGE, find=str(enterprise)))
    assert "The improvement projects behind the counts" in found


def test_a_small_export_shows_what_it_has(use: Use) -> None:
    use("small")
    text = fine(open_page(PAGE))
    assert "The export holds nothing that this question asks for." in text
    use("without optional tables")
    assert "The export has no table" in fine(open_page(PAGE))
