"""The leak walk: every role asks everything, and nothing tells what the role may not know.

Two exports differ only in what some enterprises measured, answered, saved and paid (see `canaries`). A viewer who may
not know these results gets the same answers from both: whatever differs tells something of them, in whichever column it
stands. Which groups are large enough to be told of is decided here anew, from the export's tables.
"""

import itertools
import random
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import exposure, privacy, questions, warehouse
from impact.access import AccessError, Viewer
from impact.ask import AskError, ask
from impact.catalogue import CatalogueError
from impact.cli import main
from impact.filters import Filters
from impact.publish import publish
from impact.reports import REPORTS, Request, standing, workbook_questions
from impact.reports.verify import verify
from impact.settings import QUERIES, REFERENCE
from impact.ui import cards
from impact.ui.safe import plain
from tests.gate import canaries
from tests.gate.canaries import FOUR, HEAVY, LONE, World
from tests.marks import first
from tests.pages.reading import PAGES, texts
from tests.pages.test_roles import claims_of, visit

ROLES = {
    "public": Viewer("public"),
    "donor": Viewer("donor", ("GLO-3",)),
    "trainer": Viewer("trainer", ("T-KEN-0001",)),
    "coordinator": Viewer("coordinator", ("KEN",)),
}
WHO = list(ROLES)
# How the groups of a breakdown are called in an answer.
BY = ("iso3", "sector", "size", "module", "project_id", "women_led", "year")
# What the ordinary run tries of all combinations for each role; `make test-all` tries them all.
SAMPLE = 40


@pytest.fixture(scope="module")
def world(demo_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("canaries")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("store", "other"):
            (folder / name).mkdir()
            patch.setenv("IMPACT_STORE", str(folder / name))
            publish(canaries.plant(demo_export, folder / f"{name}-export", other=name == "other"))
        tables = {p.stem: pd.read_parquet(p) for p in (folder / "store-export").glob("*.parquet")}
        yield World(folder / "store", folder / "other", tables)
    warehouse.close()


@pytest.fixture
def use(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], World]:
    def choose(other: bool) -> World:
        monkeypatch.setenv("IMPACT_STORE", str(world.other if other else world.store))
        return world

    choose(False)
    return choose


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
                "women_led": self.enterprises["women_led"].map({True: "yes", False: "no"}),
            }
        )
        self.of["size"] = self.of["size"].astype(object).where(workers.notna(), "unknown")
        self.engaged = tables["engagements"]
        self.donors = tables["project_donors"]
        self.trainers = tables["trainers"].set_index("trainer_id")

    def about(self, **group: Iterable[str]) -> set[str]:
        """The enterprises that a group can be about at most."""
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


@cache
def _model(key: int) -> Model:
    return Model(_tables[key])


_tables: dict[int, dict[str, pd.DataFrame]] = {}


def model(world: World) -> Model:
    _tables[id(world)] = world.tables
    return _model(id(world))


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


def combinations(world: World) -> list[tuple[str, Filters, dict[str, Any]]]:
    """Every question with every filter option and each of its own parameters."""
    every = itertools.product(questions.names(), filters(world))
    return [(name, chosen, given) for name, chosen in every for given in parameters(name) if _heeds(name, chosen)]


def _heeds(name: str, chosen: Filters) -> bool:
    return set(chosen.set_names()) <= set(questions.question(name).filters)


def answer(viewer: Viewer, name: str, chosen: Filters, given: dict[str, Any]) -> pd.DataFrame | str:
    """What the viewer gets: rows, or the words of a refusal."""
    try:
        return ask(name, chosen, viewer, **given).frame
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
    said = [[tuple(map(_said, row)) for row in frame.itertuples(index=False)] for frame in (one, two)]
    lost = [[row not in set(others) for row in rows] for rows, others in (said, said[::-1])]
    return pd.concat([one[lost[0]], two[lost[1]]])


def _said(cell: Any) -> str:
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return "-"
    # Sums of the same numbers in another order differ in their last digits.
    return f"{cell:.9g}" if isinstance(cell, float) else str(cell)


