"""Daily productivity of garment teams: its means by the month, and three copies that were damaged on the way.

Totals are counted again in pandas from the files themselves; edges are drawn.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from impact import warehouse
from impact.ask import ask
from impact.cli import main
from impact.intake.adapters import bring, garments
from impact.intake.adapters.source import SourceError
from impact.publish import publish
from impact.settings import ROOT

REAL = ROOT / "tests" / "data" / "garment_productivity"
HEADER, MIXED, RENAMED = (
    "variant_header_and_first_date_damaged.csv",
    "variant_mixed_dd-mm_and_m-d_dates.csv",
    "variant_renamed_categories_trailing_space.csv",
)
SHARE = ("line_productivity", "target_productivity")
FIRST_LINE = (
    "date,quarter,department,day,team,targeted_productivity,wip,over_time,idle_time,no_of_workers,actual_productivity\n"
)


def rows(out: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(out / f"{table}.parquet", dtype_backend="pyarrow")


def told(out: Path) -> pd.DataFrame:
    return pd.read_csv(f"{out}.report.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def damaged(name: str, folder: Path) -> Path:
    """A folder that holds one of the damaged copies, and no other CSV file."""
    (folder / "source").mkdir()
    shutil.copy(REAL / name, folder / "source")
    return folder / "source"


@pytest.fixture(scope="module")
def source() -> pd.DataFrame:
    """The real file, with the first day of each row's month."""
    found = pd.read_csv(REAL / garments.FILE)
    return found.assign(month=pd.to_datetime(found["date"], format="%m/%d/%Y").dt.to_period("M").dt.start_time.dt.date)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("garments") / "export"
    bring("garments", REAL, out)
    return out


@pytest.fixture(scope="module")
def observed(export: Path) -> pd.DataFrame:
    return rows(export, "kpi_observations")


@pytest.fixture(scope="module")
def gate(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(tmp_path_factory.mktemp("store")))
        publish(export)
        yield
        warehouse.close()


# The real file


@pytest.mark.parametrize(("kpi", "mean", "column"), [
    ("line_productivity", 0.7351, "actual_productivity"), ("target_productivity", 0.7296, "targeted_productivity"),
])  # fmt: skip
def test_the_ratio_of_sums_is_the_mean_of_all_line_days(
    kpi: str, mean: float, column: str, observed: pd.DataFrame, source: pd.DataFrame
) -> None:
    one = observed[observed["kpi"] == kpi]
    assert one["denominator"].sum() == len(source) == 1197
    ratio = one["numerator"].sum() / one["denominator"].sum()
    assert round(ratio, 4) == mean
    assert ratio == pytest.approx(source[column].mean(), abs=1e-12)


def test_the_months_of_team_1_are_those_that_were_published(observed: pd.DataFrame) -> None:
    one = observed.query("kpi == 'line_productivity' and enterprise_id == 'team-01'").sort_values("period_start")
    assert one["denominator"].tolist() == [48, 37, 20]
    assert (one["numerator"] / one["denominator"]).round(4).tolist() == [0.8281, 0.8446, 0.7604]


def test_every_kpi_of_every_month_is_that_of_pandas(observed: pd.DataFrame, source: pd.DataFrame) -> None:
    by_month = source.assign(
        one=1.0, idle=(source["idle_time"] > 0).astype(float), counted=source["wip"].notna().astype(float)
    ).groupby(["team", "month"])
    above = {
        "line_productivity": ("actual_productivity", "one"),
        "target_productivity": ("targeted_productivity", "one"),
        "overtime_minutes": ("over_time", "no_of_workers"),
        "line_workers": ("no_of_workers", "one"),
        "idle_line_days": ("idle", "one"),
        "unfinished_items": ("wip", "counted"),
    }
    assert set(observed["kpi"]) == set(above)
    for kpi, columns in above.items():
        one = observed[observed["kpi"] == kpi]
        found = {(r.enterprise_id, r.period_start): (r.numerator, r.denominator) for r in one.itertuples()}
        expected = {(f"team-{team:02}", m): tuple(part[list(columns)].sum()) for (team, m), part in by_month}
        assert found.keys() == expected.keys()
        for key, pair in expected.items():
            assert found[key] == pytest.approx(pair), (kpi, key)


