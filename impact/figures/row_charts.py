"""What figures with one row for each group share: the group's name, a note at its right end, an axis in percent."""

from collections.abc import Callable, Iterable, Sequence
from math import ceil, floor
from textwrap import wrap
from typing import Any

import pandas as pd

from impact.figures.parts import missing_word, plain
from impact.text import number, t

# Longer names stand above their rows, so that on a telephone the rows keep their width.
LONGEST_BESIDE, WIDTH_ABOVE = 14, 27
LINE, ROW, MARK = 16, 26, 24
CHARACTER = 5.9  # pixels of a note's character, on average
SIGN, GAP, KEY_WIDTH = 15, 14, 245
WHOLE = (0, 25, 50, 75, 100)


def place_rows(
    names: Sequence[str],
    notes: Sequence[str],
    *,
    key: Iterable[tuple[str, str, str]] = (),
    ticks: Sequence[int] = WHOLE,
) -> tuple[dict[str, Any], list[float]]:
    """The layout that writes names and notes (of one line or two) beside the rows, or above them.

    Returns it with the middle of each row's mark; the y axis counts pixels from the top. `key` is the legend (see
    `key_lines`), and `ticks` are the percentages of the x axis, first to last; without any, it is the caller's.
    """
    above = max([len(name) for name in names] or [0]) > LONGEST_BESIDE
    shown = ["<br>".join(plain(line) for line in wrap(name, WIDTH_ABOVE)) if above else plain(name) for name in names]
    heads = [LINE * (1 + max(a.count("<br>"), b.count("<br>"))) for a, b in zip(shown, notes, strict=True)]
    heights = [head + MARK + 4 for head in heads] if above else [max(ROW, head + 6) for head in heads]
    starts = [float(sum(heights[:row])) for row in range(len(heights))]
    tall = float(sum(heights)) or 1.0
    legend, top = key_lines(key) if key else ([], 6)
    bottom = 26 if ticks else 6
    layout: dict[str, Any] = {"height": int(tall) + top + bottom}
    yaxis = {"range": [tall, 0], "fixedrange": True, "showgrid": False, "zeroline": False, "tickvals": []}
    xaxis: dict[str, Any] = {"fixedrange": True, "visible": bool(ticks), "zeroline": False, "showgrid": not above}
    if ticks:
        room = 0.0 if above else 0.01 * (ticks[-1] - ticks[0])
        xaxis["range"] = [ticks[0] - room, ticks[-1] + room]
        xaxis |= {"tickvals": list(ticks), "ticktext": [number(tick, "percent") for tick in ticks]}
    if above:
        layout["annotations"] = _above(shown, notes, starts)
        layout["margin"] = {"l": 16, "r": 18, "t": top, "b": bottom}
        middles = [start + head + MARK / 2 for start, head in zip(starts, heads, strict=True)]
    else:
        middles = [start + height / 2 for start, height in zip(starts, heights, strict=True)]
        yaxis |= {"tickvals": middles, "ticktext": shown}
        layout["annotations"] = _beside(notes, middles)
        widest = max([len(_bare(line)) for note in notes for line in note.split("<br>")] or [0])
        layout["margin"] = {"l": 4, "r": 14 + round(CHARACTER * widest), "t": top, "b": bottom}
    layout["annotations"] += legend
    return {**layout, "yaxis": yaxis, "xaxis": xaxis}, middles


def _bare(line: str) -> str:
    return line.replace("<b>", "").replace("</b>", "")


def _above(names: Sequence[str], notes: Sequence[str], starts: Sequence[float]) -> list[dict[str, Any]]:
    common: dict[str, Any] = {"xref": "paper", "yanchor": "top", "showarrow": False}
    at_left = {"x": 0, "xanchor": "left", "align": "left", "font": {"size": 13}, **common}
    at_right = {"x": 1, "xanchor": "right", "align": "right", "font": {"size": 12}, **common}
    named = [{"text": f"<b>{name}</b>", "y": y, **at_left} for name, y in zip(names, starts, strict=True)]
    return [*named, *({"text": note, "y": y, **at_right} for note, y in zip(notes, starts, strict=True))]


def _beside(notes: Sequence[str], middles: Sequence[float]) -> list[dict[str, Any]]:
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "align": "left", "showarrow": False}
    return [{"text": n, "y": y, "font": {"size": 12}, **place} for n, y in zip(notes, middles, strict=True)]


