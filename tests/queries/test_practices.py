"""The questions of the page of practices, each on a small drawn export: tables in, rows out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.filters import Filters
from tests.queries.intervals import student_t

NO_FILTERS = Filters()
# e1 and e2 answer; e3 is silent, e4 never came to the workshop, e5 was trained so lately that its endline is not due.
DRAWN = {
    "modules": """
        module | title
        wpc    | Workplace Cooperation
        qm     | Quality Management
        """,
    "practices": """
        practice | title            | module
        team     | A team meets     | wpc
        board    | A board is shown | wpc
        defects  | Defects recorded | qm
        slips    | Pay slips        | -
        """,
    "practice_areas": """
        practice | area
        team     | Voice
        slips    | Voice
        slips    | Wages
        """,
    "enterprises": """
        enterprise_id | name  | iso3 | isic | women_led
        e1            | One   | KEN  | 14   | yes
        e2            | Two   | KEN  | 10   | no
        e3            | Three | KEN  | 14   | -
        e4            | Four  | KEN  | 14   | no
        e5            | Five  | NAM  | 14   | no
        """,
    "workforce": """
        enterprise_id | measured_on | women | men
        e1            | 2022-01-01  | 4     | 4
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
    "kpis": "kpi | title\n absence | Absence",
    "kpi_expectations": """
        kpi     | module | due_days
        absence | wpc    | 300
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | enrolled_on | baseline_on | classroom_on | endline_on | status
        g1            | e1            | wpc    | p1         | 2022-01-01  | 2022-01-10  | 2022-02-01   | 2022-11-01 | trained
        g2            | e1            | qm     | p2         | 2023-01-01  | 2023-01-10  | 2023-02-01   | -          | trained
        g3            | e2            | wpc    | -          | 2022-01-01  | 2022-01-10  | 2022-02-01   | 2022-11-02 | trained
        g4            | e3            | wpc    | p1         | 2022-01-01  | 2022-01-10  | 2022-02-01   | -          | trained
        g5            | e4            | wpc    | p1         | 2022-01-01  | 2022-01-10  | -            | -          | dropped
        g6            | e5            | wpc    | p1         | 2024-01-01  | 2024-01-10  | 2024-02-01   | -          | trained
        """,
}
HEAD = "enterprise_id | engagement_id | practice | phase | checked_on | answer\n"
CHECKS = """
    e1 | g1 | team    | baseline | 2022-01-10 | no
    e1 | g1 | team    | endline  | 2022-11-01 | yes
    e1 | g1 | board   | baseline | 2022-01-10 | yes
    e1 | g1 | board   | endline  | 2022-11-01 | no
    e1 | g1 | slips   | baseline | 2022-01-10 | yes
    e1 | g1 | slips   | endline  | 2022-11-01 | yes
    e1 | g2 | defects | baseline | 2023-01-10 | no
    e2 | g3 | team    | baseline | 2022-01-10 | no
    e2 | g3 | team    | endline  | 2022-11-02 | no
    e2 | g3 | board   | baseline | 2022-01-10 | not_applicable
    e2 | g3 | board   | endline  | 2022-11-02 | yes
    e2 | g3 | slips   | endline  | 2022-11-02 | yes
    e4 | g5 | team    | baseline | 2022-01-10 | yes
    """
Publish = Callable[..., Any]


def rows(name: str, filters: Filters = NO_FILTERS, **given: Any) -> list[dict[str, Any]]:
    frame = ask(f"enterprises/{name}", filters, **given).frame.astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def shares(filters: Filters = NO_FILTERS, **given: Any) -> dict[str, dict[str, Any]]:
    return {r["code"]: r for r in rows("practices", filters, **given)}


def pair(enterprise: str, practice: str, filters: Filters = NO_FILTERS) -> dict[str, Any] | None:
    found = [r for r in rows("practice_rows", filters, enterprise=enterprise) if r["practice"] == practice]
    assert len(found) <= 1, "a pair is one row"
    return found[0] if found else None


