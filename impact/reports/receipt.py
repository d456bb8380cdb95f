"""The receipt inside a file: which questions its numbers answer, with whose rights, and where they stand."""

import re
from datetime import date
from math import isnan
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from impact.access import Viewer
from impact.access import viewer as viewer_of
from impact.ask import Answer, known, options
from impact.filters import NAMES, Filters, parse
from impact.reports import ReportError

FORMAT = 1
NAME = "score-impact-receipt.json"
SHEET = "Receipt"
MARK = re.compile("\ue000([0-9a-z]+)\ue001")
Cell = str | int | float | bool | None


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Asked(_Part):
    """One question as it was asked: `filters` as in a link, `given` its own parameters, `parameters` all of them."""

    query: str
    filters: dict[str, str] = {}
    given: dict[str, Any] = {}
    parameters: dict[str, Any] = {}


class Figure(_Part):
    """One number: the cell `column` of the only row of question number `question` with these `row` values.

    `unit` and `short` say how it is written, or the name of a `form`; `value` is None where the answer has none, and
    `said` then says why. With the form `count` it is the number of rows with these values.
    """

    id: str
    question: int
    row: dict[str, Cell | list[Cell]]
    column: str = ""
    unit: str = ""
    short: bool = False
    form: str = ""
    value: Cell
    said: str


class Text(_Part):
    """A text that holds numbers, which are marked by their ids; `place` names it where the kind of file has names."""

    place: str = ""
    template: str


class Chart(_Part):
    """A native chart: for each series the ids of the numbers that it draws, an empty one where it has a gap."""

    place: str
    series: list[list[str]]


class Table(_Part):
    """A whole answer on a sheet: its first cell below the heads, and its columns from left to right."""

    question: int
    sheet: str
    top: int
    columns: list[str]
    rows: int


class Receipt(_Part):
    """All that is needed to ask for a file's numbers once more."""

    format: int = FORMAT
    kind: str
    software: str
    language: str
    snapshot: str = Field(pattern=r"^[0-9a-f]{16}$")
    export: str
    as_of: date
    role: str
    scope: list[str]
    definitions: dict[str, int] = {}
    questions: list[Asked]
    figures: list[Figure] = []
    texts: list[Text] = []
    charts: list[Chart] = []
    tables: list[Table] = []

    def viewer(self) -> Viewer:
        """With whose rights it was asked."""
        return viewer_of(self.role, self.scope)


def read(content: str | bytes) -> Receipt:
    """A receipt from the JSON that a file holds; the file may come from anywhere."""
    try:
        found = Receipt.model_validate_json(content)
    except ValueError as error:
        raise ReportError(f"The receipt in the file is damaged: {str(error).splitlines()[0]}.") from None
    if found.format != FORMAT:
        raise ReportError(f"The receipt has the format {found.format}; this version reads format {FORMAT}.")
    named = {name for one in found.texts for name in MARK.findall(one.template)}
    named |= {name for one in found.charts for series in one.series for name in series if name}
    if unknown := sorted(named - {one.id for one in found.figures}):
        raise ReportError(
            f"The receipt in the file is damaged: it does not hold the number {unknown[0]} that it names."
        )
    return found


def filters_of(asked: Asked, viewer: Viewer, snapshot_id: str) -> Filters:
    """The filters of a question that was asked, once more."""
    unknown = sorted(set(asked.filters) - set(NAMES))
    parsed = parse(asked.filters, known(options(viewer, snapshot_id)))
    wrong = [*unknown, *(f"{name}={value}" for name, value in parsed.ignored)]
    if wrong:
        raise ReportError(f"{asked.query}: the filter {wrong[0]} is none that this viewer has in the snapshot.")
    return parsed.filters


def plain(value: Any) -> Cell:
    """A cell of an answer as JSON holds it."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    found: Any = value.item() if hasattr(value, "item") else str(value)
    return None if isinstance(found, float) and isnan(found) else found


def parameters(answer: Answer) -> dict[str, Any]:
    """All that a question was run with, as JSON holds it."""
    return {
        k: [plain(v) for v in value] if isinstance(value, list) else plain(value)
        for k, value in answer.parameters.items()
    }
