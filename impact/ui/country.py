"""What the page of one country needs: its filters, its sentence, and where its data are thin."""

from dataclasses import replace
from typing import Any

import streamlit as st

from impact import text
from impact.ask import Answer
from impact.catalogue import indicators
from impact.filters import Filters
from impact.text import day, number, t, tn
from impact.ui import cards, charts, reader
from impact.ui.tiles import lacking, missing

THIN = 80


def here(iso3: str) -> Filters:
    """The reader's filters, with one country in the place of those chosen."""
    return replace(reader.filters(), country=(iso3,) if iso3 else ())


def country_sentence(row: Any) -> str:
    """What the export holds of a country, in one sentence."""
    held = [
        tn("{count} enterprise", "{count} enterprises", row["enterprises"]),
        tn("{count} trainer", "{count} trainers", row["trainers"]),
        tn("{count} partner", "{count} partners", row["partners"]),
        tn("{count} project", "{count} projects", row["projects"]),
    ]
    first = row["first_workshop_on"]
    since = t("First workshop {day}.", day=day(first, "MMMM y")) if first else t("No workshop yet.")
    report = row["last_report_on"]
    last = t("Last report received {day}.", day=day(report)) if report else t("No report received.")
    region = text.region(row["region"]) if isinstance(row["region"], str) else t("No region")
    return f"{region}. {', '.join(held)}. {since} {last}"


def gaps(headline: Answer) -> None:
    """The indicators of `results/overview` whose data are thin or missing here, the thinnest first."""
    known = indicators()
    frame = headline.frame.assign(label=[t(known[c].label) for c in headline.frame["indicator"]])
    frame["coverage"] = 100 * frame["reported"] / frame["expected"].where(frame["expected"] > 0)
    frame["why"] = [_why(row, lacking(headline, known[row.indicator])) for row in frame.itertuples()]
    thin = frame[frame["why"] != ""].sort_values(["coverage", "position"], na_position="first", ignore_index=True)
    title = tn("{count} indicator is thin or missing here", "{count} indicators are thin or missing here", len(thin))
    with cards.card(title, headline, subtitle=t("Coverage: what was reported, of what was expected"), key="gaps"):
        if thin.empty:
            st.success(
                t("Every indicator has data, and coverage of {share} or more.", share=number(THIN, "percent")),
                icon=":material/check:",
            )
            return
        columns = {
            "label": t("Indicator"),
            "coverage": st.column_config.ProgressColumn(t("Coverage"), min_value=0, max_value=100, format="%.0f %%"),
            "reported": st.column_config.NumberColumn(t("Reported"), format="localized"),
            "expected": st.column_config.NumberColumn(t("Expected"), format="localized"),
            "why": t("What is wrong"),
        }
        charts.table(thin, columns, t("Indicators with thin or missing data"), key="gaps_table")


def _why(row: Any, lacking: list[str]) -> str:
    if row.status != "shown":
        return missing(row.status, lacking)
    if row.small:
        return t("Too few to rely on (n = {n}).", n=number(row.n))
    return t("Much is not reported.") if row.expected and 100 * row.reported < THIN * row.expected else ""
