"""The Annual Update as a draft to edit: the year's global pages, then each country, and places for stories."""

from dataclasses import replace
from typing import Any

from impact import notice, text
from impact.catalogue import indicator
from impact.filters import Filters
from impact.reports import Made, ReportError, Request, charts, claims, claims_table, story, words
from impact.reports.claims import Match
from impact.reports.document import Draft
from impact.reports.figures_said import trained_said
from impact.reports.ledger import Ledger, Told
from impact.reports.picture import png
from impact.reports.redraft import Change, changes, redraft
from impact.reports.world import world
from impact.rows import records
from impact.text import alphabetical, listing, t

CODES = (
    *("enterprises_trained", "enterprises_completed", "attendances", "unique_people", "women_share"),
    *("satisfaction_rate", "improvement_projects_completed", "practices_adopted", "defect_rate"),
    *("active_trainers", "active_partners", "cost_recovery", "reports_on_time"),
)
WIDTHS = (6.2, 2.6, 2.6, 5.0)
MOST = 6


class Year:
    """A year's values of every country, and those of the year before, asked once for each indicator."""

    def __init__(self, ledger: Ledger, filters: Filters) -> None:
        self.ledger, self.filters = ledger, filters
        self._told: dict[str, Told] = {}

    def told(self, code: str) -> Told:
        """One indicator by country."""
        if code not in self._told:
            self._told[code] = self.ledger.ask("results/country_map", self.filters, indicator=code)
        return self._told[code]

    def row(self, **row: Any) -> dict[str, Any]:
        """As of an answer."""
        return self.told(row["indicator"]).row(**row)

    def cell(self, column: str = "value", unit: str = "", *, short: bool = False, **row: Any) -> str:
        """As of an answer."""
        return self.told(row["indicator"]).cell(column, unit, short=short, **row)


def make(request: Request) -> Made:
    """A draft of the year that the filters name, or the last draft with the numbers of today."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        ledger = Ledger("annual-update", request)
        update = Update(ledger)
        draft = redraft(update, request.draft) if request.draft else update.write(Draft(ledger))
        return Made(draft.content(), ledger.snapshot.as_of)


def changed(request: Request, last: bytes) -> list[Change]:
    """The numbers that are others than in the last draft."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        return changes(Update(Ledger("annual-update", request)), last)


def previewed(request: Request) -> list[tuple[str, str]]:
    """The sentences of the programme and of each country: title and text."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        ledger = Ledger("annual-update", request)
        update = Update(ledger)
        overview = ledger.ask("results/overview", replace(update.filters, country=()))
        said = [(t("The programme in {year}", year=update.year), story.paragraph(overview, CODES))]
        for code in update.countries():
            said.append((update.names.of("country", code), story.paragraph(update.now, CODES, iso3=code)))
        return [(title, ledger.said(" ".join(sentences), keep=False)) for title, sentences in said]


def year_of(filters: Filters, as_of: Any) -> int:
    """The year of an update: the one in view, else the last whole one."""
    if filters.period is None:
        return int(as_of.year) if (as_of.month, as_of.day) == (12, 31) else int(as_of.year) - 1
    if filters.period[0] != filters.period[1]:
        raise ReportError("An Annual Update is about one year: --year YEAR.")
    return filters.period[0]


def matched(request: Request) -> list[tuple[Match, str, str]]:
    """The published update beside this one, figure by figure, with published and drafted number as they are written."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        ledger = Ledger("annual-update", request)
        found = Update(ledger).matches()
        return [(one, ledger.said(one.said, keep=False), ledger.said(one.draft, keep=False)) for one in found]


