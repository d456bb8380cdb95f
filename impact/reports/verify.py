"""Verify a file: ask for each number once more, and compare with its receipt and with what stands in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from impact import text
from impact.access import AccessError
from impact.ask import Answer, AskError, ask
from impact.catalogue import CatalogueError, indicators
from impact.reports import ReportError, forms, standing, words
from impact.reports.in_place import State, alike, in_charts, in_fields, in_texts
from impact.reports.ledger import Rows, read
from impact.reports.receipt import Cell, Figure, Receipt, Table, filters_of, plain
from impact.reports.standing import Standing
from impact.text import number

WRONG = (ReportError, AskError, CatalogueError, AccessError)
REPRODUCES = "reproduces"


@dataclass(frozen=True)
class Found:
    """What became of one number: `what` it is, its `state`, and what was expected and found.

    States: reproduces; differs, the snapshot gives another number than the receipt; altered, another one stands in the
    file than the snapshot gives; gone, its place is not in the file; unanswered, it cannot be asked any more.
    """

    what: str
    state: str
    expected: str = ""
    found: str = ""

    def said(self) -> str:
        """The finding in one line."""
        if self.state == REPRODUCES:
            return f"{self.state}  {self.what}: {self.expected}"
        right, seen = self.expected or "nothing", self.found or "nothing"
        return f"{self.state}  {self.what}: the snapshot gives {right}, found {seen}"


@dataclass(frozen=True)
class Verdict:
    """All that was found in a file; `notes` are changes of definitions since it was made."""

    receipt: Receipt
    found: list[Found]
    notes: list[str]

    @property
    def wrong(self) -> list[Found]:
        """The numbers that do not reproduce."""
        return [one for one in self.found if one.state != REPRODUCES]


def verify(path: Path) -> Verdict:
    """Ask for every number of a file once more, of its snapshot, as its viewer and in its language."""
    file = standing.read(path)
    made = file.receipt
    with text.speaking(made.language, domain=text.FILES):
        answers = [_asked(made, number) for number in range(len(made.questions))]
        now, states = _figures(made, answers)
        states = _told_in_place(file, now, states)
        found = [_named(made, one, states[one.id]) for one in made.figures]
        found += [one for table in made.tables for one in _table(file, table, made, answers[table.question])]
        found += [
            Found(f"field {name}", "unanswered", "", said[0]) for name, said in file.fields.items() if name not in now
        ]
    known = indicators()
    notes = [
        f"{code}: defined anew since the file was made, version {known[code].version} now and {version} then."
        for code, version in made.definitions.items()
        if code in known and known[code].version != version
    ]
    return Verdict(made, found, notes)


def _asked(made: Receipt, number: int) -> Answer | str:
    one = made.questions[number]
    try:
        viewer = made.viewer()
        return ask(one.query, filters_of(one, viewer, made.snapshot), viewer, made.snapshot, **one.given)
    except WRONG as error:
        return str(error)


def _figures(made: Receipt, answers: list[Answer | str]) -> tuple[dict[str, Figure], dict[str, State]]:
    """Each figure as the snapshot gives it now, and how it compares with the receipt."""
    now: dict[str, Figure] = {}
    states: dict[str, State] = {}
    rows: dict[int, Rows] = {}
    for one in made.figures:
        now[one.id] = one
        answer = answers[one.question] if 0 <= one.question < len(answers) else "There is no such question."
        if isinstance(answer, str):
            states[one.id] = ("unanswered", answer, one.said)
            continue
        try:
            if one.question not in rows:
                rows[one.question] = Rows(answer.frame)
            value, said = _read(rows[one.question], one)
        except (ReportError, KeyError) as error:
            states[one.id] = ("unanswered", str(error), one.said)
            continue
        now[one.id] = one.model_copy(update={"value": value, "said": said})
        same = alike(value, one.value) and said == one.said
        states[one.id] = (REPRODUCES if same else "differs", said, one.said)
    return now, states


def _read(rows: Rows, one: Figure) -> tuple[Cell, str]:
    """A figure's value, and how it is written."""
    if one.form == forms.COUNT:
        counted = rows.count(**one.row)
        return counted, number(counted)
    row = rows.one(**one.row)
    return plain(row[one.column]), read(row, one.column, one.unit, one.short, one.form)


def _told_in_place(file: Standing, now: dict[str, Figure], states: dict[str, State]) -> dict[str, State]:
    """The states once it was looked at what stands in the file's texts, fields and charts."""
    told = dict(states)
    for figure, state, seen in [*in_texts(file, now), *in_fields(file, now), *in_charts(file, now)]:
        if told[figure][0] in (REPRODUCES, "differs"):
            told[figure] = (state, now[figure].said, seen)
    return told


def _table(file: Standing, table: Table, made: Receipt, answer: Answer | str) -> Iterator[Found]:
    """Every cell of a sheet against the answer."""
    name = f"{made.questions[table.question].query} on sheet '{table.sheet}'"
    sheet = file.sheets.get(table.sheet)
    if isinstance(answer, str) or sheet is None:
        yield Found(name, "gone" if sheet is None else "unanswered", "" if sheet is None else str(answer))
        return
    frame = answer.frame
    shown = words.told_in(frame)
    if table.rows != len(frame) or any(column not in frame for column in table.columns):
        yield Found(name, "differs", f"{len(frame)} rows", f"{table.rows} rows")
        return
    right = 0
    for across, column in enumerate(table.columns, 1):
        for down, (told, value) in enumerate(zip(shown[column].tolist(), frame[column].tolist(), strict=True)):
            cell = sheet.cell(table.top + down, across)
            seen, wanted = _seen(cell.value), plain(told)
            # A sheet of before names were translated has them as the export does.
            if alike(seen, wanted) or alike(seen, plain(value)) or (wanted in (None, "") and seen in (None, "")):
                right += 1
            else:
                yield Found(f"{name}, {cell.coordinate} ({column})", "altered", str(wanted), str(seen))
    yield Found(name, REPRODUCES, f"{right} cells")


def _seen(value: Any) -> Any:
    found = plain(value)
    return found[:10] if isinstance(found, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00", found) else found


def _named(made: Receipt, one: Figure, state: State) -> Found:
    about = ", ".join([*(f"{k}={v}" for k, v in one.row.items()), *_filters(made, one)])
    query = made.questions[one.question].query if one.question < len(made.questions) else "?"
    return Found(f"{query} {one.column} ({about})", state[0], state[1], state[2])


def _filters(made: Receipt, one: Figure) -> list[str]:
    if one.question >= len(made.questions):
        return []
    return [f"{name}={value}" for name, value in made.questions[one.question].filters.items()]
