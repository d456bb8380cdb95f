"""What two snapshots tell together: which cells stay as they were, so that nobody takes the difference.

Whoever has the answers of both subtracts them, and what moved is a result about those who came, went or changed. A cell
that moved by fewer than k stays as it was; and as many more stay as it takes, since the movement of a total less those
of its other parts is that of one part.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from impact.sums import Cell, Line, determined, hide_beside

# The numbers of a cell: before, after, and what moved between.
_NAMES = _BEFORE, _AFTER, _MOVED = "before", "after", "moved"


class Web(Protocol[Cell]):
    """How cells add up, and which of them to hide; for the sake of its `last` cells no other is."""

    @property
    def lines(self) -> Sequence[Line[Cell]]: ...

    @property
    def last(self) -> Collection[Cell]: ...

    def hide(self, sizes: Mapping[Cell, int], k: int, known: Collection[Cell], also: Collection[Cell]) -> set[Cell]:
        """As `sums.hidden`, with the lines of this web."""


@dataclass(frozen=True)
class Past(Generic[Cell]):
    """The snapshot before: on how many each of its cells rested when it was last told, and which were hidden.

    `moved` is by how many each cell, of either snapshot, differs since then: 1 where as many gave other numbers.
    """

    sizes: Mapping[Cell, int]
    hidden: Collection[Cell]
    moved: Mapping[Cell, int]


def settle(
    after: Mapping[Cell, int],
    past: Past[Cell],
    k: int,
    web: Web[Cell],
    also: Collection[Cell] = (),
    own: Collection[Cell] = (),
    stay: Collection[Cell] = (),
) -> tuple[set[Cell], set[Cell]]:
    """The cells of the snapshot after to hide, and those to tell as they were, from a viewer of the smallest group `k`.

    `also` is hidden in any case, what is to `stay` not told anew in any; of its `own` cells the viewer knows both
    snapshots. Afterwards nobody who adds and subtracts what is told of both finds a cell of fewer than `k`, before or
    after, or a movement of fewer.
    """
    told = past.sizes.keys() - set(past.hidden)
    gone = told - after.keys()
    few = {cell for cell in after if cell in past.sizes and past.moved[cell] < k}
    stays = (few | set(stay)) - set(own)
    while True:
        kept = stays & told
        out = web.hide(after, k, {*kept, *own}, {*also, *(stays - kept)})
        more = web.hide(past.moved, k, {*gone, *own}, out) - out - stays - set(own)
        if not more:
            more = _Seen(after, past, out, kept - out, own).tied_to_few(k, web) - stays
        if not more:
            return out, kept - out
        stays |= more


class _Seen(Generic[Cell]):
    """What is seen of both snapshots, as one table: before and what moved add up to after."""

    def __init__(
        self, after: Mapping[Cell, int], past: Past[Cell], out: set[Cell], kept: set[Cell], own: Collection[Cell]
    ) -> None:
        told = past.sizes.keys() - set(past.hidden)
        self.fresh = {cell for cell in after if after[cell]} - out - kept
        self.sizes = {
            **{(_BEFORE, cell): size for cell, size in past.sizes.items()},
            **{(_AFTER, cell): size for cell, size in after.items()},
            **{(_MOVED, cell): size for cell, size in past.moved.items()},
        }
        # What was there in one snapshot only is known to be nothing in the other.
        seen_before = told | (past.moved.keys() - past.sizes.keys())
        seen_after = self.fresh | (past.moved.keys() - after.keys())
        seen = {
            *((_BEFORE, cell) for cell in seen_before),
            *((_AFTER, cell) for cell in seen_after),
            *((_MOVED, cell) for cell in seen_before & seen_after),
            *((name, cell) for name in _NAMES for cell in own),
        }
        self.unknown = {key for key, size in self.sizes.items() if size} - seen

    def tied_to_few(self, k: int, web: Web[Cell]) -> set[Cell]:
        """A cell that is told anew, beside a number of few that follows while it is; nothing where none follows."""
        cells = {cell for _, cell in self.sizes}
        sums = {n: [Line((n, x.total), tuple((n, part) for part in x.parts)) for x in web.lines] for n in _NAMES}
        both = [Line((_AFTER, cell), ((_BEFORE, cell), (_MOVED, cell))) for cell in sorted(cells, key=repr)]
        lines = [*(line for each in sums.values() for line in each), *both]
        few = {key for key in determined(self.unknown, lines) if self.sizes[key] < k}
        # What followed from the snapshot before alone cannot be mended any more.
        alone = determined({key for key in self.unknown if key[0] == _BEFORE}, sums[_BEFORE]) if few else set()
        few -= alone
        for key in sorted(few, key=repr):
            may = {(_AFTER, cell) for cell in self.fresh if key[1] not in web.last or cell in web.last}
            chosen = set(self.unknown)
            if hide_beside(key, lines, chosen, self.sizes, {*self.sizes, *_all(lines)} - may):
                return {cell for _, cell in chosen - self.unknown}
        return set()


def _all(lines: Iterable[Line[Cell]]) -> set[Cell]:
    return {cell for line in lines for cell in (line.total, *line.parts)}
