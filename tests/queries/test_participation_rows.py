"""Who takes part, drawn: the three counts, what is known and not, and the sessions one by one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from impact.access import Viewer
from impact.ask import ask
from impact.filters import Filters
from tests.queries.participation_drawn import DRAWN, KEN, rooms, rows


@pytest.fixture
def drawn(snapshot_of_drawing: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn export, published and current."""
    monkeypatch.setenv("IMPACT_STORE", str(snapshot_of_drawing(**DRAWN) / "store"))


class TestCounters:
    def test_three_counts_stand_beside_each_other(self, drawn: None) -> None:
        found = rows("participation_counters", key="counter")
        assert list(found) == ["attendances", "people", "workforce", "head_counts"]
        assert [found[c]["people"] for c in found] == [16, 12, 60, 27]
        assert [found[c]["women"] for c in found] == [8, 6, 39, None]

    def test_an_enterprise_counts_once_by_its_latest_workshop_with_a_count_at_or_before_it(self, drawn: None) -> None:
        found = rows("participation_counters", key="counter")["workforce"]
        # e1 in 2023 (30 and 10), e4, e5 and e6 (nobody); e2 was counted too late, and e3's men are not known.
        assert (found["women"], found["men"], found["n"], found["expected"]) == (39, 21, 4, 6)
        first = rows("participation_counters", Filters(period=(2022, 2022)), key="counter")["workforce"]
        assert (first["women"], first["men"], first["n"]) == (19, 21, 3)

    def test_head_counts_are_apart_and_have_no_sex(self, drawn: None) -> None:
        heads = rows("participation_counters", KEN, key="counter")["head_counts"]
        # s3: seven; s7: nobody came; s8: not recorded.
        assert (heads["people"], heads["n"], heads["reported"], heads["expected"]) == (7, 1, 2, 3)
        assert (heads["women"], heads["men"], heads["unknown"]) == (None, None, None)

    def test_coverage_of_attendances_counts_sessions_with_a_list_of_those_to_which_somebody_came(
        self, drawn: None
    ) -> None:
        found = rows("participation_counters", KEN, key="counter")["attendances"]
        # s1 has a list; s3 and s8 have none; to s7 nobody came. s6 has no country of its own, but people of Kenya.
        assert (found["reported"], found["expected"]) == (2, 4)

    def test_under_a_sector_only_sessions_at_an_enterprise_can_be_placed(self, drawn: None) -> None:
        food = rows("participation_counters", Filters(sector=("food_beverages",)), key="counter")["head_counts"]
        assert food["people"] == 7
        garment = rows("participation_counters", Filters(sector=("garment_textile",)), key="counter")["head_counts"]
        assert (garment["people"], garment["status"]) == (None, "not_computable")

    def test_with_head_counts_only_nobody_is_invented(self, published: Callable[..., Any]) -> None:
        published(**{**DRAWN, "attendances": ""})
        found = rows("participation_counters", key="counter")
        assert (found["attendances"]["people"], found["attendances"]["status"]) == (None, "not_computable")
        assert (found["people"]["people"], found["people"]["status"]) == (None, "no_data")
        assert found["head_counts"]["people"] == 43
        assert ask("training/participation").empty
        assert ask("training/satisfaction").empty


class TestDisaggregation:
    def test_each_country_says_what_it_reports(self, drawn: None) -> None:
        kenya = rows("disaggregation_status", key="iso3")["KEN"]
        # In s1 and s6: 14 workers and managers, a guest and a trainer.
        assert (kenya["listed"], kenya["sessions_listed"], kenya["sessions"]) == (16, 2, 5)
        assert (kenya["sex"], kenya["role"], kenya["person"], kenya["answer"]) == (93.75, 87.5, 93.75, 68.75)
        assert [kenya[f"{n}_status"] for n in ("sex", "role", "person")] == ["reports"] * 3
        assert kenya["answer_status"] == "partly"
        assert (kenya["enterprises"], kenya["workforce"]) == (5, 60)

    def test_no_session_and_no_list_differ(self, drawn: None) -> None:
        found = rows("disaggregation_status", key="iso3")
        assert {found["UGA"][f"{n}_status"] for n in ("sex", "role", "person", "answer")} == {"no_sessions"}
        assert {found["GHA"][f"{n}_status"] for n in ("sex", "role", "person", "answer")} == {"no_list"}
        assert found["GHA"]["sex"] is None
        assert {found[iso3]["workforce_status"] for iso3 in ("UGA", "GHA")} == {"no_enterprises"}

    def test_what_is_never_recorded_is_not_reported(self, published: Callable[..., Any]) -> None:
        tables = rooms(*[(0, 4)] * 5)
        unsexed = ["attendance_id | session_id | enterprise_id | person_id | sex | role"]
        unsexed += [f"a{n} | s1 | e00 | - | {'unknown' if n < 6 else 'male'} | worker" for n in range(20)]
        published(**{**tables, "attendances": "\n".join(unsexed)})
        kenya = rows("disaggregation_status", key="iso3")["KEN"]
        assert (kenya["person"], kenya["person_status"]) == (0, "does_not")
        assert (kenya["sex"], kenya["sex_status"]) == (70, "partly")
        assert (kenya["role_status"], kenya["answer_status"]) == ("reports", "does_not")

    def test_a_sector_leaves_the_sessions_that_its_enterprises_attended(self, drawn: None) -> None:
        kenya = rows("disaggregation_status", Filters(sector=("food_beverages",)), key="iso3")["KEN"]
        assert (kenya["listed"], kenya["sessions_listed"], kenya["sessions"]) == (3, 1, 2)


class TestSessionRows:
    def test_the_newest_stand_first_with_their_lists_counted(self, drawn: None) -> None:
        found = rows("session_rows", key="session_id")
        assert list(found)[:2] == ["s4", "s9"]
        s1 = found["s1"]
        assert (s1["participants"], s1["listed"], s1["trainers"]) == (12, 14, 2)
        assert (s1["listed_women"], s1["listed_men"], s1["listed_rest"]) == (7, 5, 2)

    def test_no_list_is_not_a_list_of_nobody_and_no_head_count_is_not_an_empty_room(self, drawn: None) -> None:
        found = rows("session_rows", key="session_id")
        assert (found["s3"]["listed"], found["s3"]["listed_women"]) == (None, None)
        assert (found["s7"]["participants"], found["s8"]["participants"]) == (0, None)

    def test_planned_held_and_past_without_confirmation_differ(self, drawn: None) -> None:
        found = rows("session_rows", key="session_id")
        assert (found["s4"]["state"], found["s1"]["state"], found["s10"]["state"]) == (
            "planned",
            "held",
            "not_confirmed",
        )

    def test_kinds_may_be_chosen(self, drawn: None) -> None:
        assert set(rows("session_rows", key="session_id", kinds="tot")) == {"s5"}

    def test_a_coordinator_sees_the_own_countrys_only(self, drawn: None) -> None:
        frame = ask("training/session_rows", viewer=Viewer("coordinator", ("NAM",))).frame
        assert set(frame["session_id"]) == {"s2"}

    def test_no_column_names_a_person(self, drawn: None) -> None:
        frame = ask("training/session_rows").frame
        assert not {c for c in frame.columns if "person" in c or "attendance" in c}
