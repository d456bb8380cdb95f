"""An enterprise's own page as PDF: two pages A4 with its trends, its changes, its practices and its answers."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from impact import notice, text
from impact.reports import Made, ReportError, Request, words
from impact.reports.factsheet_parts import changes, definitions, headline, practices, replies, suggestions
from impact.reports.factsheet_trends import trends
from impact.reports.ledger import Ledger
from impact.reports.settled import legible, settled, short
from impact.reports.subject import Subject, subject
from impact.text import t

TEMPLATE = Path(__file__).with_name("factsheet.typ")
LONGEST = 260  # letters in a line about the enterprise


def make(request: Request) -> Made:
    """The page of the enterprise `request.subject`, in the language asked for, else in the reader's."""
    with text.speaking(request.language or text.language(), domain=text.FILES):
        ledger = Ledger("factsheet", request)
        data = settled(ledger, content(ledger, subject(ledger)))
        try:
            return Made(typeset(data, ledger.receipt().model_dump_json()), ledger.snapshot.as_of)
        except typst.TypstError as error:
            raise ReportError(f"The page of '{request.subject}' could not be set: {error}") from error


def typeset(data: dict[str, Any], receipt: str) -> bytes:
    """The PDF of what `content` gives, with its receipt attached; the same data give the same bytes."""
    made: bytes = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(legible(data), ensure_ascii=False), "receipt": receipt},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(data["year"], data["month"], data["day"], tzinfo=UTC),
    )
    return made


def content(ledger: Ledger, about: Subject) -> dict[str, Any]:
    """All that the page says, as the template takes it, with marks in the place of numbers."""
    found = about.answer
    drawn, more = trends(ledger, about)
    changed = changes(ledger)
    return {
        "language": text.language(),
        "year": found.as_of.year,
        "month": found.as_of.month,
        "day": found.as_of.day,
        "title": short(str(about.row["name"]), 90),
        "demonstration": notice.demonstration() if found.synthetic else "",
        "origin": notice.origin(found.export_id, found.snapshot_id, found.as_of),
        "notice": notice.adaptation(),
        "check": words.check_said(),
        "facts": [_fact(ledger, line) for line in (_id(about), about.place, about.workforce, about.trained)],
        "headline": headline(changed),
        "caution": notice.before_and_after(),
        "trends": drawn,
        "more": more,
        **changed.shown(),
        "practices": practices(ledger),
        "next": suggestions(ledger, changed),
        "replies": replies(ledger),
        "definitions": definitions(),
        "said": _said(),
    }


def _fact(ledger: Ledger, line: str) -> str:
    """A line about the enterprise; one that is too long for its place is cut, and its numbers are then not marked."""
    said = ledger.said(line, keep=False)
    return " ".join(line.split()) if len(said) <= LONGEST else short(said, LONGEST)


def _id(about: Subject) -> str:
    return t("Enterprise {id}. This page is made for the enterprise itself.", id=about.row["enterprise_id"])


def _said() -> dict[str, str]:
    return {
        "trends": t("Your figures over time, beside enterprises like yours"),
        "reading": t(
            "Line: your months. Open dots: baseline; full dots: endline; dotted upright: a workshop; cross: a value "
            "outside what is plausible. Grey: the middle half of your peers, dashed their median, by quarter; where "
            "units differ between enterprises, the change since the baseline in percent."
        ),
        "no_trend": t("No KPI was reported twice, so there is no trend to show."),
        "changes": t("Before and after the training"),
        "no_change": t("No KPI was asked for or reported yet."),
        "practices": t("Practices"),
        "next": t("What might come next: practices of peers that improved more"),
        "association": t(
            "Association, not proof: eager enterprises introduce practices and improve for other reasons, too, and one "
            "of forty comparisons looks clear by chance alone. Where the KPI has one unit, these peers started at a "
            "like level."
        ),
        "replies": t("Your answers"),
        "no_reply": t(
            "None yet. If a figure here needs an explanation or is wrong, tell your trainer: your answer is kept with "
            "its date and shown beside the figure."
        ),
        "definitions": t("How to read this"),
        "between": t("; "),
    }
