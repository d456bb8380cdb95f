"""Two snapshots of one table: an attacker who has both adds and subtracts, and finds neither a few nor what moved of few."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.between import Past, settle
from impact.sums import Line, hidden
from tests.gate.test_lattice import LEAVES, PLACES, YEARS, grid
from tests.marks import first

Cell = tuple[str, object]
Counts = dict[tuple[str, int], int]
GROUPS = {
    **{c: (c,) for cs in PLACES.values() for c in cs},
    **PLACES,
    "": tuple(c for cs in PLACES.values() for c in cs),
}


@dataclass
class Lines:
    """A web of lines without a last cell."""

    lines: list[Line]
    last = frozenset[Cell]()

    def hide(self, sizes: Mapping, k: int, known: object = (), also: object = ()) -> set:
        return hidden(sizes, self.lines, k, set(also) & sizes.keys(), set(known) & sizes.keys())


class Pair:
    """Two tables of the same leaves, and what is told of both."""

    def __init__(self, before: Counts, after: Counts, k: int, own: tuple[str, ...] = ()) -> None:
        self.k = k
        self.leaves = before, after
        (self.before, lines), (self.after, _) = grid(before), grid(after)
        self.own = {cell for cell in self.before if cell[0] in own}
        web = Lines(lines)
        self.moved = {cell: self._moved(cell) for cell in self.before}
        self.hidden_before = web.hide(self.before, k, self.own)
        there = {cell: n for cell, n in self.before.items() if n}
        past = Past(there, self.hidden_before, self.moved)
        now = {cell: n for cell, n in self.after.items() if n}
        self.hidden, self.stayed = settle(now, past, k, web, own=self.own)
        self.fresh = now.keys() - self.hidden - self.stayed

    def of(self, cell: Cell) -> list[tuple[str, int]]:
        return [(c, y) for c in GROUPS[cell[0]] for y in (YEARS if cell[1] == "" else (cell[1],))]

    def _moved(self, cell: Cell) -> int:
        change = abs(self.after[cell] - self.before[cell])
        return change or int(any(self.leaves[0][leaf] != self.leaves[1][leaf] for leaf in self.of(cell)))

    def _numbers(self, cell: Cell, name: str) -> np.ndarray:
        """The cell as a sum of what is unknown: each leaf before, and what moved of it."""
        before = np.array([leaf in self.of(cell) and self.leaves[0][leaf] > 0 for leaf in LEAVES])
        moves = [leaf in self.of(cell) and self.leaves[0][leaf] != self.leaves[1][leaf] for leaf in LEAVES]
        parts = {"before": (1, 0), "after": (1, 1), "moved": (0, 1)}[name]
        return np.concatenate([parts[0] * before, parts[1] * np.array(moves)]).astype(float)

    def found(self) -> set[tuple[str, Cell]]:
        """All that is about fewer than k and follows from what is told of both."""
        mine = [self._numbers(c, name) for c in self.own for name in ("before", "moved")]
        told = [self._numbers(c, "before") for c in self.before if self.before[c] and c not in self.hidden_before]
        told += [self._numbers(c, "after") for c in self.fresh]
        out = set()
        for name, sizes in (("before", self.before), ("after", self.after), ("moved", self.moved)):
            for cell in (c for c, n in sizes.items() if 0 < n < self.k):
                number = self._numbers(cell, name)
                if follows(number, told + mine) and not follows(number, mine):
                    out.add((name, cell))
        return out


def follows(number: np.ndarray, known: list[np.ndarray]) -> bool:
    """Is a sum of unknowns the same whatever gives all that is known?"""
    table = np.array(known) if known else np.zeros((1, len(number)))
    return bool(np.abs(number @ np.linalg.pinv(table) @ table - number).max() < 1e-7)


def leaves(low: int, high: int) -> st.SearchStrategy[Counts]:
    one = st.one_of(st.just(0), st.integers(low, high))
    return st.lists(one, min_size=len(LEAVES), max_size=len(LEAVES)).map(lambda x: dict(zip(LEAVES, x, strict=True)))


def drawn(**of_year: tuple[int, int, int]) -> Counts:
    """Some countries by year; the others have nothing."""
    return {(c, y): of_year.get(c, (0, 0, 0))[YEARS.index(y)] for c, y in LEAVES}


def pair(before: Counts, changes: Counts, k: int, own: tuple[str, ...] = ()) -> Pair:
    return Pair(before, {leaf: max(0, n + changes[leaf]) for leaf, n in before.items()}, k, own)


def test_a_cell_that_moved_by_few_stays_and_another_with_it_or_the_total_less_the_rest_would_give_it() -> None:
    before, changes = drawn(KEN=(30, 0, 0), UGA=(20, 0, 0), ETH=(40, 0, 0)), drawn(KEN=(9, 0, 0), UGA=(1, 0, 0))
    told = pair(before, changes, 5)
    assert not told.hidden and told.found() == set()
    assert {("UGA", 2019), ("KEN", 2019), ("ETH", 2019)} <= told.stayed
    told.fresh |= {("KEN", 2019), ("africa", 2019)}
    assert ("moved", ("UGA", 2019)) in told.found(), "the attacker finds what is told where only the cell itself stays"


def test_what_moved_by_many_everywhere_is_told_anew() -> None:
    before, changes = drawn(KEN=(30, 0, 0), VNM=(20, 0, 0)), drawn(KEN=(9, 0, 0), VNM=(7, 0, 0))
    told = pair(before, changes, 5)
    assert not told.hidden and not told.stayed


def test_what_was_small_before_is_not_given_by_what_it_is_now_less_what_moved() -> None:
    before, changes = drawn(KEN=(0, 0, 2), UGA=(0, 0, 1), ETH=(3, 0, 0)), drawn(UGA=(0, 1, 4))
    assert pair(before, changes, 5).found() == set()


@pytest.mark.parametrize("many", first(1, [60, 2000]))
def test_nobody_finds_a_few_or_what_moved_of_few(many: int) -> None:
    @settings(max_examples=many, deadline=None)
    @given(leaves(0, 40), leaves(-2, 12), st.sampled_from([5, 10]))
    def check(before: Counts, changes: Counts, k: int) -> None:
        assert pair(before, changes, k).found() == set()

    check()


@pytest.mark.parametrize("many", first(1, [30, 500]))
def test_nor_does_who_knows_a_country(many: int) -> None:
    @settings(max_examples=many, deadline=None)
    @given(leaves(0, 40), leaves(-2, 12))
    def check(before: Counts, changes: Counts) -> None:
        assert pair(before, changes, 5, ("KEN",)).found() == set()

    check()
