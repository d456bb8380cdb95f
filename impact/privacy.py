"""What may be shown: results about too few are withheld before anything else sees the frame."""

from dataclasses import dataclass

import pandas as pd

from impact.access import Viewer
from impact.catalogue import indicators
from impact.questions import Measure, Question

WITHHELD = "withheld"
# A comparison with fewer peers than this is shown to nobody, whatever they may see.
FEWEST_PEERS = 10


class PrivacyError(Exception):
    """A question that privacy cannot judge, and therefore does not let through."""


@dataclass(frozen=True)
class Protected:
    """A frame that may be shown, and how many of its cells were withheld."""

    frame: pd.DataFrame
    withheld: int


def protect(frame: pd.DataFrame, question: Question, viewer: Viewer, parameters: dict[str, object]) -> Protected:
    """Withhold the results of `frame` that rest on fewer than the viewer's smallest group.

    Withheld cells become missing; where a cell of the first measure is, the row's `status` becomes `withheld`.
    """
    k = max(viewer.smallest_group, FEWEST_PEERS if question.kind == "peers" else 0)
    if k == 0:
        return Protected(frame, 0)
    _refuse_undeclared(frame, question)
    frame = frame.copy()
    cells = 0
    for measure in question.measures:
        hidden = _is_result(measure, frame, parameters)
        if measure.n:
            hidden &= ~(frame[measure.n].fillna(0) >= k)
        # Where there is no value there is nothing to withhold, and the row goes on saying why there is none.
        hidden &= frame[list(measure.columns)].notna().any(axis=1)
        if not hidden.any():
            continue
        cells += int(frame.loc[hidden, list(measure.columns)].notna().sum().sum())
        for column in (*measure.columns, *([measure.n] if measure.n else [])):
            frame[column] = frame[column].astype(object).where(~hidden, None)
        if "status" in frame and measure is question.measures[0]:
            frame.loc[hidden, "status"] = WITHHELD
    return Protected(frame, cells)


def _is_result(measure: Measure, frame: pd.DataFrame, parameters: dict[str, object]) -> pd.Series:
    if measure.kind != "indicator":
        return pd.Series(measure.kind == "results", index=frame.index)
    codes = frame["indicator"] if "indicator" in frame else pd.Series(parameters.get("indicator"), index=frame.index)
    known = indicators()
    return codes.map(lambda code: code not in known or known[code].privacy == "results").astype(bool)


def _refuse_undeclared(frame: pd.DataFrame, question: Question) -> None:
    declared = {c for m in question.measures for c in (*m.columns, m.n)} | set(question.keys)
    loose = [c for c in frame.select_dtypes("number").columns if c not in declared]
    if loose:
        raise PrivacyError(f"queries/{question.name}.sql does not declare what {', '.join(loose)} measures.")