def groups(row: pd.Series, given: dict[str, Any], chosen: Filters) -> dict[str, list[str]]:
    """Whom a row is about: the filters, and what its columns say."""
    link = {name: value.split(",") for name, value in chosen.link().items() if name != "period"}
    said = {("project_id" if name == "project" else name): value for name, value in link.items()}
    for column in BY:
        if column in row and isinstance(row[column], str):
            said[column] = [row[column]]
    if given.get("by") in ("country", "sector", "size", "module", "project", "donor", "women_led", "region"):
        code = row.get("code", row.get("group"))
        if isinstance(code, str) and code != "all":
            name = {"project": "project_id", "region": "country"}.get(given["by"], given["by"])
            said["iso3" if name == "country" and len(code) == 3 else name] = [code]
    return said


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
    foreign = set(known.of.index) - known.own(viewer)
    theirs = set(known.enterprises.loc[sorted(foreign), "name"]) - set(
        known.enterprises.loc[sorted(known.own(viewer)), "name"]
    )
    trainers = set(known.trainers.index[~known.trainers["iso3"].isin(viewer.countries)]) - set(viewer.trainers)
    for frame in both:
        cells = {str(cell) for column in frame for cell in frame[column] if not isinstance(cell, float)}
        yield from (f"names {word}" for word in sorted(cells & (foreign | theirs | trainers))[:3])
        joined = "\n".join([*cells, *(f"{v:.4f}" for c in frame.select_dtypes("number") for v in frame[c].dropna())])
        yield from (f"shows {word}" for word in canaries.secrets() if word in joined)
    if questions.question(name).kind == "peers":
        return  # bands of ten or more, which the tests of peers look into
    different = differing(one, two)
    # A row of the map is one country, however many are chosen.
    several = name == "results/country_map" and set(chosen.set_names()) == {"country"}
    if len(different) and not on_lattice(viewer, chosen) and not several:
        yield f"tells results under filters outside the lattice: {different.to_dict('records')[:1]}"
    for _, row in different.iterrows():
        about = known.about(**groups(row, given, chosen))
        if len(about) < viewer.smallest_group:
            yield f"tells of {len(about)} enterprises: {row.to_dict()}"
        if HEAVY in about and len(about) == 1:
            yield f"tells of one: {row.to_dict()}"


