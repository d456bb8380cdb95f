"""Titles and sentences of before and after: what changed, how surely, and what is not known."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from impact.figures.before_after import improved_word
from impact.figures.kpi import kpi_percent, kpi_value
from impact.figures.row_charts import apart, enough
from impact.text import listing, number, t

Row = Mapping[str, Any]
# From this part of pairs with nothing before and nothing after on, events are too rare for single enterprises.
RARE = 0.05


def not_impact() -> str:
    """What stands beside every change."""
    return t("Before and after is not impact")


def change_of(row: Row, name: str = "") -> str:
    """The median change of a row of `enterprises/before_after`, or `name` of it (low, worst, unchanged, ...), in words.

    In the KPI's unit; in percent of the baseline where each enterprise has its own units, or no dollars are known.
    """
    suffix = f"_{name}" if name else ""
    if not row["comparable"]:
        return kpi_percent(row[f"percent{suffix}"])
    currency = "USD" if row["amount"] else ""
    return kpi_value(row[f"change{suffix}"], row["unit"], row["type"], signed=True, currency=currency)


def has_change(row: Row, name: str = "") -> bool:
    """Is the median change, or `name` of it, known?"""
    suffix = f"_{name}" if name else ""
    return bool(pd.notna(row[f"{'change' if row['comparable'] else 'percent'}{suffix}"]))


def arrows_finding(row: Row) -> str:
    """`31 of 42 improved; median -1.8 points; 77 of 120 reported`, from one row of `enterprises/before_after`."""
    if row["status"] == "withheld":
        return t("Withheld: too few enterprises")
    if not row["n"]:
        return t("No enterprise has both measurements")
    counts = {"improved": number(row["improved"]), "n": number(row["n"])}
    parts = [
        t("{improved} of {n} rose", **counts)
        if row["better"] == "neither"
        else t("{improved} of {n} improved", **counts)
    ]
    if has_change(row):
        parts.append(t("median {change}", change=change_of(row)))
    reported = {"reported": number(row["reported"]), "expected": number(row["expected"])}
    parts.append(t("{reported} of {expected} reported", **reported))
    return "; ".join(parts)


def kpis_finding(frame: pd.DataFrame) -> str:
    """The KPIs in which most and fewest enterprises improved. `frame` of `enterprises/kpi_overview`."""
    known = enough(frame)
    known = known[known["better"] != "neither"]
    if known.empty:
        return t("No KPI has enough enterprises with both measurements")
    value = known["value"].astype(float)
    top, last = known.loc[value.idxmax()], known.loc[value.idxmin()]
    said = {"kpi": t(str(top["title"])), "value": number(round(top["value"]), "percent")}
    if top["kpi"] == last["kpi"]:
        return t("{kpi}: {value} improved", **said)
    return t(
        "{kpi} improved in most, {value}; {last} in fewest, {least}",
        last=t(str(last["title"])).lower(),
        least=number(round(last["value"]), "percent"),
        **said,
    )


def groups_finding(frame: pd.DataFrame) -> str:
    """Two groups whose intervals part, or that none do. `frame` as in `improved_shares`."""
    known = enough(frame)
    if len(known) < 2:
        return t("Too few groups with enough enterprises to compare")
    word = improved_word(str(known["better"].iloc[0]))
    pair = apart(frame)
    if pair is None:
        return t("No two groups differ by more than chance allows")
    low, high = pair
    return t(
        "{high}: {most} {improved}; {low}: {least}",
        high=high["name"],
        most=number(round(high["value"]), "percent"),
        low=low["name"],
        least=number(round(low["value"]), "percent"),
        improved=word,
    )


def share_said(row: Row) -> list[str]:
    """The share with its interval and its bounds, in sentences."""
    interval = {"low": number(row["low"], "percent"), "high": number(row["high"], "percent")}
    said = [
        t(
            "**{value} {improved}**; 95 % interval {low} to {high}: what chance allows, not what the silent would say.",
            value=number(row["value"], "percent"),
            improved=improved_word(row["better"]),
            **interval,
        )
    ]
    others = row["expected"] - row["n"]
    if others > 0:
        bounds = {"worst": number(row["worst"], "percent"), "best": number(row["best"], "percent")}
        said.append(
            t(
                "**{worst} to {best}** of all {expected} expected, whatever the other {others} did: none of them so "
                "(the same as if nothing had changed in them), or all of them.",
                expected=number(row["expected"]),
                others=number(others),
                **bounds,
            )
        )
    return said


def median_said(row: Row) -> list[str]:
    """The median change with its interval, its bounds and the scenario of no change, in sentences."""
    if not has_change(row):
        return []
    cases = row["changes"] if row["comparable"] else row["percents"]
    said = [t("**Median change {change}** in {cases} enterprises.", change=change_of(row), cases=number(cases))]
    if has_change(row, "low"):
        ends = {"low": change_of(row, "low"), "high": change_of(row, "high")}
        said[0] = t(
            "**Median change {change}** in {cases} enterprises; 95 % interval {low} to {high}.",
            change=change_of(row),
            cases=number(cases),
            **ends,
        )
    if row["expected"] <= cases:
        return said
    if has_change(row, "worst") and has_change(row, "best"):
        bounds = {"worst": change_of(row, "worst"), "best": change_of(row, "best")}
        bounds["unchanged"] = change_of(row, "unchanged")
        text = t(
            "It lies between {worst} and {best} whatever the others did. *Scenario, not an estimate:* {unchanged} if "
            "nothing had changed in them.",
            **bounds,
        )
    else:
        text = t("No bounds for the median: of half or more of those expected no change is known.")
    return [*said, text]


def pooled_said(row: Row) -> list[str]:
    """All enterprises as if they were one: the ratio of sums before and after."""
    if pd.isna(row["pooled_baseline"]) or pd.isna(row["pooled_endline"]):
        return []
    values = {
        "before": kpi_value(row["pooled_baseline"], row["unit"], row["type"]),
        "after": kpi_value(row["pooled_endline"], row["unit"], row["type"]),
        "unit": t(row["unit"]),
        "change": kpi_percent(row["pooled_change"]),
    }
    if pd.isna(row["pooled_low"]):
        return [t("All together, as a ratio of sums: {before} before, {after} after ({unit}).", **values)]
    ends = {"low": kpi_percent(row["pooled_low"]), "high": kpi_percent(row["pooled_high"])}
    return [
        t(
            "All together, as a ratio of sums: {before} before, {after} after ({unit}), {change}; 95 % interval over "
            "enterprises {low} to {high}.",
            **values,
            **ends,
        )
    ]


def flags_said(row: Row) -> list[str]:
    """What is odd about the pairs, with how many they are; nothing where nothing is."""
    flags = {
        t("{count} measured in different seasons"): row["other_season"],
        t("{count} with a baseline that reaches beyond the workshop"): row["late_baseline"],
        t("{count} from zero to zero"): row["zero_to_zero"],
    }
    told = [said.format(count=number(count)) for said, count in flags.items() if pd.notna(count) and count]
    out = {
        t("{count} with the same answers in every round"): row["copied"],
        t("{count} whose units changed"): row["units_differ"],
        t("{count} without a baseline"): row["no_baseline"],
        t("{count} with nothing that can be computed or believed"): row["not_computable"],
        t("{count} silent"): row["silent"],
    }
    left = [said.format(count=number(count)) for said, count in out.items() if count]
    lines = [t("Among the pairs: {list}.", list=listing(told))] if told else []
    if row["type"] == "ratio" and pd.notna(row["zero_to_zero"]) and row["zero_to_zero"] >= RARE * row["n"] > 0:
        lines.append(
            t(
                "Events are rare here: in a few months many enterprises have none, by chance, so that the share "
                "understates what changed. The ratio of sums says more."
            )
        )
    return [*lines, t("Expected and not among them: {list}.", list=listing(left))] if left else lines
