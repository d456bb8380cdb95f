"""Who takes part, drawn: reach, women in every role, satisfaction, and the rule of two and two."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from impact.access import Viewer
from impact.ask import ask
from impact.filters import Filters
from tests.queries.intervals import clustered_logit, student_t, wilson
from tests.queries.participation_drawn import DRAWN, KEN, rooms, rows


@pytest.fixture
def drawn(snapshot_of_drawing: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn export, published and current."""
    monkeypatch.setenv("IMPACT_STORE", str(snapshot_of_drawing(**DRAWN) / "store"))


class TestReach:
    def test_women_are_compared_with_the_workforce_of_the_same_enterprises(self, drawn: None) -> None:
        total = rows("reach", by="total")["all"]
        # Compared are e1 (anna, bo: 2 of 2; workforce 30 of 40), e4 (0 of 1; 8 of 10) and e5 (1 of 1; 1 of 10).
        assert (total["women"], total["n"], total["reported"], total["expected"]) == (3, 4, 3, 6)
        assert total["value"] == pytest.approx(75)
        assert total["workforce"] == pytest.approx(100 * (2 * 0.75 + 0.8 + 0.1) / 4)
        assert total["workforce_pooled"] == pytest.approx(100 * 39 / 60)
        assert total["difference"] == pytest.approx(total["value"] - total["workforce"])

    def test_fewer_than_five_enterprises_say_nothing(self, drawn: None) -> None:
        total = rows("reach", by="total")["all"]
        assert (total["low"], total["high"], total["verdict"]) == (None, None, "too_few")

    def test_a_person_of_two_enterprises_counts_in_both(self, published: Callable[..., Any]) -> None:
        counted = DRAWN["workforce"].replace("2022-03-01", "2021-03-01").replace("| 5     | -", "| 5     | 5")
        published(**{**DRAWN, "workforce": counted})
        total = rows("reach", by="total")["all"]
        # Now also e2 (eve, fay) and e3 (eve, gus).
        assert (total["women"], total["n"], total["reported"]) == (5, 8, 5)
        expected = 2 * 0.75 + 2 * 0.5 + 2 * 0.5 + 0.8 + 0.1
        assert total["workforce"] == pytest.approx(100 * expected / 8)

    def test_by_module_the_workforce_is_that_of_the_modules_workshop(self, drawn: None) -> None:
        found = rows("reach", by="module")
        assert found["wpc"]["workforce_pooled"] == pytest.approx(100 * (10 + 8 + 1) / 40)
        assert found["qm"]["workforce"] == pytest.approx(75)

    def test_an_enterprise_without_people_or_workforce_is_expected_and_not_compared(self, drawn: None) -> None:
        namibia = rows("reach", by="country")["NAM"]
        assert (namibia["reported"], namibia["expected"], namibia["verdict"]) == (0, 1, "not_computable")

    @pytest.mark.parametrize(
        ("women", "verdict"), [((1, 1, 0, 1, 1, 2), "less"), ((4, 4, 3, 4, 3, 4), "more"), ((1, 3, 2, 3, 1, 2), None)]
    )
    def test_it_speaks_only_where_the_interval_leaves_out_zero(
        self, women: tuple[int, ...], verdict: str | None, published: Callable[..., Any]
    ) -> None:
        tables = rooms(*[(w, 4) for w in women])
        ids = [f"e{e:02}" for e in range(len(women))]
        tables["modules"] = "module | title\nwpc | One"
        tables["engagements"] = "\n".join(
            [
                "engagement_id | enterprise_id | module | enrolled_on | classroom_on | status",
                *(f"g{e} | {e} | wpc | 2022-01-01 | 2022-02-01 | trained" for e in ids),
            ]
        )
        tables["workforce"] = "\n".join(
            ["enterprise_id | measured_on | women | men", *(f"{e} | 2022-01-01 | 30 | 30" for e in ids)]
        )
        published(**tables)
        row = rows("reach", by="total")["all"]
        residuals = [w - 2 for w in women]
        difference = sum(residuals) / 24
        m = len(women)
        error = math.sqrt(sum((r - 4 * difference) ** 2 for r in residuals) * m / (m - 1)) / 24
        assert row["difference"] == pytest.approx(100 * difference)
        assert row["low"] == pytest.approx(100 * (difference - student_t(m - 1) * error), abs=0.05)
        assert row["high"] == pytest.approx(100 * (difference + student_t(m - 1) * error), abs=0.05)
        assert row["verdict"] == (verdict or "no_clear_difference")


