"""The workbook of a page: a cover, a sheet for each answer with typed numbers and a chart, and the receipt."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from impact import notice, text
from impact.access import AccessError
from impact.catalogue import indicator, indicators
from impact.reports import Made, ReportError, Request, words
from impact.reports.ledger import Ledger, Told
from impact.reports.receipt import SHEET, Table, plain
from impact.reports.sheets import HEAD, LINE, QUIET, Book
from impact.text import day, t

TOP = 5  # the row below the heads, counted from nought
CHUNK = 30_000
COLOURS = ("#0E7A80", "#BC8402", "#7252C0", "#7A8288")
LABELS = ("label", "title", "name", "country", "module", "sector", "kind", "stage")


def make(request: Request) -> Made:
    """The workbook of the questions that the request asks."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        ledger = Ledger("workbook", request)
        told, refused = _told(ledger, request)
        if not told:
            raise ReportError("The workbook would be empty: none of its questions may be asked with these rights.")
        book = Book(t("SCORE Impact workbook"), ledger.snapshot.as_of)
        cover = book.sheet(t("Cover"), landscape=False, footer=words.origin(ledger))
        names = [_sheet(book, ledger, one, n) for n, one in enumerate(told, 1)]
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


def _sheet(book: Book, ledger: Ledger, told: Told, number: int) -> str:
    """One answer as a sheet; returns its name."""
    question = told.answer.question
    name = f"{number} " + re.sub(r"[^\w ]", " ", question.name.partition("/")[2]).replace("_", " ")[:27]
    sheet = book.sheet(name, footer=words.origin(ledger))
    columns = list(told.frame.columns)
    book.text(sheet, 0, 0, t(question.title), bold=True, font_size=13)
    book.text(sheet, 1, 0, t(question.grain), font_color=QUIET)
    names = words.Names(ledger.request.viewer, ledger.snapshot.id)
    told_of = t("Filters: {filters}", filters=names.said(told.answer.filters))
    if told.answer.ignored:
        titles = words.filter_titles()
        told_of += " · " + t("not filtered by {names}", names=", ".join(titles[n] for n in told.answer.ignored))
    book.text(sheet, 2, 0, f"{told_of} · {words.as_of(ledger)}", font_color=QUIET)
    book.heads(sheet, TOP - 1, columns)
    for down, row in enumerate(told.frame.itertuples(index=False)):
        for across, value in enumerate(row):
            _cell(book, sheet, TOP + down, across, columns[across], value)
    for across, column in enumerate(columns):
        longest = max([len(column), *(len(str(v)) for v in told.frame[column].head(200) if not pd.isna(v))])
        sheet.set_column(across, across, min(max(longest + 2, 9), 42))
    sheet.freeze_panes(TOP, 1)
    if len(told.frame):
        sheet.autofilter(TOP - 1, 0, TOP + len(told.frame) - 1, len(columns) - 1)
        _charts(book, sheet, name, told)
    ledger.tables.append(Table(question=told.number, sheet=name, top=TOP + 1, columns=columns, rows=len(told.frame)))
    for code in _codes(told):
        ledger.definitions[code] = indicator(code).version
    return name


def _cell(book: Book, sheet: Worksheet, row: int, column: int, name: str, value: Any) -> None:
    """A number as a number, a day as a day, all else as text that is no formula; what is missing is empty."""
    said = plain(value)
    if said is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, book.style(num_format="yyyy-mm-dd", align="left"))
    elif isinstance(said, bool):
        sheet.write_boolean(row, column, said, book.style())
    elif isinstance(said, str):
        book.text(sheet, row, column, said)
    else:
        form = "0" if "year" in name else "#,##0" if float(said).is_integer() else "#,##0.0##"
        sheet.write_number(row, column, said, book.style(num_format=form))


def _codes(told: Told) -> list[str]:
    found = set(told.frame["indicator"]) if "indicator" in told.frame else set()
    found.add(str(told.answer.parameters.get("indicator", "")))
    return [code for code in indicators() if code in found]


