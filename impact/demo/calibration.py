"""What the demonstration data is calibrated to: the YAML files of `impact/demo/calibration/`."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).resolve().parent / "calibration"
FX_YEARS = [2009, 2013, 2017, 2020, 2023]


class Strict(BaseModel):
    """A calibration entry; a key that no code reads is refused."""

    model_config = ConfigDict(extra="forbid")


class Country(Strict):
    """One country; the head of `countries.yaml` says what each value means."""

    share: float
    first: int = Field(alias="from")
    size: float
    women: float
    room: float
    effect: float
    satisfied: float
    cost: float
    recovery: float
    currency: str
    fx: list[float]
    regions: list[tuple[str, float, float]]
    sectors: str
    climate_from: int
    climate_position: int
    boost: dict[int, float] = {}
    late: bool = False
    persons: bool = True
    sex_unknown: float = 0.037

    def rate(self, years: np.ndarray) -> np.ndarray:
        """Local currency per USD in `years`, interpolated on the log scale."""
        return np.exp(np.interp(years, FX_YEARS, np.log(self.fx)))


class Project(Strict):
    """One project of `projects.yaml`."""

    title: str
    phase: str | None = None
    starts_on: date = Field(alias="from")
    ends_on: date = Field(alias="to")
    budget: float
    donors: dict[str, float]
    weight: float
    countries: list[str]


class Module(Strict):
    """One training module of `modules.yaml`."""

    title: str
    starts_on: date = Field(alias="from")
    ends_on: date | None = Field(None, alias="to")
    base: int | None = None
    start: float
    next: float
    adapted_from: str | None = None
    replaced_by: str | None = None


class Kpi(Strict):
    """One KPI of `kpis.yaml`, with its true effect."""

    title: str
    type: str
    better: str
    unit: str
    comparable: bool
    minimal_change: float
    family: Literal["events", "quantity", "share", "saving", "score", "wages", "headcount"]
    scale: Literal["log", "logit", "points", "usd"]
    level: float
    spread: float
    effect: float
    sd: float
    drift: float
    noise: float
    volume: float
    split: bool
    modules: dict[str, int]
    least: float = 0
    season: float = 0
    units: list[str] | None = None
    numerator_units: list[str] | None = None
    denominator_units: list[str] | None = None


class Practice(Strict):
    """One practice of `practices.yaml`."""

    title: str
    areas: list[str]
    before: float
    gained: float
    module: str | None = None


@cache
def read(name: str) -> Any:
    """The YAML file `name`, as it stands."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def countries() -> dict[str, Country]:
    """Countries by ISO 3166 alpha-3 code."""
    return {iso3: Country.model_validate(c) for iso3, c in read("countries").items()}


@cache
def projects() -> dict[str, Project]:
    """Projects by id."""
    return {key: Project.model_validate(p) for key, p in read("projects")["projects"].items()}


@cache
def modules() -> dict[str, Module]:
    """Modules by code, in teaching order."""
    return {key: Module.model_validate(m) for key, m in read("modules").items()}


@cache
def kpis() -> dict[str, Kpi]:
    """KPIs by code."""
    return {key: Kpi.model_validate(k) for key, k in read("kpis").items()}


@cache
def practices() -> dict[str, Practice]:
    """Practices by code."""
    return {key: Practice.model_validate(p) for key, p in read("practices")["practices"].items()}


def by_year(name: str, years: np.ndarray) -> np.ndarray:
    """A figure of `programme.yaml` that is given for some years, interpolated for `years`."""
    given = read("programme")[name]
    return np.interp(years, list(given), list(given.values()))


def as_of() -> np.datetime64:
    """The last day that the demonstration export knows."""
    return np.datetime64(read("programme")["as_of"], "D")
