"""The ledger of claims: each published figure beside the export's own, and the verdict told a second time."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from impact import store
from impact.access import Role, Viewer
from impact.ask import ask
from impact.settings import REFERENCE

PUBLISHED = pd.read_csv(REFERENCE / "published_figures.csv").set_index("id")
# Its period in the demonstration's own list begins a year before the published one.
OTHER_PERIOD = ["P113"]


def verdict(figure: "pd.Series[object]", live: float) -> str:
    """Whether a value reconciles with a published one, in plain words of Python."""
    value, percent = float(str(figure["value"])), figure["unit"] == "percent"
    match figure["qualifier"]:
        case "exactly":
            ok = abs(live - value) <= (1 if percent else max(0.5, 0.01 * value))
        case "approximately":
            ok = abs(live - value) <= 0.1 * value
        case "nearly" | "up to":
            ok = 0.9 * value <= live <= value
        case _:
            ok = value <= live <= 1.1 * value
    return "reconciles" if ok else "differs"


def test_the_known_mismatches_of_the_demonstration_are_told_as_what_they_are(demo: Path, demo_export: Path) -> None:
    truth = pd.read_parquet(demo_export.with_name("export.truth") / "published.parquet").set_index("id")
    ledger = ask("results/claims").frame.set_index("id")
    checked = truth.drop(OTHER_PERIOD)
    assert len(checked) == 17
    for name, row in checked.iterrows():
        claim = ledger.loc[name]
        if claim["status"] == "not_computable":
            assert row["demonstration"] == 0, name
            assert claim["why"] == "nothing_reported"
            continue
        assert claim["live_value"] == row["demonstration"], name
        expected = verdict(PUBLISHED.loc[name], row["demonstration"])
        if expected == "differs" and name == "P125":
            expected = "superseded"
        assert claim["status"] == expected, name
    assert ledger.loc["P125", "why"] == ledger.loc["P113", "why"] == "P003"


def test_every_figure_has_a_verdict_and_what_counts_something_else_is_never_compared(demo: Path) -> None:
    ledger = ask("results/claims").frame.set_index("id")
    assert set(ledger.index) == set(PUBLISHED.index)
    assert set(ledger["status"]) <= {"reconciles", "superseded", "differs", "not_comparable", "not_computable"}
    other = ledger[ledger["status"].isin(["not_comparable", "not_computable"])]
    assert other["live_value"].isna().all()
    assert other["why"].notna().all()
    kinds = PUBLISHED.join(ledger[["status", "why"]])
    told = kinds[kinds["indicator"].str.startswith(("reporting_", "perceived_")) & kinds["entity"].isna()]
    assert set(told["status"]) == {"not_comparable"}
    assert set(told["why"]) == {"self_reported"}
    assert set(kinds[kinds["indicator"] == "people_reached"]["status"]) == {"not_comparable"}
    assert set(kinds[kinds["entity"].notna()]["why"]) == {"one_enterprise"}
    assert (ledger[ledger["status"] == "differs"]["difference"] != 0).all()


def test_a_figure_is_compared_in_its_own_days_place_and_project(published: Callable[..., store.Snapshot]) -> None:
    published(
        modules="module | title\nm1 | One",
        projects="project_id | title\np1 | One-ILO SIRAYE Programme\np2 | Another",
        enterprises="enterprise_id | name | iso3 | isic\n"
        + "\n".join(f"e{n} | {n} | {'KEN' if n == 9 else 'ETH'} | 14" for n in range(10)),
        engagements="engagement_id | enterprise_id | module | project_id | classroom_on | status\n"
        # P016: Ethiopia, the whole of 2023, of the SIRAYE programme. e7 is of the day before, e8 of another project.
        + "\n".join(f"g{n} | e{n} | m1 | p1 | 2023-0{n + 1}-01 | trained" for n in range(7))
        + "\ng7 | e7 | m1 | p1 | 2022-12-31 | trained\ng8 | e8 | m1 | p2 | 2023-05-01 | trained"
        + "\ng9 | e9 | m1 | p1 | 2023-05-01 | trained",
    )
    ledger = ask("results/claims").frame.set_index("id")
    assert ledger.loc["P016", ["live_value", "difference", "status", "why"]].tolist() == [
        7,
        -161,
        "differs",
        "less_in_export",
    ]
    assert ledger.loc["P003", "live_value"] == 10
    assert ledger.loc["P024", ["status", "why"]].tolist() == ["not_computable", "project_not_in_export"]
    assert ledger.loc["P014", "why"] == "project_not_in_export"


@pytest.mark.parametrize("role", ["public", "donor"])
def test_results_are_withheld_in_the_ledger_since_their_times_are_no_cells_of_the_lattice(
    role: Role, demo: Path
) -> None:
    everything = ask("results/claims").frame.set_index("id")
    results = everything[
        everything["indicator"].isin(["satisfaction_rate", "cost_recovery"]) & everything["live_value"].notna()
    ]
    assert (results["enterprises"] >= 10).any()
    public = ask("results/claims", viewer=Viewer(role)).frame.set_index("id")
    told = public.loc[results.index]
    assert set(told["status"]) == {"withheld"}
    assert told[["live_value", "difference", "difference_share", "why"]].isna().all().all()
    other = everything["indicator"].isna()
    said = (frame.loc[other, ["status", "why"]].astype(object).fillna("") for frame in (public, everything))
    pd.testing.assert_frame_equal(*said)
    counts = everything["indicator"] == "enterprises_trained"
    pd.testing.assert_series_equal(
        public[counts]["live_value"].astype(float), everything[counts]["live_value"].astype(float)
    )


@pytest.mark.parametrize("name", ["P036", "P013"])
def test_shares_of_an_unclear_base_are_not_compared(name: str, demo: Path) -> None:
    assert ask("results/claims").frame.set_index("id").loc[name, "status"] == "not_comparable"
