"""Figures of what improvement projects save: in US dollars, measured and estimated apart."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.improvements import stacked_counts
from impact.figures.parts import missing_word, shade
from impact.figures.stacked import Part
from impact.figures.tokens import LIGHT, MAIN, QUIET
from impact.text import compact, number, t, tn

MOST_TOLD = 8
HALF = 50  # percent of a sum that one enterprise may give before it is said


def savings_rows(frame: pd.DataFrame, apart: pd.DataFrame) -> go.Figure:
    """What was saved in each group in US dollars, as measured and as estimated; beside it the median of enterprises.

    `frame` of `enterprises/savings`, one kind, `basis` together: code; name; value, median, largest_share float or
    null; enterprises, n int; small; status. `apart` is the same with `basis` apart. A click gives the code.
    """
    sums = {(row.code, row.basis): row.value for row in apart.itertuples()}
    names = ("measured", "estimated", "unknown")
    parted = frame.assign(**{name: [sums.get((code, name)) for code in frame["code"]] for name in names})
    parted[list(names)] = parted[list(names)].astype(float)
    parts = [
        Part("measured", t("Measured"), MAIN, MAIN, text=LIGHT.background),
        Part("estimated", t("Estimated"), shade(MAIN, 0.3), MAIN, "/"),
        Part("unknown", t("Measured or not: not said"), shade(QUIET, 0.3), QUIET, "."),
    ]
    rows: list[Any] = list(parted.itertuples(index=False))
    said = [_hover(row) for row in rows]
    return stacked_counts(parted, parts, [_note(row) for row in rows], _alt(rows), said)


def no_saving_word(status: str) -> str:
    """Why there is no sum, in a word or two."""
    words = {"no_rate": t("no exchange rate"), "left_out": t("only marked ones")}
    return words.get(status) or missing_word(status)


def _note(row: Any) -> str:
    if pd.isna(row.value):
        return no_saving_word(row.status)
    few = f" ({t('few')})" if row.small else ""
    first = f"<b>{compact(row.value)}</b>{few}"
    if row.largest_share > HALF and row.enterprises > 1:
        return f"{first}<br>" + t("{share} of it one enterprise", share=number(round(row.largest_share), "percent"))
    return f"{first}<br>" + t("median {median}", median=number(row.median))


def _hover(row: Any) -> str:
    if pd.isna(row.value):
        return no_saving_word(row.status)
    return t(
        "USD {sum} in all, of {n} projects of {enterprises} enterprises; half of them USD {median} and more",
        sum=number(row.value),
        n=number(row.n),
        enterprises=number(row.enterprises),
        median=number(row.median),
    )


def _alt(rows: list[Any]) -> str:
    known = [row for row in rows if pd.notna(row.value)]
    if not known:
        return t("Savings by group: no sums.")
    said = [t("{name} USD {sum}", name=row.name, sum=compact(row.value)) for row in known[:MOST_TOLD]]
    return t("Savings by group: {list}.", list="; ".join(said))


def savings_finding(frame: pd.DataFrame) -> str:
    """What is saved once and every year. `frame` of `enterprises/savings` by total: a row for each kind."""
    known = frame[frame["value"].notna()].set_index("kind")
    if known.empty:
        return t("What improvement projects save cannot be told in dollars here")
    said = {kind: compact(known.loc[kind, "value"]) for kind in known.index}
    if len(said) == 2:
        return t("Enterprises say that they save USD {recurring} a year, and USD {once} once", **said)
    if "once" in said:
        return t("Enterprises say that they saved USD {once} once", **said)
    return t("Enterprises say that they save USD {recurring} a year", **said)


def flags_finding(frame: pd.DataFrame) -> str:
    """How many savings cannot be meant, and who has too many projects. `frame` of `enterprises/improvement_rows`."""
    savings = int((frame["flag"].notna() & (frame["flag"] != "many_projects")).sum())
    many = frame.loc[frame["flag"] == "many_projects", "enterprise_id"]
    if not savings and many.empty:
        return t("Nothing is marked here")
    told = tn(
        "{count} saving can hardly be meant as it stands", "{count} savings can hardly be meant as they stand", savings
    )
    if many.empty:
        return told
    absurd = tn(
        "{count} enterprise entered {projects} projects",
        "{count} enterprises entered {projects} projects",
        many.nunique(),
        projects=number(len(many)),
    )
    return t("{savings}; {enterprises}", savings=told, enterprises=absurd) if savings else absurd
