"""Figures of the partners that deliver the training."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import LINE, left, pixel_rows, tops
from impact.figures.parts import blank
from impact.figures.tokens import MAIN, QUIET
from impact.text import number, t

BAR, GAP = 15, 12


def partner_kinds() -> dict[str, str]:
    """What each kind of partner is called."""
    return {
        "public": t("Public institutions"),
        "employers": t("Employers' organizations"),
        "workers": t("Workers' organizations"),
        "private": t("Private consultants and firms"),
        "education": t("Education and training"),
        "other": t("Other partners"),
        "none": t("No known partner named"),
    }


def partners_by_kind(frame: pd.DataFrame) -> go.Figure:
    """Held sessions of each kind of partner, with the partners active and the share without programme money.

    `frame` of `training/partners` by kind: kind; sessions; partners, active_partners; share (percent or null), small.
    """
    rows = frame[(frame["partners"] > 0) | (frame["sessions"] > 0) | (frame["engagements"] > 0)].reset_index(drop=True)
    names = partner_kinds()
    figure = blank(_kinds_alt(rows, names), 10, empty=rows.empty, showlegend=False)
    starts = tops([2 * LINE + 2 + BAR + GAP] * len(rows))
    figure.add_bar(
        orientation="h",
        x=rows["sessions"].astype(float),
        y=[start + 2 * LINE + 2 + BAR / 2 for start in starts],
        width=BAR,
        marker={"color": [QUIET if kind == "none" else MAIN for kind in rows["kind"]]},
        hovertext=[f"<b>{names[row.kind]}</b><br>{_kind_text(row)}" for row in rows.itertuples()],
        hoverinfo="text",
    )
    said = []
    for row, start in zip(rows.itertuples(), starts, strict=True):
        count = t("{count} sessions", count=number(row.sessions))
        said += [left(f"<b>{names[row.kind]}</b> {count}", start), left(_kind_text(row), start + LINE - 1, 12)]
    figure.update_xaxes(range=[0, max(float(rows["sessions"].max() if len(rows) else 1), 1.0)])
    pixel_rows(figure, starts[-1] + 2 * LINE + 2 + BAR + GAP if starts else 1)
    figure.update_layout(annotations=said)
    return figure


def _kind_text(row: Any) -> str:
    said = []
    if row.kind != "none":
        said.append(t("{active} of {count} active", active=number(row.active_partners), count=number(row.partners)))
    if pd.notna(row.share):
        few = f" ({t('n = {n}', n=number(row.engagements))})" if row.small else ""
        said.append(t("{share} without programme money", share=number(round(row.share), "percent")) + few)
    return " · ".join(said)


def _kinds_alt(rows: pd.DataFrame, names: dict[str, str]) -> str:
    known = rows[rows["kind"] != "none"]
    if not known["sessions"].any():
        return t("Sessions by kind of partner: no values.")
    most: Any = known.loc[known["sessions"].idxmax()]
    return t(
        "Sessions by kind of partner: most by {kind}, {count}.",
        kind=names[most["kind"]],
        count=number(most["sessions"]),
    )
