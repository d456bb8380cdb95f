"""The questions of module uptake on a small drawn export: tables in, rows out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import warehouse
from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.filters import Filters
from impact.publish import publish
from tests import drawn

DRAWN = {
    "modules": """
        module | title                 | adapted_from | replaced_by
        wpc    | Workplace Cooperation | -            | -
        qm     | Quality Management    | -            | -
        pcp    | Cleaner Production    | -            | recp
        recp   | Resource Efficiency   | pcp          | s4c
        s4c    | SCORE4Climate         | -            | -
        idle   | Nobody's Module       | -            | -
        """,
    "module_versions": """
        module | iso3 | position | valid_from | valid_to
        wpc    | -    | 1        | -          | -
        qm     | -    | 2        | -          | -
        pcp    | -    | 3        | 2009-01-01 | 2014-12-31
        recp   | -    | 4        | 2015-01-01 | -
        recp   | KEN  | 4        | 2016-01-01 | 2022-12-31
        s4c    | KEN  | 4        | 2023-01-01 | -
        """,
    "enterprises": """
        enterprise_id | name  | iso3 | isic | women_led
        e1            | One   | KEN  | 14   | yes
        e2            | Two   | KEN  | 10   | no
        e3            | Three | NAM  | 14   | -
        e4            | Four  | NAM  | 10   | no
        e5            | Five  | KEN  | 14   | no
        """,
    "workforce": """
        enterprise_id | measured_on | women | men
        e1            | 2021-12-01  | 30    | 30
        e2            | 2021-12-01  | 5     | 5
        """,
    "projects": """
        project_id | title
        p1         | First
        p2         | Second
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | enrolled_on | baseline_on | classroom_on | visited_on | endline_on | completed_on | dropped_on | status
        g01           | e1            | wpc    | p1         | 2022-01-01  | 2022-01-11  | 2022-02-01   | 2022-03-01 | 2022-08-01 | 2022-09-01   | -          | completed
        g02           | e1            | qm     | p1         | 2023-01-01  | 2023-02-20  | 2023-02-10   | 2023-03-01 | -          | 2023-09-01   | -          | completed
        g03           | e2            | wpc    | p1         | 2023-01-05  | -           | 2023-03-01   | -          | -          | -            | 2023-06-01 | dropped
        g04           | e2            | pcp    | -          | 2023-02-01  | -           | 2023-03-01   | -          | -          | -            | -          | trained
        g05           | e3            | wpc    | -          | 2023-01-07  | -           | -            | -          | -          | -            | -          | trained
        g06           | e3            | recp   | -          | 2024-01-01  | -           | 2024-03-01   | 2024-04-01 | -          | -            | -          | visited
        g07           | e3            | s4c    | -          | 2024-03-05  | -           | 2024-05-01   | -          | -          | -            | -          | trained
        g08           | e5            | wpc    | -          | 2024-06-01  | 2024-06-20  | 2024-12-01   | -          | -          | -            | -          | baseline
        g09           | e4            | wpc    | p2         | 2024-02-01  | -           | -            | -          | -          | -            | -          | dropped
        g10           | e1            | wpc    | p2         | 2024-01-01  | -           | 2024-02-01   | -          | -          | -            | -          | trained
        g11           | e4            | qm     | -          | 2020-01-01  | -           | -            | -          | -          | -            | -          | enrolled
        """,
    "sessions": """
        session_id | kind      | module | project_id | iso3 | enterprise_id | starts_on  | planned | participants
        s1         | classroom | wpc    | p1         | KEN  | -             | 2022-02-01 | no      | 4
        s2         | visit     | wpc    | p1         | -    | e1            | 2022-03-01 | no      | -
        s3         | classroom | qm     | -          | NAM  | -             | 2023-02-10 | no      | 0
        s4         | classroom | -      | -          | KEN  | -             | 2024-01-01 | no      | 7
        s5         | tot       | wpc    | -          | KEN  | -             | 2024-01-01 | no      | 9
        s6         | classroom | wpc    | -          | KEN  | -             | 2024-12-01 | yes     | -
        """,
    "attendances": """
        attendance_id | session_id | engagement_id | enterprise_id | person_id | sex    | role
        w1            | s1         | g01           | e1            | anna      | female | worker
        w2            | s1         | g01           | e1            | -         | male   | manager
        w3            | s1         | -             | -             | -         | male   | other
        w4            | s6         | g08           | e5            | dora      | female | worker
        """,
}


@pytest.fixture(scope="module")
def drawn_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("drawn")
    (place / "store").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(place / "store"))
        publish(drawn.export(place / "export", **DRAWN))
        yield place / "store"
    warehouse.close()


@pytest.fixture(autouse=True)
def use_drawn(drawn_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPACT_STORE", str(drawn_store))


NO_FILTERS = Filters()


def uptake(filters: Filters = NO_FILTERS, by: str = "module") -> pd.DataFrame:
    return ask("training/module_uptake", filters, by=by).frame


def parts(filters: Filters = NO_FILTERS, by: str = "module") -> pd.DataFrame:
    frame = uptake(filters, by)
    return frame[~frame["whole"]].set_index("code")


def whole(filters: Filters = NO_FILTERS, by: str = "module") -> Any:
    frame = uptake(filters, by)
    return frame[frame["whole"]].iloc[0]


def test_an_enterprise_counts_once_in_a_module_and_once_in_the_whole() -> None:
    rows = parts()
    assert rows.loc["wpc", ["enrolled", "trained", "completed"]].tolist() == [5, 3, 1]
    assert rows.loc["qm", ["enrolled", "trained", "completed"]].tolist() == [2, 1, 1]
    assert rows["trained"].sum() == 7
    assert whole()[["enrolled", "trained", "completed"]].tolist() == [5, 3, 1]


def test_engagements_add_up_and_modules_per_enterprise_rests_on_them() -> None:
    row = whole()
    assert row[["engagements", "engagements_trained", "engagements_ended", "engagements_completed"]].tolist() == [
        *(11, 8, 4, 2)
    ]
    assert parts()["engagements"].sum() == 11
    assert row["modules_per_enterprise"] == pytest.approx(8 / 3)
    assert parts().loc["wpc", "modules_per_enterprise"] == pytest.approx(4 / 3), "one enterprise took it twice"


def test_shares_are_of_the_enrolled_and_of_those_that_ended_and_few_are_said() -> None:
    row = parts().loc["wpc"]
    assert (row["trained_share"], row["completed_share"]) == (pytest.approx(60), pytest.approx(100 / 3))
    assert row["few_enrolled"] and row["few_ended"]
    assert not row["mostly_open"], "three of six have ended"
    assert parts().loc["recp", "mostly_open"]
    assert pd.isna(parts().loc["recp", "completed_share"]), "none has ended, which is not a share of 0"


def test_a_module_that_nobody_took_is_listed_with_zero_in_teaching_order() -> None:
    rows = parts()
    assert rows.index.tolist() == ["wpc", "qm", "pcp", "recp", "s4c", "idle", ""]
    assert rows.loc["idle", ["enrolled", "trained", "completed", "sessions", "attendances"]].tolist() == [0] * 5
    assert rows.loc["idle", "status"] == "no_data" and rows.loc["pcp", "status"] == "shown"


def test_a_workshop_without_its_date_is_counted_and_said() -> None:
    assert parts()["undated"].to_dict() == {"wpc": 1, "qm": 0, "pcp": 0, "recp": 0, "s4c": 0, "idle": 0, "": 0}


def test_what_lies_after_the_as_of_day_has_not_happened() -> None:
    rows = parts(Filters(period=(2024, 2024)))
    assert rows.loc["wpc", ["enrolled", "trained"]].tolist() == [3, 1], "e5's workshop is in December"


def test_sessions_are_the_held_ones_and_head_counts_that_are_missing_are_not_zero() -> None:
    rows = parts()
    columns = ["sessions", "sessions_listed", "sessions_counted", "participants"]
    assert rows.loc["wpc", columns].tolist() == [2, 1, 1, 4], "neither the training of trainers nor the planned one"
    assert rows.loc["qm", columns].tolist() == [1, 0, 1, 0]
    assert pd.isna(rows.loc["pcp", "participants"])
    assert rows.loc["", columns].tolist() == [1, 0, 1, 7], "a session without a module has a row of its own"
    assert whole()[columns].tolist() == [4, 1, 3, 11]


def test_attendances_are_not_known_where_sessions_have_no_list() -> None:
    rows = parts()
    assert rows.loc["wpc", "attendances"] == 2
    assert pd.isna(rows.loc["qm", "attendances"])
    assert rows.loc["pcp", "attendances"] == 0


def test_sessions_have_no_sector_so_that_they_are_not_counted_by_one() -> None:
    assert parts(by="sector")["sessions"].isna().all()
    assert whole(by="sector")["sessions"] == 4
    assert pd.isna(whole(Filters(women_led="yes"))["sessions"])
    assert whole(Filters(women_led="yes"))["attendances"] == 2


def test_uptake_by_country_year_sector_and_size() -> None:
    assert parts(by="country")["trained"].to_dict() == {"KEN": 2, "NAM": 1}
    years = parts(by="year")
    assert years["enrolled"].to_dict() == {"2020": 1, "2021": 0, "2022": 1, "2023": 3, "2024": 4}
    assert years["complete"].tolist() == [True, True, True, True, False]
    sizes = parts(by="size")
    assert sizes["trained"].to_dict() == {"micro": 0, "small": 1, "medium": 1, "large": 0, "unknown": 1}
    assert parts(by="sector")["trained"].sum() == 3
    assert parts(by="country").loc["KEN", "sessions"] == 3, "a visit is where its enterprise is"


def test_filters_leave_only_what_they_name() -> None:
    assert parts(Filters(country=("NAM",)), by="country").index.tolist() == ["NAM"]
    assert parts(Filters(module=("qm",))).index.tolist() == ["qm"]
    assert whole(Filters(country=("NAM",)))[["enrolled", "trained"]].tolist() == [2, 1]
    assert parts(Filters(size=("small",)), by="size").index.tolist() == ["small"]
    assert whole(Filters(country=("PER",)))["status"] == "no_data"


def test_an_export_with_sessions_alone_still_says_what_was_taught(published: Callable[..., Any]) -> None:
    published(modules=DRAWN["modules"], sessions=DRAWN["sessions"].replace("| e1            |", "| -             |"))
    row = whole()
    assert (row["engagements"], row["sessions"], row["participants"], row["status"]) == (0, 4, 11, "shown")
    assert pd.isna(row["attendances"])


def links(filters: Filters = NO_FILTERS, **given: Any) -> list[tuple[Any, ...]]:
    frame = ask("training/module_paths", filters, **given).frame
    columns = zip(
        frame["step"], frame["from_kind"], frame["from_code"], frame["to_kind"], frame["to_code"], strict=True
    )
    return [
        (s, a if isinstance(a, str) else fk, b if isinstance(b, str) else tk, n)
        for (s, fk, a, tk, b), n in zip(columns, frame["n"], strict=True)
    ]


def test_a_path_goes_from_module_to_module_in_the_order_of_the_workshops() -> None:
    assert links() == [
        (1, "start", "wpc", 3),
        (2, "wpc", "qm", 1),
        (2, "wpc", "pcp", 1),
        (2, "wpc", "recp", 1),
        (3, "qm", "past", 1),
        (3, "pcp", "past", 1),
        (3, "recp", "s4c", 1),
        (4, "s4c", "recent", 1),
    ]


def test_an_end_is_recent_or_past_by_the_age_of_the_last_workshop() -> None:
    assert (3, "qm", "recent", 1) in links(recent_days=600)
    assert (4, "s4c", "past", 1) in links(recent_days=100)


def test_workshops_of_one_day_stand_in_teaching_order_and_are_counted() -> None:
    frame = ask("training/module_paths").frame
    assert (2, "wpc", "pcp", 1) in links()
    assert frame[["enterprises", "ties", "undated"]].drop_duplicates().to_numpy().tolist() == [[3, 1, 1]]
    days = frame[frame["step"] == 2].set_index("to_code")["median_days"]
    assert days.to_dict() == {"qm": 374, "pcp": 0, "recp": 419}


def test_a_module_that_is_taken_again_is_in_the_path_once() -> None:
    assert not [link for link in links() if link[2] == "wpc" and link[0] > 1]


def test_the_whole_path_is_shown_of_whoever_the_filters_select() -> None:
    assert links(Filters(period=(2024, 2024)))[0] == (1, "start", "wpc", 2)
    assert (2, "wpc", "qm", 1) in links(Filters(module=("qm",)))
    assert links(Filters(country=("NAM",)))[1] == (2, "wpc", "recp", 1)


def test_modules_beyond_the_most_common_of_a_step_are_together() -> None:
    assert links(shown=1)[1:3] == [(2, "wpc", "pcp", 1), (2, "wpc", "other", 2)]
    assert (3, "other", "past", 1) in links(shown=1)


def test_a_path_ends_at_its_depth() -> None:
    assert max(link[0] for link in links(depth=2)) == 2


def test_sequences_that_one_enterprise_took_are_among_the_others() -> None:
    frame = ask("training/module_sequences").frame
    assert frame["sequence"].isna().all()
    assert frame[["sequences", "n", "share"]].to_numpy().tolist() == [[3, 3, 100]]
    single = ask("training/module_sequences", least=1).frame
    assert single["sequence"].tolist() == [
        "Workplace Cooperation → Cleaner Production",
        "Workplace Cooperation → Quality Management",
        "Workplace Cooperation → Resource Efficiency → SCORE4Climate",
    ]
    assert single["modules"].tolist() == [2, 2, 3]
    cut = ask("training/module_sequences", least=1, most=1).frame
    assert cut["n"].tolist() == [1, 2] and cut["sequences"].tolist() == [1, 2]


def funnel(code: str, filters: Filters = NO_FILTERS, **given: Any) -> pd.DataFrame:
    frame = ask("training/module_funnel", filters, **given).frame
    return frame[frame["code"] == code].set_index("step")


def test_a_step_that_was_passed_without_its_date_is_not_a_drop() -> None:
    rows = funnel("wpc")
    assert rows["reached"].tolist() == [6, 5, 4, 1, 1, 1]
    assert rows["recorded"].tolist() == [6, 2, 3, 1, 1, 1]
    assert rows["not_recorded"].tolist() == [0, 3, 1, 0, 0, 0]
    assert funnel("qm").loc["endline", ["reached", "not_recorded"]].tolist() == [1, 1]


def test_who_stopped_gave_up_or_is_under_way_or_is_silent() -> None:
    rows = funnel("wpc")
    assert rows["gave_up"].tolist() == [0, 1, 0, 1, 0, 0], "one before the baseline, one after the workshop"
    assert rows["under_way"].tolist() == [0, 0, 1, 1, 0, 0], "one waits for December, one came in February"
    assert rows["silent"].tolist() == [0, 0, 0, 1, 0, 0]
    assert funnel("qm").loc["baseline", "silent"] == 1
    assert funnel("wpc", quiet_days=1000)["silent"].sum() == 0
    assert funnel("wpc", quiet_days=100)["under_way"].tolist() == [0, 0, 1, 0, 0, 0]


def test_a_status_stands_for_a_missing_date_and_never_for_one_that_lies_ahead() -> None:
    assert funnel("wpc").loc["classroom", "reached"] == 4, "the undated workshop counts, that of December does not"


def test_days_are_between_dates_in_order_and_the_others_are_counted() -> None:
    rows = funnel("wpc")
    assert rows["median_days"].tolist()[1:] == [14.5, 21, 28, 153, 31]
    assert rows["n_days"].tolist() == [0, 2, 1, 1, 1, 1]
    late = funnel("qm").loc["classroom"]
    assert (late["out_of_order"], late["n_days"]) == (1, 0)
    assert pd.isna(late["median_days"])


def test_the_funnel_of_all_modules_adds_up_those_of_each() -> None:
    frame = ask("training/module_funnel").frame
    counts = ["enrolled", "before", "reached", "recorded", "not_recorded", "gave_up", "under_way", "silent"]
    each = frame[frame["code"] != ""].groupby("step_position")[counts].sum()
    assert funnel("").set_index("step_position")[counts].equals(each)
    assert set(frame["code"]) == {"", "wpc", "qm", "pcp", "recp", "s4c"}
    assert funnel("", Filters(country=("NAM",)))["enrolled"].max() == 5


def test_a_cell_of_completion_is_shown_not_computable_or_empty() -> None:
    frame = ask("training/module_completion").frame.set_index(["iso3", "module"])
    kenya = frame.loc["KEN", "wpc"]
    assert (kenya["engagements"], kenya["ended"], kenya["completed"], kenya["rate"]) == (4, 2, 1, 50)
    assert kenya["status"] == "shown" and kenya["small"]
    open_one = frame.loc["NAM", "recp"]
    assert (open_one["engagements"], open_one["ended"], open_one["status"]) == (1, 0, "not_computable")
    assert pd.isna(open_one["rate"])
    nobody = frame.loc["KEN", "s4c"]
    assert (nobody["engagements"], nobody["status"]) == (0, "no_data")
    zero = frame.loc["NAM", "wpc"]
    assert (zero["rate"], zero["status"]) == (0, "shown"), "0 % of one that ended is a value, and a small one"


def test_a_country_s_own_numbers_count_each_enterprise_once_and_order_the_rows() -> None:
    frame = ask("training/module_completion").frame
    own = frame.drop_duplicates("iso3").set_index("iso3")
    assert own.index.tolist() == ["KEN", "NAM"]
    assert own["country_trained"].tolist() == [2, 1] and own["country_enrolled"].tolist() == [3, 2]
    assert own["country_ended"].tolist() == [3, 1] and own["country_completed"].tolist() == [2, 0]
    assert len(frame) == 2 * 6


def years(lines: str, filters: Filters = NO_FILTERS) -> pd.DataFrame:
    return ask("training/module_years", filters, lines=lines).frame.set_index(["line", "year"])


def test_a_line_follows_replacements_to_their_end_and_counts_an_enterprise_once_a_year() -> None:
    line = years("joined").loc["s4c"]
    assert set(line["title"]) == {"Cleaner Production → Resource Efficiency → SCORE4Climate"}
    assert set(line["modules"]) == {"pcp,recp,s4c"}
    assert line["trained"].to_dict() == {2022: 0, 2023: 1, 2024: 1}, "e3 was in two of them in 2024"
    assert line["line_trained"].tolist() == [2, 2, 2]
    assert set(years("joined")["enterprises"]) == {3}


def test_modules_by_themselves_are_as_many_lines() -> None:
    frame = years("separate")
    assert frame.loc[("recp", 2024), "trained"] == 1 and frame.loc[("s4c", 2024), "trained"] == 1
    assert set(frame.index.get_level_values("line")) == {"wpc", "qm", "pcp", "recp", "s4c", "idle"}
    assert frame.loc[("s4c", 2024), "replaces"] == "Resource Efficiency"
    assert frame.loc[("idle", 2024), "trained"] == 0


def test_the_break_is_the_country_s_own_version_or_its_first_workshop() -> None:
    line = years("joined").loc["s4c"]
    assert line["countries_changed"].to_dict() == {2022: 0, 2023: 1, 2024: 1}, "Kenya's version; Namibia's first one"
    assert set(line["changed_first"]) == {2023} and set(line["changed_last"]) == {2024}
    kenya = years("joined", Filters(country=("KEN",))).loc["s4c"]
    assert set(kenya["changed_last"]) == {2023}
    assert years("joined").loc["wpc"]["changed_first"].isna().all()


def test_years_run_from_the_first_training_to_the_end_of_the_period_and_say_when_cut() -> None:
    assert years("joined").loc["wpc"]["complete"].to_dict() == {2022: True, 2023: True, 2024: False}
    assert years("joined", Filters(period=(2022, 2022))).loc["wpc"].index.tolist() == [2022]


def test_modules_that_replace_one_another_in_a_circle_are_lines_by_themselves(published: Callable[..., Any]) -> None:
    circle = "module | title | replaced_by\n a | A | b\n b | B | a\n c | C | a"
    published(**{**DRAWN, "modules": circle, "module_versions": "", "engagements": one("a"), "sessions": ""})
    frame = years("joined")
    assert set(frame.index.get_level_values("line")) >= {"a", "b"}
    assert frame.loc[("a", 2022), "trained"] == 1


def one(module: str) -> str:
    head = "engagement_id | enterprise_id | module | enrolled_on | classroom_on | status"
    return f"{head}\n g01 | e1 | {module} | 2022-01-01 | 2022-02-01 | trained"


def test_without_a_dictionary_the_break_is_the_first_workshop_of_the_replacement(published: Callable[..., Any]) -> None:
    published(**{**DRAWN, "module_versions": ""})
    line = years("joined").loc["s4c"]
    assert line["countries_changed"].to_dict() == {2022: 0, 2023: 0, 2024: 1}, "Namibia's; Kenya taught neither"
    assert parts().index.tolist()[:2] == ["pcp", "idle"], "by title, where no number is given"


def test_the_dictionary_lists_what_is_valid_everywhere_and_in_each_country() -> None:
    frame = ask("training/module_dictionary").frame
    where = list(zip(frame["module"], frame["iso3"].fillna("-"), strict=True))
    assert ("recp", "-") in where and ("recp", "KEN") in where and ("idle", "-") in where
    ours = frame.set_index(["module", "iso3"]).loc[("recp", "KEN")]
    assert not ours["in_force"] and ours["replaced_by"] == "SCORE4Climate"
    assert ours["adapted_from"] == "Cleaner Production"
    namibia = ask("training/module_dictionary", Filters(country=("NAM",))).frame
    assert set(namibia["iso3"].dropna()) == set()
    assert set(ask("training/module_dictionary", Filters(module=("qm",))).frame["module"]) == {"qm"}


def test_rows_are_the_newest_first_and_say_how_many_there_are() -> None:
    frame = ask("training/engagement_rows").frame
    assert frame["engagement_id"].tolist()[:5] == ["g08", "g07", "g06", "g09", "g10"]
    assert set(frame["engagements"]) == {11}
    assert frame.iloc[1][["enterprise", "country", "module"]].tolist() == ["Three", "Namibia", "SCORE4Climate"]


def test_rows_are_shown_to_those_who_work_with_the_enterprises_only() -> None:
    mine = ask("training/engagement_rows", viewer=Viewer("coordinator", ("NAM",))).frame
    assert set(mine["engagement_id"]) == {"g05", "g06", "g07", "g09", "g11"}
    assert set(mine["engagements"]) == {5}
    for role in (Viewer("donor", ("p1",)), Viewer("public")):
        with pytest.raises(AccessError):
            ask("training/engagement_rows", viewer=role)


def test_a_scoped_viewer_may_ask_everything_else() -> None:
    donor = Viewer("donor", ("p1",))
    for name in ("uptake", "paths", "sequences", "funnel", "completion", "years", "dictionary"):
        assert not ask(f"training/module_{name}", viewer=donor).empty
