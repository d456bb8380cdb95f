"""One small demonstration export: what the project's own SQL says of it, and what was built into it."""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from impact.demo import build
from tests.queries.in_memory import plain, rows, tables_of

SCALE = 0.02
# Changes are compared in the KPI's unit; in percent where units differ, and for jobs, whose truth is a factor.
IN_PERCENT = ("energy_per_unit", "material_per_unit", "productivity", "wages", "jobs")
QUESTION = "enterprises/before_after"
Row = dict[str, Any]


def simulate(seed: int) -> dict[str, Row]:
    """For each KPI of the export of this seed: the answer of before and after, and the truth about who is in it."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export"
        build(export, scale=SCALE, seed=seed)
        with tables_of(export, Path(folder) / "spare") as con:
            kpis = con.execute("select kpi from snapshot.base.kpis order by position").fetchall()
            answers = {kpi: rows(con, QUESTION, kpi=kpi, by="total")[0] for (kpi,) in kpis}
            pairs = plain(con.execute("select * from snapshot.base.kpi_pairs where trained").df())
        return with_truth(export.with_name("export.truth"), answers, pairs)


def with_truth(hidden: Path, answers: dict[str, Row], pairs: list[Row]) -> dict[str, Row]:
    """Beside each answer, what is true of the enterprises with a pair, and of all whose endline is due.

    True is the level before the engagement that the baseline belongs to, against the level after the last engagement
    that has an endline; both hold what time alone brings, from the workshop to the day the endline was due.
    """
    effects = pq.read_table(hidden / "effects.parquet").to_pylist()
    whole = pq.read_table(hidden / "enterprise_effects.parquet").to_pylist()
    before = {(e["engagement_id"], e["kpi"]): e["true_before"] for e in effects}
    after = {(e["enterprise_id"], e["kpi"]): e["true_after"] for e in effects if e["endline_reported"]}
    improved = {(e["enterprise_id"], e["kpi"]): e["improved"] for e in whole}
    found: dict[str, Row] = {}
    for kpi, answer in answers.items():
        measure = "percent" if kpi in IN_PERCENT else "change"
        mine = [p for p in pairs if p["kpi"] == kpi and p["status"] not in ("not_due", "not_asked")]
        told: Row = {"answer": answer, "measured": [], "changed": [], "true": [], "true_changed": []}
        told["all_due"] = [improved[p["enterprise_id"], kpi] for p in mine if (p["enterprise_id"], kpi) in improved]
        for p in mine:
            key = p["enterprise_id"], kpi
            first, last = before.get((p["baseline_round"], kpi)), after.get(key)
            if p["status"] != "paired" or first is None or last is None:
                continue
            told["measured"].append(p["outcome"] == "improved")
            told["true"].append(improved[key])
            if p[measure] is not None:
                told["changed"].append(p[measure])
                told["true_changed"].append(100 * (last / first - 1) if measure == "percent" else last - first)
        found[kpi] = told
    return found
