"""A trainer's portfolio: whom to visit next and why, what is due, the enterprises, and satisfaction beside others."""

from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.notice import before_and_after
from impact.text import day, number, t
from impact.ui import charts, filterbar, navigation, notices, reader, trainer_choice
from impact.ui.cards import card
from impact.ui.views import number_column

PAGE = "enterprises/peer_benchmarks"
NEXT = 10


def portfolio() -> None:
    """The enterprises of a trainer, or with none chosen of all in view; a click on one opens it."""
    st.header(t("The enterprises of a trainer"), anchor=False)
    trainer = trainer_choice.choose_trainer()
    answer = reader.ask("enterprises/portfolio", trainer=trainer)
    if answer.empty:
        notices.stop_if_empty(answer)
    _visits_card(answer)
    _due_card(reader.ask("enterprises/due", trainer=trainer))
    _enterprises_card(answer)
    if trainer:
        trainer_choice.satisfaction_card(reader.ask("enterprises/trainer_satisfaction", trainer=trainer))
    else:
        st.caption(t("Choose a trainer to see the satisfaction with the own sessions beside other trainers'."))


def _facts(answer: Answer) -> list[str]:
    found = int(answer.frame["found"].iloc[0])
    said = [t("n = {n} enterprises", n=number(found))]
    if found > len(answer.frame):
        said.append(t("the first {shown} are shown", shown=number(len(answer.frame))))
    return said


def _visits_card(answer: Answer) -> None:
    frame = answer.frame[answer.frame["visit"].notna()].head(NEXT).reset_index(drop=True)
    with card(
        figures.portfolio_finding(answer.frame),
        answer,
        subtitle=t("The next visits, the most urgent first; a click opens the enterprise"),
        facts=_facts(answer),
        key="visits",
    ):
        if frame.empty:
            st.caption(
                t("No reason for a visit is known. Those whose last workshop is older than two years are not ranked.")
            )
        else:
            shown = frame.assign(
                why=[figures.reasons_said(row) for row in frame.itertuples()],
                seen=[_seen(row) for row in frame.itertuples()],
            )
            columns = {
                "visit": st.column_config.NumberColumn(t("Next"), width=60),
                "name": st.column_config.TextColumn(t("Enterprise"), pinned=True, width=170),
                "why": st.column_config.TextColumn(t("Why"), width=330),
                "seen": st.column_config.TextColumn(t("Last there"), width=140),
            }
            _open(charts.clickable_table(shown, columns, t("Whom to visit next, and why"), key="visit_rows"), frame)
        with st.expander(t("The rule behind the order"), icon=":material/rule:"):
            st.markdown(_rule())


def _seen(row: Any) -> str:
    """When a trainer was last there, by a visit; without one, by the workshop."""
    if not pd.isna(row.last_visit_on):
        return t("visit {day}", day=day(row.last_visit_on))
    return t("no visit; workshop {day}", day=day(row.last_workshop_on))


def _rule() -> str:
    return t(
        "Enterprises that are open and had a workshop within the last two years are ranked. Five reasons count: an "
        "endline that is overdue counts most; then that nobody was there for 180 days while a module is under way, "
        "and that a KPI whose endline is not in has no baseline; then that a KPI got worse, and that an endline falls "
        "due within 60 days. Among equals the longest overdue comes first, then the longest unseen."
    )


