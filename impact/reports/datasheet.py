"""A blank data sheet for one enterprise: what is known is filled in, what is asked for is empty; prints on A4."""

from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from impact import notice, text
from impact.reports import Made, Request
from impact.reports.ledger import Ledger
from impact.reports.sheets import FILLED, LINE, QUIET, Book
from impact.reports.subject import Subject, asked, subject
from impact.text import day, t

FIRST_MONTH, CODE = 3, 9
BOX = {"border": 1, "border_color": LINE}
ANSWERS = ("yes", "no", "not_applicable")


def make(request: Request) -> Made:
    """The sheet of the enterprise `request.subject`, in a language of its country where there is a translation."""
    ledger = Ledger("datasheet", request)
    about = subject(ledger)
    wanted = [request.language] if request.language else text.languages_of(about.row["iso3"])
    with text.speaking(*wanted, domain=text.FILES) as spoken:
        book = Book(t("Data sheet"), about.answer.as_of)
        _kpis(book, about, asked(ledger, "enterprises/data_sheet").frame, _language_note(wanted, spoken))
        _practices(book, about, asked(ledger, "enterprises/data_sheet_practices").frame)
        return Made(book.content(), about.answer.as_of)


def _language_note(wanted: list[str], spoken: str) -> str:
    """Where none of the country's languages is there yet, that it is so."""
    if not wanted or spoken in wanted:
        return ""
    names = text.listing([text.language_name(code) for code in wanted])
    return t("In English: this sheet is not translated yet into {names}.", names=names)


def _head(book: Book, sheet: Worksheet, about: Subject, title: str, notes: list[str], last: int) -> int:
    """Title, enterprise and notes; returns the next free row."""
    book.line(sheet, 0, 0, last, title, bold=True, font_size=14)
    book.line(sheet, 1, 0, last, f"{about.row['name']} ({about.row['enterprise_id']})", bold=True, font_size=11)
    synthetic = [notice.demonstration()] if about.answer.synthetic else []
    trained = about.taken.ledger.said(about.trained, keep=False)
    lines = [about.place, trained, *notes, *synthetic]
    for row, said in enumerate((line for line in lines if line), start=2):
        book.line(sheet, row, 0, last, said, font_color=QUIET)
    return 3 + sum(1 for line in lines if line)


def _foot(about: Subject) -> str:
    found = about.answer
    return f"{about.row['enterprise_id']} · {notice.origin(found.export_id, found.snapshot_id, found.as_of)}"


def _kpis(book: Book, about: Subject, frame: pd.DataFrame, language_note: str) -> None:
    sheet = book.sheet(t("KPIs")[:31], footer=_foot(about))
    for column, width in enumerate((40, 14, 18, *[11] * 6, 2)):
        sheet.set_column(column, column, width, None, {"hidden": column == CODE})
    how = t(
        "Fill the white cells. Grey cells hold what was reported. Write 0 only where it is a count of none; leave "
        "empty what is not known. Keep to the unit shown, or cross it out and write yours."
    )
    last = CODE - 1
    row = _head(book, sheet, about, t("Data sheet: KPIs and workforce"), [how, language_note], last)
    row = _workforce(book, sheet, about, row)
    months = list(dict.fromkeys(frame["month_on"]))
    heads = [t("KPI"), t("Part"), t("Unit"), *(day(month, "MMM y") for month in months)]
    book.heads(sheet, row, heads)
    sheet.repeat_rows(row)
    row += 1
    if frame.empty:
        book.line(sheet, row, 0, last, t("No module of this enterprise asks for a KPI."), font_color=QUIET)
    for _, rows in frame.groupby("position", sort=True):
        row = _kpi(book, sheet, rows, row)
    book.line(sheet, row + 1, 0, last, t("Notes (what was different in these months?)"), bold=True)
    for blank in range(row + 2, row + 5):
        book.line(sheet, blank, 0, last, "", bottom=1, bottom_color=LINE)
    book.line(sheet, row + 6, 0, last, notice.adaptation(), font_color=QUIET, font_size=8)
    sheet.set_row(row + 6, 24)


def _workforce(book: Book, sheet: Worksheet, about: Subject, row: int) -> int:
    """Women and men: the latest count, and cells for today's; also who fills the sheet in, and when."""
    book.heads(sheet, row, [t("Workforce"), t("Women"), t("Men"), t("Day"), t("Filled in by")])
    known = [about.row["women"], about.row["men"]]
    on = about.row["workforce_on"]
    book.text(sheet, row + 1, 0, t("Latest count"), bg_color=FILLED, **BOX)
    for column, value in enumerate(known, start=1):
        _fill(book, sheet, row + 1, column, value, known=True)
    book.text(sheet, row + 1, 3, "" if pd.isna(on) else day(on, "d.M.y"), bg_color=FILLED, **BOX)
    book.text(sheet, row + 1, 4, "", bg_color=FILLED, **BOX)
    book.text(sheet, row + 2, 0, t("Today"), **BOX)
    for column in (1, 2):
        _fill(book, sheet, row + 2, column, None, known=False)
    for column in (3, 4):
        sheet.write_blank(row + 2, column, None, book.style(**BOX))
    sheet.write_string(row + 2, CODE, "workforce", book.style())
    return row + 4