def _charts(book: Book, sheet: Worksheet, name: str, told: Told) -> None:
    """Native charts to the right of the rows: a column chart for each headline, or of the counts by their label."""
    right = len(told.frame.columns) + 1
    for place, (title, label, columns, first, last) in enumerate(_plots(told)):
        chart = book.book.add_chart({"type": "column" if label == "year" else "bar", "subtype": "clustered"})
        at = list(told.frame.columns).index
        for colour, column in zip(COLOURS, columns, strict=False):
            chart.add_series(
                {
                    "name": [name, TOP - 1, at(column)],
                    "categories": [name, TOP + first, at(label), TOP + last, at(label)],
                    "values": [name, TOP + first, at(column), TOP + last, at(column)],
                    "fill": {"color": colour},
                    "gap": 60,
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 11, "name": "Arial"}, "overlay": False})
        chart.set_legend({"none": len(columns) == 1, "position": "bottom"})
        if label == "year":
            chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9DBD6"}}})
        else:
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9DBD6"}}})
        chart.set_size({"width": 560, "height": 300 if label == "year" else 120 + 22 * min(last - first + 1, 30)})
        sheet.insert_chart(TOP - 1 + 16 * place, right, chart, {"description": title})


def _plots(told: Told) -> Iterator[tuple[str, str, list[str], int, int]]:
    """What to draw of an answer: title, the column of labels, those of values, and the first and last row."""
    frame, question = told.frame, told.answer.question
    counts = [c for m in question.measures if m.kind in ("counts", "indicator") for c in m.columns]
    counts = [c for c in counts if c in frame and c not in ("numerator", "denominator", "latest", "previous")]
    if not counts or len(frame) < 2:
        return
    if "indicator" in frame and "year" in frame:
        rows = list(frame["indicator"])
        runs = [(code, [n for n, _ in run]) for code, run in groupby(enumerate(rows), key=lambda pair: pair[1])]
        headline = [(code, run) for code, run in runs if indicator(code).headline and len(run) > 1]
        for code, run in headline[:4]:
            yield t(indicator(code).label), "year", ["value"], run[0], run[-1]
    elif "year" in frame and frame["year"].is_unique:
        yield t(question.title), "year", counts[:4], 0, len(frame) - 1
    elif "indicator" not in frame or len(set(frame["indicator"])) == 1:
        label = next((c for c in LABELS if c in frame and frame[c].is_unique), None)
        if label:
            yield t(question.title), label, counts[:3], 0, min(len(frame), 40) - 1


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
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.style(font_color="#0B6E75", underline=1), name)
        book.text(sheet, row, 1, f"{t(told.answer.question.title)} {t(told.answer.question.grain)}", text_wrap=True)
    defined = words.definitions(ledger)
    if defined:
        row += 2
        book.heads(sheet, row, [t("Indicator"), t("Definition")])
        for term, said in defined:
            row += 1
            book.text(sheet, row, 0, term, bold=True, valign="top", text_wrap=True)
            book.text(sheet, row, 1, said, text_wrap=True, bottom=1, bottom_color=LINE)
            sheet.set_row(row, 13.5 * (1 + len(said) // 95))


def _lines(book: Book, sheet: Worksheet, row: int, lines: list[tuple[str, str]]) -> int:
    for head, said in lines:
        book.text(sheet, row, 0, head, bold=True, bg_color=HEAD, valign="top")
        book.text(sheet, row, 1, said, text_wrap=True)
        sheet.set_row(row, 13.5 * (1 + len(said) // 95))
        row += 1
    return row + 1


def _receipt(book: Book, ledger: Ledger) -> None:
    """The receipt as text in the cells of a last sheet, in pieces that a cell can hold."""
    sheet = book.sheet(SHEET, landscape=False)
    book.text(sheet, 0, 0, words.check_said(), bold=True)
    said = ledger.receipt().model_dump_json(exclude_defaults=False)
    for n, start in enumerate(range(0, len(said), CHUNK), 1):
        sheet.write_string(n, 0, said[start : start + CHUNK], book.style(font_size=6, font_color=QUIET))
    sheet.set_column(0, 0, 110)
