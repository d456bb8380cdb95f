"""The questions about targets and money against an independent, slow computation on the demonstration's own files."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact.ask import ask
from impact.filters import Filters
from tests.queries.twin import TWINS, result, rows_of
from tests.queries.twin_tables import AS_OF, reference, table, trained

PERCENT = ("women_share", "satisfaction_rate", "cost_recovery")
NOT_BY_PROJECT = ("trainers_certified", "agreements_signed", "institutions_embedding")


def facts(export: Path, line: dict[str, Any]) -> list[dict[str, Any]]:
    """The facts of a target's indicator in its project, country and period, up to the as-of day."""
    last = min(line["ends_on"], AS_OF)
    return [
        fact
        for fact in rows_of(export, line["indicator"])
        if fact["project"] == line["project_id"]
        and line["iso3"] in (None, fact["iso3"])
        and line["starts_on"] <= fact["day"] <= last
    ]


def sent_in(export: Path, line: dict[str, Any]) -> float | None:
    """The last sum that the project sent in of a period that has ended by the day that is due."""
    rows = [
        row
        for row in table(export, "results")
        if (row["project_id"], row["indicator"], row["iso3"], row["sex"])
        == (line["project_id"], line["indicator"], line["iso3"], line["sex"])
        and line["starts_on"] <= row["starts_on"]
        and row["ends_on"] <= min(line["ends_on"], AS_OF)
        and row["as_of"] <= AS_OF
    ]
    before = [
        other["ends_on"]
        for other in table(export, "targets")
        if all(other[name] == line[name] for name in ("project_id", "indicator", "iso3", "sex", "module"))
        and other["ends_on"] < line["ends_on"]
    ]
    fresh = [row for row in rows if not before or row["ends_on"] > max(before)]
    return max(fresh, key=lambda row: row["ends_on"])["numerator"] if fresh else None


def actual(export: Path, line: dict[str, Any]) -> float | None:
    code = line["indicator"]
    if code in NOT_BY_PROJECT:
        return sent_in(export, line)
    found = result(facts(export, line), TWINS[code][1])["value"]
    return 0.0 if found is None and code not in PERCENT else found


def status(line: dict[str, Any], found: float | None, margin: float) -> str:
    target = 100 * line["numerator"] / line["denominator"] if line["denominator"] else line["numerator"]
    if line["ends_on"] > AS_OF:
        return "not_due"
    if found is None:
        return "not_reporting"
    if target == 0:
        return "on_track" if found == 0 else "ahead"
    away = 100 * (found - target) / target
    return "on_track" if abs(away) <= margin + 1e-9 else "ahead" if away > 0 else "behind"


@pytest.mark.parametrize("margin", [15, 5])
def test_every_target_of_everybody_equals_its_slow_twin(margin: int, demo: Path, demo_export: Path) -> None:
    rows = ask("results/targets", margin=margin).frame
    rows = rows[(rows["status"] != "no_target")]
    mine = {
        (r.project_id, r.indicator, r.iso3 if isinstance(r.iso3, str) else None, r.sex, r.starts_on, r.ends_on): r
        for r in rows.itertuples()
    }
    lines = table(demo_export, "targets")
    assert len(mine) == len(lines)
    reached = 0
    for line in lines:
        if line["sex"] != "all":
            continue
        row = mine[tuple(line[name] for name in ("project_id", "indicator", "iso3", "sex", "starts_on", "ends_on"))]
        expected = actual(demo_export, line)
        if row.basis == "none":
            # A project of which nothing is known by then has no zero.
            assert expected in (None, 0.0), line
            assert row.status in ("not_reporting", "not_due")
            continue
        reached += 1
        assert row.actual == pytest.approx(expected), line
        assert row.status == status(line, expected, margin), line
    assert reached > 100


def test_women_among_people_trained_are_counted_by_person(demo: Path, demo_export: Path) -> None:
    sessions = {s["session_id"]: s for s in table(demo_export, "sessions")}
    engagements = {g["engagement_id"]: g for g in table(demo_export, "engagements")}
    women: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for a in table(demo_export, "attendances"):
        session = sessions[a["session_id"]]
        held = not session["planned"] and session["starts_on"] <= AS_OF
        kinds = session["kind"] in ("classroom", "visit", "online") and a["role"] in ("worker", "manager")
        engagement = engagements.get(a["engagement_id"])
        project = (engagement or session)["project_id"]
        if held and kinds and a["sex"] == "female" and a["person_id"]:
            women[project].append((a["person_id"], session["starts_on"]))
    rows = ask("results/targets").only(indicator="unique_people", sex="female").frame
    assert len(rows) > 10
    for row in rows[rows["basis"] == "counted"].itertuples():
        seen = {p for p, on in women[row.project_id] if row.starts_on <= on <= min(row.ends_on, AS_OF)}
        assert row.actual == len(seen), (row.project_id, row.ends_on)


