"""Workbooks as the project writes them, whoever writes one: text is text, one font, and sheets that print on A4."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

HEAD, FILLED = "#DCE9E9", "#ECEEEA"
# Columns are measured in letters of this font, which every system has or has one of the same widths for.
FONT = "Arial"
# A cell of text, whatever it begins with: a spreadsheet will not take it for a formula, now or when it is edited.
TEXT = {"num_format": "@", "quote_prefix": True}


def workbook(made: BytesIO) -> xlsxwriter.Workbook:
    """A new workbook, written into `made` when it is closed."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
        "default_format_properties": {"font_name": FONT, "font_size": 10},  # XlsxWriter writes into it
    }
    return xlsxwriter.Workbook(made, options)


def print_on_a4(sheet: Worksheet, left: str, *, landscape: bool = True) -> None:
    """Print a sheet on A4, as wide as one page; `left` (in a footer's codes) stands under each page, and its number."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&8{left}&R&8&P / &N")
