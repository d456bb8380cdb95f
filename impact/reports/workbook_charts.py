"""The charts of a workbook: native ones on a sheet of their own, drawn from the cells of the other sheets."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from impact.catalogue import indicator
from impact.excel import FONT
from impact.reports.ledger import Told
from impact.reports.sheets import QUIET, Book
from impact.text import t

COLOURS = ("#0E7A80", "#BC8402", "#7252C0", "#7A8288")
LABELS = ("label", "title", "name", "country", "module", "sector", "kind", "stage")
GRID = {"visible": True, "line": {"color": "#D9DBD6"}}
LETTERS = {"name": FONT, "size": 9}
WIDE, GAP, LINE = 500, 12, 20  # pixels
BESIDE = 2
PAGE = 34  # lines of the sheet on a printed page


def charts(book: Book, sheets: Sequence[tuple[str, Told]], top: int, footer: str) -> None:
    """A sheet of charts, two beside each other, where there is something to draw; `top` is the first row of answers."""
    plots = [(name, told, plot) for name, told in sheets for plot in _plots(told)]
    if not plots:
        return
    sheet = book.sheet(t("Charts"), footer=footer)
    book.text(sheet, 0, 0, t("Charts"), bold=True, font_size=13)
    book.text(sheet, 1, 0, t("Drawn from the cells of the sheets behind."), font_color=QUIET)
    sheet.set_print_scale(100)
    y, pages = 3 * LINE, 0
    for start in range(0, len(plots), BESIDE):
        drawn = [(_chart(book, name, told, plot, top), plot[0]) for name, told, plot in plots[start : start + BESIDE]]
        tall = max(tall for (_, tall), _ in drawn)
        if y + tall > (pages + 1) * PAGE * LINE:
            pages += 1
            y = pages * PAGE * LINE + GAP
        for place, ((chart, _), title) in enumerate(drawn):
            at = {"x_offset": place * (WIDE + GAP), "y_offset": y, "description": title}
            sheet.insert_chart(0, 0, chart, at)
        y += tall + GAP
    sheet.set_h_pagebreaks([page * PAGE for page in range(1, pages + 1)])


Plot = tuple[str, str, list[str], int, int]


def _chart(book: Book, name: str, told: Told, plot: Plot, top: int) -> tuple[Any, int]:
    """A chart and its height: columns over years, else bars by their label."""
    title, label, columns, first, last = plot
    years = label == "year"
    chart = book.book.add_chart({"type": "column" if years else "bar", "subtype": "clustered"})
    at = list(told.frame.columns).index
    for colour, column in zip(COLOURS, columns, strict=False):
        chart.add_series(
            {
                "name": [name, top - 1, at(column)],
                "categories": [name, top + first, at(label), top + last, at(label)],
                "values": [name, top + first, at(column), top + last, at(column)],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_title({"name": title, "name_font": {**LETTERS, "size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"none": len(columns) == 1, "position": "bottom", "font": LETTERS})
    values = {"num_font": LETTERS, "major_gridlines": GRID, "line": {"none": True}}
    labels = {"num_font": LETTERS}
    if years:
        chart.set_x_axis(labels)
        chart.set_y_axis(values)
    else:
        # The first row on top; the axis of values then stands at the foot.
        chart.set_y_axis({**labels, "reverse": True, "crossing": "max"})
        chart.set_x_axis(values)
    tall = 260 if years else min(130 + 10 * (1 + len(columns)) * (last - first + 1), PAGE * LINE)
    chart.set_size({"width": WIDE, "height": tall})
    return chart, tall


def _plots(told: Told) -> Iterator[Plot]:
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
