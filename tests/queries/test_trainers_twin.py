"""Stages, days to certification, deliveries and gaps: each against a slow, plain computation on the demonstration export."""

import math
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from impact.ask import ask
from impact.filters import Filters
from tests.queries.trainers_twin import asked, by_filters, chosen, ends, held, in_view, of_module, recent, taking
from tests.queries.twin_tables import AS_OF, Row, by_key, table


def steps(export: Path) -> list[Row]:
    """Every step of every trainer by the as-of day, with its level."""
    trainers, levels = by_key(export, "trainers", "trainer_id"), ["", "candidate", "instructed", "certified", "expert"]
    found = [
        {**trainers[r["trainer_id"]], **r, "step": r["stage"], "level": levels.index(r["stage"]), "on": r["reached_on"]}
        for r in table(export, "trainer_modules")
    ]
    sessions = by_key(export, "sessions", "session_id")
    for r in table(export, "attendances"):
        s = sessions[r["session_id"]]
        if r["trainer_id"] and s["kind"] == "tot" and not s["planned"]:
            who = trainers[r["trainer_id"]]
            found.append({**who, "module": s["module"], "step": "tot", "level": 1, "on": s["starts_on"]})
    return [r for r in found if r["on"] <= AS_OF]


def deliveries(export: Path) -> list[Row]:
    """A row for each trainer of each held training session; the country is the trainer's."""
    sessions, trainers = by_key(export, "sessions", "session_id"), by_key(export, "trainers", "trainer_id")
    return [
        {**sessions[r["session_id"]], "trainer_id": r["trainer_id"], "iso3": trainers[r["trainer_id"]]["iso3"]}
        for r in table(export, "session_trainers")
        if held(sessions[r["session_id"]])
    ]


def delivered_recently(export: Path, filters: Filters) -> list[Row]:
    first, last = recent(filters)
    return [d for d in deliveries(export) if first <= d["starts_on"] <= last and in_view(export, filters, d)]


def certified_by(export: Path, filters: Filters, level: int, module: str | None = None) -> set[str]:
    """Trainers of the level in a module chosen (or in every module) by the end of the period."""
    wanted = (module,) if module else filters.module
    return {
        r["trainer_id"]
        for r in steps(export)
        if r["level"] >= level
        and r["on"] <= ends(filters)[1]
        and chosen(filters, r["iso3"])
        and (not wanted or r["module"] is None or r["module"] in wanted)
    }


