"""Cells that are hidden, and the cells that are hidden for their sake: an attacker who adds and subtracts finds none."""

import random
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.lattice import NO_PROJECT, Place, Places, Size
from impact.sums import Line, determined, hidden

PLACES = {"africa": ("KEN", "UGA", "ETH"), "asia": ("VNM", "IDN")}
YEARS = (2019, 2020, 2021)


def hidden_places(found: Iterable[Size], k: int) -> set[Place]:
    cells = {size.cell: size for size in found}
    return Places(cells.values()).hide({cell: size.enterprises for cell, size in cells.items()}, k)


def one_line(**sizes: int) -> tuple[dict[str, int], list[Line]]:
    return {**sizes, "all": sum(sizes.values())}, [Line("all", tuple(sizes))]


def test_one_small_cell_takes_the_smallest_other_with_it() -> None:
    assert hidden(*one_line(a=3, b=20, c=9), k=5) == {"a", "c"}


def test_small_cells_that_protect_each_other_are_enough() -> None:
    assert hidden(*one_line(a=3, b=4, c=9, d=30), k=5) == {"a", "b"}


def test_hidden_cells_that_are_few_together_take_another() -> None:
    assert hidden(*one_line(a=1, b=2, c=9, d=30), k=5) == {"a", "b", "c"}


def test_nothing_small_hides_nothing_and_an_empty_cell_is_no_small_one() -> None:
    assert hidden(*one_line(a=5, b=0, c=9), k=5) == set()


def test_where_there_is_no_other_part_the_total_goes_too() -> None:
    assert hidden(*one_line(a=3), k=5) == {"a", "all"}
    assert hidden({"a": 4, "b": 0, "all": 4}, [Line("all", ("a", "b"))], k=5) == {"a", "all"}


def test_a_cell_that_one_enterprise_dominates_is_hidden_though_it_is_large() -> None:
    assert hidden(*one_line(a=30, b=20, c=40), k=5, also=["a"]) == {"a", "b"}


def test_a_bridge_between_two_rectangles_is_seen() -> None:
    # Each row and column has two hidden cells or more, and yet (2, 2) follows from the others.
    chosen = {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)} - {(2, 2)} | {(1, 2)}
    rows = [Line(("row", r), tuple((r, c) for c in range(4))) for r in range(4)]
    columns = [Line(("column", c), tuple((r, c) for r in range(4))) for c in range(4)]
    assert (1, 2) in determined(chosen, [*rows, *columns])


def grid(leaves: dict[tuple[str, int], int]) -> tuple[dict[tuple[str, object], int], list[Line]]:
    """Countries, regions and the programme, by year and in all: sizes and lines."""
    sizes: dict[tuple[str, object], int] = {}
    groups = {
        **{c: (c,) for cs in PLACES.values() for c in cs},
        **PLACES,
        "": tuple(c for cs in PLACES.values() for c in cs),
    }
    for place, countries in groups.items():
        for time, years in [*((y, (y,)) for y in YEARS), ("", YEARS)]:
            sizes[place, time] = sum(leaves[c, y] for c in countries for y in years)
    lines = [Line((place, ""), tuple((place, y) for y in YEARS)) for place in groups]
    for time in (*YEARS, ""):
        lines += [Line((region, time), tuple((c, time) for c in countries)) for region, countries in PLACES.items()]
        lines.append(Line(("", time), tuple((region, time) for region in PLACES)))
    return sizes, lines


LEAVES = [(c, y) for cs in PLACES.values() for c in cs for y in YEARS]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=len(LEAVES), max_size=len(LEAVES)), st.sampled_from([5, 10]))
def test_no_hidden_cell_follows_from_the_shown_ones(counts: list[int], k: int) -> None:
    sizes, lines = grid(dict(zip(LEAVES, counts, strict=True)))
    out = hidden(sizes, lines, k)
    assert {cell for cell, size in sizes.items() if 0 < size < k} <= out
    assert attacked(lines, out) == set()


def attacked(lines: Sequence[Line], out: set) -> set:
    """An attacker of one's own: what is the same in every table that has the shown sums lies wholly in their span."""
    place = {cell: i for i, cell in enumerate(sorted(out, key=repr))}
    equations = np.zeros((len(lines), len(place)))
    for number, line in enumerate(lines):
        for cell, sign in [(line.total, 1.0), *((p, -1.0) for p in line.parts)]:
            if cell in place:
                equations[number, place[cell]] = sign
    spanned = np.linalg.pinv(equations) @ equations
    return {cell for cell, i in place.items() if spanned[i, i] > 1 - 1e-9}


def test_the_attacker_finds_what_is_hidden_alone() -> None:
    lines = one_line(a=3, b=20, c=9)[1]
    assert attacked(lines, {"a"}) == {"a"}
    assert attacked(lines, {"a", "c"}) == set()


def test_the_order_of_cells_changes_nothing() -> None:
    shuffled = random.Random(3)
    counts = {cell: shuffled.randrange(0, 12) for cell in LEAVES}
    sizes, lines = grid(counts)
    again = dict(shuffled.sample(list(sizes.items()), len(sizes)))
    assert hidden(sizes, lines, 5) == hidden(again, lines, 5)


