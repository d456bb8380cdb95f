"""Slides about the programme, a country or a donor: native charts, a static map, and on each its origin."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from impact import notice, text
from impact.figures.tokens import MAIN, MEN, UNKNOWN, WOMEN
from impact.reports import Made, Request, story, words
from impact.reports.charts import Point, Series
from impact.reports.figures_said import sex_said, trained_said
from impact.reports.ledger import Ledger
from impact.reports.package import packed
from impact.reports.picture import png
from impact.reports.receipt import MARK
from impact.reports.world import world
from impact.text import t

WIDE, TALL, EDGE = 13.333, 7.5, 0.6
INK, QUIET, PALE = "#1F2A30", "#56626A", "#EEF4F3"
LIGHT_MAIN = "#8FC1C3"


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
        self.write(head, title, 28, bold=True, colour=MAIN, anchor=MSO_ANCHOR.MIDDLE)
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
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Calibri"
            run.font.color.rgb = RGBColor.from_string(colour[1:])

    def tile(self, slide: Any, number: int, one: story.Tile, at: Sequence[float]) -> None:
        """A headline with its n; a click opens its view."""
        left, top, wide, _ = at
        back = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(n) for n in at))
        back.name, back.shadow.inherit = f"Tile {number}", False
        back.fill.solid()
        back.fill.fore_color.rgb = RGBColor.from_string(PALE[1:])
        back.line.fill.background()
        if MARK.search(one.value):
            back.click_action.hyperlink.address = self.ledger.link(self.ledger.figure(one.value))
        inner = wide - 0.3
        self.box(slide, f"Label {number}", one.label, (left + 0.15, top + 0.1, inner, 0.4), 13, colour=QUIET)
        self.box(slide, f"Value {number}", one.value, (left + 0.15, top + 0.55, inner, 0.7), 32, bold=True, colour=MAIN)
        self.box(slide, f"Facts {number}", one.facts, (left + 0.15, top + 1.3, inner, 0.6), 11, colour=QUIET)

    def chart(self, slide: Any, kind: Any, series: Sequence[Series], form: str) -> None:
        """A native chart of the series; it holds the numbers themselves, in a sheet behind it."""
        data = CategoryChartData(number_format=form)
        data.categories = [p.label for p in series[0].points]
        for one in series:
            data.add_series(one.name, [p.value for p in one.points])
        at = (Inches(n) for n in (EDGE, 1.6, WIDE - 2 * EDGE, 5.2))
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
    chart.font.size, chart.font.name = Pt(12), "Calibri"
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
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.category_axis.format.line.color.rgb = RGBColor.from_string("C3C9CC")
    if chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED:
        chart.category_axis.reverse_order = True


def make(request: Request) -> Made:
    """The slides of the request's filters."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        ledger = Ledger("slides", request)
        names = words.Names(request.viewer, ledger.snapshot.id)
        synthetic = notice.demonstration() + " " if ledger.snapshot.synthetic else ""
        filters = t("Filters: {filters}", filters=names.said(request.filters))
        deck = Deck(ledger, f"{synthetic}{words.origin(ledger)} {filters}. {notice.adaptation()}")
        who = [names.of(n, c) for n in ("country", "donor") for c in getattr(request.filters, n)]
        _fill(deck, ", ".join(who)[:90] or t("What SCORE has done"))
        return Made(packed(deck.content(), ledger.receipt(), "ppt/presentation.xml"), ledger.snapshot.as_of)


