"""The demonstration export is as large as the programme and as calibrated, and its days and answers make sense."""

from itertools import pairwise
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely

from impact.contract import tables
from impact.demo import build
from impact.settings import REFERENCE
from tests.demo.contract_check import AS_OF, Export, problems


@pytest.mark.parametrize(("scale", "enterprises", "trainers"), [(0.002, 11, 22), (0.02, 112, 64), (0.1, 560, 170)])
def test_exactly_as_many_are_trained_as_the_scale_says(
    scale: float, enterprises: int, trainers: int, tmp_path: Path
) -> None:
    build(tmp_path / "export", scale=scale, seed=5)
    made = Export(tmp_path / "export")
    assert made.trained()["enterprise_id"].nunique() == enterprises
    stages = made["trainer_modules"]
    assert stages[stages["stage"].isin(["instructed", "certified", "expert"])]["trainer_id"].nunique() == trainers


@pytest.mark.slow
def test_the_whole_programme_has_5600_enterprises_trained_and_1700_trainers(whole: Export) -> None:
    assert whole.trained()["enterprise_id"].nunique() == 5600
    stages = whole["trainer_modules"]
    assert stages[stages["stage"] != "candidate"]["trainer_id"].nunique() == 1700
    assert 6400 <= len(whole["enterprises"]) <= 6800
    assert 1_400_000 <= len(whole["kpi_observations"]) <= 1_800_000
    assert problems(whole) == []


@pytest.mark.slow
def test_the_whole_programme_employs_a_million_and_trains_its_people(whole: Export) -> None:
    first = whole.trained().groupby("enterprise_id", as_index=False)["classroom_on"].min()
    counted = pd.merge_asof(
        first.sort_values("classroom_on"),
        whole["workforce"].sort_values("measured_on"),
        left_on="classroom_on",
        right_on="measured_on",
        by="enterprise_id",
    )
    assert (counted["women"] + counted["men"]).sum() == pytest.approx(1_000_000, rel=0.03)
    people = _people(whole)
    assert 45_000 <= people["person_id"].nunique() <= 85_000
    by_2013 = first[first["classroom_on"] < "2013-10-01"]
    by_2017 = first[first["classroom_on"] < "2017-11-01"]
    assert 300 <= len(by_2013) <= 380
    assert 1400 <= len(by_2017) <= 1500


def _people(made: Export) -> pd.DataFrame:
    """Attendances of workers and managers at training that was held, with the session's kind, day and country."""
    sessions = made["sessions"].drop(columns=["enterprise_id", "recorded_on"])
    held = sessions[~sessions["planned"] & sessions["kind"].isin(["classroom", "visit", "online"])]
    people = made["attendances"].merge(held, on="session_id")
    return people[people["role"].isin(["worker", "manager"])]


def test_participants_are_as_calibrated(middle: Export) -> None:
    people = _people(middle)
    known = people[people["sex"].isin(["female", "male"])]
    women = known["sex"] == "female"
    assert 0.40 <= women.mean() <= 0.50
    by_role = women.groupby(known["role"]).mean()
    assert by_role["manager"] < by_role["worker"]
    assert 0.78 <= people["person_id"].notna().mean() <= 0.87
    unknown = people["sex"].eq("unknown").groupby(people["iso3"]).mean()
    assert 0.2 <= unknown["UGA"] <= 0.4
    assert people["sex"].eq("unknown").mean() < 0.06
    assert people[people["iso3"] == "NPL"]["person_id"].isna().all()
    answered = people["satisfaction"].dropna()
    assert 0.66 <= len(answered) / len(people) <= 0.74
    assert 0.86 <= (answered >= 4).mean() <= 0.96
    rooms = people[people["kind"] != "visit"].groupby(["session_id", "enterprise_id"])["role"].value_counts().unstack()
    assert 0.74 <= ((rooms["worker"] == 2) & (rooms["manager"] == 2)).mean() <= 0.84


