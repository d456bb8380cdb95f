"""The cards of the results framework: gauges, matrix, one line over time, roll-up, all targets, the logframe."""

from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.figures import promises
from impact.filters import Filters
from impact.text import day, number, t, tn
from impact.ui import charts, choices, navigation, notices, reader
from impact.ui.cards import card
from impact.ui.safe import plain
from impact.ui.views import number_column, views, without_empty

MARGINS = ("5", "10", "15", "20", "25")
DEFAULT_MARGIN = "15"


def choose_margin() -> int:
    """How far from its target an indicator may be and still be on track, in percent of the target."""
    known = {code: number(int(code), "percent") for code in MARGINS}
    about = t("On track is within this share of the target. A target of zero has no margin.")
    return int(choices.choice("margin", t("Margin"), known, default=DEFAULT_MARGIN, help=about))


def matrix_cards(answer: Answer) -> None:
    """The four gauges, and projects by indicators on one page; a click opens the indicator's history."""
    now = _current(answer)
    facts = _facts(now)
    with card(t("The framework at a glance"), now, facts=facts, key="gauges"):
        charts.chart(figures.target_gauges(now.frame), "gauges_chart")
    said = t("The target of the whole project that is due, or the next one; below each sign progress in percent")
    with card(figures.targets_finding(now.frame), now, subtitle=said, facts=facts, key="matrix"):
        views(
            worded(now),
            target_columns("title", "indicator_name", "due_said"),
            t("Projects and indicators with target, actual and status"),
            key="matrix",
            chart=lambda: figures.target_matrix(now.frame),
            sets="line",
        )
        st.caption(t("A click on a sign shows below how it came about. The matrix fits one printed page."))


def history_card(answer: Answer) -> None:
    """One indicator of one project: actuals against the line of its targets."""
    now = _current(answer).frame
    now = now[now["status"] != "no_target"]
    lines = {
        f"{row.project_id}|{row.indicator}": f"{row.project_id}: {promises.indicator_name(row.indicator)}"
        for row in now.itertuples()
    }
    if not lines:
        return
    line = choices.choice("line", t("Project and indicator"), lines, default=next(iter(lines)))
    project, _, indicator = line.partition("|")
    history = reader.ask_with("results/target_history", Filters(), one=project, of_indicator=indicator)
    row = now[(now["project_id"] == project) & (now["indicator"] == indicator)].iloc[0]
    name, status = promises.indicator_name(indicator), promises.status_names()[row["status"]]
    kind = promises.cumulation_names()[row["cumulation"]]
    said = [plain(str(row["title"])), kind, promises.basis_names()[row["basis"]]]
    with card(
        t("{indicator}: {status}", indicator=name, status=status), history, subtitle=" · ".join(said), key="line"
    ):
        charts.chart(figures.target_history(history.frame), "line_chart")
        if reading := figures.reading_said(history.frame):
            st.caption(reading)
        for words in (row["note"], row["sent_note"]):
            if isinstance(words, str):
                st.caption(t("As noted by the project: {note}", note=plain(words)))
        navigation.link("results/project", t("This project"), ":material/work:", one=project)


def rollup_card(margin: int) -> None:
    """Projects together, by explicit rules: of the programme, or of each country."""
    by = choices.choice(
        "rolled",
        t("Together by"),
        {"programme": t("Programme"), "country": t("Country")},
        default="programme",
        form="side by side",
    )
    sexes = {"all": t("Everybody"), "female": t("Women"), "male": t("Men")}
    sex = choices.choice("of_sex", t("Of whom"), sexes, default="all", form="side by side")
    answer = reader.ask("results/target_rollup", margin=margin, by=by, of_sex=sex)
    said = t("Projects to country to programme: counts add up, shares are ratios of sums, an enterprise counts once")
    with card(figures.rollup_finding(answer.frame), answer, subtitle=said, key="rollup"):
        frame = answer.frame.assign(
            indicator_name=[promises.indicator_name(code) for code in answer.frame["indicator"]],
            status=[promises.status_names()[status] for status in answer.frame["status"]],
            target_said=_said(answer.frame, "target"),
            actual_said=_said(answer.frame, "actual"),
            progress_said=[promises.progress_said(value) for value in answer.frame["progress"]],
        )
        columns = {
            "country": t("Country"),
            "indicator_name": t("Indicator"),
            "target_said": st.column_config.TextColumn(t("Target"), help=t("Of the projects with an actual.")),
            "actual_said": st.column_config.TextColumn(t("Actual"), help=t("Each enterprise, person or project once.")),
            "progress_said": t("Progress"),
            "status": t("Status"),
            "projects": number_column(t("Projects")),
            "with_actual": number_column(t("With actual")),
            "listed": number_column(t("Listed only"), help=t("Without a base, a level, or sent in beside a count.")),
            "added": number_column(
                t("Sum of projects"), help=t("Counts a unit once for each project; compare with the actual.")
            ),
        }
        alt = t("Indicators with target and actual of all projects together")
        charts.table(frame, without_empty(frame, columns), alt, key=f"rollup_{by}_{sex}")


