"""Results of projects beside their targets: a donor is told what the lattice tells, and nothing else."""

from pathlib import Path

import pandas as pd
import pytest

from impact import privacy
from impact.access import Viewer
from impact.ask import ask
from impact.catalogue import indicators
from impact.filters import Filters
from impact.lattice import ALL_YEARS, PROGRAMME
from impact.privacy import Release
from impact.promised import told
from impact.questions import question

DONOR = Viewer("donor", ("GLO-2", "GLO-3", "GLO-4"))
FRAME = pd.DataFrame(
    {
        "indicator": ["cost_recovery"] * 3,
        "project_id": ["p1", "p1", "p2"],
        "iso3": [None, "KEN", None],
        "whole": [True, True, False],
        "actual": [40.0, 50.0, 60.0],
    }
)


def test_only_what_rests_on_all_that_a_project_has_is_told() -> None:
    assert list(told(FRAME, "actual", set(), {})) == [True, True, False]


def test_what_is_hidden_elsewhere_is_hidden_beside_a_target() -> None:
    hidden = {("cost_recovery", "KEN", ALL_YEARS, "p1")}
    assert list(told(FRAME, "actual", hidden, {})) == [True, False, False]


def test_what_is_told_elsewhere_as_it_was_before_is_not_told_anew() -> None:
    cell = ("cost_recovery", PROGRAMME, ALL_YEARS, "p1")
    assert list(told(FRAME, "actual", set(), {cell: {"value": 41.0}})) == [False, True, False]
    assert list(told(FRAME, "actual", set(), {cell: {"value": 40.0}})) == [True, True, False]


def test_a_result_that_is_withheld_leaves_its_target_and_nothing_else() -> None:
    frame = FRAME.assign(
        **dict.fromkeys(("progress", "actual_numerator", "actual_denominator", "target"), 1.0),
        status="behind",
        basis="counted",
        enterprises=[4, 9, 9],
        n=[4, 9, 9],
    )
    safe = privacy.protect(frame, question("results/targets"), Viewer("donor", ("p1", "p2")), {}, Release()).frame
    assert list(safe["status"]) == ["withheld", "behind", "withheld"]
    for column in ("actual", "progress", "actual_numerator", "enterprises", "n"):
        assert list(safe[column].notna()) == [False, True, False], column
    assert list(safe["target"]) == [1, 1, 1]


def test_a_donor_is_told_results_of_whole_projects_and_the_same_under_every_filter(demo: Path) -> None:
    rows = ask("results/targets", viewer=DONOR).frame
    results = [code for code, one in indicators().items() if one.privacy == "results"]
    judged = rows[rows["indicator"].isin(results) & (rows["basis"] == "counted")]
    shown = judged[judged["actual"].notna()]
    assert not judged.empty
    assert shown["whole"].astype(bool).all()
    assert (shown["enterprises"] >= 5).all()
    filtered = ask("results/targets", Filters(project=("GLO-2",)), DONOR).frame
    same = rows[rows["project_id"] == "GLO-2"].merge(
        filtered, on=["project_id", "indicator", "iso3", "sex", "starts_on", "ends_on"], suffixes=("", "_again")
    )
    assert len(same) > 5
    assert (same["actual"].isna() == same["actual_again"].isna()).all()


@pytest.mark.parametrize("name", ["results/target_history", "results/unit_costs", "results/target_rollup"])
def test_other_questions_tell_a_donor_no_result_of_few(name: str, demo: Path) -> None:
    given = {"one": "GLO-3", "of_indicator": "satisfaction_rate"} if name.endswith("history") else {}
    rows = ask(name, viewer=DONOR, **given).frame
    first = question(name).measures[0].columns[0]
    results = [code for code, one in indicators().items() if one.privacy == "results"]
    told_of = rows[rows["indicator"].isin(results) & rows[first].notna()]
    assert told_of["whole"].astype(bool).all()
    assert (told_of["enterprises"].astype(float) >= 5).all()


def test_the_global_team_is_told_everything(demo: Path) -> None:
    assert ask("results/targets", viewer=Viewer("global")).withheld == 0
    mine = ask("results/targets", viewer=Viewer("coordinator", ("GHA",)))
    assert mine.withheld == 0
    assert set(mine.frame["iso3"].dropna()) == {"GHA"}
