"""The card: every figure in one frame, with its finding, n and coverage, date, definition, SQL and rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from impact.ask import Answer
from impact.catalogue import Indicator
from impact.formulas import defused
from impact.text import day, number, t
from impact.ui import downloads, filterbar, navigation
from impact.ui.safe import file_name, plain

COVERED = 95  # percent of what was expected to be reported, from which a card bears no badge


@contextmanager
def card(
    title: str,
    answer: Answer,
    *,
    measure: Indicator | None = None,
    subtitle: str = "",
    total: Answer | None = None,
    facts: Sequence[str] = (),
    key: str = "",
) -> Iterator[None]:
    """Frame a figure. `title` says the finding; `total` is the answer that holds n and coverage of `measure`.

    Where a question is about no indicator, `facts` says n and coverage in words.
    """
    name = key or answer.question.name
    with st.container(border=True, height="stretch", key=f"card_{file_name(name)}"):
        st.subheader(plain(title), anchor=False)
        if said := " · ".join(part for part in (subtitle, not_filtered(answer, measure)) if part):
            st.caption(said)
        yield
        st.caption(" · ".join([*facts, *_facts(answer, measure, total)]))
        with st.container(horizontal=True, gap="small"):
            _coverage_badge(answer, measure, total)
            _about(answer, measure)
            _download(answer, name)


def n_and_coverage(row: Any, measure: Indicator) -> list[str]:
    """N and coverage of one row of an answer, in words."""
    said = [n_of(int(row["n"]), measure)]
    expected, reported = int(row["expected"]), int(row["reported"])
    if expected:
        share = number(100 * reported / expected, "percent")
        counted = t(
            "{reported} of {expected} {what}",
            reported=number(reported),
            expected=number(expected),
            what=t(measure.covers),
        )
        said.append(t("coverage {share} ({counted})", share=share, counted=counted))
    return said


def n_of(n: int, measure: Indicator) -> str:
    """N with what it counts, and a word when it is small."""
    what = {
        "enterprises": t("enterprises"),
        "people": t("people") if measure.aggregation.startswith("distinct") else t("attendances"),
        "trainers": t("trainers"),
        "partners": t("partners"),
        "sessions": t("sessions"),
        "engagements": t("engagements"),
        "improvement_projects": t("improvement projects"),
        "practices": t("practices"),
        "enterprise_months": t("months of an enterprise"),
        "reports": t("country reports"),
    }[measure.counts]
    said = t("n = {n} {what}", n=number(n), what=what)
    return said if n >= measure.minimum_n else t("{n}, too few to rely on", n=said)


def definition(measure: Indicator) -> None:
    """The indicator's definition, as the catalogue gives it."""
    st.markdown(t(measure.definition))
    st.markdown(t("**Why it matters.** {why}", why=t(measure.why)))
    st.markdown(t("**Numerator.** {text}", text=t(measure.numerator)))
    if measure.denominator:
        st.markdown(t("**Denominator.** {text}", text=t(measure.denominator)))
    st.markdown(t("**Coverage** counts {what}.", what=t(measure.covers)))
    better = {
        "higher": t("Higher is better."),
        "lower": t("Lower is better."),
        "neither": t("Neither higher nor lower is better in itself."),
    }
    st.markdown(better[measure.better])


def _coverage_badge(answer: Answer, measure: Indicator | None, total: Answer | None) -> None:
    """A sign where less than COVERED percent of what was expected is reported; the sentence above says how much."""
    row = _row_of(answer, measure, total)
    if row is not None and row["expected"] and 100 * row["reported"] < COVERED * row["expected"]:
        share = number(100 * row["reported"] / row["expected"], "percent")
        st.badge(t("coverage {share}", share=share), icon=":material/fact_check:", color="gray")


