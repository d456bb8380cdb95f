"""KPI values and pairs of baseline and endline computed a second time, in plain Python from the export's own rows."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from impact.catalogue import indicators
from tests.queries import twin_tables

Row = dict[str, Any]
Key = tuple[str, str]
PRIORITY = ("endline", "baseline", "follow_up", "monitoring")


def close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


@cache
def kpis(export: Path) -> dict[str, Row]:
    believed = {i.kpi: i.kpi_plausible for i in indicators().values() if i.kpi}
    found = {}
    for k in twin_tables.table(export, "kpis"):
        sign = {"higher": 1, "lower": -1}.get(k["better"], 0)
        found[k["kpi"]] = {**k, "sign": sign, "plausible": believed.get(k["kpi"]) or (None, None)}
    return found


@cache
def heads(export: Path) -> dict[str, Row]:
    latest: dict[str, Row] = {}
    for w in twin_tables.table(export, "workforce"):
        if w["enterprise_id"] not in latest or w["measured_on"] > latest[w["enterprise_id"]]["measured_on"]:
            latest[w["enterprise_id"]] = w
    return latest


def total(rows: list[Row], kpi: Row, workforce: Row | None) -> tuple[float | None, float | None]:
    """The total of women and men: the one given, or their sum; a score weighed by the workforce."""
    by_sex = {r["sex"]: r for r in rows}
    if "all" in by_sex:
        return by_sex["all"]["numerator"], by_sex["all"]["denominator"]
    if not {"female", "male"} <= set(by_sex):
        return None, None
    parts = list(by_sex.values())
    known = all(r["denominator"] is not None for r in parts)
    below = sum(r["denominator"] for r in parts) if known else None
    if kpi["type"] != "score":
        return sum(r["numerator"] for r in parts), below
    women, men = (workforce[name] if workforce else None for name in ("women", "men"))
    if women is None or men is None or not women + men:
        return None, below
    given = by_sex["female"]["numerator"] * women + by_sex["male"]["numerator"] * men
    return given / (women + men), below


@cache
def values(export: Path) -> list[Row]:
    """One row per enterprise, KPI, phase and period that ended by the as-of day."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for o in twin_tables.table(export, "kpi_observations"):
        if o["period_start"] + timedelta(days=o["period_days"] - 1) <= twin_tables.AS_OF:
            groups[o["enterprise_id"], o["kpi"], o["phase"], o["period_start"]].append(o)
    found = []
    for (enterprise, code, phase, start), rows in groups.items():
        kpi = kpis(export)[code]
        above, below = total(rows, kpi, heads(export).get(enterprise))
        value = above
        if kpi["type"] == "ratio":
            value = above / below if above is not None and below else None
        first = max(rows, key=lambda r: r["engagement_id"] or "")
        days = max(r["period_days"] for r in rows)
        rate = twin_tables.rates().get((first["currency"], start.year))
        found.append(
            {
                "enterprise_id": enterprise,
                "kpi": code,
                "phase": phase,
                "period_start": start,
                "period_end": start + timedelta(days=days - 1),
                "engagement_id": first["engagement_id"],
                "numerator": above,
                "denominator": below,
                "units": (first["numerator_unit"], first["denominator_unit"], first["currency"]),
                "value": value,
                "value_usd": value / rate if kpi["type"] == "amount" and value is not None and rate else None,
            }
        )
    _judge(found, kpis(export))
    return found


def _judge(found: list[Row], known: dict[str, Row]) -> None:
    together: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    series: dict[tuple[str, str, date], list[Row]] = defaultdict(list)
    for v in found:
        series[v["enterprise_id"], v["kpi"], v["period_start"]].append(v)
        if v["value"] is not None:
            together[v["enterprise_id"], v["kpi"], v["phase"]].append(v["value"])
    for v in found:
        low, high = known[v["kpi"]]["plausible"]
        of_phase = together[v["enterprise_id"], v["kpi"], v["phase"]]
        usual = median(of_phase) if len(of_phase) >= 3 else 0
        if v["value"] is None or (v["denominator"] or 0) < 0:
            v["status"] = "not_computable"
        elif v["numerator"] < 0 or (low is not None and v["value"] < low) or (high is not None and v["value"] > high):
            v["status"] = "out_of_range"
        elif usual > 0 and v["value"] >= 8 * usual:
            v["status"] = "far_off"
        else:
            v["status"] = "shown"
    for same in series.values():
        first = min(same, key=lambda v: PRIORITY.index(v["phase"]))
        for v in same:
            v["in_series"] = v is first


