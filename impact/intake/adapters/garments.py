"""The daily productivity of garment teams in Bangladesh, January to March 2015, as an export by the month.

The source is one CSV file, "Productivity Prediction of Garment Employees", UCI Machine Learning Repository 597, CC BY
4.0: a row for each day, team and department (a line-day). What it becomes:

- A team is an enterprise, its departments sewing and finishing together: the file knows no factory, and the published
  means of a team are over both. All are in Bangladesh, and of ISIC 14, wearing apparel.
- A KPI is the sum of a month's line-days by their number, so that the ratio of the sums is the mean of the days, of a
  team and of all. `line_productivity` is what was made of what was possible; `target_productivity` is what was asked.
- Minutes of overtime are by workers of the same line-days. Unfinished items are only of the line-days that counted
  them: finishing does not, and nothing counted is not zero. Workers are a mean over line-days. Idle is the share of
  line-days with an interruption, since the file gives no unit for how long it was.
- Nobody is trained: there is no module and no engagement, and every phase is `monitoring`.
- Left out: `smv` and `no_of_style_change`, which say what was sewn and not how it went; `incentive`, since the source
  does not say for whom it is; `idle_men`. Workers are of unknown sex, and change daily: there is no workforce.
- The month of the last day ends with that day. Nobody was asked for consent to be compared: the first day of the data
  stands for it, since the data are public.
"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from impact.intake.adapters.export import Draft
from impact.intake.adapters.garments_days import day_column, days
from impact.intake.adapters.garments_lines import KPIS, LineDay, department, line_day
from impact.intake.adapters.kpis import Parts, observation
from impact.intake.adapters.report import Report
from impact.intake.adapters.source import SourceError
from impact.intake.adapters.source import read as read_files
from impact.intake.adapters.values import CONSENT, once

FILE = "garments_worker_productivity.csv"
COLUMNS = (
    "quarter",
    "department",
    "day",
    "team",
    "targeted_productivity",
    "wip",
    "over_time",
    "idle_time",
    "no_of_workers",
    "actual_productivity",
)
SOURCE = (
    "Productivity Prediction of Garment Employees, UCI Machine Learning Repository, archive.ics.uci.edu/dataset/597, "
    "CC BY 4.0, changed in form"
)


def read(folder: Path) -> Draft:
    """Read the file in `folder`; see above for what it becomes."""
    report = Report()
    path = _file(folder)
    rows = read_files(path.parent, {path.name: COLUMNS}, report)[path.name]
    column = day_column(str(path), rows, COLUMNS, report)
    read_days = days(str(path), rows, column, report)
    rows = [row for row in rows if row.number in read_days]
    keys = {row.number: (read_days[row.number], department(row, report), row["team"]) for row in rows}
    lines = []
    seen: set[int] = set()
    for row in once(rows, "team", report, key=lambda row: keys[row.number]):
        if line := line_day(row, read_days[row.number], report):
            lines.append(line)
            if line.team not in seen:
                report.add(CONSENT, row, "")
            seen.add(line.team)
    if not lines:
        raise SourceError(f"{path}: no row has its day, team, target and actual productivity. Fetch it again.")
    return _draft(lines, report)


def _file(folder: Path) -> Path:
    """The file of the source's name, or else the only CSV file."""
    if (folder / FILE).is_file() or not folder.is_dir():
        return folder / FILE
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    if len(found) != 1:
        there = f"{len(found)} CSV files" if found else "no CSV file"
        raise SourceError(
            f"{folder}: there is no {FILE}, and there are {there}. Name a folder with that file, or with one CSV file."
        )
    return found[0]


def _draft(lines: Sequence[LineDay], report: Report) -> Draft:
    as_of, first = max(line.day for line in lines), min(line.day for line in lines)
    months: dict[tuple[int, date], list[LineDay]] = {}
    for line in lines:
        months.setdefault((line.team, line.day.replace(day=1)), []).append(line)
    teams = sorted({line.team for line in lines})
    mean, target = (math.fsum(getattr(line, part) for line in lines) / len(lines) for part in ("actual", "target"))
    return Draft(
        export_id=f"garments-{as_of}",
        as_of=as_of,
        source=SOURCE,
        tables={
            "enterprises": [_enterprise(team, first) for team in teams],
            "kpis": [kpi.row() for kpi in KPIS],
            "kpi_observations": [
                row for (team, month), found in months.items() for row in _observations(team, month, found, as_of)
            ],
        },
        report=report,
        told=[
            f"{len(lines):,} line-days, {first} to {as_of}: {len(teams)} teams, {len(months)} months of a team",
            f"mean productivity {mean:.4f}, mean target {target:.4f}",
            "nobody is trained: no engagement, and each phase is monitoring; workers are of unknown sex",
        ],
    )


def _enterprise(team: int, first: date) -> dict[str, Any]:
    return {
        "enterprise_id": f"team-{team:02}",
        "name": f"Team {team}",
        "iso3": "BGD",
        "isic": "14",
        "joined_on": first,
        "benchmark_consent_on": first,
    }


def _observations(team: int, month: date, lines: Sequence[LineDay], as_of: date) -> list[dict[str, Any]]:
    """The KPIs of a team's month; one that no line-day has is left out."""
    ends = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    made = []
    for kpi, (above, below, part) in KPIS.items():
        pairs = [pair for line in lines if (pair := part(line))]
        if pairs:
            sums = [math.fsum(values) for values in zip(*pairs, strict=True)]
            parts = Parts(sums[0], sums[1], above, below)
            made.append(
                observation(
                    kpi, parts, enterprise=f"team-{team:02}", phase="monitoring", first=month, last=min(ends, as_of)
                )
            )
    return made
