"""The one loader of SQL: reads a question's header, puts the scope's steps before it, knows its parameters."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from impact.settings import QUERIES

KINDS = ("aggregate", "rows", "peers", "projects")
SOURCES = ("export", "publications", "comparison")
CELLS = ("", "period", "year", "country", "project", "outside")
# Results, by what is done to them where they rest on few: see `impact.privacy`.
RESULTS = ("results", "shares", "parts", "outcomes", "quantiles", "bounds")
SHARED = ("scope", "values")
FOLDERS_OF_STEPS = ("export", "built", "checks", "indicators", "reference", "rights", "state", "public", "compare")
_HEADER = re.compile(r"^--\s*(kind|filters|measures|keys|parameters|source|cells):\s*(.*?)\s*$")
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_GIVEN = re.compile(r"\b[a-z_]+_given\b")
_STEP = re.compile(
    r"^([a-z_][a-z0-9_]*) as (?:not materialized )?\((?: *--[^\n]*)?\n.*?^\)(?=,|$)", re.MULTILINE | re.DOTALL
)


class QuestionError(Exception):
    """A question that is not there, or whose header does not say what it must."""


@dataclass(frozen=True)
class Measure:
    """What privacy must know of some columns: a count of whom, or a result about whom, and where n stands."""

    columns: tuple[str, ...]
    kind: str  # counts, one of RESULTS, or indicator (as the row's indicator says)
    about: str = ""
    n: str = ""
    also: str = ""  # of how many enterprises, where n counts people


@dataclass(frozen=True)
class Question:
    """A question file, ready to run: `sql` is whole, `parameters` are the names that it uses."""

    name: str
    title: str
    grain: str
    kind: str
    filters: tuple[str, ...]
    measures: tuple[Measure, ...]
    keys: tuple[str, ...]
    defaults: dict[str, str] = field(hash=False)
    choices: dict[str, tuple[str, ...]] = field(hash=False)  # what parameters of the question's own may be
    source: str  # export; publications: figures that are real whatever the export is; comparison: of two snapshots
    cells: str  # what a row stands for: the period, a year or a country in view; outside, for no cell; else empty
    text: str
    sql: str
    parameters: frozenset[str]

    @property
    def breaks_down(self) -> bool:
        """Does it break results down for everybody, by what is no cell of the lattice?"""
        results = any(measure.n and measure.kind in (*RESULTS, "indicator") for measure in self.measures)
        return results and self.kind == "aggregate" and self.source == "export" and not self.cells


def names() -> list[str]:
    """The names of all questions, such as `results/overview`."""
    found = [p.relative_to(QUERIES).with_suffix("") for p in QUERIES.glob("*/*.sql")]
    return sorted(p.as_posix() for p in found if p.parts[0] not in FOLDERS_OF_STEPS)


def of_snapshots() -> list[str]:
    """The names of the questions that are asked of a snapshot, rather than of a comparison of two."""
    return [name for name in names() if question(name).source != "comparison"]


@cache
def question(name: str) -> Question:
    """Read `queries/<name>.sql`; a question without its header is refused."""
    if name not in names():
        raise QuestionError(f"There is no question '{name}'. Those there are: {', '.join(names())}.")
    text = read(name)
    comments, body = _split(text)
    header = {m[1]: m[2] for line in comments if (m := _HEADER.match(line))}
    prose = [line.removeprefix("--").strip() for line in comments if not _HEADER.match(line)]
    missing = [word for word in ("kind", "filters", "measures") if word not in header]
    if missing or len(prose) < 2:
        said = ", ".join(missing) or "its question and its grain"
        raise QuestionError(f"queries/{name}.sql: the header lacks {said}.")
    if header["kind"] not in KINDS:
        raise QuestionError(f"queries/{name}.sql: kind is '{header['kind']}', not one of {', '.join(KINDS)}.")
    if header.get("source", "export") not in SOURCES:
        raise QuestionError(f"queries/{name}.sql: source is '{header['source']}', not one of {', '.join(SOURCES)}.")
    if header.get("cells", "") not in CELLS:
        raise QuestionError(f"queries/{name}.sql: cells is '{header['cells']}', not one of {', '.join(CELLS[1:])}.")
    sql = with_scope(body)
    own = _own(header.get("parameters", ""))
    return Question(
        name=name,
        title=prose[0],
        grain=" ".join(prose[1:]),
        kind=header["kind"],
        filters=_words(header["filters"]),
        measures=_measures(name, header["measures"]),
        keys=_words(header.get("keys", "")),
        defaults={name: default for name, default, _ in own},
        choices={name: tuple(values.split("|")) for name, _, values in own if values},
        source=header.get("source", "export"),
        cells=header.get("cells", ""),
        text=text,
        sql=sql,
        parameters=frozenset(_PARAMETER.findall(without_comments(sql))),
    )


def read(name: str) -> str:
    """The text of `queries/<name>.sql`."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def files(folder: str) -> list[Path]:
    """The SQL files of one folder of steps, in the order of their names."""
    return sorted((QUERIES / folder).glob("*.sql"))


