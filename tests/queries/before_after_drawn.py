"""Pairs full of edges, drawn, and how they are set beside a slow computation of the same."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from impact.filters import Filters
from tests.queries import pairs_twin
from tests.queries.in_memory import ALL, rows

Row = dict[str, Any]
QUESTION = "enterprises/before_after"
KPIS = """
    kpi     | title   | type   | better  | unit                   | comparable | minimal_change
    defects | Defects | ratio  | lower   | rejected per checked   | yes        | 0.005
    energy  | Energy  | ratio  | lower   | energy per unit made   | no         | 0.03
    savings | Savings | amount | higher  | local currency a month | yes        | 1
    jobs    | Jobs    | count  | neither | workers                | yes        | 1
    mood    | Mood    | score  | higher  | points of 100          | yes        | 2
    """
COLUMNS = (
    "enterprise_id engagement_id kpi phase period_start period_days sex numerator denominator numerator_unit currency"
)
# Each enterprise shows one edge: KPI, phase, month, sex, numerator, denominator; then unit or currency, and engagement.
OBSERVED = {
    "total": """
        defects baseline 2022-01 all 10 100
        defects baseline 2022-01 female 3 40
        defects baseline 2022-01 male 5 60
        defects endline 2022-10 all 8 100
        """,
    "parts": """
        defects baseline 2022-01 female 4 40
        defects baseline 2022-01 male 6 60
        defects endline 2022-10 female 1 40
        defects endline 2022-10 male 2 60
        mood baseline 2022-01 female 60 -
        mood baseline 2022-01 male 80 -
        mood endline 2022-10 female 62 -
        mood endline 2022-10 male 82 -
        """,
    "one_sex": """
        defects baseline 2022-01 female 4 40
        defects endline 2022-10 female 1 40
        """,
    "no_base": """
        defects baseline 2022-01 all 10 -
        defects endline 2022-10 all 1 100
        """,
    "no_baseline": "defects endline 2022-10 all 1 100",
    "sums": """
        defects baseline 2022-01 all 10 100
        defects baseline 2022-02 all 30 900
        defects endline 2022-10 all 30 1000
        """,
    "rounds": """
        defects baseline 2022-01 all 20 100 - G-rounds
        defects endline 2022-10 all 10 100 - G-rounds
        defects baseline 2023-02 all 9 100 - G-rounds-2
        defects endline 2023-10 all 5 100 - G-rounds-2
        """,
    "copies": """
        defects baseline 2022-01 all 7 100
        defects baseline 2022-02 all 7 100
        defects endline 2022-10 all 7 100
        energy baseline 2022-01 all 50 100 kWh
        energy baseline 2022-02 all 50 100 kWh
        energy endline 2022-10 all 50 100 kWh
        """,
    "units": """
        energy baseline 2022-01 all 50 100 kWh
        energy endline 2022-10 all 180 100 MJ
        """,
    "season": """
        defects baseline 2022-01 all 10 100
        defects baseline 2022-02 all 10 100
        defects endline 2022-07 all 9 100
        defects endline 2022-08 all 10 100
        """,
    "one_year_on": """
        defects baseline 2022-01 all 10 100
        defects endline 2023-01 all 10.5 100
        """,
    "late": """
        defects baseline 2022-05 all 10 100
        defects endline 2022-10 all 9.6 100
        """,
    "far_off": """
        energy baseline 2022-01 all 50 100 kWh
        energy baseline 2022-02 all 50 100 kWh
        energy baseline 2021-12 all 5000 100 kWh
        energy endline 2022-10 all 48.5 100 kWh
        """,
    "below_zero": """
        defects baseline 2021-12 all -4 100
        defects baseline 2022-01 all 10 100
        defects endline 2022-10 all 9.5 100
        """,
    "zero": """
        defects baseline 2022-01 all 0 100
        defects endline 2022-10 all 0 100
        """,
    "from_zero": """
        defects baseline 2022-01 all 0 100
        defects endline 2022-10 all 3 100
        """,
    "dollars": """
        savings baseline 2022-01 all 1000 - KES
        savings endline 2022-10 all 3000 - KES
        """,
    "no_rate": """
        savings baseline 2023-11 all 1000 - KES
        savings endline 2024-03 all 3000 - KES
        """,
    "grew": """
        jobs baseline 2022-01 all 20 -
        jobs endline 2022-10 all 25 -
        """,
    "shrank": """
        jobs baseline 2022-01 all 20 -
        jobs endline 2022-10 all 15 -
        """,
    "silent": "defects baseline 2022-01 all 10 100",
    "backwards": """
        defects baseline 2022-10 all 10 100
        defects endline 2022-01 all 5 100
        """,
    "not_over": """
        defects baseline 2022-01 all 10 100
        defects endline 2024-08 all 2 100
        defects endline 2024-09 all 1 100
        """,
    "not_due": "",
    "not_asked": "",
    "never": """
        defects baseline 2022-01 all 10 100
        defects endline 2022-10 all 11 100
        """,
    "never_silent": "",
}


def observations() -> str:
    lines = [" | ".join(COLUMNS.split())]
    for enterprise, text in OBSERVED.items():
        for line in text.strip().splitlines():
            kpi, phase, month, sex, above, below, *more = line.split()
            unit, engagement = ([*more, "-", "-"])[:2]
            money = kpi == "savings"
            units = ["-", unit] if money else [unit, "-"]
            lines.append(
                " | ".join([enterprise, engagement, kpi, phase, f"{month}-01", "28", sex, above, below, *units])
            )
    return "\n".join(lines)


def engagements() -> str:
    lines = ["engagement_id | enterprise_id | module | project_id | enrolled_on | baseline_on | classroom_on | status"]
    for name in OBSERVED:
        if name.startswith("never"):
            continue
        module = "other" if name == "not_asked" else "wpc"
        days = "2024-06-01 | 2024-07-01" if name == "not_due" else "2022-02-01 | 2022-03-01"
        lines.append(
            f"G-{name} | {name} | {module} | {'p1' if name in ('total', 'parts') else '-'} | 2022-01-15 | {days} | trained"
        )
    lines.append("G-rounds-2 | rounds | qm | - | 2023-01-15 | 2023-02-01 | 2023-03-01 | trained")
    return "\n".join(lines)


SAME_AS_TWIN = (
    "status",
    "asked",
    "due_on",
    "engagements",
    "baseline",
    "endline",
    "baseline_usd",
    "endline_usd",
    "change",
    "percent",
    "outcome",
    "zero_to_zero",
    "other_season",
    "late_baseline",
    "counted_on",
    "trained",
    "baseline_numerator",
    "baseline_denominator",
    "endline_numerator",
    "endline_denominator",
)


def one(con: duckdb.DuckDBPyConnection, kpi: str, filters: Filters = ALL, by: str = "total", code: str = "all") -> Row:
    return next(r for r in rows(con, QUESTION, filters, kpi=kpi, by=by) if r["code"] == code)


def agree(found: list[Row], export: Path) -> None:
    told = {(p["enterprise_id"], p["kpi"]): p for p in found}
    slow = pairs_twin.pairs(export)
    assert set(told) == set(slow)
    for key, wanted in slow.items():
        for name in SAME_AS_TWIN:
            if name not in wanted:
                continue
            value, other = told[key][name], wanted[name]
            if isinstance(other, float):
                assert value == pytest.approx(other, rel=1e-9, abs=1e-9), (key, name)
            elif wanted["status"] == "paired" or not name.startswith(("baseline", "endline")):
                assert value == other or (value is None and other == 0 and name.endswith("denominator")), (key, name)
