"""The questions of the page of trainers and partners a second time, slowly, from the export's own files."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from impact.ask import ask
from impact.filters import Filters
from tests.queries.test_other_twins import FILTERS
from tests.queries.twin import AS_OF, TRAINING, Row, by_key, reference, table, under

MORE = [
    *FILTERS,
    Filters(donor=("seco",)),
    Filters(project=("GLO-3", "SIRAYE"), country=("africa",)),
    Filters(period=(2018, 2019), module=("quality", "lean")),
    Filters(period=(2011, 2024), country=("IDN", "VNM", "CHN")),
]
by_filters = under(MORE)
PAYERS = ("enterprise", "buyer", "government", "other", "donor", "ILO")


def asked(name: str, filters: Filters, **given: Any) -> list[Row]:
    frame = ask(f"training/{name}", filters, **given).frame
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def ends(filters: Filters) -> tuple[date, date]:
    """The first and last day in view."""
    first, last = filters.period or (1900, AS_OF.year)
    return date(first, 1, 1), min(date(last, 12, 31), AS_OF)


def recent(filters: Filters) -> tuple[date, date]:
    """The last twelve months of the period in view, or all of it where it is shorter."""
    first, last = ends(filters)
    after = last + timedelta(days=1)
    return max(first, after.replace(year=after.year - 1)), last


def chosen(filters: Filters, iso3: str | None) -> bool:
    region = {row["iso3"]: row["ilo_region"] for row in reference("countries")}
    return not filters.country or iso3 in filters.country or region.get(str(iso3)) in filters.country


def of_module(filters: Filters, module: str | None) -> bool:
    return not filters.module or module in filters.module


def of_project(export: Path, filters: Filters, project: str | None) -> bool:
    donors = {r["project_id"] for r in table(export, "project_donors") if r["donor_id"] in filters.donor}
    return (not filters.project or project in filters.project) and (not filters.donor or project in donors)


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


def held(session: Row) -> bool:
    return not session["planned"] and session["starts_on"] <= AS_OF and session["kind"] in TRAINING


def in_view(export: Path, filters: Filters, row: Row) -> bool:
    """By country, module and project, whenever it was."""
    return (
        chosen(filters, row["iso3"])
        and of_module(filters, row["module"])
        and of_project(export, filters, row["project_id"])
    )


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


def taking(export: Path, filters: Filters) -> list[Row]:
    """Engagements in view, with country and day of counting, trained or not."""
    found, enterprises = [], sized(export)
    for g in table(export, "engagements"):
        e = enterprises[g["enterprise_id"]]
        day = g["classroom_on"] if g["classroom_on"] and g["classroom_on"] <= AS_OF else g["enrolled_on"]
        undated = g["classroom_on"] is None and g["status"] in ("trained", "visited", "completed")
        row = {**g, "iso3": e["iso3"], "on": day, "trained": day == g["classroom_on"] or undated}
        keep = in_view(export, filters, row) and ends(filters)[0] <= day <= ends(filters)[1]
        keep &= not filters.size or e["size"] in filters.size
        keep &= not filters.women_led or e["women_led"] == (filters.women_led == "yes")
        if keep:
            found.append(row)
    return found


def sized(export: Path) -> dict[str, Row]:
    """Enterprises with their size band by the latest count of their workforce."""
    latest: dict[str, Row] = {}
    for w in sorted(table(export, "workforce"), key=lambda w: w["measured_on"]):
        latest[w["enterprise_id"]] = w
    found = {}
    for e in table(export, "enterprises"):
        w = latest.get(e["enterprise_id"])
        people = w["women"] + w["men"] if w and None not in (w["women"], w["men"]) else None
        names = [(10, "micro"), (50, "small"), (250, "medium"), (10**9, "large")]
        size = "unknown" if people is None else next(name for most, name in names if people < most)
        found[e["enterprise_id"]] = {**e, "size": size}
    return found


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


@by_filters
@pytest.mark.parametrize("by", ["partner", "kind"])
def test_partners_equal_their_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    partners = by_key(demo_export, "partners", "partner_id")
    first, last = ends(filters)
    abroad = Filters(module=filters.module, donor=filters.donor, project=filters.project)

    def group(row: Row) -> Any:
        known = partners.get(row["partner_id"])
        where = known["iso3"] if known else row["iso3"]
        if not chosen(filters, where) or not in_view(demo_export, abroad, row):
            return None
        return (known["kind"] if known else "none") if by == "kind" else (row["partner_id"] if known else "")

    sessions, engagements = defaultdict(list), defaultdict(list)
    for s in table(demo_export, "sessions"):
        if held(s) and first <= s["starts_on"] <= last and (code := group(s)) is not None:
            sessions[code].append(s)
    for g in taking(demo_export, Filters(period=filters.period)):
        if g["trained"] and (code := group(g)) is not None:
            engagements[code].append(g)
    for r in asked("partners", filters, by=by):
        s, g = sessions[r["code"]], engagements[r["code"]]
        free = sum(row["project_id"] is None for row in g)
        busy = {
            row["partner_id"] for row in s if row["starts_on"] >= recent(filters)[0] and row["partner_id"] in partners
        }
        assert (r["sessions"], r["engagements"], r["without_project"]) == (len(s), len(g), free)
        assert r["enterprises"] == len({row["enterprise_id"] for row in g})
        assert (r["active_partners"], r["active"]) == (len(busy), bool(busy))
        assert r["last_on"] == max((row["starts_on"] for row in s), default=None)
        whole = not filters.donor and not filters.project
        assert r["share"] == (pytest.approx(100 * free / len(g)) if g and whole else None)


def paid(export: Path, filters: Filters) -> list[tuple[Row, dict[str, float | None]]]:
    """Engagements past the workshop, each with what each payer paid in US dollars; None: at no known rate."""
    known = defaultdict(list)
    for r in reference("exchange_rates"):
        known[r["currency"], int(r["year"])].append(float(r["lcu_per_usd"]))
    rates = {k: (sorted(v)[(len(v) - 1) // 2] + sorted(v)[len(v) // 2]) / 2 for k, v in known.items()}
    costs: dict[str, dict[str, float | None]] = defaultdict(dict)
    for c in table(export, "engagement_costs"):
        rate = rates.get((c["currency"], c["year"]))
        costs[c["engagement_id"]][c["payer"]] = c["amount"] / rate if rate else None
    return [(g, costs.get(g["engagement_id"], {})) for g in taking(export, filters) if g["trained"]]


def known_cost(cost: dict[str, float | None]) -> bool:
    return bool(cost) and None not in cost.values()


@by_filters
@pytest.mark.parametrize("by", ["total", "country", "module", "year"])
def test_cost_recovery_equals_its_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    groups: dict[str, list[Any]] = defaultdict(list)
    for g, cost in paid(demo_export, filters):
        groups[{"country": g["iso3"], "module": g["module"], "year": str(g["on"].year)}.get(by, "all")].append(
            (g, cost)
        )
    rows = asked("cost_recovery", filters, by=by)
    assert set(groups) <= {r["code"] for r in rows}
    for r in rows:
        mine = groups[r["code"]]
        good = [(g, c) for g, c in mine if known_cost(c)]
        total, own = money(good, PAYERS), money(good, ["enterprise"])
        outside = money(good, ["enterprise", "buyer", "government", "other"])
        assert (r["n"], r["trained"], r["enterprises"]) == (
            len(good),
            len(mine),
            len({g["enterprise_id"] for g, _ in good}),
        )
        assert r["without_rate"] == sum(bool(c) and not known_cost(c) for _, c in mine)
        assert r["without_costs"] == sum(not c for _, c in mine)
        assert r["value"] == (pytest.approx(100 * outside / total) if total else None)
        assert r["own_share"] == (pytest.approx(100 * own / total) if total else None)
        assert r["cost_usd"] == (pytest.approx(total) if good else None)
        assert r["small"] == (len(good) < 10)


def money(rows: Iterable[tuple[Row, dict[str, Any]]], payers: Iterable[str]) -> float:
    return sum(cost.get(payer) or 0.0 for _, cost in rows for payer in payers)


@by_filters
@pytest.mark.parametrize("by", ["total", "year"])
def test_who_pays_equals_its_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    good = [(g, c) for g, c in paid(demo_export, filters) if known_cost(c)]
    for r in asked("who_pays", filters, by=by):
        mine = [(g, c) for g, c in good if by == "total" or g["on"].year == r["year"]]
        total = money(mine, PAYERS)
        assert r["n"] == len(mine)
        assert r["usd"] == (pytest.approx(money(mine, [r["payer"]])) if mine else None)
        assert r["value"] == (pytest.approx(100 * money(mine, [r["payer"]]) / total) if total else None)
        assert r["paying"] == sum((c.get(r["payer"]) or 0) > 0 for _, c in mine)


@by_filters
@pytest.mark.parametrize("by", ["total", "country", "year"])
def test_agreements_equal_their_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    first, last = ends(filters)
    mine = [a for a in table(demo_export, "agreements") if a["signed_on"] <= last and chosen(filters, a["iso3"])]
    rows = asked("what_lasts", filters, by=by)
    if by == "year" and mine:
        begun = max(min(a["signed_on"].year for a in mine), first.year)
        assert sorted({r["year"] for r in rows}) == list(range(begun, last.year + 1))
    for r in rows:
        since, until = (date(r["year"], 1, 1), min(date(r["year"], 12, 31), last)) if by == "year" else (first, last)
        here = [a for a in mine if a["signed_on"] <= until and r["kind"] in ("all", a["kind"])]
        here = [a for a in here if by != "country" or a["iso3"] == r["iso3"]]
        force = [a for a in here if a["ends_on"] is None or a["ends_on"] >= until]
        assert (r["in_force"], r["ended"]) == (len(force), len(here) - len(force))
        assert r["signed"] == sum(a["signed_on"] >= since for a in here)
        assert (r["partners"], r["open_ended"]) == (
            len({a["partner_id"] for a in force}),
            sum(a["ends_on"] is None for a in force),
        )


def events(export: Path, filters: Filters) -> list[tuple[str, Row]]:
    """Sessions in view with their state; those to come are in view only without a period."""
    first, last = ends(filters)
    found, enterprises = [], by_key(export, "enterprises", "enterprise_id")
    for row in table(export, "sessions"):
        visited = enterprises.get(row["enterprise_id"], {})
        s = {**row, "iso3": row["iso3"] or visited.get("iso3")}
        coming = s["starts_on"] > AS_OF
        state = "planned" if coming else "not_confirmed" if s["planned"] else "held"
        when = first <= s["starts_on"] <= last or (coming and not filters.period)
        if when and in_view(export, filters, s):
            found.append((state, s))
    return found


@by_filters
@pytest.mark.parametrize("kind", ["", "classroom"])
def test_the_calendar_equals_its_twin(kind: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = [(state, s) for state, s in events(demo_export, filters) if kind in ("", s["kind"])]
    rows = asked("session_calendar", filters, kind=kind)
    years = {s["starts_on"].year for _, s in mine}
    months = [(y, m) for y in range(min(years), max(years) + 1) for m in range(1, 13)] if years else []
    assert [(r["year"], r["month"]) for r in rows] == months
    for r in rows:
        here = [
            (state, s) for state, s in mine if (s["starts_on"].year, s["starts_on"].month) == (r["year"], r["month"])
        ]
        heads = [s["participants"] for state, s in here if state == "held"]
        count = Counter(state for state, _ in here)
        assert (r["held"], r["planned"], r["not_confirmed"]) == (
            count["held"],
            count["planned"],
            count["not_confirmed"],
        )
        assert (r["uncounted"], r["nobody"]) == (heads.count(None), heads.count(0))
        assert r["counted"] == len(heads) - heads.count(None) - heads.count(0)
        known = [h for h in heads if h is not None]
        assert r["participants"] == (sum(known) if known else None)


@by_filters
def test_the_mix_equals_its_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = events(demo_export, filters)
    for r in asked("session_mix", filters):
        year = [(state, s) for state, s in mine if s["starts_on"].year == r["year"]]
        count = Counter(s["kind"] for state, s in year if state == "held")
        workshops = count["classroom"] + count["online"]
        assert (r["held"], r["workshops"], r["trainings"]) == (count[r["kind"]], workshops, workshops + count["visit"])
        is_training, is_workshop = r["kind"] in TRAINING, r["kind"] in ("classroom", "online")
        assert r["share"] == (
            pytest.approx(100 * r["held"] / r["trainings"]) if is_training and r["trainings"] else None
        )
        assert r["workshop_share"] == (
            pytest.approx(100 * r["held"] / workshops) if is_workshop and workshops else None
        )
        waiting = Counter(state for state, s in year if s["kind"] == r["kind"])
        assert (r["planned"], r["not_confirmed"]) == (waiting["planned"], waiting["not_confirmed"])


@by_filters
@pytest.mark.parametrize("state", ["planned", "not_confirmed"])
def test_sessions_waiting_equal_their_twin(state: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = Counter(
        (s["starts_on"].year, s["starts_on"].month, s["iso3"], s["kind"], s["module"])
        for found, s in events(demo_export, filters)
        if found == state
    )
    rows = asked("planned_sessions", filters, state=state)
    assert {(r["year"], r["month"], r["iso3"], r["kind"], r["module"]): r["sessions"] for r in rows} == mine


def test_the_online_shift_lies_where_the_demonstration_put_it(demo: Path) -> None:
    """Workshops went online with the pandemic, and came back to the classroom."""
    online = {r["year"]: r for r in asked("session_mix", Filters()) if r["kind"] == "online" and r["workshops"]}
    peak = max(online.values(), key=lambda r: r["workshop_share"])
    assert peak["year"] in (2020, 2021)
    assert peak["workshop_share"] > 40
    assert all(r["held"] == 0 for year, r in online.items() if year < 2020)
    assert all(r["workshop_share"] < 25 for year, r in online.items() if year > 2021)
