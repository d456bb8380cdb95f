"""Each indicator on a small drawn export: tables in, its value, n and coverage out."""

from collections.abc import Callable
from typing import Any

import pytest

from impact.ask import ask
from impact.filters import Filters

BASE = {
    "modules": """
        module | title
        wpc    | Workplace Cooperation
        qm     | Quality Management
        """,
    "enterprises": """
        enterprise_id | name  | iso3 | isic | women_led
        e1            | One   | KEN  | 14   | yes
        e2            | Two   | KEN  | 10   | no
        e3            | Three | NAM  | 14   | -
        """,
    "projects": """
        project_id | title
        p1         | First
        p2         | Second
        """,
    "donors": """
        donor_id | name
        d1       | Donor
        """,
    "project_donors": """
        project_id | donor_id | share
        p1         | d1       | 1
        """,
    "trainers": """
        trainer_id | iso3 | sex
        t1         | KEN  | female
        t2         | KEN  | male
        t3         | NAM  | female
        """,
    "partners": """
        partner_id | name    | iso3 | kind
        a1         | Partner | KEN  | private
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | enrolled_on | classroom_on | completed_on | dropped_on | status
        g1            | e1            | wpc    | p1         | 2022-01-01  | 2022-02-01   | 2022-09-01   | -          | completed
        g2            | e1            | qm     | p2         | 2023-01-01  | 2023-02-01   | -            | -          | trained
        g3            | e2            | wpc    | p1         | 2023-01-05  | 2023-03-01   | -            | 2023-06-01 | dropped
        g4            | e3            | wpc    | -          | 2023-01-07  | -            | -            | -          | trained
        g5            | e2            | qm     | -          | 2024-05-01  | 2024-12-01   | -            | -          | enrolled
        """,
    "sessions": """
        session_id | kind      | module | project_id | iso3 | starts_on  | planned | participants | partner_id
        s1         | classroom | wpc    | p1         | KEN  | 2022-02-01 | no      | 4            | a1
        s2         | classroom | qm     | p2         | KEN  | 2023-02-01 | no      | 2            | a1
        s3         | visit     | wpc    | -          | NAM  | 2024-03-01 | no      | -            | -
        s4         | classroom | wpc    | -          | KEN  | 2024-12-01 | yes     | -            | a1
        s5         | tot       | wpc    | -          | KEN  | 2023-05-01 | no      | 2            | a1
        s6         | online    | wpc    | -          | -    | 2023-06-01 | no      | 0            | -
        s7         | classroom | wpc    | -          | KEN  | 2023-07-01 | yes     | -            | a1
        """,
    "attendances": """
        attendance_id | session_id | engagement_id | enterprise_id | person_id | sex     | role    | satisfaction
        w1            | s1         | g1            | e1            | anna      | female  | worker  | 5
        w2            | s1         | g1            | e1            | ben       | male    | manager | 3
        w3            | s1         | g1            | e1            | -         | female  | worker  | -
        w4            | s1         | g1            | e1            | carl      | unknown | worker  | 4
        w5            | s2         | g2            | e1            | anna      | female  | worker  | 4
        w6            | s2         | g2            | e1            | ben       | male    | manager | 2
        w7            | s5         | -             | -             | tess      | female  | trainer | 5
        w8            | s4         | g5            | e2            | dora      | female  | worker  | -
        w9            | s2         | g2            | e1            | guest     | female  | other   | 5
        """,
    "workforce": """
        enterprise_id | measured_on | women | men
        e1            | 2021-12-01  | 30    | 20
        e1            | 2023-01-15  | 35    | 25
        e1            | 2024-01-15  | 99    | 99
        e2            | 2023-05-01  | 5     | 5
        """,
    "trainer_modules": """
        trainer_id | module | stage      | reached_on
        t1         | wpc    | instructed | 2022-01-10
        t1         | wpc    | certified  | 2022-06-10
        t1         | qm     | instructed | 2023-01-10
        t2         | wpc    | candidate  | 2022-01-10
        t3         | wpc    | expert     | 2023-05-05
        """,
    "session_trainers": """
        session_id | trainer_id
        s1         | t1
        s3         | t3
        s4         | t2
        """,
    "engagement_costs": """
        engagement_id | payer      | amount | currency | year
        g1            | donor      | 60     | USD      | 2022
        g1            | enterprise | 40     | USD      | 2022
        g2            | enterprise | 300    | USD      | 2023
        g3            | enterprise | 500    | USD      | 2024
        """,
    "improvement_projects": """
        improvement_id | enterprise_id | engagement_id | category | started_on | completed_on | status
        i1             | e1            | g1            | 5S       | 2022-03-01 | 2022-04-01   | completed
        i2             | e1            | g1            | waste    | 2022-03-01 | -            | completed
        i3             | e1            | g1            | 5S       | 2022-03-01 | -            | under_way
        """,
    "suggestions": """
        enterprise_id | period_start | sex    | made | implemented
        e1            | 2022-03-01   | all    | 10   | 4
        e1            | 2022-04-01   | female | 3    | 1
        e1            | 2022-04-01   | male   | 2    | -
        e1            | 2022-04-01   | all    | 5    | 1
        e1            | 2022-05-01   | all    | -    | -
        """,
    "kpis": """
        kpi         | title       | type  | better  | unit                 | comparable | minimal_change
        defect_rate | Defect rate | ratio | lower   | rejected per checked | yes        | 0.005
        jobs        | Jobs        | count | neither | workers              | yes        | 1
        """,
    "kpi_observations": """
        enterprise_id | kpi         | phase    | period_start | period_days | sex | numerator | denominator
        e1            | defect_rate | baseline | 2021-12-01   | 31          | all | 5         | 100
        e1            | defect_rate | endline  | 2022-08-01   | 31          | all | 4         | 100
        e2            | defect_rate | baseline | 2023-02-01   | 28          | all | 5         | 100
        e1            | jobs        | baseline | 2021-12-01   | 31          | all | 50        | -
        e1            | jobs        | endline  | 2022-08-01   | 31          | all | 49        | -
        e2            | jobs        | baseline | 2023-02-01   | 28          | all | 10        | -
        e2            | jobs        | endline  | 2023-08-01   | 31          | all | 12        | -
        """,
    "practices": """
        practice | title | module
        team     | Team  | wpc
        slips    | Slips | -
        """,
    "practice_checks": """
        enterprise_id | practice | phase    | checked_on | answer
        e1            | team     | baseline | 2022-01-10 | no
        e1            | team     | endline  | 2022-08-20 | yes
        e1            | slips    | baseline | 2022-01-10 | no
        e1            | slips    | endline  | 2022-08-20 | no
        e2            | team     | baseline | 2023-02-10 | no
        e2            | slips    | baseline | 2023-02-10 | yes
        """,
    "submissions": """
        iso3 | period_start | due_on     | received_on
        KEN  | 2024-01-01   | 2024-04-30 | 2024-04-30
        KEN  | 2024-04-01   | 2024-07-31 | 2024-08-15
        NAM  | 2024-04-01   | 2024-07-31 | -
        NAM  | 2024-07-01   | 2024-10-31 | -
        """,
}

