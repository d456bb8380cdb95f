"""The workbook of a page: a cover, a sheet for each answer with typed numbers and a chart, and the receipt."""

import re
from datetime import date
from math import ceil
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from impact import notice, text
from impact.access import AccessError
from impact.catalogue import indicator, indicators
from impact.reports import Made, ReportError, Request, story, words
from impact.reports.ledger import Ledger, Told
from impact.reports.receipt import SHEET, Table, plain
from impact.reports.sheets import HEAD, LINE, QUIET, Book
from impact.reports.workbook_charts import COLOURS, charts
from impact.text import day, t

TOP = 5  # the row below the heads, counted from nought
CHUNK = 30_000
WIDEST = 42  # letters in a column
COVER = 100  # letters in a line of the cover
LEGIBLE = 210  # letters beside each other on a page that can still be read


def make(request: Request) -> Made:
    """The workbook of the questions that the request asks."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        ledger = Ledger("workbook", request)
        told, refused = _told(ledger, request)
        if not told:
            raise ReportError("The workbook would be empty: none of its questions may be asked with these rights.")
        book = Book(t("SCORE Impact workbook"), ledger.snapshot.as_of)
        cover = book.sheet(t("Cover"), landscape=False, footer=words.origin(ledger))
        names = [_name(one, n) for n, one in enumerate(told, 1)]
        charts(book, list(zip(names, told, strict=True)), TOP, words.origin(ledger))
        for name, one in zip(names, told, strict=True):
            _sheet(book, ledger, one, name)
        _cover(book, cover, ledger, list(zip(names, told, strict=True)), refused)
        _receipt(book, ledger)
        return Made(book.content(), ledger.snapshot.as_of)


def _told(ledger: Ledger, request: Request) -> tuple[list[Told], list[str]]:
    """The answers that the viewer gets, and the questions that are not for this viewer."""
    told, refused = [], []
    for one in request.asked:
        try:
            answered = ledger.ask(one.query, one.filters, **dict(one.given))
        except AccessError:
            refused.append(one.query)
            continue
        if answered not in told:
            told.append(answered)
    return told, refused


def _name(told: Told, number: int) -> str:
    return f"{number} " + re.sub(r"[^\w ]", " ", told.answer.question.name.partition("/")[2]).replace("_", " ")[:27]


def _sheet(book: Book, ledger: Ledger, told: Told, name: str) -> None:
    """One answer as a sheet; prints its rows alone, under heads that are repeated."""
    question = told.answer.question
    sheet = book.sheet(name, footer=words.origin(ledger))
    frame = words.told_in(told.frame)
    columns = list(frame.columns)
    book.text(sheet, 0, 0, t(question.title), bold=True, font_size=13)
    book.text(sheet, 1, 0, t(question.grain), font_color=QUIET)
    names = words.Names(ledger.request.viewer, ledger.snapshot.id)
    told_of = t("Filters: {filters}", filters=names.said(told.answer.filters))
    if told.answer.ignored:
        told_of += " · " + t("not filtered by {names}", names=words.titles_said(told.answer.ignored))
    if whole := [code for code in _codes(told) if story.unheeded(told, code)]:
        told_of += " · " + t("of more than the filters say: {codes}", codes=", ".join(whole))
    book.text(sheet, 2, 0, f"{told_of} · {words.as_of(ledger)}", font_color=QUIET)
    for across, column in enumerate(columns):
        numbers = pd.api.types.is_numeric_dtype(frame[column].dtype) and frame[column].dtype != bool
        book.head(sheet, TOP - 1, across, column, align="right" if numbers else "left")
    for down, row in enumerate(frame.itertuples(index=False)):
        for across, value in enumerate(row):
            _cell(book, sheet, TOP + down, across, columns[across], value)
        # Not every program makes room for lines by itself.
        lines = max((ceil(len(value) / (WIDEST - 4)) for value in row if isinstance(value, str)), default=1)
        if lines > 1:
            sheet.set_row(TOP + down, 12.75 * lines)
    widths = [_width(frame[column], column) for column in columns]
    for across, wide in enumerate(widths):
        sheet.set_column(across, across, wide)
    pages = ceil(sum(widths) / LEGIBLE)
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0)
    sheet.repeat_rows(TOP - 1)
    sheet.freeze_panes(TOP, 1)
    if len(frame):
        sheet.autofilter(TOP - 1, 0, TOP + len(frame) - 1, len(columns) - 1)
    else:
        book.text(sheet, TOP, 0, t("Nothing to show within these filters and rights."), font_color=QUIET)
    ledger.tables.append(Table(question=told.number, sheet=name, top=TOP + 1, columns=columns, rows=len(frame)))
    for code in _codes(told):
        ledger.definitions[code] = indicator(code).version


def _width(column: pd.Series, name: str) -> int:
    """As wide as what is written in it: numbers are written with three decimals at most, long texts are wrapped."""
    said = [f"{v:,.3f}".rstrip("0") if isinstance(v, float) else str(v) for v in column.head(200) if not pd.isna(v)]
    return min(max(len(name) + 3, 2 + max(map(len, said), default=0), 9), WIDEST)


def _cell(book: Book, sheet: Worksheet, row: int, column: int, name: str, value: Any) -> None:
    """A number as a number, a day as a day, all else as text that is no formula; what is missing is empty."""
    said = plain(value)
    if said is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, book.style(num_format="yyyy-mm-dd", align="left", indent=1))
    elif isinstance(said, bool):
        sheet.write_boolean(row, column, said, book.style())
    elif isinstance(said, str):
        book.text(sheet, row, column, said, **({"text_wrap": True} if len(said) > WIDEST - 2 else {}))
    else:
        form = "0" if "year" in name else "#,##0" if float(said).is_integer() else "#,##0.0##"
        sheet.write_number(row, column, said, book.style(num_format=form))


def _codes(told: Told) -> list[str]:
    found = set(told.frame["indicator"]) if "indicator" in told.frame else set()
    found.add(str(told.answer.parameters.get("indicator", "")))
    return [code for code in indicators() if code in found]


def _cover(book: Book, sheet: Worksheet, ledger: Ledger, sheets: list[tuple[str, Told]], refused: list[str]) -> None:
    """What the workbook holds, from where, within which filters, and what its indicators mean."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 88)
    names = words.Names(ledger.request.viewer, ledger.snapshot.id)
    row = 0
    book.text(sheet, row, 0, t("SCORE Impact workbook"), bold=True, font_size=18, font_color=COLOURS[0])
    sheet.set_row(row, 28)
    lines = [
        (t("Filters"), names.said(ledger.request.filters)),
        (t("As of"), day(ledger.snapshot.as_of)),
        (t("Source"), words.origin(ledger)),
        (t("Rights"), words.rights(ledger.request.viewer)),
        (t("Check"), words.check_said()),
        (t("Notice"), notice.adaptation()),
    ]
    if ledger.snapshot.synthetic:
        lines.insert(0, (t("Demonstration data"), notice.demonstration()))
    if refused:
        lines.append((t("Not for these rights"), ", ".join(refused)))
    row = _lines(book, sheet, 2, lines)
    book.heads(sheet, row, [t("Sheet"), t("What it answers")])
    for name, told in sheets:
        row += 1
        sheet.write_url(
            row, 0, f"internal:'{name}'!A1", book.style(font_color="#0B6E75", underline=1, valign="top"), name
        )
        said = f"{t(told.answer.question.title)} {t(told.answer.question.grain)}"
        book.text(sheet, row, 1, said, text_wrap=True, valign="top")
        sheet.set_row(row, _height(said))
    defined = words.definitions(ledger)
    if defined:
        row += 2
        book.heads(sheet, row, [t("Indicator"), t("Definition")])
        for term, said in defined:
            row += 1
            book.text(sheet, row, 0, term, bold=True, valign="top", text_wrap=True)
            book.text(sheet, row, 1, said, text_wrap=True, valign="top", bottom=1, bottom_color=LINE)
            sheet.set_row(row, _height(said))


def _height(said: str) -> float:
    """How high a row of the cover is for a text in its second column."""
    return 3 + 12 * ceil(len(said) / COVER)


def _lines(book: Book, sheet: Worksheet, row: int, lines: list[tuple[str, str]]) -> int:
    for head, said in lines:
        book.text(sheet, row, 0, head, bold=True, bg_color=HEAD, valign="top")
        book.text(sheet, row, 1, said, text_wrap=True, valign="top")
        sheet.set_row(row, _height(said))
        row += 1
    return row + 1


def _receipt(book: Book, ledger: Ledger) -> None:
    """The receipt as text in the cells of a last sheet, in pieces that a cell can hold; hidden, so not printed."""
    sheet = book.sheet(SHEET, landscape=False)
    sheet.hide()
    book.text(sheet, 0, 0, words.check_said(), bold=True)
    said = ledger.receipt().model_dump_json(exclude_defaults=False)
    for n, start in enumerate(range(0, len(said), CHUNK), 1):
        sheet.write_string(n, 0, said[start : start + CHUNK], book.style(font_size=6, font_color=QUIET))
    sheet.set_column(0, 0, 110)
