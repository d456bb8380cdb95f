"""Partners, cost recovery, agreements and sessions by month: each against a slow, plain computation."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from impact.filters import Filters
from tests.queries.trainers_twin import asked, by_filters, chosen, ends, held, in_view, recent, taking
from tests.queries.twin_tables import AS_OF, TRAINING, Row, by_key, reference, table

PAYERS = ("enterprise", "buyer", "government", "other", "donor", "ILO")


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
