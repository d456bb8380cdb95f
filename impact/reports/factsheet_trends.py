"""The small charts of an enterprise's own page: its values, and the band of its peers where there are enough."""

from datetime import date
from typing import Any

import pandas as pd

from impact.figures import kpi_direction, kpi_unit, kpi_value
from impact.reports import Request
from impact.reports.subject import Subject, answer
from impact.reports.trend import Band, Own, Trend, svg
from impact.text import day, number, t, tn

MOST = 15


def trends(request: Request, about: Subject) -> tuple[list[dict[str, str]], str]:
    """A panel for each KPI with two values or more, in the catalogue's order, and a note on those without a place."""
    values = answer(request, "enterprises/kpi_trends").frame
    titles = [(kpi, rows) for kpi, rows in values.groupby("kpi", sort=False) if rows["value"].notna().sum() >= 2]
    taught = about.modules[about.modules["trained"].astype(bool)]["classroom_on"].dropna()
    panels = [_panel(request, rows, list(taught)) for _, rows in titles[:MOST]]
    left = [t(str(rows["title"].iloc[0])) for _, rows in titles[MOST:]]
    more = t("Reported too, and shown in the dashboard: {kpis}.", kpis="; ".join(left)) if left else ""
    return panels, more


def _panel(request: Request, rows: pd.DataFrame, taught: list[date]) -> dict[str, str]:
    first = rows.iloc[0]
    fan = answer(request, "enterprises/peer_fan", kpi=first["kpi"]).frame
    by = _compared(first, fan)
    own = _quarters(fan) if by in ("change", "usd") else _months(rows)
    band = _band(fan, own) if by in ("level", "change", "usd") else []
    said = _percent if by == "change" else _level(first, "USD" if by == "usd" else "")
    title = t(str(first["title"]))
    trend = Trend(own, band, taught, said, lambda on: day(on, "MMM y"))
    units = {"change": t("change since the baseline, percent"), "usd": t("US dollars a month")}
    mine = {} if first["comparable"] else {"above": first["numerator_unit"], "below": first["denominator_unit"]}
    unit = units.get(by) or kpi_unit(first["unit"], first["type"], **mine)
    alone = {"no_rate": t("no band: no exchange rate"), "no_baseline": t("no band: no baseline to compare from")}
    told = [b for b in band if b.lower is not None]
    return {
        "title": title,
        "unit": f"{unit}; {kpi_direction(first['better'])}",
        "svg": svg(trend),
        "peers": alone.get(by) or _peers(fan, bool(told)),
        "alt": _alt(title, own, said),
    }


def _compared(first: Any, fan: pd.DataFrame) -> str:
    """In what enterprise and peers are told: the level, the change in percent, US dollars, or the own value alone."""
    enough = int(fan["value"].notna().sum()) >= 2
    if not first["comparable"]:
        return "change" if enough else "no_baseline"
    if first["type"] == "amount":
        return "usd" if enough else "no_rate"
    return "level"


def _months(rows: pd.DataFrame) -> list[Own]:
    """The values of the periods; one after a period without a value is not joined to what was before."""
    known = rows["value"].notna()
    joined = known.shift(fill_value=False) & ~rows["after_gap"].astype(bool)
    return [
        Own(row.period_start, float(row.value), row.phase, near, row.status == "shown")
        for row, near in zip(rows.itertuples(), joined, strict=True)
        if not pd.isna(row.value)
    ]


def _quarters(fan: pd.DataFrame) -> list[Own]:
    own = fan[fan["value"].notna()]
    places = list(own.index)
    joined = [place - 1 in places for place in places]
    return [
        Own(_middle(row.quarter_on), float(row.value), "monitoring", near)
        for row, near in zip(own.itertuples(), joined, strict=True)
    ]


def _band(fan: pd.DataFrame, own: list[Own]) -> list[Band]:
    """Quarters of the own series and those that touch it; one with too few peers breaks the band."""
    if not own:
        return []
    first, last = min(p.on for p in own), max(p.on for p in own)
    return [
        Band(_middle(row.quarter_on), None, None, None)
        if pd.isna(row.p25) or pd.isna(row.p50) or pd.isna(row.p75)
        else Band(_middle(row.quarter_on), float(row.p25), float(row.p50), float(row.p75))
        for row in fan.itertuples()
        if first <= _middle(row.quarter_on) <= last
    ]


def _middle(quarter_on: date) -> date:
    """Where a quarter stands beside months, which stand on their first day: its middle month."""
    return quarter_on.replace(month=quarter_on.month + 1)


def _peers(fan: pd.DataFrame, told: bool) -> str:
    counts = fan["peers"].dropna() if told else []
    if not len(counts):
        return t("no band: fewer than 10 peers")
    step = step_said(int(fan["step"].dropna().iloc[0]))
    low, high = int(min(counts)), int(max(counts))
    if low == high:
        return tn("{count} peer: {step}", "{count} peers: {step}", low, step=step)
    return t("{low} to {high} peers: {step}", low=number(low), high=number(high), step=step)


def step_said(step: int) -> str:
    """Whom the peers have in common with the enterprise."""
    return {
        1: t("same sector, size, region and starting level"),
        2: t("same sector, size and region"),
        3: t("same sector and size"),
        4: t("same sector"),
        5: t("all enterprises that consent"),
    }.get(step, t("all enterprises that consent"))


def _percent(value: float) -> str:
    return number(round(value), "percent", signed=True)


def _level(row: Any, currency: str) -> Any:
    return lambda value: kpi_value(value, row["unit"], row["type"], currency=currency)


def _alt(title: str, own: list[Own], said: Any) -> str:
    if not own:
        return title
    first, last = own[0], own[-1]
    return t(
        "{title}: {first} in {first_month}, {last} in {last_month}.",
        title=title,
        first=said(first.value),
        first_month=day(first.on, "MMM y"),
        last=said(last.value),
        last_month=day(last.on, "MMM y"),
    )