# indicator: value, n, reported, expected
EXPECTED: dict[str, tuple[float | None, int, int, int]] = {
    "enterprises_trained": (2, 2, 3, 4),
    "enterprises_completed": (1, 1, 1, 1),
    "module_uptake": (3, 3, 3, 4),
    "modules_per_enterprise": (1.5, 2, 3, 4),
    "unique_people": (3, 3, 5, 6),
    "attendances": (6, 6, 6, 7),
    "workforce_represented": (60, 1, 2, 4),
    "women_share": (50, 2, 4, 6),
    "workers_share": (200 / 3, 3, 5, 6),
    "satisfaction_rate": (60, 5, 5, 6),
    "sessions": (4, 4, 4, 4),
    "visits": (1, 1, 1, 1),
    "improvement_projects_completed": (1, 1, 1, 2),
    "suggestions_made": (15, 3, 3, 4),
    "suggestions_implemented": (5, 2, 2, 4),
    "trainers_instructed": (2, 2, 4, 4),
    "trainers_certified": (2, 2, 2, 2),
    "trainers_expert": (1, 1, 1, 1),
    "active_trainers": (1, 1, 1, 1),
    "active_partners": (None, 0, 0, 1),
    "cost_recovery": (85, 2, 2, 4),
    "completion_rate": (50, 2, 2, 5),
    "sex_known_rate": (500 / 6, 6, 6, 6),
    "person_known_rate": (500 / 6, 6, 6, 6),
    "reports_on_time": (100 / 3, 3, 3, 3),
    "defect_rate": (100, 1, 1, 3),
    "jobs": (50, 2, 2, 3),
    "practices_adopted": (50, 2, 2, 3),
    # A KPI that the export does not have: nobody was asked.
    **dict.fromkeys(
        (
            "absenteeism",
            "labour_turnover",
            "accidents",
            "energy_per_unit",
            "material_per_unit",
            "productivity",
            "on_time_delivery",
            "overtime",
            "cost_savings",
            "worker_satisfaction",
            "grievances_resolved",
            "wages",
        ),
        (None, 0, 0, 0),
    ),
}