class TestRoles:
    def test_each_role_has_its_women_n_and_coverage(self, drawn: None) -> None:
        found = rows("women_in_roles", key="role")
        wanted = {
            # role: women, n, reported, expected
            "worker": (4, 8, 10, 10),
            "manager": (2, 2, 4, 6),
            "team_member": (3, 8, 2, 6),
            "team_manager": (1, 2, 2, 6),
            "certified": (2, 2, 2, 3),
            "expert": (2, 2, 2, 2),
            "tot": (1, 2, 2, 3),
            "led": (2, 5, 5, 6),
            "owned": (1, 3, 3, 6),
        }
        assert {r: (v["women"], v["n"], v["reported"], v["expected"]) for r, v in found.items()} == wanted

    def test_teams_to_come_and_teams_of_enterprises_not_trained_are_left_out(self, drawn: None) -> None:
        found = rows("women_in_roles", key="role")
        assert found["team_member"]["value"] == pytest.approx(100 * 3 / 8)
        assert found["team_manager"]["value"] == 50

    def test_a_trainer_of_unknown_sex_is_not_a_man(self, drawn: None) -> None:
        found = rows("women_in_roles", key="role")
        assert found["certified"]["unknown"] == 1
        assert found["certified"]["value"] == 100

    def test_trainers_heed_country_and_module(self, drawn: None) -> None:
        found = rows("women_in_roles", KEN, key="role")
        assert (found["certified"]["women"], found["expert"]["women"]) == (1, 1)
        assert rows("women_in_roles", Filters(module=("qm",)), key="role")["certified"]["status"] == "no_data"

    def test_a_sex_that_was_never_collected_is_not_a_share_of_zero(self, published: Callable[..., Any]) -> None:
        unsexed = DRAWN["trainers"].replace("female", "unknown").replace("| male", "| unknown")
        published(**{**DRAWN, "trainers": unsexed.replace("other", "unknown")})
        found = rows("women_in_roles", key="role")
        for role in ("certified", "expert"):
            assert (found[role]["value"], found[role]["status"]) == (None, "not_collected")

    def test_trainers_enterprises_have_wilsons_interval_and_people_the_clustered_one(
        self, published: Callable[..., Any]
    ) -> None:
        tables = rooms((2, 3), (1, 3), (0, 2), (3, 3), (1, 2), (2, 2))
        tables["modules"] = "module | title\nwpc | One"
        tables["trainers"] = "trainer_id | iso3 | sex\n" + "\n".join(
            f"t{n} | KEN | {'female' if n < 3 else 'male'}" for n in range(8)
        )
        tables["trainer_modules"] = "trainer_id | module | stage | reached_on\n" + "\n".join(
            f"t{n} | wpc | certified | 2021-01-01" for n in range(8)
        )
        published(**tables)
        found = rows("women_in_roles", key="role")
        low, high = wilson(3 / 8, 8, 1.959964)
        assert found["certified"]["low"] == pytest.approx(100 * low)
        assert found["certified"]["high"] == pytest.approx(100 * high)
        low, high = clustered_logit([(2, 3), (1, 3), (0, 2), (3, 3), (1, 2), (2, 2)])
        assert found["worker"]["low"] == pytest.approx(100 * low, abs=0.02)
        assert found["worker"]["high"] == pytest.approx(100 * high, abs=0.02)


