"""The brief: two pages A4 about one country or one donor, to print or to send on."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from impact import notice, text
from impact.figures.tokens import MAIN
from impact.filters import Filters
from impact.reports import Made, ReportError, Request, charts, story, words
from impact.reports.figures_said import attended_measure, people_counted, sex_said, trained_said
from impact.reports.ledger import Ledger
from impact.reports.picture import fonts
from impact.reports.settled import settled, short
from impact.reports.world import world
from impact.rows import records
from impact.text import t

TEMPLATE = Path(__file__).with_name("brief.typ")
DATA, RECEIPT = "data", "receipt"
LISTED = 6


def make(request: Request) -> Made:
    """The brief of the one country or the one donor that the request's filters name."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        ledger = Ledger("brief", request)
        said = settled(ledger, content(ledger))
        try:
            return Made(typeset(ledger, said, TEMPLATE), ledger.snapshot.as_of)
        except typst.TypstError as error:
            raise ReportError(f"The brief could not be set: {error}") from error


def subject(filters: Filters) -> tuple[str, str]:
    """Whom the brief is about, as filter and code."""
    named = [("country", code) for code in filters.country] + [("donor", code) for code in filters.donor]
    if len(named) != 1:
        raise ReportError("A brief is about one country or one donor. Name it: --country ISO3 or --donor CODE.")
    return named[0]


def content(ledger: Ledger) -> dict[str, Any]:
    """All that the brief says, as the template takes it, with marks in the place of numbers."""
    filters = ledger.request.filters
    name, code = subject(filters)
    names = words.Names(ledger.request.viewer, ledger.snapshot.id)
    title = short(names.of(name, code), 60)
    overview = ledger.ask("results/overview")
    return {
        "title": title,
        "kicker": t("SCORE country brief") if name == "country" else t("SCORE donor brief"),
        "period": t("{period}, {as_of}", period=words.period_said(filters), as_of=words.as_of(ledger)),
        "tiles": [{"label": one.label, "value": one.value, "facts": one.facts} for one in story.tiles(overview)],
        "paragraph": story.paragraph(overview),
        "map": _map(ledger, name, code),
        "figures": figures(ledger),
        "tables": tables(ledger),
        "definitions": [{"term": term, "text": said} for term, said in words.definitions(ledger, story.TILES)],
        "filters": t("Filters: {filters}", filters=names.said(filters)),
        "sources": [words.origin(ledger), words.rights(ledger.request.viewer), words.check_said()],
        "headings": {
            "story": t("What was done, and with what result"),
            "figures": t("In figures"),
            "definitions": t("Definitions"),
            "sources": t("Sources and checks"),
        },
    }


def figures(ledger: Ledger) -> list[dict[str, str]]:
    """The four figures: finding, measure, drawing and what it shows for who does not see it."""
    by_year = ledger.ask("results/by_year", indicators=["enterprises_trained"])
    by_module = ledger.ask("results/country_modules")
    trained, completed = story.modules(by_module)
    both = [charts.Series(t("Trained"), MAIN, trained), charts.Series(t("Completed"), "#8FC1C3", completed)]
    better = [charts.Series("", MAIN, story.outcomes(ledger.ask("results/overview")))]
    drawn = [
        (trained_said(by_year), t("Enterprises trained by year; pale: year not complete"),
         charts.by_year(story.years(by_year, "enterprises_trained"))),
        _people(ledger),
        (t("Modules that enterprises took up"), t("Enterprises trained and completed, in teaching order"),
         charts.listed(both)),
        (t("What changed in enterprises"),
         t("Share of practices or enterprises that improved, before and after training"),
         charts.listed(better, highest=100.0)),
    ]  # fmt: skip
    return [
        {"title": title, "measure": measure, "svg": svg, "alt": f"{title}. {measure}."} for title, measure, svg in drawn
    ]


def _people(ledger: Ledger) -> tuple[str, str, str]:
    """Women and men trained; where nobody can be counted once, attendances."""
    by_sex = ledger.ask("results/people_by_sex")
    if not people_counted(by_sex):
        attended = ledger.ask("results/by_year", indicators=["attendances"])
        drawn = charts.by_year(story.years(attended, "attendances"))
        return trained_said(attended, "attendances"), attended_measure(), drawn
    sexes = charts.sexes(*story.sexes(by_sex), (t("Women"), t("Men"), t("Sex not known")))
    return (
        sex_said(by_sex),
        t("People trained by year, each once a year; pale: year not complete"),
        charts.by_sex(sexes),
    )


def tables(ledger: Ledger) -> list[dict[str, Any]]:
    """Who delivers and who funds: the largest partners and projects, with what they did."""
    partners, projects = ledger.ask("results/country_partners"), ledger.ask("results/country_projects")
    found = []
    if len(partners.frame) and not partners.answer.ignored:
        rows = [
            [short(str(r.name), 70), partners.cell("sessions", partner_id=r.partner_id)]
            for r in records(partners.frame)[:LISTED]
        ]
        found.append({"title": t("Who delivers"), "heads": [t("Partner"), t("Sessions held")], "rows": rows})
    if len(projects.frame):
        rows = [
            [short(f"{r.title} ({r.donors})", 180), projects.cell("enterprises", project_id=r.project_id)]
            for r in records(projects.frame)[:LISTED]
        ]
        found.append(
            {"title": t("Who funds"), "heads": [t("Project (donors)"), t("Enterprises trained")], "rows": rows}
        )
    return found


def _map(ledger: Ledger, name: str, code: str) -> dict[str, str]:
    if name == "country" and len(code) == 3:
        return {"svg": world({code}, near=True), "caption": ""}
    told = ledger.ask("results/country_map", replace(ledger.request.filters), indicator="enterprises_trained")
    active = told.frame[told.frame["value"].fillna(0) > 0]
    return {
        "svg": world(set(active["iso3"]), near=len(active) == 1),
        "caption": t("Where enterprises were trained: {countries}", countries=words.countries_said(active)),
    }


def typeset(ledger: Ledger, data: dict[str, Any], template: Path) -> bytes:
    """The PDF with its receipt attached; the same data give the same bytes."""
    on = ledger.snapshot.as_of
    common = {
        "language": text.language(),
        "demonstration": notice.demonstration() if ledger.snapshot.synthetic else "",
        "notice": notice.adaptation(),
        "year": on.year,
        "month": on.month,
        "day": on.day,
    }
    made: bytes = typst.compile(
        template,
        root=template.parent,
        font_paths=fonts(),
        sys_inputs={
            DATA: json.dumps({**data, **common}, ensure_ascii=False),
            RECEIPT: ledger.receipt().model_dump_json(),
        },
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )
    return made
