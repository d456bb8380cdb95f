"""A new workbook with the rows that findings are about, and a comment at each cell concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pandas as pd
import xlsxwriter

# What a spreadsheet shows of one cell.
LONGEST = 2000


@dataclass(frozen=True)
class Sheet:
    """One sheet: its column heads, its rows, and comments by row and column, from 1 (the heads are row 1)."""

    name: str
    heads: Sequence[str]
    rows: pd.DataFrame
    notes: Mapping[tuple[int, int], str]


def rows_book(title: str, summary: Sequence[Sequence[str]], widths: Sequence[int], sheets: Sequence[Sheet]) -> bytes:
    """The workbook: the summary first. Text is text, whatever it begins with."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(made, options)
    text = book.add_format({"num_format": "@", "quote_prefix": True, "text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": "#DCE9E9", "text_wrap": True, "valign": "top"})
    concerned = book.add_format({"num_format": "@", "quote_prefix": True, "bg_color": "#FFF2CC"})
    page = book.add_worksheet(title[:31])
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for row, cells in enumerate(summary):
        for column, cell in enumerate(cells):
            page.write_string(row, column, cell[:LONGEST], head if row == 2 else text)
    page.freeze_panes(3, 0)
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        for column, name in enumerate(sheet.heads):
            page.write_string(0, column, name, head)
        page.set_column(0, len(sheet.heads) - 1, 16)
        page.freeze_panes(1, 1)
        for row, cells in enumerate(sheet.rows.itertuples(index=False), start=1):
            for column, cell in enumerate(cells):
                look = concerned if (row + 1, column + 1) in sheet.notes else text
                said = "" if pd.isna(cell) else str(cell)
                page.write_string(row, column, said.removesuffix(" 00:00:00")[:LONGEST], look)
        for (row, column), said in sheet.notes.items():
            page.write_comment(row - 1, column - 1, said[:LONGEST], {"x_scale": 2.5, "y_scale": 1.5})
    book.close()
    return made.getvalue()
