"""The leak walk: every role asks everything, and nothing tells what the role may not know.

Two exports differ only in what some enterprises measured, answered, saved and paid (see `canaries`). A viewer who may
not know these results gets the same answers from both: whatever differs tells something of them, in whichever column it
stands. Which groups are large enough to be told of is decided here anew, from the export's tables.
"""

import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import exposure, privacy, questions, warehouse
from impact.access import AccessError
from impact.ask import ask
from impact.cli import main
from impact.filters import Filters
from impact.publish import publish
from impact.reports import REPORTS, Request, standing, workbook_questions
from impact.reports.verify import verify
from impact.ui import cards
from impact.ui.safe import plain
from tests.gate import canaries
from tests.gate.canaries import FOUR, HEAVY, LONE, World
from tests.gate.once import Once
from tests.gate.walk import ROLES, Combination, answer, combinations, compared, differing, leaks, model, on_lattice
from tests.marks import first
from tests.pages.reading import PAGES, texts
from tests.pages.test_roles import claims_of, visit

WHO = list(ROLES)
# How many of all combinations the ordinary run tries; `make test-all` tries them all, in so many parts.
SAMPLE, PARTS = 40, 8


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


def sampled(every: list[Combination], both_of: set[Filters]) -> list[Combination]:
    """Some of all, half of them where results are told and compared."""
    chance = random.Random(5)
    told = [one for one in every if questions.question(one[0]).kind == "aggregate" and one[1] in both_of]
    inside = [one for one in told if any(on_lattice(viewer, one[1]) for viewer in ROLES.values())]
    # Years from the first fact on: that few have one is told by the row itself.
    found_once = [one for one in every if one[:2] == ("results/by_year", Filters(country=("MNG",)))]
    return [*found_once, *chance.sample(inside, SAMPLE // 2), *chance.sample(every, SAMPLE // 2)]


@pytest.mark.parametrize("part", first(1, [None, *range(PARTS)]), ids=lambda part: "sample" if part is None else None)
def test_no_answer_tells_what_a_role_may_not_know(
    part: int | None,
    use: Callable[[bool], World],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """Every role asks every question with each filter option, alone and combined where that closes in on the canaries,
    and each word of each of its parameters (one parameter at a time), foreign ids too.

    Every answer is searched for names, ids and coordinates. The answers about the two exports are compared under each
    filter that chooses a canary, and under two of each kind that choose none: what such a filter does not keep out, it
    keeps out for none of its kind. Not tried are two own parameters set at once, and other combinations of filters.
    """
    world = use(False)
    every, both_of = combinations(world), compared(world)
    tried = sampled(every, both_of) if part is None else every[part::PARTS]
    once = Once(monkeypatch, world)
    found: list[str] = []
    differed, compares = dict.fromkeys(ROLES, 0), 0
    for combination in tried:
        answers: dict[str, list[pd.DataFrame | str]] = {role: [] for role in ROLES}
        for other in (False, True) if combination[1] in both_of else (False,):
            use(other)
            for role, viewer in ROLES.items():
                answers[role].append(answer(viewer, *combination))
        compares += combination[1] in both_of
        for role, (one, *others) in answers.items():
            two = others[0] if others else one
            differed[role] += not isinstance(one, str) and not isinstance(two, str) and len(differing(one, two)) > 0
            said = f"{role} asks {combination[0]} {combination[1].link()} {combination[2]}"
            found += [f"{said}: {leak}" for leak in leaks(world, ROLES[role], *combination, [one, two])]
        once.forget()
    record_property(
        "said",
        f"leak walk: {len(tried):,} of {len(every):,} combinations for each of {len(ROLES)} roles, "
        f"{compares:,} of them of both exports, {once.count:,} statements; results of the canaries in sums: {differed}",
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
    found = [
        (text.kind, text.text[:200])
        for text in texts(at)
        for word in canaries.secrets()
        if word in text.text and word in _without_echoes(text.kind, text.text, link)
    ]
    assert not found


def _without_echoes(kind: str, text: str, link: dict[str, str]) -> str:
    """A text without what the reader's own link says: a choice, one that is not known, a question's parameter."""
    if text in link.values():
        return ""
    said = "The link asked for {} = {}, which is not known here. It was ignored."
    if text in [said.format(plain(name), plain(value)) for name, value in link.items()]:
        return ""
    parameters = [f"${name} = {value}" for name, value in link.items()]
    return "\n".join(line for line in text.split("\n") if kind != "code" or line not in parameters)


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