def _due_card(answer: Answer) -> None:
    title = t("No endline is due or overdue") if answer.empty else figures.due_finding(answer.frame)
    with card(
        title,
        answer,
        subtitle=t(
            "Endlines not yet reported: overdue, or due within 90 days; counted where the last workshop is recent"
        ),
        facts=_due_facts(answer),
        key="due",
    ):
        notices.absent(answer, "kpi_expectations")
        frame = answer.frame
        shown = frame.assign(
            title=[t(str(title)) for title in frame["title"]],
            module_title=["" if pd.isna(title) else t(str(title)) for title in frame["module_title"]],
            said=[figures.due_said(row) for row in frame.itertuples()],
            note=[_due_note(row) for row in frame.itertuples()],
        )
        columns = {
            "name": st.column_config.TextColumn(t("Enterprise"), pinned=True, width=170),
            "title": st.column_config.TextColumn(t("KPI"), width=140),
            "said": st.column_config.TextColumn(t("State"), width=160),
            "due_on": st.column_config.DateColumn(t("Due on")),
            "module_title": st.column_config.TextColumn(t("Asked for by")),
            "note": st.column_config.TextColumn(t("Remark")),
        }
        if not frame.empty:
            alt = t("Endlines that are due or overdue, by enterprise and KPI")
            height = min(420, 40 + 35 * len(frame))
            _open(charts.clickable_table(shown, columns, alt, key="due_rows", height=height), frame)


def _due_facts(answer: Answer) -> list[str]:
    if answer.empty:
        return []
    found = int(answer.frame["found"].iloc[0])
    said = [t("n = {n} endlines", n=number(found))]
    old = int(answer.frame["old"].astype(bool).sum())
    if found > len(answer.frame):
        said.append(t("the first {shown} are shown", shown=number(len(answer.frame))))
    if old:
        said.append(t("{count} of them of enterprises whose last workshop is older than two years", count=number(old)))
    return said


def _due_note(row: Any) -> str:
    notes = [t("no baseline")] if not row.baseline else []
    notes += [t("last workshop older than two years")] if row.old else []
    return ", ".join(notes)


def _enterprises_card(answer: Answer) -> None:
    frame = answer.frame
    with card(
        figures.places_finding(frame),
        answer,
        subtitle=t("The enterprises, those to visit first; a click opens one. {caution}", caution=before_and_after()),
        facts=_facts(answer),
        key="portfolio",
    ):
        sectors, sizes = reader.options().get("sector", {}), filterbar.sizes()
        shown = frame.assign(
            sector=[t(sectors.get(code, code)) for code in frame["sector"]],
            size=[sizes.get(code, code) for code in frame["size"]],
            better=[_share(row) for row in frame.itertuples()],
            why=[figures.reasons_said(row) for row in frame.itertuples()],
            state=[_state(row) for row in frame.itertuples()],
        )
        beside = t(
            "The median, over its KPIs, of the share of all other enterprises that agreed to be compared whose change "
            "was less good. Without ten others there is none."
        )
        columns = {
            "name": st.column_config.TextColumn(t("Enterprise"), pinned=True, width=170),
            "better": st.column_config.TextColumn(t("KPIs better"), help=t("Of the KPIs with baseline and endline.")),
            "place": st.column_config.ProgressColumn(
                t("Changed better than"), format="%.0f %%", min_value=0, max_value=100, help=beside, width=150
            ),
            "overdue": number_column(t("Endlines overdue")),
            "last_visit_on": st.column_config.DateColumn(t("Last visit")),
            "why": st.column_config.TextColumn(t("Why next"), width=260),
            "state": t("State"),
            "last_workshop_on": st.column_config.DateColumn(t("Last workshop")),
            "sector": t("Sector"),
            "size": t("Size"),
            "country": t("Country"),
        }
        alt = t("The enterprises of the portfolio, with how they changed and what is due")
        height = min(560, 40 + 35 * len(frame))
        _open(charts.clickable_table(shown, columns, alt, key="portfolio_rows", height=height), frame)


def _share(row: Any) -> str:
    if not row.paired:
        return t("none yet")
    return t("{improved} of {paired}", improved=number(row.improved), paired=number(row.paired))


def _state(row: Any) -> str:
    if row.closed:
        return t("closed")
    return t("module under way") if row.under_way else t("modules ended")


def _open(clicked: int | None, frame: pd.DataFrame) -> None:
    if clicked is not None:
        navigation.go(PAGE, enterprise=str(frame["enterprise_id"].iloc[clicked]))
