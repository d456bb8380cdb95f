"""The questions of the page of improvement projects, each on a small drawn export: tables in, rows out."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.filters import Filters

KES_2022 = 117.866
PLACES = {
    "modules": "module | title\n wpc | Workplace Cooperation\n qm | Quality Management",
    "module_versions": "module | iso3 | position\n wpc | - | 1\n qm | - | 2",
    "projects": "project_id | title\n p1 | First",
    "enterprises": """
        enterprise_id | name       | iso3 | isic | women_led
        e1            | Alpha Ltd  | KEN  | 14   | yes
        e2            | Beta Mills | KEN  | 10   | no
        e3            | Gamma      | NAM  | 14   | -
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | enrolled_on | classroom_on | status
        g1            | e1            | wpc    | p1         | 2021-12-01  | 2022-01-10   | trained
        g2            | e2            | qm     | -          | 2021-12-01  | 2022-01-10   | trained
        """,
    "workforce": """
        enterprise_id | measured_on | women | men
        e1            | 2022-01-01  | 30    | 10
        e2            | 2022-01-01  | 10    | 30
        """,
}
# i4 is planned with a day of completion, i5 is called completed after the as-of day, i6 has no day, i7 ends before it starts,
# i8 is to begin, i9 was stopped, and the category of i3 is written in another way.
PROJECTS = """
    improvement_id | enterprise_id | engagement_id | category        | status    | proposed_by | started_on | completed_on
    i1             | e1            | g1            | Quality         | completed | worker      | 2022-01-01 | 2022-01-11
    i2             | e1            | g1            | Quality         | completed | team        | 2022-01-01 | 2022-01-31
    i3             | e2            | g2            | quality         | under_way | -           | 2022-06-01 | -
    i4             | e2            | g2            | Energy          | planned   | manager     | 2022-07-01 | 2022-08-01
    i5             | e2            | -             | Energy          | completed | manager     | 2024-08-01 | 2024-09-30
    i6             | e3            | -             | Energy          | completed | trainer     | 2022-03-01 | -
    i7             | e3            | -             | Energy          | completed | worker      | 2022-03-01 | 2022-02-01
    i8             | e1            | -             | Energy          | planned   | worker      | 2024-12-01 | -
    i9             | e3            | -             |   Energy        | stopped   | worker      | 2023-03-01 | -
    """
SAVINGS = """
    improvement_id | enterprise_id | category | status    | started_on | completed_on | saving  | currency | saving_period | saving_basis
    once           | e1            | Quality  | completed | 2022-01-01 | 2022-02-01   | 1178.66 | KES      | once          | measured
    day            | e1            | Quality  | completed | 2022-01-01 | 2022-02-01   | 2       | USD      | day           | measured
    month          | e1            | Quality  | completed | 2022-01-01 | 2022-02-01   | 117866  | KES      | month         | estimated
    year           | e2            | Quality  | completed | 2022-01-01 | 2022-02-01   | 300     | usd      | year          | -
    zero           | e2            | Quality  | completed | 2022-01-01 | 2022-02-01   | 0       | USD      | year          | measured
    negative       | e2            | Quality  | completed | 2022-01-01 | 2022-02-01   | -500    | USD      | year          | measured
    tiny           | e2            | Quality  | completed | 2022-01-01 | 2022-02-01   | 3.12    | USD      | once          | measured
    no_rate        | e2            | Quality  | completed | 2022-01-01 | 2024-02-01   | 5000    | KES      | once          | measured
    unknown        | e2            | Quality  | completed | 2022-01-01 | 2022-02-01   | 800     | XXX      | once          | measured
    no_currency    | e2            | Quality  | completed | 2022-01-01 | 2022-02-01   | 900     | -        | once          | measured
    no_period      | e2            | Quality  | completed | 2022-01-01 | 2022-02-01   | 700     | USD      | -             | measured
    hoped          | e2            | Quality  | planned   | 2022-01-01 | -            | 9000    | USD      | once          | estimated
    none           | e2            | Quality  | completed | 2022-01-01 | 2022-02-01   | -       | -        | -             | -
    """
Published = Callable[..., Any]


def rows(name: str, filters: Filters = Filters(), **given: Any) -> pd.DataFrame:  # noqa: B008 - frozen
    frame = ask(f"enterprises/{name}", filters, **given).frame
    key = [c for c in ("code", "kind", "basis") if c in frame]
    return frame.set_index(key if len(key) > 1 else key[0]) if key else frame.set_index("improvement_id")


def many(count: int, saving: str = "-", enterprise: str = "e1", start: int = 0, category: str = "Quality") -> str:
    """Lines of completed projects that save so much in dollars, a year."""
    return "\n".join(
        f"m{start + n} | {enterprise} | {category} | completed | 2022-01-01 | 2022-02-01 | {saving} | USD | year | measured"
        for n in range(count)
    )


def test_what_is_planned_or_lies_ahead_is_never_counted_as_done(published: Published) -> None:
    published(**PLACES, improvement_projects=PROJECTS)
    states = rows("improvements", by="status")
    assert states["projects"].to_dict() == {"completed": 4, "under_way": 2, "planned": 2, "stopped": 1}
    assert states["value"].to_dict() == {"completed": 4, "under_way": 0, "planned": 0, "stopped": 0}
    details = rows("improvement_rows")
    assert details.loc["i4", "status"] == "planned"
    assert details.loc["i4", "completed_on"] is None
    assert details.loc["i5", ["status", "timing"]].tolist() == ["under_way", "open"]


def test_one_category_in_several_spellings_is_one(published: Published) -> None:
    published(**PLACES, improvement_projects=PROJECTS)
    categories = rows("improvements", by="category")
    assert categories["title"].to_dict() == {"energy": "Energy", "quality": "Quality"}
    assert categories["projects"].to_dict() == {"energy": 6, "quality": 3}
    assert categories["no_day"].to_dict() == {"energy": 1, "quality": 0}


def test_every_group_is_listed_with_0_where_the_list_is_known(published: Published) -> None:
    published(**PLACES, improvement_projects=PROJECTS)
    proposed = rows("improvements", by="proposed_by")["projects"]
    assert proposed.to_dict() == {"worker": 4, "team": 1, "manager": 2, "trainer": 1, "unknown": 1}
    modules = rows("improvements", by="module")["projects"]
    assert modules.to_dict() == {"wpc": 2, "qm": 2, "unknown": 5}
    years = rows("improvements", by="year")["projects"]
    assert years.to_dict() == {"2022": 6, "2023": 1, "2024": 2}
    assert rows("improvements", Filters(period=(2023, 2023)), by="status")["projects"].sum() == 1
    assert rows("improvements", Filters(project=("p1",)), by="total")["projects"].tolist() == [2]


def test_projects_of_an_enterprise_are_told_by_their_median_and_their_number(published: Published) -> None:
    published(**PLACES, improvement_projects=PROJECTS)
    whole = rows("improvements", by="total").loc["all"]
    assert (whole["enterprises"], whole["per_enterprise"], whole["most"]) == (3, 3.0, 3)
    bands = rows("improvements", by="projects")
    assert bands.loc["3-5", ["enterprises", "projects"]].tolist() == [3, 9]
    assert "101+" not in bands.index


@pytest.mark.parametrize(("count", "left_out"), [(100, 0), (101, 101)])
def test_an_enterprise_with_more_than_100_projects_is_left_out_and_said(
    count: int, left_out: int, published: Published
) -> None:
    head = SAVINGS.strip().splitlines()[0]
    published(**PLACES, improvement_projects=f"{head}\n{many(count, '100')}\n{many(2, '90', 'e2', 900)}")
    whole = rows("improvements", by="total").loc["all"]
    assert (whole["projects"], whole["left_out"]) == (102 + count - 100 - left_out, left_out)
    assert whole["enterprises_left_out"] == (1 if left_out else 0)
    assert rows("improvements", by="total", flagged="with").loc["all", "projects"] == count + 2
    saved = rows("savings", by="total").loc[("all", "recurring", "all")]
    assert saved["value"] == (180 if left_out else 10180)
    assert saved["left_out"] == left_out
    marked = rows("improvement_rows", flagged="only")
    assert len(marked) == left_out
    assert set(marked["flag"]) == ({"many_projects"} if left_out else set())
    if left_out:
        assert rows("improvements", by="projects").loc["101+", ["projects", "left_out"]].tolist() == [0, 101]
        assert rows("improvement_times", by="total").loc["all", ["n", "left_out"]].tolist() == [2, 101]


def test_a_saving_is_once_or_a_year_and_at_the_rate_of_its_year(published: Published) -> None:
    published(**PLACES, improvement_projects=SAVINGS)
    details = rows("improvement_rows")
    expected = {
        "once": 10.0,
        "day": 500.0,
        "month": 12000.0,
        "year": 300.0,
        "zero": 0.0,
        "tiny": 3.12,
        "negative": -500.0,
    }
    for name, usd in expected.items():
        assert details.loc[name, "usd"] == pytest.approx(usd, rel=1e-4), name
    assert details.loc["month", ["saving", "amount"]].tolist() == [117866, 12 * 117866]
    assert details.loc["once", "rate"] == pytest.approx(KES_2022, rel=1e-4)
    assert details.loc["day", "rate"] == 1
    for name in ("no_rate", "unknown", "no_currency", "no_period", "hoped", "none"):
        assert pd.isna(details.loc[name, "usd"]), name
    assert details["flag"].dropna().to_dict() == {"negative": "negative", "tiny": "other_unit"}


def test_what_cannot_be_summed_is_counted_and_in_no_sum(published: Published) -> None:
    published(**PLACES, improvement_projects=SAVINGS)
    saved = rows("savings", by="total")
    once, recurring = saved.loc[("all", "once", "all")], saved.loc[("all", "recurring", "all")]
    assert once["value"] == pytest.approx(10, rel=1e-4)
    assert once[["n", "without_rate", "left_out"]].tolist() == [1, 3, 1]
    assert recurring["value"] == pytest.approx(12800, rel=1e-4)
    assert recurring[["n", "without_rate", "left_out", "enterprises"]].tolist() == [4, 0, 1, 2]
    assert recurring["median"] == pytest.approx((12500 + 300) / 2, rel=1e-4)
    assert recurring["largest_share"] == pytest.approx(100 * 12500 / 12800, rel=1e-4)
    assert once[["completed", "without_saving", "without_period"]].tolist() == [12, 1, 1]
    assert recurring["small"]


def test_marked_savings_are_in_the_sums_when_asked_for(published: Published) -> None:
    published(**PLACES, improvement_projects=SAVINGS)
    saved = rows("savings", by="total", flagged="with")
    assert saved.loc[("all", "once", "all"), "value"] == pytest.approx(13.12, rel=1e-4)
    assert saved.loc[("all", "recurring", "all"), "value"] == pytest.approx(12300, rel=1e-4)
    assert saved["left_out"].sum() == 0


def test_measured_and_estimated_are_apart_and_add_up(published: Published) -> None:
    published(**PLACES, improvement_projects=SAVINGS)
    apart = rows("savings", by="total", basis="apart")["value"]
    assert apart[("all", "recurring", "measured")] == pytest.approx(500)
    assert apart[("all", "recurring", "estimated")] == pytest.approx(12000, rel=1e-4)
    assert apart[("all", "recurring", "unknown")] == pytest.approx(300)
    assert ("all", "once", "unknown") not in apart.index


def test_by_currency_the_local_sum_stands_beside_the_dollars_and_the_rate(published: Published) -> None:
    published(**PLACES, improvement_projects=SAVINGS)
    saved = rows("savings", by="currency")
    kes = saved.loc[("KES", "once", "all")]
    assert kes["local"] == pytest.approx(6178.66)
    assert kes["local_without_rate"] == pytest.approx(5000)
    assert kes["value"] == pytest.approx(10, rel=1e-4)
    assert kes["lowest_rate"] == kes["highest_rate"] == pytest.approx(KES_2022, rel=1e-4)
    assert saved.loc[("XXX", "once", "all"), "status"] == "no_rate"
    assert saved.loc[("XXX", "once", "all"), "local"] == 800
    assert pd.isna(saved.loc[("unknown", "once", "all"), "local"]), "amounts of no currency have no sum"
    assert saved.loc[("USD", "once", "all"), "status"] == "left_out"


def test_savings_far_from_the_others_are_marked_with_how_far(published: Published) -> None:
    head = SAVINGS.strip().splitlines()[0]
    usual = [80, 90, 95, 100, 100, 105, 110, 120, 130, 150]
    lines = [many(1, str(v), "e2", n) for n, v in enumerate(usual)]
    odd = [many(1, v, "e1", n) for v, n in (("100000", 100), ("1000", 200), ("12", 300), ("140", 400))]
    published(**PLACES, improvement_projects="\n".join([head, *lines, *odd]))
    details = rows("improvement_rows")
    assert details["flag"].dropna().to_dict() == {"m100": "thousandfold", "m200": "far_above", "m300": "far_below"}
    assert details.loc["m100", "times_usual"] == pytest.approx(100000 / details.loc["m100", "usual_usd"])
    assert 100 <= details.loc["m100", "usual_usd"] <= 110
    assert rows("savings", by="total").loc[("all", "recurring", "all"), "left_out"] == 3


def test_too_few_savings_are_not_held_against_each_other(published: Published) -> None:
    head = SAVINGS.strip().splitlines()[0]
    lines = [many(1, str(100 + n), "e2", n) for n in range(8)]
    published(**PLACES, improvement_projects="\n".join([head, *lines, many(1, "100000", "e1", 100)]))
    assert rows("improvement_rows")["flag"].isna().all()


def test_a_small_category_is_held_against_all_savings_of_the_kind(published: Published) -> None:
    head = SAVINGS.strip().splitlines()[0]
    lines = [many(1, str(100 + 10 * n), "e2", n) for n in range(12)]
    odd = many(1, "200000", "e1", 100, "Energy")
    published(**PLACES, improvement_projects="\n".join([head, *lines, odd]))
    assert rows("improvement_rows")["flag"].dropna().to_dict() == {"m100": "thousandfold"}


def test_time_is_told_of_what_was_timed_and_open_ones_wait(published: Published) -> None:
    published(**PLACES, improvement_projects=PROJECTS)
    times = rows("improvement_times", by="total").loc["all"]
    # Completed after 10 and 30 days, open for 30 and 822: S falls to 3/4, then to 1/2.
    assert times[["n", "completed", "open_ones"]].tolist() == [4, 2, 2]
    assert times[["planned", "stopped", "no_day", "out_of_order"]].tolist() == [2, 1, 1, 1]
    assert times["value"] == 30
    assert times["first_quarter"] == 10
    assert pd.isna(times["third_quarter"])
    assert times["within_90"] == pytest.approx(50)
    assert times["small"]
    begun = rows("improvement_times", Filters(period=(2024, 2024)), by="total")
    assert begun["status"].tolist() == ["not_due"]
    assert begun["value"].isna().all()


def test_a_group_without_a_timed_project_has_no_time(published: Published) -> None:
    published(**PLACES, improvement_projects=PROJECTS)
    times = rows("improvement_times", Filters(country=("NAM",)), by="category")
    assert times.loc["energy", "status"] == "not_computable"
    assert times.loc["energy", ["n", "no_day", "out_of_order", "stopped"]].tolist() == [0, 1, 1, 1]


TEAMS = """
    enterprise_id | formed_on  | women_workers | men_workers | women_managers | men_managers
    e1            | 2022-02-01 | 3             | 2           | 1              | 0
    e2            | 2023-02-01 | 0             | 4           | 0              | 2
    e3            | 2024-10-01 | 9             | 9           | 9              | 9
    """


def test_teams_are_told_by_sex_and_role_and_those_to_come_are_not_there(published: Published) -> None:
    published(**PLACES, improvement_teams=TEAMS)
    whole = rows("improvement_teams").loc["all"]
    assert whole[["n", "trained", "members"]].tolist() == [2, 2, 6]
    assert whole["value"] == pytest.approx(100 * 4 / 12)
    assert whole["women_of_workers"] == pytest.approx(100 * 3 / 9)
    assert whole["women_of_managers"] == pytest.approx(100 * 1 / 3)
    assert whole["workers_share"] == pytest.approx(75)
    assert whole["without_women"] == 50
    assert whole["without_workers"] == 0
    assert whole["workforce"] == pytest.approx(50)
    assert pd.isna(whole["low"]), "two enterprises have no interval"
    years = rows("improvement_teams", by="year")
    assert years["n"].to_dict() == {"2022": 1, "2023": 1}
    assert rows("improvement_teams", Filters(women_led="yes")).loc["all", "n"] == 1


SUGGESTIONS = """
    enterprise_id | period_start | sex    | made | implemented
    e1            | 2022-02-01   | female | 6    | 3
    e1            | 2022-02-01   | male   | 4    | -
    e1            | 2022-02-01   | all    | 11   | 7
    e1            | 2022-03-01   | female | -    | -
    e1            | 2022-03-01   | male   | 2    | 2
    e2            | 2022-02-01   | all    | 10   | 1
    e2            | 2022-04-01   | all    | 0    | 0
    e2            | 2024-09-01   | all    | 99   | 99
    """


def test_suggestions_of_all_are_never_added_to_their_parts(published: Published) -> None:
    published(**PLACES, suggestions=SUGGESTIONS)
    whole = rows("suggestions").loc["all"]
    assert whole[["made", "women_made", "men_made", "made_together"]].tolist() == [22, 6, 6, 10]
    assert whole[["implemented", "women_implemented", "men_implemented"]].tolist() == [6, 3, 2]
    # Both counts are known of 6, 2, 10 and 0.
    assert whole["n"] == 18
    assert whole["value"] == pytest.approx(100 * 6 / 18)
    assert whole["women_value"] == pytest.approx(50)
    assert whole["men_value"] == pytest.approx(100)
    assert whole[["months", "without_count", "without_implemented"]].tolist() == [6, 1, 1]
    assert whole["disagreeing"] == 2
    by_sex = rows("suggestions", by="sex")["made"]
    assert by_sex.to_dict() == {"female": 6, "male": 6, "all": 10}
    overview = ask("results/overview").frame.set_index("indicator")["value"]
    assert overview["suggestions_made"] == 22
    assert overview["suggestions_implemented"] == 6


def test_none_made_is_not_computable_and_none_recorded_is_not_there(published: Published) -> None:
    published(**PLACES, suggestions=SUGGESTIONS.replace("| 10   | 1", "| 0    | 0"))
    beta = rows("suggestions", Filters(women_led="no")).loc["all"]
    assert beta["made"] == 0
    assert beta["status"] == "not_computable"
    assert rows("suggestions", Filters(country=("NAM",))).empty


def test_rows_are_found_by_name_or_id_and_by_rights_only(published: Published) -> None:
    published(**PLACES, improvement_projects=PROJECTS)
    assert set(rows("improvement_rows", find="beta")["enterprise_id"]) == {"e2"}
    assert set(rows("improvement_rows", find="E3")["enterprise_id"]) == {"e3"}
    assert set(rows("improvement_rows", enterprise="e1")["enterprise_id"]) == {"e1"}
    mine = ask("enterprises/improvement_rows", viewer=Viewer("coordinator", ("NAM",))).frame
    assert set(mine["enterprise_id"]) == {"e3"}
    for viewer in (Viewer("donor", ("p1",)), Viewer("public")):
        with pytest.raises(AccessError, match="one by one"):
            ask("enterprises/improvement_rows", viewer=viewer)


def test_savings_of_few_enterprises_are_withheld_with_their_n_and_counts_are_not(published: Published) -> None:
    published(**PLACES, improvement_projects=SAVINGS)
    frame = ask("enterprises/savings", viewer=Viewer("public"), by="total").frame.set_index("kind")
    assert frame["status"].tolist() == ["withheld", "withheld"]
    assert frame[["value", "median", "largest_share", "enterprises", "n"]].isna().all(axis=None)
    assert frame["completed"].notna().all()


def test_dollars_need_no_rate_whatever_the_year(published: Published) -> None:
    head = SAVINGS.strip().splitlines()[0]
    line = "later | e1 | Quality | completed | 2024-01-01 | 2024-02-01 | 70 | USD | once | measured"
    published(**PLACES, improvement_projects=f"{head}\n{line}")
    assert rows("savings", by="total").loc[("all", "once", "all"), "value"] == 70
