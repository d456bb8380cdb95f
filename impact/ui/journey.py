"""The page of module uptake, its second part: the order of modules, the steps of each, completion, and the rows."""

from dataclasses import replace

import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.catalogue import indicator
from impact.text import number, t, tn
from impact.ui import cards, charts, choices, notices, reader, views
from impact.ui.safe import plain

CUT = 5000


def paths_card(answer: Answer) -> None:
    """The answer of `training/module_paths`: a flow, and the same links as a table."""
    with cards.card(
        figures.paths_finding(answer.frame),
        answer,
        subtitle=t("Modules in the order in which enterprises took them, each once; whole paths, whatever the period"),
        facts=_paths_facts(answer),
        key="paths",
    ):
        if others := figures.paths_others(answer.frame):
            st.markdown(plain(others))
        ends = {"other": t("Other modules"), "recent": t("None yet"), "past": t("No further")}
        named = [ends.get(row.to_kind, row.to_title) for row in answer.frame.itertuples()]
        before = [ends.get(row.from_kind, row.from_title) for row in answer.frame.itertuples()]
        columns = {
            "step": views.number_column(t("Place")),
            "from_title": t("After"),
            "to_title": t("Module"),
            "n": views.number_column(t("Enterprises")),
            "median_days": views.number_column(t("Median days between")),
            "n_days": views.number_column(t("n of the days")),
        }
        shown = replace(answer, frame=answer.frame.assign(to_title=named, from_title=before))
        alt = t("Which module follows which, with the number of enterprises")
        views.views(shown, columns, alt, key="paths", chart=lambda: figures.path_flow(answer.frame), sets="module")
        st.caption(t("None yet: the last workshop is at most a year old. No further: it is older than that."))


def _paths_facts(answer: Answer) -> list[str]:
    if answer.empty:
        return []
    row = answer.frame.iloc[0]
    said = [t("n = {n} enterprises", n=number(row["enterprises"]))]
    if row["ties"]:
        said.append(
            tn(
                "{count} enterprise had two workshops on one day, which stand in teaching order",
                "{count} enterprises had two workshops on one day, which stand in teaching order",
                int(row["ties"]),
            )
        )
    if row["undated"]:
        said.append(
            tn(
                "{count} enterprise has a workshop without its date, which stands on the day of enrolment",
                "{count} enterprises have a workshop without its date, which stands on the day of enrolment",
                int(row["undated"]),
            )
        )
    return said


def sequences_card(answer: Answer) -> None:
    """The answer of `training/module_sequences`."""
    titles = [
        row.sequence
        if isinstance(row.sequence, str)
        else tn("{count} other sequence", "{count} other sequences", int(row.sequences))
        for row in answer.frame.itertuples()
    ]
    named = answer.frame.assign(sequence=titles)
    with cards.card(
        figures.sequences_finding(answer.frame),
        answer,
        subtitle=t("Sequences that at least two enterprises took, the most common first"),
        facts=[t("n = {n} enterprises", n=number(answer.frame["n"].sum()))],
        key="sequences",
    ):
        columns = {
            "sequence": st.column_config.TextColumn(t("Modules, in order"), width="large"),
            "n": views.number_column(t("Enterprises")),
            "share": views.number_column(t("Share"), "percent"),
        }
        alt = t("Sequences of modules with the number and share of enterprises")
        charts.table(named, columns, alt, key="sequences_table", height=40 + 35 * max(len(named), 1))


def choose_funnel(answer: Answer) -> str:
    """The module whose steps are shown; empty for all together."""
    named = answer.frame[answer.frame["code"] != ""].drop_duplicates("code")
    modules = {code: t(title) for code, title in zip(named["code"], named["title"], strict=True)}
    return choices.choice("funnel", t("Steps of module"), modules)


def funnel_card(steps: Answer) -> None:
    """The answer of `training/module_funnel` for one module, or for all together."""
    late = int(steps.frame["out_of_order"].sum())
    facts = [t("n = {n} engagements", n=number(steps.frame["enrolled"].max()))] if len(steps.frame) else []
    if late:
        facts.append(t("{count} intervals run backwards and are left out of the medians", count=number(late)))
    with cards.card(
        figures.funnel_finding(steps.frame),
        steps,
        subtitle=t("Engagements that reached each step, share of those enrolled, and days since the step before"),
        facts=facts,
        key="funnel",
    ):
        named = replace(steps, frame=steps.frame.assign(name=[figures.step_name(s) for s in steps.frame["step"]]))
        columns = {
            "name": t("Step"),
            "reached": views.number_column(t("Reached")),
            "not_recorded": views.number_column(t("Date missing"), help=t("A later step is known, so it was passed.")),
            "gave_up": views.number_column(t("Gave up before it")),
            "under_way": views.number_column(t("Under way"), help=t("Not given up, last heard of within a year.")),
            "silent": views.number_column(t("Silent"), help=t("Not given up, and not heard of for over a year.")),
            "median_days": views.number_column(t("Median days")),
            "n_days": views.number_column(t("n of the days")),
            "out_of_order": views.number_column(t("Out of order")),
        }
        alt = t("Steps of engagements, with who stopped before each and the days between")
        views.views(named, columns, alt, key="funnel", chart=lambda: figures.funnel(steps.frame))