def test_a_person_keeps_sex_and_role(middle: Export) -> None:
    people = _people(middle).dropna(subset="person_id")
    each = people.groupby("person_id")[["sex", "role", "enterprise_id"]].nunique()
    assert (each == 1).all().all()
    assert (people.groupby("person_id").size() > 1).any()
    assert not people.duplicated(["session_id", "person_id"]).any()


def test_engagements_are_as_calibrated(middle: Export) -> None:
    trained = middle.trained()
    assert 1.9 <= len(trained) / trained["enterprise_id"].nunique() <= 2.3
    settled = trained[(trained["classroom_on"] < "2023-07-01") & (trained["module"] == "workplace_cooperation")]
    assert 0.80 <= (settled["status"] == "completed").mean() <= 0.90
    recent = trained[trained["classroom_on"] >= "2020-01-01"]
    assert 0.27 <= recent["project_id"].isna().mean() <= 0.42
    assert set(trained["status"]) == {"trained", "visited", "completed", "dropped"}
    assert trained[trained["module"] == "covid"]["classroom_on"].dt.year.between(2020, 2022).all()
    projects = middle["projects"].set_index("project_id")
    funded = trained.dropna(subset="project_id").join(projects[["starts_on", "ends_on"]], on="project_id")
    assert funded["classroom_on"].between(funded["starts_on"], funded["ends_on"]).all()


def test_trainers_and_costs_are_as_calibrated(middle: Export) -> None:
    stages = middle["trainer_modules"].groupby("stage")["trainer_id"].nunique()
    assert 0.5 <= stages["certified"] / stages["instructed"] <= 0.7
    assert 0.02 <= stages["expert"] / stages["instructed"] <= 0.1
    assert 0.38 <= (middle["trainers"]["sex"] == "female").mean() <= 0.52
    costs = middle["engagement_costs"]
    costs["recovered"] = costs["amount"].where(~costs["payer"].isin(["donor", "ILO"]), 0.0)
    sums = costs.groupby(["engagement_id", "year"], as_index=False)[["amount", "recovered"]].sum()
    recovery = (sums["recovered"] / sums["amount"]).groupby(sums["year"]).mean()
    assert recovery.loc[:2012].mean() < 0.35
    assert 0.7 <= recovery.loc[2023] <= 0.95
    assert 0.7 <= len(sums) / len(middle.trained()) <= 0.8


def test_a_trainer_teaches_only_what_the_trainer_was_instructed_in(middle: Export) -> None:
    stages = middle["trainer_modules"]
    since = stages[stages["stage"] == "instructed"].groupby(["trainer_id", "module"])["reached_on"].min()
    taught = middle.trained().join(since.rename("since"), on=["trainer_id", "module"])
    assert (taught["since"] <= taught["classroom_on"]).mean() > 0.999


def test_the_steps_of_an_engagement_follow_each_other(middle: Export) -> None:
    engagements = middle["engagements"]
    steps = ["enrolled_on", "classroom_on", "visited_on", "endline_on", "completed_on"]
    for earlier, later in pairwise(steps):
        known = engagements.dropna(subset=[earlier, later])
        assert len(known) > 100
        assert (known[earlier] <= known[later]).all(), (earlier, later)
    assert (engagements["enrolled_on"] <= engagements["baseline_on"].fillna(AS_OF)).all()
    assert (engagements["baseline_on"] < engagements["endline_on"]).sum() > 100
    assert not (engagements["baseline_on"] >= engagements["endline_on"]).any()
    late = set(engagements[engagements["baseline_on"] > engagements["classroom_on"]]["engagement_id"])
    assert late == set(middle.truth("late_baselines")["engagement_id"])
    assert 0.03 <= len(late) / len(middle.trained()) <= 0.09
    dropped = engagements[engagements["status"] == "dropped"]
    assert dropped["dropped_on"].notna().all()
    assert dropped["completed_on"].isna().all()
    joined = engagements.join(
        middle["enterprises"].set_index("enterprise_id")[["joined_on", "closed_on"]], "enterprise_id"
    )
    assert (joined["joined_on"] <= joined["enrolled_on"]).all()
    assert not (joined["closed_on"] < joined["classroom_on"]).any()


