"""A presentation: slides with title, texts, tiles and native charts, whose numbers are written down place by place."""

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from impact.figures.tokens import MAIN
from impact.reports import story
from impact.reports.charts import Series
from impact.reports.ledger import Ledger
from impact.reports.receipt import MARK

WIDE, TALL, EDGE = 13.333, 7.5, 0.6
INK, QUIET, PALE = "#1F2A30", "#56626A", "#EEF4F3"
LIGHT_MAIN = "#8FC1C3"
FONT = "Arial"  # on every system, or a font of the same widths
LONG = 9  # a tile's value of more letters is words


class Deck:
    """A presentation that writes down which number stands in which shape."""

    def __init__(self, ledger: Ledger, origin: str) -> None:
        self.ledger, self.origin = ledger, origin
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDE), Inches(TALL)
        self.count = 0

    def slide(self, title: str, subtitle: str = "") -> Any:
        """A new slide with its title in the title's place, and its origin at the foot."""
        made = self.file.slides.add_slide(self.file.slide_layouts[5])
        self.count += 1
        head = made.shapes.title
        head.left, head.top, head.width, head.height = (Inches(n) for n in (EDGE, 0.35, WIDE - 2 * EDGE, 0.8))
        head.name = "Title"
        self.write(head, title, 28 if len(title) < 60 else 24, bold=True, colour=MAIN, anchor=MSO_ANCHOR.MIDDLE)
        if subtitle:
            self.box(made, "Subtitle", subtitle, (EDGE, 1.1, WIDE - 2 * EDGE, 0.4), 14, colour=QUIET)
        self.box(made, "Origin", self.origin, (EDGE, 6.95, WIDE - 2 * EDGE - 0.8, 0.45), 8.5, colour=QUIET)
        at = (WIDE - EDGE - 0.7, 6.95, 0.7, 0.3)
        self.box(made, "Page", str(self.count), at, 9, colour=QUIET, align=PP_ALIGN.RIGHT)
        return made

    def box(self, slide: Any, name: str, said: str, at: Sequence[float], size: float, **look: Any) -> Any:
        """A text box at left, top, width and height in inches."""
        made = slide.shapes.add_textbox(*(Inches(n) for n in at))
        made.name = name
        self.write(made, said, size, **look)
        return made

    def write(
        self,
        shape: Any,
        said: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: Any = PP_ALIGN.LEFT,
        anchor: Any = MSO_ANCHOR.TOP,
    ) -> None:
        """Write a text with its numbers into a shape, a paragraph for each line."""
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, anchor
        frame.margin_left = frame.margin_right = Inches(0.02)
        for n, line in enumerate(self.ledger.said(said, f"{self.count}/{shape.name}").split("\n")):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.alignment, paragraph.space_after = align, Pt(4)
            run = paragraph.add_run()
            run.text = line
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
            run.font.color.rgb = RGBColor.from_string(colour[1:])

    def tile(self, slide: Any, number: int, one: story.Tile, at: Sequence[float]) -> None:
        """A headline with its n; a click opens its view."""
        left, top, wide, _ = at
        back = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(n) for n in at))
        back.name, back.shadow.inherit = f"Tile {number}", False
        back.fill.solid()
        back.fill.fore_color.rgb = RGBColor.from_string(PALE[1:])
        back.line.fill.background()
        flat(back)
        if MARK.search(one.value):
            back.click_action.hyperlink.address = self.ledger.link(self.ledger.figure(one.value))
        inner = wide - 0.3
        self.box(slide, f"Label {number}", one.label, (left + 0.15, top + 0.1, inner, 0.4), 13, colour=QUIET)
        size = 32 if len(self.ledger.said(one.value, keep=False)) <= LONG else 20
        at = (left + 0.15, top + 0.65, inner, 0.7)
        self.box(slide, f"Value {number}", one.value, at, size, bold=True, colour=MAIN, anchor=MSO_ANCHOR.MIDDLE)
        self.box(slide, f"Facts {number}", one.facts, (left + 0.15, top + 1.4, inner, 0.6), 11, colour=QUIET)

    def chart(self, slide: Any, kind: Any, series: Sequence[Series], form: str) -> None:
        """A native chart of the series; it holds the numbers themselves, in a sheet behind it."""
        data = CategoryChartData(number_format=form)
        data.categories = [p.label for p in series[0].points]
        for one in series:
            data.add_series(one.name, [p.value for p in one.points])
        at = (Inches(n) for n in (EDGE, 1.7, WIDE - 2 * EDGE, 4.7))
        frame = slide.shapes.add_chart(kind, *at, data)
        frame.name = "Chart"
        self.ledger.chart(f"{self.count}/Chart", [[p.mark for p in one.points] for one in series])
        _dress(frame.chart, series, form)

    def content(self) -> bytes:
        """The finished file."""
        written = io.BytesIO()
        self.file.core_properties.title = "SCORE Impact"
        self.file.save(written)
        return written.getvalue()


def _dress(chart: Any, series: Sequence[Series], form: str) -> None:
    """The project's look: its colours, labels on the bars, no grid."""
    chart.font.size, chart.font.name = Pt(12), FONT
    chart.has_title = False
    chart.has_legend = len(series) > 1
    if len(series) > 1:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    plot = chart.plots[0]
    stacked = chart.chart_type == XL_CHART_TYPE.COLUMN_STACKED
    plot.gap_width, plot.vary_by_categories = 45, False
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.size = Pt(11 if not stacked else 9)
    if stacked:
        plot.overlap = 100
        labels.font.color.rgb = RGBColor.from_string("FFFFFF")
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for drawn, one in zip(plot.series, series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = RGBColor.from_string(one.colour[1:])
        for n in [n for n, point in enumerate(one.points) if point.cut and not stacked]:
            pale = drawn.points[n].format.fill
            pale.solid()
            pale.fore_color.rgb = RGBColor.from_string(LIGHT_MAIN[1:])
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.category_axis.format.line.color.rgb = RGBColor.from_string("C3C9CC")
    if chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED:
        chart.category_axis.reverse_order = True


def flat(shape: Any) -> None:
    """Without the theme's shadow, which some programs draw whatever the shape says."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)
