"""Files about one enterprise or project to print or to take along: made when they are asked for, not before."""

import streamlit as st

from impact import text
from impact.reports import REPORTS, Request
from impact.text import t
from impact.ui import answers, downloads, reader
from impact.ui.safe import file_name

TYPES = {
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
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