def test_unfinished_items_that_finishing_does_not_count_are_not_zero(
    observed: pd.DataFrame, source: pd.DataFrame, export: Path
) -> None:
    counted = observed[observed["kpi"] == "unfinished_items"]["denominator"].sum()
    assert counted == source["wip"].notna().sum() == 1197 - 506
    assert (told(export)["column"] == "wip").sum() == 506


def test_teams_are_enterprises_in_bangladesh_and_nobody_is_trained(export: Path, observed: pd.DataFrame) -> None:
    enterprises = rows(export, "enterprises")
    assert enterprises["name"].tolist() == [f"Team {n}" for n in range(1, 13)]
    assert set(enterprises["iso3"]) == {"BGD"}
    assert set(enterprises["isic"]) == {"14"}
    assert set(observed["phase"]) == {"monitoring"}
    assert observed["engagement_id"].isna().all()
    assert rows(export, "engagements").empty
    assert not (export / "workforce.parquet").exists(), "workers are of unknown sex"


def test_the_last_month_ends_with_the_last_day(observed: pd.DataFrame) -> None:
    periods = observed[["period_start", "period_days"]].astype(str).drop_duplicates().values.tolist()
    assert sorted(periods) == [["2015-01-01", "31"], ["2015-02-01", "28"], ["2015-03-01", "11"]]


def test_the_known_quirks_are_told_row_by_row(export: Path, source: pd.DataFrame) -> None:
    report = told(export)
    counted = {tuple(key): n for key, n in report.groupby(["action", "column"]).size().items()}
    assert counted == {
        ("mended", "department"): (source["department"] == "sweing").sum(),
        ("noted", "wip"): source["wip"].isna().sum(),
        ("noted", "no_of_workers"): (source["no_of_workers"] % 1 > 0).sum(),
        ("noted", "quarter"): (source["quarter"] == "Quarter5").sum(),
        ("noted", "actual_productivity"): (source["actual_productivity"] > 1).sum(),
        ("noted", "targeted_productivity"): 1,
        ("noted", ""): 12,
    }
    low = report[report["column"] == "targeted_productivity"]
    assert low[["row", "value"]].values.tolist() == [[str(source["targeted_productivity"].idxmin() + 2), "0.07"]]


def test_the_order_of_the_rows_changes_nothing(export: Path, source: pd.DataFrame, tmp_path: Path) -> None:
    turned = tmp_path / "turned"
    turned.mkdir()
    raw = pd.read_csv(REAL / garments.FILE, dtype=str, keep_default_na=False)
    raw.iloc[::-1].to_csv(turned / "any name.csv", index=False)
    bring("garments", turned, tmp_path / "other")
    assert (tmp_path / "other" / "manifest.json").read_bytes() == (export / "manifest.json").read_bytes()


def test_the_copy_of_the_source_bears_its_licence_and_its_credit() -> None:
    assert "Creative Commons Attribution 4.0" in (REAL / "README.md").read_text(encoding="utf-8")
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    assert "data set 597" in notice.partition("tests/data/garment_productivity/")[2]


@pytest.mark.usefixtures("gate")
def test_the_gate_knows_the_teams_and_says_no_data_where_nobody_was_trained() -> None:
    options = ask("filters/options").frame
    assert options.query("filter == 'country'")["code"].tolist() == ["BGD"]
    assert options.query("filter == 'sector'")["code"].tolist() == ["garment_textile"]
    overview = ask("results/overview").frame.set_index("indicator")
    assert overview.loc[["unique_people", "women_share", "satisfaction_rate"], "status"].tolist() == ["no_data"] * 3


@pytest.mark.usefixtures("gate")
def test_the_gate_makes_no_before_and_after_of_months_that_are_neither() -> None:
    asked = ask("enterprises/before_after", kpi="line_productivity").frame
    assert asked["n"].tolist() == [0] * len(asked)
    assert "shown" not in asked["status"].tolist()


# The damaged copies


