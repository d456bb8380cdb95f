"""The ways of the leak walk: who asks what, and what two answers about two exports tell of the canaries.

Which groups are large enough to be told of is decided here anew, from the export's tables.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pandas as pd

from impact import questions
from impact.access import AccessError, Viewer
from impact.ask import AskError, ask
from impact.catalogue import CatalogueError
from impact.filters import Filters
from impact.settings import QUERIES, REFERENCE
from tests.gate import canaries
from tests.gate.canaries import FOUR, HEAVY, LONE, World

ROLES = {
    "public": Viewer("public"),
    "donor": Viewer("donor", ("GLO-3",)),
    "trainer": Viewer("trainer", ("T-KEN-0001",)),
    "coordinator": Viewer("coordinator", ("KEN",)),
}
# How the groups of a breakdown are called in an answer.
BY = ("iso3", "sector", "size", "module", "project_id", "women_led", "year")
# A question, filters, and its own parameters.
Combination = tuple[str, Filters, dict[str, Any]]


class Model:
    """What a role may know, told from the export's tables alone: whom a filter or a group is about."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self.enterprises = tables["enterprises"].set_index("enterprise_id")
        sectors = pd.read_csv(REFERENCE / "sectors.csv", dtype=str).set_index("division")["sector"]
        regions = pd.read_csv(REFERENCE / "countries.csv", dtype=str, keep_default_na=False).set_index("iso3")
        counted = tables["workforce"].sort_values("measured_on").groupby("enterprise_id").last()
        workers = (counted["women"] + counted["men"]).reindex(self.enterprises.index)
        self.of = pd.DataFrame(
            {
                "iso3": self.enterprises["iso3"],
                "region": self.enterprises["iso3"].map(regions["ilo_region"]),
                "sector": self.enterprises["isic"].map(sectors).fillna("other"),
                "size": pd.cut(workers, [-1, 9, 49, 249, 10**9], labels=["micro", "small", "medium", "large"]),
                "women_led": self.enterprises["women_led"].map({True: "yes", False: "no"}).fillna("unknown"),
            }
        )
        self.of["size"] = self.of["size"].astype(object).where(workers.notna(), "unknown")
        self.engaged = tables["engagements"]
        self.donors = tables["project_donors"]
        self.trainers = tables["trainers"].set_index("trainer_id")
        self._about: dict[str, set[str]] = {}
        self._strange: dict[Viewer, set[str]] = {}

    def about(self, **group: Iterable[str]) -> set[str]:
        """The enterprises that a group can be about at most."""
        said = repr(sorted((name, sorted(values)) for name, values in group.items()))
        if said not in self._about:
            self._about[said] = self._of_group(**group)
        return self._about[said]

    def _of_group(self, **group: Iterable[str]) -> set[str]:
        found = set(self.of.index)
        for name, values in group.items():
            wanted = set(values)
            if name == "country":
                found &= set(self.of.index[self.of["iso3"].isin(wanted) | self.of["region"].isin(wanted)])
            elif name == "donor":
                projects = set(self.donors.loc[self.donors["donor_id"].isin(wanted), "project_id"])
                found &= set(self.engaged.loc[self.engaged["project_id"].isin(projects), "enterprise_id"])
            elif name in ("module", "project_id"):
                found &= set(self.engaged.loc[self.engaged[name].isin(wanted), "enterprise_id"])
            elif name in self.of:
                found &= set(self.of.index[self.of[name].isin(wanted)])
        return found

    def own(self, viewer: Viewer) -> set[str]:
        """The enterprises that the viewer sees one by one."""
        mine = set(self.of.index[self.of["iso3"].isin(viewer.countries)])
        return mine | set(self.engaged.loc[self.engaged["trainer_id"].isin(viewer.trainers), "enterprise_id"])

    def strange(self, viewer: Viewer) -> set[str]:
        """The ids and names of enterprises, and the ids of trainers, that the viewer is not to see."""
        if viewer not in self._strange:
            mine = self.own(viewer)
            foreign = set(self.of.index) - mine
            names = [set(self.enterprises.loc[sorted(ids), "name"]) for ids in (foreign, mine)]
            trainers = set(self.trainers.index[~self.trainers["iso3"].isin(viewer.countries)]) - set(viewer.trainers)
            self._strange[viewer] = foreign | (names[0] - names[1]) | trainers
        return self._strange[viewer]


