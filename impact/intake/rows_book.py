"""A new workbook with the rows that findings are about, and a comment at each cell concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil

import pandas as pd

from impact.excel import HEAD, TEXT, print_on_a4, workbook

# What a spreadsheet shows of one cell.
LONGEST = 2000
WIDEST = 40  # letters in a column
LINE = 13.5  # points
NAME = "&A"  # of the sheet, in a footer


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
    book = workbook(made)
    text = book.add_format({**TEXT, "text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": HEAD, "text_wrap": True, "valign": "top"})
    concerned = book.add_format({**TEXT, "bg_color": "#FFF2CC", "valign": "top"})
    page = book.add_worksheet(title[:31])
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for row, cells in enumerate(summary):
        for column, cell in enumerate(cells):
            page.write_string(row, column, cell[:LONGEST], head if row == 2 else text)
        # Not every program makes room for lines by itself.
        lines = max([1, *(ceil(len(c[:LONGEST]) / width) for c, width in zip(cells, widths, strict=False) if row > 1)])
        page.set_row(row, LINE * lines)
    page.freeze_panes(3, 0)
    print_on_a4(page, NAME)
    page.repeat_rows(2)
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        for column, name in enumerate(sheet.heads):
            page.write_string(0, column, name, head)
        for column, name in enumerate(sheet.heads):
            longest = max([len(name), *sheet.rows.iloc[:200, column].astype(str).str.len()])
            page.set_column(column, column, min(max(longest + 2, 8), WIDEST))
        page.freeze_panes(1, 1)
        print_on_a4(page, NAME)
        page.repeat_rows(0)
        for row, cells in enumerate(sheet.rows.itertuples(index=False), start=1):
            for column, cell in enumerate(cells):
                look = concerned if (row + 1, column + 1) in sheet.notes else text
                said = "" if pd.isna(cell) else str(cell)
                page.write_string(row, column, said.removesuffix(" 00:00:00")[:LONGEST], look)
        for (row, column), said in sheet.notes.items():
            page.write_comment(row - 1, column - 1, said[:LONGEST], {"x_scale": 2.5, "y_scale": 1.5})
    book.close()
    return made.getvalue()
