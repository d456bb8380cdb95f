"""Practices, drawn: pairs, shares, groups, follow-ups and filters."""

from typing import Any

import pytest

from impact.filters import Filters
from tests.queries.practices_drawn import (
    AFTER,
    CHECKS,
    DRAWN,
    HEAD,
    LAST,
    NO_FILTERS,
    B,
    E,
    Publish,
    counts,
    covered,
    rows,
    shares,
    told,
)


def pair(enterprise: str, practice: str, filters: Filters = NO_FILTERS) -> dict[str, Any] | None:
    found = [r for r in rows("practice_rows", filters, enterprise=enterprise) if r["practice"] == practice]
    assert len(found) <= 1, "a pair is one row"
    return found[0] if found else None


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
