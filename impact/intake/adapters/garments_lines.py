"""One row of the garment teams' file as a line-day, and what its KPIs count; `garments` says by which rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from impact.intake.adapters import garments_reasons as why
from impact.intake.adapters.kpis import Kpi
from impact.intake.adapters.report import Report, Row
from impact.intake.adapters.values import decimal, number, whole

DEPARTMENTS, MISSPELT = ("sewing", "finishing"), {"sweing": "sewing"}
ACTUAL, TARGET = "actual_productivity", "targeted_productivity"
LOWEST_TARGET = 0.2


@dataclass(frozen=True)
class LineDay:
    """A department of a team on a day; null is not recorded."""

    day: date
    team: int
    actual: float
    target: float
    workers: float | None
    overtime: float | None
    idle: float | None
    unfinished: float | None


Pair = tuple[float, float] | None

KPIS: dict[Kpi, tuple[str, str, Callable[[LineDay], Pair]]] = {
    Kpi("line_productivity", "Productivity of lines", "ratio", "higher", "share of what was possible", 0.01): (
        "productivity",
        "line-days",
        lambda line: (line.actual, 1.0),
    ),
    Kpi("target_productivity", "Target of productivity", "ratio", "neither", "share of what was possible", 0.01): (
        "productivity",
        "line-days",
        lambda line: (line.target, 1.0),
    ),
    Kpi("overtime_minutes", "Overtime", "ratio", "lower", "minutes per worker and day", 5.0): (
        "minutes",
        "worker-days",
        lambda line: (line.overtime, line.workers) if line.overtime is not None and line.workers else None,
    ),
    Kpi("line_workers", "Workers on a line", "ratio", "neither", "workers per line and day", 1.0): (
        "worker-days",
        "line-days",
        lambda line: None if line.workers is None else (line.workers, 1.0),
    ),
    Kpi("idle_line_days", "Line-days with idle time", "ratio", "lower", "line-days interrupted per line-day", 0.01): (
        "line-days interrupted",
        "line-days",
        lambda line: None if line.idle is None else (float(line.idle > 0), 1.0),
    ),
    Kpi("unfinished_items", "Unfinished items", "ratio", "neither", "items per line and day", 50.0, comparable=False): (
        "items",
        "line-days",
        lambda line: None if line.unfinished is None else (line.unfinished, 1.0),
    ),
}


def department(row: Row, report: Report) -> str:
    """The row's department, spelt as it should be."""
    if row.cells["department"] != row["department"]:
        report.add(why.SPACES, row, "department")
    if row["department"] in MISSPELT:
        report.add(why.SPELLING, row, "department")
    elif row["department"] not in DEPARTMENTS:
        report.add(why.DEPARTMENT, row, "department")
    return MISSPELT.get(row["department"], row["department"])


def line_day(row: Row, day: date, report: Report) -> LineDay | None:
    """What the row says of its day; none where it does not say of whom, or how productive they were."""
    team = whole(row["team"])
    if team is None:
        report.add(why.NO_TEAM, row, "team")
        return None
    actual, target = (decimal(row[column]) for column in (ACTUAL, TARGET))
    if actual is None or target is None or min(actual, target) < 0:
        report.add(why.NO_PRODUCTIVITY, row, ACTUAL if actual is None or actual < 0 else TARGET)
        return None
    workers = number(row, "no_of_workers", report)
    told = {
        ACTUAL: (why.ABOVE_ONE, actual > 1),
        TARGET: (why.LOW_TARGET, target < LOWEST_TARGET),
        "quarter": (why.FIFTH, row["quarter"].lower() == "quarter5"),
        "no_of_workers": (why.HALF, workers is not None and workers % 1 > 0),
    }
    for column, (reason, holds) in told.items():
        if holds:
            report.add(reason, row, column)
    overtime, idle, unfinished = (number(row, column, report) for column in ("over_time", "idle_time", "wip"))
    return LineDay(day, team, actual, target, workers, overtime, idle, unfinished)
