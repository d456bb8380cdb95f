"""Shares of few are told roughly: the counts behind them are rounded to the smallest group that may be shown."""

import math

import pandas as pd

# Shares of this many smallest groups or more are told as they are.
ENOUGH = 10
_COVERAGE = ("numerator", "denominator")


def rounded(count: float, k: int) -> int:
    """A count to the next multiple of `k`, halves upwards, so that what is at most another stays so."""
    return k * math.floor(count / k + 0.5)


def round_shares(frame: pd.DataFrame, columns: tuple[str, ...], n: str, k: int, where: "pd.Series[bool]") -> None:
    """Round shares in percent of `n` in place, where `n` is below 10 k: the share is the first of `columns`.

    Further columns are its interval: it becomes wider, never narrower, in steps of the same size. Numerator and
    denominator beside them are rounded too.
    """
    value, interval = columns[0], [c for c in columns[1:] if c not in _COVERAGE]
    for row in _few(frame, n, k, where):
        size, share = float(frame.loc[row, n]), frame.loc[row, value]
        if pd.isna(share):
            continue
        whole = rounded(size, k)
        part = rounded(share * size / 100, k)
        told, step = 100.0 * part / whole, 100.0 * k / whole
        for column in interval:
            end = frame.loc[row, column]
            if not pd.isna(end):
                steps = math.ceil(abs(end - share) / step - 1e-9)
                frame.loc[row, column] = min(100.0, max(0.0, told + math.copysign(steps * step, end - share)))
        frame.loc[row, value] = told
        for column, count in zip(_COVERAGE, (part, whole), strict=True):
            if column in columns and not pd.isna(frame.loc[row, column]):
                frame.loc[row, column] = float(count)


def round_parts(frame: pd.DataFrame, columns: tuple[str, ...], n: str, k: int, where: "pd.Series[bool]") -> None:
    """Round the counts that make up `n` in place, where `n` is below 10 k."""
    for row in _few(frame, n, k, where):
        for column in columns:
            if not pd.isna(frame.loc[row, column]):
                frame.loc[row, column] = rounded(float(frame.loc[row, column]), k)


def _few(frame: pd.DataFrame, n: str, k: int, where: "pd.Series[bool]") -> list[object]:
    sizes = pd.to_numeric(frame[n], errors="coerce").astype(float)
    return list(frame.index[where & (sizes > 0) & (sizes < ENOUGH * k)])
