"""Small tools over numpy and Arrow arrays that every table's generator uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Coded:
    """Text as codes into labels; -1 is null."""

    codes: np.ndarray
    labels: Sequence[str | None] | pa.Array

    def take(self, rows: np.ndarray) -> "Coded":
        """The chosen rows (indices or a mask)."""
        return Coded(self.codes[rows], self.labels)


# A column is a numpy array, `Coded` text or an Arrow array; a table's columns are such by name.
Column: TypeAlias = Any
Columns: TypeAlias = dict[str, Column]


def generator(seed: int, *key: int) -> np.random.Generator:
    """The random numbers of one place in the tree of seeds: the same key always gives the same numbers."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=key)))


def ids(prefix: str, numbers: np.ndarray, width: int = 6) -> pa.Array:
    """Ids such as `CHN-000017`: prefix and zero-padded number."""
    padded = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(pa.scalar(prefix), padded, "")


def to_arrow(column: Column, wanted: pa.DataType) -> pa.Array:
    """The column as Arrow; NaN, NaT and code -1 become null."""
    if isinstance(column, Coded):
        codes = pa.array(column.codes, mask=column.codes < 0)
        labels = column.labels if isinstance(column.labels, pa.Array) else pa.array(list(column.labels), wanted)
        return labels.take(codes)
    if isinstance(column, pa.Array):
        return column
    return pa.array(column, from_pandas=True).cast(wanted)


def take(columns: Columns, rows: np.ndarray) -> Columns:
    """The chosen rows (indices or a mask) of all columns."""
    chosen: Columns = {}
    for name, column in columns.items():
        if isinstance(column, pa.Array):
            chosen[name] = column.filter(pa.array(rows)) if rows.dtype == bool else column.take(pa.array(rows))
        elif isinstance(column, Coded):
            chosen[name] = column.take(rows)
        else:
            chosen[name] = column[rows]
    return chosen


def years_of(days: np.ndarray) -> np.ndarray:
    """Calendar years of days (datetime64[D]); days must be known."""
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def days_between(rng: np.random.Generator, low: int, high: int, size: int) -> np.ndarray:
    """Random lengths of `low` to `high` days (timedelta64[D])."""
    return rng.integers(low, high + 1, size).astype("timedelta64[D]")


def spread_evenly(rng: np.random.Generator, size: int) -> np.ndarray:
    """Uniform numbers in (0, 1) that cover the range evenly, in random order: totals hardly vary with the seed."""
    return rng.permutation((np.arange(size) + rng.random(size)) / size)


def fixed_uniform(*keys: np.ndarray | int) -> np.ndarray:
    """Numbers in [0, 1) that depend on the keys alone (splitmix64): what is drawn for a person stays hers."""
    with np.errstate(over="ignore"):
        state: Any = np.uint64(0)
        for key in keys:
            state = (state ^ np.asarray(key).astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(
                0x632BE59BD9B4E019
            )
            state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            state = state ^ (state >> np.uint64(31))
    return (state >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def running_number(groups: np.ndarray) -> np.ndarray:
    """0, 1, 2, ... within each run of equal neighbours in `groups`."""
    if len(groups) == 0:
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    lengths = np.diff(np.r_[starts, len(groups)])
    return np.arange(len(groups)) - np.repeat(starts, lengths)


def choose(rng: np.random.Generator, weights: Sequence[float] | np.ndarray, size: int) -> np.ndarray:
    """Random indices, each as likely as its weight."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges, rng.random(size) * edges[-1], side="right")


def fixed_normal(*keys: np.ndarray | int) -> np.ndarray:
    """Standard normal numbers that depend on the keys alone (Box-Muller)."""
    radius = np.sqrt(-2 * np.log(1 - fixed_uniform(1, *keys)))
    return radius * np.cos(2 * np.pi * fixed_uniform(2, *keys))