def test_results_of_no_country_and_no_region_are_places_too() -> None:
    sizes = [
        Size("nowhere in nowhere", "nowhere", 2020, 3, 0.4),
        Size("nowhere in nowhere", "nowhere", "", 3, 0.4),
        Size("nowhere", "", 2020, 3, 0.4),
        Size("nowhere", "", "", 3, 0.4),
        Size("KEN", "africa", 2020, 20, 0.1),
        Size("KEN", "africa", "", 20, 0.1),
        Size("africa", "", 2020, 20, 0.1),
        Size("africa", "", "", 20, 0.1),
        Size("", "", 2020, 23, 0.1),
        Size("", "", "", 23, 0.1),
    ]
    out = {cell[:2] for cell in hidden_places(sizes, 5)}
    assert {("nowhere", 2020), ("nowhere", ""), ("africa", ""), ("KEN", "")} <= out
    assert ("", "") not in out


def test_what_the_viewer_knows_protects_nothing() -> None:
    sizes, lines = one_line(a=3, b=4, c=9)
    assert hidden(sizes, lines, 5) == {"a", "b"}
    assert hidden(sizes, lines, 5, known=["b"]) == {"a", "c"}
    assert hidden({"a": 3, "b": 4, "all": 7}, [Line("all", ("a", "b"))], 5, known=["b"]) == {"a", "all"}


def test_a_total_without_parts_is_left_alone() -> None:
    assert hidden({"all": 9}, [Line("all", ("a",))], 5) == set()


@pytest.mark.parametrize("k", [5, 10])
def test_a_table_of_large_cells_is_shown_whole(k: int) -> None:
    sizes, lines = grid(dict.fromkeys(LEAVES, k))
    assert hidden(sizes, lines, k) == set()


PROJECTS = ("p1", "p2", NO_PROJECT)
OF_PROJECTS = [(p, c, y) for p in PROJECTS for c in ("KEN", "UGA", "VNM") for y in (2020, 2021)]
REGION = {"KEN": "africa", "UGA": "africa", "VNM": "asia"}


def of_projects(counts: dict[tuple[str, str, int], int]) -> list[Size]:
    """The cells of places and times, and of each project's countries and years."""
    found: dict[tuple[str, object, str], int] = {}
    for (project, country, year), n in counts.items():
        base = [(place, time, "") for place in (country, REGION[country], "") for time in (year, "")]
        for cell in [*base, ("", year, project), (country, "", project), ("", "", project)]:
            found[cell] = found.get(cell, 0) + n
    return [
        Size(place, REGION.get(place, ""), time, n, 0.1, project)
        for (place, time, project), n in sorted(found.items(), key=repr)
        if n
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=len(OF_PROJECTS), max_size=len(OF_PROJECTS)), st.sampled_from([5, 10]))
def test_no_small_cell_of_a_project_follows_from_what_all_donors_are_shown(counts: list[int], k: int) -> None:
    sizes = of_projects(dict(zip(OF_PROJECTS, counts, strict=True)))
    out = hidden_places(sizes, k)
    small = {size.cell for size in sizes if size.enterprises < k}
    assert small <= out
    cells = {size.cell: size for size in sizes}
    base = {cell: size for cell, size in cells.items() if not cell[2]}
    lines = Places(sizes).lines
    known = [Line(line.total, tuple(p for p in line.parts if p in cells)) for line in lines if line.total in cells]
    assert not attacked(known, out) & small
    assert {cell for cell in out if not cell[2]} == hidden_places(base.values(), k), (
        "nothing else is hidden for projects"
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 14), min_size=len(LEAVES), max_size=len(LEAVES)),
    st.lists(st.integers(-4, 6), min_size=len(LEAVES), max_size=len(LEAVES)),
)
def test_what_stayed_from_before_protects_nothing(counts: list[int], changes: list[int]) -> None:
    before, lines = grid(dict(zip(LEAVES, counts, strict=True)))
    after, _ = grid({leaf: max(0, n + d) for leaf, n, d in zip(LEAVES, counts, changes, strict=True)})
    hidden_before = hidden(before, lines, 5)
    stayed = {cell for cell in after if before[cell] and after[cell] and abs(after[cell] - before[cell]) < 5}
    shown_before = stayed - hidden_before
    out = hidden(after, lines, 5, also=stayed & hidden_before, known=shown_before)
    assert not out & shown_before
    assert stayed & hidden_before <= out | _known(shown_before, lines, after)
    unknown = {cell for cell in after if after[cell]} & out
    found = attacked([Line(x.total, tuple(p for p in x.parts if after[p])) for x in lines if after[x.total]], unknown)
    # What all that is known adds up to cannot be hidden any more; everything else is.
    assert not {cell for cell in found if after[cell] < 5} - _known(shown_before, lines, after)


def _known(shown: set, lines: Sequence[Line], sizes: dict) -> set:
    """What follows from known cells alone by adding up and taking away."""
    known, before = set(shown), -1
    while len(known) > before:
        before = len(known)
        for line in lines:
            cells = [c for c in (line.total, *line.parts) if sizes[c]]
            if sizes[line.total] and len([c for c in cells if c not in known]) == 1:
                known |= set(cells)
    return known


@pytest.mark.parametrize(("shown", "expected"), [((), {"a", "c"}), (("c",), {"a", "b"})])
def test_a_cell_that_was_shown_before_is_no_protection(shown: tuple[str, ...], expected: set[str]) -> None:
    sizes, lines = one_line(a=3, b=20, c=9)
    assert hidden(sizes, lines, 5, known=shown) == expected