def test_two_orders_of_days_are_refused_with_every_row_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = damaged(MIXED, tmp_path), tmp_path / "export"
    assert main(["import", "garments", str(folder), "--out", str(out)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "holds days in two orders" in said[0]
    assert "with dashes, year last, in rows 2-217, 544-750, 987-1198" in said[0]
    assert "month/day/year in rows 218-543, 751-986" in said[0]
    given = pd.read_csv(REAL / MIXED, dtype=str)["date"].str.contains("-")
    named = [n for a, b in ((2, 217), (544, 750), (987, 1198)) for n in range(a, b + 1)]
    assert named == [n + 2 for n in given.index[given]]
    assert {path.name for path in tmp_path.iterdir()} == {"source"}, "nothing is written"


def test_a_column_of_days_under_another_name_is_read_and_a_day_that_contradicts_its_row_is_refused(
    tmp_path: Path, source: pd.DataFrame
) -> None:
    out = tmp_path / "export"
    bring("garments", damaged(HEADER, tmp_path), out)
    report = told(out)
    listed = report[report["column"] == "year"][["action", "row", "value"]].values.tolist()
    assert listed == [["refused", "2", "7/12/1905"], ["mended", "1", "year"]]
    assert (report["reason"] == "spaces around the department").sum() == 257
    one = rows(out, "kpi_observations").query("kpi == 'line_productivity'")
    assert one["denominator"].sum() == 1196
    assert one["numerator"].sum() == pytest.approx(source["actual_productivity"][1:].sum())


def test_renamed_categories_and_days_with_zeros_give_the_same_export(tmp_path: Path, export: Path) -> None:
    out = tmp_path / "export"
    bring("garments", damaged(RENAMED, tmp_path), out)
    assert (out / "manifest.json").read_bytes() == (export / "manifest.json").read_bytes()
    report = told(out)
    given = pd.read_csv(REAL / RENAMED, dtype=str, keep_default_na=False)
    mended = report[report["action"] == "mended"]
    for column, odd in (
        ("date", given["date"].str.startswith("0")),
        ("department", given["department"] == "finishing "),
    ):
        named = mended[mended["column"] == column]["row"].astype(int).tolist()
        assert named == [n + 2 for n in given.index[odd]], column
    assert len(mended) == 635 + 257


# Drawn edges


def brought(folder: Path, lines: str, first_line: str = FIRST_LINE) -> tuple[pd.DataFrame, list[tuple[str, ...]]]:
    """The observations of drawn rows, and the report as (action, row, column, value, reason), without stand-ins."""
    (folder / "source").mkdir()
    (folder / "source" / garments.FILE).write_text(first_line + lines)
    bring("garments", folder / "source", folder / "export")
    listed = told(folder / "export")[["action", "row", "column", "value", "reason"]]
    return rows(folder / "export", "kpi_observations"), [
        tuple(row) for row in listed.values.tolist() if row[2] and not (row[2] == "wip" and row[3] == "")
    ]


# 1 January 2015 was a Thursday, and 13 January a Tuesday.
LINE = "1/1/2015,Quarter1,sewing,Thursday,1,0.8,,100,0,10,0.9\n"


@pytest.mark.parametrize(("line", "expected"), [
    (LINE, ("merged", "3", "team", "1", "the same row again")),
    (LINE.replace(",0.9", ",0.7"), ("refused", "3", "team", "1", "the id of an earlier row, with other values")),
    (LINE.replace("sewing", "sweing"), ("mended", "3", "department", "sweing", "a department misspelt")),
    (LINE.replace(",1,0.8", ",,0.8"), ("refused", "3", "team", "", "no id")),
    (LINE.replace(",1,0.8", ",A,0.8"), ("refused", "3", "team", "A", "no team's number")),
    (LINE.replace(",1,0.8", ",2,"), ("refused", "3", "targeted_productivity", "", "no productivity of 0 or above")),
    (LINE.replace("1,0.8", "2,0.8").replace(",0.9", ",-1"),
     ("refused", "3", "actual_productivity", "-1", "no productivity of 0 or above")),
    ("yesterday" + LINE[8:], ("refused", "3", "date", "yesterday", "not a day")),
    ("2/30/2015" + LINE[8:], ("refused", "3", "date", "2/30/2015", "not a day")),
    (LINE.replace("Thursday", "Friday"),
     ("refused", "3", "date", "1/1/2015", "a day that is not the row's weekday, or not in its part of the month")),
    (LINE.replace("Quarter1", "Quarter2"),
     ("refused", "3", "date", "1/1/2015", "a day that is not the row's weekday, or not in its part of the month")),
])  # fmt: skip
def test_a_row_that_does_not_fit_is_told_with_its_number(line: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    observed, listed = brought(tmp_path, LINE + line)
    assert expected in listed
    kept = observed.query("kpi == 'line_productivity'")
    assert (kept["numerator"].sum(), kept["denominator"].sum()) == (0.9, 1)


def test_a_department_that_is_not_known_counts_in_its_team(tmp_path: Path) -> None:
    observed, listed = brought(tmp_path, LINE + LINE.replace("sewing", "dyeing").replace(",0.9", ",0.5"))
    assert listed == [("noted", "3", "department", "dyeing", "a department that is not known")]
    assert observed.query("kpi == 'line_productivity'")["numerator"].tolist() == [1.4]


def test_what_is_not_recorded_is_in_neither_part_of_a_ratio(tmp_path: Path) -> None:
    lines = "".join([
        LINE,
        LINE.replace("sewing", "finishing").replace(",100,0,10,", ",,n/a,10,"),
        LINE.replace("sewing", "cutting").replace(",100,0,10,", ",50,0,,"),
    ])  # fmt: skip
    observed, listed = brought(tmp_path, lines)
    parts = observed.set_index("kpi")[["numerator", "denominator"]].T.to_dict("list")
    assert parts["overtime_minutes"] == [100, 10]
    assert parts["line_workers"] == [20, 2]
    assert parts["idle_line_days"] == [0, 2]
    assert parts["line_productivity"] == pytest.approx([2.7, 3])
    assert "unfinished_items" not in parts, "no row has it"
    assert ("mended", "3", "idle_time", "n/a", "not a number") in listed


def test_days_may_be_written_as_the_message_asks(tmp_path: Path) -> None:
    observed, listed = brought(tmp_path, LINE.replace("1/1/2015", "2015-01-01"))
    assert observed["measured_on"].astype(str).unique().tolist() == ["2015-01-01"]
    assert not listed


@pytest.mark.parametrize(("days", "message"), [
    (("1/1/2015", "01-01-2015"), r"month/day/year in row 2; with dashes, year last, in row 3"),
    (("01-01-2015", "01-01-2015"), r"rows 2-3 do not say whether day or month is first\. Write every day as YYYY-MM-DD"),
])  # fmt: skip
def test_an_order_that_is_not_known_is_refused_with_its_rows(
    days: tuple[str, str], message: str, tmp_path: Path
) -> None:
    lines = "".join(LINE.replace("1/1/2015", day) for day in days)
    with pytest.raises(SourceError, match=message):
        brought(tmp_path, lines)
    assert not (tmp_path / "export").exists()


def test_a_day_before_its_month_among_others_is_refused_with_its_row(tmp_path: Path) -> None:
    """3/2/2015 on a Tuesday, in the first week, is 3 February: its row says so, and the others have the month first."""
    turned = "3/2/2015,Quarter1,sewing,Tuesday,1,0.8,,100,0,10,0.9\n"
    late = "2/10/2015,Quarter2,sewing,Tuesday,1,0.8,,100,0,10,0.9\n"
    with pytest.raises(SourceError, match=r"two orders of day and month\. .* row 3 would contradict"):
        brought(tmp_path, LINE + turned + late)


def test_another_column_than_days_never_becomes_date(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"column 'date' is missing\. Give the column of days that name"):
        brought(tmp_path, LINE.replace("1/1/2015", "2015"), FIRST_LINE.replace("date", "year"))


def test_a_file_without_any_line_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no row has a cell for each column"):
        brought(tmp_path, "")


@pytest.mark.parametrize(("names", "there"), [((), "no CSV file"), (("a.csv", "b.CSV"), "2 CSV files")])
def test_a_folder_holds_the_file_or_one_csv_file(names: tuple[str, ...], there: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_text(FIRST_LINE + LINE)
    with pytest.raises(SourceError, match=rf"there is no {garments.FILE}, and there are {there}\. Name a folder with"):
        bring("garments", tmp_path, tmp_path / "export")


def test_a_file_of_another_shape_is_refused_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match=r"other\.csv: column 'quarter' is missing"):
        bring("garments", tmp_path, tmp_path / "export")