def completion_card(answer: Answer, headline: Answer) -> None:
    """The answer of `training/module_completion` as a heat map; n and coverage are those of `results/overview`."""
    early = answer.frame["mostly_open"].astype(bool) & ~answer.frame["small"].astype(bool)
    with cards.card(
        figures.completion_finding(answer.frame),
        answer,
        measure=indicator("completion_rate"),
        total=headline,
        subtitle=t("Percent completed of the engagements that ended; an empty cell has no engagement"),
        facts=[figures.open_note()] if early.any() else [],
        key="completion",
    ):
        columns = {
            "country": t("Country"),
            "title": t("Module"),
            "rate": views.number_column(t("Completed of ended"), "percent"),
            "completed": views.number_column(t("Completed")),
            "ended": views.number_column(t("Ended")),
            "engagements": views.number_column(t("Engagements")),
            "trained": views.number_column(t("Enterprises trained")),
        }
        alt = t("Completion by country and module")
        views.views(
            answer, columns, alt, key="heat", chart=lambda: figures.completion_heat(answer.frame), sets="country"
        )


def dictionary_card(answer: Answer) -> None:
    """The answer of `training/module_dictionary`."""
    own = answer.frame["country"].dropna().nunique()
    title = tn("{count} country has versions of its own", "{count} countries have versions of their own", own)
    country = answer.frame["country"].where(answer.frame["country"].notna(), t("Everywhere"))
    frame = answer.frame.assign(country=country)
    with cards.card(
        title,
        answer,
        subtitle=t("Which modules are valid where and when; a country's own version wins"),
        key="dictionary",
    ):
        notices.absent(answer, "module_versions")
        columns = {
            "title": t("Module"),
            "country": t("Valid in"),
            "position": views.number_column(t("Number")),
            "valid_from": t("From"),
            "valid_to": t("To"),
            "adapted_from": t("Adapted from"),
            "replaced_by": t("Replaced by"),
        }
        alt = t("Versions of modules, with where and when they are valid")
        charts.table(frame, views.without_empty(frame, columns), alt, key="dictionary_table", height=320)


def engagements_card() -> None:
    """The engagements behind the numbers, one by one, once a country is chosen."""
    if not reader.one_by_one():
        return
    if not reader.filters().country:
        with st.container(border=True):
            st.subheader(t("The engagements behind these numbers"), anchor=False)
            st.caption(
                t("Choose a country, in the filters or by a click in a chart above, to see its engagements one by one.")
            )
        return
    answer = reader.ask("training/engagement_rows")
    count = int(answer.frame["engagements"].iloc[0]) if len(answer.frame) else 0
    frame = answer.frame.assign(status=[status_name(status) for status in answer.frame["status"]])
    title = tn("{count} engagement behind these numbers", "{count} engagements behind these numbers", count)
    cut = [t("the newest {count} are shown", count=number(CUT))] if count > CUT else []
    with cards.card(title, answer, subtitle=t("One row for each enterprise in a module"), facts=cut, key="rows"):
        columns = {
            "enterprise": st.column_config.TextColumn(t("Enterprise"), pinned=True),
            "country": t("Country"),
            "region": t("Region"),
            "sector": t("Sector"),
            "module": t("Module"),
            "status": t("Status"),
            "enrolled_on": t("Enrolled"),
            "baseline_on": t("Baseline"),
            "classroom_on": t("Workshop"),
            "visited_on": t("First visit"),
            "endline_on": t("Endline"),
            "completed_on": t("Completed"),
            "dropped_on": t("Gave up"),
        }
        charts.table(frame, columns, t("Engagements, the newest first"), key="rows_table", height=420)


def status_name(status: str) -> str:
    """The state of an engagement as readers see it."""
    words = {**{s: figures.step_name(s) for s in ("enrolled", "baseline", "completed")}, "trained": t("Trained")}
    words |= {"visited": t("Visited"), "dropped": t("Gave up")}
    return words.get(status, status)
