"""What may be shown: results about too few, and those that would give them away, are withheld before anything else.

Viewers who may not see small groups get results of a fixed lattice: the programme, a region or a country; all years or
one of them; and one breakdown of the whole programme. Other filters are for activity counts alone.
"""

from dataclasses import dataclass

import pandas as pd

from impact import promised, series
from impact.access import Viewer
from impact.breakdowns import BESIDE, TOTAL, beside_small_ones, columns_of, rows_of
from impact.catalogue import indicators
from impact.lattice import DOMINATED
from impact.questions import RESULTS, Measure, Question
from impact.release import Release, cells_of, narrowed
from impact.rounding import ENOUGH, round_outcomes, round_parts, round_shares

WITHHELD = "withheld"
# A comparison with fewer peers than this is shown to nobody, whatever they may see.
FEWEST_PEERS = 10
_NOT_COMPUTABLE, _NO_DATA = "not_computable", "no_data"
_LARGEST = "largest_share"
# How many smallest groups a result must rest on: a quantile is somebody's value, and a bound gives an exact share.
_TIMES = {"quantiles": 3, "bounds": ENOUGH}
# Kinds that are told roughly where they rest on few.
_ROUNDED = ("parts", "outcomes", "shares", "indicator")


class PrivacyError(Exception):
    """A question that privacy cannot judge, and therefore does not let through."""


@dataclass(frozen=True)
class Protected:
    """A frame that may be shown, and how many of its cells were withheld."""

    frame: pd.DataFrame
    withheld: int


def protect(
    frame: pd.DataFrame,
    question: Question,
    viewer: Viewer,
    parameters: dict[str, object],
    release: Release = Release(),  # noqa: B008 - frozen
) -> Protected:
    """Withhold the results of `frame` that this viewer may not see.

    They are those that rest on fewer than the viewer's smallest group, those that would give such a one away, and
    those outside the lattice. Withheld cells become missing; where a cell of the first measure is, the row's `status`
    becomes `withheld`.
    """
    k = max(viewer.smallest_group, FEWEST_PEERS if question.kind == "peers" else 0)
    if k == 0:
        return Protected(frame, 0)
    _refuse_undeclared(frame, question)
    frame = frame.copy()
    if question.cells and question.kind != "projects":
        _carry(frame, question, release)
    elif not narrowed(question, release):
        _carry_rows(frame, question, release)
    frame = _even(frame, question, parameters, release)
    cells = 0
    in_groups = question.kind in ("aggregate", "projects")
    for place, measure in enumerate(question.measures):
        if measure.kind == "counts":
            continue
        large = _large(measure, frame, k)
        if not in_groups and measure.kind not in _ROUNDED and large.all():
            continue  # every row rests on enough, and no total tells one from the others
        # Where there is no value there is nothing to withhold, and the row goes on saying why there is none.
        result = _is_result(measure, frame, parameters)
        if not result.any():
            continue
        told = result & frame[list(measure.columns)].notna().any(axis=1)
        out = told & ~large
        dominated = beyond = pd.Series(False, index=frame.index)
        if in_groups:
            dominated = told & ~out & _dominated(measure, frame)
            beyond = _telling(place, frame, question, out | dominated, k, release)
        out |= told & beyond
        # How many there are of what is not told is told neither; a quantile too few for it may still be counted.
        small = result & ~_large(measure, frame, k, 1)
        few = small | (out if measure.kind not in _TIMES else beyond & narrowed(question, release))
        if measure.n in [other.n for other in question.measures[:place]]:
            few = small  # it is told, or not, with the measure that it was first told with
        out |= dominated
        if out.any():
            cells += int(frame.loc[out, list(measure.columns)].notna().sum().sum())
        _empty(frame, measure.columns, out)
        _empty(frame, (measure.n, measure.also, *BESIDE.get(measure.columns[0], ())), few)
        _round(measure, frame, result & told & ~out, k)
        if "status" in frame and measure is question.measures[0]:
            # Whether so few could be reckoned with, and whether there is anybody, says something of them, too.
            unsaid = frame["status"].eq(_NO_DATA) & ~_of_many(measure, frame, question, release)
            unsaid = out | (few & (frame["status"].eq(_NOT_COMPUTABLE) | unsaid) & ~_of_nothing(frame))
            if unsaid.any():
                frame.loc[unsaid, "status"] = WITHHELD
                _empty(frame, ("why",), unsaid)
    return Protected(frame, cells)


def _of_nothing(frame: pd.DataFrame) -> "pd.Series[bool]":
    """The rows that are about no indicator, and so say nothing of anybody."""
    return frame["indicator"].isna() if "indicator" in frame else pd.Series(False, index=frame.index)


def _even(frame: pd.DataFrame, question: Question, parameters: dict[str, object], release: Release) -> pd.DataFrame:
    """Years of places with few, and of what is no place of the lattice, are listed alike whatever is known of them."""
    if question.cells != "year" or "indicator" not in frame:
        return frame
    measure = question.measures[0]
    few = _is_result(measure, frame, parameters) & ~_of_many(measure, frame, question, release)
    whole = not narrowed(question, release)
    return frame if whole else series.of_few(frame, few, parameters)


def _empty(frame: pd.DataFrame, columns: tuple[str, ...], out: "pd.Series[bool]") -> None:
    gone = out.to_numpy(dtype=bool)
    if gone.any():
        for column in (c for c in columns if c in frame):
            # Missing in one way, so that what was withheld does not differ from what was never there.
            told = frame[column].to_numpy(dtype=object, copy=True)
            told[gone | pd.isna(told)] = None
            frame[column] = told


