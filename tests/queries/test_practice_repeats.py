"""Practices, drawn: answers that are repeated, the interval of the change, and who sees what."""

from datetime import date

import pytest

from impact.access import AccessError, Viewer
from impact.ask import ask
from tests.queries.intervals import student_t
from tests.queries.practices_drawn import (
    CHECKS,
    DRAWN,
    HEAD,
    TWELVE,
    B,
    E,
    Publish,
    alike,
    counts,
    covered,
    rows,
    shares,
    told,
)

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
