"""The builder of the Annual Update: year and countries, what is missing, draft, and what changed."""

from dataclasses import replace
from typing import Any

import streamlit as st

from impact import text
from impact.ask import Answer
from impact.filters import Filters
from impact.limits import DRAFT_MEGABYTES
from impact.reports import REPORTS, ReportError, Request, annual_update
from impact.reports.claims import period_said, reason_said, verdict_said
from impact.text import number, t, tn
from impact.ui import cards, charts, choices, downloads, notices, reader
from impact.ui.files import TYPES
from impact.ui.safe import file_name, plain
from impact.ui.views import number_column

YEARS = 16


def choose_update() -> Filters:
    """The year, by default the last whole one; the countries are those of the filters above."""
    as_of = reader.snapshot().as_of
    last = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    offered = {str(year): str(year) for year in range(as_of.year, last - YEARS, -1)}
    period = reader.filters().period
    last = min(period[1], as_of.year) if period and period[1] > as_of.year - YEARS else last
    year = int(choices.choice("year", t("Year"), offered, default=str(last)))
    return replace(Filters(), period=(year, year), country=reader.filters().country)


def published_card(chosen: Filters) -> None:
    """Each figure of the update that was published for 2023-24 beside this export's and the draft's."""
    asked = reader.ask_with("results/claims", replace(Filters(), country=chosen.country))
    found = annual_update().matched(request(chosen))
    if not found:
        st.caption(t("The update that was published for 2023-24 has no figure of these countries to compare with."))
        return
    compared = [one for one, _, _ in found if one.row.status in ("reconciles", "superseded", "differs")]
    title = t(
        "{agree} of {compared} published figures that can be compared agree with this export",
        agree=number(sum(one.row.status == "reconciles" for one in compared)),
        compared=number(len(compared)),
    )
    subtitle = t(
        "The update of 2023-24, each figure over its own days; the draft's number where it counts the same over about "
        "the same time"
    )
    with cards.card(title, asked, subtitle=subtitle, key="published"):
        rows = [
            {
                "id": one.row.id,
                "where": one.place,
                "label": t(str(one.row.label)),
                "said": said,
                "live": one.row.live_value,
                "draft": draft,
                "verdict": verdict_said(one.row.status),
                "reason": reason_said(one.row.why),
                "period": period_said(one.row),
            }
            for one, said, draft in found
        ]
        year = str(chosen.period[0]) if chosen.period else ""
        columns = {
            "id": st.column_config.TextColumn(t("No."), pinned=True, width=50),
            "where": t("Where"),
            "label": st.column_config.TextColumn(t("What"), width=210),
            "said": st.column_config.TextColumn(t("As published"), width=130),
            "live": number_column(t("In this export")),
            "draft": t("In the draft of {year}", year=year),
            "verdict": t("Verdict"),
            "reason": t("Likely reason"),
            "period": t("Period"),
        }
        frame = charts.frame_of(rows)
        frame["live"] = frame["live"].astype(float).round(1)
        alt = t("{count} published figures beside this export", count=number(len(frame)))
        charts.table(frame, columns, alt, key="published_table", height=420)


def stop_without_year(present: Answer) -> None:
    """Where nothing happened anywhere in the year, say why and end the page."""
    frame = present.frame
    busy = frame[(frame["enterprises"] > 0) | (frame["sessions"] > 0)]
    # The year is the page's own; it is the reader's filters that may be cleared.
    notices.stop_if_empty(replace(present, frame=busy, filters=reader.filters(), ignored=[]))


def missing_card(present: Answer) -> None:
    """What each country lacks for its page, the barest first."""
    frame = present.frame.copy()
    frame["missing"] = [_missing(row) for row in frame.itertuples()]
    frame["gaps"] = frame["missing"].str.count(";") + (frame["missing"] != "")
    bare = int((frame["missing"] != "").sum())
    title = t("No country lacks anything for its page")
    if bare:
        title = tn(
            "{count} country lacks something for its page", "{count} countries lack something for their page", bare
        )
    with cards.card(title, present, subtitle=t("In the year, by country"), key="missing"):
        columns = {
            "country": t("Country"),
            "missing": st.column_config.TextColumn(t("What is missing"), width=260),
            "enterprises": t("Enterprises trained"),
            "sessions": t("Sessions held"),
            "received": t("Reports received"),
            "due": t("Reports due"),
            "stories": t("Stories"),
        }
        ordered = frame.sort_values(["gaps", "country"], ascending=[False, True], ignore_index=True)
        charts.table(ordered, columns, t("Countries with what they have and lack"), key="missing_table")


def _missing(row: Any) -> str:
    found = []
    if not row.sessions:
        found.append(t("no session held"))
    if not row.enterprises:
        found.append(t("no enterprise trained"))
    if row.received < row.due:
        late = row.due - row.received
        found.append(tn("{count} report not received", "{count} reports not received", late))
    if not row.stories:
        found.append(t("no story"))
    return "; ".join(found)


def request(chosen: Filters, draft: bytes | None = None) -> Request:
    """What the draft is asked for, with the reader's rights and language."""
    return Request("", reader.viewer(), text.language(), reader.snapshot().id, chosen, draft)


def draft_card(chosen: Filters) -> None:
    """Take the draft along; with the last draft, see what changed and draft it again."""
    with st.container(border=True, key="draft"):
        st.subheader(t("The draft"), anchor=False)
        st.caption(t("A text document (.docx). It is made when you take it along; that takes up to a minute."))
        given = st.file_uploader(
            t("The last draft, to keep its text"), type="docx", key="last_draft", max_upload_size=DRAFT_MEGABYTES
        )
        last = given.getvalue() if given else None
        if last is not None and not _compared(chosen, last):
            return
        report = REPORTS["annual-update"]
        asked = request(chosen, last)
        label = t("Take the draft along") if last is None else t("Draft it again with today's numbers")
        year = chosen.period[0] if chosen.period else ""
        downloads.button(
            label,
            lambda noted: report.make(asked).content,
            f"{file_name('annual-update', year, reader.snapshot().as_of)}.docx",
            TYPES[report.ending],
            ":material/description:",
            "draft_file",
        )


def _compared(chosen: Filters, last: bytes) -> bool:
    """Show which numbers changed since the last draft; False where it cannot be read."""
    try:
        with st.spinner(t("Comparing with the last draft")):
            found = annual_update().changed(request(chosen), last)
    except ReportError as error:
        st.error(plain(error), icon=":material/error:")
        return False
    if not found:
        st.success(t("No number changed since the last draft."), icon=":material/check:")
        return True
    said = tn("{count} number changed since the last draft", "{count} numbers changed since the last draft", len(found))
    st.markdown(f"**{plain(said)}**")
    rows = [{"what": one.what, "before": one.before, "now": one.now} for one in found]
    columns = {"what": t("Number"), "before": t("Last draft"), "now": t("Now")}
    charts.table(charts.frame_of(rows), dict(columns), t("Numbers that changed"), key="changed_table")
    return True


def preview_card(chosen: Filters) -> None:
    """The sentences of the draft, before it is made."""
    said = annual_update().previewed(request(chosen))
    with st.container(border=True, key="preview"):
        st.subheader(t("Preview"), anchor=False)
        st.caption(
            tn(
                "The programme and {count} country, as the draft words them",
                "The programme and {count} countries, as the draft words them",
                len(said) - 1,
            )
        )
        titles = {str(n): title for n, (title, _) in enumerate(said)}
        shown = int(choices.choice("part", t("Part of the update"), titles, default="0"))
        st.markdown(plain(said[shown][1]))
