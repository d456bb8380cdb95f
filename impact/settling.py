"""Which rows of a breakdown are told as they were in an earlier snapshot, so that nobody takes the difference."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from impact.between import Past, settle
from impact.breakdowns import TOTAL, Standing, beside_small_ones, columns_of, rows_of, sizes_of, total_of
from impact.questions import Measure, Question
from impact.sums import Line, hidden

# Tells, of the rows of an answer that are results, which are withheld for themselves.
Few = Callable[[Measure, pd.DataFrame], "pd.Series[bool]"]


def settled(
    question: Question, frame: pd.DataFrame, few: Few, last: Mapping[int, Standing] | None, k: int
) -> dict[int, Standing]:
    """What is told of the measures of a breakdown, by their places, after what was told `last`; None for nothing."""
    frame = frame.set_axis(rows_of(frame))
    found: dict[int, Standing] = {}
    of_one_n: dict[tuple[str, str], dict[int, _Measured]] = {}
    for place, measure in enumerate(question.measures):
        if measure.n and measure.kind != "counts":
            one = _Measured(measure, frame, few(measure, frame), None if last is None else last.get(place), k)
            of_one_n.setdefault((measure.n, measure.also), {})[place] = one
    for each in of_one_n.values():
        # All that is told with one n is told of one day: two days would tell of what moved between.
        stay: set[str] = set()
        while more := set[str]().union(*(one.settle(stay) for one in each.values())) - stay:
            stay |= more
        found |= {place: one.standing(frame[columns_of(question, place, frame)]) for place, one in each.items()}
    return found


class Rows:
    """The rows of one total, as a web of sums; the total is told elsewhere, whatever is told here."""

    last = frozenset[str]()

    def __init__(self, parts: Sequence[str]) -> None:
        self.lines = [Line(TOTAL, tuple(parts))]

    def hide(
        self, sizes: Mapping[str, int], k: int, known: Collection[str] = (), also: Collection[str] = ()
    ) -> set[str]:
        """The rows to hide, as `sums.hidden` does."""
        return hidden(sizes, self.lines, k, set(also) & sizes.keys(), set(known) & sizes.keys())


class _Measured:
    """One measure of a breakdown, now and when it was last told."""

    def __init__(
        self, measure: Measure, frame: pd.DataFrame, few: "pd.Series[bool]", last: Standing | None, k: int
    ) -> None:
        self.measure, self.k, self.last = measure, k, last
        frame = frame.loc[few.index]
        self.small = {str(row) for row in frame.index[few]}
        self.hidden, self.kept = set[str](), set[str]()
        self.after = self._numbers(frame)
        if last is None:
            self.hidden = {str(row) for row in frame.index[few | beside_small_ones(measure, frame, few, k)]}
            return
        columns = [c for c in measure.columns if c in frame]
        said = {row: tuple(told.get(c) for c in columns) for row, told in last.told.items()}
        self.before = {row: (*sizes, said.get(row)) for row, sizes in last.sizes.items()}
        self.moved = {row: self._moved(row) for row in {*self.before, *self.after}}
        self.groups: dict[str, tuple[list[str], list[str]]] = {}
        for row in sorted(self.moved):
            total, part = total_of(row)
            self.groups.setdefault(total, ([], []))[part].append(row)

    def _numbers(self, frame: pd.DataFrame) -> dict[str, tuple[int, int, tuple[Any, ...] | None]]:
        """Of each row that says something: on how many it rests, on how many enterprises, and what it says."""
        n = sizes_of(self.measure, frame)
        also = frame[self.measure.also].fillna(0).astype(int) if self.measure.also else n
        said = frame[[c for c in self.measure.columns if c in frame]].to_numpy(dtype=object)
        each = zip(frame.index, n, also, said, strict=True)
        return {str(row): (int(a), int(b), tuple(map(_plain, values))) for row, a, b, values in each if a}

    def _moved(self, row: str) -> int:
        """By how many a row differs from what was told of it; 1 where as many say something else."""
        n, also, said = self.before.get(row, (0, 0, ()))
        n_now, also_now, said_now = self.after.get(row, (0, 0, ()))
        return abs(also_now - also) or int(n != n_now or (said is not None and said != said_now))

    def settle(self, stay: Collection[str]) -> set[str]:
        """Decide, telling nothing anew of the rows that are to `stay`; returns those that are told as they were."""
        if self.last is None:
            return set()
        self.hidden, self.kept = set(), set()
        for totals, parts in self.groups.values():
            for row in totals:
                self._settle([row], Rows([]), stay)
            if parts and self._settle(parts, Rows(parts), stay):
                self.hidden |= {row for row in (*totals, *parts) if row in self.after}
        self.kept -= self.hidden
        return self.kept

    def _settle(self, rows: Sequence[str], web: Rows, stay: Collection[str]) -> bool:
        """Decide on some rows of one total; returns whether nothing but hiding them all hides the small ones."""
        after = {row: self.after[row][0] for row in rows if row in self.after}
        before = {row: self.before[row][0] for row in rows if row in self.before}
        moved = {row: self.moved[row] for row in rows}
        net = abs(sum(after.values()) - sum(before.values()))
        for sizes in (after, before, moved):
            sizes[TOTAL] = max(self.k, sum(sizes.values()))  # it is told elsewhere, and anew
        past = Past(before, set(self.last.hidden if self.last else ()) & set(rows), moved)
        stay = set(stay) & set(rows)
        while True:
            out, kept = settle(after, past, self.k, web, self.small & set(rows), stay=stay)
            movers = {row for row in rows if moved[row]} & after.keys()
            untold = movers & (kept | out)
            # Where the total stays as it was, wherever it is told, nothing that gives what moved of it is told.
            if (TOTAL in kept and movers - untold) or (len(rows) > 1 and net < self.k and movers and not untold):
                stay |= movers
                continue
            self.hidden |= out - {TOTAL}
            self.kept |= kept & self.after.keys()
            return TOTAL in out

    def standing(self, frame: pd.DataFrame) -> Standing:
        """What is told of the columns of `frame`, as it was before of the rows that stay."""
        now = frame.to_dict("index")
        old = self.last or Standing()
        stayed = self.kept | {row for row in self.hidden if row in old.sizes and self.moved[row] < self.k}
        told = {
            row: old.told[row] if row in self.kept else {str(c): _plain(value) for c, value in now[row].items()}
            for row in self.after
            if row not in self.hidden
        }
        sizes = {row: old.sizes[row] if row in stayed else (n, also) for row, (n, also, _) in self.after.items()}
        return Standing(sizes, frozenset(self.hidden), told)


def _plain(value: Any) -> Any:
    """As it is kept: a number of Python, and nothing for what is missing."""
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