@cache
def _model(key: int) -> Model:
    return Model(_tables[key])


_tables: dict[int, dict[str, pd.DataFrame]] = {}


def model(world: World) -> Model:
    """The model of a world's export, made once."""
    _tables[id(world)] = world.tables
    return _model(id(world))


@cache
def parameters(name: str) -> list[dict[str, Any]]:
    """The parameters of a question's own to try: each word that its SQL compares one with, and ids that are not one's own."""
    question = questions.question(name)
    text = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = [{}]
    for parameter, default in question.defaults.items():
        ids = {
            "enterprise": [LONE, FOUR[0], HEAVY, "nobody"],
            "enterprises": [[LONE, *FOUR]],
            "trainer": ["T-VNM-0001"],
            "improvement": [f"{LONE}.R-VNM-0000700"],
            "find": ["Zyqqurat", "QX-"],
            "indicator": ["satisfaction_rate", "defect_rate", "cost_savings", "practices_adopted", "cost_recovery"],
            "kpi": ["defect_rate", "productivity"],
            "kpis": [["defect_rate"]],
        }.get(parameter)
        named = re.findall(rf"\${parameter}\s*(?:=|<>|in)\s*\(?((?:'[\w|]+',?\s*)+)", text)
        words = ids or sorted({word for group in named for word in re.findall(r"'([\w|]+)'", group)})
        plain = str(default).strip("'")
        found += [{parameter: word} for word in words if word != plain]
    return found


def filters(world: World) -> list[Filters]:
    """Every filter option alone, and the combinations that close in on the canaries."""
    known = model(world)
    regions = sorted(set(known.of["region"]))
    said = [Filters()]
    said += [Filters(country=(code,)) for code in ["MNG", "VNM", "IDN", *regions, *sorted(set(known.of["iso3"]))]]
    said += [Filters(sector=(code,)) for code in sorted(set(known.of["sector"]))]
    said += [Filters(size=(code,)) for code in ("small", "medium", "large", "micro", "unknown")]
    said += [Filters(module=(code,)) for code in sorted(set(known.engaged["module"]))]
    said += [Filters(project=(code,)) for code in sorted(set(known.engaged["project_id"].dropna()))]
    said += [Filters(donor=(code,)) for code in sorted(set(known.donors["donor_id"]))]
    said += [Filters(women_led=code) for code in ("yes", "no")]
    said += [Filters(period=(first, last)) for first, last in [(2018, 2018), (2019, 2019), (2015, 2020), (2024, 2024)]]
    said += [
        Filters(country=("VNM",), sector=("construction_materials",)),
        Filters(country=("MNG",), period=(2018, 2018)),
        Filters(country=("asia-pacific",), period=(2019, 2019)),
        Filters(country=("MNG", "VNM")),
        Filters(country=tuple(c for c in sorted(set(known.of["iso3"])) if c != "MNG")),
        Filters(sector=tuple(s for s in sorted(set(known.of["sector"])) if s != "construction_materials")),
    ]
    return list(dict.fromkeys(said))


def combinations(world: World) -> list[Combination]:
    """Every question with every filter option and each of its own parameters."""
    every = itertools.product(questions.names(), filters(world))
    return [(name, chosen, given) for name, chosen in every for given in parameters(name) if _heeds(name, chosen)]


def compared(world: World) -> set[Filters]:
    """The filters for which the answers about both exports are compared: all that choose a canary, some that choose none."""
    found, few = set[Filters](), dict[tuple[str, ...], int]()
    for chosen in filters(world):
        kind = tuple(chosen.set_names())
        near = bool(model(world).about(**groups_of(chosen)) & set(canaries.PLACES))
        few[kind] = few.get(kind, 0) + (not near)
        if near or few[kind] <= 2:
            found.add(chosen)
    return found


def _heeds(name: str, chosen: Filters) -> bool:
    return set(chosen.set_names()) <= set(questions.question(name).filters)


def answer(viewer: Viewer, name: str, chosen: Filters, given: dict[str, Any]) -> pd.DataFrame | str:
    """What the viewer gets: rows, or the words of a refusal."""
    try:
        frame = ask(name, chosen, viewer, **given).frame
        frame.attrs.clear()  # which pandas would copy with every row
        return frame
    except (AccessError, AskError, CatalogueError) as error:
        return str(error)


