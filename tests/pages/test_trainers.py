"""The page of trainers and partners: what it says on a full export, on one without a table, and on a real one."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.marks import first
from tests.pages.reading import open_page, said
from tests.queries.trainers_drawn import DRAWN

Use = Callable[[str], Path]
PAGE = "training/trainers"
# What the instructors of a volunteer network look like: certified, of no known sex, without an enterprise or a partner.
NETWORK = {
    "modules": "module | title\n swc | Software Carpentry",
    "trainers": "trainer_id | iso3 | sex\n n1 | KEN | unknown\n n2 | KEN | unknown\n n3 | NAM | unknown",
    "trainer_modules": """
        trainer_id | module | stage     | reached_on
        n1         | -      | certified | 2014-05-01
        n2         | -      | certified | 2016-05-01
        n3         | -      | certified | 2018-05-01
        """,
    "sessions": """
        session_id | kind      | module | iso3 | starts_on  | planned | participants
        s1         | classroom | swc    | KEN  | 2018-02-01 | no      | 24
        s2         | classroom | swc    | -    | 2018-03-01 | no      | -
        s3         | tot       | -      | KEN  | 2018-04-01 | no      | 20
        s4         | online    | swc    | KEN  | 2024-10-01 | yes     | -
        s5         | classroom | swc    | KEN  | 2018-08-01 | yes     | -
        """,
}


def figures(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def fine(at: AppTest) -> str:
    assert not at.exception, at.exception[0].message
    assert not at.error
    return said(at)


def test_the_titles_say_the_findings(use: Use) -> None:
    use("demonstration")
    text = fine(open_page(PAGE))
    for finding in (
        r"Of \d+ trainers instructed, \d+ are certified and \d+ are experts",
        r"\d+% of trainers are certified within 12 months",
        r"\d+ of \d+ countries are at risk.: too few of their trainers deliver",
        r"\d+% of trainers give \d+% of the deliveries",
        r"\d+ of 13 modules lack a certified trainer",
        r"\d+ of \d+ partners are active; \d+% of engagements had no programme money",
        r"\d+% of the delivery cost was not paid by the programme",
        r"agreements are in force; \d+ institutions embed the training",
        r"sessions held, \d+ to come, \d+ planned and never confirmed",
        r"\d+% of workshops were online in 202[01]; 0% before",
    ):
        assert re.search(finding, text), finding


def test_every_figure_has_its_text_alternative_and_its_rows(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    assert len(figures(at)) == 14
    assert all(chart.proto.alt.endswith(".") for chart in at.get("plotly_chart"))


@pytest.mark.parametrize(
    "link",
    first(
        5,
        [
            {"by": "country"},
            {"by": "country", "stage": "expert", "see_pipeline": "map"},
            {"by": "year", "stage": "tot", "see_pipeline": "table"},
            {"waited_by": "country", "see_waited": "table", "see_spread": "table"},
            {"cost_by": "country", "see_costs": "map"},
            {"cost_by": "module"},
            {"cost_by": "payer", "see_costs": "table"},
            {"see_active": "map", "see_modules": "table", "see_gaps": "table", "see_kinds": "table"},
            {"see_active": "table", "see_lasting": "table", "see_lasting_places": "table"},
            {"kind": "visit", "mix_of": "trainings", "see_calendar": "table", "see_mix": "table"},
            {"country": "GHA", "period": "2018-2020", "module": "workplace_cooperation"},
            {"donor": "seco", "sector": "food", "women_led": "yes", "size": "small"},
            {"by": "nonsense", "stage": "nonsense", "cost_by": "", "kind": "x"},
        ],
    ),
    ids=lambda link: "&".join(f"{k}={v}" for k, v in link.items()),
)
def test_every_choice_shows_something(link: dict[str, str], use: Use) -> None:
    use("demonstration")
    fine(open_page(PAGE, **link))


def test_trainers_are_counted_and_never_listed(use: Use) -> None:
    use("demonstration")
    views = ("pipeline", "active", "spread", "modules", "gaps", "waited")
    tables = {f"see_{view}": "table" for view in views}
    assert not re.search(r"T-[A-Z]{3}-\d{4}", fine(open_page(PAGE, by="country", country="GHA", **tables)))


def test_sessions_are_listed_one_by_one_for_a_country_alone(use: Use) -> None:
    use("demonstration")
    assert "The sessions behind the counts" not in fine(open_page(PAGE))
    assert "The sessions behind the counts" in fine(open_page(PAGE, country="GHA"))


def test_a_country_at_risk_is_named_with_its_reason(published: Callable[..., Any]) -> None:
    published(**DRAWN)
    text = fine(open_page(PAGE, see_active="table"))
    assert "only 2 active; one trainer in 100% of sessions" in text
    assert "nobody active (no delivery ever)" in text
    assert "At risk: fewer than three active trainers" in text


def test_a_cost_without_a_rate_is_told(published: Callable[..., Any]) -> None:
    published(**DRAWN)
    text = fine(open_page(PAGE))
    assert "left out: 1 engagement with a cost in a year without an exchange rate" in text
    assert "no exchange rate" in text


@pytest.mark.parametrize(
    "table",
    first(2, ["trainers", "engagement_costs", "trainer_modules", "session_trainers", "partners", "agreements"]),
)
def test_an_absent_table_is_named_and_the_rest_is_shown(table: str, empty_store: Path, tmp_path: Path) -> None:
    from impact.publish import publish
    from tests import drawn

    left = {name: text for name, text in DRAWN.items() if name != table}
    publish(drawn.export(tmp_path / "export", leave_out=(table,), **left))
    text = fine(open_page(PAGE))
    assert f"The export has no table `{table}`" in text
    assert "5 sessions held, 2 to come, 1 planned and never confirmed" in text


def test_without_stages_or_deliveries_nobody_is_called_zero_or_idle(published: Callable[..., Any]) -> None:
    published(**{n: t for n, t in DRAWN.items() if n not in ("trainer_modules", "session_trainers", "attendances")})
    text = fine(open_page(PAGE))
    assert "Stages of trainers were not recorded" in text
    assert "Which trainers delivered was not recorded" in text


def test_sex_that_was_not_collected_gives_no_share_of_women(published: Callable[..., Any]) -> None:
    published(**NETWORK)
    at = open_page(PAGE)
    text = fine(at)
    assert "3 trainers are certified; when they were instructed was not recorded" in text
    labels = [note["text"] for note in figures(at)[0]["layout"]["annotations"]]
    assert labels.count("3 · sex not known") == 3
    assert labels.count("not recorded") == 2, "no expert and no training of trainers is known of anybody"
    assert "0% women" not in text
    assert "3 of 'instructed' known only by a later stage" in text


def test_trainers_without_an_enterprise_a_partner_or_a_cost_leave_the_page_usable(
    published: Callable[..., Any],
) -> None:
    published(**NETWORK)
    text = fine(open_page(PAGE, by="country"))
    assert "3 sessions held, 1 to come, 1 planned and never confirmed" in text
    assert "No partner is recorded here" in text
    assert "Cost recovery cannot be computed here" in text
    assert "No enterprise enrolled here" in text
    assert "Which trainers delivered was not recorded" in text
    assert "not recorded at 1, which is not zero" in text
