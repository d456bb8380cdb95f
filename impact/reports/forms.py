"""How a number of a file is written where unit and precision are not an indicator's: by the name of a form."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pandas as pd

from impact.figures import kpi_percent, kpi_value, practice_difference
from impact.reports import ReportError
from impact.text import day, number

Form = Callable[[Any, Mapping[str, Any]], str]


def _kpi(*, signed: bool = False, currency: str | None = "") -> Form:
    """A KPI's value or change; with a `currency` of None that of its row."""

    def said(value: Any, row: Mapping[str, Any]) -> str:
        own = row.get("currency") if currency is None else currency
        return kpi_value(value, row["unit"], row["type"], signed=signed, currency="" if pd.isna(own) else str(own))

    return said


# What each form makes of a value and the row that it stands in. Receipts name them: one that is there stays.
FORMS: dict[str, Form] = {
    "kpi": _kpi(currency=None),
    "kpi_change": _kpi(signed=True, currency=None),
    "kpi_level": _kpi(),
    "kpi_usd": _kpi(currency="USD"),
    "kpi_percent": lambda value, row: kpi_percent(value),
    "whole_percent": lambda value, row: number(round(value), "percent", signed=True),
    "practice_difference": lambda value, row: practice_difference(value, SimpleNamespace(**row)),
    "day": lambda value, row: day(value),
    "month": lambda value, row: day(value, "MMM y"),
}
COUNT = "count"  # the number of rows that have the values, which may be lists of values


def said(form: str, value: Any, row: Mapping[str, Any]) -> str:
    """The value in its form; raises ReportError for a form that is not known, or that the row does not fit."""
    if form not in FORMS:
        raise ReportError(f"There is no form '{form}' of numbers.")
    try:
        return FORMS[form](value, row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReportError(f"The value {value!r} cannot be written as '{form}': {error}.") from None
