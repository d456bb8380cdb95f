"""The pages of review: what changed between two snapshots, and how good the data are, for each kind of viewer."""

from pathlib import Path

import pytest

from impact import visits
from impact.ask import ask
from impact.compare.snapshots import compare
from impact.filters import Filters
from impact.publish import publish
from tests import drawn
from tests.compare.test_snapshots import NEW, OLD, SAME
from tests.pages.reading import open_page, said
from tests.pages.test_participation import cards, fine


@pytest.fixture
def two(empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setattr(drawn, "EXPORTED_AT", drawn.EXPORTED_AT.replace(month=6, day=30))
    old = publish(drawn.export(tmp_path / "old", **SAME, **OLD)).snapshot
    monkeypatch.setattr(drawn, "EXPORTED_AT", drawn.EXPORTED_AT.replace(month=8, day=31))
    new = publish(drawn.export(tmp_path / "new", **SAME, **NEW)).snapshot
    return old.id, new.id


def test_what_changed_says_how_to_compare_and_then_what_moved(two: tuple[str, str]) -> None:
    assert "python -m impact compare OLD NEW" in said(open_page("review/what_changed"))
    compare(*two)
    at = open_page("review/what_changed", indicator="attendances")
    text = fine(at)
    assert "Attendances: 4 before, 6 now, most of it by new data" in cards(at)
    assert (
        "In this order, each from where the one before it left: Changed definition, Removed data, Revised data" in text
    )
    table = next(f.value for f in at.dataframe if "Kenya" in f.value.to_string())
    assert table[["old_value", "removed", "late", "added", "new_value"]].values.tolist() == [[4, -1, 1, 2, 6]]
    here = open_page("review/what_changed", indicator="women_share", where="KEN")
    assert any(title.startswith("Women among people trained: 33.3% before, 50% now") for title in cards(here)), cards(
        here
    )


def test_since_the_last_visit_is_what_the_reader_saw_before(two: tuple[str, str]) -> None:
    compare(*two)
    visits.note("owner", two[0])
    visits.note("owner", two[1])
    visits.note("owner", two[1])
    assert visits.before("owner") == two[0]
    assert visits.before("somebody else") is None
    at = open_page("review/what_changed")
    assert "Since your last visit: 30 Jun 2024 and 31 Aug 2024" in next(
        box.options for box in at.selectbox if box.label == "Between"
    )


def test_data_quality_shows_quarters_countries_and_records(demo: Path) -> None:
    at = open_page("review/data_quality")
    text = fine(at)
    assert "Country reports on time in Q" in text
    assert any("records to look at again" in title for title in cards(at))
    assert "Correction workbook (Excel)" in text
    for measure in ("days_to_record", "complete_rate", "pair_rate", "sex_known_rate", "implausible"):
        fine(open_page("review/data_quality", quality=measure))


def test_the_builder_says_that_nothing_was_published_of_a_country(demo: Path) -> None:
    published = set(ask("results/claims").frame["iso3"].dropna())
    year = ask("review/annual_update", Filters(period=(2023, 2023))).frame
    country = min(set(year.loc[year["enterprises"] > 0, "iso3"]) - published)
    at = open_page("review/annual_update", country=country)
    assert not at.exception
    assert "has no figure of these countries to compare with" in said(at)
    assert "published figures that can be compared" not in said(at)