class TestSatisfaction:
    def test_answers_are_counted_and_those_who_did_not_answer_are_not_zero(self, drawn: None) -> None:
        total = rows("satisfaction", by="total")["all"]
        assert [total[c] for c in ("ones", "twos", "threes", "fours", "fives")] == [1, 1, 1, 4, 5]
        assert (total["n"], total["asked"], total["response"]) == (12, 16, 75)
        assert total["value"] == pytest.approx(100 * 9 / 12)

    def test_sexes_that_occur_stand_apart(self, drawn: None) -> None:
        found = rows("satisfaction", by="sex")
        assert {sex: row["n"] for sex, row in found.items()} == {"female": 8, "male": 2, "other": 1, "unknown": 1}
        assert list(rows("satisfaction", Filters(country=("NAM",)), by="sex")) == ["female", "male"]

    def test_a_session_is_as_good_as_its_best_trainer(self, drawn: None) -> None:
        found = rows("satisfaction", by="trainer_level")
        assert {level: row["asked"] for level, row in found.items()} == {
            "instructed": 0,
            "certified": 12,
            "expert": 2,
            "unknown": 2,
        }

    def test_where_nobody_answered_satisfaction_was_not_collected(self, published: Callable[..., Any]) -> None:
        published(**rooms((1, 2), (1, 2)))
        total = rows("satisfaction", by="total")["all"]
        assert (total["value"], total["n"], total["asked"]) == (None, 0, 4)
        assert (total["status"], total["response"]) == ("not_collected", 0)

    def test_results_about_few_people_are_withheld_from_those_who_may_not_see_them(self, drawn: None) -> None:
        frame = ask("training/satisfaction", viewer=Viewer("public"), by="role").frame.set_index("code")
        assert frame.loc["manager", "status"] == "withheld"
        hidden = frame.loc["manager", ["value", "ones", "twos", "threes", "fours", "fives", "n", "response"]]
        assert hidden.isna().all()
        assert frame.loc["manager", "asked"] == 6

    def test_its_interval_is_over_enterprises(self, published: Callable[..., Any]) -> None:
        tables = rooms((2, 3), (1, 3), (0, 2), (3, 3), (1, 2), (2, 2))
        head, *lines = tables["attendances"].splitlines()
        rated = [f"{line} | {5 if ' female ' in line else 2}" for line in lines]
        published(**{**tables, "attendances": "\n".join([f"{head} | satisfaction", *rated])})
        total = rows("satisfaction", by="total")["all"]
        low, high = clustered_logit([(2, 3), (1, 3), (0, 2), (3, 3), (1, 2), (2, 2)])
        assert total["low"] == pytest.approx(100 * low, abs=0.02)
        assert total["high"] == pytest.approx(100 * high, abs=0.02)


class TestRule:
    def test_two_managers_and_two_workers_keep_it(self, published: Callable[..., Any]) -> None:
        seats = {"e00": "mmww", "e01": "mmmw", "e02": "mwww", "e03": "mw", "e04": "mmmwww", "e05": "mmwo"}
        tables = rooms(*[(0, 1)] * len(seats))
        lines = ["attendance_id | session_id | enterprise_id | sex | role"]
        roles = {"m": "manager", "w": "worker", "o": "other"}
        for enterprise, people in seats.items():
            lines += [f"{enterprise}-{n} | s1 | {enterprise} | male | {roles[p]}" for n, p in enumerate(people)]
        lines.append("loose | s1 | - | male | worker")
        published(**{**tables, "attendances": "\n".join(lines)})
        total = rows("participation_rule", by="total")["all"]
        assert (total["kept"], total["n"], total["value"]) == (2, 6, pytest.approx(100 / 3))
        short = [total[c] for c in ("short_of_managers", "short_of_workers", "short_of_both")]
        assert short == [1, 2, 1], "e02; e01 and e05, whose guest is no worker; e03"

    def test_visits_planned_workshops_and_trainings_of_trainers_have_no_rule(self, drawn: None) -> None:
        found = rows("participation_rule", by="total")["all"]
        # At s1: e1 (2 workers, 3 managers), e2, e3, e4, e5; at s2: e6; at s6: e1 with two workers.
        assert (found["kept"], found["n"]) == (1, 7)

    def test_a_workshop_without_a_list_is_not_computable_and_lowers_coverage(self, drawn: None) -> None:
        found = rows("participation_rule", by="country")
        assert (found["GHA"]["status"], found["GHA"]["reported"], found["GHA"]["expected"]) == ("not_computable", 0, 1)
        assert found["GHA"]["value"] is None
        assert found["UGA"]["status"] == "no_data"

    def test_a_list_that_names_no_enterprise_is_not_computable(self, published: Callable[..., Any]) -> None:
        nowhere = "attendance_id | session_id | enterprise_id | sex | role\nx | s1 | - | male | worker"
        published(**{**rooms((0, 1)), "attendances": nowhere})
        total = rows("participation_rule", by="total")["all"]
        assert (total["n"], total["reported"], total["expected"], total["status"]) == (0, 0, 1, "not_computable")

    def test_another_projects_participants_do_not_make_a_workshop_one_without_a_list(self, drawn: None) -> None:
        # s1 has a list, of which only e1 came for the project.
        found = rows("participation_rule", Filters(donor=("d1",)), by="total")["all"]
        assert (found["n"], found["reported"], found["expected"]) == (1, 1, 1)

    def test_which_workshops_lack_a_list_is_not_known_under_a_sector(self, drawn: None) -> None:
        found = rows("participation_rule", Filters(sector=("food_beverages",)), by="total")["all"]
        assert (found["n"], found["expected"]) == (2, None)
