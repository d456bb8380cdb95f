"""Who takes part in training? Women and men, workers and managers, and how far that can be trusted."""

import streamlit as st

from impact import figures, ui
from impact.catalogue import indicator
from impact.text import t

TILES = ["women_share", "workers_share", "sex_known_rate"]
women, satisfied = indicator("women_share"), indicator("satisfaction_rate")
kinds = ui.breakdowns()

st.title(t("Who takes part"), anchor=False)
st.markdown(
    t(
        "Workers and managers of one enterprise sit in the same workshop. How many are women, in which roles, modules, "
        "sectors and countries, and how much of that is known?"
    )
)
headline = ui.ask("results/overview")
ui.tiles(headline, ui.ask("results/by_year", indicators=TILES), TILES)
status = ui.ask("training/disaggregation_status")
ui.stop_if_empty(status)

counts = ui.ask("training/participation_counters")
with ui.card(
    figures.counters_finding(counts.frame),
    counts,
    subtitle=t("Three counts of people, side by side and never added up"),
    key="counters",
):
    ui.counters(counts)

if ui.has_lists(counts):
    left, right = st.columns(2)
    with left:
        by = ui.choose_breakdown("by", t("Women and men by"), "year", "role", "module", "country", "sector")
    with right:
        count = ui.choose_count()
    groups = ui.named(ui.ask("training/participation", by=by), by)
    with ui.card(
        figures.shares_finding(groups.frame, by),
        groups,
        measure=women,
        total=headline,
        subtitle=ui.participation_subtitle(count),
        key="shares",
    ):
        ui.views(
            ui.coloured(groups),
            ui.share_columns(groups.frame, name=kinds[by]),
            t("Women and men by group, with n, interval and coverage"),
            key="shares",
            chart=lambda: ui.participation_chart(groups.frame, by, count),
            sets=ui.click_filter(by),
            on_map=ui.Shown(t("Women among people trained"), "percent") if by == "country" else None,
        )
        ui.without_data(groups)

    left, right = st.columns(2)
    with left:
        rows, columns = ui.choose_cross()
        cells = ui.named(ui.ask("training/participation", by=rows, within=columns), rows, columns)
        with ui.card(
            figures.cross_finding(cells.frame),
            cells,
            measure=women,
            total=headline,
            subtitle=t("Women's share, percent. Too few people have no colour; – is not computable, empty is nobody"),
            key="cross",
        ):
            ui.views(
                cells,
                ui.share_columns(cells.frame, name=kinds[rows], within_name=kinds[columns]),
                t("Women's share by one group within another"),
                key="cross",
                chart=lambda: figures.women_cross(cells.frame),
                sets=ui.click_filter(rows),
            )
    with right:
        reached_by = ui.choose_breakdown("reached_by", t("Against the workforce, by"), "country", "sector", "module")
        reach = ui.reach_said(ui.named(ui.ask("training/reach", by=reached_by), reached_by))
        with ui.card(
            figures.reach_finding(reach.frame, reached_by),
            reach,
            subtitle=t(
                "Women, percent. Dot: of the people trained. Square: of the workforce of the same enterprises, each "
                "weighing as much as it sent people"
            ),
            facts=ui.participation_facts(reach, "reach"),
            key="reach",
        ):
            ui.absent(reach, "workforce")
            ui.views(
                reach,
                ui.reach_columns(reach.frame, kinds[reached_by]),
                t("Women among the people trained and in the workforce"),
                key="reach",
                chart=lambda: figures.reach_dumbbell(ui.with_data(reach.frame)),
                sets=ui.click_filter(reached_by),
            )
            ui.without_data(reach)

    left, right = st.columns(2)
    with left:
        rated_by = ui.choose_breakdown(
            "rated_by", t("Satisfaction by"), "module", "sex", "role", "trainer_level", "country", "year", "total"
        )
        rated = ui.named(ui.ask("training/satisfaction", by=rated_by), rated_by)
        with ui.card(
            figures.satisfaction_finding(rated.frame),
            rated,
            measure=satisfied,
            total=headline,
            subtitle=t("Answers from 1 to 5, percent of the answers; beside them the share of 4 and 5"),
            key="satisfaction",
        ):
            ui.views(
                rated,
                ui.satisfaction_columns(rated.frame, kinds[rated_by]),
                t("Answers by group, with response"),
                key="satisfaction",
                chart=lambda: figures.satisfaction_rows(ui.with_data(rated.frame)),
                sets=ui.click_filter(rated_by),
            )
            ui.without_data(rated)
    with right:
        ruled_by = ui.choose_breakdown("ruled_by", t("Two managers and two workers, by"), "year", "module", "country")
        rule = ui.named(ui.ask("training/participation_rule", by=ruled_by), ruled_by)
        with ui.card(
            figures.rule_finding(rule.frame),
            rule,
            subtitle=t(
                "Enterprises at workshops, percent: those that kept the programme's rule, and what the others lacked"
            ),
            facts=ui.participation_facts(rule, "rule"),
            key="rule",
        ):
            ui.views(
                rule,
                ui.rule_columns(rule.frame, kinds[ruled_by]),
                t("The rule of participation by group"),
                key="rule",
                chart=lambda: figures.rule_rows(ui.with_data(rule.frame)),
                sets=ui.click_filter(ruled_by),
            )
            ui.without_data(rule)
else:
    ui.no_lists(counts)

roles = ui.roles_named(ui.ask("training/women_in_roles"))
with ui.card(
    figures.roles_finding(roles.frame),
    roles,
    subtitle=t("Women in each role of the programme, percent of those known, with 95 % intervals"),
    facts=[t("n stands beside each share")],
    key="roles",
):
    ui.absent(roles, "improvement_teams", "trainers")
    chart, notes = st.columns([3, 2])
    with chart:
        ui.views(
            roles,
            ui.share_columns(roles.frame, name=kinds["role"]),
            t("Women in each role, with n, interval and coverage"),
            key="roles",
            chart=lambda: figures.women_shares(ui.with_data(roles.frame)),
        )
        ui.without_data(roles)
    with notes:
        ui.roles_notes(roles)

with ui.card(
    figures.disaggregation_finding(status.frame),
    status,
    subtitle=t("What is known of the persons listed at held sessions. Reports: 80 % and more; partly: 5 % and more"),
    facts=ui.participation_facts(status, "status"),
    key="status",
):
    ui.views(
        status,
        ui.disaggregation_columns(status.frame),
        t("What each country reports, in percent"),
        key="status",
        chart=lambda: figures.disaggregation_matrix(status.frame),
        sets="country",
        first="chart" if ui.has_lists(counts) else "table",
    )

if ui.filters().country:
    sessions = ui.ask("training/session_rows")
    with ui.card(
        t("The sessions behind the counts"),
        sessions,
        subtitle=t("Newest first; persons are never listed one by one"),
        facts=ui.participation_facts(sessions, "sessions"),
        key="sessions",
    ):
        ui.session_table(sessions, key="session_rows")
else:
    st.caption(t("Choose a country to see the sessions behind the counts."))
