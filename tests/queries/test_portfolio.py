"""A trainer's portfolio: places among others, who to visit next and why, what is due, satisfaction beside other trainers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.filters import Filters

Published = Callable[..., Any]
KPIS = """
    kpi         | title       | type  | better | unit                     | comparable | minimal_change
    defect_rate | Defect rate | ratio | lower  | defects per unit checked | yes        | 0.005
    """
EXPECTED = "kpi | module | due_days\n defect_rate | wpc | 240"


def table(columns: str, rows: list[tuple[Any, ...]]) -> str:
    return "\n".join([columns, *(" | ".join(str(cell) for cell in row) for row in rows)])


def enterprises(rows: list[tuple[Any, ...]]) -> str:
    return table("enterprise_id | name | iso3 | isic | closed_on | benchmark_consent_on", rows)


def engagements(rows: list[tuple[Any, ...]]) -> str:
    head = "engagement_id | enterprise_id | module | trainer_id | enrolled_on | baseline_on | classroom_on | visited_on | completed_on | status"
    return table(head, rows)


def observations(rows: list[tuple[Any, ...]]) -> str:
    return table(
        "enterprise_id | kpi | phase | period_start | period_days | sex | numerator | denominator",
        [(e, "defect_rate", phase, on, 31, "all", above, 100) for e, phase, on, above in rows],
    )


def with_pairs(endlines: dict[str, int], silent_of_consent: tuple[str, ...] = ()) -> dict[str, str]:
    """Enterprises that all began with 20 of 100 defects, and ended with these."""
    every = list(endlines)
    return {
        "modules": "module | title\n wpc | Cooperation",
        "kpis": KPIS,
        "kpi_expectations": EXPECTED,
        "trainers": "trainer_id | iso3 | sex\n t1 | KEN | female\n t2 | KEN | male",
        "enterprises": enterprises(
            [(e, e.upper(), "KEN", 14, "-", "-" if e in silent_of_consent else "2021-01-01") for e in every]
        ),
        "engagements": engagements(
            [(f"g{e}", e, "wpc", "t1", "2023-01-01", "2023-01-05", "2023-02-01", "-", "-", "trained") for e in every]
        ),
        "kpi_observations": observations(
            [(e, "baseline", "2023-01-01", 20) for e in every]
            + [(e, "endline", "2023-10-01", above) for e, above in endlines.items()]
        ),
    }


def test_a_place_is_among_all_other_consenting_enterprises_and_ties_count_half(published: Published) -> None:
    published(**with_pairs({f"e{n:02}": n for n in range(1, 11)} | {"tied": 5, "loner": 3}, ("loner",)))
    places = ask("enterprises/portfolio").frame.set_index("enterprise_id")["place"]
    # Ten others consent beside e05: better than the five with 6 to 10, and tied with one.
    assert places["e05"] == pytest.approx(100 * 5.5 / 10)
    assert places["e01"] == 100
    assert places["e10"] == 0
    # Who does not consent is nobody's peer, and is compared with all eleven who do.
    assert places["loner"] == pytest.approx(100 * (11 - 2 - 0.5) / 11)


def test_with_nine_others_there_is_no_place(published: Published) -> None:
    published(**with_pairs({f"e{n:02}": n for n in range(1, 11)}))
    assert ask("enterprises/portfolio").frame["place"].isna().all()
    assert (ask("enterprises/portfolio").frame["improved"] == 1).all()


def test_places_are_those_of_a_slow_computation(demo: Path) -> None:
    frame = ask("enterprises/portfolio").frame
    ids = list(frame["enterprise_id"])
    figures = ask("enterprises/figures", enterprises=ids).frame
    consents = {e for e in ids if ask("enterprises/profile", enterprise=e).frame["consents"].iloc[0]}
    paired = figures[(figures["status"] == "paired") & (figures["better"] != "neither") & (figures["type"] == "score")]
    expected: dict[str, float] = {}
    for _, rows in paired.groupby("kpi"):
        gain = {r.enterprise_id: round(r.change * (1 if r.better == "higher" else -1), 9) for r in rows.itertuples()}
        for own, value in gain.items():
            others = [gain[e] for e in gain if e != own and e in consents]
            if len(others) >= 10:
                less = sum(v < value for v in others) + 0.5 * sum(v == value for v in others)
                expected[own] = 100 * less / len(others)
    assert len(expected) > 20
    import duckdb

    from impact import store, warehouse

    warehouse.close()
    with duckdb.connect(str(demo / store.current().id / store.TABLES), read_only=True) as con:
        built = con.execute(
            "select enterprise_id, place from base.kpi_places where kpi = 'worker_satisfaction'"
        ).fetchall()
    assert {e: p for e, p in built if p is not None} == pytest.approx(expected)


DAYS = {"recent": "2024-03-01", "old": "2022-08-01"}
RULE = {
    "modules": "module | title\n wpc | Cooperation",
    "kpis": KPIS,
    "kpi_expectations": EXPECTED,
    "trainers": "trainer_id | iso3 | sex\n t1 | KEN | female\n t2 | NAM | male",
    "enterprises": enterprises(
        [
            ("over", "Over", "KEN", 14, "-", "-"),
            ("unseen", "Unseen", "KEN", 14, "-", "-"),
            ("bare", "Bare", "KEN", 14, "-", "-"),
            ("worse", "Worse", "KEN", 14, "-", "-"),
            ("soon", "Soon", "KEN", 14, "-", "-"),
            ("fine", "Fine", "KEN", 14, "-", "-"),
            ("shut", "Shut", "KEN", 14, "2024-05-01", "-"),
            ("old", "Old", "KEN", 14, "-", "-"),
            ("other", "Other", "NAM", 14, "-", "-"),
        ]
    ),
    "engagements": engagements(
        [
            # Due 240 days after the baseline: on 18 August 2024, 13 days ago.
            ("g1", "over", "wpc", "t1", "2023-12-01", "2023-12-22", "2024-01-10", "2024-08-01", "-", "visited"),
            ("g2", "unseen", "wpc", "t1", "2023-06-01", "2023-06-01", "2023-06-10", "2024-03-04", "-", "visited"),
            ("g3", "bare", "wpc", "t1", "2024-06-01", "2024-06-01", "2024-06-10", "2024-08-01", "-", "visited"),
            (
                "g4",
                "worse",
                "wpc",
                "t1",
                "2023-06-01",
                "2023-06-01",
                "2023-06-10",
                "2023-07-01",
                "2024-01-01",
                "completed",
            ),
            ("g5", "soon", "wpc", "t1", "2024-02-01", "2024-03-04", "2024-03-10", "2024-08-01", "-", "visited"),
            (
                "g6",
                "fine",
                "wpc",
                "t1",
                "2023-06-01",
                "2023-06-01",
                "2023-06-10",
                "2023-07-01",
                "2024-01-01",
                "completed",
            ),
            ("g7", "shut", "wpc", "t1", "2023-06-01", "2023-06-01", "2023-06-10", "-", "-", "trained"),
            ("g8", "old", "wpc", "t1", "2022-06-01", "2022-06-01", "2022-06-10", "-", "-", "trained"),
            ("g9", "other", "wpc", "t2", "2023-12-01", "2023-12-22", "2024-01-10", "2024-08-01", "-", "visited"),
        ]
    ),
    "kpi_observations": observations(
        [(e, "baseline", "2023-05-01", 20) for e in ("over", "unseen", "worse", "soon", "fine", "shut", "old", "other")]
        + [
            ("unseen", "endline", "2024-06-01", 10),
            ("fine", "endline", "2024-06-01", 10),
            ("worse", "endline", "2024-06-01", 30),
        ]
    ),
}


def test_each_reason_for_a_visit_stands_alone_and_in_its_order(published: Published) -> None:
    published(**RULE)
    rows = ask("enterprises/portfolio", trainer="t1").frame
    assert list(rows["enterprise_id"])[:5] == ["over", "unseen", "bare", "worse", "soon"]
    assert list(rows["reasons"])[:5] == ["overdue", "unseen", "no_baseline", "worse", "soon"]
    assert list(rows["visit"])[:5] == [1, 2, 3, 4, 5]
    assert rows["visit"][5:].isna().all()
    unranked = rows.set_index("enterprise_id")
    assert not unranked.loc["shut", "in_care"] and unranked.loc["shut", "closed"]
    assert not unranked.loc["old", "in_care"] and unranked.loc["old", "overdue"] == 1
    assert unranked.loc["over", "overdue_days"] == 13
    # 4 March to 31 August: 180 days, counted from the visit and not from the workshop.
    assert unranked.loc["unseen", "days_since"] == 180


def test_a_day_less_is_no_reason(published: Published) -> None:
    later = RULE["engagements"].replace("2024-03-04 | -", "2024-03-05 | -").replace("2023-12-22", "2024-01-05")
    published(**RULE | {"engagements": later})
    rows = ask("enterprises/portfolio", trainer="t1").frame.set_index("enterprise_id")
    assert rows.loc["unseen", "reasons"] == ""
    assert rows.loc["over", "reasons"] == "soon", "due on 1 September is not overdue on 31 August"


def test_a_held_visit_counts_though_the_engagement_does_not_tell_it(published: Published) -> None:
    visit = (
        "session_id | kind | module | enterprise_id | starts_on | planned\n s1 | visit | wpc | unseen | 2024-08-20 | no"
    )
    published(**RULE | {"sessions": visit})
    rows = ask("enterprises/portfolio", trainer="t1").frame.set_index("enterprise_id")
    assert rows.loc["unseen", "days_since"] == 11
    assert rows.loc["unseen", "reasons"] == ""


def test_what_is_due_is_listed_with_its_days_and_the_module_that_asks(published: Published) -> None:
    published(**RULE)
    rows = ask("enterprises/due", trainer="t1").frame
    listed = list(zip(rows["enterprise_id"], rows["days"], rows["state"], strict=True))
    # Bare is due in 149 days, and not listed yet; shut is closed; old stands last.
    assert listed == [("over", 13, "overdue"), ("soon", -60, "to_come"), ("old", 582, "overdue")]
    assert set(rows["module"]) == {"wpc"} and set(rows["module_title"]) == {"Cooperation"}
    assert list(rows["baseline"]) == [True, True, True]


def test_an_export_without_expectations_has_everything_due_at_once(published: Published) -> None:
    published(**{name: text for name, text in RULE.items() if name != "kpi_expectations"})
    rows = ask("enterprises/due", trainer="t1").frame
    assert rows["module"].isna().all()
    assert set(rows["enterprise_id"]) == {"over", "bare", "soon", "old"}


@pytest.mark.parametrize("name", ["enterprises/portfolio", "enterprises/due", "enterprises/trainer_choices"])
def test_a_trainer_and_a_coordinator_see_their_own(name: str, published: Published) -> None:
    published(**RULE)
    column = "trainer_id" if name.endswith("choices") else "enterprise_id"
    own = {"t2"} if name.endswith("choices") else {"other"}
    assert set(ask(name, viewer=Viewer("trainer", ("t2",))).frame[column]) == own
    assert set(ask(name, viewer=Viewer("coordinator", ("NAM",))).frame[column]) == own
    assert ask(name, viewer=Viewer("trainer", ("t2",)), trainer="t1").frame.shape[0] == (1 if own == {"t2"} else 0)
    for viewer in (Viewer("donor", ("p1",)), Viewer("public")):
        with pytest.raises(AccessError, match="one by one"):
            ask(name, viewer=viewer)


def test_trainers_are_found_by_a_part_of_their_id_and_the_chosen_one_is_kept(published: Published) -> None:
    published(**RULE)
    assert list(ask("enterprises/trainer_choices", words="T1").frame["trainer_id"]) == ["t1"]
    kept = ask("enterprises/trainer_choices", words="T1", trainer="t2").frame
    assert list(kept["trainer_id"]) == ["t1", "t2"] and set(kept["found"]) == {1}
    assert ask("enterprises/trainer_choices", words="%").frame.empty


def rated(answers: dict[str, list[int | None]]) -> dict[str, str]:
    """One session of each trainer; every answer is of an enterprise of its own."""
    people = [(t, n, value) for t, values in answers.items() for n, value in enumerate(values)]
    return {
        "modules": "module | title\n wpc | Cooperation",
        "trainers": table("trainer_id | iso3 | sex", [(t, "KEN", "female") for t in answers]),
        "enterprises": enterprises([(f"{t}e{n}", "X", "KEN", 14, "-", "-") for t, n, _ in people]),
        "sessions": table(
            "session_id | kind | module | iso3 | starts_on | planned",
            [(f"s{t}", "classroom", "wpc", "KEN", "2023-01-01", "no") for t in answers],
        ),
        "session_trainers": table("session_id | trainer_id", [(f"s{t}", t) for t in answers]),
        "attendances": table(
            "attendance_id | session_id | enterprise_id | person_id | sex | role | satisfaction",
            [
                (f"{t}{n}", f"s{t}", f"{t}e{n}", f"p{t}{n}", "female", "worker", "-" if value is None else value)
                for t, n, value in people
            ],
        ),
    }


def others(count: int) -> dict[str, list[int | None]]:
    """Trainers of whom each has twenty answers, the n-th with n of them good."""
    return {f"o{n:02}": [5] * n + [2] * (20 - n) for n in range(1, count + 1)}


def test_satisfaction_stands_beside_the_quartiles_of_ten_other_trainers(published: Published) -> None:
    published(**rated({"me": [5] * 5 + [3] * 15, **others(10)}))
    row = ask("enterprises/trainer_satisfaction", trainer="me").frame.iloc[0]
    rates = [5.0 * n for n in range(1, 11)]
    assert row["value"] == 25 and row["n"] == 20 and row["others"] == 10
    assert [row["lower"], row["middle"], row["upper"]] == pytest.approx(list(np.percentile(rates, [25, 50, 75])))
    assert (row["better_than"], row["ties"]) == (4, 1)
    assert 0 < row["low"] < 25 < row["high"] < 60


def test_nine_other_trainers_are_no_comparison_for_anybody(published: Published) -> None:
    published(**rated({"me": [5] * 5 + [3] * 15, **others(9), "few": [5] * 9}))
    row = ask("enterprises/trainer_satisfaction", trainer="me").frame.iloc[0]
    assert row["value"] == 25
    assert row[["lower", "middle", "upper", "better_than", "ties", "others"]].isna().all()


def test_nine_answers_are_shown_to_nobody_and_ten_are(published: Published) -> None:
    published(**rated({"nine": [5] * 9 + [None], "ten": [5] * 9 + [1], "mute": [None] * 12, **others(12)}))
    nine = ask("enterprises/trainer_satisfaction", trainer="nine").frame.iloc[0]
    assert nine["status"] == "withheld"
    assert nine[["value", "low", "high", "n", "better_than", "ties"]].isna().all()
    assert ask("enterprises/trainer_satisfaction", trainer="ten").frame.iloc[0]["value"] == 90
    assert ask("enterprises/trainer_satisfaction", trainer="mute").frame.iloc[0]["status"] in (
        "not_collected",
        "withheld",
    )
    assert ask("enterprises/trainer_satisfaction", trainer="nobody").frame.iloc[0]["status"] == "no_data"


def test_answers_that_are_all_alike_have_wilson_s_interval_over_enterprises(published: Published) -> None:
    published(**rated({"me": [5] * 20, **others(3)}))
    row = ask("enterprises/trainer_satisfaction", trainer="me").frame.iloc[0]
    t = 2.093024  # Student's, 19 degrees of freedom
    assert row["value"] == 100 and row["high"] == pytest.approx(100)
    assert row["low"] == pytest.approx(100 * 20 / (20 + t * t), rel=1e-4)


def test_a_trainer_is_compared_with_others_only_by_the_own_self_and_the_coordinator(published: Published) -> None:
    published(**rated({"me": [5] * 12, **others(11)}))
    name = "enterprises/trainer_satisfaction"
    assert ask(name, viewer=Viewer("trainer", ("me",)), trainer="me").frame.iloc[0]["others"] == 11
    assert ask(name, viewer=Viewer("coordinator", ("KEN",)), trainer="me").frame.iloc[0]["value"] == 100
    for viewer, trainer in (
        (Viewer("trainer", ("me",)), "o01"),
        (Viewer("trainer", ("me",)), ""),
        (Viewer("coordinator", ("NAM",)), "me"),
    ):
        with pytest.raises(AccessError, match="not among those"):
            ask(name, viewer=viewer, trainer=trainer)
    with pytest.raises(AccessError, match="one by one"):
        ask(name, viewer=Viewer("public"), trainer="me")


def test_satisfaction_is_that_of_a_slow_computation(demo: Path, demo_export: Path) -> None:
    read = {n: pd.read_parquet(demo_export / f"{n}.parquet") for n in ("attendances", "sessions", "session_trainers")}
    held = read["sessions"]
    days = pd.to_datetime(held["starts_on"])
    held = held[held["kind"].isin(["classroom", "visit", "online"]) & ~held["planned"] & (days <= "2024-08-31")]
    people = read["attendances"][read["attendances"]["role"].isin(["worker", "manager"])]
    people = people[people["session_id"].isin(set(held["session_id"])) & people["satisfaction"].notna()]
    by_trainer: dict[str, list[float]] = {}
    taught = read["session_trainers"].groupby("session_id")["trainer_id"].apply(list).to_dict()
    for session, value in zip(people["session_id"], people["satisfaction"], strict=True):
        for trainer in set(taught.get(session, [])):
            by_trainer.setdefault(trainer, []).append(float(value >= 4))
    enough = {t: 100 * float(np.mean(v)) for t, v in by_trainer.items() if len(v) >= 10}
    assert len(enough) > 12
    for trainer in sorted(enough)[:4]:
        row = ask("enterprises/trainer_satisfaction", trainer=trainer).frame.iloc[0]
        rates = [rate for t, rate in enough.items() if t != trainer]
        assert row["value"] == pytest.approx(enough[trainer])
        assert row["n"] == len(by_trainer[trainer]) and row["others"] == len(rates)
        assert [row["lower"], row["middle"], row["upper"]] == pytest.approx(list(np.percentile(rates, [25, 50, 75])))
        assert row["better_than"] == sum(rate < enough[trainer] - 1e-9 for rate in rates)


def test_portfolio_and_due_are_those_of_a_slow_computation(demo: Path, demo_export: Path) -> None:
    engaged = pd.read_parquet(demo_export / "engagements.parquet")
    trainer = engaged["trainer_id"].value_counts().index[0]
    frame = ask("enterprises/portfolio", trainer=trainer).frame
    figures = ask("enterprises/figures", enterprises=list(frame["enterprise_id"])).frame
    judged = figures[figures["better"] != "neither"]
    for row in frame.itertuples():
        own = figures[figures["enterprise_id"] == row.enterprise_id]
        mine = judged[judged["enterprise_id"] == row.enterprise_id]
        assert row.overdue == (own["status"] == "silent").sum()
        assert row.paired == (mine["status"] == "paired").sum()
        assert (row.improved, row.worse) == tuple((mine["outcome"] == o).sum() for o in ("improved", "worse"))
    due = ask("enterprises/due", trainer=trainer).frame
    open_ones = set(frame[~frame["closed"].astype(bool)]["enterprise_id"])
    silent = figures[(figures["status"] == "silent") & figures["enterprise_id"].isin(open_ones)]
    assert (due["state"] == "overdue").sum() == len(silent)


def test_the_filters_choose_the_workshops_and_with_them_the_enterprises(published: Published) -> None:
    published(**RULE)
    assert set(ask("enterprises/portfolio", Filters(period=(2022, 2022))).frame["enterprise_id"]) == {"old"}
    assert set(ask("enterprises/due", Filters(country=("NAM",))).frame["enterprise_id"]) == {"other"}
