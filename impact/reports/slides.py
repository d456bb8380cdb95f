"""Slides about the programme, a country or a donor: native charts, a static map, and on each its origin."""

import io
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Emu, Inches, Pt

from impact import notice, text
from impact.figures.tokens import MAIN, MEN, UNKNOWN, WOMEN
from impact.reports import Made, Request, story, words
from impact.reports.charts import Point, Series
from impact.reports.deck import EDGE, LIGHT_MAIN, QUIET, WIDE, Deck, flat
from impact.reports.figures_said import attended_measure, people_counted, sex_said, trained_said
from impact.reports.ledger import Ledger, Told, marked
from impact.reports.package import packed
from impact.reports.picture import png
from impact.reports.receipt import MARK
from impact.reports.world import world
from impact.text import t

COUNT = "#,##0"
MUCH = 840  # letters


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
    _opening(deck, title)
    tiles = deck.slide(title, f"{words.period_said(ledger.request.filters)}, {words.as_of(ledger)}")
    for n, one in enumerate(story.tiles(overview)):
        deck.tile(tiles, n + 1, one, (EDGE + 3.06 * (n % 4), 1.75 + 2.35 * (n // 4), 2.9, 2.15))
    told = deck.slide(t("What was done, and with what result"))
    said = "\n".join(story.paragraph(overview))
    # Some languages need more room than others.
    size = 15 if len(ledger.said(said, keep=False)) < MUCH else 13
    deck.box(told, "Story", said, (EDGE, 1.4, 6.2, 5.3), size)
    _map(deck, told)
    _figure(deck, *_trained(ledger))
    _figure(deck, *_people(ledger))
    both = _modules(ledger)
    measure = t("Enterprises trained and completed, in teaching order")
    _figure(deck, t("Modules that enterprises took up"), measure, XL_CHART_TYPE.BAR_CLUSTERED, both)
    _changed(deck, overview)
    last = deck.slide(t("Definitions and sources"))
    meanings = [
        t("{name}: {value}", name=term, value=meaning) for term, meaning in words.definitions(ledger, story.TILES)
    ]
    deck.box(last, "Definitions", "\n".join(meanings), (EDGE, 1.3, 7.6, 5.5), 12)
    sources = [words.origin(ledger), words.rights(ledger.request.viewer), words.check_said()]
    deck.box(last, "Sources", "\n".join(sources), (8.6, 1.3, 4.1, 4.5), 12, colour=QUIET)


def _figure(deck: Deck, head: str, measure: str, kind: Any, series: list[Series], form: str = COUNT) -> Any:
    """A slide with a native chart, or with a word where there is nothing to draw."""
    slide = deck.slide(head, measure)
    if series and series[0].points:
        deck.chart(slide, kind, series, form)
    else:
        deck.box(slide, "Empty", t("Nothing to show"), (EDGE, 3.0, 8, 0.6), 18, colour=QUIET)
    return slide


def _trained(ledger: Ledger) -> tuple[str, str, Any, list[Series]]:
    told = ledger.ask("results/by_year", indicators=["enterprises_trained"])
    points = story.years(told, "enterprises_trained")
    measure = t("Enterprises trained by year; pale: year not complete")
    return trained_said(told), measure, XL_CHART_TYPE.COLUMN_CLUSTERED, [Series(t("Enterprises trained"), MAIN, points)]


def _people(ledger: Ledger) -> tuple[str, str, Any, list[Series]]:
    """Women and men trained; where nobody can be counted once, attendances."""
    by_sex = ledger.ask("results/people_by_sex")
    if people_counted(by_sex):
        measure = t("People trained by year, each once a year; the last year may not be complete")
        return sex_said(by_sex), measure, XL_CHART_TYPE.COLUMN_STACKED, _sexes(story.sexes(by_sex))
    told = ledger.ask("results/by_year", indicators=["attendances"])
    points = story.years(told, "attendances")
    series = [Series(t("Attendances"), MAIN, points)] if points else []
    return trained_said(told, "attendances"), attended_measure(), XL_CHART_TYPE.COLUMN_CLUSTERED, series


def _changed(deck: Deck, overview: Told) -> None:
    """The shares that improved, and below them on how many enterprises each rests."""
    measure = t("Share of practices or enterprises that improved, before and after training")
    shown = [(p, MARK.findall(p.mark)) for p in story.outcomes(overview) if p.value is not None]
    shares = [Series(t("Improved"), MAIN, [Point(p.label, p.value, marks[0]) for p, marks in shown])]
    slide = _figure(
        deck,
        t("What changed in enterprises"),
        f"{measure}. {notice.before_and_after()}",
        XL_CHART_TYPE.BAR_CLUSTERED,
        shares,
        '0.0"%"',
    )
    counts = [f"{p.label} {marked(marks[1])}" for p, marks in shown if len(marks) > 1]
    if counts:
        said = t("Enterprises or practices that this rests on: {counts}", counts=t("; ").join(counts))
        deck.box(slide, "Counts", said, (EDGE, 6.4, WIDE - 2 * EDGE, 0.5), 10, colour=QUIET)


def _opening(deck: Deck, title: str) -> None:
    slide = deck.slide(title)
    band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, Inches(2.1), Inches(WIDE), Inches(2.6))
    band.name, band.shadow.inherit = "Band", False
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor.from_string(MAIN[1:])
    band.line.fill.background()
    flat(band)
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
    said = t("Where enterprises were trained: {countries}", countries=words.countries_said(active))
    placed._element.nvPicPr.cNvPr.set("descr", said)
    below = 1.5 + Emu(placed.height).inches + 0.1
    deck.box(slide, "Map caption", said, (7.1, below, 5.6, 1.4), 11, colour=QUIET)


def _sexes(points: tuple[list[Point], list[Point], list[Point]]) -> list[Series]:
    names = ((t("Women"), WOMEN), (t("Men"), MEN), (t("Sex not known"), UNKNOWN))
    return [Series(name, colour, one) for (name, colour), one in zip(names, points, strict=True)]


def _modules(ledger: Ledger) -> list[Series]:
    trained, completed = story.modules(ledger.ask("results/country_modules"))
    return [Series(t("Trained"), MAIN, trained), Series(t("Completed"), LIGHT_MAIN, completed)]