def _round(measure: Measure, frame: pd.DataFrame, shown: "pd.Series[bool]", k: int) -> None:
    """Tell shares of few roughly."""
    if measure.kind == "parts":
        round_parts(frame, measure.columns, measure.n, k, shown)
    elif measure.kind == "outcomes":
        round_outcomes(frame, measure.n, k, shown)
    elif measure.kind == "shares":
        round_shares(frame, measure.columns, measure.n, k, shown)
    elif measure.kind == "indicator" and "indicator" in frame:
        n = next((name for name in BESIDE.get(measure.columns[0], ()) if name in frame), "")
        of_counts = {code: one.is_share_of_counts for code, one in indicators().items()}
        if n:
            round_shares(frame, measure.columns, n, k, shown & frame["indicator"].map(of_counts).eq(True))


def _large(measure: Measure, frame: pd.DataFrame, k: int, times: int = 0) -> "pd.Series[bool]":
    if not measure.n:
        return pd.Series(False, index=frame.index)
    enough = frame[measure.n].fillna(0) >= k * (times or _TIMES.get(measure.kind, 1))
    return enough & (frame[measure.also].fillna(0) >= k) if measure.also else enough


def _dominated(measure: Measure, frame: pd.DataFrame) -> "pd.Series[bool]":
    """The sums of which one enterprise alone makes up more than half."""
    if _LARGEST not in measure.columns:
        return pd.Series(False, index=frame.index)
    return frame[_LARGEST].fillna(0) > 100 * DOMINATED


def _of_many(measure: Measure, frame: pd.DataFrame, question: Question, release: Release) -> "pd.Series[bool]":
    """The rows about so many enterprises that it may be told that there is nothing of any of them."""
    if question.cells and measure.kind == "indicator" and question.kind != "projects":
        cells = cells_of(measure, frame, question, release)
        return pd.Series([c is not None and (c[1], c[3]) in release.many for c in cells], index=frame.index, dtype=bool)
    rows = pd.Series(not narrowed(question, release), index=frame.index)
    return rows & frame["code"].eq(TOTAL) if "code" in frame else rows


def _telling(
    place: int, frame: pd.DataFrame, question: Question, small: "pd.Series[bool]", k: int, release: Release
) -> "pd.Series[bool]":
    """The rows of a measure that lie outside the lattice, or that together with others would tell a small one."""
    measure = question.measures[place]
    if question.kind == "projects" and measure.kind == "indicator":
        return ~promised.told(frame, measure.columns[0], release.hidden, release.carried)
    if question.cells and measure.kind == "indicator":
        cells = cells_of(measure, frame, question, release)
        return pd.Series([c is None or c in release.hidden for c in cells], index=frame.index, dtype=bool)
    if narrowed(question, release):
        return pd.Series(True, index=frame.index)
    if standing := release.standing.get(place):
        return pd.Series(rows_of(frame), index=frame.index).isin(standing.hidden)
    return beside_small_ones(measure, frame, small, k)


def _carry(frame: pd.DataFrame, question: Question, release: Release) -> None:
    """Tell what was told before, where the cell stays as it was."""
    for measure in question.measures if release.carried else ():
        part = measure.columns[0]
        renamed = {} if part == "value" else {"value": part, "n": f"{part}_n", "enterprises": f"{part}_enterprises"}
        for row, cell in zip(frame.index, cells_of(measure, frame, question, release), strict=True):
            for name, told in release.carried.get(cell, {}).items() if cell else ():
                column = renamed.get(name, name if part == "value" else "")
                if column in frame:
                    if frame[column].dtype != object:
                        frame[column] = frame[column].astype(object)
                    frame.loc[row, column] = told


def _carry_rows(frame: pd.DataFrame, question: Question, release: Release) -> None:
    """Tell what was told before of the rows of a breakdown that stay as they were."""
    names = rows_of(frame) if release.standing else []
    for place, standing in release.standing.items():
        stayed = {
            row: standing.told[name] for row, name in zip(frame.index, names, strict=True) if name in standing.told
        }
        for column in columns_of(question, place, frame) if stayed else ():
            said = frame[column].astype(object)
            for row, told in stayed.items():
                said[row] = told.get(column)
            frame[column] = said.infer_objects()


def few(measure: Measure, frame: pd.DataFrame, parameters: dict[str, object], k: int) -> "pd.Series[bool]":
    """Of the rows that are results about enterprises or people: which are withheld, whatever stands beside them."""
    result = _is_result(measure, frame, parameters)
    told = frame[[c for c in measure.columns if c in frame]].notna().any(axis=1)
    return (told & (~_large(measure, frame, k) | _dominated(measure, frame)))[result]


def _is_result(measure: Measure, frame: pd.DataFrame, parameters: dict[str, object]) -> pd.Series:
    if measure.kind != "indicator":
        return pd.Series(measure.kind in RESULTS, index=frame.index)
    codes = frame["indicator"] if "indicator" in frame else pd.Series(parameters.get("indicator"), index=frame.index)
    known = indicators()
    judged = codes.map(lambda code: code not in known or known[code].privacy == "results").astype(bool)
    # What a project reports in one sum is no result that rests on enterprises known here.
    return judged & (frame["basis"] != "reported") if "basis" in frame else judged


def _refuse_undeclared(frame: pd.DataFrame, question: Question) -> None:
    declared = {c for m in question.measures for c in (*m.columns, m.n, m.also)} | set(question.keys)
    loose = [c for c in frame.select_dtypes("number").columns if c not in declared]
    if loose:
        raise PrivacyError(f"queries/{question.name}.sql does not declare what {', '.join(loose)} measures.")