def trained_in(export: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for g in table(export, "engagements"):
        if g["project_id"] and trained(g):
            found[g["project_id"]].add(g["enterprise_id"])
    return found


@pytest.mark.parametrize("filters", [Filters(), Filters(donor=("norad",))], ids=["all", "one donor"])
def test_contributions_of_donors_equal_a_count_enterprise_by_enterprise(
    filters: Filters, demo: Path, demo_export: Path
) -> None:
    shares = table(demo_export, "project_donors")
    seen = {s["project_id"] for s in shares if not filters.donor or s["donor_id"] in filters.donor}
    reach = {project: found for project, found in trained_in(demo_export).items() if project in seen}
    everybody = set().union(*reach.values())
    contribution: dict[str, float] = defaultdict(float)
    for enterprise in everybody:
        projects = [project for project, found in reach.items() if enterprise in found]
        for share in shares:
            if share["project_id"] in projects:
                contribution[share["donor_id"]] += share["share"] / len(projects)
    rows = ask("results/donor_lens", filters).frame
    for row in rows.itertuples():
        assert row.contribution == pytest.approx(contribution[row.donor_id]), row.donor
        assert row.all_enterprises == len(everybody)
    assert rows["contribution"].sum() == pytest.approx(len(everybody))


def test_delivery_costs_equal_a_sum_engagement_by_engagement(demo: Path, demo_export: Path) -> None:
    rates: dict[tuple[str, int], list[float]] = defaultdict(list)
    for row in reference("exchange_rates"):
        if row["currency"] and float(row["lcu_per_usd"] or 0) > 0:
            rates[row["currency"], int(row["year"])].append(float(row["lcu_per_usd"]))
    costs: dict[str, list[float | None]] = defaultdict(list)
    for row in table(demo_export, "engagement_costs"):
        rate = rates.get((row["currency"], row["year"]))
        costs[row["engagement_id"]].append(row["amount"] / pd.Series(rate).median() if rate else None)
    spent: dict[str, float] = defaultdict(float)
    enterprises: dict[str, set[str]] = defaultdict(set)
    for g in table(demo_export, "engagements"):
        paid = costs.get(g["engagement_id"])
        if g["project_id"] and trained(g) and paid and None not in paid:
            spent[g["project_id"]] += sum(p for p in paid if p is not None)
            enterprises[g["project_id"]].add(g["enterprise_id"])
    rows = ask("results/unit_costs").frame.set_index("project_id")
    assert len(spent) > 5
    for project, usd in spent.items():
        assert rows.loc[project, "cost_usd"] == pytest.approx(usd)
        assert rows.loc[project, "per_enterprise"] == pytest.approx(usd / len(enterprises[project]))


def test_the_programme_counts_each_enterprise_of_its_projects_once(demo: Path, demo_export: Path) -> None:
    units: set[str] = set()
    added = promised = 0.0
    lines = [t for t in table(demo_export, "targets") if t["indicator"] == "enterprises_trained" and t["iso3"] is None]
    for project in {line["project_id"] for line in lines}:
        due = [line for line in lines if line["project_id"] == project and line["ends_on"] <= AS_OF]
        if due and trained_in(demo_export)[project]:
            line = max(due, key=lambda one: one["ends_on"])
            mine = {fact["unit"] for fact in facts(demo_export, line) if fact["num"] is not None}
            units |= mine
            added += len(mine)
            promised += line["numerator"]
    row = ask("results/target_rollup").only(indicator="enterprises_trained").frame.iloc[0]
    assert (row["actual"], row["added"]) == (len(units), added)
    assert row["target_all"] >= row["target"]
    assert row["target"] <= promised


def test_spending_adds_up_to_what_the_export_holds(demo: Path, demo_export: Path) -> None:
    rows = ask("results/project_spending").frame
    assert rows["amount"].sum() == pytest.approx(sum(r["amount"] for r in table(demo_export, "project_spending")))
    projects = {p["project_id"]: p for p in table(demo_export, "projects")}
    for project, mine in rows.groupby("project_id"):
        assert mine["spent_share"].iloc[-1] == pytest.approx(100 * mine["amount"].sum() / projects[project]["budget"])
    facts_of = ask("results/project").frame.set_index("project_id")
    for project, found in trained_in(demo_export).items():
        assert facts_of.loc[project, "enterprises"] == len(found)


def test_a_history_ends_where_the_target_is_judged(demo: Path) -> None:
    targets = ask("results/targets").frame
    lines = targets[(targets["part"] == "whole") & (targets["basis"] == "counted")]
    assert len(lines) > 50
    for row in lines.head(60).itertuples():
        history = ask("results/target_history", one=row.project_id, of_indicator=row.indicator).frame
        day = min(row.ends_on, AS_OF)
        found = history[history["day"] == day]["actual"].iloc[0]
        assert (0 if pd.isna(found) else found) == pytest.approx(row.actual), (row.project_id, row.indicator, day)
