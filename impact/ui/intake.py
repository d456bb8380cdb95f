"""Checking what somebody sends: upload, progress, what was found, and the workbook that goes back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from impact import state, text
from impact.intake.check import check
from impact.intake.feedback import Feedback, severity_said
from impact.intake.findings import SEVERITIES, Report
from impact.intake.template import FORMS, write
from impact.limits import EXPORT_MEGABYTES
from impact.text import number, t
from impact.ui import charts, downloads
from impact.ui.safe import file_name, plain

TYPES = ["xlsx", "xlsm", "zip", "csv", "parquet", "json"]
# So many findings are shown; the workbook has the others.
SHOWN = 1000
_DONE = "intake_done"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Sent(Protocol):
    """An uploaded file."""

    name: str

    def getbuffer(self) -> memoryview: ...


@dataclass(frozen=True)
class Checked:
    """What was checked, and what came of it: the findings as rows in the language of the sender, and their workbook."""

    files: tuple[str, ...]
    language: str
    report: Report
    workbook: bytes


def check_upload() -> None:
    """Ask for files, check them when asked to, and show what was found in the last ones."""
    _templates()
    sent = st.file_uploader(
        t("Files of the export"),
        TYPES,
        accept_multiple_files=True,
        key="intake_files",
        max_upload_size=EXPORT_MEGABYTES,
    )
    names = {code: text.language_name(code) for code in text.languages(text.CHECKS)}
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    language = left.selectbox(
        t("Language of the sender"), list(names), format_func=names.__getitem__, key="intake_language"
    )
    asked = right.button(
        t("Check"), icon=":material/fact_check:", type="primary", disabled=not sent, key="intake_check"
    )
    if asked and sent:
        st.session_state[_DONE] = _check(sent, str(language))
    done: Checked | None = st.session_state.get(_DONE)
    if done:
        _show(done)


def _templates() -> None:
    with st.container(horizontal=True, gap="small", key="intake_templates"):
        for form, ending in FORMS.items():
            label = {"xlsx": t("Empty workbook (Excel)"), "csv": t("Empty files (CSV)")}[form]
            mime = _WORKBOOK if form == "xlsx" else "application/zip"
            spoken = text.language()
            downloads.button(
                label,
                _template_in(form, spoken),
                f"score-template{ending}",
                mime,
                ":material/table_view:",
                f"intake_template_{form}",
            )


def _template_in(form: str, language: str) -> Callable[[object], bytes]:
    return lambda _: _template(form, language)


def _template(form: str, language: str) -> bytes:
    with text.speaking(language, domain=text.CHECKS):
        return write(form)


def _check(sent: Sequence[Sent], language: str) -> Checked:
    bar = st.progress(0.0, t("Checking"))
    with TemporaryDirectory(prefix="impact-upload-") as folder:
        place = Path(folder) / "sent"
        place.mkdir()
        for one in sent:
            (place / Path(one.name.replace("\\", "/")).name).write_bytes(one.getbuffer())
        inside = list(place.iterdir())
        export = inside[0] if len(inside) == 1 else place
        feedback = Feedback()
        report = check(export, lambda what, share: _to(bar, what, share), then=feedback.gather)
        report.export = inside[0].name if len(inside) == 1 else t("{count} files", count=number(len(inside)))
        with text.speaking(language, domain=text.CHECKS):
            made = feedback.content(report)
    bar.empty()
    return Checked(tuple(one.name for one in sent), language, report, made)


def _to(bar: DeltaGenerator, what: str, share: float) -> None:
    bar.progress(min(share, 1.0), what)


def _show(done: Checked) -> None:
    report = done.report
    st.subheader(plain(report.export), anchor=False)
    if report.blocks:
        st.error(t("It may not be published yet."), icon=":material/block:")
    else:
        st.success(t("It may be published."), icon=":material/check_circle:")
    for column, severity in zip(st.columns(len(SEVERITIES)), SEVERITIES, strict=True):
        column.metric(severity_said(severity), number(report.counts[severity]))
    day = state.now().date()
    downloads.button(
        t("Workbook for the sender"),
        lambda noted: done.workbook,
        f"{file_name('findings', Path(report.export).stem, day)}.xlsx",
        _WORKBOOK,
        ":material/download:",
        "intake_feedback",
    )
    frame = _frame(report)
    if frame.empty:
        st.caption(t("Nothing was found."))
        return
    if len(report.findings) > SHOWN:
        st.caption(
            t("The first {shown} are shown, the grave ones first; the others are in the workbook.", shown=number(SHOWN))
        )
    columns = {
        "severity": t("Severity"),
        "table": t("Table"),
        "row": t("Row"),
        "column": t("Column"),
        "value": t("Value"),
        "says": t("What is found"),
        "advice": t("What to do"),
        "alike": t("Alike"),
    }
    charts.table(frame, columns, t("What was found, the grave ones first"), key="intake_findings", height=480)


def _frame(report: Report) -> pd.DataFrame:
    rows = [
        {
            "severity": severity_said(f.severity),
            "table": f.table,
            "row": "" if f.row is None else f"{f.part} {f.row}".strip(),
            "column": f.column,
            "value": f.value,
            "says": f.says,
            "advice": f.advice,
            "alike": number(report.totals[f.rule, f.table, f.column]),
        }
        for f in report.sorted()[:SHOWN]
    ]
    return pd.DataFrame(rows)
