"""When a snapshot is published: work out what of it is hidden, and which cells stay as they were in the one before.

A cell whose n changes by less than the smallest group stays as it was, and as many more as it takes, so that the
difference of two snapshots tells of no fewer (`impact.between`). What was hidden and stays is hidden still.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from impact import released, store
from impact.access import SMALLEST_GROUP
from impact.ask import ask, sizes
from impact.filters import Filters
from impact.lattice import ALL_PROJECTS, ALL_YEARS, NO_PROJECT, Told
from impact.released import TOLD, Before

GROUPS = tuple(sorted(set(SMALLEST_GROUP.values())))


def release(snapshot_id: str) -> None:
    """Work the cells of a snapshot out against the one that readers saw until now, and keep them.

    One that was released before keeps what it was released with, whatever came between.
    """
    if released.is_kept(snapshot_id):
        return
    found, before = sizes(snapshot_id), _before(snapshot_id)
    told = _told(before) if before else {}
    released.write(snapshot_id, {k: released.worked_out(found, k, told.get(k, Before())) for k in GROUPS})


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
    return before if new.lineage == old.lineage else None


def _told(snapshot_id: str) -> dict[int, Before]:
    """What readers were told of a snapshot, by smallest group: what it carried itself, and what its own tables say."""
    each = {k: told for k in GROUPS if (told := released.read(snapshot_id, k))}
    sizes = {k: told.last(k) for k, told in each.items()}
    shown = {
        k: {(code, *size.cell) for code, found in sizes[k].items() for size in found} - told.hidden
        for k, told in each.items()
    }
    places = sorted({(cell[1], cell[3]) for cells in shown.values() for cell in cells})
    own = {cell: row for place, project in places for cell, row in _said(snapshot_id, place, project)}
    return {
        k: Before(sizes[k], told.hidden, {**{c: own[c] for c in shown[k] & own.keys()}, **told.carried})
        for k, told in each.items()
    }


def _said(snapshot_id: str, place: str, project: str) -> Iterable[tuple[Told, Mapping[str, Any]]]:
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