def sampled(
    viewer: Viewer, every: list[tuple[str, Filters, dict[str, Any]]]
) -> list[tuple[str, Filters, dict[str, Any]]]:
    """Some of all, half of them where results are told."""
    chance = random.Random(f"5 {viewer.role}")
    inside = [one for one in every if on_lattice(viewer, one[1]) and questions.question(one[0]).kind == "aggregate"]
    return [*chance.sample(inside, SAMPLE // 2), *chance.sample(every, SAMPLE // 2)]


@pytest.mark.parametrize("whole", first(1, [False, True]), ids=["sample", "whole"])
@pytest.mark.parametrize("role", WHO)
def test_no_answer_tells_what_a_role_may_not_know(
    role: str, whole: bool, use: Callable[[bool], World], capsys: pytest.CaptureFixture[str]
) -> None:
    viewer, world = ROLES[role], use(False)
    every = combinations(world)
    tried = every if whole else sampled(viewer, every)
    found: list[str] = []
    differed = 0
    first_ones = [answer(viewer, *one) for one in tried]
    use(True)
    for combination, one in zip(tried, first_ones, strict=True):
        two = answer(viewer, *combination)
        differed += not isinstance(one, str) and not isinstance(two, str) and len(differing(one, two)) > 0
        name, chosen, given = combination
        said = f"{role} asks {name} {chosen.link()} {given}"
        found += [f"{said}: {leak}" for leak in leaks(world, viewer, *combination, [one, two])]
    with capsys.disabled():
        print(
            f"\n{role}: {len(tried):,} of {len(every):,} combinations, {differed} with results of the canaries in sums"
        )
    assert not found, f"{len(found)} leaks\n" + "\n".join(found[:40])


def test_the_walk_finds_what_leaks_where_nothing_is_withheld(
    use: Callable[[bool], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "protect", lambda frame, *_: privacy.Protected(frame, 0))
    viewer, world = ROLES["donor"], use(False)
    for name, chosen, given in [
        ("results/overview", Filters(country=("MNG",)), {}),
        ("results/by_year", Filters(sector=("construction_materials",)), {}),
        ("results/country_map", Filters(), {"indicator": "satisfaction_rate"}),
        ("enterprises/before_after", Filters(country=("MNG",)), {"kpi": "productivity"}),
        ("training/satisfaction", Filters(), {"by": "country"}),
        ("enterprises/practices", Filters(sector=("construction_materials",)), {}),
    ]:
        both = []
        for other in (False, True):
            use(other)
            both.append(answer(viewer, name, chosen, given))
        assert list(leaks(world, viewer, name, chosen, given, both)), name
    shown = ask("enterprises/find").frame
    assert [word for word in canaries.secrets() if word in shown.to_csv()], "the owner sees the canaries"


@pytest.fixture
def looking(use: Callable[[bool], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Open pages as a role that has signed in."""
    path = tmp_path / "viewers.csv"
    rows = [f"{role}@example.org,{role},{' '.join(viewer.scope)}" for role, viewer in ROLES.items() if viewer.scope]
    path.write_text("\n".join(["who,role,scope", *rows, ""]), encoding="utf-8")
    monkeypatch.setenv("IMPACT_AUTH", "required")
    monkeypatch.setenv("IMPACT_PUBLIC", "yes")
    monkeypatch.setenv("IMPACT_VIEWERS", str(path))
    monkeypatch.setattr(exposure, "_guards", ["asgi.py"])

    def open_page(role: str, name: str, **link: str) -> Any:
        claims = {} if role == "public" else claims_of(role)
        return visit(name, claims, **link)

    return open_page


LINKS = [
    {},
    {"country": "MNG"},
    {"sector": "construction_materials"},
    {"enterprise": LONE},
    {"country": "VNM", "sector": "construction_materials", "enterprise": HEAVY, "view": "table", "find": "Zyqqurat"},
    {"trainer": "T-VNM-0001", "project": "GLO-1"},
]


VISITS = list(itertools.product(WHO, PAGES, LINKS))


@pytest.mark.parametrize("seen", first(12, random.Random(3).sample(VISITS, len(VISITS))), ids=str)
def test_no_page_shows_a_canary(seen: tuple[str, str, dict[str, str]], looking: Callable[..., Any]) -> None:
    role, name, link = seen
    at = looking(role, name, **link)
    assert not at.exception, at.exception[0].message
    asked = " ".join(link.values())
    found = [
        (text.kind, text.text[:200])
        for text in texts(at)
        for word in canaries.secrets()
        if word in text.text and not (word in asked and text.text in (*link.values(), *_echoes(link)))
    ]
    assert not found


def _echoes(link: dict[str, str]) -> list[str]:
    """What a page says of a choice that it does not know: the choice itself."""
    said = "The link asked for {} = {}, which is not known here. It was ignored."
    return [said.format(plain(name), plain(value)) for name, value in link.items()]


@pytest.mark.parametrize("role", WHO)
def test_no_file_is_made_of_a_foreign_enterprise(role: str, use: Callable[[bool], World]) -> None:
    viewer, world = ROLES[role], use(False)
    mine = sorted(model(world).own(viewer))
    for kind, report in REPORTS.items():
        if report.subject != "ENTERPRISE":
            continue
        for enterprise in (LONE, *FOUR, HEAVY, "CHN-00001", "nobody"):
            with pytest.raises(AccessError) as refused:
                report.make(Request(enterprise, viewer))
            assert not [name for name in canaries.NAMES.values() if name in str(refused.value)], kind
        for enterprise in mine[:1]:
            content = report.make(Request(enterprise, viewer)).content
            assert content
            assert not [word for word in canaries.secrets() if word.encode() in content], kind


@pytest.mark.parametrize("kind", [kind for kind, report in REPORTS.items() if not report.subject])
@pytest.mark.parametrize("role", WHO)
def test_a_file_of_groups_holds_what_the_gate_gives_its_viewer_and_no_name(
    role: str, kind: str, use: Callable[[bool], World], tmp_path: Path
) -> None:
    use(False)
    viewer, chosen = ROLES[role], Filters(country=("VNM",), period=(2019, 2019))
    asked = workbook_questions("results/country", chosen) if kind == "workbook" else ()
    path = tmp_path / f"made{REPORTS[kind].ending}"
    path.write_bytes(REPORTS[kind].make(Request(viewer=viewer, filters=chosen, asked=asked)).content)
    # Each number is asked for again with the rights in the receipt, which are the viewer's.
    verdict = verify(path)
    assert verdict.found and not verdict.wrong
    assert (verdict.receipt.role, tuple(verdict.receipt.scope)) == (viewer.role, viewer.scope)
    file = standing.read(path)
    cells = [str(c) for sheet in file.sheets.values() for row in sheet.iter_rows(values_only=True) for c in row]
    said = " ".join([file.receipt.model_dump_json(), *file.texts.values(), *cells])
    assert not [word for word in canaries.secrets() if word in said]


@pytest.mark.parametrize("role", WHO)
def test_the_rows_taken_along_are_those_shown_and_no_others(role: str, use: Callable[[bool], World]) -> None:
    viewer = ROLES[role]
    world = use(False)
    for name, chosen, given in random.Random(f"csv {role}").sample(combinations(world), 6):
        rows = answer(viewer, name, chosen, given)
        if not isinstance(rows, str):
            content = cards.csv(rows, ["origin"]).decode("utf-8-sig")
            assert not [word for word in canaries.secrets() if word in content], name


@pytest.mark.parametrize("role", WHO)
def test_the_command_line_refuses_with_3_and_names_nobody(
    role: str, use: Callable[[bool], World], capsys: pytest.CaptureFixture[str]
) -> None:
    use(False)
    said = role if role == "public" else f"{role}:{','.join(ROLES[role].scope)}"
    tried = [
        (0 if role in ("trainer", "coordinator") else 3, "enterprises/profile", "--enterprise", LONE),
        (0 if role in ("trainer", "coordinator") else 3, "enterprises/find"),
        (3, "enterprises/peer_benchmarks", "--enterprise", LONE),
        (3, "enterprises/peer_fan", "--enterprise", "nobody"),
        (0, "results/overview", "--country", "MNG"),
        (0, "filters/options"),
        (2, "results/overview", "--country", "XXX"),
    ]
    for code, *words in tried:
        for form in ("table", "json", "csv"):
            got = main(["ask", *words, "--as", said, "--format", form])
            out, err = capsys.readouterr()
            assert got == code, (words, err)
            # A refusal repeats the id that was asked for, and knows no more of it.
            assert not [word for word in canaries.secrets() if word in out + err.replace(LONE, "")], words