def _row_of(answer: Answer, measure: Indicator | None, total: Answer | None) -> Any:
    """The one row that holds n and coverage of the measure, or None."""
    source = (total or answer).frame
    if measure is None or not {"n", "reported", "expected"} <= set(source.columns):
        return None
    rows = source[source["indicator"] == measure.code] if "indicator" in source else source
    return rows.iloc[0] if len(rows) == 1 and rows.iloc[0]["n"] else None


def _facts(answer: Answer, measure: Indicator | None, total: Answer | None) -> list[str]:
    said: list[str] = []
    if measure is not None and (row := _row_of(answer, measure, total)) is not None:
        said += n_and_coverage(row, measure)
    if answer.withheld:
        said.append(t("{count} values withheld to protect small groups", count=number(answer.withheld)))
    return [*said, t("as of {day}", day=day(answer.as_of))]


def not_filtered(answer: Answer, measure: Indicator | None) -> str:
    """Which of the filters that are set leave the figure as it is, in words; nothing where all apply."""
    honoured = set(measure.filters) if measure else set(answer.question.filters)
    ignored = [n for n in answer.filters.set_names() if n not in honoured or n in answer.ignored]
    return t("not filtered by {names}", names=filterbar.filter_titles(ignored)) if ignored else ""


def _about(answer: Answer, measure: Indicator | None) -> None:
    with st.popover(t("Definition and source"), icon=":material/info:", type="tertiary"):
        if measure:
            definition(measure)
            navigation.link("about/indicators", t("In the catalogue"), ":material/menu_book:", indicator=measure.code)
            navigation.link("review/data_quality", t("Data quality by country"), ":material/fact_check:")
        st.markdown(t("**Question.** {title} {grain}", title=t(answer.question.title), grain=t(answer.question.grain)))
        origin = t(
            "Export {export}, snapshot {snapshot}, as of {day}.",
            export=plain(answer.export_id),
            snapshot=answer.snapshot_id,
            day=day(answer.as_of),
        )
        st.caption(origin)
        with st.expander(t("SQL and parameters"), icon=":material/database:"):
            st.code(answer.question.text, language="sql", wrap_lines=True)
            st.caption(
                t("Steps that it names and does not define are in `queries/scope.sql` and `queries/values.sql`.")
            )
            st.code("\n".join(f"${k} = {v}" for k, v in answer.parameters.items()) or "-", language=None)


def _download(answer: Answer, name: str) -> None:
    frame, notes = answer.frame, _origin(answer)
    untold = downloads.not_noted()
    downloads.button(
        t("Rows as CSV"),
        lambda noted: csv(frame, notes if noted else [*notes, untold]),
        f"{file_name(name, answer.as_of)}.csv",
        "text/csv",
        ":material/download:",
        f"csv_{file_name(name)}",
    )


def csv(frame: pd.DataFrame, notes: Sequence[str]) -> bytes:
    """Rows as a CSV that spreadsheets open as it is: text that looks like a formula is defused.

    The last rows, under an empty one, say where the numbers come from.
    """
    safe = frame.copy()
    for column in safe.select_dtypes(["object", "string"]).columns:
        safe[column] = [defused(v) for v in safe[column]]
    tail = pd.DataFrame({safe.columns[0]: ["", *notes]}) if len(safe.columns) else pd.DataFrame()
    body = safe.to_csv(index=False, lineterminator="\r\n")
    return (body + tail.to_csv(index=False, header=False, lineterminator="\r\n")).encode("utf-8-sig")


def _origin(answer: Answer) -> list[str]:
    said = [f"{t(answer.question.title)} {t(answer.question.grain)}"]
    if answer.synthetic:
        said.append(t("Demonstration data: invented, not results of the programme."))
    chosen = "; ".join(f"{k}={v}" for k, v in answer.filters.link().items()) or t("none")
    said.append(t("Filters: {filters}", filters=chosen))
    said.append(
        t(
            "Export {export}, snapshot {snapshot}, as of {day}.",
            export=answer.export_id,
            snapshot=answer.snapshot_id,
            day=str(answer.as_of),
        )
    )
    return said
