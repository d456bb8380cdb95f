"""The hidden truth beside the export: what an analysis should find, and what was planted."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from impact.demo import calibration
from impact.demo.arrays import Coded, Columns, take, years_of
from impact.demo.dirt import HEAPING_COUNTRY, heaping_trainer
from impact.demo.effects import DROPPED, drift, natural
from impact.demo.enterprises import Enterprises
from impact.demo.ledger import Ledger
from impact.demo.observations import Rows
from impact.demo.periods import BASELINE, ENDLINE, INFORMATIVE, SILENT_ENTERPRISE, SILENT_KPI, Periods
from impact.demo.plan import CountryPlan

TYPES = {"text": pa.string(), "number": pa.float64(), "whole": pa.int64(), "day": pa.date32(), "flag": pa.bool_()}
# Columns of the truth's tables; those that no type is said for are text.
SCHEMAS = {
    "effects": "engagement_id enterprise_id kpi true_change:number true_before:number true_after:number"
    " improved:flag baseline_reported:flag endline_reported:flag",
    "enterprise_effects": "enterprise_id kpi engagements:whole true_change:number true_before:number"
    " true_after:number improved:flag paired:flag",
    "outliers": "enterprise_id kpi phase period_start:day sex kind true_numerator:number numerator:number",
    "savings": "improvement_id enterprise_id true_saving:number saving:number factor:number",
    "copied": "enterprise_id",
    "late_baselines": "engagement_id enterprise_id",
    "published": "id indicator iso3 module project_id starts_on:day ends_on:day published:number demonstration:number",
}
DEFINITION = """true_change is what an engagement did to an enterprise's level of a KPI between the workshop and the \
day its endline was due, over all engagements whose endline was due, reported or not. It is in the KPI's scale: log of \
the ratio or level, logit of the share, points, or usd saved a month. true_before and true_after are values as they \
are reported (for jobs: a factor of the workforce; for wages: local currency a worker; for savings: USD a month), and \
hold besides the effect the drift that time alone brings; improved compares them by the KPI's minimal change. Eager \
enterprises change more."""
CONFOUNDING = """Eager enterprises both adopt more practices and improve more, so that the raw difference between \
those that gained a practice and those that did not is too favourable for every practice."""
SILENCE = """Endlines are missing more often where the change was for the worse; dropping out does not depend on it."""


def schemas() -> dict[str, pa.Schema]:
    """The truth's tables; every column may be null."""
    found = {}
    for name, columns in SCHEMAS.items():
        parts = [column.partition(":") for column in columns.split()]
        found[name] = pa.schema([(column, TYPES[kind or "text"]) for column, _, kind in parts])
    return found


def series_truth(p: Periods, reported: np.ndarray) -> tuple[Columns, np.ndarray]:
    """Truth of each series whose endline is due, and which series those are. `reported`: periods exported (mask)."""
    s, g, e = p.s, p.s.g, p.s.g.e
    has = np.zeros((2, len(s.kpi)), bool)
    for place, phase in enumerate((BASELINE, ENDLINE)):
        has[place, p.series[reported & (p.phase == phase)]] = True
    due_end = g.due_end[s.engagement]
    rows = np.flatnonzero(due_end <= calibration.as_of())
    kpi = s.kpi[rows]
    start, end = g.classroom[s.engagement[rows]], due_end[rows]
    before = natural(s.level[rows] + drift(start, kpi), kpi) * _money(e, kpi, start)
    after = natural(s.level[rows] + s.change[rows] + drift(end, kpi), kpi) * _money(e, kpi, end)
    columns: Columns = {
        "engagement_id": g.coded(s.engagement[rows]),
        "enterprise_id": e.coded(g.enterprise[s.engagement[rows]]),
        "kpi": Coded(kpi, list(calibration.kpis())),
        "true_change": s.change[rows],
        "true_before": before,
        "true_after": after,
        "improved": improved(before, after, kpi, e.people[g.enterprise[s.engagement[rows]]]),
        "baseline_reported": has[0][rows],
        "endline_reported": has[1][rows],
    }
    return columns, rows


def _money(e: Enterprises, kpi: np.ndarray, day: np.ndarray) -> np.ndarray:
    """What wages are multiplied by, since they are paid in local currency and follow its exchange rate."""
    wages = np.array([k.family == "wages" for k in calibration.kpis().values()])[kpi]
    return np.where(wages, e.batch.country.rate(years_of(day)), 1.0)


def enterprise_truth(truth: Columns, people: np.ndarray) -> Columns:
    """One row per enterprise and KPI: from before its first engagement to the last endline that is due.

    `people`: workforce of the enterprise of each row of `truth`.
    """
    kpi, enterprise = truth["kpi"].codes, truth["enterprise_id"].codes
    pair = enterprise * 100 + kpi
    first = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]]) if len(pair) else np.zeros(0, np.int64)
    last = np.r_[first[1:], len(pair)][: len(first)] - 1
    before, after = truth["true_before"][first], truth["true_after"][last]
    ends = np.add.reduceat(truth["endline_reported"], first) if len(first) else np.zeros(0)
    rows = take(truth, first)
    return {
        "enterprise_id": rows["enterprise_id"],
        "kpi": rows["kpi"],
        "engagements": last - first + 1,
        "true_change": np.add.reduceat(truth["true_change"], first) if len(first) else np.zeros(0),
        "true_before": before,
        "true_after": after,
        "improved": improved(before, after, kpi[first], people[first]),
        "paired": truth["baseline_reported"][first] & (ends > 0),
    }