class Update:
    """What the update says, part by part."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.year = year_of(ledger.request.filters, ledger.snapshot.as_of)
        self.filters = replace(ledger.request.filters, period=(self.year, self.year))
        self.names = words.Names(ledger.request.viewer, ledger.snapshot.id)
        everywhere = replace(self.filters, country=())
        self.now = Year(ledger, everywhere)
        self.before = Year(ledger, replace(everywhere, period=(self.year - 1, self.year - 1)))

    def countries(self) -> list[str]:
        """The countries asked for; else those in which something happened in the year, by name."""
        known = set(self.now.told("attendances").frame["iso3"])
        if self.filters.country:
            return [code for code in self.filters.country if code in known]
        busy: set[str] = set()
        for code in ("enterprises_trained", "attendances", "sessions"):
            frame = self.now.told(code).frame
            busy |= set(frame.loc[frame["value"].fillna(0) > 0, "iso3"])
        return sorted(busy, key=lambda code: alphabetical(self.names.of("country", code)))

    def write(self, draft: Draft) -> Draft:
        """The whole draft."""
        draft.foot(f"{words.origin(self.ledger)} {self.filters_said()} {notice.adaptation()}")
        draft.file.add_heading(t("SCORE Annual Update {year}", year=self.year), 0)
        if self.ledger.snapshot.synthetic:
            draft.text(notice.demonstration(), "Intense Quote")
        draft.text(t(
            "Draft from the numbers of the programme. Write around them: each is a field that links to its view. "
            "Drafted again, this file keeps your text, and numbers that changed are marked."
        ), quiet=True)  # fmt: skip
        self.globally(draft)
        for code in self.countries():
            self.country(draft, code)
        if self.year in claims.YEARS:
            claims_table.annex(draft, self.matches(), self.year, replace(Filters(), country=self.filters.country))
        self.closing(draft)
        return draft

    def filters_said(self) -> str:
        """The filters in words."""
        return t("Filters: {filters}", filters=self.names.said(self.filters)) + "."

    def globally(self, draft: Draft) -> None:
        """The programme's year."""
        filters = replace(self.filters, country=())
        overview = self.ledger.ask("results/overview", filters)
        draft.heading(t("The programme in {year}", year=self.year), 1)
        draft.text(" ".join(story.paragraph(overview, CODES)))
        draft.place(t("[Place for the year's story: what stood out, and why.]"))
        by_year = self.ledger.ask("results/by_year", replace(filters, period=None), indicators=["enterprises_trained"])
        drawn = charts.by_year(story.years(by_year, "enterprises_trained"))
        said = self.ledger.said(trained_said(by_year), keep=False)
        draft.heading(said, 3)
        draft.picture(png(self.ledger.said(drawn, keep=False)), 12.5, said)
        rows = [self._line(overview, code) for code in CODES]
        heads = [t("Indicator"), str(self.year), str(self.year - 1), t("Rests on")]
        draft.table(heads, rows, WIDTHS)
        active = self.countries()
        draft.heading(t("Where"), 3)
        draft.picture(png(world(set(active))), 15, t("Countries of this update"))
        draft.text(listing([self.names.of("country", code) for code in active]) + ".", quiet=True)

    def _line(self, overview: Told, code: str) -> list[str]:
        return [
            t(indicator(code).label),
            overview.cell(short=True, indicator=code),
            overview.cell("previous", short=True, indicator=code),
            story.facts(overview, code),
        ]

    def matches(self) -> list[Match]:
        """The figures of the published update, each beside the export's and the draft's number."""
        told = self.ledger.ask("results/claims", replace(Filters(), country=self.filters.country))
        return claims.matches(self.ledger, told, self.year, self._drafted)

    def _drafted(self, code: str, iso3: str | None) -> tuple[str, float | None] | None:
        """The draft's own number of an indicator in a country or the programme, if it tells of it."""
        if code not in CODES or (iso3 is not None and iso3 not in self.countries()):
            return None
        if iso3 is None:
            overview = self.ledger.ask("results/overview", replace(self.filters, country=()))
            return overview.cell(short=True, indicator=code), overview.value(indicator=code)
        told = self.now.told(code)
        return self.now.cell(short=True, indicator=code, iso3=iso3), told.value(indicator=code, iso3=iso3)

    def country(self, draft: Draft, code: str) -> None:
        """One country: what was done, by whom, with what result, and places for what numbers do not say."""
        name = self.names.of("country", code)
        draft.heading(name, 1, f"country_{code}")
        draft.text(" ".join(story.paragraph(self.now, CODES, iso3=code)))
        rows = [
            [
                t(indicator(c).label),
                self.now.cell(short=True, indicator=c, iso3=code),
                self.before.cell(short=True, indicator=c, iso3=code),
                story.facts(self.now, c, iso3=code),
            ]
            for c in CODES
        ]
        draft.table([t("Indicator"), str(self.year), str(self.year - 1), t("Rests on")], rows, WIDTHS)
        self._done(draft, replace(self.filters, country=(code,)))
        draft.place(t("[Place for a story from {country}: who changed what, and what came of it.]", country=name))
        draft.place(t("[Place for a photo, with who agreed to its use.]"))
        stories = self.ledger.ask("results/country_stories", replace(Filters(), country=(code,)))
        for one in records(stories.frame)[:2]:
            draft.text(t("“{text}”", text=one.text), "Quote")

    def _done(self, draft: Draft, here: Filters) -> None:
        modules = self.ledger.ask("results/country_modules", here)
        taken = modules.frame[modules.frame["trained"].fillna(0) > 0]
        if len(taken):
            said = [
                t(
                    "{module} ({trained} enterprises)",
                    module=t(str(r.title)),
                    trained=modules.cell("trained", module=r.module),
                )
                for r in records(taken)[:MOST]
            ]
            draft.text(t("Modules taught: {modules}.", modules=listing(said)))
        partners = self.ledger.ask("results/country_partners", here)
        busy = partners.frame[partners.frame["sessions"].fillna(0) > 0]
        if len(busy):
            said = [
                t(
                    "{partner} ({sessions} sessions)",
                    partner=r.name,
                    sessions=partners.cell("sessions", partner_id=r.partner_id),
                )
                for r in records(busy)[:MOST]
            ]
            draft.text(t("Delivered by {partners}.", partners=listing(said)))

    def closing(self, draft: Draft) -> None:
        """Definitions, sources, notice."""
        draft.heading(t("Definitions and sources"), 1, "definitions")
        for term, meaning in words.definitions(self.ledger, CODES):
            draft.term(term, meaning)
        for said in (words.origin(self.ledger), self.filters_said(), words.rights(self.ledger.request.viewer),
                     words.check_said(), notice.before_and_after(), notice.adaptation()):  # fmt: skip
            draft.text(said, quiet=True)
