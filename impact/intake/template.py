"""Empty exports to fill in, from the contract: one workbook with a sheet for each table, or a zip of CSV files."""

import csv
import zipfile
from datetime import UTC, datetime
from io import BytesIO, StringIO

import xlsxwriter

from impact.contract import Column, Table, tables
from impact.excel import FILLED, HEAD
from impact.intake.sources import ABOUT
from impact.text import t

FORMS = {"xlsx": ".xlsx", "csv": ".zip"}
# So many rows below the head have a list to choose from, or a form for days.
READY = 5000
SAID = ("export_id", "exported_at", "source", "synthetic")


def write(form: str) -> bytes:
    """The template, in one of `FORMS`; what is explained in it is in the language that is spoken."""
    return _workbook() if form == "xlsx" else _csv_files()


def _workbook() -> bytes:
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": HEAD})
    optional = book.add_format({"italic": True, "bg_color": FILLED})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    about = book.add_worksheet(ABOUT)
    about.set_column(0, 0, 20)
    about.set_column(1, 1, 60, text)
    for row, name in enumerate(SAID):
        about.write_string(row, 0, name, head)
    lines = (
        t(
            "One sheet for each table. The first row names the columns: bold ones must be filled in, italic ones may "
            "be empty."
        ),
        t(
            "Days are written as YYYY-MM-DD, countries as ISO 3166 codes of three letters, numbers without marks for "
            "thousands."
        ),
        t(
            "export_id is a name of your own; exported_at is the day that the export tells of; synthetic is true for "
            "invented data."
        ),
    )
    for row, line in enumerate(lines, start=len(SAID) + 1):
        about.write_string(row, 0, line)
    for name, table in tables().items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, (column_name, column) in enumerate(table.columns.items()):
            sheet.write_string(0, place, column_name, optional if column.optional else head)
            sheet.write_comment(0, place, _explained(table, column_name, column), {"x_scale": 2})
            sheet.set_column(place, place, max(12, len(column_name) + 2), {"text": text, "date": day}.get(column.type))
            choices = column.values or (["true", "false"] if column.type == "boolean" else None)
            if choices:
                sheet.data_validation(
                    1, place, READY, place, {"validate": "list", "source": choices, "error_type": "warning"}
                )
    book.close()
    return made.getvalue()


def _csv_files() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        _add(packed, ABOUT, [[name, ""] for name in SAID])
        for name, table in tables().items():
            _add(packed, name, [list(table.columns)])
    return made.getvalue()


def _add(packed: zipfile.ZipFile, name: str, rows: list[list[str]]) -> None:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    # Spreadsheets take a CSV file for UTF-8 only by its mark.
    packed.writestr(zipfile.ZipInfo(f"{name}.csv", (2024, 1, 1, 0, 0, 0)), text.getvalue().encode("utf-8-sig"))


def _explained(table: Table, name: str, column: Column) -> str:
    """What a column is, and what may stand in it."""
    said = [column.about, t("may be empty") if column.optional else t("must be filled in")]
    said += [t("part of the key")] if name in table.key else []
    said += [t("one of {values}", values=", ".join(column.values))] if column.values else []
    said += [t("an id of the sheet {table}", table=column.refers_to)] if column.refers_to else []
    return "\n".join(said)