def test_nothing_happened_or_was_entered_after_the_export(middle: Export) -> None:
    may_lie_ahead = {"ends_on", "starts_on", "valid_to", "due_on"}
    for name, table in tables().items():
        frame = middle[name]
        for column, rule in table.columns.items():
            if rule.type == "date" and column not in may_lie_ahead and name not in ("projects", "module_versions"):
                assert not (frame[column] > AS_OF).any(), f"{name}.{column}"
    sessions = middle["sessions"]
    assert not (sessions[~sessions["planned"]]["starts_on"] > AS_OF).any()


def test_zero_missing_and_planned_are_different_things(middle: Export) -> None:
    sessions = middle["sessions"]
    held = sessions[~sessions["planned"]]
    assert 0.05 <= held["participants"].isna().mean() <= 0.12
    assert (held["participants"] == 0).any()
    planned = sessions[sessions["planned"]]
    assert (planned["starts_on"] > AS_OF).any()
    assert (planned["starts_on"] <= AS_OF).any()
    assert planned["participants"].isna().all()
    heads = middle["attendances"].groupby("session_id").size().rename("heads")
    both = held.join(heads, on="session_id").dropna(subset=["participants", "heads"])
    assert 0.02 <= (both["participants"] != both["heads"]).mean() <= 0.12
    assert (both["participants"] - both["heads"]).abs().max() <= 2
    assert not set(planned["session_id"]) & set(heads.index)


def test_workshops_are_shared_and_go_online_in_the_pandemic(middle: Export) -> None:
    people = _people(middle)
    shops = people[people["kind"] != "visit"]
    assert shops.groupby("session_id")["enterprise_id"].nunique().max() == 5
    pandemic = shops[shops["starts_on"].between("2020-04-01", "2021-08-31")]
    assert (pandemic["kind"] == "online").mean() > 0.5
    assert (shops[shops["starts_on"] < "2020-04-01"]["kind"] == "classroom").all()


def test_the_weak_country_is_late_and_silent(middle: Export) -> None:
    submissions = middle["submissions"]
    late = submissions[submissions["iso3"] == "HND"].sort_values("period_start")
    assert late["received_on"].tail(3).isna().all()
    delay = (late["received_on"] - late["due_on"]).dt.days.dropna()
    assert delay.min() >= 90
    others = submissions[submissions["iso3"] != "HND"]
    assert (others["received_on"] <= others["due_on"]).mean() > 0.7
    sessions = middle["sessions"].dropna(subset="recorded_on")
    waited = (sessions["recorded_on"] - sessions["starts_on"]).dt.days[~sessions["planned"]]
    by_country = waited.groupby(sessions["iso3"]).median()
    assert by_country["HND"] > 150
    assert by_country.drop("HND").max() < 60


def test_ratios_lack_denominators_and_reports_lack_days_here_and_there(middle: Export) -> None:
    observations = middle["kpi_observations"]
    types = middle["kpis"].set_index("kpi")["type"]
    ratios = observations[observations["kpi"].map(types) == "ratio"]
    assert 0.02 <= ratios["denominator"].isna().mean() <= 0.06
    assert (ratios["denominator"] == 0).any()
    assert (ratios["numerator"] == 0).any()
    assert observations[observations["kpi"].map(types) != "ratio"]["denominator"].isna().all()
    assert 0.02 <= observations["measured_on"].isna().mean() <= 0.08
    assert 0.005 <= observations["recorded_on"].isna().mean() <= 0.04
    money = observations[observations["kpi"].isin(["wages", "cost_savings"])]
    assert money["currency"].notna().all()


