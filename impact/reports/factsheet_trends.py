"""The small charts of an enterprise's own page: its values, and the band of its peers where there are enough."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from impact.figures import kpi_direction, kpi_unit
from impact.reports import forms
from impact.reports.ledger import Ledger, Told
from impact.reports.subject import Subject, asked
from impact.reports.trend import Band, Own, Trend, svg
from impact.text import day, t, tn

MOST = 15


def trends(ledger: Ledger, about: Subject) -> tuple[list[dict[str, str]], str]:
    """A panel for each KPI with two values or more, in the catalogue's order, and a note on those without a place."""
    told = asked(ledger, "enterprises/kpi_trends")
    values = told.frame
    titles = [(kpi, rows) for kpi, rows in values.groupby("kpi", sort=False) if rows["value"].notna().sum() >= 2]
    taught = about.modules[about.modules["trained"].astype(bool)]["classroom_on"].dropna()
    panels = [_panel(told, rows, list(taught)) for _, rows in titles[:MOST]]
    left = [t(str(rows["title"].iloc[0])) for _, rows in titles[MOST:]]
    more = t("Reported too, and shown in the dashboard: {kpis}.", kpis=t("; ").join(left)) if left else ""
    return panels, more


def _panel(told: Told, rows: pd.DataFrame, taught: list[date]) -> dict[str, str]:
    first = rows.iloc[0]
    peers = asked(told.ledger, "enterprises/peer_fan", kpi=first["kpi"])
    fan = peers.frame
    by = _compared(first, fan)
    form = {"change": "whole_percent", "usd": "kpi_usd"}.get(by, "kpi_level")
    own = _quarters(peers, form) if by in ("change", "usd") else _months(told, rows, form)
    band = _band(peers, own, form) if by in ("level", "change", "usd") else []
    title = t(str(first["title"]))
    trend = Trend(own, band, taught, lambda value: forms.said(form, value, first), lambda on: day(on, "MMM y"))
    units = {"change": t("change since the baseline, percent"), "usd": t("US dollars a month")}
    mine = {} if first["comparable"] else {"above": first["numerator_unit"], "below": first["denominator_unit"]}
    unit = units.get(by) or kpi_unit(first["unit"], first["type"], **mine)
    alone = {"no_rate": t("no band: no exchange rate"), "no_baseline": t("no band: no baseline to compare from")}
    drawn = any(b.lower is not None for b in band)
    return {
        "title": title,
        "unit": t("{unit}; {direction}", unit=unit, direction=kpi_direction(first["better"])),
        "svg": svg(trend),
        "peers": alone.get(by) or _peers(peers, drawn),
        "alt": _alt(title, own, trend.said),
    }


def _compared(first: Any, fan: pd.DataFrame) -> str:
    """In what enterprise and peers are told: the level, the change in percent, US dollars, or the own value alone."""
    enough = int(fan["value"].notna().sum()) >= 2
    if not first["comparable"]:
        return "change" if enough else "no_baseline"
    if first["type"] == "amount":
        return "usd" if enough else "no_rate"
    return "level"


def _months(told: Told, rows: pd.DataFrame, form: str) -> list[Own]:
    """The values of the periods; one after a period without a value is not joined to what was before."""
    known = rows["value"].notna()
    joined = known.shift(fill_value=False) & ~rows["after_gap"].astype(bool)
    return [
        Own(
            row.period_start,
            float(row.value),
            row.phase,
            near,
            row.status == "shown",
            partial(told.cell, form=form, kpi=row.kpi, period_start=row.period_start.isoformat()),
        )
        for row, near in zip(rows.itertuples(), joined, strict=True)
        if not pd.isna(row.value)
    ]


def _quarters(peers: Told, form: str) -> list[Own]:
    fan = peers.frame
    own = fan[fan["value"].notna()]
    places = list(own.index)
    joined = [place - 1 in places for place in places]
    return [
        Own(_middle(row.quarter_on), float(row.value), "monitoring", near, said=_quarter(peers, row, form))
        for row, near in zip(own.itertuples(), joined, strict=True)
    ]


def _quarter(peers: Told, row: Any, form: str) -> Any:
    """How a number of a quarter is written, with its mark."""
    return partial(peers.cell, form=form, quarter_on=row.quarter_on.isoformat())


def _band(peers: Told, own: list[Own], form: str) -> list[Band]:
    """Quarters of the own series and those that touch it; one with too few peers breaks the band."""
    if not own:
        return []
    first, last = min(p.on for p in own), max(p.on for p in own)
    return [
        Band(_middle(row.quarter_on), None, None, None)
        if pd.isna(row.p25) or pd.isna(row.p50) or pd.isna(row.p75)
        else Band(_middle(row.quarter_on), float(row.p25), float(row.p50), float(row.p75), _quarter(peers, row, form))
        for row in peers.frame.itertuples()
        if first <= _middle(row.quarter_on) <= last
    ]


def _middle(quarter_on: date) -> date:
    """Where a quarter stands beside months, which stand on their first day: its middle month."""
    return quarter_on.replace(month=quarter_on.month + 1)


def _peers(peers: Told, drawn: bool) -> str:
    fan = peers.frame
    counts = fan["peers"].dropna()
    if not drawn or counts.empty:
        return t("no band: fewer than 10 peers")
    step = step_said(int(fan["step"].dropna().iloc[0]))
    least_and_most = (fan.loc[row, "quarter_on"].isoformat() for row in (counts.idxmin(), counts.idxmax()))
    low, high = (peers.cell("peers", quarter_on=on) for on in least_and_most)
    if min(counts) == max(counts):
        return tn("{count} peer: {step}", "{count} peers: {step}", int(min(counts)), low, step=step)
    return t("{low} to {high} peers: {step}", low=low, high=high, step=step)


def step_said(step: int) -> str:
    """Whom the peers have in common with the enterprise."""
    return {
        1: t("same sector, size, region and starting level"),
        2: t("same sector, size and region"),
        3: t("same sector and size"),
        4: t("same sector"),
        5: t("all enterprises that consent"),
    }.get(step, t("all enterprises that consent"))


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