def improved(before: np.ndarray, after: np.ndarray, kpi: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Better by at least the minimal change; where `better` is neither, higher. Relative where units differ."""
    known = list(calibration.kpis().values())
    sign = np.array([-1 if k.better == "lower" else 1 for k in known])[kpi]
    least = np.array([k.minimal_change for k in known])[kpi]
    relative = np.array([not k.comparable for k in known])[kpi]
    heads = np.array([k.family == "headcount" for k in known])[kpi]
    change = (after - before) * sign * np.where(heads, people, 1)
    return (change >= least * np.where(relative, before, 1)) & (change > 0)


def planted_rows(r: Rows, listed: Columns, kept: np.ndarray) -> Columns:
    """The planted outliers that are in the export, with their enterprise."""
    inside = kept[listed["row"]]
    rows = listed["row"][inside]
    columns = take({k: v for k, v in listed.items() if k != "row"}, inside)
    return {"enterprise_id": r.p.s.g.e.coded(r.enterprise[rows]), **columns}


def published_rows(ledger: Ledger) -> Columns:
    """Published figures beside what the demonstration data holds."""
    figures = calibration.read("published")

    def column(name: str) -> Coded:
        values = [f.get(name) for f in figures]
        return Coded(np.where([v is None for v in values], -1, np.arange(len(values))), values)

    return {
        "id": column("id"),
        "indicator": column("indicator"),
        "iso3": column("iso3"),
        "module": column("module"),
        "project_id": column("project"),
        "starts_on": np.array([f["from"] for f in figures], "datetime64[D]"),
        "ends_on": np.array([f["to"] for f in figures], "datetime64[D]"),
        "published": np.array([float(f["value"]) for f in figures]),
        "demonstration": ledger.published.astype(float),
    }


def write_summary(folder: Path, ledger: Ledger, plans: list[CountryPlan], scale: float, seed: int) -> None:
    """Write `truth.json`: how effects are defined, and their means."""
    planted = calibration.read("practices")["planted"]
    trainers = {p.iso3: p.trainers for p in plans}
    heaper = trainers.get(HEAPING_COUNTRY)
    text = {
        "about": "What was built into the demonstration export. Never part of an export; for checking estimators only.",
        "scale": scale,
        "seed": seed,
        "definition": DEFINITION,
        "silence": {
            "enterprise": SILENT_ENTERPRISE,
            "kpi": SILENT_KPI,
            "log_chance_per_sd_for_the_better": -INFORMATIVE,
            "about": SILENCE,
        },
        "dropped_engagements_keep_of_the_effect": DROPPED,
        "kpis": {code: _of_kpi(ledger, number) for number, code in enumerate(calibration.kpis())},
        "practices": {
            "works": planted["works"],
            "does_not": planted["does_not"],
            "confounding": CONFOUNDING,
        },
        "late_country": [p.iso3 for p in plans if p.country.late],
        "countries_without_person_ids": [p.iso3 for p in plans if not p.country.persons],
        "heaping_trainer": None if heaper is None else f"T-{HEAPING_COUNTRY}-{heaping_trainer(heaper) + 1:04d}",
        "absurd_improvement_projects": calibration.read("improvements")["absurd"],
    }
    (folder / "truth.json").write_text(
        json.dumps(text, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )


def _of_kpi(ledger: Ledger, number: int) -> dict[str, Any]:
    kpi = list(calibration.kpis().values())[number]
    found = {name: values[number] for name, values in ledger.effects.items()}
    by_module = {
        m: _means({k: v[n] for k, v in found.items()}) for n, m in enumerate(calibration.modules()) if found["n"][n]
    }
    return {
        "scale": kpi.scale,
        "drift": kpi.drift,
        **_means({k: v.sum() for k, v in found.items()}),
        "modules": by_module,
    }


def _means(sums: dict[str, float]) -> dict[str, float | int | None]:
    n, paired = sums["n"], sums["paired"]
    mean = sums["sum"] / n if n else None
    return {
        "n_due": int(n),
        "mean": None if mean is None else round(mean, 6),
        "sd": None if mean is None else round(max(sums["squares"] / n - mean**2, 0) ** 0.5, 6),
        "share_improved": None if mean is None else round(sums["improved"] / n, 6),
        "n_paired": int(paired),
        "mean_paired": round(sums["paired_sum"] / paired, 6) if paired else None,
        "share_improved_paired": round(sums["paired_improved"] / paired, 6) if paired else None,
    }
