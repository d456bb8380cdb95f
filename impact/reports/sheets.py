"""Spreadsheets: text is never a formula, the same content gives the same bytes, and A4 pages are ready to print."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from impact.excel import FILLED, FONT, HEAD, TEXT, print_on_a4, workbook

__all__ = ["FILLED", "HEAD", "INK", "LINE", "QUIET", "Book"]
INK, QUIET, LINE = "#1F2A30", "#5B666D", "#8A949B"


class Book:
    """A workbook in memory; `formats` are made once for each look."""

    def __init__(self, title: str, as_of: date) -> None:
        self._bytes = BytesIO()
        self.book = workbook(self._bytes)
        made = datetime(as_of.year, as_of.month, as_of.day)
        self.book.set_properties({"title": title, "created": made})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, **look: Any) -> Format:
        """A cell's look: XlsxWriter's properties upon the project's own."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            own = {"font_name": FONT, "font_size": 9, "font_color": INK, "valign": "vcenter"}
            self._formats[key] = self.book.add_format({**own, **look})
        return self._formats[key]

    def sheet(self, name: str, *, landscape: bool = True, footer: str = "") -> Worksheet:
        """A sheet that prints on A4, as wide as one page; `footer` stands under each page."""
        made = self.book.add_worksheet(name)
        print_on_a4(made, footer.replace("&", "&&")[:200], landscape=landscape)
        made.hide_gridlines(2)
        return made

    def text(self, sheet: Worksheet, row: int, column: int, said: object, **look: Any) -> None:
        """Text as text, whatever it begins with: a spreadsheet will not take it for a formula, now or when edited."""
        sheet.write_string(row, column, str(said), self.style(**TEXT, **look))

    def line(self, sheet: Worksheet, row: int, first: int, last: int, said: object, **look: Any) -> None:
        """Text over several columns."""
        style = self.style(**TEXT, text_wrap=True, **look)
        sheet.merge_range(row, first, row, last, "", style)
        sheet.write_string(row, first, str(said), style)

    def heads(self, sheet: Worksheet, row: int, titles: Sequence[str], **look: Any) -> None:
        """A row of column heads."""
        for column, title in enumerate(titles):
            self.head(sheet, row, column, title, **look)

    def head(self, sheet: Worksheet, row: int, column: int, title: str, **look: Any) -> None:
        """The head of one column."""
        own = {"bold": True, "bg_color": HEAD, "border": 1, "border_color": LINE, "text_wrap": True}
        self.text(sheet, row, column, title, **own, **look)

    def content(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self._bytes.getvalue()
