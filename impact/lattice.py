"""Which cells of tables with totals stay hidden, so that nobody works a small one out of those that are shown."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

Cell = TypeVar("Cell", bound=Hashable)
PROGRAMME, ALL_YEARS = "", ""
# A sum to which one enterprise alone contributes more than this is about that enterprise.
DOMINATED = 0.5


@dataclass(frozen=True)
class Line(Generic[Cell]):
    """A total and the parts that add up to it."""

    total: Cell
    parts: tuple[Cell, ...]


def hidden(
    sizes: Mapping[Cell, int],
    lines: Sequence[Line[Cell]],
    k: int,
    also: Collection[Cell] = (),
    known: Collection[Cell] = (),
) -> set[Cell]:
    """The cells to hide: those that rest on fewer than `k`, those of `also`, and as many more as protect them.

    What the viewer knows anyhow (`known`) stays shown, and protects nothing. `sizes` gives the enterprises (or people)
    that each cell rests on; a cell of nobody is empty and hides nothing. Afterwards no hidden cell follows from shown
    ones by adding and subtracting, and the hidden parts of a total that is shown rest on `k` or more together. Small
    cells are taken first, in an order that does not depend on values.
    """
    full = {cell for cell, size in sizes.items() if size > 0}
    kept = [Line(line.total, tuple(p for p in line.parts if p in full)) for line in lines if line.total in full]
    kept = [line for line in kept if line.parts]
    open_ = _known_by(set(known), kept)
    chosen = {cell for cell in full if sizes[cell] < k or cell in set(also)} - open_
    while True:
        before = len(chosen)
        for line in kept:
            _guard(line, chosen, sizes, k, open_)
        if len(chosen) > before:
            continue
        loose = sorted(determined(chosen, kept), key=repr)
        if not any(_hide_beside(cell, kept, chosen, sizes, open_) for cell in loose):
            return chosen


@dataclass(frozen=True)
class Size:
    """The enterprises that a result of a place and a time rests on, and the share of its sum that the largest makes up.

    `place` is a country or a region, or PROGRAMME; `time` a year, or ALL_YEARS; `within` the region of a country.
    """

    place: str
    within: str
    time: object
    enterprises: int
    largest: float


def hidden_places(found: Iterable[Size], k: int, own: Collection[str] = ()) -> set[tuple[str, object]]:
    """The places and times of one result to hide: countries add up to regions, these to the programme, years to all.

    Of the `own` countries the viewer knows everything.
    """
    known = {(size.place, size.time): size for size in found}
    region_of = {size.place: size.within for size in known.values()}
    regions = sorted(place for place, within in region_of.items() if place != PROGRAMME and not within)
    members = {
        region: tuple(sorted(place for place, within in region_of.items() if within == region)) for region in regions
    }
    times = sorted({size.time for size in known.values()}, key=str)
    years = tuple(time for time in times if time != ALL_YEARS)
    lines = [Line((place, ALL_YEARS), tuple((place, year) for year in years)) for place in sorted(region_of)]
    for time in times:
        lines += [Line((region, time), tuple((c, time) for c in countries)) for region, countries in members.items()]
        lines.append(Line((PROGRAMME, time), tuple((region, time) for region in regions)))
    dominated = [cell for cell, size in known.items() if size.largest > DOMINATED]
    sizes = {cell: size.enterprises for cell, size in known.items()}
    return hidden(sizes, lines, k, dominated, [cell for cell in known if cell[0] in own])


def determined(chosen: Collection[Cell], lines: Sequence[Line[Cell]]) -> set[Cell]:
    """The hidden cells that follow from the shown ones: those that no solution of the lines' sums can move."""
    order = {cell: number for number, cell in enumerate(sorted(chosen, key=repr))}
    rows = []
    for line in lines:
        row = np.zeros(len(order))
        for cell, sign in ((line.total, -1.0), *((part, 1.0) for part in line.parts)):
            if cell in order:
                row[order[cell]] += sign
        if row.any():
            rows.append(row)
    if not rows:
        return set()
    _, values, directions = np.linalg.svd(np.array(rows))
    rank = int((values > 1e-9).sum())
    moved = np.abs(directions[rank:]).sum(axis=0) > 1e-9 if rank < len(order) else np.zeros(len(order), dtype=bool)
    return {cell for cell, number in order.items() if not moved[number]}


def _known_by(known: set[Cell], lines: Sequence[Line[Cell]]) -> set[Cell]:
    """What is known, with the totals of parts that are all known."""
    more = {line.total for line in lines if known >= set(line.parts)} - known
    return _known_by(known | more, lines) if more else known


def _guard(line: Line[Cell], chosen: set[Cell], sizes: Mapping[Cell, int], k: int, known: set[Cell]) -> None:
    """Hide further parts of a line until its hidden ones protect each other."""
    out = [part for part in line.parts if part in chosen]
    # All parts shown would give a hidden total; the hidden parts of a shown one must be two, and many together.
    together = not out or (len(out) > 1 and sum(sizes[part] for part in out) >= k)
    if bool(out) if line.total in chosen else together:
        return
    rest = sorted(set(line.parts) - chosen - known, key=lambda part: (sizes[part], repr(part)))
    if rest:
        chosen.add(rest[0])
        _guard(line, chosen, sizes, k, known)
    elif line.total not in known:
        chosen.add(line.total)


def _hide_beside(
    cell: Cell, lines: Sequence[Line[Cell]], chosen: set[Cell], sizes: Mapping[Cell, int], known: set[Cell]
) -> bool:
    """Hide one more cell on a line of a cell that would follow from the others, or else on one that is tied to it.

    Returns whether there was one: what follows from what the viewer knows anyhow cannot be hidden.
    """
    near, seen = {cell}, set[Cell]()
    while near - seen:
        seen |= near
        tied = {other for line in lines if seen & {line.total, *line.parts} for other in (line.total, *line.parts)}
        if shown := tied - chosen - known:
            chosen.add(min(shown, key=lambda other: (sizes[other], repr(other))))
            return True
        near = tied
    return False