def counts(r: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(r[name] for name in ("gained", "kept", "lost", "never"))


def covered(r: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(r[name] for name in ("expected", "reported", "silent"))


def test_each_pair_is_gained_kept_lost_or_never(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    told = {(r["enterprise_id"], r["practice"]): (r["status"], r["outcome"]) for r in rows("practice_rows")}
    assert told == {
        ("e1", "team"): ("paired", "gained"),
        ("e1", "board"): ("paired", "lost"),
        ("e1", "slips"): ("paired", "kept"),
        ("e1", "defects"): ("baseline_only", None),
        ("e2", "team"): ("paired", "never"),
        ("e2", "board"): ("not_applicable", None),
        ("e2", "slips"): ("endline_only", None),
        ("e3", "team"): ("unchecked", None),
        ("e3", "board"): ("unchecked", None),
        ("e3", "slips"): ("unchecked", None),
        ("e4", "team"): ("baseline_only", None),
    }


def test_shares_are_of_all_pairs_and_what_does_not_apply_stands_apart(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    total = shares(by="total")["all"]
    assert counts(total) == (1, 1, 1, 1)
    assert (total["n"], total["enterprises"], total["not_applicable"]) == (4, 2, 1)
    assert (total["before"], total["after"], total["change"]) == (50, 50, 0)
    assert (total["adopted"], total["lost_again"]) == (50, 50)
    assert (total["low"], total["high"]) == (None, None), "two enterprises have no interval"
    assert total["small"] and total["status"] == "shown"


def test_expected_are_the_trained_whose_endline_is_due_and_the_others_are_silent(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    assert covered(shares(by="total")["all"]) == (3, 2, 1), "e4 was not trained, e5 is not due"
    by_practice = shares(by="practice")
    assert covered(by_practice["team"]) == (3, 2, 1)
    assert covered(by_practice["board"]) == (3, 2, 1), "not applicable is an answer"
    assert covered(by_practice["slips"]) == (3, 1, 2), "an endline without a baseline is not reported"
    assert covered(by_practice["defects"]) == (1, 0, 1), "only e1 was trained in quality"
    assert by_practice["defects"]["status"] == "not_computable" and by_practice["defects"]["change"] is None


# Of each enterprise its one engagement in a module whose slowest KPI takes 300 days: 5 August 2024 is 300 days after 10 October.
DUE = """
    engagement_id | enterprise_id | module | enrolled_on | baseline_on | classroom_on | endline_on | completed_on | status
    g1            | due baseline  | wpc    | 2023-10-01  | 2023-10-10  | 2023-11-01   | -          | -            | trained
    g2            | not yet       | wpc    | 2023-11-01  | 2023-11-10  | 2023-12-01   | -          | -            | trained
    g3            | due endline   | wpc    | 2023-11-01  | 2023-11-10  | 2023-12-01   | 2024-08-31 | -            | trained
    g4            | endline comes | wpc    | 2023-10-01  | 2023-10-10  | 2023-11-01   | 2024-09-01 | -            | trained
    g5            | due completed | wpc    | 2023-11-01  | 2023-11-10  | 2023-12-01   | -          | 2024-08-01   | completed
    g6            | due workshop  | wpc    | 2023-09-01  | -           | 2023-11-01   | -          | -            | trained
    g7            | late workshop | wpc    | 2023-09-01  | -           | 2023-12-01   | -          | -            | trained
    g8            | no workshop   | wpc    | 2023-10-01  | 2023-10-10  | -            | -          | -            | dropped
    """


def test_an_endline_is_due_on_its_day_or_as_long_after_the_baseline_as_the_slowest_kpi(published: Publish) -> None:
    names = [line.split("|")[1].strip() for line in DUE.strip().splitlines()[1:]]
    enterprises = "enterprise_id | iso3\n" + "\n".join(f"{name} | KEN" for name in names)
    published(**{**DRAWN, "engagements": DUE, "enterprises": enterprises, "workforce": ""})
    expected = {name for name in names if name.startswith("due")}
    assert {r["enterprise_id"] for r in rows("practice_rows")} == expected
    assert shares(by="total")["all"]["expected"] == len(expected) == 4


def test_without_expectations_an_endline_is_due_after_a_year(published: Publish) -> None:
    head = "engagement_id | enterprise_id | module | enrolled_on | baseline_on | classroom_on | status\n"
    lines = "g1 | e1 | wpc | 2023-01-01 | 2023-09-01 | 2023-10-01 | trained\n g2 | e2 | wpc | 2023-01-01 | 2023-09-02 | 2023-10-01 | trained"
    published(**{**DRAWN, "engagements": head + lines}, leave_out=("kpi_expectations", "practice_areas"))
    assert {r["enterprise_id"] for r in rows("practice_rows")} == {"e1"}
    assert rows("practices", by="area")[0]["code"] == "none", "no area is known"


# What one enterprise answered on one practice, as letter of the phase, day and answer; then its status and outcome.
B, E, LAST, AFTER = "2022-01-10", "2022-11-01", "2024-08-31", "2024-09-01"
STORIES = {
    "checked twice, lost at last": (f"b {B} no, e {E} yes, b 2023-01-10 yes, e 2023-11-01 no", "paired", "never"),
    "checked twice, gained before": (f"b {B} yes, e {E} no, b 2023-01-10 no, e 2023-11-01 yes", "paired", "kept"),
    "a second baseline moves nothing": (f"b {B} no, m 2022-06-01 no, e {E} yes, b 2023-01-10 yes", "paired", "gained"),
    "an endline before the baseline": (f"b {B} no, e 2022-01-09 yes", "baseline_only", None),
    "an endline on the day of the baseline": (f"b {B} no, e {B} yes", "baseline_only", None),
    "an endline on the as-of day": (f"b {B} no, e {LAST} yes", "paired", "gained"),
    "an endline after the as-of day": (f"b {B} no, e {AFTER} yes", "baseline_only", None),
    "an endline moved after the as-of day": (f"b {B} no, e {E} no, e {AFTER} yes", "paired", "never"),
    "not applicable before": (f"b {B} not_applicable, e {E} yes", "not_applicable", None),
    "not applicable after": (f"b {B} no, e {E} not_applicable", "not_applicable", None),
    "not applicable and no endline": (f"b {B} not_applicable", "not_applicable", None),
    "no endline": (f"b {B} no", "baseline_only", None),
    "no baseline": (f"e {E} yes", "endline_only", None),
    "no baseline, not applicable": (f"e {E} not_applicable", "not_applicable", None),
    "lost": (f"b {B} yes, e {E} no", "paired", "lost"),
}
PHASES = {"b": "baseline", "m": "monitoring", "e": "endline", "f": "follow_up"}


def told(stories: dict[str, str]) -> dict[str, str]:
    """An export in which each story is an enterprise."""
    lines = [
        f"{name} | - | team | {PHASES[phase]} | {day} | {answer}"
        for name, story in stories.items()
        for phase, day, answer in (part.split() for part in story.split(", "))
    ]
    enterprises = "enterprise_id | iso3\n" + "\n".join(f"{name} | KEN" for name in stories)
    kept = {name: DRAWN[name] for name in ("modules", "practices", "practice_areas")}
    return {**kept, "enterprises": enterprises, "practice_checks": HEAD + "\n".join(lines)}


def test_the_first_baseline_and_the_last_endline_after_it_make_the_pair(published: Publish) -> None:
    published(**told({name: story for name, (story, _, _) in STORIES.items()}))
    found = {r["enterprise_id"]: (r["status"], r["outcome"]) for r in rows("practice_rows")}
    assert found == {name: (status, outcome) for name, (_, status, outcome) in STORIES.items()}
    total = shares(by="total")["all"]
    assert counts(total) == (2, 1, 1, 2)
    assert total["not_applicable"] == 2, "who was not asked twice is silent, not apart"
    assert covered(total) == (8, 8, 0), "nobody was trained, so only who answered twice is expected"


GAINED = f"b {B} no, e {E} yes"
LATER: dict[str, tuple[str, str | None, str | None]] = {
    "still in place": (", f 2023-06-01 yes", "yes", "still"),
    "lost again": (", f 2023-06-01 no", "no", "lost_again"),
    "does not apply any more": (", f 2023-06-01 not_applicable", "not_applicable", None),
    "asked twice": (", f 2023-06-01 yes, f 2024-06-01 no", "no", "lost_again"),
    "asked before the endline": (", f 2022-10-01 no", None, None),
    "asked after the as-of day": (", f 2024-09-10 no", None, None),
    "not asked": ("", None, None),
}


def test_of_what_was_gained_the_last_follow_up_says_what_is_left(published: Publish) -> None:
    published(**told({name: GAINED + later for name, (later, _, _) in LATER.items()}))
    for r in rows("practice_rows"):
        wanted = LATER[r["enterprise_id"]]
        assert (r["follow_up"], r["later"], r["outcome"]) == (*wanted[1:], "gained"), r["enterprise_id"]
    total = rows("practice_follow_up", by="total")[0]
    names = ("gained", "n", "still", "lost_again", "not_applicable", "not_asked")
    assert [total[name] for name in names] == [7, 3, 1, 2, 1, 3]
    assert (total["enterprises"], total["gained_enterprises"]) == (3, 7)
    assert total["value"] == pytest.approx(200 / 3) and total["low"] is None, "three enterprises have no interval"
    assert (total["reported"], total["expected"]) == (4, 7)


def test_only_what_was_gained_can_be_lost_again_and_an_area_has_it_once(published: Publish) -> None:
    extra = """
        e1 | g1 | slips | follow_up | 2023-06-01 | no
        e1 | g1 | team  | follow_up | 2023-06-01 | no
        """
    published(**DRAWN, practice_checks=HEAD + CHECKS.rstrip() + extra)
    by_area = {r["code"]: r for r in rows("practice_follow_up", by="area")}
    assert by_area["Voice"]["lost_again"] == 1, "slips were kept, not gained"
    assert by_area["Wages"]["status"] == "no_data" and "none" not in by_area


def test_an_area_counts_each_pair_once_and_practices_without_one_stand_apart(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    by_area = shares(by="area")
    assert list(by_area) == ["Voice", "Wages", "none"]
    assert counts(by_area["Voice"]) == (1, 1, 0, 1)
    assert counts(by_area["Wages"]) == (0, 1, 0, 0)
    assert counts(by_area["none"]) == (0, 0, 1, 0)
    assert by_area["Voice"]["enterprises"] == 2, "an enterprise with two practices is one"


def test_groups_that_nothing_is_known_of_are_listed_and_unknown_ones_only_where_they_occur(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    assert {code: r["status"] for code, r in shares(by="module").items()} == {
        "wpc": "shown",
        "qm": "not_computable",
        "unknown": "shown",
    }
    assert {code: r["status"] for code, r in shares(by="country").items()} == {"KEN": "shown", "NAM": "no_data"}
    assert shares(by="size")["unknown"]["expected"] == 2 and shares(by="size")["micro"]["n"] == 3
    assert {code: r["expected"] for code, r in shares(by="women_led").items()} == {"yes": 1, "no": 1, "unknown": 1}
    assert list(shares(by="sector")) == ["food_beverages", "garment_textile"]


def test_the_endline_decides_the_year_and_the_silent_count_when_it_was_due(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    by_year = {code: covered(r) for code, r in shares(by="year").items()}
    assert by_year == {"2022": (3, 2, 1), "2023": (0, 0, 0), "2024": (1, 0, 1)}, "quality is due after a year"
    year = Filters(period=(2022, 2022))
    assert counts(shares(year, by="total")["all"]) == (1, 1, 1, 1)
    assert pair("e1", "defects", year) is None
    assert shares(Filters(period=(2021, 2021)), by="total") == {}


LINKS = """
    e1 | g2 | team    | baseline | 2022-01-10 | no
    e1 | g2 | team    | endline  | 2022-11-01 | yes
    e1 | -  | defects | baseline | 2022-01-10 | no
    e1 | -  | defects | endline  | 2022-11-01 | yes
    e1 | -  | slips   | baseline | 2022-01-10 | no
    e1 | -  | slips   | endline  | 2022-11-01 | yes
    e1 | g1 | board   | baseline | 2022-01-10 | no
    e1 | g2 | board   | endline  | 2022-11-01 | yes
    e2 | g1 | team    | baseline | 2022-01-10 | no
    e2 | g1 | team    | endline  | 2022-11-01 | yes
    """


FOUND = [
    # A practice counts for the module that teaches it; without one, for that of its engagement.
    (Filters(module=("wpc",)), {("e1", "team"), ("e1", "board"), ("e1", "slips"), ("e2", "team")}),
    (Filters(module=("qm",)), {("e1", "defects")}),
    # The project is that of the engagement that the endline names, though it is one of another module; and of the last
    # engagement before the check in a fitting module, where it names none. Another enterprise's is not taken.
    (Filters(project=("p2",)), {("e1", "team"), ("e1", "board"), ("e1", "defects")}),
    (Filters(project=("p1",)), {("e1", "slips")}),
    (Filters(donor=("d1",)), {("e1", "slips")}),
    (Filters(project=("p2",), donor=("d1",)), set()),
    (Filters(country=("KEN",), women_led="yes"), {("e1", p) for p in ("team", "board", "defects", "slips")}),
    (Filters(size=("micro",)), {("e1", p) for p in ("team", "board", "defects", "slips")}),
    (Filters(sector=("food_beverages",)), {("e2", "team")}),
    (Filters(country=("NAM",)), set()),
]


def test_filters_by_module_and_project_follow_the_engagement_of_the_check(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + LINKS)
    for filters, expected in FOUND:
        found = {(r["enterprise_id"], r["practice"]) for r in rows("practice_rows", filters) if r["outcome"]}
        assert found == expected, filters.link()
        total = shares(filters, by="total")
        assert (total["all"]["n"] if total else 0) == len(expected), filters.link()


def test_a_check_without_an_engagement_belongs_to_the_last_one_before_it_else_the_first(published: Publish) -> None:
    late = {"engagements": DRAWN["engagements"] + "        g7 | e1 | lean | p1 | 2024-01-01 | - | - | - | enrolled\n"}
    late["modules"] = DRAWN["modules"] + "        lean | Lean\n"
    drawn = """
        e1 | - | slips | baseline | 2023-02-01 | no
        e1 | - | slips | endline  | 2023-12-01 | yes
        e4 | - | slips | baseline | 2021-02-01 | no
        e4 | - | slips | endline  | 2021-12-01 | yes
        """
    published(**{**DRAWN, **late}, practice_checks=HEAD + drawn)
    assert pair("e1", "slips", Filters(project=("p2",))), "between g2 and g7"
    assert pair("e4", "slips", Filters(project=("p1",))), "all engagements are later"


def alike(practices: int, enterprise: str = "e1", answer: str = "yes") -> str:
    """Checks of so many practices at three rounds with the same answer."""
    phases = (("baseline", "2022-01-10"), ("endline", "2022-11-01"), ("follow_up", "2023-06-01"))
    lines = [f"{enterprise} | - | x{i} | {phase} | {day} | {answer}" for i in range(practices) for phase, day in phases]
    return "\n".join(lines) + "\n"


TWELVE = DRAWN["practices"] + "".join(f"        x{i} | X {i} | -\n" for i in range(12))
# Practices with the same answer in every round; the numbers of a KPI; another practice's answers; is it a repetition?
REPEATS: dict[str, tuple[int, str, str, bool]] = {
    "ten alike": (10, "", "", True),
    "nine alike": (9, "", "", False),
    "nine, and one asked once": (9, "", f"b {B} yes", False),
    "nine, and a tenth": (9, "", f"b {B} yes, e {E} yes", True),
    "nine, and one that does not apply": (9, "", f"b {B} not_applicable, e {E} not_applicable", False),
    "twelve, and one that moved": (12, "", f"b {B} yes, m 2022-05-01 no", False),
    "five, and the KPI is the same": (5, "7 7", "", True),
    "four, and the KPI is the same": (4, "7 7", "", False),
    "four, one that does not apply, and the KPI": (4, "7 7", f"b {B} not_applicable, e {E} not_applicable", False),
    "twelve, and the KPI moved": (12, "7 8", "", False),
    "nine, and nought twice proves nothing": (9, "0 0", "", False),
    "nine, and the KPI was measured once": (9, "7", "", False),
}


def test_same_answers_in_every_round_are_flagged_not_read_as_no_change(published: Publish) -> None:
    drawn = told({name: story for name, (_, _, story, _) in REPEATS.items() if story})
    observed = [
        f"{name} | absence | 2022-0{place}-01 | 30 | all | {value}"
        for name, (_, values, _, _) in REPEATS.items()
        for place, value in enumerate(values.split(), 1)
    ]
    drawn |= {
        "enterprises": "enterprise_id | iso3\n" + "\n".join(f"{name} | KEN" for name in REPEATS),
        "practices": TWELVE,
        "kpis": DRAWN["kpis"],
        "kpi_observations": "enterprise_id | kpi | period_start | period_days | sex | numerator\n"
        + "\n".join(observed),
    }
    drawn["practice_checks"] += "\n" + "".join(alike(n, name) for name, (n, _, _, _) in REPEATS.items())
    published(**drawn)
    found = {r["enterprise_id"]: r["repeated"] for r in rows("practice_rows")}
    assert found == {name: repeated for name, (_, _, _, repeated) in REPEATS.items()}


def test_who_repeated_is_left_out_of_the_shares_and_said_unless_the_reader_counts_them(published: Publish) -> None:
    other = f"e2 | g3 | x0 | baseline | {B} | no\n e2 | g3 | x0 | endline | {E} | yes"
    published(**{**DRAWN, "practices": TWELVE}, practice_checks=HEAD + alike(10) + alike(9, "e3", "no") + other)
    total = shares(by="total")["all"]
    assert (counts(total), total["enterprises"], total["repeated"]) == ((1, 0, 0, 9), 2, 1)
    assert covered(total) == (3, 3, 0), "e1 reported, and was not measured again"
    counted = shares(by="total", repeats="counted")["all"]
    assert (counts(counted), counted["enterprises"], counted["repeated"]) == ((1, 10, 0, 9), 3, 1)
    tile = ask("results/overview").frame.set_index("indicator").loc["practices_adopted"]
    assert (tile["value"], tile["n"]) == (10, 10)


# Six enterprises with other numbers of practices: gained of asked, nobody lost but the last.
MANY = {"a": (3, 3), "b": (1, 3), "c": (0, 2), "d": (2, 2), "e": (1, 1), "f": (-1, 2)}


def many() -> dict[str, str]:
    enterprises = "enterprise_id | name | iso3\n" + "".join(f"{e} | {e} | KEN\n" for e in MANY)
    lines = []
    for enterprise, (net, asked) in MANY.items():
        for place, practice in enumerate(("team", "board", "slips")[:asked]):
            before, after = ("yes", "no") if place < -net else ("no", "yes") if place < net else ("no", "no")
            lines.append(f"{enterprise} | - | {practice} | baseline | 2022-01-10 | {before}")
            lines.append(f"{enterprise} | - | {practice} | endline | 2022-11-01 | {after}")
    kept = {name: DRAWN[name] for name in ("modules", "practices", "practice_areas")}
    return {**kept, "enterprises": enterprises, "practice_checks": HEAD + "\n".join(lines)}


def test_the_interval_of_the_change_is_over_enterprises(published: Publish) -> None:
    published(**many())
    total = shares(by="total")["all"]
    clusters = [(float(net), float(asked)) for net, asked in MANY.values()]
    change = sum(net for net, _ in clusters) / sum(asked for _, asked in clusters)
    assert (total["n"], total["enterprises"]) == (13, 6)
    assert total["change"] == pytest.approx(100 * change)
    residuals = sum((net - change * asked) ** 2 for net, asked in clusters)
    half = 100 * student_t(5) * (6 / 5 * residuals) ** 0.5 / 13
    assert total["low"] == pytest.approx(100 * change - half, abs=0.05)
    assert total["high"] == 100, "no share in place can move by more"
    assert covered(total) == (6, 6, 0), "without an engagement nobody is expected but who reported"
    assert shares(by="practice")["slips"]["low"] is None, "two enterprises have no interval"


def test_enterprises_that_all_changed_alike_have_no_interval(published: Publish) -> None:
    drawn = many()
    drawn["practice_checks"] = HEAD + "\n".join(
        f"{e} | - | team | {phase} | {day} | {answer}"
        for e in MANY
        for phase, day, answer in (("baseline", "2022-01-10", "no"), ("endline", "2022-11-01", "yes"))
    )
    published(**drawn)
    total = shares(by="total")["all"]
    assert (total["change"], total["low"], total["high"]) == (100, None, None)


def test_results_about_few_enterprises_are_withheld_from_donors_and_rows_are_refused(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    donor = Viewer("donor", ("p1",))
    row = ask("enterprises/practices", viewer=donor, by="total").frame.iloc[0]
    assert row["status"] == "withheld"
    assert all(row[c] is None for c in ("gained", "change", "before", "n", "not_applicable", "enterprises"))
    assert row["expected"] == 3, "how many should have reported is not about how they fare"
    row = ask("enterprises/practice_follow_up", viewer=donor, by="total").frame.iloc[0]
    assert all(row[c] is None for c in ("gained", "not_asked", "gained_enterprises"))
    with pytest.raises(AccessError, match="one by one"):
        ask("enterprises/practice_rows", viewer=donor)


def test_a_trainer_sees_the_practices_of_the_own_enterprises(published: Publish) -> None:
    trained = DRAWN["engagements"].replace("enrolled_on |", "trainer_id | enrolled_on |", 1)
    lines = [
        line if place < 1 else line.replace("| 20", f"| {'t1' if '| e2' in line else '-'} | 20", 1)
        for place, line in enumerate(trained.strip().splitlines())
    ]
    drawn = {**DRAWN, "engagements": "\n".join(lines), "trainers": "trainer_id | iso3\n t1 | KEN"}
    published(**drawn, practice_checks=HEAD + CHECKS)
    frame = ask("enterprises/practice_rows", viewer=Viewer("trainer", ("t1",))).frame
    assert set(frame["enterprise_id"]) == {"e2"}


def test_rows_are_the_newest_first_and_of_one_enterprise_where_it_is_named(published: Publish) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    every = rows("practice_rows")
    assert [r["counted_on"] for r in every] == sorted((r["counted_on"] for r in every), reverse=True)
    mine = rows("practice_rows", enterprise="e1")
    assert {r["enterprise_id"] for r in mine} == {"e1"} and all(r["pairs"] == 4 for r in mine)
    team = next(r for r in mine if r["practice"] == "team")
    assert (team["enterprise"], team["country"], team["module_title"]) == ("One", "Kenya", "Workplace Cooperation")
    assert (team["before_on"], team["after_on"]) == (date(2022, 1, 10), date(2022, 11, 1))
    assert rows("practice_rows", enterprise="nobody") == []
