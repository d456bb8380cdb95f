"""The quality of data: rates counted a second time from the export's own files, doubts drawn, and who may see which."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from impact import store
from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.intake.findings import Finding
from impact.publish import publish
from impact.reports import corrections
from tests import drawn
from tests.drawn import EXPORTED_AT

AS_OF = pd.Timestamp(EXPORTED_AT.date())


def quarter(days: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    return pd.to_datetime(days).dt.to_period("Q").dt.start_time


def test_rates_by_quarter_are_those_of_the_export(demo: Path, demo_export: Path) -> None:
    shown = ask("review/data_quality").frame
    shown = shown.assign(quarter_on=pd.to_datetime(shown["quarter_on"])).set_index(["iso3", "quarter_on"])

    reports = pd.read_parquet(demo_export / "submissions.parquet")
    due = reports[pd.to_datetime(reports["due_on"]) <= AS_OF]
    due = due.assign(on_time=due["received_on"] <= due["due_on"], quarter=quarter(due["period_start"]))
    on_time = due.groupby(["iso3", "quarter"])["on_time"].mean() * 100
    found_rates = shown["on_time_rate"].dropna().astype(float)
    assert len(found_rates) == len(on_time) > 50
    pd.testing.assert_series_equal(
        found_rates.sort_index(), on_time.sort_index(), check_names=False, check_index_type=False
    )

    sessions = pd.read_parquet(demo_export / "sessions.parquet").set_index("session_id")
    people = pd.read_parquet(demo_export / "attendances.parquet")
    people = people.join(sessions[["kind", "starts_on", "planned", "iso3"]], on="session_id")
    held = people["kind"].isin(["classroom", "visit", "online"]) & ~people["planned"].astype(bool)
    people = people[held & people["role"].isin(["worker", "manager"]) & (pd.to_datetime(people["starts_on"]) <= AS_OF)]
    people = people.assign(known=people["sex"] != "unknown", quarter=quarter(people["starts_on"]))
    # The country is that of the session, or the enterprise's; in the demonstration the two are one.
    known = people.groupby(["iso3", "quarter"])["known"].agg(["mean", "size"])
    counted = shown[shown["people"] > 0]
    assert counted["people"].sum() == known["size"].sum()
    rates = counted["sex_known_rate"].astype(float).sort_index()
    pd.testing.assert_series_equal(rates, (known["mean"] * 100).sort_index(), check_names=False, check_index_type=False)


def test_the_parts_of_countries_are_the_sums_of_their_quarters(demo: Path) -> None:
    quarters = ask("review/data_quality").frame
    countries = ask("review/data_quality_countries").frame.set_index("iso3")
    for counted in ("people", "pairs_due", "reports", "values_given"):
        sums = quarters.groupby("iso3")[counted].sum()
        assert countries[counted].reindex(sums.index).tolist() == sums.tolist(), counted
    weighed = (quarters["sex_known_rate"] * quarters["people"]).groupby(quarters["iso3"]).sum() / 100
    assert countries["sex_known"].reindex(weighed.index).tolist() == pytest.approx(weighed.fillna(0).tolist())


@pytest.fixture
def with_findings(empty_store: Path, tmp_path: Path) -> store.Snapshot:
    export = drawn.export(
        tmp_path / "export",
        enterprises="enterprise_id | name | iso3 | isic\ne1 | One | KEN | 14\ne2 | Two | GHA | 14",
        sessions="session_id | kind | iso3 | starts_on\ns1 | classroom | KEN | 2024-03-01",
        submissions="iso3 | period_start | due_on | received_on\nKEN | 2024-01-01 | 2024-04-30 | 2024-05-02\n"
        "KEN | 2024-04-01 | 2024-07-30 | 2024-07-30\nGHA | 2024-04-01 | 2024-07-30 | -",
    )
    found_rows = [
        Finding("outside_country", "enterprises", 1, "latitude", "7", enterprise_id="e1"),
        Finding("read_as", "sessions", 1, iso3="KEN"),
        Finding("impossible_change", "kpi_observations", 4, "numerator", "7", enterprise_id="e2", iso3="GHA"),
    ]
    return publish(export, findings=found_rows).snapshot


def test_findings_of_the_check_are_kept_with_the_snapshot_and_counted_by_country(with_findings: store.Snapshot) -> None:
    assert with_findings.findings == {"warns": 2, "informs": 1}
    counted = ask("review/data_quality_countries").frame.set_index("iso3")
    assert counted.loc["KEN", ["blocks", "warns", "informs"]].tolist() == [0, 1, 1]
    assert counted.loc["GHA", ["blocks", "warns", "informs"]].tolist() == [0, 1, 0]
    assert counted.loc["KEN", ["reports", "on_time"]].tolist() == [2, 1]
    assert counted.loc["GHA", "on_time_rate"] == 0
    board = ask("review/triage").frame
    assert board[["enterprise_id", "reason"]].values.tolist() == [
        ["e1", "outside_country"],
        ["e2", "impossible_change"],
    ]


def test_records_are_for_who_sees_them_row_by_row_and_counts_are_for_everybody(with_findings: store.Snapshot) -> None:
    own = ask("review/triage", viewer=Viewer("coordinator", ("GHA",))).frame
    assert own["enterprise_id"].tolist() == ["e2"]
    with pytest.raises(AccessError):
        ask("review/triage", viewer=Viewer("public"))
    for name in ("review/data_quality", "review/data_quality_countries"):
        everybody, told = ask(name).frame, ask(name, viewer=Viewer("public")).frame
        # What follows from the values of enterprises is told to those who see them all.
        judged = [c for c in ("implausible", "pair_rate", "paired", "blocks", "warns", "informs") if c in everybody]
        assert len(judged) >= 2 and told[judged].isna().all(axis=None)
        pd.testing.assert_frame_equal(told.drop(columns=judged), everybody.drop(columns=judged))
        assert not {"enterprise_id", "enterprise", "record"} & set(everybody.columns)


def test_the_correction_workbook_of_a_country_lists_its_doubtful_records(
    with_findings: store.Snapshot, read_sheets: Callable[[bytes], dict[str, list[list[object]]]]
) -> None:
    sheets = read_sheets(corrections.make("KEN", Viewer("coordinator", ("KEN",))).content)
    records = [row for row in sheets["Records"] if "e1" in row]
    assert len(records) == 1
    assert "outside country" in records[0]
    assert not any("e2" in row for row in sheets["Records"])


def test_every_kind_of_doubt_of_the_demonstration_has_words(demo: Path) -> None:
    from impact.reports.triage import reason_said

    board = ask("review/triage").frame
    assert {"out_of_range", "far_off", "not_computable", "copied"} <= set(board["reason"])
    assert all("_" not in reason_said(reason) for reason in set(board["reason"]))
    assert (board["age_days"].dropna() >= 0).all()
    with_values = board[board["reason"] == "out_of_range"]
    assert with_values["value"].notna().all()


@pytest.fixture
def read_sheets() -> Callable[[bytes], dict[str, list[list[object]]]]:
    from io import BytesIO

    from openpyxl import load_workbook

    def read(content: bytes) -> dict[str, list[list[object]]]:
        book = load_workbook(BytesIO(content))
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}

    return read
