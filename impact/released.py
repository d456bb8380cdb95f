"""What each snapshot was released with: which cells of the lattice are hidden, and which stay as they were before.

Worked out once, when a snapshot is published, and kept beside the snapshots in a file that is never written again. It
is no part of the snapshot: that is made from an export alone, this from what was shown before it, too.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from impact import store
from impact.between import Past, settle
from impact.lattice import ALL_PROJECTS, ALL_YEARS, PROGRAMME, Place, Places, Size, Told, dominated

# What is told of a cell, in the columns of a question whose first measure is `value`.
TOLD = ("value", "numerator", "denominator", "enterprises", "n", "reported", "expected", "last_on", "small")
# Where results without a country stand among the places.
NOWHERE = "nowhere"


@dataclass(frozen=True)
class Before:
    """What readers were told until now, for one smallest group.

    `sizes` are those of every cell when it was last told, by indicator; `rows` what was told of those that were shown.
    """

    sizes: Mapping[str, list[Size]] = field(default_factory=dict)
    hidden: frozenset[Told] = frozenset()
    rows: Mapping[Told, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Released:
    """For one smallest group: the cells that are hidden, and what is told of those that stayed as they were.

    `sizes` are those of every cell, by indicator. `many` are the places, with a project, where some result rests on as
    many as may be told of.
    """

    sizes: Mapping[str, list[Size]]
    hidden: frozenset[Told]
    carried: Mapping[Told, Mapping[str, Any]]
    many: frozenset[tuple[str, str]] = frozenset()
    before: Before = field(default_factory=Before)

    def last(self, k: int) -> dict[str, list[Size]]:
        """The sizes of every cell when it was last told: of one that stayed, those of before."""
        found = {}
        for code, now in self.sizes.items():
            was = {size.cell: size for size in self.before.sizes.get(code, [])}
            moved = _moved(was, {size.cell: size for size in now})
            stayed = {cell for cell in was if moved[cell] < k or (code, *cell) in self.carried}
            found[code] = [replace(was[size.cell], within=size.within) if size.cell in stayed else size for size in now]
        return found


def sized(rows: pd.DataFrame) -> dict[str, list[Size]]:
    """The rows of `queries/rights/cells.sql` as cells, by indicator."""
    found: dict[str, list[Size]] = {}
    for row in rows.itertuples():
        region = row.region if isinstance(row.region, str) else NOWHERE
        country = row.iso3 if isinstance(row.iso3, str) else f"{NOWHERE} in {region}"
        size = Size(
            place={"country": country, "region": region}.get(str(row.level), PROGRAMME),
            within=region if row.level == "country" else "",
            time=ALL_YEARS if pd.isna(row.year) else int(row.year),
            enterprises=int(row.enterprises),
            largest=0.0 if pd.isna(row.largest) else float(row.largest),
            project=row.project if isinstance(row.project, str) else ALL_PROJECTS,
            mark=str(row.mark),
        )
        found.setdefault(str(row.indicator), []).append(size)
    return found


def worked_out(
    sizes: Mapping[str, list[Size]],
    k: int,
    before: Before = Before(),
    own: Collection[str] = (),
    told: Released | None = None,
) -> Released:
    """What is hidden from a viewer of the smallest group `k`, and what stays as before.

    Who knows the `own` countries is told nothing of the others that all are not `told`.
    """
    out = set[Told]()
    stayed = set[Told]()
    for code, found in sizes.items():
        now, was = {size.cell: size for size in found}, {size.cell: size for size in before.sizes.get(code, [])}
        every = {**was, **now}
        mine = {cell for cell in every if cell[0] in own}
        untold = {cell for cell in was if (code, *cell) in before.hidden or (code, *cell) not in before.rows}
        past = Past({cell: size.enterprises for cell, size in was.items()}, untold, _moved(was, now))
        after = {cell: size.enterprises for cell, size in now.items()}
        also = dominated(now) | {cell[1:] for cell in (told.hidden if told else ()) if cell[0] == code}
        stay = {cell[1:] for cell in (told.carried if told else ()) if cell[0] == code}
        hidden, kept = settle(after, past, k, Places(every.values()), also - mine, mine, stay)
        out |= {(code, *cell) for cell in hidden}
        stayed |= {(code, *cell) for cell in kept & now.keys()}
    return Released(sizes, frozenset(out), {cell: before.rows[cell] for cell in stayed}, _many(sizes, k), before)


def _moved(was: Mapping[Place, Size], now: Mapping[Place, Size]) -> dict[Place, int]:
    """By how many each cell differs from what was told of it; 1 where as many give other numbers."""
    moved = {}
    for cell in {**was, **now}:
        old, new = was.get(cell), now.get(cell)
        change = abs((new.enterprises if new else 0) - (old.enterprises if old else 0))
        moved[cell] = change or int(old is not None and new is not None and old.mark != new.mark)
    return moved


def _many(sizes: Mapping[str, list[Size]], k: int) -> frozenset[tuple[str, str]]:
    every = [size for found in sizes.values() for size in found]
    return frozenset((size.place, size.project) for size in every if size.enterprises >= k)


def read(snapshot_id: str, k: int) -> Released | None:
    """The cells with which a snapshot was released to viewers of the smallest group `k`; None where it never was."""
    path, changed = state_of(snapshot_id)
    return _read(path, changed, k) if changed else None


def is_kept(snapshot_id: str) -> bool:
    """Is it kept with what a snapshot was released, in the form of today?"""
    path, changed = state_of(snapshot_id)
    return bool(changed) and {*_KEYS, *TOLD} <= set(pq.read_schema(path).names)


def state_of(snapshot_id: str) -> tuple[Path, int]:
    """Where the cells of a snapshot are kept, and when they were written; 0 where they are not."""
    path = store.released_with(snapshot_id)
    return path, path.stat().st_mtime_ns if path.is_file() else 0


@cache
def _read(path: Path, changed: int, k: int) -> Released | None:
    frame = pd.read_parquet(path)
    if not {*_KEYS, *TOLD} <= set(frame.columns):
        return None  # of a version that kept something else
    frame = frame[frame["k"] == k]
    if frame.empty:
        return None
    sizes: dict[str, list[Size]] = {}
    last: dict[str, list[Size]] = {}
    hidden, hidden_before = set[Told](), set[Told]()
    rows: dict[Told, dict[str, Any]] = {}
    carried: dict[Told, dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        time = ALL_YEARS if pd.isna(row["year"]) else int(row["year"])
        where = (row["place"], row["within"], time)
        size = Size(*where, int(row["size"]), float(row["largest"]), row["project"], row["mark"])
        cell = (row["indicator"], *size.cell)
        if size.enterprises:
            sizes.setdefault(row["indicator"], []).append(size)
        if row["was"]:
            was = replace(size, enterprises=int(row["was"]), mark=row["was_mark"])
            last.setdefault(row["indicator"], []).append(was)
        if row["was_told"]:
            rows[cell] = {name: row[name] for name in TOLD}
        for found, name in ((hidden, "hidden"), (hidden_before, "was_hidden")):
            if row[name]:
                found.add(cell)
        if row["carried"]:
            carried[cell] = rows[cell]
    before = Before(last, frozenset(hidden_before), rows)
    return Released(sizes, frozenset(hidden), carried, _many(sizes, k), before)


def write(snapshot_id: str, by_group: Mapping[int, Released]) -> None:
    """Keep the cells of a snapshot, for the account that serves only; one that has some keeps them."""
    rows: list[dict[str, Any]] = []
    for k, released in by_group.items():
        for indicator in {**released.before.sizes, **released.sizes}:
            rows += ({"k": k, "indicator": indicator, **row} for row in _rows(released, indicator))
    place = store.released_with(snapshot_id)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    waiting = place.with_name(f".{place.name}.{os.getpid()}")
    frame = pd.DataFrame(rows, columns=[*_KEYS, *TOLD])
    numbers = [c for c in TOLD if c not in ("last_on", "small")]
    frame = frame.astype({**dict.fromkeys(numbers, "float64"), "year": "Int64"})
    frame.to_parquet(waiting, index=False)
    waiting.chmod(0o600)
    waiting.replace(place)


def _rows(released: Released, indicator: str) -> Iterator[dict[str, Any]]:
    now = {size.cell: size for size in released.sizes.get(indicator, [])}
    was = {size.cell: size for size in released.before.sizes.get(indicator, [])}
    for place in {**was, **now}:
        cell, size, old = (indicator, *place), now.get(place), was.get(place)
        known = size or was[place]
        yield {
            "place": known.place,
            "within": known.within,
            "year": None if known.time == ALL_YEARS else known.time,
            "project": known.project,
            "size": size.enterprises if size else 0,
            "largest": size.largest if size else 0.0,
            "mark": size.mark if size else "",
            "was": old.enterprises if old else 0,
            "was_mark": old.mark if old else "",
            "was_hidden": cell in released.before.hidden,
            "was_told": cell in released.before.rows,
            "hidden": cell in released.hidden,
            "carried": cell in released.carried,
            **released.before.rows.get(cell, {}),
        }


_KEYS = (
    *("k", "indicator", "place", "within", "year", "project", "size", "largest", "mark", "hidden", "carried"),
    *("was", "was_mark", "was_hidden", "was_told"),
)
