"""Whether what an export says can be: the rules of `queries/checks/plausibility`, each a SQL file and its twin."""

from impact.catalogue import indicators
from impact.intake.cells import tell
from impact.intake.database import Database
from impact.intake.findings import Progress, Report
from impact.intake.given import Sent
from impact.intake.rules import PLAUSIBLE, Rule, plausible

# What is noted of each KPI while its rows are at hand.
NOTES = ("kpi_repeats", "kpi_digits")


def check(db: Database, sent: dict[str, Sent], report: Report, most: int, progress: Progress) -> None:
    """Run every rule whose tables were sent."""
    db.run("checks/steps/kpi_notes")
    db.reference({"reference_countries": "countries", "reference_rates": "exchange_rates"})
    db.make("rates", "checks/steps/rates")
    able = [r for r in plausible() if r.table in sent and set(r.needs) - set(NOTES) <= set(sent)]
    kpis = [str(k) for k in db.rows("checks/steps/kpis")["kpi"]] if {"kpis", "kpi_observations"} <= set(sent) else []
    ranges = {i.kpi: i.kpi_plausible for i in indicators().values() if i.kpi and i.kpi_plausible}
    for number, kpi in enumerate(kpis):
        progress(f"Judging {kpi}", 0.75 + 0.15 * number / len(kpis))
        low, high = ranges.get(kpi, (None, None))
        db.run("checks/steps/kpi_rows", {"kpi": kpi})
        for note in NOTES:
            db.note(note, f"checks/steps/{note}", {"kpi": kpi})
        for rule in able:
            if rule.each_kpi:
                _run(db, rule, sent, report, {"low": low, "high": high, "most": most})
    for number, rule in enumerate(r for r in able if not r.each_kpi):
        progress(f"Judging {rule.table}", 0.9 + 0.1 * number / len(able))
        _run(db, rule, sent, report, {"most": most})


def _run(db: Database, rule: Rule, sent: dict[str, Sent], report: Report, given: dict[str, object]) -> None:
    found = db.first(f"{PLAUSIBLE}/{rule.code}", given)
    tell(report, sent[rule.table], rule.column, found.assign(rule=rule.code))
