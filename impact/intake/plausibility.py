"""Whether what an export says can be: the rules of `queries/checks/plausibility`, each a SQL file and its twin."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pyarrow as pa

from impact.catalogue import indicators
from impact.intake.cells import tell
from impact.intake.database import Asked, Database
from impact.intake.findings import Progress, Report
from impact.intake.given import Sent
from impact.intake.rules import PLAUSIBLE, Rule, plausible
from impact.text import t

# What rules look at while the rows of some KPIs are at hand.
AT_HAND = ("kpi_series", "kpi_neighbours")
# What is noted of each KPI then.
NOTES = ("kpi_repeats", "kpi_digits")
# So many observations are at hand at once.
ROWS = 4_000_000


def check(db: Database, sent: dict[str, Sent], report: Report, most: int, progress: Progress) -> None:
    """Run every rule whose tables were sent."""
    db.run("checks/steps/kpi_notes")
    db.reference({"reference_countries": "countries", "reference_rates": "exchange_rates"})
    db.make("rates", "checks/steps/rates")
    _ranges(db)
    there = {name for name, one in sent.items() if one.rows} | set(NOTES)
    able = [r for r in plausible() if {r.table, *r.needs} <= there]
    if {"kpis", "kpi_observations"} <= there:
        for batch, share in _batches(db):
            progress(t("Judging observations"), 0.75 + 0.15 * share)
            db.run("checks/steps/kpi_rows", asdict(batch))
            for step in AT_HAND:
                db.run(f"checks/steps/{step}")
            for note in NOTES:
                db.note(note, f"checks/steps/{note}")
            for rule in (r for r in able if r.each_kpi):
                progress(t("Judging: {rule}", rule=rule.code), 0.75 + 0.15 * share)
                _run(db, rule, sent, report, most)
    for number, rule in enumerate(r for r in able if not r.each_kpi):
        progress(t("Judging: {rule}", rule=rule.code), 0.9 + 0.1 * number / len(able))
        _run(db, rule, sent, report, most)


def _run(db: Database, rule: Rule, sent: dict[str, Sent], report: Report, most: int) -> None:
    asked = {rule.column: Asked(f"{PLAUSIBLE}/{rule.code}", {}, {})}
    tell(report, sent[rule.table], db.findings(asked, most))


def _ranges(db: Database) -> None:
    """What the catalogue believes of each KPI."""
    known = [(i.kpi, *i.kpi_plausible) for i in indicators().values() if i.kpi and i.kpi_plausible]
    types = {"kpi": pa.string(), "low": pa.float64(), "high": pa.float64()}
    columns = zip(*known, strict=True)
    db.add("kpi_ranges", pa.table({n: pa.array(c, t) for (n, t), c in zip(types.items(), columns, strict=True)}))


@dataclass(frozen=True)
class Batch:
    """KPIs whose rows are at hand together: of all enterprises, or of one of so many slices of them."""

    kpis: list[str]
    slices: int = 1
    slice: int = 0


def _batches(db: Database) -> Iterator[tuple[Batch, float]]:
    """As many KPIs together as may be at hand at once, and the share of rows that was judged before them."""
    found = db.rows("checks/steps/kpis")
    whole = max(int(found["rows"].sum()), 1)
    done, rows = 0, 0
    waiting: list[str] = []
    for kpi, count in zip(found["kpi"], found["rows"], strict=True):
        if waiting and rows + count > ROWS:
            yield Batch(waiting), done / whole
            done, waiting, rows = done + rows, [], 0
        if count > ROWS:
            slices = 1 + (int(count) - 1) // ROWS
            for number in range(slices):
                yield Batch([str(kpi)], slices, number), (done + count * number / slices) / whole
            done += int(count)
        else:
            waiting, rows = [*waiting, str(kpi)], rows + int(count)
    if waiting:
        yield Batch(waiting), done / whole
