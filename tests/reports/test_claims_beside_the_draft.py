"""The published update beside the draft: each figure with what the export counts of it, and the draft's own number."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document

from impact.filters import Filters
from impact.reports import REPORTS, Request, annual_update
from impact.reports.claims import period_said
from impact.reports.verify import verify
from impact.settings import REFERENCE

PUBLISHED = pd.read_csv(REFERENCE / "published_figures.csv").query("source == 'annual_update_2024'").set_index("id")
YEAR = Request(filters=Filters(period=(2023, 2023)))
DRAWN = {
    "modules": "module | title\nm1 | One",
    "projects": "project_id | title\np1 | One-ILO SIRAYE Programme\np2 | Another",
    # Six enterprises of Tunisia, five of them trained in 2023; twelve of Ethiopia, seven of them by the SIRAYE programme.
    "enterprises": "enterprise_id | name | iso3 | isic\n"
    + "\n".join(f"t{n} | {n} | TUN | 14" for n in range(6))
    + "\n"
    + "\n".join(f"e{n} | {n} | ETH | 14" for n in range(12)),
    "engagements": "engagement_id | enterprise_id | module | project_id | classroom_on | status\n"
    + "\n".join(f"gt{n} | t{n} | m1 | p2 | {2022 if n == 5 else 2023}-05-01 | trained" for n in range(6))
    + "\n"
    + "\n".join(f"ge{n} | e{n} | m1 | {'p1' if n < 7 else 'p2'} | 2023-06-01 | trained" for n in range(12)),
}


@pytest.fixture
def found(published: Callable[..., Any]) -> dict[str, tuple[Any, str, str]]:
    published(**DRAWN)
    return {one.row.id: (one, said, draft) for one, said, draft in annual_update().matched(YEAR)}


def test_every_figure_of_the_published_update_is_there_once_with_a_verdict_and_its_own_words(
    found: dict[str, tuple[Any, str, str]],
) -> None:
    assert set(found) == set(PUBLISHED.index)
    said = {name: text for name, (_, text, _) in found.items()}
    assert (said["P003"], said["P037"], said["P038"]) == ("more than 5,600 enterprises", "185 enterprises", "92%")
    assert all(one.row.status and (one.row.why or one.row.status == "reconciles") for one, _, _ in found.values())


def test_a_figure_of_the_draft_s_year_and_of_all_that_its_country_did_has_the_drafts_number(
    found: dict[str, tuple[Any, str, str]],
) -> None:
    one, _, draft = found["P037"]
    assert (one.row.live_value, one.draft_value, draft, one.row.status) == (5, 5, "5", "differs")


def test_what_counts_something_else_or_another_time_has_no_number_of_the_draft(
    found: dict[str, tuple[Any, str, str]],
) -> None:
    # P016 is of one project: 7 of Ethiopia's 12 enterprises. P003 is of all years.
    assert (found["P016"][0].row.live_value, found["P016"][2]) == (7, "")
    assert (found["P003"][0].row.live_value, found["P003"][2]) == (18, "")
    for name in PUBLISHED.index[PUBLISHED["module"].notna() | PUBLISHED["sector"].notna()]:
        assert found[name][2] == "", name
    others = [one for one, _, _ in found.values() if one.row.status in ("not_comparable", "not_computable")]
    assert others and all(pd.isna(one.row.live_value) and not one.draft for one in others)
    assert {one.row.id for one, _, draft in found.values() if draft} <= set(
        PUBLISHED.index[PUBLISHED["period_start"].fillna("").str[:4].isin(["2022", "2023"])]
    )


def test_another_years_draft_is_not_set_beside_figures_of_2023(published: Callable[..., Any]) -> None:
    published(**DRAWN)
    other = replace(YEAR, filters=Filters(period=(2022, 2022)))
    found = {one.row.id: draft for one, _, draft in annual_update().matched(other)}
    assert found["P037"] == ""


def test_the_annex_holds_each_figure_in_numbers_that_reproduce_and_other_years_have_none(
    published: Callable[..., Any], tmp_path: Path
) -> None:
    published(**DRAWN)
    path = tmp_path / "draft.docx"
    path.write_bytes(REPORTS["annual-update"].make(YEAR).content)
    document = Document(str(path))
    rows = [[flat(cell) for cell in row.cells] for table in document.tables for row in table.rows]
    assert [r[1:5] for r in rows if "(P037)" in r[0]] == [["185 enterprises", "2023", "5", "5"]]
    assert {name for r in rows for name in re.findall(r"\((P\d{3})\)", r[0])} == set(PUBLISHED.index)
    verdict = verify(path)
    assert not verdict.wrong
    assert "results/claims" in {asked.query for asked in verdict.receipt.questions}
    path.write_bytes(REPORTS["annual-update"].make(replace(YEAR, filters=Filters(period=(2022, 2022)))).content)
    assert not [p for p in Document(str(path)).paragraphs if "2023-24" in p.text]


def flat(cell: Any) -> str:
    return "".join(node.text or "" for node in cell._tc.iter() if node.tag.endswith("}t")).strip()


def test_a_period_is_said_as_it_was_stated() -> None:
    row = pd.Series({"period_start": "2023-07", "period_end": "2024-06"})
    assert period_said(row) == "2023-07 – 2024-06"
    assert period_said(pd.Series({"period_start": None, "period_end": None})) == "not stated"
