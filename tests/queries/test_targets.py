"""The questions about targets, money and donors, each on a small drawn export: tables in, rows out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.filters import Filters
from tests.queries.test_indicators import BASE

DRAWN = {
    "modules": """
        module | title
        wpc    | Workplace Cooperation
        qm     | Quality Management
        """,
    "enterprises": """
        enterprise_id | name  | iso3 | isic
        e1            | One   | KEN  | 14
        e2            | Two   | KEN  | 14
        e3            | Three | KEN  | 14
        e4            | Four  | KEN  | 14
        e5            | Five  | NAM  | 14
        e6            | Six   | NAM  | 14
        e7            | Seven | NAM  | 14
        e8            | Eight | NAM  | 14
        """,
    "projects": """
        project_id | title  | starts_on  | ends_on    | budget | currency
        p1         | First  | 2020-01-01 | 2022-12-31 | 1000   | USD
        p2         | Second | 2022-01-01 | 2025-12-31 | 2000   | USD
        """,
    "donors": """
        donor_id | name
        d1       | Ada
        d2       | Bea
        """,
    "project_donors": """
        project_id | donor_id | share
        p1         | d1       | 1
        p2         | d1       | 0.5
        p2         | d2       | 0.5
        """,
    "project_spending": """
        project_id | year | amount | currency
        p1         | 2020 | 300    | USD
        p1         | 2021 | 600    | USD
        p2         | 2022 | 100    | USD
        """,
    # e1 is trained twice by p1, and e4 by both projects; e3 completed nothing.
    "engagements": """
        engagement_id | enterprise_id | module | project_id | enrolled_on | classroom_on | completed_on | status
        g1            | e1            | wpc    | p1         | 2020-01-01  | 2020-02-01   | 2020-09-01   | completed
        g2            | e1            | qm     | p1         | 2021-01-01  | 2021-02-01   | 2021-09-01   | completed
        g3            | e2            | wpc    | p1         | 2020-01-01  | 2020-02-01   | 2020-10-01   | completed
        g4            | e3            | wpc    | p1         | 2021-01-01  | 2021-03-01   | -            | trained
        g5            | e4            | wpc    | p1         | 2021-01-01  | 2021-03-01   | -            | trained
        g6            | e4            | qm     | p2         | 2022-01-01  | 2022-03-01   | -            | trained
        g7            | e5            | wpc    | p2         | 2022-01-01  | 2022-03-01   | -            | trained
        g8            | e6            | wpc    | p2         | 2022-01-01  | 2022-03-01   | -            | trained
        g9            | e7            | wpc    | p2         | 2023-01-01  | 2023-03-01   | -            | trained
        g10           | e8            | wpc    | p2         | 2023-01-01  | 2023-12-31   | -            | trained
        """,
    "engagement_costs": """
        engagement_id | payer      | amount | currency | year
        g1            | enterprise | 100    | USD      | 2020
        g1            | donor      | 200    | USD      | 2020
        g3            | donor      | 300    | USD      | 2020
        g4            | donor      | 500    | USD      | 2024
        """,
    "targets": """
        project_id | indicator             | iso3 | sex | starts_on  | ends_on    | baseline | numerator | denominator
        p1         | enterprises_trained   | -    | all | 2020-01-01 | 2020-12-31 | 0        | 3         | -
        p1         | enterprises_trained   | -    | all | 2020-01-01 | 2021-12-31 | 0        | 4         | -
        p2         | enterprises_trained   | -    | all | 2022-01-01 | 2023-12-31 | 0        | 4         | -
        p2         | enterprises_trained   | -    | all | 2022-01-01 | 2025-12-31 | 0        | 9         | -
        p2         | enterprises_trained   | NAM  | all | 2022-01-01 | 2023-12-31 | 0        | 5         | -
        p1         | enterprises_completed | -    | all | 2020-01-01 | 2021-12-31 | 0        | 3         | -
        p2         | enterprises_completed | -    | all | 2022-01-01 | 2025-12-31 | 0        | 5         | -
        p1         | agreements_signed     | -    | all | 2020-01-01 | 2021-12-31 | 0        | 0         | -
        p2         | agreements_signed     | -    | all | 2022-01-01 | 2023-12-31 | 0        | 0         | -
        p1         | coaches               | -    | all | 2020-01-01 | 2021-12-31 | 0        | 7         | -
        p1         | days_lost             | -    | all | 2020-01-01 | 2021-12-31 | 20       | 10        | -
        p2         | days_lost             | -    | all | 2022-01-01 | 2023-12-31 | 20       | 10        | -
        p1         | visits_paid           | -    | all | 2020-01-01 | 2020-12-31 | 0        | 10        | -
        p1         | visits_paid           | -    | all | 2021-01-01 | 2021-12-31 | 0        | 10        | -
        p1         | visits_paid           | -    | all | 2022-01-01 | 2022-12-31 | 0        | 10        | -
        p1         | use                   | -    | all | 2020-01-01 | 2021-12-31 | -        | 30        | 60
        p2         | use                   | -    | all | 2022-01-01 | 2023-12-31 | -        | 10        | 40
        """,
    "results": """
        project_id | indicator           | sex | starts_on  | ends_on    | numerator | denominator | as_of      | evidence
        p1         | enterprises_trained | all | 2020-01-01 | 2021-12-31 | 900       | -           | 2021-12-31 | a letter
        p1         | agreements_signed   | all | 2020-01-01 | 2021-12-31 | 0         | -           | 2021-12-31 | -
        p2         | agreements_signed   | all | 2022-01-01 | 2023-12-31 | 1         | -           | 2023-12-31 | signed
        p1         | days_lost           | all | 2020-01-01 | 2021-12-31 | 11        | -           | 2021-12-31 | -
        p2         | days_lost           | all | 2022-01-01 | 2023-12-31 | 12        | -           | 2023-12-31 | -
        p1         | visits_paid         | all | 2020-01-01 | 2020-12-31 | 9         | -           | 2020-12-31 | -
        p1         | visits_paid         | all | 2021-01-01 | 2021-12-31 | 8         | -           | 2021-12-31 | -
        p1         | use                 | all | 2020-01-01 | 2021-12-31 | 20        | 50          | 2021-12-31 | -
        p2         | use                 | all | 2022-01-01 | 2023-12-31 | 30        | 50          | 2023-12-31 | -
        """,
}


@pytest.fixture
def drawn(published: Callable[..., Any]) -> None:
    published(**DRAWN)


def lines(viewer: Viewer = Viewer(), filters: Filters = Filters(), **given: Any) -> dict[tuple[str, ...], Any]:  # noqa: B008
    """The rows of `results/targets` by project, indicator, country and last day."""
    frame = ask("results/targets", filters, viewer, **given).frame
    return {
        (r.project_id, r.indicator, r.iso3 if isinstance(r.iso3, str) else "", str(r.ends_on)): r
        for r in frame.itertuples()
    }


@pytest.mark.parametrize(
    ("project", "indicator", "iso3", "due", "target", "actual", "status"),
    [
        # 2 of 3 by the end of 2020: e1 and e2; e1 counts once, and what was sent in is not added to what is counted.
        ("p1", "enterprises_trained", "", "2020-12-31", 3, 2, "behind"),
        ("p1", "enterprises_trained", "", "2021-12-31", 4, 4, "on_track"),
        ("p2", "enterprises_trained", "", "2023-12-31", 4, 5, "ahead"),
        ("p2", "enterprises_trained", "NAM", "2023-12-31", 5, 4, "behind"),
        ("p2", "enterprises_trained", "", "2025-12-31", 9, 5, "not_due"),
        ("p1", "enterprises_completed", "", "2021-12-31", 3, 2, "behind"),
        # A count of which nothing happened, in a project that trains, is 0.
        ("p2", "enterprises_completed", "", "2025-12-31", 5, 0, "not_due"),
        # A target of zero has no margin.
        ("p1", "agreements_signed", "", "2021-12-31", 0, 0, "on_track"),
        ("p2", "agreements_signed", "", "2023-12-31", 0, 1, "ahead"),
        ("p1", "coaches", "", "2021-12-31", 7, None, "not_reporting"),
        # From 20 down to 10, lower is better: 11 is within 15 %, 12 is not.
        ("p1", "days_lost", "", "2021-12-31", 10, 11, "on_track"),
        ("p2", "days_lost", "", "2023-12-31", 10, 12, "behind"),
        # Increments add up: 9 of 10, 17 of 20 (just within the margin), and for the third nothing was sent in.
        ("p1", "visits_paid", "", "2020-12-31", 10, 9, "on_track"),
        ("p1", "visits_paid", "", "2021-12-31", 20, 17, "on_track"),
        ("p1", "visits_paid", "", "2022-12-31", 30, None, "not_reporting"),
        # Shares are compared as shares: 40 % of 50 %, and 60 % of 25 %.
        ("p1", "use", "", "2021-12-31", 50, 40, "behind"),
        ("p2", "use", "", "2023-12-31", 25, 60, "ahead"),
    ],
)
def test_a_target_has_an_actual_and_a_status(
    project: str, indicator: str, iso3: str, due: str, target: float, actual: float | None, status: str, drawn: None
) -> None:
    row = lines()[project, indicator, iso3, due]
    assert (row.target, row.status) == (target, status)
    assert pd.isna(row.actual) if actual is None else row.actual == actual


def test_the_margin_is_the_readers(drawn: None) -> None:
    assert lines(margin=10)["p1", "visits_paid", "", "2021-12-31"].status == "behind"
    assert lines(margin=25)["p2", "enterprises_trained", "", "2023-12-31"].status == "on_track"
    assert lines(margin=25)["p2", "agreements_signed", "", "2023-12-31"].status == "ahead"


def test_periods_go_together_in_three_ways(drawn: None) -> None:
    kinds = {(row.project_id, row.indicator): row.cumulation for row in lines().values() if row.status != "no_target"}
    assert kinds["p1", "enterprises_trained"] == "cumulative"
    assert kinds["p1", "visits_paid"] == "increment"
    assert kinds["p1", "use"] == "not_summing"


def test_the_current_target_is_the_last_that_is_due_or_else_the_next(drawn: None) -> None:
    current = {key for key, row in lines().items() if row.is_current}
    assert ("p2", "enterprises_trained", "", "2023-12-31") in current
    assert ("p2", "enterprises_trained", "", "2025-12-31") not in current
    assert ("p2", "enterprises_completed", "", "2025-12-31") in current
    assert lines()["p2", "coaches", "", "None"].status == "no_target"


def test_evidence_is_a_count_here_or_what_the_project_names(drawn: None) -> None:
    found = lines()
    assert found["p1", "enterprises_trained", "", "2021-12-31"].has_evidence
    assert found["p1", "enterprises_trained", "", "2021-12-31"].basis == "counted"
    assert found["p2", "agreements_signed", "", "2023-12-31"].evidence == "signed"
    assert not found["p1", "agreements_signed", "", "2021-12-31"].has_evidence


def test_of_a_country_are_its_targets_and_those_of_projects_that_train_in_no_other(drawn: None) -> None:
    assert {key[0] for key in lines(filters=Filters(country=("KEN",)))} == {"p1"}
    assert set(lines(filters=Filters(country=("NAM",), period=(2023, 2023)))) == {
        ("p2", "enterprises_trained", "NAM", "2023-12-31")
    }


def rolled(**given: Any) -> dict[tuple[str, str], Any]:
    frame = ask("results/target_rollup", **given).frame
    return {(r.indicator, r.iso3 if isinstance(r.iso3, str) else ""): r for r in frame.itertuples()}


def test_projects_roll_up_and_an_enterprise_in_two_of_them_counts_once(drawn: None) -> None:
    trained = rolled()["enterprises_trained", ""]
    assert (trained.target, trained.actual, trained.added, trained.projects) == (8, 8, 9, 2)
    assert trained.status == "on_track"
    # A ratio of sums: 30 + 10 of 100 were promised, 20 + 30 of 100 came.
    use = rolled()["use", ""]
    assert (use.target, use.actual, use.listed) == (40, 50, 0)
    # What nobody sent in is not in the target that the actual is compared with.
    coaches = rolled()["coaches", ""]
    assert (coaches.target_all, coaches.with_actual, coaches.status) == (7, 0, "not_reporting")


def test_a_country_rolls_up_its_own_targets_and_those_of_projects_that_are_there_alone(drawn: None) -> None:
    found = rolled(by="country")
    assert (found["enterprises_trained", "KEN"].target, found["enterprises_trained", "KEN"].actual) == (4, 4)
    assert (found["enterprises_trained", "NAM"].target, found["enterprises_trained", "NAM"].actual) == (5, 4)
    assert ("use", "NAM") not in found


def test_donors_contribute_by_their_share_and_the_contributions_add_up_to_the_enterprises(drawn: None) -> None:
    found = {row.donor: row for row in ask("results/donor_lens").frame.itertuples()}
    # Ada: e1, e2, e3 and half of e4 by p1; a half of e5 to e8 and a quarter of e4 by p2.
    assert found["Ada"].contribution == pytest.approx(3.5 + 2.25)
    assert found["Bea"].contribution == pytest.approx(2.25)
    assert (found["Ada"].enterprises, found["Bea"].enterprises, found["Ada"].all_enterprises) == (8, 5, 8)
    assert (found["Ada"].budget_usd, found["Bea"].budget_usd) == (2000, 1000)
    alone = ask("results/donor_lens", viewer=Viewer("donor", ("p2",)), by="project").frame
    assert list(alone["project_id"]) == ["p2", "p2"]
    assert list(alone["contribution"]) == [2.5, 2.5]


def test_delivery_cost_is_of_the_engagements_whose_costs_are_known(drawn: None) -> None:
    row = ask("results/unit_costs").frame.set_index("project_id").loc["p1"]
    assert (row["cost_usd"], row["enterprises"], row["per_enterprise"]) == (600, 2, 300)
    assert (row["trained"], row["engagements"], row["without_rate"], row["without_costs"]) == (5, 2, 1, 2)
    assert row["value"] == pytest.approx(100 / 6)


def test_spending_is_told_with_its_share_of_the_budget_so_far(drawn: None) -> None:
    rows = ask("results/project_spending", Filters(project=("p1",))).frame
    assert list(rows["spent_share"]) == [30, 90]


def test_the_history_of_a_line_is_counted_to_each_day(drawn: None) -> None:
    rows = ask("results/target_history", one="p1", of_indicator="enterprises_trained").frame
    assert list(zip(rows["day"], rows["target"], rows["actual"], strict=True)) == [
        (date(2020, 12, 31), 3, 2),
        (date(2021, 12, 31), 4, 4),
    ]
    added = ask("results/target_history", one="p1", of_indicator="visits_paid").frame
    assert list(added["actual"].iloc[:2]) == [9, 17]
    assert pd.isna(added["actual"].iloc[2])


def test_the_logframe_is_shown_as_published_and_odd_cells_are_named(drawn: None) -> None:
    found = {(r.indicator_no, r.iso3): r for r in ask("results/logframe").frame.itertuples()}
    assert len(found) == 56
    assert (found[6, "CHN"].actual_raw, found[6, "CHN"].actual, found[6, "CHN"].actual_women) == ("36 (56%F)", 36, 56)
    assert found[6, "CHN"].actual_cell == "with_women"
    assert found[6, "ZAF"].target_cell == "sex_not_said"
    assert found[6, "IDN"].actual_cell == "no_whole_number"  # 30 % of 13
    assert found[1, "GHA"].target_cell == "no_number"
    assert found[2, "GHA"].target_cell == "by_module"
    assert found[7, "VNM"].actual_cell == "blank"
    statuses = [found[key].status for key in ((1, "GHA"), (7, "VNM"), (3, "ZAF"), (7, "IDN"), (2, "COL"), (5, "CHN"))]
    assert statuses == ["not_comparable", "not_reporting", "ahead", "on_track", "behind", "behind"]


@pytest.mark.parametrize(
    "name", ["targets", "target_rollup", "project", "project_spending", "donor_lens", "unit_costs"]
)
@pytest.mark.parametrize(
    "viewer", [Viewer("trainer", ("t1",)), Viewer("public"), Viewer("donor")], ids=lambda v: v.role
)
def test_trainers_the_public_and_links_see_no_targets_and_no_money(name: str, viewer: Viewer, drawn: None) -> None:
    with pytest.raises(AccessError, match="targets and money"):
        ask(f"results/{name}", viewer=viewer)


def test_a_donor_sees_the_own_projects_only(drawn: None) -> None:
    donor = Viewer("donor", ("p2",))
    assert {key[0] for key in lines(donor)} == {"p2"}
    assert list(ask("results/project", viewer=donor).frame["project_id"]) == ["p2"]
    assert set(ask("results/project_spending", viewer=donor).frame["project_id"]) == {"p2"}
    assert ask("results/target_history", viewer=donor, one="p1", of_indicator="enterprises_trained").empty
    assert ask("results/targets", Filters(project=("p1",)), donor).empty


def test_a_coordinator_sees_the_own_countries_and_no_money_of_projects_that_are_elsewhere_too(drawn: None) -> None:
    kenya, namibia = Viewer("coordinator", ("KEN",)), Viewer("coordinator", ("NAM",))
    assert {key[0] for key in lines(kenya)} == {"p1"}
    assert set(lines(namibia)) == {("p2", "enterprises_trained", "NAM", "2023-12-31")}
    projects = ask("results/project", viewer=namibia).frame
    assert list(projects["project_id"]) == ["p2"]
    assert pd.isna(projects["budget"].iloc[0])
    assert list(projects["enterprises"]) == [4]
    assert ask("results/project_spending", viewer=namibia).empty
    assert list(ask("results/project", viewer=kenya).frame["budget"].dropna()) == [1000]


def test_no_other_question_can_read_targets_or_spending(published: Callable[..., Any]) -> None:
    from impact import warehouse

    snapshot = published(**BASE)
    for name in warehouse.PROMISED:
        for kind in ("aggregate", "rows", "peers"):
            with pytest.raises(warehouse.WarehouseError, match="does not exist"):
                warehouse.run(snapshot.id, Viewer(), kind, f"select count(*) as n from {name}", {})
