"""The programme's view of KPIs: before and after in all enterprises, how sure it is, and who is not in it."""

import streamlit as st

from impact import figures
from impact.access import AccessError
from impact.ask import Answer
from impact.catalogue import Indicator, indicators
from impact.figures.kpi import kpi_direction, kpi_unit
from impact.text import number, t
from impact.ui import before_after_tables, choices, notices, reader
from impact.ui.cards import card
from impact.ui.participation import without_data
from impact.ui.views import Shown, views

QUESTION = "enterprises/before_after"
# The shared filter that a click on a group sets.
SETS = {"module": "module", "country": "country", "sector": "sector", "size": "size", "year": "period"}
SETS |= {"women_led": "women_led"}
RANKED = ("module", "country", "sector")


def programme_view() -> None:
    """All KPIs at a glance, and of the one that is chosen: arrows, certainty, groups, and those never trained."""
    overview = before_after_tables.kpis_named(reader.ask("enterprises/kpi_overview"))
    notices.stop_if_empty(overview)
    st.markdown(
        t(
            "**Before and after is not impact.** What changed between the first baseline and the last endline may come "
            "from the training, from the market, or from who reports."
        )
    )
    _overview_card(overview)
    known = dict(zip(overview.frame["kpi"], overview.frame["name"], strict=True))
    kpi = choices.choice("kpi", t("KPI"), known, default=next(iter(known)))
    sides = reader.ask(QUESTION, kpi=kpi, by="trained")
    notices.stop_if_empty(sides)
    trained = sides.only(code="trained")
    left, right = st.columns(2)
    with left:
        _arrows_card(trained, kpi)
    with right:
        _certainty_card(trained)
    _groups_card(kpi, trained)
    _comparison_card(before_after_tables.named(sides, "trained"))


def _overview_card(overview: Answer) -> None:
    with card(
        figures.kpis_finding(overview.frame),
        overview,
        subtitle=t(
            "Share of enterprises that improved (wages and jobs: rose), percent. Line: 95 % interval. Pale band: what "
            "it may be, whatever those that did not report did"
        ),
        facts=[t("n stands beside each share"), t("a click chooses the KPI"), figures.not_impact().lower()],
        key="kpis",
    ):
        views(
            overview,
            before_after_tables.share_columns(overview.frame, t("KPI")),
            t("Share of enterprises that improved, by KPI, with interval, bounds and n"),
            key="kpis",
            chart=lambda: figures.improved_shares(overview.frame[overview.frame["status"] != "no_data"]),
            sets="kpi",
        )
        without_data(overview)


def _arrows_card(trained: Answer, kpi: str) -> None:
    row = trained.frame.iloc[0]
    try:
        arrows = reader.ask("enterprises/arrows", kpi=kpi)
    except AccessError:
        arrows = None
    what = kpi_unit(row["unit"], row["type"]) if row["comparable"] else t("change in percent of the baseline")
    if row["comparable"] and row["amount"]:
        what = t("US dollars a month")
    subtitle = t("{kpi}, {unit}; {better}", kpi=t(row["kpi_title"]), unit=what, better=kpi_direction(row["better"]))
    with card(
        figures.arrows_finding(row),
        arrows or trained,
        subtitle=subtitle,
        facts=before_after_tables.n_facts(row),
        key="arrows",
    ):
        if arrows is None:
            st.caption(
                t("One arrow for each enterprise is not shown: your role sees enterprises together, not one by one.")
            )
            return
        views(
            arrows,
            before_after_tables.arrow_columns(arrows.frame),
            t("Enterprises with baseline, endline and change"),
            key="arrows",
            chart=lambda: figures.change_arrows(arrows.frame),
        )
        drawn, known = len(figures.arrows_drawn(arrows.frame)), len(arrows.frame)
        if drawn < known:
            told = {"drawn": number(drawn), "all": number(known)}
            st.caption(
                t(
                    "Drawn: {drawn} of {all}, evenly spaced along their order. The table has all. What leaves the "
                    "chart reaches further.",
                    **told,
                )
            )


def _certainty_card(trained: Answer) -> None:
    row = trained.frame.iloc[0]
    with card(
        t("How sure it is, and who is not in it"),
        trained,
        subtitle=t("Every enterprise whose endline is due, percent of them"),
        facts=before_after_tables.n_facts(row),
        key="certainty",
    ):
        if row["status"] != "shown":
            st.caption(figures.arrows_finding(row))
            return
        views(
            before_after_tables.named(trained, "trained"),
            before_after_tables.share_columns(before_after_tables.named(trained, "trained").frame, t("Group")),
            t("What became of every enterprise expected"),
            key="certainty",
            chart=lambda: figures.outcome_bars(row.to_dict()),
        )
        said = [*figures.share_said(row), *figures.median_said(row), *figures.pooled_said(row)]
        st.markdown("\n".join(f"- {line}" for line in [*said, *figures.flags_said(row)]))


def _groups_card(kpi: str, trained: Answer) -> None:
    labels = before_after_tables.groups()
    by = choices.choice("by", t("Share by"), labels, default="module")
    groups = before_after_tables.named(reader.ask(QUESTION, kpi=kpi, by=by), by)
    with card(
        figures.groups_finding(groups.frame),
        groups,
        measure=_indicator(kpi),
        total=trained,
        subtitle=_groups_subtitle(by, str(trained.frame["better"].iloc[0])),
        facts=[figures.not_impact().lower()],
        key="groups",
    ):
        views(
            before_after_tables.coloured(groups),
            before_after_tables.share_columns(groups.frame, labels[by]),
            t("Share of enterprises by group, with interval, bounds and n"),
            key="groups",
            chart=lambda: figures.improved_shares(groups.frame[groups.frame["status"] != "no_data"], rank=by in RANKED),
            sets=SETS.get(by, ""),
            on_map=_indicator(kpi) or Shown(t("Enterprises that improved"), "percent") if by == "country" else None,
        )
        without_data(groups)


def _groups_subtitle(by: str, better: str) -> str:
    share = t("Enterprises in which it {improved}, percent", improved=figures.improved_word(better))
    notes = {
        "module": t("an enterprise counts in each of its modules, so that rows are never added up"),
        "dose": t("enterprises choose how many modules they take: association, not proof"),
    }
    return "; ".join(part for part in (share, notes.get(by, "")) if part)


def _comparison_card(sides: Answer) -> None:
    """The trained beside those never trained, where some of these reported."""
    both = sides.frame[sides.frame["code"] != "all"]
    row = both[both["code"] == "trained"].iloc[0]
    if not (both["reported"] > 0).all() or len(both) < 2:
        st.caption(
            t("No enterprise that was never trained reported this KPI here, so that there is nothing to compare with.")
        )
        return
    with card(
        figures.comparison_finding(row),
        sides,
        subtitle=t("The trained beside those never trained: enterprises that improved, percent"),
        facts=before_after_tables.n_facts(row),
        key="comparison",
    ):
        views(
            sides,
            before_after_tables.share_columns(both, t("Group")),
            t("The trained beside those never trained"),
            key="comparison",
            chart=lambda: figures.improved_shares(both),
        )
        st.markdown("\n".join(f"- {line}" for line in figures.comparison_said(sides.frame)))


def _indicator(kpi: str) -> Indicator | None:
    return next((entry for entry in indicators().values() if entry.kpi == kpi), None)
