"""What was planted in the demonstration is found, and little else; what was imported is counted as its source says."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from impact.demo import build
from impact.intake import plausibility
from impact.intake.adapters import bring
from impact.intake.check import check
from impact.intake.findings import Report
from tests.demo.contract_check import Export

KEY = ["enterprise_id", "kpi", "phase", "period_start", "sex"]
DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Export, Report]:
    folder = tmp_path_factory.mktemp("planted") / "export"
    build(folder, scale=0.1, seed=7)
    return Export(folder), check(folder, most=10**6)


def rows(report: Report, rule: str) -> set[int]:
    return {f.row for f in report.findings if f.rule == rule and f.row is not None}


def planted_rows(export: Export, wanted: Callable[[pd.DataFrame], pd.Series]) -> set[int]:
    observed = export["kpi_observations"].reset_index(names="row")
    outliers = export.truth("outliers")
    return set(observed.merge(outliers[wanted(outliers)], on=KEY)["row"] + 1)


@pytest.mark.slow
def test_slips_and_impossible_values_are_found_and_little_else(planted: tuple[Export, Report]) -> None:
    export, report = planted
    found = rows(report, "unit_slip") | rows(report, "out_of_range")
    every = planted_rows(export, lambda o: o["kind"] != "")
    assert len(every) > 100
    assert len(found & every) >= 0.9 * len(every)
    assert len(found & every) >= 0.88 * len(found)
    large = planted_rows(export, lambda o: o["kind"].isin(["slip_x100", "slip_x1000"]))
    assert len(rows(report, "unit_slip") & large) >= 0.9 * len(large)


@pytest.mark.slow
def test_copies_missing_bases_and_odd_savings_are_found_and_little_else(planted: tuple[Export, Report]) -> None:
    export, report = planted
    copied = {f.enterprise_id for f in report.findings if f.rule == "copied"}
    truth = set(export.truth("copied")["enterprise_id"])
    assert copied <= truth and len(copied) >= 0.9 * len(truth)
    observed = export["kpi_observations"].merge(export["kpis"][["kpi", "type"]], on="kpi")
    assert len(rows(report, "no_base")) == ((observed["type"] == "ratio") & observed["denominator"].isna()).sum()
    projects = export["improvement_projects"].reset_index(names="row")
    savings = set(projects.merge(export.truth("savings")[["improvement_id"]], on="improvement_id")["row"] + 1)
    found = rows(report, "currency_outlier")
    assert len(found & savings) >= 0.8 * max(len(found), len(savings))
    assert [int(f.value) > 400 for f in report.findings if f.rule == "many_improvements"] == [True]


@pytest.mark.slow
def test_observations_judged_in_small_batches_give_the_same_findings(
    demo_export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = check(demo_export, most=10**6)
    monkeypatch.setattr(plausibility, "ROWS", 5000)
    parted = check(demo_export, most=10**6)
    assert sorted(map(str, parted.findings)) == sorted(map(str, together.findings))
    assert parted.totals == together.totals
    judged = {f.rule for f in together.findings}
    assert {"unit_slip", "copied", "out_of_range", "no_base"} <= judged


@pytest.mark.slow
def test_nothing_of_the_demonstration_blocks(planted: tuple[Export, Report]) -> None:
    assert not planted[1].blocks


@pytest.mark.slow
def test_imported_sources_pass_with_the_counts_that_they_are_known_for(tmp_path: Path) -> None:
    bring("carpentries", DATA / "carpentries_workshops", tmp_path / "carpentries")
    bring("garments", DATA / "garment_productivity", tmp_path / "garments")
    bring("jtrain", None, tmp_path / "jtrain")
    reports = {name: check(tmp_path / name) for name in ("carpentries", "garments", "jtrain")}
    assert not any(r.blocks for r in reports.values())
    # 1,983 workshops of one file, and two events of another that it lacks.
    assert reports["carpentries"].rows["sessions"] == 1983 + 2
    assert reports["carpentries"].rows["trainers"] == 1925
    assert reports["garments"].rows["enterprises"] == 12
    assert reports["jtrain"].rows["enterprises"] == 157