def every_target_card(answer: Answer) -> None:
    """All targets one by one, by country, sex, module and period."""
    parts = {"sex": t("Women and men"), "country": t("Country"), "module": t("Module"), "whole": t("Whole projects")}
    held = [part for part in parts if (answer.frame["part"] == part).any()]
    if not held:
        return
    part = choices.choice("part", t("Targets by"), {p: parts[p] for p in held}, default=held[0], form="side by side")
    shown = answer.only(part=part)
    shown.frame.attrs = answer.frame.attrs
    title = tn("{count} target by part and period", "{count} targets by part and period", len(shown.frame))
    with card(title, shown, subtitle=parts[part], key="every_target"):
        frame = worded(shown).frame
        extra = {"sex": "sex_said", "country": "country", "module": "module"}.get(part, "title")
        names = ("project_id", extra, "indicator_name", "due_said")
        columns = without_empty(frame, target_columns(*names))
        charts.table(frame, columns, title, key=f"every_{part}", height=420 if len(frame) > 11 else "auto")


def logframe_card(margin: int) -> None:
    """The real logframe of phase II as published, with its odd cells explained."""
    answer = reader.ask("results/logframe", margin=margin)
    frame = answer.frame
    if frame.empty:
        return
    odd = promises.odd_cells()
    told = frame.assign(
        status=[promises.status_names()[status] for status in frame["status"]],
        remark=[
            "; ".join(
                f"{side}: {odd[kind]}"
                for side, kind in ((t("target"), row.target_cell), (t("actual"), row.actual_cell))
                if kind in odd
            )
            for row in frame.itertuples()
        ],
    )
    count = int((told["remark"] != "").sum())
    title = t("A real logframe: phase II in June 2015, as published")
    said = tn("{count} odd cell is explained", "{count} rows with odd cells are explained", count)
    with card(title, answer, subtitle=said, key="logframe"):
        columns = {
            "indicator": t("Indicator, as published"),
            "country": t("Country"),
            "target_raw": t("Target"),
            "actual_raw": t("Actual"),
            "status": t("Status"),
            "remark": t("What is odd"),
        }
        charts.table(told, dict(columns), title, key="logframe_table", height=420)
        st.caption(
            t(
                "Transcribed cell for cell from the annex of the independent mid-term evaluation of phase II (2016). "
                "The statuses are this dashboard's, with the margin above; the evaluation gave none."
            )
        )


def target_columns(*first: str) -> dict[str, Any]:
    """The columns of a table of targets, as `worded` writes them, after those that say which target it is."""
    known = {
        "title": t("Project"),
        "project_id": t("Project"),
        "indicator_name": t("Indicator"),
        "due_said": t("Due"),
        "sex_said": t("Of whom"),
        "country": t("Country"),
        "module": t("Module"),
    }
    return {
        **{name: known[name] for name in first},
        "target_said": t("Target"),
        "actual_said": t("Actual"),
        "progress_said": t("Progress"),
        "status": t("Status"),
        "basis_said": st.column_config.TextColumn(
            t("Basis"), help=t("Counted here, or sent in by the project as a sum.")
        ),
        "cumulation_said": t("Periods"),
        "n": number_column("n"),
        "note": t("Note"),
    }


def worded(answer: Answer) -> Answer:
    """The answer of `results/targets` with its codes and numbers in words."""
    frame = answer.frame
    sexes = {
        "all": t("everybody"),
        "female": t("women"),
        "male": t("men"),
        "other": t("other"),
        "unknown": t("unknown"),
    }
    told = frame.assign(
        indicator_name=[promises.indicator_name(code) for code in frame["indicator"]],
        status=[promises.status_names()[status] for status in frame["status"]],
        basis_said=[promises.basis_names()[basis] for basis in frame["basis"]],
        cumulation_said=[promises.cumulation_names().get(kind, "–") for kind in frame["cumulation"]],
        sex_said=[sexes[sex] for sex in frame["sex"]],
        due_said=["–" if pd.isna(on) else day(on) for on in frame["ends_on"]],
        target_said=_said(frame, "target"),
        actual_said=_said(frame, "actual"),
        progress_said=[promises.progress_said(value) for value in frame["progress"]],
        note=[promises.note_said(row) for row in frame.itertuples()],
    )
    return Answer(**{**answer.__dict__, "frame": told})


def absent_tables(answer: Answer) -> None:
    """Say which of the tables that the page needs the export lacks."""
    notices.absent(answer, "targets", "results", "project_spending", "engagement_costs")


def _said(frame: pd.DataFrame, column: str) -> list[str]:
    return [promises.value_said(value, unit) for value, unit in zip(frame[column], frame["unit"], strict=True)]


def _current(answer: Answer) -> Answer:
    now = answer.only(part="whole", is_current=True)
    now.frame.attrs = answer.frame.attrs
    return now


def _facts(answer: Answer) -> list[str]:
    projects = answer.frame["project_id"].nunique()
    return [
        tn("n = {count} target", "n = {count} targets", int((answer.frame["status"] != "no_target").sum())),
        tn("{count} project", "{count} projects", projects),
    ]
