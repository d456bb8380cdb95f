"""The page of KPI trends about one enterprise: found, chosen, described, and each change with what it is worth."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from impact import access
from impact.ask import ask
from impact.publish import publish
from impact.ui import reader
from tests import drawn
from tests.pages.reading import link_of, open_page, said
from tests.queries.test_kpi_trends import BASELINE, COLUMNS, TABLES, rows

Use = Callable[[str], Path]
PAGE = "enterprises/kpi_trends"
VALUES = [
    *rows(BASELINE, phase="baseline"),
    *rows([100, None, 127, 990], first=13),
    *rows([5], first=18, denominator="0"),
    *rows([70, 60], first=19, phase="endline"),
    *rows([60, 60], first=13, kpi="jobs", denominator="-"),
    *rows([10, 12], first=13, sex="female", denominator="500"),
    *rows([20, 22], first=13, sex="male", denominator="500"),
]


@pytest.fixture(scope="module")
def drawn_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one enterprise of which much is known, published once."""
    folder = tmp_path_factory.mktemp("trends")
    (folder / "store").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(folder / "store"))
        publish(drawn.export(folder / "export", **TABLES, kpi_observations="\n".join([COLUMNS, *VALUES])))
    return folder / "store"


@pytest.fixture
def at(drawn_store: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page with the link to that enterprise."""
    monkeypatch.setenv("IMPACT_STORE", str(drawn_store))
    return open_page(PAGE, enterprise="e1")


def fine(at: AppTest) -> str:
    assert not at.exception, at.exception[0].message
    assert not at.error
    return said(at).replace("\\", "")


def cards(at: AppTest) -> list[str]:
    return [header.value.replace("\\", "") for header in at.subheader]


def test_the_titles_say_what_became_of_the_kpis(at: AppTest) -> None:
    fine(at)
    assert cards(at)[0] == "Këpucë & <b>Sons: trained in 1 module"
    assert "1 of 1 KPIs with baseline and endline are better, 1 of them by more than noise" in cards(at)
    assert "Defects fell from 10% to 6.5%: more than noise" in cards(at)
    assert "Women 2.4%, men 4.4% in Mar 2022" in cards(at)


def test_every_change_has_its_n_direction_unit_and_that_it_is_no_impact(at: AppTest) -> None:
    text = fine(at)
    assert "percent (items bad per item made) · lower is better" in text
    assert "-3.5 points · -35% of the baseline: better." in text
    assert "against limits set by 8 baseline values" in text
    assert "baseline from 8 values, endline from 2" in text
    assert "1 not computable, a count without its base" in text
    assert "1 eight times what is usual or more" in text
    assert text.lower().count("before and after is not impact") >= 3


def test_the_profile_names_workforce_team_trainer_and_projects(at: AppTest) -> None:
    text = fine(at)
    for words in ("30 women, 30 men (Jun 2022)", "3 women, 3 men (Feb 2022)", "Leather and footwear", "First phase"):
        assert words in text
    table = at.dataframe[0].value
    assert table["title"].tolist() == ["Workplace Cooperation", "Quality Management"]
    assert table["project"].tolist() == ["First phase", "no project"]


def test_a_kpi_is_shown_large_by_choice_and_stays_in_the_link(at: AppTest) -> None:
    box = next(b for b in at.selectbox if b.key.startswith("choice_kpi"))
    box.set_value("jobs").run()
    fine(at)
    assert link_of(at) == {"enterprise": "e1", "kpi": "jobs"}
    assert "Jobs: trained in no module that asks for it" in cards(at)
    assert not any("Women" in title for title in cards(at))


def test_words_find_and_a_choice_opens(at: AppTest) -> None:
    at.text_input[0].set_value("leather namibia").run()
    text = fine(at)
    assert "1 enterprise fits." in text
    box = next(b for b in at.selectbox if b.key.startswith("choice_enterprise"))
    # The one that is open stays among the choices.
    assert box.options[1].startswith("Këpucë & <b>Sons") or box.options[2].startswith("Këpucë & <b>Sons")
    box.set_value("e3").run()
    assert "This enterprise has reported no KPI." in fine(at)
    assert link_of(at) == {"enterprise": "e3", "find": "leather namibia"}


def test_words_that_fit_none_say_where_was_looked(at: AppTest) -> None:
    at.text_input[0].set_value("zebra").run()
    assert "No enterprise has these words in its name, place, country, sector, trainer, partner or id." in fine(at)
    assert cards(at)[0].startswith("Këpucë")


@pytest.mark.parametrize("wanted", ["nobody", "<script>'; drop table x; --", "e1' or '1'='1"])
def test_a_link_to_an_enterprise_that_is_not_there_is_ignored_with_a_notice(wanted: str, use: Use) -> None:
    use("small")
    at = open_page(PAGE, enterprise=wanted)
    assert "asked for enterprise" in fine(at)
    assert not link_of(at)


def test_who_sees_no_enterprise_alone_finds_none_and_sees_the_programme(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use("demonstration")
    monkeypatch.setattr(reader, "viewer", lambda: access.parse("public"))
    at = open_page(PAGE)
    assert "Your role sees enterprises together, not one by one." in fine(at)
    assert not at.text_input


def test_figures_carry_a_text_and_are_light(use: Use) -> None:
    use("demonstration")
    one = ask("enterprises/find").frame["enterprise_id"].iloc[0]
    at = open_page(PAGE, enterprise=one)
    fine(at)
    charts: list[Any] = list(at.get("plotly_chart"))
    assert len(charts) >= 2
    for chart in charts:
        assert chart.proto.alt
        assert len(chart.proto.spec) < 90_000
        assert json.loads(chart.proto.spec)["data"]