def months(rows: list[Row]) -> set[int]:
    covered = set()
    for r in rows:
        day = r["period_start"].replace(day=1)
        while day <= r["period_end"]:
            covered.add(day.month)
            day = (day + timedelta(days=32)).replace(day=1)
    return covered


def measure(rows: list[Row], kpi: Row) -> Row:
    """A round's value: the ratio of its sums, or the mean."""
    above = sum(r["numerator"] for r in rows)
    below = sum(r["denominator"] for r in rows if r["denominator"] is not None)
    mean = sum(r["value"] for r in rows) / len(rows)
    dollars = [r["value_usd"] for r in rows]
    return {
        "value": above / below if kpi["type"] == "ratio" else mean,
        "usd": sum(dollars) / len(dollars) if None not in dollars else None,
        "numerator": above,
        "denominator": below,
        "from": min(r["period_start"] for r in rows),
        "to": max(r["period_end"] for r in rows),
        "units": {r["units"] for r in rows},
        "answers": {(r["numerator"], r["denominator"]) for r in rows},
        "months": months(rows),
        "count": len(rows),
        "round": rows[0]["engagement_id"],
    }


@cache
def rounds(export: Path) -> dict[Key, tuple[Row, Row]]:
    """The first baseline and the last endline of each enterprise and KPI, where the endline ends later."""
    told: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for v in values(export):
        if v["status"] == "shown":
            told[v["enterprise_id"], v["kpi"], v["phase"]].append(v)
    found = {}
    for enterprise, code, phase in told:
        if phase != "baseline" or (enterprise, code, "endline") not in told:
            continue
        before, after = told[enterprise, code, "baseline"], told[enterprise, code, "endline"]
        first = min(before, key=lambda v: (v["period_start"], v["engagement_id"] or ""))["engagement_id"]
        latest = max(v["period_start"] for v in after)
        last = min(v["engagement_id"] or "" for v in after if v["period_start"] == latest)
        b = measure([v for v in before if v["engagement_id"] == first], kpis(export)[code])
        e = measure([v for v in after if (v["engagement_id"] or "") == last], kpis(export)[code])
        if e["to"] > b["to"]:
            found[enterprise, code] = (b, e)
    return found


@cache
def copies(export: Path) -> set[str]:
    """Enterprises that repeat themselves in every ratio."""
    ratios: dict[str, list[tuple[bool, int]]] = defaultdict(list)
    for (enterprise, code), (b, e) in rounds(export).items():
        if kpis(export)[code]["type"] == "ratio":
            repeated = len(b["answers"]) == 1 and b["answers"] == e["answers"]
            ratios[enterprise].append((repeated, b["count"] + e["count"]))
    return {
        enterprise
        for enterprise, given in ratios.items()
        if all(repeated for repeated, _ in given) and len(given) >= 2 and sum(count for _, count in given) >= 6
    }


@cache
def asked(export: Path) -> dict[Key, tuple[date, date, int]]:
    """For each enterprise and KPI that it was asked for: first day due, first workshop, modules that ask."""
    wanted = [(x["kpi"], x["module"], x["due_days"]) for x in twin_tables.table(export, "kpi_expectations")]
    if not wanted:
        wanted = [(k, m["module"], 0) for k in kpis(export) for m in twin_tables.table(export, "modules")]
    found: dict[Key, list[tuple[date, date, str]]] = defaultdict(list)
    for g, _ in twin_tables.engagements(export):
        shop = g["classroom_on"] or g["enrolled_on"]
        for code, module, days in wanted if twin_tables.trained(g) else []:
            if module == g["module"]:
                due = (g["baseline_on"] or shop) + timedelta(days=days or 0)
                found[g["enterprise_id"], code].append((due, shop, module))
    return {
        key: (min(d for d, _, _ in given), min(s for _, s, _ in given), len({m for _, _, m in given}))
        for key, given in found.items()
    }