@by_filters
@pytest.mark.parametrize("by", ["total", "country", "sex", "year"])
def test_stages_equal_their_twin_in_every_grouping(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    first, last = ends(filters)
    levels = {"candidate": 1, "tot": 1, "instructed": 2, "certified": 3, "expert": 4}
    passed: dict[Any, set[str]] = defaultdict(set)
    fresh: dict[Any, set[str]] = defaultdict(set)
    same: dict[Any, set[str]] = defaultdict(set)
    for stage, level in levels.items():
        mine = [r for r in steps(demo_export) if (r["step"] == "tot" if stage == "tot" else r["level"] >= level)]
        mine = [r for r in mine if chosen(filters, r["iso3"]) and of_module(filters, r["module"])]
        start: dict[str, date] = {}
        for r in mine:
            start[r["trainer_id"]] = min(r["on"], start.get(r["trainer_id"], r["on"]))
        for r in mine:
            if first <= r["on"] <= last:
                key = ({"country": r["iso3"], "sex": r["sex"], "year": str(r["on"].year)}.get(by, "all"), stage)
                passed[key].add(r["trainer_id"])
                if r["on"] == start[r["trainer_id"]]:
                    fresh[key].add(r["trainer_id"])
                if r["step"] == stage:
                    same[key].add(r["trainer_id"])
    sexes = {r["trainer_id"]: r["sex"] for r in table(demo_export, "trainers")}
    rows = asked("trainers", filters, by=by)
    assert {k for k, v in passed.items() if v} <= {(r["code"], r["stage"]) for r in rows}
    for r in rows:
        key = (r["code"], r["stage"])
        count = Counter(sexes[t] for t in passed[key])
        assert (r["value"], r["newly"], r["recorded"]) == (len(passed[key]), len(fresh[key]), len(same[key]))
        assert (r["women"], r["men"], r["other"], r["unknown"]) == tuple(
            count[s] for s in ("female", "male", "other", "unknown")
        )
        known = r["women"] + r["men"] + r["other"]
        if by == "sex" or not known:
            assert r["share"] is None
            continue
        assert r["share"] == pytest.approx(100 * r["women"] / known)
        assert (r["low"], r["high"]) == pytest.approx(wilson(r["women"], known), abs=1e-9)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The roots of (p - x)² = 1.96² x (1 - x) / n, in percent."""
    p, zz = hits / n, 1.96**2 / n
    a, b, c = 1 + zz, -(2 * p + zz), p * p
    root = math.sqrt(max(b * b - 4 * a * c, 0))
    return 100 * (-b - root) / (2 * a), 100 * (-b + root) / (2 * a)


@by_filters
def test_stages_partners_trainers_and_recovery_agree_with_the_catalogue(filters: Filters, demo: Path) -> None:
    frame = ask("results/overview", filters).frame.set_index("indicator")
    stages = {r["stage"]: r["value"] for r in asked("trainers", filters)}
    for stage in ("instructed", "certified", "expert"):
        assert stages[stage] == none_is_zero(frame.loc[f"trainers_{stage}", "value"])
    assert sum(r["active"] for r in asked("active_trainers", filters)) == none_is_zero(
        frame.loc["active_trainers", "value"]
    )
    assert sum(r["active"] for r in asked("partners", filters)) == none_is_zero(frame.loc["active_partners", "value"])
    cost, wanted = asked("cost_recovery", filters)[0], frame.loc["cost_recovery"]
    assert cost["value"] == pytest.approx(wanted["value"]) or (cost["value"] is None and math.isnan(wanted["value"]))
    assert (cost["n"], cost["trained"]) == (wanted["reported"], wanted["expected"])
    trainings = sum(r["trainings"] for r in asked("session_calendar", filters))
    assert trainings == none_is_zero(frame.loc["sessions", "value"])


def none_is_zero(value: float) -> float:
    """The catalogue calls a count unknown until its first fact; these questions know that stages were recorded."""
    return 0 if math.isnan(value) else value


def test_years_agree_with_the_catalogue(demo: Path) -> None:
    frame = ask("results/by_year").frame.set_index(["indicator", "year"])
    for r in asked("trainers", Filters(), by="year"):
        if r["stage"] in ("instructed", "certified", "expert") and r["value"]:
            assert r["value"] == frame.loc[(f"trainers_{r['stage']}", r["year"]), "value"]
    for r in asked("cost_recovery", Filters(), by="year"):
        if r["value"] is not None:
            assert r["value"] == pytest.approx(frame.loc[("cost_recovery", r["year"]), "value"])


def test_countries_agree_with_the_catalogue(demo: Path) -> None:
    def by_country(indicator: str) -> dict[str, float]:
        frame = ask("results/country_map", indicator=indicator).frame
        return {iso3: none_is_zero(value) for iso3, value in zip(frame["iso3"], frame["value"], strict=True)}

    certified = {r["code"]: r["value"] for r in asked("trainers", Filters(), by="country") if r["stage"] == "certified"}
    assert certified == by_country("trainers_certified")
    assert {r["iso3"]: r["active"] for r in asked("active_trainers", Filters())} == by_country("active_trainers")
    wanted = by_country("cost_recovery")
    for r in asked("cost_recovery", Filters(), by="country"):
        assert (r["value"] or 0) == pytest.approx(wanted[r["iso3"]])


def waits(export: Path, filters: Filters) -> list[Row]:
    """Who was instructed in the period: since when, certified when, after how many days, or still waiting."""
    found = []
    trainers = by_key(export, "trainers", "trainer_id")
    mine: dict[str, list[Row]] = defaultdict(list)
    for r in steps(export):
        mine[r["trainer_id"]].append(r)
    for trainer, rows in mine.items():
        began = [r["on"] for r in rows if r["step"] == "instructed"] or [r["on"] for r in rows if r["step"] == "tot"]
        done = [r["on"] for r in rows if r["level"] >= 3]
        iso3 = trainers[trainer]["iso3"]
        if began and chosen(filters, iso3) and ends(filters)[0] <= min(began) <= ends(filters)[1]:
            end = min(done) if done else None
            found.append({"iso3": iso3, "start": min(began), "end": end, "days": ((end or AS_OF) - min(began)).days})
    return found


def within(rows: list[Row], days: int) -> float:
    """The product limit: at each day with a certificate, the share of those still waiting who go on waiting."""
    left = 1.0
    for moment in sorted({r["days"] for r in rows if r["end"] and r["days"] <= days}):
        waiting = sum(r["days"] >= moment for r in rows)
        left *= 1 - sum(r["days"] == moment and r["end"] is not None for r in rows) / waiting
    return 100 * (1 - left)


@by_filters
@pytest.mark.parametrize("by", ["total", "country", "year", "month"])
def test_the_time_to_certify_equals_its_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    groups: dict[str, list[Row]] = defaultdict(list)
    for r in waits(demo_export, filters):
        groups[{"country": r["iso3"], "year": str(r["start"].year)}.get(by, "all")].append(r)
    rows = asked("time_to_certify", filters, by=by)
    assert {r["code"] for r in rows} == (set(groups) if by in ("country", "year") else {"all"})
    assert {r["months"] for r in rows} <= (set(range(37)) if by == "month" else {6, 12, 24})
    for r in rows:
        everyone = groups[r["code"]]
        mine = [w for w in everyone if not (w["end"] and w["end"] < w["start"])]
        days = int(r["months"] * 30.4375)
        followed = sum((AS_OF - w["start"]).days >= days for w in mine)
        done = sorted(w["days"] for w in mine if w["end"])
        assert (r["trainers"], r["waiting"]) == (len(everyone), sum(w["end"] is None for w in everyone))
        assert r["followed"] == followed
        assert r["share"] == (pytest.approx(within(mine, days)) if followed else None)
        quarters = [done[math.ceil(q * len(done) / 4) - 1] if done else None for q in (1, 2, 3)]
        assert [r["first_quarter"], r["half"], r["third_quarter"]] == quarters
        if r["low"] is not None:
            assert r["low"] < r["share"] < r["high"]


def test_the_share_certified_recovers_the_chance_that_the_demonstration_gives(demo: Path) -> None:
    """Of a hundred trainers instructed, 69 are meant to be certified, all of them within 18 months."""
    late = asked("time_to_certify", Filters(), by="month")[24]
    assert late["low"] < 69 < late["high"]
    assert asked("time_to_certify", Filters(), by="month")[4]["share"] == 0, "nobody before 150 days"


@by_filters
def test_active_trainers_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    mine, certified = delivered_recently(demo_export, filters), certified_by(demo_export, filters, 3)
    home = {r["trainer_id"]: r["iso3"] for r in table(demo_export, "trainers")}
    for r in asked("active_trainers", filters):
        rows = [d for d in mine if d["iso3"] == r["iso3"]]
        count, sessions = Counter(d["trainer_id"] for d in rows), {d["session_id"] for d in rows}
        able = {t for t in certified if home[t] == r["iso3"]}
        assert (r["certified"], r["active"], r["certified_active"]) == (len(able), len(count), len(able & set(count)))
        assert (r["sessions"], r["deliveries"], r["busiest"]) == (
            len(sessions),
            len(rows),
            max(count.values()) if count else None,
        )
        past = [
            d["starts_on"]
            for d in deliveries(demo_export)
            if d["iso3"] == r["iso3"] and d["starts_on"] <= ends(filters)[1] and in_view(demo_export, filters, d)
        ]
        assert r["last_on"] == max(past, default=None)
        assert r["none_active"] == (not count)
        assert r["few_active"] == (len(count) in (1, 2))
        assert r["most_idle"] == (len(able & set(count)) < len(able) / 2)
        assert r["rests_on_one"] == (bool(count) and max(count.values()) > len(sessions) / 2)
        assert r["at_risk"] == (r["none_active"] or r["few_active"] or r["most_idle"] or r["rests_on_one"])


@by_filters
def test_deliveries_by_trainer_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    count = Counter(d["trainer_id"] for d in delivered_recently(demo_export, filters))
    everyone = certified_by(demo_export, filters, 2) | set(count)
    certified = certified_by(demo_export, filters, 3)
    spans = {"0": (0, 0), "1-2": (1, 2), "3-5": (3, 5), "6-10": (6, 10), "11+": (11, 10**9)}
    for r in asked("deliveries_per_trainer", filters):
        low, high = spans[r["band"]]
        mine = {t for t in everyone if low <= count[t] <= high}
        assert (r["trainers"], r["certified"]) == (len(mine), len(mine & certified))
        assert r["deliveries"] == sum(count[t] for t in mine)
        assert r["all_trainers"] == len(everyone)


@by_filters
def test_trainers_of_a_module_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    whole = Filters(period=filters.period, country=filters.country, donor=filters.donor, project=filters.project)
    mine = delivered_recently(demo_export, whole)
    enrolled = {(g["iso3"], g["module"]) for g in taking(demo_export, filters)}
    home = {r["trainer_id"]: r["iso3"] for r in table(demo_export, "trainers")}
    rows = asked("trainer_modules", filters)
    assert {r["module"] for r in rows} == {
        m["module"] for m in table(demo_export, "modules") if of_module(filters, m["module"])
    }
    for r in rows:
        able = certified_by(demo_export, whole, 3, r["module"])
        active = {d["trainer_id"] for d in mine if d["module"] == r["module"]}
        places = {iso3 for iso3, module in enrolled if module == r["module"]}
        assert r["certified"] == len(able)
        assert r["instructed"] == len(certified_by(demo_export, whole, 2, r["module"]) - able)
        assert (r["active"], r["uncertified"]) == (len(able & active), len(active - able))
        assert (r["countries"], r["covered"]) == (len(places), len(places & {home[t] for t in able}))
        assert r["gaps"] == r["countries"] - r["covered"]


@by_filters
def test_gaps_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    enrolled: dict[tuple[str, str], set[str]] = defaultdict(set)
    for g in taking(demo_export, filters):
        enrolled[g["iso3"], g["module"]].add(g["enterprise_id"])
    home = {r["trainer_id"]: r["iso3"] for r in table(demo_export, "trainers")}
    busy = {(d["trainer_id"], d["module"]) for d in delivered_recently(demo_export, filters)}
    rows = asked("trainer_gaps", filters)
    assert {(r["iso3"], r["module"]): r["enterprises"] for r in rows} == {k: len(v) for k, v in enrolled.items()}
    anywhere = Filters(period=filters.period)
    for r in rows:
        able = {t for t in certified_by(demo_export, anywhere, 3, r["module"]) if home[t] == r["iso3"]}
        taught = {t for t in certified_by(demo_export, anywhere, 2, r["module"]) if home[t] == r["iso3"]}
        active = {t for t in able if (t, r["module"]) in busy}
        assert (r["certified"], r["instructed"], r["active"]) == (len(able), len(taught), len(active))
        assert r["gap"] == (not able)
        assert r["state"] == ("active" if active else "certified" if able else "instructed" if taught else "none")