def step_name(path: Path) -> str:
    """The table that a step's file makes: its name without the number that orders it."""
    return re.sub(r"^\d+_", "", path.stem)


@cache
def scope_steps() -> dict[str, str]:
    """The steps of `scope.sql` and `values.sql` by name, in order, each with its whole text."""
    texts = [without_comments(read(name)) for name in SHARED]
    return {m[1]: m[0] for text in texts for m in _STEP.finditer(text)}


def with_scope(body: str) -> str:
    """Put the shared steps that `body` names, and those that they name, before it.

    Those that read a step of the question itself, whose name ends in `_given`, are put behind that.
    """
    steps = scope_steps()
    needed: set[str] = set()
    waiting = [body]
    while waiting:
        text = waiting.pop()
        for name in steps:
            if name not in needed and re.search(rf"\b{name}\b", text):
                needed.add(name)
                waiting.append(steps[name])
    before: list[str] = []
    behind: set[str] = set()
    for name in (name for name in steps if name in needed):
        read = behind.union(_GIVEN.findall(steps[name])).intersection(re.findall(r"\w+", steps[name]))
        if ends := [own.end() for own in _STEP.finditer(body) if own[1] in read]:
            body = f"{body[: ends[-1]]},\n\n{steps[name]}{body[ends[-1] :]}"
            behind.add(name)
        else:
            before.append(steps[name])
    if not before:
        return body
    prefix = "with " + ",\n\n".join(before)
    own = re.match(r"\s*with\s", body)
    return f"{prefix},\n\n{body[own.end() :]}" if own else f"{prefix}\n\n{body}"


def _split(text: str) -> tuple[list[str], str]:
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("--")), len(lines))
    return [line for line in lines[:end] if line.strip()], "\n".join(lines[end:]).strip().rstrip(";")


def without_comments(sql: str) -> str:
    """A statement without its comments."""
    return re.sub(r"--[^\n]*", "", sql)


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.strip() for w in text.split(",") if w.strip() and w.strip() != "none")


def _own(text: str) -> list[tuple[str, str, str]]:
    """`by = 'total' of total|country, kpi = 'wages'`: names, defaults, and what each may be, where that is said."""
    found = []
    for name, said in (part.split("=", 1) for part in text.split(",") if "=" in part):
        default, _, values = said.partition(" of ")
        found.append((name.strip(), default.strip(), values.strip()))
    return found


def _measures(name: str, text: str) -> tuple[Measure, ...]:
    """`a counts enterprises; b results about people in n; value by indicator in n; c for full rights`, or `none`."""
    found = []
    for part in (p.strip() for p in text.split(";")):
        if part == "none":
            continue
        if m := re.fullmatch(r"(.+?) counts (\w+)", part):
            found.append(Measure(_words(m[1]), "counts", m[2]))
        elif m := re.fullmatch(rf"(.+?) ({'|'.join(RESULTS)}) about (\w+) in (\w+)(?: and (\w+))?", part):
            found.append(Measure(_words(m[1]), m[2], m[3], m[4], m[5] or ""))
        elif m := re.fullmatch(r"(.+?) for full rights", part):
            found.append(Measure(_words(m[1]), "results"))  # without an n: told to nobody who has a smallest group
        elif m := re.fullmatch(r"(.+?) by indicator in (\w+)", part):
            found.append(Measure(_words(m[1]), "indicator", n=m[2]))
        else:
            raise QuestionError(f"queries/{name}.sql: the measure '{part}' is not understood.")
    return tuple(found)
