"""What the plant panel measured, as KPIs; `jtrain` says by which rules."""

from collections.abc import Callable

from impact.intake.adapters.kpis import Kpi, Parts
from impact.intake.adapters.report import Reason, Report, Row
from impact.intake.adapters.values import decimal, number

# The source is in single precision, where 0.03 is 0.029999999329447746; rates have two decimals.
NEAR = 1e-5
DECIMALS = 4

CODEBOOK = Reason(
    "noted",
    "not tothrs / totrain, as the codebook says",
    "exported is tothrs * totrain by employ, which it is",
    "the product comes out in every row that has all of them: the codebook is wrong, and not the data",
)
OTHER_HOURS = Reason(
    "noted",
    "not tothrs * totrain / employ",
    "exported is that product by employ",
    "a ratio is taken last, of what was counted",
)


def _of_100(column: str, items: str) -> Callable[[Row, Report], Parts | None]:
    def parts(row: Row, report: Report) -> Parts | None:
        found = number(row, column, report)
        return None if found is None else Parts(round(found, DECIMALS), 100.0, f"items {items}", "items made")

    return parts


def _itself(column: str, currency: str | None = None) -> Callable[[Row, Report], Parts | None]:
    def parts(row: Row, report: Report) -> Parts | None:
        found = number(row, column, report)
        return None if found is None else Parts(found, currency=currency)

    return parts


def _hours(row: Row, report: Report) -> Parts | None:
    """Hours of training by employees; says where the codebook's word on `hrsemp` or `hrsemp` itself is another."""
    each, trained = number(row, "tothrs", report), number(row, "totrain", report)
    employees, said = decimal(row["employ"]), decimal(row["hrsemp"])
    if each is None or trained is None or not employees:
        return None
    if said is not None and not _near(said, each * trained / employees):
        report.add(OTHER_HOURS, row, "hrsemp")
    elif said is not None and trained and not _near(said, each / trained):
        report.add(CODEBOOK, row, "hrsemp")
    return Parts(each * trained, employees, "hours", "employees")


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(1.0, abs(other))


MEASURES: dict[Kpi, Callable[[Row, Report], Parts | None]] = {
    Kpi("defect_rate", "Scrap rate", "ratio", "lower", "items scrapped per item made", 0.001): _of_100(
        "scrap", "scrapped"
    ),
    Kpi("rework_rate", "Rework rate", "ratio", "lower", "items reworked per item made", 0.001): _of_100(
        "rework", "reworked"
    ),
    Kpi("training_hours", "Training hours", "ratio", "neither", "hours of training per employee and year", 1.0): _hours,
    Kpi("jobs", "Jobs", "count", "neither", "employees", 1.0): _itself("employ"),
    Kpi("average_salary", "Average salary", "amount", "neither", "USD a year", 100.0): _itself("avgsal", "USD"),
    Kpi("sales", "Sales", "amount", "neither", "USD a year", 10_000.0): _itself("sales", "USD"),
}