def key_lines(entries: Iterable[tuple[str, str, str]], *, above: int = 4) -> tuple[list[dict[str, Any]], int]:
    """A legend above the rows, as annotations: sign, colour and name of each entry; and how many pixels it takes.

    Plotly's own legend is no wider than the bars, and breaks into many lines where names and notes stand beside them.
    `above` is how far it stands above the rows.
    """
    placed: list[tuple[int, float, str, str, str]] = []
    line, across = 0, 0.0
    for sign, colour, name in entries:
        width = SIGN + CHARACTER * len(name) + GAP
        if across and across + width > KEY_WIDTH:
            line, across = line + 1, 0.0
        placed.append((line, across, sign, colour, name))
        across += width
    common = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    common |= {"showarrow": False, "align": "left"}
    found: list[dict[str, Any]] = []
    for at, x, sign, colour, name in placed:
        up = above + LINE * (line - at)
        # The full square is drawn smaller and higher than the others.
        size, down = (17, 3) if sign == "■" else (13, 0)
        font = {"size": size, "color": colour}
        found.append({"text": sign, "xshift": x, "yshift": up - down, "font": font, **common})
        found.append({"text": plain(name), "xshift": x + SIGN, "yshift": up, "font": {"size": 12}, **common})
    return found, above + LINE * (line + 1) + 4


def spans(
    low: Sequence[float | None], high: Sequence[float | None], middles: Sequence[float], line: dict[str, Any]
) -> dict[str, Any]:
    """One line in each row from low to high, as one trace; rows without them have none."""
    x: list[float | None] = []
    y: list[float | None] = []
    for first, last, middle in zip(low, high, middles, strict=True):
        if pd.notna(first) and pd.notna(last):
            x += [first, last, None]
            y += [middle, middle, None]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip", "cliponaxis": False}


def points(
    values: Iterable[Any],
    rows: Sequence[Any],
    middles: Sequence[float],
    marker: dict[str, Any],
    hover: Callable[[Any], str],
) -> dict[str, Any]:
    """A mark in each row, as one trace; a click gives the row's code, and `hover` says what is told of a row."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(values),
        "y": list(middles),
        "marker": marker,
        "customdata": [row.code for row in rows],
        "hovertext": [hover(row) for row in rows],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def dot(colour: str | list[str], few: Iterable[bool]) -> dict[str, Any]:
    """The marker of values: a full dot, hollow where the value rests on few."""
    symbols = ["circle-open" if small else "circle" for small in few]
    return {"color": colour, "size": 11, "symbol": symbols, "line": {"color": colour, "width": 2}}


def tens(shares: Sequence[float], room: int) -> tuple[int, ...]:
    """Percentages for an axis, from a round one below the lowest share to one above the highest, with `room` to them.

    Dots promise no zero; what must start there is given a share of 0.
    """
    if not shares:
        return WHOLE
    low = max(10 * floor((min(shares) - room) / 10), 0)
    high = min(10 * ceil((max(shares) + room) / 10), 100)
    step = 10 if high - low <= 40 else 20
    return tuple(range(low, high + (step if (high - low) % step else 0) + 1, step))


def nothing(frame: pd.DataFrame) -> bool:
    """Is there no group of which anything can be said, not even why it has no value?"""
    return not (frame["status"] != "no_data").any()


def percent(value: float) -> str:
    """A percentage as a label says it: whole, but for nearly none and nearly all."""
    return number(round(value) if 1 <= value <= 99 else value, "percent")


def why_missing(status: str) -> str:
    """Why there is no value, in a word or two; `not_collected` is what nobody was asked."""
    return t("not collected") if status == "not_collected" else missing_word(status)


def no_interval() -> str:
    """Why a share has no interval."""
    return t("no interval: fewer than five enterprises or cases")


def rows_of(frame: pd.DataFrame, *, rank: bool = False) -> list[Any]:
    """The rows as tuples; with `rank` from the highest value down, then those of too few, which have no rank.

    `frame` has name, value and small; rows without a value stand last.
    """
    rows: list[Any] = list(frame.itertuples(index=False))
    return sorted(rows, key=_place) if rank else rows


def _place(row: Any) -> tuple[bool, bool, float, str]:
    without = bool(pd.isna(row.value))
    few = bool(row.small)
    return without, few, 0.0 if without or few else -float(row.value), str(row.name)


def enough(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose value rests on enough to be told."""
    return frame[frame["value"].notna() & ~frame["small"].astype(bool)]


def apart(frame: pd.DataFrame) -> tuple[Any, Any] | None:
    """Of the rows with enough cases, a low and a high one whose intervals part; the extremes, if theirs do."""
    known = enough(frame)
    known = known[known["low"].notna()]
    if len(known) < 2:
        return None
    value, low, high = (known[name].astype(float) for name in ("value", "low", "high"))
    for lower, upper in ((value.idxmin(), value.idxmax()), (high.idxmin(), low.idxmax())):
        if high[lower] < low[upper]:
            return known.loc[lower], known.loc[upper]
    return None