NO_FILTERS = Filters()


def overview(filters: Filters = NO_FILTERS) -> dict[str, Any]:
    rows = ask("results/overview", filters).frame.to_dict("records")
    return {row["indicator"]: row for row in rows}


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_an_indicator_has_the_value_n_and_coverage_that_the_tables_give(code: str, drawn_once: dict[str, Any]) -> None:
    row = drawn_once[code]
    value, n, reported, expected = EXPECTED[code]
    assert row["value"] == pytest.approx(value) if value is not None else row["value"] != row["value"]
    assert (row["n"], row["reported"], row["expected"]) == (n, reported, expected)


def test_every_indicator_of_the_catalogue_is_drawn_here(drawn_once: dict[str, Any]) -> None:
    assert set(drawn_once) == set(EXPECTED)


@pytest.fixture(scope="module")
def drawn_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from impact.publish import publish
    from tests import drawn

    place = tmp_path_factory.mktemp("drawn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(place / "store"))
        (place / "store").mkdir()
        publish(drawn.export(place / "export", **BASE))
        return overview()


def test_a_donor_sees_only_the_engagements_that_its_projects_fund(published: Callable[..., Any]) -> None:
    published(**BASE)
    rows = overview(Filters(donor=("d1",)))
    assert rows["enterprises_trained"]["value"] == 2
    assert rows["module_uptake"]["value"] == 2
    assert rows["trainers_instructed"]["value"] == 2, "trainers have no project: the filter leaves them as they are"


def test_a_country_filter_takes_codes_and_regions_and_knows_namibia(published: Callable[..., Any]) -> None:
    published(**BASE)
    assert overview(Filters(country=("NAM",)))["trainers_expert"]["value"] == 1
    assert overview(Filters(country=("africa",)))["enterprises_trained"]["value"] == 2
    assert overview(Filters(country=("europe-central-asia",)))["enterprises_trained"]["status"] == "no_data"


def test_a_period_counts_what_happened_in_it_and_compares_it_with_the_one_before(published: Callable[..., Any]) -> None:
    published(**BASE)
    row = overview(Filters(period=(2023, 2023)))["enterprises_trained"]
    assert (row["value"], row["latest"], row["previous"]) == (2, 2, 1)


def test_without_a_period_the_last_whole_year_is_compared(published: Callable[..., Any]) -> None:
    published(**BASE)
    row = overview()["module_uptake"]
    assert (row["value"], row["latest"], row["previous"]) == (3, 2, 1)


def test_a_count_without_events_is_zero_after_the_first_one_and_not_known_before(published: Callable[..., Any]) -> None:
    published(**BASE)
    assert overview(Filters(period=(2024, 2024)))["enterprises_completed"]["value"] == 0
    before = overview(Filters(period=(2010, 2010)))["enterprises_completed"]
    assert before["status"] == "no_data"


def test_a_share_without_events_is_never_zero(published: Callable[..., Any]) -> None:
    published(**BASE)
    assert overview(Filters(period=(2010, 2010)))["satisfaction_rate"]["status"] == "no_data"


def test_sector_size_and_leadership_restrict_what_enterprises_did(published: Callable[..., Any]) -> None:
    published(**BASE)
    assert overview(Filters(women_led="yes"))["enterprises_trained"]["value"] == 1
    assert overview(Filters(size=("medium",)))["enterprises_trained"]["value"] == 1, (
        "by the latest workforce, of 198 and 10"
    )
    assert overview(Filters(sector=("food_beverages",)))["enterprises_trained"]["value"] == 1


def test_an_engagement_whose_workshop_is_still_to_come_counts_as_enrolled(published: Callable[..., Any]) -> None:
    published(**BASE)
    quality = ask("results/country_modules").frame.set_index("module").loc["qm"]
    assert (quality["enrolled"], quality["trained"], quality["completed"]) == (2, 1, 0)
    of_2024 = ask("results/country_modules", Filters(period=(2024, 2024))).frame.set_index("module").loc["qm"]
    assert (of_2024["enrolled"], of_2024["trained"]) == (1, 0)
