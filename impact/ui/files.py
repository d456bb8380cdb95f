"""Files about one enterprise or project to print or to take along: made when they are asked for, not before."""

import streamlit as st

from impact import text
from impact.filters import Filters
from impact.reports import REPORTS, Request, Wanted
from impact.text import t
from impact.ui import answers, downloads, navigation, reader
from impact.ui.safe import file_name

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    ".pdf": "application/pdf",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".pptx": f"{OFFICE}.presentationml.presentation",
    ".xml": "application/xml",
}


def factsheet_button(enterprise: str) -> None:
    """Offer the enterprise's own page, two pages A4, in the reader's language."""
    _button("factsheet", t("The enterprise's own page (PDF)"), ":material/picture_as_pdf:", enterprise, text.language())


def datasheet_button(enterprise: str) -> None:
    """Offer the enterprise's blank data sheet, in the language of its country where the dashboard speaks it."""
    _button("datasheet", t("Blank data sheet (Excel)"), ":material/table_view:", enterprise, "")


def iati_button(project: str) -> None:
    """Offer a project's results as the IATI standard writes them."""
    _button("iati", t("Results for IATI (XML)"), ":material/code:", project, text.language())


def take_along(enterprise: str) -> None:
    """What the enterprise answered to all that is shown of it, the form for an answer, and both files."""
    answers.replies(enterprise)
    with st.container(horizontal=True, gap="small", key="take_along"):
        factsheet_button(enterprise)
        datasheet_button(enterprise)
        answers.reply_form(enterprise)


def brief_button(chosen: Filters) -> None:
    """Offer the brief of one country, where the page is about one."""
    if len(chosen.country) == 1:
        _of_filters("brief", t("Brief of two pages (PDF)"), ":material/picture_as_pdf:", chosen)


def slides_button(chosen: Filters) -> None:
    """Offer slides of what the filters leave."""
    _of_filters("slides", t("Slides (PowerPoint)"), ":material/slideshow:", chosen)


def workbook_button() -> None:
    """Offer all that the page asked, in one workbook; nothing where it asked nothing that a workbook holds."""
    if asked := _held(reader.asked()):
        page = navigation.current()
        name = page.path if page else "page"
        _of_filters(
            "workbook", t("Workbook of this page (Excel)"), ":material/table_view:", reader.filters(), asked, name
        )


def _held(asked: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    """What a workbook holds of all that was asked: the page's answers, not what the filters above it may be set to."""
    return tuple(one for one in asked if not one.query.startswith("filters/"))


def _of_filters(
    kind: str, label: str, icon: str, chosen: Filters, asked: tuple[Wanted, ...] = (), about: str = ""
) -> None:
    snapshot = reader.snapshot()
    if snapshot.audience == "public":
        return
    request = Request("", reader.viewer(), text.language(), snapshot.id, chosen, None, asked)
    report = REPORTS[kind]
    name = file_name(kind, about, *chosen.link().values(), snapshot.as_of)
    downloads.button(
        label, lambda noted: report.make(request).content, f"{name}{report.ending}", TYPES[report.ending], icon, kind
    )


def _button(kind: str, label: str, icon: str, subject: str, language: str) -> None:
    snapshot = reader.snapshot()
    request = Request(subject, reader.viewer(), language, snapshot.id)
    report = REPORTS[kind]
    downloads.button(
        label,
        lambda noted: report.make(request).content,
        f"{file_name(kind, subject, snapshot.as_of)}{report.ending}",
        TYPES[report.ending],
        icon,
        f"{kind}_{file_name(subject)}",
    )
