"""The ledger of a file: each number that goes into it is a cell of an answer, and is written down.

Texts hold a mark in the place of each number until the file is written (`Ledger.said`), so that a sentence can be
checked number by number afterwards, and a document can hold each number as a field of its own.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from impact import __version__, store, text
from impact.ask import Answer, ask
from impact.catalogue import indicators
from impact.filters import Filters
from impact.reports import ReportError, Request, forms
from impact.reports.receipt import MARK, Asked, Cell, Chart, Figure, Receipt, Table, Text, parameters, plain
from impact.settings import settings
from impact.text import compact, number, t


def marked(figure: str) -> str:
    """The mark that stands for a number until a text is written."""
    return f"\ue000{figure}\ue001"


def written(value: Cell, unit: str, short: bool, status: str = "") -> str:
    """A number as a reader sees it; where there is none, why."""
    if isinstance(value, bool) or value is None:
        words = {"withheld": t("withheld"), "not_computable": t("not computable"), "no_data": t("no data")}
        return words.get(status, "–")
    if isinstance(value, str):
        return value
    return (compact if short else number)(float(value), "percent" if unit == "percent" else None)


def read(row: Mapping[str, Any], column: str, unit: str, short: bool, form: str) -> str:
    """A cell as a reader sees it."""
    if form:
        return forms.said(form, row[column], row)
    return written(plain(row[column]), unit, short, str(row.get("status", "")))


class Rows:
    """The rows of an answer, found by the values of some columns."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.columns = set(frame.columns)
        self._rows: list[dict[str, Any]] = [dict(zip(frame, row, strict=True)) for row in frame.itertuples(index=False)]
        self._found: dict[tuple[str, ...], dict[tuple[Cell, ...], list[dict[str, Any]]]] = {}

    def one(self, **values: Cell | list[Cell]) -> dict[str, Any]:
        """The only row with these values."""
        names = tuple(sorted(values))
        lone = {name: value for name, value in values.items() if not isinstance(value, list)}
        if len(lone) < len(values):
            raise ReportError("A row is named by one value of each column.")
        if missing := set(names) - self.columns:
            raise ReportError(f"The answer has no column '{min(missing)}'.")
        if names not in self._found:
            index: dict[tuple[Cell, ...], list[dict[str, Any]]] = {}
            for row in self._rows:
                index.setdefault(tuple(plain(row[name]) for name in names), []).append(row)
            self._found[names] = index
        rows = self._found[names].get(tuple(lone[name] for name in names), [])
        if len(rows) != 1:
            raise ReportError(f"{len(rows)} rows have {values}; there must be one.")
        return rows[0]

    def count(self, **values: Cell | list[Cell]) -> int:
        """How many rows have these values, or one of them where they are lists."""
        if missing := set(values) - self.columns:
            raise ReportError(f"The answer has no column '{min(missing)}'.")
        wanted = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
        return sum(all(plain(row[name]) in wanted[name] for name in wanted) for row in self._rows)


class Told:
    """An answer, and the ledger that its numbers are written into."""

    def __init__(self, ledger: "Ledger", answer: Answer, number: int) -> None:
        self.ledger, self.answer, self.number = ledger, answer, number
        self.frame, self.filters = answer.frame, answer.filters
        self._rows = Rows(answer.frame)

    def row(self, **row: Cell) -> dict[str, Any]:
        """The only row with these values."""
        return self._rows.one(**row)

    def count(self, **row: Cell | list[Cell]) -> str:
        """The mark of the number of rows with these values, or with one of them where they are lists."""
        counted = self._rows.count(**row)
        return self.ledger.put(self.number, dict(row), "", value=counted, said=number(counted), form=forms.COUNT)

    def cell(self, column: str = "value", unit: str = "", *, short: bool = False, form: str = "", **row: Cell) -> str:
        """The mark of one number; the unit of an indicator's value is the catalogue's, unless it has a form."""
        found = self.row(**row)
        code = str(row.get("indicator") or self.answer.parameters.get("indicator") or "")
        if code in indicators():
            self.ledger.definitions[code] = indicators()[code].version
            if not unit and column in ("value", "latest", "previous"):
                unit = indicators()[code].unit
        value = plain(found[column])
        said = read(found, column, unit, short, form)
        return self.ledger.put(self.number, dict(row), column, unit, short, value, said, form)

    def value(self, column: str = "value", **row: Cell) -> float | None:
        """A number to draw or to compare; None where there is none."""
        found = plain(self.row(**row)[column])
        return None if found is None or isinstance(found, str) else float(found)


