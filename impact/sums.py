"""Which cells of tables with totals stay hidden, so that nobody works a small one out of those that are shown."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

Cell = TypeVar("Cell", bound=Hashable)
_NOTHING = 1e-9

# What a line says of the cells that are hidden: the sign of each in a sum that is known.
Sum = Mapping[Cell, float]


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
        if not any(hide_beside(cell, kept, chosen, sizes, open_) for cell in loose):
            return chosen


def determined(chosen: Collection[Cell], lines: Sequence[Line[Cell]]) -> set[Cell]:
    """The hidden cells that follow from the shown ones: those that no solution of the lines' sums can move."""
    unknown = set(chosen)
    sums = [{c: -1.0 if c == line.total else 1.0 for c in (line.total, *line.parts) if c in unknown} for line in lines]
    found = _followed(sums, set())
    core = _core([{cell: sign for cell, sign in said.items() if cell not in found} for said in sums])
    for piece in _pieces(core):
        found |= _fixed(piece)
    return _followed(sums, found)


def _followed(sums: Sequence[Sum[Cell]], found: set[Cell]) -> set[Cell]:
    """What is known, and what follows from it one by one: a sum with one cell unknown gives it."""
    left = [said.keys() - found for said in sums]
    while alone := {cell for cells in left if len(cells) == 1 for cell in cells}:
        found = found | alone
        left = [cells - alone for cells in left]
    return found


def _core(sums: Sequence[Sum[Cell]]) -> list[Sum[Cell]]:
    """The sums that tell anything: one with a cell that is in no other sum says nothing of the rest."""
    left = [said for said in sums if said]
    while True:
        times = Counter(cell for said in left for cell in said)
        tied = [said for said in left if all(times[cell] > 1 for cell in said)]
        if len(tied) == len(left):
            return left
        left = tied


def _fixed(sums: Sequence[Sum[Cell]]) -> set[Cell]:
    """The cells that all solutions of the sums have in common, by elimination."""
    order = {cell: number for number, cell in enumerate(sorted({c for said in sums for c in said}, key=repr))}
    rows = np.zeros((len(sums), len(order)))
    for number, said in enumerate(sums):
        for cell, sign in said.items():
            rows[number, order[cell]] = sign
    done = 0
    for column in range(len(order)):
        if done == len(rows):
            break
        best = done + int(np.abs(rows[done:, column]).argmax())
        if abs(rows[best, column]) < _NOTHING:
            continue
        rows[[done, best]] = rows[[best, done]]
        rows[done] /= rows[done, column]
        others = np.abs(rows[:, column]) > _NOTHING
        others[done] = False
        rows[others] -= np.outer(rows[others, column], rows[done])
        done += 1
    alone = (np.abs(rows) > _NOTHING).sum(axis=1) == 1
    columns = {int(np.abs(row).argmax()) for row in rows[alone]}
    return {cell for cell, number in order.items() if number in columns}


def _pieces(sums: Sequence[Sum[Cell]]) -> list[list[Sum[Cell]]]:
    """The sums, parted where they have no unknown cell in common."""
    pieces: list[tuple[set[Cell], list[Sum[Cell]]]] = []
    for said in sums:
        touching = [piece for piece in pieces if piece[0] & said.keys()]
        cells = set(said).union(*(piece[0] for piece in touching))
        members = [one for piece in touching for one in piece[1]] + [said]
        pieces = [piece for piece in pieces if not piece[0] & said.keys()] + [(cells, members)]
    return [members for _, members in pieces]


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


def hide_beside(
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
