"""When a snapshot is published: work out what of it is hidden, and which cells stay as they were in the one before.

A cell whose n changes by less than the smallest group stays as it was, so that the difference of two snapshots tells of
no fewer. What was shown and stays is known, and protects nothing; what was hidden and stays is hidden still.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from impact import released, store
from impact.access import SMALLEST_GROUP
from impact.ask import ask, sizes
from impact.filters import Filters
from impact.lattice import ALL_PROJECTS, ALL_YEARS, NO_PROJECT, Place, Size, Told, hidden_places
from impact.released import TOLD, Released

GROUPS = tuple(sorted(set(SMALLEST_GROUP.values())))
# A snapshot carries cells on only from one of the same source and the same definitions.
_SAME = ("catalogue", "tables", "contract", "duckdb")


def release(snapshot_id: str) -> None:
    """Work the cells of a snapshot out against the one that readers saw until now, and keep them.

    One that was released before keeps what it was released with, whatever came between.
    """
    if store.released_with(snapshot_id).is_file():
        return
    found = sizes(snapshot_id)
    before = _before(snapshot_id)
    released.write(snapshot_id, {k: _released(found, k, _carrier(before, k)) for k in GROUPS})


def _before(snapshot_id: str) -> str | None:
    """The snapshot that readers saw until now; None where there is none, or none that tells of the same things."""
    try:
        before = store.current_id()
        if before is None or before == snapshot_id:
            return None
        new, old = store.snapshot(snapshot_id), store.snapshot(before)
        store.tables_of(before)
    except store.StoreError:
        return None  # damaged or gone: publishing is what mends it
    alike = new.source == old.source and new.synthetic == old.synthetic
    return before if alike and all(new.made_from.get(name) == old.made_from.get(name) for name in _SAME) else None


class _Carrier:
    """The snapshot before, for one smallest group: the sizes and the numbers that it told."""

    def __init__(self, snapshot_id: str, told: Released) -> None:
        self.snapshot_id = snapshot_id
        self.told = told
        self.sizes = {(code, *size.cell): size for code, found in told.sizes.items() for size in found}

    def rows(self, cells: Iterable[Told]) -> dict[Told, Mapping[str, Any]]:
        """What it told of these cells: what it carried itself, and what its own tables say."""
        wanted = set(cells)
        found = {cell: row for cell, row in self.told.carried.items() if cell in wanted}
        for _, place, project in sorted({("", c[1], c[3]) for c in wanted - set(found)}):
            found |= {c: row for c, row in _told(self.snapshot_id, place, project) if c in wanted - set(found)}
        return found


def _carrier(before: str | None, k: int) -> _Carrier | None:
    told = released.read(before, k) if before else None
    return _Carrier(before, told) if before and told else None


def _released(found: Mapping[str, list[Size]], k: int, carrier: _Carrier | None) -> Released:
    told: dict[str, list[Size]] = {}
    out: set[Told] = set()
    stayed: set[Told] = set()
    for code, now in found.items():
        was = {size.cell: carrier.sizes.get((code, *size.cell)) for size in now} if carrier else {}
        same = {cell: old for cell, old in was.items() if old is not None}
        same = {size.cell: same[size.cell] for size in now if size.cell in same and _stays(same[size.cell], size, k)}
        hidden_before = {cell for cell in same if carrier and (code, *cell) in carrier.told.hidden}
        shown_before: set[Place] = set(same) - hidden_before
        hidden = hidden_places(now, k, shown=shown_before, also=hidden_before)
        out |= {(code, *cell) for cell in hidden}
        stayed |= {(code, *cell) for cell in shown_before - hidden}
        told[code] = [same.get(size.cell, size) for size in now]
        told[code] = [replace(size, within=new.within) for size, new in zip(told[code], now, strict=True)]
    return Released(told, frozenset(out), carrier.rows(stayed) if carrier else {})


def _stays(old: Size, new: Size, k: int) -> bool:
    return abs(old.enterprises - new.enterprises) < k


def _told(snapshot_id: str, place: str, project: str) -> Iterable[tuple[Told, Mapping[str, Any]]]:
    """What a snapshot's own tables say of the cells of a place and a project."""
    if project == NO_PROJECT:
        return
    chosen = Filters(country=(place,) if place else (), project=(project,) if project != ALL_PROJECTS else ())
    for question in ("results/overview", "results/by_year"):
        frame = ask(question, chosen, snapshot_id=snapshot_id).frame
        for row in frame.to_dict("records"):
            if not pd.isna(row["value"]):
                cell = (row["indicator"], place, row.get("year", ALL_YEARS), project)
                yield cell, {name: row.get(name) for name in TOLD}
