"""What a check finds in an export, and the report that it makes of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from impact.intake.rules import rule
from impact.text import t

Progress = Callable[[str, float], None]
Severity = Literal["blocks", "warns", "informs"]
SEVERITIES: tuple[Severity, ...] = ("blocks", "warns", "informs")
# What is shown of a value that somebody else wrote.
SHOWN = 200


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found, in one cell where it lies in one.

    `rule` is the code of the rule in `queries/checks`; what it says, and what to do, stands there and is told in the
    reader's language. `row` counts as the file does: from 2 below the header of a sheet or CSV file, from 1 in a
    Parquet file; `part` names the file where a table has several. `expected` is what would be right or usual, as text.
    """

    rule: str
    table: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    expected: str = ""
    part: str = ""
    enterprise_id: str | None = None
    iso3: str | None = None

    @property
    def severity(self) -> Severity:
        """`blocks`: it may not be published; `warns`: somebody should look; `informs`: what was done with it."""
        return rule(self.rule).severity

    @property
    def says(self) -> str:
        """What is wrong, in the reader's language."""
        return t(rule(self.rule).says, **self._words())

    @property
    def advice(self) -> str:
        """What to do, in the reader's language."""
        return t(rule(self.rule).advice, **self._words())

    def as_row(self) -> dict[str, Any]:
        """The finding as one flat row of plain values."""
        return {"severity": self.severity, **asdict(self), "says": self.says, "advice": self.advice}

    def _words(self) -> dict[str, str]:
        return {"table": self.table, "column": self.column, "value": self.value, "expected": self.expected}


@dataclass
class Report:
    """What a check found. `findings` holds at most so many of one rule, table and column; `totals` counts all of them.

    `as_of`: the day that the export tells of; `about`: what it says of itself.
    `rows`: rows of each table that could be read. `rewritten`: whether
    tables were read otherwise than they are written (from text, names of countries): publishing writes them anew.
    """

    export: str
    as_of: date | None = None
    about: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    totals: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    rewritten: bool = False

    def add(self, finding: Finding, total: int = 1) -> None:
        """Add a finding, the first of `total` alike."""
        self.findings.append(finding)
        self.totals[finding.rule, finding.table, finding.column] += total

    def extend(self, findings: list[Finding], total: int) -> None:
        """Add findings of one rule, table and column, of which there are `total` in all."""
        self.findings += findings
        if findings:
            self.totals[findings[0].rule, findings[0].table, findings[0].column] += total

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter[str]()
        for (code, _, _), total in self.totals.items():
            found[rule(code).severity] += total
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def blocks(self) -> bool:
        """Must the export not be published?"""
        return self.counts["blocks"] > 0

    def sorted(self) -> list[Finding]:
        """The findings, the grave ones first, then by table and row."""
        return sorted(
            self.findings,
            key=lambda f: (SEVERITIES.index(f.severity), f.table, f.rule, f.column, f.part, f.row or 0),
        )


def shown(value: object) -> str:
    """A value as it may be told: cut short, and what cannot be seen made visible."""
    text = "" if value is None else str(value)
    cut = text[:SHOWN] + ("…" if len(text) > SHOWN else "")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in cut)
