"""The path: which module enterprises take after which, as a flow from left to right."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import pixel_layout, short_titles
from impact.figures.parts import blank, plain, shade
from impact.figures.tokens import QUIET, module_colour
from impact.text import listing, number, t

TALL, HEAD, SLOT = 600, 26, 28  # pixels: the figure, the line above it, and what each node has beside its height
WIDE = 0.07  # of a column
FIRST_NAMED, NEXT_NAMED, DRAWN_FROM = 3, 4, 2  # the step before the first module is not drawn
Key = tuple[int, str, str]


@dataclass
class Node:
    """A module (or an end) at one step: how many enterprises, where it stands, and what came of it."""

    title: object
    position: int
    n: int = 0
    top: float = 0.0
    then: list[tuple[int, str]] = field(default_factory=list)


def path_flow(frame: pd.DataFrame) -> go.Figure:
    """Modules in the order in which enterprises took them, nodes and bands as tall as the enterprises are many.

    `frame` of `training/module_paths`: step; from_kind, to_kind (start, module, other, recent, past), from_code,
    from_title, to_code, to_title (null where it is no module), to_position; n (enterprises); enterprises. A click on a
    node gives its module.
    """
    nodes = _nodes(frame)
    depth = max((step for step, _, _ in nodes), default=1)
    short = short_titles(list(frame["to_title"].dropna()))
    scale = _place(nodes)
    links = frame[frame["step"] >= DRAWN_FROM]
    figure = blank(
        _alt(frame),
        empty=not nodes,
        showlegend=False,
        shapes=_bands(links, nodes, scale),
        annotations=[_head(step) for step in range(1, depth + 1)],
        **pixel_layout(TALL, {"range": [0, depth]}, right=0),
    )
    if nodes:
        figure.add_bar(
            x=[step - 1 + WIDE / 2 for step, _, _ in nodes],
            y=[max(node.n * scale, 1) for node in nodes.values()],
            base=[node.top for node in nodes.values()],
            width=WIDE,
            marker={"color": [_colour(kind, code) for _, kind, code in nodes], "line": {"width": 0}},
            customdata=[code if kind == "module" else None for _, kind, code in nodes],
            hovertext=[_hover(step, kind, node) for (step, kind, _), node in nodes.items()],
            hoverinfo="text",
        )
        figure.add_scatter(
            x=[step - 1 + WIDE for step, _, _ in nodes],
            y=[node.top + node.n * scale / 2 for node in nodes.values()],
            text=[f" {_name(k, n.title, short)}<br> {number(n.n)}" for (_, k, _), n in nodes.items()],
            mode="text",
            textposition="middle right",
            textfont={"size": 11},
            hoverinfo="skip",
            cliponaxis=False,
        )
    return figure


def _nodes(frame: pd.DataFrame) -> dict[Key, Node]:
    nodes: dict[Key, Node] = {}
    for row in frame.sort_values(["step", "to_position"]).itertuples():
        node = nodes.setdefault(_to(row), Node(row.to_title, int(row.to_position)))
        node.n += int(row.n)
        if row.step >= DRAWN_FROM:
            nodes[_from(row)].then.append((int(row.n), _name(str(row.to_kind), row.to_title)))
    return nodes


def _to(row: Any) -> Key:
    return int(row.step), str(row.to_kind), str(row.to_code)


def _from(row: Any) -> Key:
    return int(row.step) - 1, str(row.from_kind), str(row.from_code)


def _place(nodes: dict[Key, Node]) -> float:
    """Stack the nodes of each step from the top; returns the pixels that one enterprise is tall."""
    columns: dict[int, list[Node]] = {}
    for (step, _, _), node in nodes.items():
        columns.setdefault(step, []).append(node)
    room = TALL - HEAD
    scale = min(((room - SLOT * len(c)) / max(sum(n.n for n in c), 1) for c in columns.values()), default=1.0)
    for column in columns.values():
        above = HEAD + SLOT / 2
        for node in column:
            node.top = above
            above += node.n * scale + SLOT
    return scale


def _bands(links: pd.DataFrame, nodes: dict[Key, Node], scale: float) -> list[dict[str, Any]]:
    """One shape for each node that bands lead to, of all these bands."""
    left = {key: node.top for key, node in nodes.items()}
    right = dict(left)
    paths: dict[Key, list[str]] = {}
    for row in links.sort_values(["step", "to_position", "from_position"]).itertuples():
        start, end, tall = _from(row), _to(row), row.n * scale
        x0, x1 = start[0] - 1 + WIDE, end[0] - 1
        paths.setdefault(end, []).append(_band(x0, left[start], x1, right[end], tall))
        left[start] += tall
        right[end] += tall
    return [
        {
            "type": "path",
            "path": " ".join(drawn),
            "fillcolor": shade(_colour(kind, code), 0.3),
            "line": {"width": 0},
            "layer": "below",
        }
        for (_, kind, code), drawn in paths.items()
    ]


def _band(x0: float, y0: float, x1: float, y1: float, tall: float) -> str:
    middle = (x0 + x1) / 2
    there = f"M{x0:.2f},{y0:.1f} C{middle:.2f},{y0:.1f} {middle:.2f},{y1:.1f} {x1:.2f},{y1:.1f}"
    low0, low1 = y0 + tall, y1 + tall
    return f"{there} L{x1:.2f},{low1:.1f} C{middle:.2f},{low1:.1f} {middle:.2f},{low0:.1f} {x0:.2f},{low0:.1f} Z"


def _head(step: int) -> dict[str, Any]:
    words = {1: t("First"), 2: t("Second"), 3: t("Third"), 4: t("Fourth")}
    place = {"x": step - 1, "xanchor": "left", "y": 0, "yanchor": "top", "showarrow": False}
    return {"text": f"<b>{words.get(step, t('Number {place}', place=step))}</b>", **place}


def _name(kind: str, title: object, short: dict[str, str] | None = None) -> str:
    words = {"other": t("Others"), "recent": t("None yet"), "past": t("No further")}
    return words.get(kind) or plain(short[str(title)] if short else t(str(title)))


def _colour(kind: str, code: str) -> str:
    return module_colour(code) if kind == "module" else QUIET


def _hover(step: int, kind: str, node: Node) -> str:
    if kind == "recent":
        said = t("No further module so far; the last workshop is at most a year old")
    elif kind == "past":
        said = t("No further module; the last workshop is more than a year old")
    else:
        said = t("Module {place}: {title}", place=step, title=_name(kind, node.title))
    largest = sorted(node.then, reverse=True)
    after = [t("then {title}: {count}", title=title, count=number(n)) for n, title in largest[:NEXT_NAMED]]
    more = sum(n for n, _ in largest[NEXT_NAMED:])
    if more:
        after.append(t("then something else: {count}", count=number(more)))
    return "<br>".join([f"<b>{said}</b>", t("{count} enterprises", count=number(node.n)), *after])


def _firsts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame["step"] == 1) & (frame["to_kind"] == "module")].sort_values("n", ascending=False)


def paths_finding(frame: pd.DataFrame) -> str:
    """The module that most enterprises begin with, and their share. `frame` as in `path_flow`."""
    firsts = _firsts(frame)
    if firsts.empty:
        return t("No path to show: nobody was trained here")
    top: Any = firsts.iloc[0]
    said = {"title": t(top["to_title"]), "n": number(top["enterprises"])}
    if top["n"] == top["enterprises"]:
        return t("All {n} enterprises began with {title}", **said)
    share = number(100 * top["n"] / top["enterprises"], "percent")
    return t("{share} of {n} enterprises began with {title}", share=share, **said)


def paths_others(frame: pd.DataFrame) -> str:
    """What the other enterprises began with, in a sentence; empty where all began with one module."""
    firsts = frame[frame["step"] == 1].sort_values("n", ascending=False).iloc[1:]
    if firsts.empty:
        return ""
    named = [_began(row) for row in firsts.head(FIRST_NAMED).itertuples()]
    return t("The others began with {names}.", names=listing(named))


def _began(row: Any) -> str:
    title = t("other modules") if row.to_kind == "other" else t(row.to_title)
    return t("{title} ({share})", title=title, share=number(100 * row.n / row.enterprises, "percent"))


def _alt(frame: pd.DataFrame) -> str:
    if frame.empty:
        return t("The order in which enterprises take modules: no values.")
    return t(
        "The order in which enterprises take modules: {first}; {count} of all went on to a second one.",
        first=paths_finding(frame),
        count=number(_went_on(frame[["step", "to_kind", "n"]].itertuples(index=False))),
    )


def _went_on(rows: Iterable[Any]) -> int:
    return sum(int(row.n) for row in rows if row.step == DRAWN_FROM and row.to_kind in ("module", "other"))
