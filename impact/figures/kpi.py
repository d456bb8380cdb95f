"""How the values and changes of KPIs are written: one way for every figure, table and sentence."""

import re
from functools import cache
from typing import Any

import pandas as pd

from impact.text import compact, number, t

SHARE_OF = ("percent", "%", "share of")


@cache
def is_share(unit: str, type: str) -> bool:
    """Is the KPI a share, the same unit above and below the line? So `days absent per day planned` is one.

    `unit` and `type` are those of `kpis`. Shares are written in percent, their changes in percentage points.
    """
    if type != "ratio":
        return False
    if unit.lower().startswith(SHARE_OF):
        return True
    above, per, below = unit.lower().partition(" per ")
    noun = above.split(" ")[0]
    return bool(per) and _singular(noun) in {_singular(word) for word in re.split(r"[ ,]+", below)}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith("s") else word


def kpi_factor(unit: str, type: str) -> float:
    """What a KPI's values are multiplied by before they are drawn or put in a table: 100 for shares, else 1."""
    return 100.0 if is_share(unit, type) else 1.0


def kpi_value(value: Any, unit: str, type: str, *, signed: bool = False, currency: str = "") -> str:
    """A KPI's value, or with `signed` a change of it, in three significant digits; missing is an en dash.

    `value` is as the questions give it (a share as a fraction). Shares are percentages, and their changes points:
    `4.98%`, `-0.61 points`. Amounts have their `currency` before them. Other units are not said: `kpi_unit` does.
    """
    if pd.isna(value):
        return "–"
    value = float(value)
    if is_share(unit, type):
        if signed:
            return t("{change} points", change=number(100 * value, signed=True, significant=3))
        return number(100 * value, "percent", significant=3)
    if abs(value) >= 100_000:
        said = ("+" if signed and value > 0 else "") + compact(value)
    else:
        said = number(value, signed=signed, significant=3)
    return f"{currency} {said}" if currency else said


def kpi_unit(unit: str, type: str, *, above: Any = None, below: Any = None) -> str:
    """The unit as a subtitle says it; `above` and `below` are an enterprise's own where enterprises differ."""
    if is_share(unit, type):
        return t("percent ({unit})", unit=t(unit))
    if type == "ratio" and not pd.isna(above) and not pd.isna(below):
        return t("{above} per {below}", above=t(str(above)), below=t(str(below)))
    return t(unit)


def kpi_percent(percent: Any) -> str:
    """A change in percent of the baseline, with its sign; an en dash where the base allows none."""
    return "–" if pd.isna(percent) else number(float(percent), "percent", signed=True)


def kpi_direction(better: str) -> str:
    """Which way is better, in words; `better` is higher, lower or neither."""
    return {"higher": t("higher is better"), "lower": t("lower is better")}.get(better, t("neither way is better"))
