"""Who takes part, drawn: women and men by group, and the interval of their share."""

import math
import random
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest

from impact.access import Viewer
from impact.ask import ask
from impact.filters import Filters
from tests.queries.intervals import clustered_logit, jackknife_error, student_t, wilson
from tests.queries.participation_drawn import DRAWN, NO_FILTERS, people, rooms, rows


@pytest.fixture
def drawn(snapshot_of_drawing: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn export, published and current."""
    monkeypatch.setenv("IMPACT_STORE", str(snapshot_of_drawing(**DRAWN) / "store"))


def shares(by: str, filters: Filters = NO_FILTERS) -> dict[Any, dict[str, Any]]:
    return rows("participation", filters, by=by)


class TestWomenAndMen:
    def test_a_person_counts_once_in_a_group_and_twice_as_attendances(self, drawn: None) -> None:
        total = shares("total")["all"]
        # anna, bo, eve, ida and two of Namibia; fay, gus, hal, kim; dee; carl.
        assert people(total) == (6, 4, 1, 1)
        assert (total["attendances"], total["attendances_women"], total["attendances_men"]) == (16, 8, 6)
        assert (total["attendances_other"], total["attendances_unknown"]) == (1, 1)

    def test_a_person_of_two_sexes_counts_as_a_woman_and_is_told(self, drawn: None) -> None:
        assert shares("total")["all"]["of_two_sexes"] == 1
        by_year = shares("year")
        assert by_year["2022"]["of_two_sexes"] is None, "in one year only one of the two was recorded"
        assert people(by_year["2022"])[:2] == (4, 4)
        assert people(by_year["2023"])[:2] == (3, 1)

    def test_a_sex_that_is_known_once_is_known(self, published: Callable[..., Any]) -> None:
        tables = rooms((0, 1))
        lines = ["attendance_id | session_id | enterprise_id | person_id | sex | role"]
        recorded = {
            "p1": ("unknown", "male"),
            "p2": ("other", "female"),
            "p3": ("unknown", "other"),
            "p4": ("unknown",),
        }
        for person, sexes in recorded.items():
            lines += [f"{person}-{n} | s1 | e00 | {person} | {sex} | worker" for n, sex in enumerate(sexes)]
        published(**{**tables, "attendances": "\n".join(lines)})
        assert people(shares("total")["all"]) == (1, 1, 1, 1)

    def test_only_known_women_and_men_are_in_the_share_and_its_n(self, drawn: None) -> None:
        total = shares("total")["all"]
        assert total["value"] == pytest.approx(60)
        assert total["n"] == 10
        assert total["attendances_share"] == pytest.approx(100 * 8 / 14)

    def test_unknown_sex_bounds_the_share_and_another_sex_does_not(self, drawn: None) -> None:
        total = shares("total")["all"]
        assert (total["lowest"], total["highest"]) == (pytest.approx(600 / 11), pytest.approx(700 / 11))

    def test_coverage_counts_attendances_that_say_who_the_person_is(self, drawn: None) -> None:
        total = shares("total")["all"]
        assert (total["reported"], total["expected"]) == (15, 16)

    def test_planned_sessions_trainers_and_guests_are_left_out(self, drawn: None) -> None:
        assert shares("total", Filters(period=(2024, 2024))) == {}
        assert people(shares("role")["worker"]) == (4, 4, None, 0)

    def test_each_role_counts_its_own_people(self, drawn: None) -> None:
        found = shares("role")
        assert [found[role]["women"] for role in ("worker", "manager")] == [4, 2]
        assert found["manager"]["unknown"] == 1

    def test_a_group_without_anybody_is_listed_with_nothing_and_no_share(self, drawn: None) -> None:
        uganda = shares("country")["UGA"]
        assert (uganda["attendances"], uganda["n"], uganda["value"], uganda["status"]) == (0, 0, None, "no_data")
        assert shares("country")["GHA"]["status"] == "no_data"

    def test_a_year_between_two_is_listed_and_years_outside_are_not(self, drawn: None) -> None:
        assert list(shares("year")) == ["2022", "2023"]

    def test_an_online_session_counts_where_the_enterprise_is_and_for_its_engagements_module(self, drawn: None) -> None:
        assert shares("country")["KEN"]["attendances"] == 14
        assert shares("module")["qm"]["attendances"] == 2

    def test_a_person_without_an_enterprise_has_no_sector(self, drawn: None) -> None:
        by_sector = shares("sector")
        assert by_sector["unknown"]["attendances"] == 1
        assert "unknown" not in shares("country")

    def test_filters_restrict_the_groups_that_are_listed(self, drawn: None) -> None:
        assert list(shares("country", Filters(country=("NAM", "UGA")))) == ["NAM", "UGA"]
        assert list(shares("module", Filters(module=("wpc",)))) == ["wpc"]

    def test_any_two_breakdowns_cross(self, drawn: None) -> None:
        found = ask("training/participation", by="country", within="role").frame
        cells = {(r.code, r.within_code): (r.women, r.men) for r in found.itertuples() if r.attendances}
        assert cells == {
            ("KEN", "worker"): (3, 4),
            ("KEN", "manager"): (1, 0),
            ("NAM", "worker"): (1, 0),
            ("NAM", "manager"): (1, 0),
        }

    def test_crossing_years_lists_the_years_on_the_other_side(self, drawn: None) -> None:
        found = ask("training/participation", by="module", within="year").frame
        assert set(found["within_code"]) == {"2022", "2023"}

    def test_where_no_person_is_known_the_share_is_not_computable_and_attendances_are_counted(
        self, published: Callable[..., Any]
    ) -> None:
        bare = DRAWN["attendances"]
        for name in ("anna", "bo ", "carl", "dee", "eve", "fay", "gus", "hal", "ida", "kim", "nam1", "nam2"):
            bare = bare.replace(f"| {name}", f"| {'-':{len(name)}}")
        published(**{**DRAWN, "attendances": bare})
        total = shares("total")["all"]
        assert (total["value"], total["status"], total["attendances"]) == (None, "not_computable", 16)
        assert rows("participation_counters", key="counter")["people"]["status"] == "not_computable"
        assert rows("reach", by="total")["all"]["verdict"] == "not_computable"

    def test_few_people_are_small(self, drawn: None) -> None:
        assert shares("total")["all"]["small"]

    def test_another_sex_of_fewer_than_the_viewers_smallest_group_is_withheld(self, drawn: None) -> None:
        frame = ask("training/participation", viewer=Viewer("public"), by="total").frame
        assert frame["other"].isna().all()
        assert frame["attendances_other"].isna().all()
        assert frame["women"].tolist() == [6]


class TestInterval:
    def test_one_enterprise_has_no_interval(self, drawn: None) -> None:
        namibia = shares("country")["NAM"]
        assert (namibia["enterprises"], namibia["value"]) == (1, 100)
        assert (namibia["low"], namibia["high"]) == (None, None)

    def test_four_enterprises_have_none_and_five_have_one(self, drawn: None) -> None:
        food = shares("sector")["food_beverages"]
        assert food["enterprises"] == 2
        kenya = shares("country")["KEN"]
        assert kenya["enterprises"] == 6, "five enterprises, and the session of the person without one"
        assert 0 < kenya["low"] < kenya["value"] < kenya["high"] < 100

    def test_it_is_the_linearised_one_with_each_person_in_the_first_of_the_enterprises(self, drawn: None) -> None:
        kenya = shares("country")["KEN"]
        # e1: anna, bo. e2: eve (first of e2 and e3), fay. e3: gus. e4: hal. e5: ida. The session: kim.
        low, high = clustered_logit([(2, 2), (1, 2), (0, 1), (0, 1), (1, 1), (0, 1)])
        assert (kenya["low"], kenya["high"]) == (
            pytest.approx(100 * low, abs=0.02),
            pytest.approx(100 * high, abs=0.02),
        )

    def test_a_person_of_two_enterprises_stands_with_the_first(self, published: Callable[..., Any]) -> None:
        tables = rooms((2, 3), (1, 3), (0, 2), (3, 3), (1, 4))
        again = "\nagain | s1 | e04 | h0-0 | female | worker"
        published(**{**tables, "attendances": tables["attendances"] + again})
        row = shares("total")["all"]
        low, high = clustered_logit([(2, 3), (1, 3), (0, 2), (3, 3), (1, 4)])
        assert (row["n"], row["attendances"]) == (15, 16)
        assert (row["low"], row["high"]) == (pytest.approx(100 * low, abs=0.03), pytest.approx(100 * high, abs=0.03))

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_it_equals_the_plain_computation_on_random_rooms(self, seed: int, published: Callable[..., Any]) -> None:
        published(**rooms(*drawn_rooms(seed)))
        clusters = drawn_rooms(seed)
        row = shares("total")["all"]
        low, high = clustered_logit(clusters)
        assert row["enterprises"] == len(clusters)
        assert (row["low"], row["high"]) == (pytest.approx(100 * low, abs=0.02), pytest.approx(100 * high, abs=0.02))
        # The jackknife leaves out one enterprise at a time, and knows nothing of linearisation.
        p = sum(w for w, _ in clusters) / sum(n for _, n in clusters)
        error = jackknife_error(clusters) / (p * (1 - p))
        middle = math.log(p / (1 - p))
        t = student_t(len(clusters) - 1)
        assert row["low"] == pytest.approx(100 / (1 + math.exp(t * error - middle)), abs=2)

    @pytest.mark.parametrize("women", [0, 3])
    def test_where_all_enterprises_are_alike_it_is_wilsons_over_enterprises(
        self, women: int, published: Callable[..., Any]
    ) -> None:
        published(**rooms(*[(women, 3)] * 6))
        row = shares("total")["all"]
        low, high = wilson(women / 3, 6, student_t(5))
        assert (row["low"], row["high"]) == (pytest.approx(100 * low, abs=0.02), pytest.approx(100 * high, abs=0.02))
        assert 0 <= row["low"] <= row["high"] <= 100
        assert row["high"] - row["low"] > 30, "six enterprises that are alike are no proof"

    def test_it_is_wider_where_women_come_from_few_enterprises(self, published: Callable[..., Any]) -> None:
        published(**rooms(*[(4, 4)] * 3, *[(0, 4)] * 3))
        apart = shares("total")["all"]
        assert apart["value"] == 50
        naive = 100 * 1.96 * math.sqrt(0.25 / 24)
        assert (apart["high"] - apart["low"]) / 2 > 1.5 * naive

    @pytest.mark.parametrize("df", [4, 5, 7, 9, 20, 120])
    def test_the_series_for_students_t_is_exact_to_three_digits(self, df: int) -> None:
        exact = {4: 2.776445, 5: 2.570582, 7: 2.364624, 9: 2.262157, 20: 2.085963, 120: 1.979930}[df]
        series = NormalDist().inv_cdf(0.975) + 2.372271 / df + 2.822499 / df**2 + 2.55585 / df**3 + 1.589534 / df**4
        assert series == pytest.approx(exact, abs=0.001)
        assert student_t(df) == pytest.approx(exact, abs=0.001)


def drawn_rooms(seed: int) -> list[tuple[int, int]]:
    """Women and people of each of some enterprises; enterprises differ."""
    draw = random.Random(seed)
    found = []
    for _ in range(draw.randint(8, 25)):
        inclined, size = draw.uniform(0.1, 0.9), draw.randint(1, 7)
        found.append((sum(draw.random() < inclined for _ in range(size)), size))
    return found
