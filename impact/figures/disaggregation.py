"""Which countries report what: a mark for each country and each thing that is asked of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, plain
from impact.figures.row_charts import key_lines, percent
from impact.figures.tokens import FLAGGED, MAIN, QUIET
from impact.text import number, t, tn

ROW, HEADS = 26, 28
ASKED = ("sex", "role", "person", "workforce", "answer")
MARKS = {
    "reports": ("circle", MAIN, 11),
    "partly": ("circle-open", MAIN, 11),
    "does_not": ("x", FLAGGED, 11),
    "no_list": ("line-ew-open", QUIET, 11),
    "no_sessions": ("circle", QUIET, 3),
    "no_enterprises": ("diamond-open", QUIET, 5),
}
SIGNS = {"reports": "●", "partly": "○", "does_not": "✖", "no_list": "–", "no_sessions": "·", "no_enterprises": "◇"}


def asked_word(name: str) -> str:
    """What a country is asked to report, in a word."""
    words = {"sex": t("Sex"), "role": t("Role"), "person": t("Person"), "workforce": t("Workforce")}
    return words.get(name, t("Answer"))


def status_word(status: str) -> str:
    """How a country reports something, in words."""
    return {
        "reports": t("reports"),
        "partly": t("partly"),
        "does_not": t("does not"),
        "no_list": t("no list of persons"),
        "no_enterprises": t("no enterprise trained"),
    }.get(status, t("no sessions"))


def disaggregation_matrix(frame: pd.DataFrame) -> go.Figure:
    """Countries down, what they report across; those that lack most stand first. Partly reported says how much.

    `frame`: iso3, country; for each of sex, role, person, workforce and answer the percentage known or null, and its
    `_status` (reports, partly, does_not, no_list, no_sessions, no_enterprises). A click gives the country.
    """
    rows = ordered(frame)
    points: dict[str, list[dict[str, Any]]] = {status: [] for status in MARKS}
    for y, row in enumerate(rows.to_dict("records")):
        for x, name in enumerate(ASKED):
            points[row[f"{name}_status"]].append({"x": x, "y": y, "code": row["iso3"], **_said(row, name)})
    used = [(SIGNS[status], MARKS[status][1], status_word(status)) for status in MARKS if points[status]]
    key, top = key_lines(used, above=HEADS)
    common = {"zeroline": False, "showgrid": False, "fixedrange": True}
    figure = blank(
        _alt(rows),
        ROW * max(1, len(rows)) + top + 6,
        empty=rows.empty,
        margin={"l": 4, "r": 34, "t": top, "b": 6},
        showlegend=False,
        annotations=key,
        xaxis={
            "side": "top",
            "range": [-0.4, len(ASKED) - 0.4],
            "tickangle": 0,
            "tickvals": list(range(len(ASKED))),
            "ticktext": [asked_word(name) for name in ASKED],
            **common,
        },
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": list(range(len(rows))),
            "ticktext": [plain(name) for name in rows["country"]],
            **common,
        },
    )
    return figure.add_traces([_marks(status, found) for status, found in points.items() if found])


def _marks(status: str, points: list[dict[str, Any]]) -> dict[str, Any]:
    symbol, colour, size = MARKS[status]
    said = {"text": [p["text"] for p in points], "textposition": "middle right", "textfont": {"size": 11}}
    return {
        "type": "scatter",
        "x": [p["x"] for p in points],
        "y": [p["y"] for p in points],
        "name": status_word(status),
        "mode": "markers+text" if status == "partly" else "markers",
        "marker": {"symbol": symbol, "color": colour, "size": size, "line": {"color": colour, "width": 2}},
        "customdata": [p["code"] for p in points],
        "hovertext": [p["hover"] for p in points],
        "hoverinfo": "text",
        "cliponaxis": False,
        **(said if status == "partly" else {}),
    }


def _said(row: Mapping[str, Any], name: str) -> dict[str, str]:
    status, known = row[f"{name}_status"], row[name]
    where = f"<b>{plain(row['country'])}</b>, {asked_word(name)}: {status_word(status)}"
    if pd.isna(known):
        return {"text": "", "hover": where}
    return {"text": percent(known), "hover": f"{where}, {number(known, 'percent')}"}


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """The countries that lack most first, otherwise by name."""
    statuses = frame[[f"{name}_status" for name in ASKED]]
    lacks = (statuses == "does_not").sum(axis=1) * 10 + (statuses == "partly").sum(axis=1)
    order = frame.assign(lacks=lacks).sort_values(["lacks", "country"], ascending=[False, True])
    return order.drop(columns="lacks").reset_index(drop=True)


def disaggregation_finding(frame: pd.DataFrame) -> str:
    """How many countries with lists never record a person or a sex, and how many a sex only partly."""
    listed = frame[frame["listed"] > 0]
    if listed.empty:
        return t("No country has a list of the persons trained")
    persons = int((listed["person_status"] == "does_not").sum())
    never = int((listed["sex_status"] == "does_not").sum())
    partly = int((listed["sex_status"] == "partly").sum())
    said = [
        tn(
            "{count} country does not record who a person is",
            "{count} countries do not record who a person is",
            persons,
        ),
        tn("{count} country records no sex", "{count} countries record no sex", never),
        tn("{count} country records sex only partly", "{count} countries record sex only partly", partly),
    ]
    told = [text for text, count in zip(said, (persons, never, partly), strict=True) if count]
    whole = tn(
        "The one country with lists reports sex and person",
        "All {count} countries with lists report sex and person",
        len(listed),
    )
    return "; ".join(told) or whole


def _alt(rows: pd.DataFrame) -> str:
    lacking = []
    for row in rows.to_dict("records"):
        missing = [asked_word(name) for name in ASKED if row[f"{name}_status"] == "does_not"]
        if missing:
            lacking.append(f"{row['country']} ({', '.join(missing)})")
    if rows.empty:
        return t("What countries report: no country.")
    if not lacking:
        return t("What {count} countries report: none leaves anything out altogether.", count=number(len(rows)))
    return t("What {count} countries report; not at all: {list}.", count=number(len(rows)), list=", ".join(lacking))
