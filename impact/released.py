"""What each snapshot was released with: which cells of the lattice are hidden, and which stay as they were before.

Worked out once, when a snapshot is published, and kept beside the snapshots in a file that is never written again. It
is no part of the snapshot: that is made from an export alone, this from what was shown before it, too.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from impact import store
from impact.lattice import ALL_PROJECTS, ALL_YEARS, PROGRAMME, Size, Told, hidden_places

# What is told of a cell, in the columns of a question whose first measure is `value`.
TOLD = ("value", "numerator", "denominator", "enterprises", "n", "reported", "expected", "last_on", "small")
# Where results without a country stand among the places.
NOWHERE = "nowhere"


@dataclass(frozen=True)
class Released:
    """For one smallest group: the cells that are hidden, and what is told of those that stayed as they were.

    `sizes` are those of every cell, by indicator, as they are told: of one that stayed, those of before. `many` are the
    places, with a project, where some result rests on as many as may be told of.
    """

    sizes: Mapping[str, list[Size]]
    hidden: frozenset[Told]
    carried: Mapping[Told, Mapping[str, Any]]
    many: frozenset[tuple[str, str]] = frozenset()


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
        )
        found.setdefault(str(row.indicator), []).append(size)
    return found


def worked_out(
    sizes: Mapping[str, list[Size]], k: int, own: Collection[str] = (), kept: Released | None = None
) -> Released:
    """What is hidden from a viewer of the smallest group `k` who knows the `own` countries, beyond what was `kept`."""
    out = set[Told]()
    carried = {cell: row for cell, row in kept.carried.items() if cell[1] not in own} if kept else {}
    for code, found in sizes.items():
        also = [cell[1:] for cell in kept.hidden if cell[0] == code and cell[1] not in own] if kept else []
        shown = [cell[1:] for cell in carried if cell[0] == code]
        out |= {(code, *cell) for cell in hidden_places(found, k, own, shown=shown, also=also)}
    return Released(sizes, frozenset(out), carried, _many(sizes, k))


def _many(sizes: Mapping[str, list[Size]], k: int) -> frozenset[tuple[str, str]]:
    every = [size for found in sizes.values() for size in found]
    return frozenset((size.place, size.project) for size in every if size.enterprises >= k)


def read(snapshot_id: str, k: int) -> Released | None:
    """The cells with which a snapshot was released to viewers of the smallest group `k`; None where it never was."""
    path, changed = state_of(snapshot_id)
    return _read(path, changed, k) if changed else None


def state_of(snapshot_id: str) -> tuple[Path, int]:
    """Where the cells of a snapshot are kept, and when they were written; 0 where they are not."""
    path = store.released_with(snapshot_id)
    return path, path.stat().st_mtime_ns if path.is_file() else 0


@cache
def _read(path: Path, changed: int, k: int) -> Released | None:
    frame = pd.read_parquet(path)
    frame = frame[frame["k"] == k]
    if frame.empty:
        return None
    sizes: dict[str, list[Size]] = {}
    hidden, carried = set(), {}
    for row in frame.to_dict("records"):
        time = ALL_YEARS if pd.isna(row["year"]) else int(row["year"])
        size = Size(row["place"], row["within"], time, int(row["size"]), float(row["largest"]), row["project"])
        sizes.setdefault(row["indicator"], []).append(size)
        cell = (row["indicator"], *size.cell)
        if row["hidden"]:
            hidden.add(cell)
        elif row["carried"]:
            carried[cell] = {name: row[name] for name in TOLD}
    return Released(sizes, frozenset(hidden), carried, _many(sizes, k))


def write(snapshot_id: str, by_group: Mapping[int, Released]) -> None:
    """Keep the cells of a snapshot, for the account that serves only; one that has some keeps them."""
    rows = []
    for k, released in by_group.items():
        for indicator, sizes in released.sizes.items():
            for size in sizes:
                cell = (indicator, *size.cell)
                told = released.carried.get(cell, dict.fromkeys(TOLD))
                rows.append(
                    {
                        "k": k,
                        "indicator": indicator,
                        "place": size.place,
                        "within": size.within,
                        "year": None if size.time == ALL_YEARS else size.time,
                        "project": size.project,
                        "size": size.enterprises,
                        "largest": size.largest,
                        "hidden": cell in released.hidden,
                        "carried": cell in released.carried,
                        **told,
                    }
                )
    place = store.released_with(snapshot_id)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    waiting = place.with_name(f".{place.name}.{os.getpid()}")
    frame = pd.DataFrame(rows, columns=[*_KEYS, *TOLD])
    numbers = [c for c in TOLD if c not in ("last_on", "small")]
    frame = frame.astype({**dict.fromkeys(numbers, "float64"), "year": "Int64"})
    frame.to_parquet(waiting, index=False)
    waiting.chmod(0o600)
    waiting.replace(place)


_KEYS = ("k", "indicator", "place", "within", "year", "project", "size", "largest", "hidden", "carried")
