"""A new workbook with the rows that findings are about, and a comment at each cell concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

# What a spreadsheet shows of one cell.
LONGEST = 2000
WIDEST = 40  # letters in a column
LINE = 13.5  # points


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
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
    }
    book = xlsxwriter.Workbook(made, options)
    text = book.add_format({"num_format": "@", "quote_prefix": True, "text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": "#DCE9E9", "text_wrap": True, "valign": "top"})
    concerned = book.add_format({"num_format": "@", "quote_prefix": True, "bg_color": "#FFF2CC", "valign": "top"})
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
    _printed(page, 2)
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        for column, name in enumerate(sheet.heads):
            page.write_string(0, column, name, head)
        for column, name in enumerate(sheet.heads):
            longest = max([len(name), *sheet.rows.iloc[:200, column].astype(str).str.len()])
            page.set_column(column, column, min(max(longest + 2, 8), WIDEST))
        page.freeze_panes(1, 1)
        _printed(page, 0)
        for row, cells in enumerate(sheet.rows.itertuples(index=False), start=1):
            for column, cell in enumerate(cells):
                look = concerned if (row + 1, column + 1) in sheet.notes else text
                said = "" if pd.isna(cell) else str(cell)
                page.write_string(row, column, said.removesuffix(" 00:00:00")[:LONGEST], look)
        for (row, column), said in sheet.notes.items():
            page.write_comment(row - 1, column - 1, said[:LONGEST], {"x_scale": 2.5, "y_scale": 1.5})
    book.close()
    return made.getvalue()


def _printed(page: Worksheet, heads: int) -> None:
    """Prints on A4 across, as wide as one page, its heads on each, with page numbers."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.repeat_rows(heads)
    page.set_footer("&L&8&A&R&8&P / &N")