def on_lattice(viewer: Viewer, chosen: Filters) -> bool:
    """May results be told for these filters at all? One place, one year or all; a donor's own project."""
    narrow = set(chosen.set_names()) - {"period", "country"}
    own_project = viewer.role == "donor" and narrow == {"project"} and set(chosen.project) <= set(viewer.scope)
    one_year = chosen.period is None or chosen.period[0] == chosen.period[1]
    return (not narrow or (own_project and len(chosen.project) == 1)) and len(chosen.country) <= 1 and one_year


def differing(one: pd.DataFrame, two: pd.DataFrame) -> pd.DataFrame:
    """The rows that two answers do not share, in whatever column."""
    if one.equals(two):
        return one[:0]
    said = [[tuple(map(_said, row)) for row in frame.itertuples(index=False)] for frame in (one, two)]
    lost = [[row not in set(others) for row in rows] for rows, others in (said, said[::-1])]
    return pd.concat([one[lost[0]], two[lost[1]]])


def _said(cell: Any) -> str:
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return "-"
    # Sums of the same numbers in another order differ in their last digits.
    return f"{cell:.9g}" if isinstance(cell, float) else str(cell)


def groups_of(chosen: Filters) -> dict[str, list[str]]:
    """Whom filters choose, but for the period."""
    link = {name: value.split(",") for name, value in chosen.link().items() if name != "period"}
    return {("project_id" if name == "project" else name): value for name, value in link.items()}


def groups(row: pd.Series, given: dict[str, Any], chosen: Filters) -> dict[str, list[str]]:
    """Whom a row is about: the filters, and what its columns say."""
    said = groups_of(chosen)
    for column in BY:
        if column in row and isinstance(row[column], str):
            said[column] = [row[column]]
    if given.get("by") in ("country", "sector", "size", "module", "project", "donor", "women_led", "region"):
        code = row.get("code", row.get("group"))
        # Who is of no module known is told by no column of the export.
        if isinstance(code, str) and code != "all" and (given["by"], code) != ("module", "unknown"):
            name = {"project": "project_id", "region": "country"}.get(given["by"], given["by"])
            said["iso3" if name == "country" and len(code) == 3 else name] = [code]
    return said


def betrayed(frame: pd.DataFrame, strange: set[str]) -> Iterator[str]:
    """The names, ids and coordinates in an answer that are not for its reader."""
    cells, told = set(), set()
    for column in frame:
        if frame[column].dtype.kind == "f":
            told |= {f"{abs(value):.4f}" for value in frame[column].unique()}
        elif frame[column].dtype == object:
            cells |= {cell for cell in frame[column].array if isinstance(cell, str)}
    yield from (f"names {word}" for word in sorted(cells & strange)[:3])
    joined = "\n".join(cells)
    yield from (f"shows {word}" for word in canaries.secrets() if word in joined or word in told)


def leaks(
    world: World, viewer: Viewer, name: str, chosen: Filters, given: dict[str, Any], both: list[Any]
) -> Iterator[str]:
    """What two answers about the two exports tell of the canaries, in words."""
    one, two = both
    if isinstance(one, str) or isinstance(two, str):
        assert isinstance(one, str) and isinstance(two, str)
        asked = " ".join(str(value) for value in given.values())
        yield from (f"says {word}" for word in [*canaries.NAMES.values()] if word in one + two and word not in asked)
        if one != two:
            yield f"refuses otherwise: {one} / {two}"
        return
    known = model(world)
    for frame in [one] if one is two else both:
        yield from betrayed(frame, known.strange(viewer))
    if questions.question(name).kind == "peers":
        return  # bands of ten or more, which the tests of peers look into
    different = differing(one, two)
    if different.empty:
        return
    # A row of the map is one country, however many are chosen.
    several = name == "results/country_map" and set(chosen.set_names()) == {"country"}
    if not on_lattice(viewer, chosen) and not several:
        yield f"tells results under filters outside the lattice: {different.to_dict('records')[:1]}"
    for _, row in different.iterrows():
        about = known.about(**groups(row, given, chosen))
        if len(about) < viewer.smallest_group:
            yield f"tells of {len(about)} enterprises: {row.to_dict()}"
        if HEAVY in about and len(about) == 1:
            yield f"tells of one: {row.to_dict()}"
