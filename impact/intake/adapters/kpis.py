"""KPIs that an adapter brings, and their observations."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class Kpi:
    """One row of `kpis`, by the contract's names; every enterprise of the source uses one unit."""

    kpi: str
    title: str
    type: str
    better: str
    unit: str
    minimal_change: float
    comparable: bool = True

    def row(self) -> dict[str, Any]:
        """The row of the table."""
        return asdict(self)


@dataclass(frozen=True)
class Parts:
    """What was measured: above and below the line, each with its unit, or an amount with its currency."""

    numerator: float
    denominator: float | None = None
    numerator_unit: str | None = None
    denominator_unit: str | None = None
    currency: str | None = None


def observation(
    kpi: Kpi, parts: Parts, *, enterprise: str, phase: str, first: date, last: date, engagement: str | None = None
) -> dict[str, Any]:
    """A row of `kpi_observations` for everybody, from `first` to `last`, the day on which it was measured."""
    return {
        "enterprise_id": enterprise,
        "engagement_id": engagement,
        "kpi": kpi.kpi,
        "phase": phase,
        "period_start": first,
        "period_days": (last - first + timedelta(days=1)).days,
        "sex": "all",
        "measured_on": last,
        **asdict(parts),
    }