def _fill(deck: Deck, title: str) -> None:
    ledger = deck.ledger
    overview = ledger.ask("results/overview")
    by_year = ledger.ask("results/by_year", indicators=["enterprises_trained"])
    by_sex = ledger.ask("results/people_by_sex")
    _opening(deck, title)
    tiles = deck.slide(title, f"{words.period_said(ledger.request.filters)}, {words.as_of(ledger)}")
    for n, one in enumerate(story.tiles(overview)):
        deck.tile(tiles, n + 1, one, (EDGE + 3.06 * (n % 4), 1.75 + 2.35 * (n // 4), 2.9, 2.15))
    told = deck.slide(t("What was done, and with what result"))
    deck.box(told, "Story", "\n".join(story.paragraph(overview)), (EDGE, 1.4, 6.2, 5.3), 15)
    _map(deck, told)
    charts: list[tuple[str, str, Callable[[], tuple[Any, list[Series], str]]]] = [
        (trained_said(by_year), t("Enterprises trained by year; the last year may not be complete"), lambda: (
            XL_CHART_TYPE.COLUMN_CLUSTERED,
            [Series(t("Enterprises trained"), MAIN, story.years(by_year, "enterprises_trained"))], "#,##0")),
        (sex_said(by_sex), t("People trained by year, each once a year; the last year may not be complete"), lambda: (
            XL_CHART_TYPE.COLUMN_STACKED, _sexes(story.sexes(by_sex)), "#,##0")),
        (t("Modules that enterprises took up"), t("Enterprises trained and completed, in teaching order"), lambda: (
            XL_CHART_TYPE.BAR_CLUSTERED, _modules(ledger), "#,##0")),
        (t("What changed in enterprises"),
            t("Share of practices or enterprises that improved, before and after training")
            + ". " + notice.before_and_after(), lambda: (
            XL_CHART_TYPE.BAR_CLUSTERED, [Series(t("Improved"), MAIN, _outcomes(overview))], '0.0"%"')),
    ]  # fmt: skip
    for head, measure, draw in charts:
        kind, series, form = draw()
        slide = deck.slide(head, measure)
        if series and series[0].points:
            deck.chart(slide, kind, series, form)
        else:
            deck.box(slide, "Empty", t("Nothing to show"), (EDGE, 3.0, 8, 0.6), 18, colour=QUIET)
    last = deck.slide(t("Definitions and sources"))
    said = [f"{term}: {meaning}" for term, meaning in words.definitions(ledger, story.TILES)]
    deck.box(last, "Definitions", "\n".join(said), (EDGE, 1.3, 7.6, 5.5), 12)
    sources = [words.origin(ledger), words.rights(ledger.request.viewer), words.check_said()]
    deck.box(last, "Sources", "\n".join(sources), (8.6, 1.3, 4.1, 4.5), 12, colour=QUIET)


def _opening(deck: Deck, title: str) -> None:
    slide = deck.slide(title)
    band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, Inches(2.1), Inches(WIDE), Inches(2.6))
    band.name, band.shadow.inherit = "Band", False
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor.from_string(MAIN[1:])
    band.line.fill.background()
    head = slide.shapes.title
    head.top, head.height = Inches(2.5), Inches(1.1)
    for run in head.text_frame.paragraphs[0].runs:
        run.font.size, run.font.color.rgb = Pt(40), RGBColor(255, 255, 255)
    slide.shapes._spTree.remove(band._element)
    slide.shapes._spTree.insert(2, band._element)
    said = f"{words.period_said(deck.ledger.request.filters)}, {words.as_of(deck.ledger)}"
    deck.box(slide, "Period", said, (EDGE, 3.7, 11, 0.6), 20, colour="#FFFFFF")


def _map(deck: Deck, slide: Any) -> None:
    told = deck.ledger.ask("results/country_map", indicator="enterprises_trained")
    active = told.frame[told.frame["value"].fillna(0) > 0]
    lone = len(active) == 1
    picture = io.BytesIO(png(world(set(active["iso3"]), near=lone)))
    placed = slide.shapes.add_picture(picture, Inches(7.1), Inches(1.5), width=Inches(5.6))
    placed.name = "Map"
    said = t("Where enterprises were trained: {countries}", countries=", ".join(active["country"]))
    placed._element.nvPicPr.cNvPr.set("descr", said)
    below = 1.5 + Emu(placed.height).inches + 0.1
    deck.box(slide, "Map caption", said, (7.1, below, 5.6, 1.4), 11, colour=QUIET)


def _sexes(points: tuple[list[Point], list[Point], list[Point]]) -> list[Series]:
    names = ((t("Women"), WOMEN), (t("Men"), MEN), (t("Sex not known"), UNKNOWN))
    return [Series(name, colour, one) for (name, colour), one in zip(names, points, strict=True)]


def _modules(ledger: Ledger) -> list[Series]:
    trained, completed = story.modules(ledger.ask("results/country_modules"))
    return [Series(t("Trained"), MAIN, trained), Series(t("Completed"), LIGHT_MAIN, completed)]


def _outcomes(overview: Any) -> list[Point]:
    """The shares that may be shown; what is withheld has no bar, and no place among them."""
    return [Point(p.label, p.value, MARK.findall(p.mark)[0]) for p in story.outcomes(overview) if p.value is not None]