class Ledger:
    """What a file asked, and the numbers that it shows."""

    def __init__(self, kind: str, request: Request) -> None:
        self.kind, self.request = kind, request
        self.snapshot = store.snapshot(request.snapshot_id) if request.snapshot_id else store.current()
        self.questions: list[Asked] = []
        self.definitions: dict[str, int] = {}
        self.figures: dict[str, Figure] = {}
        self.texts: list[Text] = []
        self.charts: list[Chart] = []
        self.tables: list[Table] = []
        self.answers: list[Answer] = []
        self._told: dict[str, Told] = {}

    def ask(self, query: str, filters: Filters | None = None, **given: Any) -> Told:
        """Ask a question with the request's rights, of its snapshot; the same question is asked once."""
        filters = self.request.filters if filters is None else filters
        key = json.dumps([query, filters.link(), given], sort_keys=True)
        if key not in self._told:
            answer = ask(query, filters, self.request.viewer, self.snapshot.id, **given)
            asked = Asked(query=query, filters=filters.link(), given=given, parameters=parameters(answer))
            self.questions.append(asked)
            self.answers.append(answer)
            self._told[key] = Told(self, answer, len(self.questions) - 1)
        return self._told[key]

    def put(
        self,
        question: int,
        row: dict[str, Cell | list[Cell]],
        column: str,
        unit: str = "",
        short: bool = False,
        value: Cell = None,
        said: str = "",
        form: str = "",
    ) -> str:
        """Write a number down and return its mark. Its id is the same in each draft."""
        asked = self.questions[question]
        said_as = [unit, short, form] if form else [unit, short]
        what = json.dumps([asked.query, asked.filters, asked.given, row, column, *said_as], sort_keys=True)
        name = hashlib.blake2s(what.encode(), digest_size=6).hexdigest()
        self.figures[name] = Figure(
            id=name,
            question=question,
            row=row,
            column=column,
            unit=unit,
            short=short,
            form=form,
            value=value,
            said=said,
        )
        return marked(name)

    def said(self, template: str, place: str = "", *, keep: bool = True) -> str:
        """A text with its numbers in the place of their marks; `keep` writes down that it stands in the file."""
        if keep and MARK.search(template):
            self.texts.append(Text(place=place, template=template))
        return MARK.sub(lambda mark: self.figures[mark[1]].said, template)

    def figure(self, mark: str) -> Figure:
        """The number that a mark stands for."""
        return self.figures[mark.strip("\ue000\ue001")]

    def chart(self, place: str, series: Sequence[Sequence[str]]) -> None:
        """Write down that a native chart draws these numbers."""
        self.charts.append(Chart(place=place, series=[[mark.strip("\ue000\ue001") for mark in one] for one in series]))

    def receipt(self) -> Receipt:
        """The receipt of all that was written down."""
        return Receipt(
            kind=self.kind,
            software=__version__,
            language=text.language(),
            snapshot=self.snapshot.id,
            export=self.snapshot.export_id,
            as_of=self.snapshot.as_of,
            role=self.request.viewer.role,
            scope=list(self.request.viewer.scope),
            definitions=dict(sorted(self.definitions.items())),
            questions=self.questions,
            figures=list(self.figures.values()),
            texts=self.texts,
            charts=self.charts,
            tables=self.tables,
        )

    def link(self, figure: Figure) -> str:
        """The address of the view that a number stands in."""
        filters = dict(self.questions[figure.question].filters)
        if "iso3" in figure.row:
            filters["country"] = str(figure.row["iso3"])
        lone = filters.get("country", "")
        place = {"place": lone} if len(lone) == 3 else {}
        page = "country" if place else "overview"
        asked = urlencode({**place, **{k: v for k, v in filters.items() if not (place and k == "country")}})
        return f"{settings().address.rstrip('/')}/{page}" + (f"?{asked}" if asked else "")