@cache
def pairs(export: Path) -> dict[Key, Row]:
    """The pair of every enterprise and KPI that was asked or reported, as `kpi_pairs` holds it."""
    phases: dict[Key, set[str]] = defaultdict(set)
    last: dict[Key, date] = {}
    for v in values(export):
        key = v["enterprise_id"], v["kpi"]
        phases[key].add(v["phase"])
        last[key] = max(last.get(key, v["period_end"]), v["period_end"])
    modules: dict[str, set[str]] = defaultdict(set)
    for g, _ in twin_tables.engagements(export):
        if twin_tables.trained(g):
            modules[g["enterprise_id"]].add(g["module"])
    found = {}
    for key in {**asked(export), **phases}:
        enterprise, code = key
        due, shop, wanted = asked(export).get(key, (None, None, 0))
        pair = rounds(export).get(key)
        status = _status(export, key, phases[key], due)
        row: Row = {"status": status, "asked": wanted, "due_on": due, "engagements": len(modules[enterprise])}
        if pair:
            row |= _flags(pair, shop) if status == "paired" else {}
            day = pair[1]["to"]
        else:
            day = due if status in ("silent", "not_due") else last.get(key) or due
        row |= _change(pair, kpis(export)[code]) if pair and status == "paired" else {"outcome": None}
        found[key] = {**row, "counted_on": day, "trained": enterprise in modules and bool(modules[enterprise])}
    return found


def _status(export: Path, key: Key, phases: set[str], due: date | None) -> str:
    if pair := rounds(export).get(key):
        if key[0] in copies(export):
            return "copied"
        return "paired" if len(pair[0]["units"] | pair[1]["units"]) == 1 else "units_differ"
    if "endline" in phases:
        return "not_computable" if "baseline" in phases else "no_baseline"
    if due is None:
        return "not_asked"
    return "not_due" if due > twin_tables.AS_OF else "silent"


def _flags(pair: tuple[Row, Row], shop: date | None) -> Row:
    b, e = pair
    shared, fewest = len(b["months"] & e["months"]), min(len(b["months"]), len(e["months"]))
    return {
        "zero_to_zero": b["numerator"] == 0 and e["numerator"] == 0,
        "other_season": shared * 2 < fewest,
        "late_baseline": shop is not None and b["to"] > shop,
    }


def _change(pair: tuple[Row, Row], kpi: Row) -> Row:
    b, e = pair
    moved = (e["value"] - b["value"]) * (kpi["sign"] or 1)
    least = kpi["minimal_change"] * (1 if kpi["comparable"] else abs(b["value"]))
    change = None
    if kpi["comparable"]:
        change = e["value"] - b["value"]
        if kpi["type"] == "amount":
            change = e["usd"] - b["usd"] if e["usd"] is not None and b["usd"] is not None else None
    outcome = "same"
    if abs(moved) > 0 and (abs(moved) > least or close(abs(moved), least)):
        outcome = "improved" if moved > 0 else "worse"
    percent = 100 * (e["value"] / b["value"] - 1) if b["value"] > 0 else None
    told = {"baseline": b["value"], "endline": e["value"], "change": change, "percent": percent, "outcome": outcome}
    dollars = {"baseline_usd": b["usd"], "endline_usd": e["usd"]}
    sums = {f"{name}_{part}": r[part] for name, r in (("baseline", b), ("endline", e)) for part in SUMS}
    return {**told, **dollars, **sums}


SUMS = ("numerator", "denominator")


def improved(export: Path, code: str) -> Iterator[Row]:
    """The rows of the indicator of one KPI."""
    enterprises = twin_tables.by_key(export, "enterprises", "enterprise_id")
    for (enterprise, kpi), pair in pairs(export).items():
        if kpi != code or not pair["trained"] or pair["status"] in ("not_due", "not_asked"):
            continue
        paired = pair["status"] == "paired"
        num = float(pair["outcome"] == "improved") if paired else None
        iso3 = enterprises[enterprise]["iso3"]
        yield twin_tables.row(
            iso3, enterprise, None, None, pair["counted_on"], enterprise, num, 1.0 if paired else None
        )
