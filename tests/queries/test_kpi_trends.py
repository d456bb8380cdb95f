"""The questions of one enterprise's KPIs, each on a small drawn export: tables in, rows out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.filters import Filters

Published = Callable[..., Any]
TABLES = {
    "modules": """
        module | title
        wpc    | Workplace Cooperation
        qm     | Quality Management
        """,
    "enterprises": """
        enterprise_id | name              | iso3 | isic | region  | women_led | joined_on  | benchmark_consent_on
        e1            | Këpucë & <b>Sons  | KEN  | 15   | Nairobi | yes       | 2021-01-01 | 2022-01-01
        e2            | Baobab Leather    | KEN  | 14   | -       | no        | 2021-01-01 | 2030-01-01
        e3            | Leather Namibia   | NAM  | 10   | -       | -         | 2021-01-01 | -
        """,
    "workforce": """
        enterprise_id | measured_on | women | men
        e1            | 2021-06-01  | 5     | 4
        e1            | 2022-06-01  | 30    | 30
        """,
    "projects": """
        project_id | title
        p1         | First phase
        """,
    "partners": """
        partner_id | name       | iso3
        q1         | The Chamber | KEN
        """,
    "trainers": """
        trainer_id | iso3
        t1         | KEN
        t2         | NAM
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | partner_id | trainer_id | enrolled_on | classroom_on | status
        g1            | e1            | wpc    | p1         | q1         | t1         | 2021-10-01  | 2022-01-10   | completed
        g2            | e1            | qm     | -          | -          | t1         | 2023-10-01  | -            | enrolled
        g3            | e3            | wpc    | -          | -          | t2         | 2021-10-01  | 2022-01-10   | trained
        """,
    "improvement_teams": """
        enterprise_id | formed_on  | women_workers | men_workers | women_managers | men_managers
        e1            | 2022-02-01 | 2             | 3           | 1              | 0
        """,
    "kpis": """
        kpi    | title       | type   | better  | unit                     | comparable | minimal_change
        defect | Defects     | ratio  | lower   | items bad per item made  | yes        | 0.01
        saving | Savings     | amount | higher  | local currency a month   | yes        | 1
        jobs   | Jobs        | count  | neither | workers                  | yes        | 1
        """,
    "kpi_expectations": """
        kpi    | module | due_days
        defect | wpc    | 100
        saving | wpc    | 100
        jobs   | qm     | 100
        """,
}
COLUMNS = "enterprise_id|engagement_id|kpi|phase|period_start|period_days|sex|numerator|denominator|currency"
MONTHS = [date(2021 + i // 12, i % 12 + 1, 1) for i in range(36)]


def rows(
    values: list[float | None], *, first: int = 0, phase: str = "monitoring", kpi: str = "defect", **more: str
) -> list[str]:
    """Observations month by month from `MONTHS[first]` on, each of a denominator of 1,000; None leaves a month out."""
    of = {"enterprise_id": "e1", "engagement_id": "g1", "sex": "all", "denominator": "1000", "currency": "-", **more}
    return [
        f"{of['enterprise_id']}|{of['engagement_id']}|{kpi}|{phase}|{MONTHS[first + i]}|28|{of['sex']}|{value}"
        f"|{of['denominator']}|{of['currency']}"
        for i, value in enumerate(values)
        if value is not None
    ]


def draw(published: Published, *groups: list[str]) -> None:
    published(**TABLES, kpi_observations="\n".join([COLUMNS, *(row for group in groups for row in group)]))


def change(kpi: str = "defect", enterprise: str = "e1") -> Any:
    frame = ask("enterprises/kpi_changes", enterprise=enterprise).frame
    return frame[frame["kpi"] == kpi].iloc[0]


# Mean 100, moving ranges all 10: limits 73.4 and 126.6, half-way 86.7 and 113.3, in thousandths.
BASELINE: list[float | None] = [105, 95, 105, 95, 105, 95, 105, 95]


def test_limits_are_the_mean_and_two_point_six_six_mean_moving_ranges(published: Published) -> None:
    draw(published, rows(BASELINE, phase="baseline"), rows([100], first=20))
    row = change()
    assert (row["points"], row["later"]) == (8, 1)
    assert row["centre"] == pytest.approx(0.1)
    assert row["upper"] == pytest.approx(0.1266)
    assert row["lower"] == pytest.approx(0.0734)
    assert row["verdict"] == "within_noise"


def test_a_limit_below_nothing_is_nothing(published: Published) -> None:
    draw(published, rows([200, 0, 200, 0, 200, 0, 200, 0], phase="baseline"), rows([100], first=20))
    assert change()["lower"] == 0


RULES: list[tuple[list[float | None], str, int, int, int]] = [
    ([126], "within_noise", 0, 1, 1),
    ([127], "more_than_noise", 1, 1, 1),
    ([73], "more_than_noise", 1, 1, 1),
    ([101] * 7, "within_noise", 0, 7, 0),
    ([101] * 8, "more_than_noise", 0, 8, 0),
    ([99] * 8, "more_than_noise", 0, 8, 0),
    ([101] * 7 + [100] + [101] * 7, "within_noise", 0, 7, 0),
    ([101] * 7 + [99] + [101] * 7, "within_noise", 0, 7, 0),
    # Three of four closer to a limit: 86.7 is half-way.
    ([86, 99, 86], "within_noise", 0, 3, 2),
    ([86, 99, 86, 86], "more_than_noise", 0, 4, 3),
    ([86, 86, 86], "more_than_noise", 0, 3, 3),
    ([86, 99, 99, 86, 86], "within_noise", 0, 5, 2),
    ([86, 114, 86, 114], "within_noise", 0, 1, 2),
    ([87, 87, 87, 87], "within_noise", 0, 4, 0),
]


def test_each_rule_of_runs_alone_tells_more_than_noise(published: Published) -> None:
    tables = {name: text for name, text in TABLES.items() if name not in ("enterprises", "engagements")}
    enterprises, engagements, values = (
        ["enterprise_id|name|iso3"],
        ["engagement_id|enterprise_id|module|classroom_on"],
        [],
    )
    for place, (later, *_) in enumerate(RULES):
        enterprises.append(f"r{place}|x|KEN")
        engagements.append(f"g{place}|r{place}|wpc|2022-01-10")
        values += rows(BASELINE, phase="baseline", enterprise_id=f"r{place}", engagement_id=f"g{place}")
        values += rows(later, first=13, enterprise_id=f"r{place}", engagement_id=f"g{place}")
    drawn = {"enterprises": enterprises, "engagements": engagements, "kpi_observations": [COLUMNS, *values]}
    published(**tables, **{name: "\n".join(lines) for name, lines in drawn.items()})
    for place, (later, *wanted) in enumerate(RULES):
        row = change(enterprise=f"r{place}")
        assert row[["verdict", "beyond", "run", "near"]].tolist() == wanted, later
        assert row["later"] == len(later)


def test_seven_baseline_points_are_too_few(published: Published) -> None:
    draw(published, rows(BASELINE[:7], phase="baseline"), rows([500], first=13))
    row = change()
    assert (row["verdict"], row["points"]) == ("too_few_points", 7)
    assert row[["centre", "lower", "upper", "beyond"]].isna().all()


def test_a_baseline_after_the_workshop_or_not_believed_sets_no_limits(published: Published) -> None:
    # The workshop is on 10 January 2022.
    late = rows([100, 100], first=12, phase="baseline")
    draw(published, rows(BASELINE[:7], phase="baseline"), rows([5000], first=7, phase="baseline"), late)
    row = change()
    # January begins before the workshop's day, February is a later value; what is far off is left out.
    assert (row["points"], row["later"], row["verdict"]) == (8, 1, "within_noise")


def test_the_month_of_the_workshop_is_not_after_it(published: Published) -> None:
    draw(published, rows(BASELINE, phase="baseline"), rows([500], first=12))
    assert change()["verdict"] == "no_later_points"


def test_a_baseline_that_never_varies_says_nothing_of_noise(published: Published) -> None:
    draw(published, rows([100] * 8, phase="baseline"), rows([500], first=13))
    row = change()
    assert row["verdict"] == "flat"
    assert row[["centre", "upper"]].isna().all()


def test_a_kpi_that_no_module_taken_asks_for_has_no_workshop(published: Published) -> None:
    draw(published, rows([50, 60] * 4, phase="baseline", kpi="jobs", denominator="-"))
    assert change("jobs")["verdict"] == "no_workshop"


def test_a_value_that_is_far_off_is_no_signal(published: Published) -> None:
    draw(published, rows(BASELINE, phase="baseline"), rows([100, 101, 99, 5000], first=13))
    row = change()
    assert (row["verdict"], row["later"]) == ("within_noise", 3)


def test_a_copied_endline_has_no_verdict_of_its_own(published: Published) -> None:
    same = [
        row
        for kpi in ("defect", "other")
        for row in rows([100] * 4, phase="baseline", kpi=kpi) + rows([100] * 4, first=16, phase="endline", kpi=kpi)
    ]
    kpis = TABLES["kpis"] + "        other | Other | ratio | lower | bad per made | yes | 0.01\n"
    published(**{**TABLES, "kpis": kpis}, kpi_observations="\n".join([COLUMNS, *same]))
    assert (change()["status"], change()["verdict"]) == ("copied", "copied")
    assert change()["outcome"] is None


def test_change_is_in_the_unit_and_percent_needs_a_base_above_zero(published: Published) -> None:
    draw(
        published,
        rows([100, 100], phase="baseline"),
        rows([80, 60], first=16, phase="endline"),
        rows([0, 0], phase="baseline", kpi="saving", denominator="-", currency="KES"),
        rows([10, 30], first=16, phase="endline", kpi="saving", denominator="-", currency="KES"),
    )
    row = change()
    assert (row["baseline"], row["endline"]) == (pytest.approx(0.1), pytest.approx(0.07))
    assert row["change"] == pytest.approx(-0.03)
    assert row["percent"] == pytest.approx(-30)
    assert (row["outcome"], row["baseline_periods"], row["endline_periods"]) == ("improved", 2, 2)
    saved = change("saving")
    assert (saved["change"], saved["currency"]) == (20, "KES")
    assert saved["percent"] is None or saved["percent"] != saved["percent"]


def test_a_month_left_out_begins_the_line_anew(published: Published) -> None:
    draw(published, rows([1, 2, None, 3], first=13))
    frame = ask("enterprises/kpi_trends", enterprise="e1").frame
    assert frame["after_gap"].tolist() == [False, False, True]
    assert frame["value"].tolist() == [0.001, 0.002, 0.003]
    assert frame["period_end"].iloc[0] == date(2022, 2, 28)


def test_what_is_not_plausible_or_computable_is_there_with_its_status(published: Published) -> None:
    draw(
        published, rows([10, 10, 10, 900, -1]), rows([7], first=5, denominator="0"), rows([7], first=6, denominator="-")
    )
    frame = ask("enterprises/kpi_trends", enterprise="e1", kpi="defect").frame
    assert frame["status"].tolist() == ["shown"] * 3 + ["far_off", "out_of_range", "not_computable", "not_computable"]
    assert frame["value"].isna().tolist() == [False] * 5 + [True] * 2


def test_one_row_a_period_where_phases_overlap_the_endline_first(published: Published) -> None:
    draw(published, *(rows([n], phase=p) for n, p in ((1, "monitoring"), (2, "baseline"), (3, "endline"))))
    frame = ask("enterprises/kpi_trends", enterprise="e1").frame
    assert frame[["phase", "value"]].values.tolist() == [["endline", 0.003]]


def test_all_kpis_come_at_once_or_one(published: Published) -> None:
    draw(published, rows([1, 2]), rows([5], kpi="jobs", denominator="-"), rows([9], enterprise_id="e3"))
    assert set(ask("enterprises/kpi_trends", enterprise="e1").frame["kpi"]) == {"defect", "jobs"}
    assert set(ask("enterprises/kpi_trends", enterprise="e1", kpi="jobs").frame["kpi"]) == {"jobs"}
    assert ask("enterprises/kpi_trends").empty


def test_women_and_men_are_told_apart_and_the_total_is_not_among_them(published: Published) -> None:
    draw(
        published,
        rows([30], sex="all", denominator="300"),
        rows([10, None, 20], sex="female", denominator="100"),
        rows([20], sex="male", denominator="200"),
        rows([4], sex="unknown", first=1, denominator="0"),
    )
    frame = ask("enterprises/kpi_by_sex", enterprise="e1", kpi="defect").frame
    said = frame[["period_start", "sex", "value", "status", "after_gap"]].astype(object)
    assert said.where(said.notna(), None).values.tolist() == [
        [MONTHS[0], "female", 0.1, "shown", False],
        [MONTHS[0], "male", 0.1, "shown", False],
        [MONTHS[1], "unknown", None, "not_computable", False],
        [MONTHS[2], "female", 0.2, "shown", True],
    ]


def test_an_enterprise_stands_with_its_workforce_team_and_what_it_took_part_in(published: Published) -> None:
    draw(published, rows([1, 2]))
    row = ask("enterprises/profile", enterprise="e1").frame.iloc[0]
    assert (row["name"], row["sector"], row["size"]) == ("Këpucë & <b>Sons", "Leather and footwear", "medium")
    assert (row["women"], row["men"], row["workforce_on"]) == (30, 30, date(2022, 6, 1))
    assert (row["team_women"], row["team_men"], row["team_on"]) == (3, 3, date(2022, 2, 1))
    assert (row["trainers"], row["projects"], row["partners"]) == ("t1", "First phase", "The Chamber")
    assert (row["modules"], row["kpis"], row["last_on"]) == (1, 1, date(2021, 2, 28))
    assert bool(row["consents"])


def test_who_has_nothing_recorded_has_nothing_and_consent_after_the_export_is_none(published: Published) -> None:
    draw(published, rows([1, 2]))
    row = ask("enterprises/profile", enterprise="e2").frame.iloc[0]
    assert row[["women", "team_women", "trainers", "region", "last_on"]].isna().all()
    assert (row["modules"], row["kpis"], row["size"]) == (0, 0, "unknown")
    assert not row["consents"]


def test_modules_come_with_their_dates_trainer_and_project(published: Published) -> None:
    draw(published, rows([1, 2]))
    frame = ask("enterprises/profile_modules", enterprise="e1").frame
    assert frame["title"].tolist() == ["Workplace Cooperation", "Quality Management"]
    assert frame["trained"].tolist() == [True, False]
    assert frame["classroom_on"].tolist() == [date(2022, 1, 10), None]
    assert frame["project"].tolist()[0] == "First phase"


WORDS = {
    "": {"e1", "e2", "e3"},
    "LEATHER": {"e1", "e2", "e3"},
    "kepuce": {"e1"},
    "KËPUCË": {"e1"},
    "leather ken": {"e1", "e2"},
    "  leather   kenya  ": {"e1", "e2"},
    "t2": {"e3"},
    "nairobi chamber": {"e1"},
    "e2": {"e2"},
    "& <b>": {"e1"},
    "%": set(),
    "_eather": set(),
    "'; drop table x; --": set(),
}


def test_every_word_must_be_found_in_name_place_sector_trainer_or_partner(published: Published) -> None:
    draw(published, rows([1, 2]))
    for words, found in WORDS.items():
        frame = ask("enterprises/find", words=words).frame
        assert set(frame["enterprise_id"]) == found, words
        assert (frame["found"] == len(found)).all()
    assert ask("enterprises/find", words="leather").frame["enterprise_id"].tolist() == ["e3", "e2", "e1"]


def test_without_words_the_best_reported_stand_first(published: Published) -> None:
    draw(published, rows([1, 2], enterprise_id="e2"))
    assert ask("enterprises/find").frame["enterprise_id"].tolist()[0] == "e2"


def test_shared_filters_narrow_what_is_found(published: Published) -> None:
    draw(published, rows([1, 2]))
    assert ask("enterprises/find", Filters(country=("NAM",))).frame["enterprise_id"].tolist() == ["e3"]
    assert ask("enterprises/find", Filters(women_led="yes")).frame["enterprise_id"].tolist() == ["e1"]


ONE = ("profile", "profile_modules", "kpi_trends", "kpi_changes")
SCOPED = [Viewer("coordinator", ("NAM",)), Viewer("trainer", ("t2",))]


def test_another_s_enterprise_is_as_if_it_were_not_there(published: Published) -> None:
    other = rows([2], enterprise_id="e3", engagement_id="g3", sex="female")
    draw(published, rows(BASELINE, phase="baseline"), rows([1], first=9, sex="female"), other)
    for viewer in SCOPED:
        for name in (*ONE, "kpi_by_sex"):
            more = {"kpi": "defect"} if name == "kpi_by_sex" else {}
            assert ask(f"enterprises/{name}", viewer=viewer, enterprise="e1", **more).empty, name
            assert not ask(f"enterprises/{name}", viewer=viewer, enterprise="e3", **more).empty, name
        found = ask("enterprises/find", viewer=viewer, words="leather").frame
        assert found[["enterprise_id", "found"]].values.tolist() == [["e3", 1]]


def test_a_coordinator_sees_the_values_of_one_s_own_enterprise(published: Published) -> None:
    draw(published, rows(BASELINE, phase="baseline"), rows([127], first=13), rows([80], first=16, phase="endline"))
    mine = ask("enterprises/kpi_changes", viewer=Viewer("coordinator", ("KEN",)), enterprise="e1")
    assert mine.withheld == 0
    assert_frame_equal(mine.frame, ask("enterprises/kpi_changes", enterprise="e1").frame)


@pytest.mark.parametrize("viewer", [Viewer("donor", ("p1",)), Viewer("public")], ids=["donor", "public"])
def test_donors_and_the_public_are_refused(viewer: Viewer, demo: Path) -> None:
    for name in ("find", *ONE, "kpi_by_sex"):
        with pytest.raises(AccessError, match="one by one"):
            ask(f"enterprises/{name}", viewer=viewer)
