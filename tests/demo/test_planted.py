"""What is planted in the demonstration export: outliers, copies, silence, and effects that are known to be true."""

import json

import pandas as pd
import pytest

from impact.contract import tables
from tests.demo.contract_check import Export


def test_planted_outliers_are_in_the_export_and_listed_with_what_is_true(middle: Export) -> None:
    outliers = middle.truth("outliers")
    assert set(outliers["kind"]) == {"slip_x10", "slip_x100", "slip_x1000", "impossible"}
    key = ["enterprise_id", "kpi", "phase", "period_start", "sex"]
    found = outliers.merge(middle["kpi_observations"], on=key, suffixes=("", "_exported"))
    assert len(found) == len(outliers)
    assert (found["numerator"] == found["numerator_exported"]).all()
    for kind, factor in (("slip_x10", 10), ("slip_x100", 100), ("slip_x1000", 1000)):
        slips = found[found["kind"] == kind]
        assert (slips["numerator"] == slips["true_numerator"] * factor).all()
    impossible = found[found["kind"] == "impossible"]
    assert ((impossible["numerator"] < 0) | (impossible["numerator"] > impossible["denominator"])).all()
    assert 0.001 <= len(outliers) / len(middle["kpi_observations"]) <= 0.005


def test_planted_copies_repeat_every_answer(middle: Export) -> None:
    copied = middle.truth("copied")["enterprise_id"]
    trained = middle.trained()["enterprise_id"].nunique()
    assert 0.015 <= len(copied) / trained <= 0.045
    observations = middle["kpi_observations"]
    observations["same"] = observations.groupby(["enterprise_id", "kpi", "sex"])["numerator"].transform("nunique") == 1
    mine = observations["enterprise_id"].isin(copied)
    assert observations[mine]["same"].all()
    assert observations[mine].groupby("enterprise_id")["phase"].nunique().min() >= 2
    assert observations[~mine]["same"].mean() < 0.2


def test_savings_that_cannot_be_are_listed(middle: Export) -> None:
    listed = middle.truth("savings")
    found = listed.merge(middle["improvement_projects"], on="improvement_id", suffixes=("", "_exported"))
    assert len(found) == len(listed) > 0
    assert (found["saving"] == found["saving_exported"]).all()
    counts = middle["improvement_projects"].groupby("enterprise_id").size()
    assert counts.max() >= 400
    assert counts.nlargest(2).iloc[1] < 60


def test_one_trainer_rounds_to_fives(middle: Export) -> None:
    trainer = json.loads((middle.hidden / "truth.json").read_text(encoding="utf-8"))["heaping_trainer"]
    engagements = middle["engagements"]
    mine = engagements[engagements["trainer_id"] == trainer]["engagement_id"]
    observations = middle["kpi_observations"].query("sex == 'all' and kpi in ['defect_rate', 'energy_per_unit']")
    observations = observations[~observations["enterprise_id"].isin(middle.truth("copied")["enterprise_id"])]
    heaped = (observations["numerator"] % 5 == 0).groupby(observations["engagement_id"].isin(mine)).mean()
    assert heaped[True] > 0.95
    assert heaped[False] < 0.4


def test_those_who_did_badly_are_more_often_silent(middle: Export) -> None:
    effects = middle.truth("effects")
    reported = effects[effects["baseline_reported"]]
    assert 0.25 <= 1 - reported["endline_reported"].mean() <= 0.45
    shares = reported.groupby("improved")["endline_reported"].mean()
    assert shares[True] > shares[False] + 0.05


@pytest.mark.parametrize("kpi", ["defect_rate", "absenteeism", "overtime", "productivity"])
def test_an_honest_estimate_finds_the_true_change_of_those_who_answered(kpi: str, middle: Export) -> None:
    observations = middle["kpi_observations"].query("kpi == @kpi").dropna(subset="denominator")
    planted = pd.concat([middle.truth("copied"), middle.truth("outliers")[["enterprise_id"]]])["enterprise_id"]
    observations = observations[~observations["enterprise_id"].isin(planted)]
    split = observations[observations["sex"] != "all"]["enterprise_id"]
    observations = observations[(observations["sex"] == "all") != observations["enterprise_id"].isin(split)]
    sums = observations.groupby(["engagement_id", "phase"])[["numerator", "denominator"]].sum()
    rates = (sums["numerator"] / sums["denominator"]).unstack()[["baseline", "endline"]].dropna()
    both = rates.join(middle.truth("effects").query("kpi == @kpi").set_index("engagement_id"), how="inner")
    found = (both["endline"] / both["baseline"]).median()
    true = (both["true_after"] / both["true_before"]).median()
    assert len(both) > 300
    assert found == pytest.approx(true, abs=0.03)


def test_the_truth_says_what_the_effects_are(middle: Export) -> None:
    truth = json.loads((middle.hidden / "truth.json").read_text(encoding="utf-8"))
    effects = middle.truth("effects")
    for kpi, told in truth["kpis"].items():
        mine = effects[effects["kpi"] == kpi]
        assert told["n_due"] == len(mine)
        assert told["mean"] == pytest.approx(mine["true_change"].mean(), abs=1e-5)
        assert told["sd"] == pytest.approx(mine["true_change"].std(ddof=0), abs=1e-4)
        assert told["share_improved"] == pytest.approx(mine["improved"].mean(), abs=1e-5)
    pairs = middle.truth("enterprise_effects")
    assert len(pairs) == effects.groupby(["enterprise_id", "kpi"]).ngroups
    assert pairs["engagements"].sum() == len(effects)


@pytest.mark.slow
def test_one_practice_works_and_another_does_not(whole: Export) -> None:
    checks = whole["practice_checks"]
    wide = checks.pivot_table(index=["engagement_id", "practice"], columns="phase", values="answer", aggfunc="first")
    gained = (wide["baseline"] == "no") & (wide["endline"] == "yes")
    effects = whole.truth("effects").query("kpi == 'defect_rate'").set_index("engagement_id")["true_change"]
    found = {}
    for practice in ("quality_at_source", "quality_board"):
        mine = gained.xs(practice, level="practice").rename("gained").to_frame().join(effects, how="inner")
        means = mine.groupby("gained")["true_change"].mean()
        found[practice] = means[True] - means[False]
    assert found["quality_at_source"] < -0.25
    assert abs(found["quality_board"]) < 0.12


def test_the_truth_lies_beside_the_export_and_never_inside(small: Export) -> None:
    assert (small.hidden / "truth.json").is_file()
    assert {p.name for p in small.folder.iterdir()} == {f"{name}.parquet" for name in tables()} | {
        "manifest.json",
        "photos",
    }
