"""What the page of peers says in words: who the peers are and why, and what is lacking to their best quarter."""

from typing import Any

import pandas as pd

from impact import figures, text
from impact.rows import records
from impact.text import day, listing, number, t, tn
from impact.ui import filterbar, reader
from impact.ui.safe import plain


def steps_said(frame: pd.DataFrame) -> list[str]:
    """For each step of peers that a KPI rests on, in words: who they are, why they are not closer, and which KPIs."""
    known = frame[frame["step"].notna()]
    said = []
    for (step, first), rows in known.groupby(["step", "first_step"], sort=True):
        row: Any = records(rows)[0]
        kpis = listing([plain(name) for name in rows["name"]])
        said.append(
            " ".join(part for part in (f"**{_who(int(step), row)}**", _why(int(step), int(first)), kpis) if part)
        )
    if len(known) < len(frame):
        names = listing([plain(name) for name in frame.loc[frame["step"].isna(), "name"]])
        said.append(t("**No ten enterprises, however unlike, have a value:** {names}", names=names))
    said.append(
        t(
            "The enterprise itself is never among its peers, and an enterprise that did not agree to be compared is "
            "nobody's peer. Where enterprises measure in units of their own, the change since the baseline is compared."
        )
    )
    return said


def _who(step: int, row: Any) -> str:
    sector = reader.options().get("sector", {}).get(row.sector, row.sector)
    size = filterbar.sizes().get(row.size, "") if pd.notna(row.size) else ""
    region = text.region(row.world_region) if pd.notna(row.world_region) else ""
    parts = [plain(t(str(sector))), size, region, t("same third of the starting level")]
    shared = parts[: {1: 4, 2: 3, 3: 2, 4: 1}.get(step, 0)]
    return " · ".join(part for part in shared if part) or t("All enterprises")


def _why(step: int, first: int) -> str:
    if step < first:
        return t("(not known of this enterprise, or no common unit):")
    if step == first:
        return t("(the closest there are):")
    return t(
        "(widened by {steps}, since fewer than ten were closer):",
        steps=tn("{count} step", "{count} steps", step - first),
    )


def fan_subtitle(row: Any) -> str:
    """The measure, unit and direction of one KPI; `row` of `enterprises/peer_benchmarks`."""
    unit = t("percent since the own baseline") if row.compared == "change" else figures.kpi_unit(row.unit, row.type)
    unit = t("US dollars a month") if row.amount and row.compared == "level" else unit
    warned = t("by quarter. A move over time is not the impact of training")
    return f"{plain(unit)}, {figures.kpi_direction(row.better)}, {warned}"


def fan_facts(row: Any, fan: pd.DataFrame) -> list[str]:
    """N of the fan in words, and which months the own value is from."""
    said = []
    if pd.notna(row.value):
        said.append(t("own value from {first} to {last}", first=_month(row.from_on), last=_month(row.to_on)))
    told = fan["peers"].dropna() if len(fan) else fan
    if len(told):
        said.append(
            t(
                "{low} to {high} peers in {count} of {all} quarters",
                low=number(told.min()),
                high=number(told.max()),
                count=number(len(told)),
                all=number(len(fan)),
            )
        )
    return said


def gain(row: Any) -> str:
    """What reaching the best quarter would mean, in the KPI's terms and in money where the data hold it."""
    if pd.isna(row.gap_best):
        return ""
    if not row.gap_best > 0:
        return t("It is in the best quartile of its peers.")
    best = row.p75 if row.better == "higher" else row.p25
    said = [
        t("To the peers' best quartile, {best}, it lacks {gap}.", best=figures.peer_value(best, row), gap=_gap(row))
    ]
    if pd.notna(row.gap_monthly) and pd.notna(row.monthly_unit):
        count, unit = number(row.gap_monthly, significant=3), plain(row.monthly_unit)
        said.append(t("At its own volume that is {count} {unit} a month.", count=count, unit=unit))
    if pd.isna(row.gap_usd):
        said.append(t("What that is in money is not in the data."))
    return " ".join(said)


def _gap(row: Any) -> str:
    if row.compared == "change" or figures.is_share(row.unit, row.type):
        factor = 1 if row.compared == "change" else 100
        return t("{count} points", count=number(factor * row.gap_best, significant=3))
    return figures.peer_value(row.gap_best, row)


def told(frame: pd.DataFrame) -> dict[str, list[str]]:
    """The columns of the table, in words: units differ from row to row."""
    rows: list[Any] = records(frame)
    best = ["p75" if row.better == "higher" else "p25" for row in rows]
    return {
        "own": [figures.peer_value(row.value, row) for row in rows],
        "place": [figures.peer_place(row) for row in rows],
        "median": [figures.peer_value(row.p50, row) for row in rows],
        "best": [
            "–" if row.better == "neither" else figures.peer_value(getattr(row, name), row)
            for row, name in zip(rows, best, strict=True)
        ],
        "lacks": ["–" if pd.isna(row.gap_best) else _gap(row) for row in rows],
        "money": ["–" if pd.isna(row.gap_best) else _money(row) for row in rows],
        "until": ["–" if pd.isna(row.to_on) else _month(row.to_on) for row in rows],
        "remark": ["" if row.status == "shown" else figures.peer_missing(row.status) for row in rows],
    }


def _money(row: Any) -> str:
    if pd.isna(row.gap_usd):
        return t("not in the data")
    return t("USD {count} a month", count=number(row.gap_usd, significant=3))


def counted(frame: pd.DataFrame) -> list[str]:
    """How many KPIs are compared, and with how many peers."""
    told = frame[frame["status"] == "shown"]
    said = [t("{count} of {all} KPIs compared", count=number(len(told)), all=number(len(frame)))]
    if len(told):
        low, high = number(told["peers"].min()), number(told["peers"].max())
        said.append(t("with {low} to {high} peers", low=low, high=high))
    return said


def _month(value: Any) -> str:
    return day(value, "MMM yyyy")