def test_women_and_men_add_up_where_all_is_beside_them(middle: Export) -> None:
    observations = middle["kpi_observations"]
    jobs = observations[observations["kpi"] == "jobs"]
    outliers = middle.truth("outliers").query("kpi == 'jobs'")
    wide = jobs.pivot_table(index=["enterprise_id", "phase", "period_start"], columns="sex", values="numerator")
    assert wide["all"].notna().any()
    assert wide["all"].isna().any()
    three = wide.dropna()
    assert len(three) > 500
    assert (three["all"] == three["female"] + three["male"]).all()
    assert set(outliers["sex"]) <= {"all"}


def test_practices_are_gained_kept_lost_and_never_taken_up(middle: Export) -> None:
    checks = middle["practice_checks"]
    first = checks[checks["phase"] == "baseline"].set_index(["enterprise_id", "practice"])["answer"]
    last = checks[checks["phase"] == "endline"].set_index(["enterprise_id", "practice"])["answer"]
    both = pd.concat([first.rename("first"), last.rename("last")], axis=1).dropna()
    both = both[(both != "not_applicable").all(axis=1)]
    shares = both.value_counts(normalize=True)
    assert shares["no", "yes"] > 0.2
    assert shares["yes", "yes"] > 0.2
    assert shares["no", "no"] > 0.2
    assert 0.03 <= shares["yes", "no"] <= 0.06
    assert 0.03 <= (checks["answer"] == "not_applicable").mean() <= 0.07


def test_published_figures_that_are_not_met_are_told(middle: Export) -> None:
    figures = middle.truth("published").set_index("id")
    assert figures.loc["P003", "demonstration"] == middle.trained()["enterprise_id"].nunique()
    assert (figures["published"] != figures["demonstration"]).any()


def test_targets_come_in_all_the_ways_that_reports_know(middle: Export) -> None:
    targets, results = middle["targets"], middle["results"]
    assert (targets["numerator"] == 0).any()
    assert targets[targets["indicator"] == "satisfaction_rate"]["denominator"].isna().all()
    assert targets["denominator"].notna().any()
    assert (targets["ends_on"] > AS_OF).any()
    assert targets["iso3"].notna().any()
    parts = targets[targets["indicator"] == "unique_people"].pivot_table(
        index=["project_id", "ends_on"], columns="sex", values="numerator"
    )
    assert (parts["all"] == parts["female"] + parts["male"]).all()
    reporting = set(results["project_id"])
    assert reporting < set(targets["project_id"])


def test_names_that_are_awkward_are_there(middle: Export) -> None:
    names = set(middle["enterprises"]["name"])
    assert {"=SUM(Tailors) Ltd", "Smith & <b>Sons</b>", 'O\'Brien "Best" Garments'} <= names
    assert any("ạ" in name or "ươ" in name or "ỏ" in name for name in names)


def test_namibia_and_the_small_states_are_there(small: Export) -> None:
    iso3 = set(small["enterprises"]["iso3"])
    assert {"NAM", "MUS", "CPV", "LSO"} <= iso3
    assert len(iso3) == 32


def test_enterprises_lie_in_their_country(middle: Export) -> None:
    shapes = geopandas.read_file(REFERENCE / "boundaries.geojson").set_index("iso3").geometry
    enterprises = middle["enterprises"].dropna(subset=["latitude", "longitude"])
    assert 0.08 <= 1 - len(enterprises) / len(middle["enterprises"]) <= 0.17
    points = shapely.points(enterprises[["longitude", "latitude"]])
    # Coasts are drawn coarsely: a hundredth of a degree is let pass.
    away = shapely.distance(points, shapes.loc[enterprises["iso3"]].to_numpy()) > 0.01
    assert not away.any(), enterprises[away][["iso3", "region", "latitude", "longitude"]]
