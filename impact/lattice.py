"""The lattice of results that are told: places, times and projects, how they add up, and which of them stay hidden."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from impact.sums import Line, hidden

PROGRAMME, ALL_YEARS, ALL_PROJECTS, NO_PROJECT = "", "", "", "-"
# A place, a time and a project.
Place = tuple[str, object, str]
# A result of such a place: the indicator's code before it.
Told = tuple[str, str, object, str]
# A sum to which one enterprise alone contributes more than this is about that enterprise.
DOMINATED = 0.5


@dataclass(frozen=True)
class Size:
    """The enterprises that a result of a place and a time rests on, and the share of its sum that the largest makes up.

    `place` is a country or a region, or PROGRAMME; `time` a year, or ALL_YEARS; `within` the region of a country. Of
    one `project` alone there are cells of the programme, of its countries in all years, and of its years. `mark` is
    the same in two snapshots where the numbers behind the result are.
    """

    place: str
    within: str
    time: object
    enterprises: int
    largest: float
    project: str = ALL_PROJECTS
    mark: str = ""

    @property
    def cell(self) -> Place:
        """The key of the cell."""
        return (self.place, self.time, self.project)


class Places:
    """How the cells of one result add up: countries to regions, these to the programme, years and projects to all."""

    def __init__(self, found: Iterable[Size]) -> None:
        cells = {size.cell: size for size in found}
        self._base = {cell for cell in cells if cell[2] == ALL_PROJECTS}
        self._first = _places_and_times({cell: cells[cell] for cell in self._base})
        self.lines = self._first if len(self._base) == len(cells) else [*self._first, *_projects(cells)]
        self.last = cells.keys() - self._base

    def hide(
        self, sizes: Mapping[Place, int], k: int, known: Collection[Place] = (), also: Collection[Place] = ()
    ) -> set[Place]:
        """The cells to hide, as `sums.hidden` does; projects come last: for their sake nothing else is hidden."""
        base = self._base & sizes.keys()
        known, also = set(known) & sizes.keys(), set(also) & sizes.keys()
        first = hidden({cell: sizes[cell] for cell in base}, self._first, k, also & base, known & base)
        if not self.last:
            return first
        # What is in no project is never shown by itself.
        also |= first | {cell for cell in self.last & sizes.keys() if cell[2] == NO_PROJECT}
        return hidden(sizes, self.lines, k, also, known | (base - first))


def dominated(cells: Mapping[Place, Size]) -> set[Place]:
    """The cells that tell of one enterprise, since it makes up more than half of their sum."""
    return {cell for cell, size in cells.items() if size.largest > DOMINATED}


def _places_and_times(cells: Mapping[Place, Size]) -> list[Line[Place]]:
    region_of = {size.place: size.within for size in cells.values()}
    regions = sorted(place for place, within in region_of.items() if place != PROGRAMME and not within)
    members = {
        region: tuple(sorted(place for place, within in region_of.items() if within == region)) for region in regions
    }
    times = sorted({size.time for size in cells.values()}, key=str)

    def at(place: str, time: object) -> Place:
        return (place, time, ALL_PROJECTS)

    years = [time for time in times if time != ALL_YEARS]
    lines = [Line(at(place, ALL_YEARS), tuple(at(place, year) for year in years)) for place in sorted(region_of)]
    for time in times:
        lines += [Line(at(region, time), tuple(at(c, time) for c in inside)) for region, inside in members.items()]
        lines.append(Line(at(PROGRAMME, time), tuple(at(region, time) for region in regions)))
    return lines


def _projects(cells: Mapping[Place, Size]) -> list[Line[Place]]:
    parts = sorted((cell for cell in cells if cell[2] != ALL_PROJECTS), key=repr)
    lines = []
    for project in sorted({cell[2] for cell in parts}):
        mine = [cell for cell in parts if cell[2] == project]
        whole = (PROGRAMME, ALL_YEARS, project)
        lines.append(Line(whole, tuple(cell for cell in mine if cell[1] != ALL_YEARS)))
        lines.append(Line(whole, tuple(cell for cell in mine if cell[0] != PROGRAMME)))
    for place, time in sorted({cell[:2] for cell in parts}, key=repr):
        lines.append(Line((place, time, ALL_PROJECTS), tuple(cell for cell in parts if cell[:2] == (place, time))))
    return lines
