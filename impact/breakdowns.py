"""Breakdowns of the whole programme: their rows, the totals that these make up, and what was told of them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pandas as pd

from impact.questions import Measure, Question
from impact.sums import Line, hidden

TOTAL = "all"
# What is said of a result besides: of a withheld one, it is withheld with it.
BESIDE = {
    "value": ("n", "reported", "expected", "small", "last_on"),
    "actual": ("n", "reported", "expected"),
    "latest": ("latest_n",),
    "previous": ("previous_n",),
}
# What tells the rows of one total from those of another; the rest differ in `code`.
_OF_ONE_TOTAL = ("kpi", "kind", "basis", "within_code", "payer")
# What tells a row from all others, in whatever question.
_OF_ONE_ROW = (*_OF_ONE_TOTAL, "code", "id", "indicator", "role", "counter", "place", "months", "year")


@dataclass(frozen=True)
class Standing:
    """What was told of a measure of a breakdown, by row.

    `sizes` is on how many, and of how many enterprises, each row rested when it was last decided on; `told` what is
    told of those that are not `hidden`, by column.
    """

    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    hidden: Collection[str] = frozenset()
    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def answer_of(question: Question, parameters: Mapping[str, Any]) -> str:
    """The name of an answer: its question and the question's own parameters."""
    return json.dumps([question.name, {name: parameters[name] for name in sorted(question.defaults)}])


def text_of(decided: Mapping[int, Standing]) -> str:
    """What was told of an answer, as it is kept."""
    return json.dumps({place: [one.sizes, sorted(one.hidden), one.told] for place, one in decided.items()})


@lru_cache(maxsize=1000)
def standing_of(text: str) -> dict[int, Standing]:
    """What was told of an answer, from what is kept."""
    return {
        int(place): Standing({row: (n, also) for row, (n, also) in sizes.items()}, frozenset(hidden_rows), told)
        for place, (sizes, hidden_rows, told) in json.loads(text).items()
    }


def rows_of(frame: pd.DataFrame) -> list[str]:
    """The name of each row, the same in every snapshot."""
    said = {column: list(map(_name, frame[column])) for column in _OF_ONE_ROW if column in frame}
    return [json.dumps(dict(zip(said, row, strict=True))) for row in zip(*said.values(), strict=True)]


def _name(value: Any) -> str:
    """Alike whether a column has missing values, for which whole numbers become others, or not."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def total_of(row: str) -> tuple[str, bool]:
    """The name of the total that a row, by its name, belongs to, and whether it is one of the parts."""
    said = json.loads(row)
    if "code" not in said:
        return row, False
    return json.dumps([said.get(column) for column in _OF_ONE_TOTAL]), said["code"] != TOTAL


def columns_of(question: Question, place: int, frame: pd.DataFrame) -> list[str]:
    """All that is told of a measure and, of the first one, of the row: its status, and the counts among its keys."""
    measure = question.measures[place]
    found = (*measure.columns, measure.n, measure.also, *BESIDE.get(measure.columns[0], ()))
    counts = (c for c in question.keys if not c.endswith("position") and c not in _OF_ONE_ROW)
    return [c for c in dict.fromkeys((*found, *(("status", *counts) if place == 0 else ()))) if c in frame]


def beside_small_ones(measure: Measure, frame: pd.DataFrame, small: "pd.Series[bool]", k: int) -> "pd.Series[bool]":
    """The rows that must go with the small ones, because the total less the others would give a small one."""
    found = pd.Series(False, index=frame.index)
    if "code" not in frame or not measure.n or not small.any():
        return found
    sizes = sizes_of(measure, frame)
    for rows, parts in _totals(frame):
        whole = {TOTAL: max(k, int(sizes[parts].sum())), **{row: int(sizes[row]) for row in parts}}
        out = hidden(whole, [Line(TOTAL, tuple(parts))], k, [row for row in parts if small[row]])
        found[[row for row in parts if row in out]] = True
        if TOTAL in out:
            found[rows] = True
    return found


def sizes_of(measure: Measure, frame: pd.DataFrame) -> "pd.Series[int]":
    """On how many each row rests; 0 where it says nothing."""
    told = frame[[c for c in measure.columns if c in frame]].notna().any(axis=1)
    return frame[measure.n].fillna(0).astype(int).where(told, 0)


def _totals(frame: pd.DataFrame) -> list[tuple[list[Any], list[Any]]]:
    """Of each total the labels of all its rows, and of those that make it up."""
    parts = [column for column in _OF_ONE_TOTAL if column in frame]
    named = frame[parts].astype(str).agg("\0".join, axis=1) if parts else pd.Series("", index=frame.index)
    groups = (list(rows.index) for _, rows in frame.groupby(named, sort=False))
    return [(rows, [row for row in rows if frame.loc[row, "code"] != TOTAL]) for rows in groups]
