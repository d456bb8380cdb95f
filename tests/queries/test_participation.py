"""The questions of the page of participation, each on a small drawn export: tables in, rows out."""

import math
import random
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import pytest

from impact.access import Viewer
from impact.ask import ask
from impact.filters import Filters
from tests.queries.intervals import clustered_logit, jackknife_error, student_t, wilson

NO_FILTERS = Filters()
KEN = Filters(country=("KEN",))
# Five enterprises of Kenya with a person each, so that there is an interval; e6 is elsewhere, e7 was never trained.
DRAWN = {
    "modules": """
        module | title
        wpc    | Workplace Cooperation
        qm     | Quality Management
        """,
    "enterprises": """
        enterprise_id | name  | iso3 | isic | women_led | women_owned
        e1            | One   | KEN  | 14   | yes       | yes
        e2            | Two   | KEN  | 10   | no        | -
        e3            | Three | KEN  | 14   | no        | no
        e4            | Four  | KEN  | 14   | -         | -
        e5            | Five  | KEN  | 10   | yes       | -
        e6            | Six   | NAM  | 14   | no        | no
        e7            | Seven | UGA  | 14   | yes       | yes
        """,
    "projects": """
        project_id | title
        p1         | First
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
        t4         | KEN  | unknown
        t5         | KEN  | other
        """,
    "trainer_modules": """
        trainer_id | module | stage      | reached_on
        t1         | wpc    | certified  | 2021-06-10
        t1         | -      | expert     | 2022-06-10
        t2         | wpc    | instructed | 2021-01-10
        t3         | wpc    | expert     | 2021-05-05
        t4         | wpc    | certified  | 2021-06-10
        t5         | wpc    | certified  | 2030-06-10
        """,
    "session_trainers": """
        session_id | trainer_id
        s1         | t2
        s1         | t1
        s2         | t3
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | enrolled_on | classroom_on | status
        g1            | e1            | wpc    | p1         | 2022-01-01  | 2022-02-01   | trained
        g2            | e2            | wpc    | -          | 2022-01-01  | 2022-02-01   | trained
        g3            | e3            | wpc    | -          | 2022-01-01  | 2022-02-01   | trained
        g4            | e4            | wpc    | -          | 2022-01-01  | 2022-02-01   | trained
        g5            | e5            | wpc    | -          | 2022-01-01  | 2022-02-01   | trained
        g6            | e6            | wpc    | -          | 2022-01-01  | 2023-03-01   | trained
        g7            | e1            | qm     | -          | 2023-01-01  | 2023-05-01   | trained
        g8            | e7            | wpc    | -          | 2024-01-01  | -            | enrolled
        """,
    # s3 has a head count only; s4 is planned; s5 is a training of trainers; s6 has no country; s7 has an empty room; s8
    # was never counted; s9 is in a country without enterprises.
    "sessions": """
        session_id | kind      | module | project_id | iso3 | enterprise_id | starts_on  | planned | participants
        s1         | classroom | wpc    | -          | KEN  | -             | 2022-02-01 | no      | 12
        s2         | classroom | wpc    | -          | NAM  | -             | 2023-03-01 | no      | 2
        s3         | visit     | wpc    | -          | KEN  | e2            | 2022-04-01 | no      | 7
        s4         | classroom | wpc    | -          | KEN  | -             | 2024-12-01 | yes     | -
        s5         | tot       | wpc    | -          | KEN  | -             | 2022-06-01 | no      | 3
        s6         | online    | -      | -          | -    | -             | 2023-05-02 | no      | 2
        s7         | visit     | wpc    | -          | KEN  | e1            | 2022-05-01 | no      | 0
        s8         | visit     | wpc    | -          | KEN  | e1            | 2022-05-09 | no      | -
        s9         | classroom | qm     | -          | GHA  | -             | 2024-01-01 | no      | 20
        s10        | classroom | wpc    | -          | KEN  | -             | 2023-12-01 | yes     | -
        """,
    # Of e1: anna comes twice, bo is recorded with two sexes. carl's sex is not known, dee is of another. The sixth of e1
    # has no id. eve comes for e2 and for e3. ann2 and others fill five enterprises. kim has no enterprise.
    "attendances": """
        attendance_id | session_id | engagement_id | enterprise_id | trainer_id | person_id | sex     | role    | satisfaction
        a01           | s1         | g1            | e1            | -          | anna      | female  | worker  | 5
        a02           | s6         | g7            | e1            | -          | anna      | female  | worker  | 4
        a03           | s1         | g1            | e1            | -          | bo        | female  | worker  | 3
        a04           | s6         | g7            | e1            | -          | bo        | male    | worker  | -
        a05           | s1         | g1            | e1            | -          | carl      | unknown | manager | 1
        a06           | s1         | g1            | e1            | -          | dee       | other   | manager | 2
        a07           | s1         | g1            | e1            | -          | -         | male    | manager | -
        a08           | s1         | g2            | e2            | -          | eve       | female  | manager | 5
        a09           | s1         | g3            | e3            | -          | eve       | female  | manager | 5
        a10           | s1         | g2            | e2            | -          | fay       | male    | worker  | 4
        a11           | s1         | g3            | e3            | -          | gus       | male    | worker  | -
        a12           | s1         | g4            | e4            | -          | hal       | male    | worker  | 4
        a13           | s1         | g5            | e5            | -          | ida       | female  | worker  | 4
        a14           | s1         | -             | -             | -          | kim       | male    | worker  | -
        a15           | s1         | g1            | e1            | -          | guest     | female  | other   | 5
        a16           | s1         | -             | -             | t1         | t1        | female  | trainer | -
        a17           | s4         | -             | e2            | -          | zoe       | female  | worker  | 5
        a18           | s5         | -             | -             | t2         | -         | male    | trainer | -
        a19           | s5         | -             | -             | t3         | -         | female  | trainer | -
        a20           | s5         | -             | -             | -          | -         | female  | trainer | -
        a21           | s2         | g6            | e6            | -          | nam1      | female  | worker  | 5
        a22           | s2         | g6            | e6            | -          | nam2      | female  | manager | 5
        """,
    # e1 grew; e2 was counted after its workshop only; e3's men are not known.
    "workforce": """
        enterprise_id | measured_on | women | men
        e1            | 2021-01-01  | 10    | 10
        e1            | 2023-01-01  | 30    | 10
        e1            | 2024-01-01  | 99    | 1
        e2            | 2022-03-01  | 5     | 5
        e3            | 2022-01-01  | 5     | -
        e4            | 2022-01-01  | 8     | 2
        e5            | 2022-01-01  | 1     | 9
        e6            | 2022-01-01  | 0     | 0
        """,
    "improvement_teams": """
        enterprise_id | formed_on  | women_workers | men_workers | women_managers | men_managers
        e1            | 2022-03-01 | 2             | 1           | 1              | 0
        e2            | 2022-03-01 | 0             | 3           | 0              | 1
        e3            | 2030-03-01 | 9             | 9           | 9              | 9
        e7            | 2022-03-01 | 9             | 9           | 9              | 9
        """,
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The drawn export, published once."""
    from impact import warehouse
    from impact.publish import publish
    from tests import drawn

    place = tmp_path_factory.mktemp("drawn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(place / "store"))
        (place / "store").mkdir()
        publish(drawn.export(place / "export", **DRAWN))
        yield
        warehouse.close()


def rows(name: str, filters: Filters = NO_FILTERS, key: str = "code", **given: Any) -> dict[Any, dict[str, Any]]:
    """The answer's rows by their code; missing is None."""
    frame = ask(f"training/{name}", filters, **given).frame.astype(object)
    return {row[key]: row for row in frame.where(frame.notna(), None).to_dict("records")}


def shares(by: str, filters: Filters = NO_FILTERS) -> dict[Any, dict[str, Any]]:
    return rows("participation", filters, by=by)


def people(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["women"], row["men"], row["other"], row["unknown"]


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


def rooms(*clusters: tuple[int, int]) -> dict[str, str]:
    """An export in which each enterprise sent so many women of so many people to one session."""
    enterprises = ["enterprise_id | name | iso3 | isic"]
    attendances = ["attendance_id | session_id | enterprise_id | person_id | sex | role"]
    for e, (women, size) in enumerate(clusters):
        enterprises.append(f"e{e:02} | E | KEN | 14")
        for p in range(size):
            attendances.append(f"a{e}-{p} | s1 | e{e:02} | h{e}-{p} | {'female' if p < women else 'male'} | worker")
    return {
        "enterprises": "\n".join(enterprises),
        "sessions": "session_id | kind | iso3 | starts_on | planned\ns1 | classroom | KEN | 2022-02-01 | no",
        "attendances": "\n".join(attendances),
    }


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
