"""What was decided of the release of an answer: what is hidden from a viewer, and what stays as it was."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from impact import local, privacy, released, store, tellings, warehouse
from impact.access import Viewer
from impact.breakdowns import Standing, answer_of, standing_of, text_of
from impact.filters import Filters
from impact.lattice import Size
from impact.questions import Question
from impact.release import Release, narrowed
from impact.released import Released
from impact.settling import settled

Rows = Callable[[store.Snapshot], pd.DataFrame]
Sizes = Callable[[str], dict[str, list[Size]]]


def release(
    question: Question,
    viewer: Viewer,
    filters: Filters,
    snapshot: store.Snapshot,
    parameters: dict[str, Any],
    rows: Rows,
    sizes: Sizes,
) -> Release:
    """What else decides what of an answer may be shown to a viewer.

    `rows` asks the same of a snapshot for somebody with full rights, and `sizes` on how many its cells rest.
    """
    k = viewer.smallest_group if question.cells else 0
    cells = _cells_of(snapshot, k, tuple(viewer.countries), sizes) if k else Released({}, frozenset(), {})
    own = viewer.scope if k and viewer.role == "donor" else ()
    whole = Release(filters, snapshot.as_of, cells.hidden, cells.carried, own, cells.many)
    if not (viewer.smallest_group and question.breaks_down) or snapshot.compares or narrowed(question, whole):
        return whole
    if rows(snapshot).empty:
        return whole
    return replace(whole, standing=_standing(question, viewer.smallest_group, snapshot, parameters, rows))


def _standing(
    question: Question, k: int, snapshot: store.Snapshot, parameters: dict[str, Any], rows: Rows
) -> dict[int, Standing]:
    """What is told of a breakdown, after what was told of it before, or would have been: one table tells of another."""
    few = partial(privacy.few, parameters=parameters, k=k)

    def decide(of: store.Snapshot, last: str | None) -> str:
        return text_of(settled(question, rows(of), few, standing_of(last) if last else None, k))

    answer = answer_of(question, parameters)
    if said := tellings.told(answer, snapshot, k):
        return standing_of(said)
    for older in _older(snapshot):
        with suppress(store.StoreError, warehouse.WarehouseError):  # what is damaged or gone tells nothing any more
            tellings.tell(answer, older, k, partial(decide, older))
    return standing_of(tellings.tell(answer, snapshot, k, partial(decide, snapshot)))


def _older(snapshot: store.Snapshot) -> list[store.Snapshot]:
    """The snapshots here that tell of the same things and were not exported later, the oldest first."""
    found = [one for name in local.snapshot_ids() if name != snapshot.id and (one := local.snapshot(name))]
    found = [one for one in found if one.lineage == snapshot.lineage]
    older = [one for one in found if one.exported_at <= snapshot.exported_at and not one.compares]
    return sorted(older, key=lambda one: (one.exported_at, one.id))


def _cells_of(snapshot: store.Snapshot, k: int, own: tuple[str, ...], sizes: Sizes) -> Released:
    if not snapshot.compares:
        return _cells(snapshot.id, k, own, sizes)
    # Of a comparison is hidden what either snapshot hides, and what stays as it was: its movement tells of few.
    both = [_cells(one, k, own, sizes) for one in snapshot.compares]
    return Released(
        {}, frozenset().union(*(cells.hidden | cells.carried.keys() for cells in both)), {}, both[0].many & both[1].many
    )


def _cells(snapshot_id: str, k: int, own: tuple[str, ...], sizes: Sizes) -> Released:
    """The cells of the lattice for viewers of the smallest group `k` who know the `own` countries.

    Most is worked out when a snapshot is published; what somebody knows of own countries makes more of it tell.
    """
    found = released.read(snapshot_id, k)
    return found if found and not own else _worked_out(snapshot_id, k, own, sizes, released.state_of(snapshot_id))


@cache
def _worked_out(snapshot_id: str, k: int, own: tuple[str, ...], sizes: Sizes, state: tuple[Path, int]) -> Released:
    found = released.read(snapshot_id, k)
    if not found:
        return released.worked_out(sizes(snapshot_id), k, own=own)
    return released.worked_out(found.sizes, k, found.before, own, found)
