"""The indicator catalogue: each indicator's definition, read from the twin of its SQL file."""

from datetime import date
from functools import cache
from typing import Literal, Protocol

import yaml
from pydantic import BaseModel, ConfigDict, Field

from impact.settings import QUERIES

FOLDER = QUERIES / "indicators"
Filter = Literal["period", "country", "donor", "project", "module", "sector", "size", "women_led"]


class CatalogueError(Exception):
    """A catalogue entry that is missing or does not say what it must."""


class Labelled(Protocol):
    """What a figure or a map needs to know of what it shows."""

    @property
    def label(self) -> str: ...

    @property
    def unit(self) -> str: ...


class Indicator(BaseModel):
    """One indicator. `sql` and `kpi` are given where several indicators share one SQL file.

    `kpi_plausible` are the lowest and highest value of that KPI which are believed without a second look.

    Aggregations, over the rows of the indicator's SQL: `sum` of numerators; `distinct` units; `ratio` of the
    sums of numerators and denominators; `distinct_ratio` of units with a positive numerator to units with a
    positive denominator; `per_unit`, numerators for each distinct unit; `latest`, the sum of each unit's latest
    numerator. A row without a numerator is expected but not reported: coverage is reported of expected rows.
    """

    model_config = ConfigDict(extra="forbid")

    code: str
    version: int
    position: int
    label: str
    definition: str
    why: str
    level: Literal["output", "outcome", "system", "quality"]
    unit: str
    better: Literal["higher", "lower", "neither"]
    numerator: str
    denominator: str = ""
    aggregation: Literal["sum", "distinct", "ratio", "distinct_ratio", "per_unit", "latest"]
    privacy: Literal["activity", "results"]
    counts: Literal[
        "enterprises",
        "people",
        "trainers",
        "partners",
        "sessions",
        "engagements",
        "improvement_projects",
        "practices",
        "enterprise_months",
        "reports",
    ]
    covers: str
    filters: list[Filter]
    disaggregations: list[str] = []
    source: list[str]
    minimum_n: int = Field(ge=1)
    plausible: tuple[float, float] | None = None
    last_12_months: bool = False
    headline: bool = False
    links: dict[str, str] = {}
    owner: str
    reviewed_on: date
    sql: str = ""
    kpi: str | None = None
    kpi_plausible: tuple[float | None, float | None] | None = None

    @property
    def is_share(self) -> bool:
        """Is the value a percentage?"""
        return self.unit == "percent"

    @property
    def is_share_of_counts(self) -> bool:
        """Is it a share of so many enterprises, people or practices, and not of an amount?"""
        return self.is_share and self.counts in ("enterprises", "people", "practices")

    @property
    def query(self) -> str:
        """The name of the SQL file that gives the indicator's rows."""
        return f"indicators/{self.sql or self.code}"


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by code, in the catalogue's order."""
    read = []
    for path in FOLDER.glob("*.yaml"):
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        read.append(Indicator.model_validate({"code": path.stem, **given}))
    return {i.code: i for i in sorted(read, key=lambda i: (i.position, i.code))}


def indicator(code: str) -> Indicator:
    """The indicator of that code."""
    found = indicators().get(code)
    if found is None:
        raise CatalogueError(f"There is no indicator '{code}'. Those there are: {', '.join(indicators())}.")
    return found
