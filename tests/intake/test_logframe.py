"""The logframe of phase II: every cell becomes numbers or stands in the report with its reason, and none is lost.

What the odd cells become is written by hand below, from the table itself.
"""

import csv
from pathlib import Path

import pandas as pd
import pytest

from impact import warehouse
from impact.cli import main
from impact.intake.adapters import bring, logframe
from impact.intake.adapters.source import SourceError
from impact.intake.check import check
from impact.publish import publish
from impact.settings import REFERENCE

HEADER = ",".join(logframe.COLUMNS)
# Indicator, country, and what its cell becomes: sex or module, and the number.
ODD_TARGETS = {
    ("1", "GHA"): {},
    ("2", "GHA"): {"M1": 50, "M2-5": 60},
    ("2", "IDN"): {"M1": 50, "M2-5": 0},
    ("6", "CHN"): {"all": 35, "female": 21, "male": 14},
    ("6", "COL"): {"all": 11, "female": 3.3, "male": 7.7},
    ("6", "GHA"): {"all": 12, "female": 3.6, "male": 8.4},
    ("6", "IND"): {"all": 22, "female": 2.2, "male": 19.8},
    ("6", "IDN"): {"all": 14, "female": 4.2, "male": 9.8},
    ("6", "ZAF"): {"all": 3, "female": 0.9, "male": 2.1},
    ("6", "VNM"): {"all": 50, "female": 16.5, "male": 33.5},
    ("8", "IDN"): {"all": 2, "female": 0.2, "male": 1.8},
}
ODD_RESULTS = {
    ("2", "GHA"): {"M1": 0, "M2-5": 72},
    ("2", "IDN"): {"M1": 50, "M2-5": 0},
    ("6", "CHN"): {"all": 36, "female": 20, "male": 16},
    ("6", "COL"): {"all": 11},
    ("6", "GHA"): {"all": 16, "female": 5, "male": 11},
    ("6", "IND"): {"all": 24, "female": 3, "male": 21},
    ("6", "IDN"): {"all": 13},
    ("6", "ZAF"): {"all": 12, "female": 6, "male": 6},
    ("6", "VNM"): {"all": 54, "female": 17, "male": 37},
    ("7", "VNM"): {},
    ("8", "GHA"): {"all": 3, "female": 0, "male": 3},
    ("8", "IDN"): {"all": 0},
}


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("logframe") / "export"
    bring("logframe", None, out)
    return out


def cells(column: str) -> dict[tuple[str, str], str]:
    with (REFERENCE / "published_logframe.csv").open(encoding="utf-8", newline="") as file:
        return {(row["indicator_no"], row["iso3"]): row[column] for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("table", "column", "odd"), [("targets", "target_raw", ODD_TARGETS), ("results", "actual_raw", ODD_RESULTS)]
)
def test_each_cell_becomes_the_numbers_that_it_says(
    table: str, column: str, odd: dict[tuple[str, str], dict[str, float]], export: Path
) -> None:
    numbers = {code: number for number, code in logframe.INDICATORS.items()}
    made: dict[tuple[str, str], dict[str, float]] = {}
    for row in pd.read_parquet(export / f"{table}.parquet").itertuples():
        part = row.sex if pd.isna(row.module) else row.module
        made.setdefault((numbers[row.indicator], row.iso3), {})[part] = row.numerator
    given = cells(column)
    assert len(given) == 56
    for place, cell in given.items():
        wanted = odd[place] if place in odd else {"all": float(cell)}
        assert made.get(place, {}) == pytest.approx(wanted), f"{place}: {cell}"


def test_each_odd_cell_stands_in_the_report_with_its_reason(export: Path) -> None:
    report = pd.read_csv(export.with_name("export.report.csv"), dtype=str, keep_default_na=False)
    told = set(zip(report["row"].astype(int), report["column"], strict=True))
    assert report["why"].ne("").all()
    with (REFERENCE / "published_logframe.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            for column in ("target_raw", "actual_raw"):
                # A share that is exact and says whose it is reads as it stands.
                exact = row[column] == "35 (60%F)"
                odd = not row[column].isdigit() and not exact
                assert ((number, column) in told) == odd, f"row {number}: {row[column]}"


def test_the_export_passes_the_check_and_is_published(
    export: Path, empty_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = check(export)
    assert {f.rule for f in report.findings} == {"empty_table"}
    assert not report.blocks
    publish(export)
    warehouse.close()
    assert main(["ask", "results/targets", "--format", "csv"]) == 0
    said = capsys.readouterr().out
    assert "representatives_trained" in said
    assert logframe.PROJECT in said


def test_rows_of_no_indicator_country_or_day_and_words_for_numbers_are_told(tmp_path: Path) -> None:
    rows = [
        "9,Other,KEN,2015-06-30,1,1",
        "1,Institutions,Kenya,2015-06-30,1,1",
        "1,Institutions,KEN,June 2015,1,1",
        "1,Institutions,KEN,2015-06-30,four,-3",
        "1,Institutions,KEN,2015-06-30,5,5",
        "6,Trained,KEN,2015-06-30,50% for M1,12 (20%M)",
    ]
    (tmp_path / logframe.FILES[0]).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    told = bring("logframe", tmp_path, tmp_path / "export")
    assert told[1] == "2 indicators by 1 countries: 0 targets, 0 results"
    report = pd.read_csv(tmp_path / "export.report.csv", dtype=str, keep_default_na=False)
    assert report.groupby("action").size().to_dict() == {"mended": 4, "noted": 1, "refused": 4}
    assert set(report.loc[report["action"] == "mended", "value"]) == {"four", "-3", "50% for M1", "12 (20%M)"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"score_phase2_logframe_june2015\.csv: the file is missing"):
        bring("logframe", tmp_path, tmp_path / "export")
