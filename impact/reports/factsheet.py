"""An enterprise's own page as PDF: two pages A4 with its trends, its changes, its practices and its answers."""

import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from impact import notice, text
from impact.reports import Made, ReportError, Request
from impact.reports.factsheet_parts import changes, definitions, headline, practices, replies, suggestions
from impact.reports.factsheet_trends import trends
from impact.reports.subject import Subject, subject
from impact.text import t

TEMPLATE = Path(__file__).with_name("factsheet.typ")
LETTERS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT", "COMBINING", "MODIFIER")
UNKNOWN_LETTER = "□"


def make(request: Request) -> Made:
    """The page of the enterprise `request.subject`, in the language asked for, else in the reader's."""
    with text.speaking(request.language or text.language()):
        about = subject(request)
        try:
            return Made(typeset(content(request, about)), about.answer.as_of)
        except typst.TypstError as error:
            raise ReportError(f"The page of '{request.subject}' could not be set: {error}") from error


def typeset(data: dict[str, Any]) -> bytes:
    """The PDF of what `content` gives; the same data give the same bytes."""
    made: bytes = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(legible(data), ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(data["year"], data["month"], data["day"], tzinfo=UTC),
    )
    return made


def content(request: Request, about: Subject) -> dict[str, Any]:
    """All that the page says, as the template takes it."""
    found = about.answer
    drawn, more = trends(request, about)
    changed = changes(request)
    return {
        "language": text.language(),
        "year": found.as_of.year,
        "month": found.as_of.month,
        "day": found.as_of.day,
        "title": short(str(about.row["name"]), 90),
        "demonstration": notice.demonstration() if found.synthetic else "",
        "origin": notice.origin(found.export_id, found.snapshot_id, found.as_of),
        "notice": notice.adaptation(),
        "facts": [short(line, 260) for line in (_id(about), about.place, about.workforce, about.trained)],
        "headline": headline(changed),
        "caution": notice.before_and_after(),
        "trends": drawn,
        "more": more,
        **changed.shown(),
        "practices": practices(request),
        "next": suggestions(request, changed),
        "replies": replies(request),
        "definitions": definitions(),
        "said": _said(),
    }


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
    }


def short(said: str, longest: int) -> str:
    """Text on one line, cut where it is too long for its place."""
    line = " ".join(said.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def legible(data: Any) -> Any:
    """The same data with letters that the file's fonts do not have shown as an empty square, which says so honestly."""
    if isinstance(data, dict):
        return {key: legible(value) for key, value in data.items()}
    if isinstance(data, list):
        return [legible(value) for value in data]
    return "".join(map(_letter, data)) if isinstance(data, str) else data


def _letter(sign: str) -> str:
    if ord(sign) < 0x250:
        return sign if sign.isprintable() or sign == "\n" else " "
    category = unicodedata.category(sign)
    if category[0] in "LMN":
        return sign if unicodedata.name(sign, "").startswith(LETTERS) else UNKNOWN_LETTER
    if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    return sign if 0x2000 <= ord(sign) < 0x2200 or sign == UNKNOWN_LETTER else UNKNOWN_LETTER
