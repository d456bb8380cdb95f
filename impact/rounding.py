"""Shares of few are told roughly: the counts behind them are rounded to the smallest group that may be shown."""

import math

import pandas as pd

# Shares of this many smallest groups or more are told as they are.
ENOUGH = 10
OUTCOMES = ("gained", "kept", "lost", "never")
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


def round_outcomes(frame: pd.DataFrame, n: str, k: int, where: "pd.Series[bool]") -> None:
    """Round what became of practices in place, where `n` is below 10 k: the four counts, and all that is made of them.

    `gained`, `kept`, `lost` and `never` are told in steps of `k` that add up to their rounded sum, the largest
    remainders upwards, so that the four shares go on adding up to 100. The interval of `change` becomes wider.
    """
    for row in _few(frame, n, k, where):
        counts = [float(frame.loc[row, name]) for name in OUTCOMES]
        if not sum(counts):
            continue
        parts = _apportioned(counts, k)
        gained, kept, lost, never = parts
        whole = sum(parts)
        change, told, step = float(frame.loc[row, "change"]), 100.0 * (gained - lost) / whole, 100.0 * k / whole
        for end in ("low", "high"):
            if not pd.isna(frame.loc[row, end]):
                away = float(frame.loc[row, end]) - change
                steps = math.ceil(abs(away) / step - 1e-9)
                frame.loc[row, end] = min(100.0, max(-100.0, told + math.copysign(steps * step, away)))
        made = {
            **dict(zip(OUTCOMES, parts, strict=True)),
            **{f"{name}_share": 100.0 * part / whole for name, part in zip(OUTCOMES, parts, strict=True)},
            "before": 100.0 * (kept + lost) / whole,
            "after": 100.0 * (kept + gained) / whole,
            "change": told,
            "adopted": 100.0 * gained / (gained + never) if gained + never else None,
            "lost_again": 100.0 * lost / (kept + lost) if kept + lost else None,
        }
        for column, value in made.items():
            frame.loc[row, column] = value


def _apportioned(counts: list[float], k: int) -> list[int]:
    """The counts in steps of `k`: as many as their rounded sum has, one at least, by the largest remainders."""
    steps = max(1, rounded(sum(counts), k) // k)
    shares = [count * steps / sum(counts) for count in counts]
    given = [math.floor(share) for share in shares]
    order = sorted(range(len(counts)), key=lambda i: (given[i] - shares[i], i))
    for i in order[: steps - sum(given)]:
        given[i] += 1
    return [k * one for one in given]


def _few(frame: pd.DataFrame, n: str, k: int, where: "pd.Series[bool]") -> list[object]:
    sizes = pd.to_numeric(frame[n], errors="coerce").astype(float)
    return list(frame.index[where & (sizes > 0) & (sizes < ENOUGH * k)])