def _kpi(book: Book, sheet: Worksheet, rows: pd.DataFrame, row: int) -> int:
    """One KPI: numerator and denominator of each month, or its value; returns the next free row."""
    first = rows.iloc[0]
    parts = [("numerator", t("Numerator"), first["above_used"]), ("denominator", t("Denominator"), first["below_used"])]
    if first["type"] != "ratio":
        currency = first["currency_used"] if first["type"] == "amount" else None
        unit = t(first["unit"]) if pd.isna(currency) else currency
        parts = [("numerator", t("Value"), unit)]
    said = [t(str(first["title"])), f"{t(first['unit'])}. {_state(first)}"]
    for place, (name, part, unit) in enumerate(parts):
        sheet.set_row(row, 26 if len(parts) > 1 else 36)
        look = {"bold": True} if place == 0 and len(parts) > 1 else {"font_color": QUIET}
        label = said[place] if len(parts) > 1 else f"{said[0]}\n{said[1]}"
        book.text(sheet, row, 0, label, text_wrap=True, **BOX, **look)
        book.text(sheet, row, 1, part, **BOX)
        book.text(sheet, row, 2, "" if pd.isna(unit) else t(str(unit)), text_wrap=True, **BOX)
        for column, value in enumerate(rows[name], start=FIRST_MONTH):
            _fill(book, sheet, row, column, value, known=not pd.isna(value))
        sheet.write_string(row, CODE, f"{first['kpi']}.{name}", book.style())
        row += 1
    return row


def _state(row: Any) -> str:
    """What is asked for next."""
    if row["state"] == "baseline":
        return t("The baseline is missing.")
    if row["state"] == "nothing":
        return t("Baseline and endline are in.")
    due = "" if pd.isna(row["due_on"]) else day(row["due_on"])
    return t("Endline due since {day}.", day=due) if row["state"] == "overdue" else t("Endline due on {day}.", day=due)


def _fill(book: Book, sheet: Worksheet, row: int, column: int, value: Any, *, known: bool) -> None:
    """A cell that holds what is known, or waits for a number that is not below zero."""
    look: dict[str, Any] = {
        "num_format": "#,##0.##",
        "align": "right",
        **BOX,
        **({"bg_color": FILLED} if known else {}),
    }
    if known and not pd.isna(value):
        sheet.write_number(row, column, float(value), book.style(**look))
        return
    sheet.write_blank(row, column, None, book.style(**look))
    if not known:
        wrong = {"error_title": t("Not a number"), "error_message": t("Write a number that is not below zero.")}
        sheet.data_validation(row, column, row, column, {"validate": "decimal", "criteria": ">=", "value": 0, **wrong})


def _practices(book: Book, about: Subject, frame: pd.DataFrame) -> None:
    sheet = book.sheet(t("Practices")[:31], landscape=False, footer=_foot(about))
    for column, width in enumerate((46, 24, 14, 14, 16, 2)):
        sheet.set_column(column, column, width, None, {"hidden": column == 5})
    how = t("Look for yourself, and write yes, no or not applicable under today.")
    row = _head(book, sheet, about, t("Data sheet: practices"), [how], 4)
    book.heads(sheet, row, [t("Practice"), t("Module"), t("Before"), t("After"), t("Today")])
    sheet.repeat_rows(row)
    if frame.empty:
        book.line(sheet, row + 1, 0, 4, t("No practice is to be checked here."), font_color=QUIET)
    choices = [_said(answer) for answer in ANSWERS]
    for line, found in enumerate(frame.itertuples(), start=row + 1):
        module = "" if pd.isna(found.module_title) else t(str(found.module_title))
        sheet.set_row(line, 24)
        book.text(sheet, line, 0, t(str(found.title)), text_wrap=True, **BOX)
        book.text(sheet, line, 1, module, text_wrap=True, **BOX)
        for column, answered in ((2, found.before), (3, found.after)):
            book.text(sheet, line, column, _said(answered), bg_color=FILLED, **BOX)
        sheet.write_blank(line, 4, None, book.style(**BOX))
        sheet.data_validation(line, 4, line, 4, {"validate": "list", "source": choices})
        sheet.write_string(line, 5, str(found.practice), book.style())


def _said(answered: Any) -> str:
    if pd.isna(answered):
        return t("not checked")
    return {"yes": t("yes"), "no": t("no"), "not_applicable": t("not applicable")}.get(str(answered), str(answered))
