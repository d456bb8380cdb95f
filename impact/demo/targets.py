"""Targets and aggregate results of projects: met and missed, zero, without a base, not due yet, not reported."""

from typing import Any, TypeAlias

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import Columns, generator
from impact.demo.fixed import days, text
from impact.demo.ledger import Ledger
from impact.demo.write import Writer

Row: TypeAlias = dict[str, Any]

AMBITION = [0.7, 0.85, 0.95, 1.05, 1.2, 1.45]
# People in the room, trainers certified and improvement projects for each enterprise trained.
PER_ENTERPRISE = {
    "unique_people": 8.0,
    "trainers_certified": 0.15,
    "improvement_projects_completed": 2.4,
    "enterprises_completed": 0.85,
}


def write_targets(ledger: Ledger, seed: int, writer: Writer) -> None:
    """Write targets and results; reach so far sets the order of magnitude of what was planned."""
    rng = generator(seed, 0, 5)
    targets: list[Row] = []
    results: list[Row] = []
    for number, (key, project) in enumerate(calibration.projects().items()):
        if ledger.trained[number].sum():
            _of_project(rng, ledger, (number, key, project), targets, results)
    _write(writer, "targets", targets)
    _write(writer, "results", results)


def _of_project(
    rng: np.random.Generator,
    ledger: Ledger,
    named: tuple[int, str, calibration.Project],
    targets: list[Row],
    results: list[Row],
) -> None:
    number, key, project = named
    passed = (calibration.as_of() - np.datetime64(project.starts_on)).astype(int)
    whole = (np.datetime64(project.ends_on) - np.datetime64(project.starts_on)).astype(int)
    whole_reach = ledger.trained[number].sum() / min(1.0, passed / whole)
    for indicator, known in calibration.read("projects")["indicators"].items():
        ambition = AMBITION[int(rng.integers(len(AMBITION)))]
        if rng.random() < 0.15 and len(project.countries) == 1:
            continue
        base = {"project_id": key, "indicator": indicator, "iso3": None}
        if known["kind"] == "percent":
            targets += _percent(project, base, known, whole_reach)
        elif known["kind"] == "result":
            targets += _milestones(project, base, known["at"] * len(project.countries), key == "GLO-1")
            results += _results(rng, project, base, known["at"] * len(project.countries))
        else:
            scale = PER_ENTERPRISE.get(indicator, 1.0) * ambition
            targets += _counts(project, base, known, whole_reach * scale)
            if known.get("by_country") and len(project.countries) > 1:
                for place in np.flatnonzero(ledger.trained[number]):
                    share = ledger.trained[number, place] / ledger.trained[number].sum()
                    targets += _milestones(
                        project, base | {"iso3": ledger.countries[place]}, whole_reach * scale * share
                    )[-1:]


def _milestones(project: calibration.Project, base: Row, value: float, zero_first: bool = False) -> list[Row]:
    """A milestone half way and the target at the end, both counted from the project's first day."""
    start, end = np.datetime64(project.starts_on), np.datetime64(project.ends_on)
    middle = start + (end - start) // 2
    half = {"ends_on": middle, "numerator": 0.0 if zero_first else nice(value * 0.4)}
    note = "No agreement was foreseen in the first half." if zero_first else None
    common = base | {"sex": base.get("sex", "all"), "starts_on": start, "baseline": 0.0}
    return [common | half | {"note": note}, common | {"ends_on": end, "numerator": nice(value), "note": None}]


def _counts(project: calibration.Project, base: Row, known: Row, value: float) -> list[Row]:
    rows = _milestones(project, base, value)
    if known.get("by_sex"):
        for row in list(rows):
            women = float(round(row["numerator"] * 0.4))
            rows.append(row | {"sex": "female", "numerator": women})
            rows.append(row | {"sex": "male", "numerator": row["numerator"] - women})
    return rows


def _percent(project: calibration.Project, base: Row, known: Row, reach: float) -> list[Row]:
    """A percentage with its base; or without, as some are published."""
    row = _milestones(project, base, 1.0)[-1] | {"baseline": None}
    if known.get("without_base"):
        return [row | {"numerator": known["at"] * 100, "note": "Percent; the base is not stated."}]
    below = max(nice(reach * 8), 10.0)
    return [row | {"numerator": round(known["at"] * below), "denominator": below, "baseline": None}]


def _results(rng: np.random.Generator, project: calibration.Project, base: Row, target: float) -> list[Row]:
    """The actual as the project reported it; three in ten report nothing."""
    if rng.random() < 0.3:
        return []
    until = min(np.datetime64(project.ends_on), np.datetime64("2024-06-30"))
    value = float(round(target * rng.uniform(0.3, 1.4)))
    common = base | {
        "sex": "all",
        "starts_on": np.datetime64(project.starts_on),
        "ends_on": until,
        "baseline": 0.0,
        "note": None,
    }
    evidence = ["signed documents on file", "progress report", None][int(rng.integers(3))]
    return [common | {"numerator": value, "as_of": until, "evidence": evidence, "recorded_on": until + 45}]


def nice(value: float) -> float:
    """A round number, as targets are: two digits."""
    if value < 10:
        return float(max(round(value), 1))
    step = 10.0 ** (np.floor(np.log10(value)) - 1)
    return float(round(value / step) * step)


def _write(writer: Writer, name: str, rows: list[Row]) -> None:
    if not rows:
        return
    columns: Columns = {c: text([r.get(c) for r in rows]) for c in ("project_id", "indicator", "iso3", "sex", "note")}
    columns |= {c: days([r[c] for r in rows]) for c in ("starts_on", "ends_on")}
    columns |= {
        c: np.array([np.nan if r.get(c) is None else r[c] for r in rows], float)
        for c in ("baseline", "numerator", "denominator")
    }
    if name == "results":
        columns |= {"as_of": days([r["as_of"] for r in rows]), "evidence": text([r["evidence"] for r in rows])}
        columns["recorded_on"] = np.minimum(days([r["recorded_on"] for r in rows]), calibration.as_of())
    writer.add(name, columns)
