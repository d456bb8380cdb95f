"""The cards of the page of participation, in the order in which they stand there."""

import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.catalogue import indicator
from impact.text import t
from impact.ui import notices, participation, participation_tables, reader
from impact.ui.cards import card
from impact.ui.participation_counters import counters, has_lists
from impact.ui.views import Shown, views


def counters_card(counts: Answer) -> None:
    """The three counts of people of `training/participation_counters`."""
    said = t("Three counts of people, side by side and never added up")
    with card(figures.counters_finding(counts.frame), counts, subtitle=said, key="counters"):
        counters(counts)


def shares_card(headline: Answer) -> None:
    """Women and men by one breakdown; `headline` is `results/overview`."""
    left, right = st.columns(2)
    with left:
        by = participation.choose_breakdown("by", t("Women and men by"), "year", "role", "module", "country", "sector")
    with right:
        count = participation.choose_count()
    groups = participation.named(reader.ask("training/participation", by=by), by)
    with card(
        figures.shares_finding(groups.frame, by),
        groups,
        measure=indicator("women_share"),
        total=headline,
        subtitle=participation.participation_subtitle(count),
        key="shares",
    ):
        views(
            participation.coloured(groups),
            participation_tables.share_columns(groups.frame, name=participation.breakdowns()[by]),
            t("Women and men by group, with n, interval and coverage"),
            key="shares",
            chart=lambda: participation.participation_chart(groups.frame, by, count),
            sets=participation.click_filter(by),
            on_map=Shown(t("Women among people trained"), "percent") if by == "country" else None,
        )
        participation.without_data(groups)


def cross_card(headline: Answer) -> None:
    """Women's share by one breakdown within another; `headline` is `results/overview`."""
    rows, columns = participation.choose_cross()
    cells = participation.named(reader.ask("training/participation", by=rows, within=columns), rows, columns)
    with card(
        figures.cross_finding(cells.frame),
        cells,
        measure=indicator("women_share"),
        total=headline,
        subtitle=t("Women's share, percent. Too few people have no colour; – is not computable, empty is nobody"),
        key="cross",
    ):
        names = {"name": participation.breakdowns()[rows], "within_name": participation.breakdowns()[columns]}
        views(
            cells,
            participation_tables.share_columns(cells.frame, **names),
            t("Women's share by one group within another"),
            key="cross",
            chart=lambda: figures.women_cross(cells.frame),
            sets=participation.click_filter(rows),
        )


def reach_card() -> None:
    """Women among the people trained against women in the workforce of the same enterprises."""
    by = participation.choose_breakdown("reached_by", t("Against the workforce, by"), "country", "sector", "module")
    whole = reader.ask("training/reach", by="total")
    reach = participation_tables.reach_said(participation.named(reader.ask("training/reach", by=by), by))
    with card(
        figures.reach_finding(reach.frame, by),
        reach,
        subtitle=t(
            "Women, percent. Dot: of the people trained. Square: of the workforce of the same enterprises, each "
            "weighing as much as it sent people"
        ),
        facts=participation_tables.reach_facts(whole, reach),
        key="reach",
    ):
        notices.absent(reach, "workforce")
        views(
            reach,
            participation_tables.reach_columns(reach.frame, participation.breakdowns()[by]),
            t("Women among the people trained and in the workforce"),
            key="reach",
            chart=lambda: figures.reach_dumbbell(participation.with_data(reach.frame)),
            sets=participation.click_filter(by),
        )
        participation.without_data(reach)


def satisfaction_card(headline: Answer) -> None:
    """Answers about the training by one breakdown; `headline` is `results/overview`."""
    by = participation.choose_breakdown(
        "rated_by", t("Satisfaction by"), "module", "sex", "role", "trainer_level", "country", "year", "total"
    )
    rated = participation.named(reader.ask("training/satisfaction", by=by), by)
    with card(
        figures.satisfaction_finding(rated.frame),
        rated,
        measure=indicator("satisfaction_rate"),
        total=headline,
        subtitle=t("Answers from 1 to 5, percent of the answers; beside them the share of 4 and 5"),
        key="satisfaction",
    ):
        views(
            rated,
            participation_tables.satisfaction_columns(rated.frame, participation.breakdowns()[by]),
            t("Answers by group, with response"),
            key="satisfaction",
            chart=lambda: figures.satisfaction_rows(participation.with_data(rated.frame)),
            sets=participation.click_filter(by),
        )
        participation.without_data(rated)


def rule_card() -> None:
    """How many enterprises sent two managers and two workers to a workshop."""
    by = participation.choose_breakdown("ruled_by", t("Two managers and two workers, by"), "year", "module", "country")
    whole = reader.ask("training/participation_rule", by="total")
    rule = participation.named(reader.ask("training/participation_rule", by=by), by)
    with card(
        figures.rule_finding(rule.frame),
        rule,
        subtitle=t(
            "Enterprises at workshops, percent: those that kept the programme's rule, and what the others lacked"
        ),
        facts=participation_tables.rule_facts(whole),
        key="rule",
    ):
        views(
            rule,
            participation_tables.rule_columns(rule.frame, participation.breakdowns()[by]),
            t("The rule of participation by group"),
            key="rule",
            chart=lambda: figures.rule_rows(participation.with_data(rule.frame)),
            sets=participation.click_filter(by),
        )
        participation.without_data(rule)


def roles_card() -> None:
    """Women in each role of the programme."""
    roles = participation.roles_named(reader.ask("training/women_in_roles"))
    with card(
        figures.roles_finding(roles.frame),
        roles,
        subtitle=t("Women in each role of the programme, percent of those known, with 95 % intervals"),
        facts=[t("n stands beside each share")],
        key="roles",
    ):
        notices.absent(roles, "improvement_teams", "trainers")
        chart, notes = st.columns([3, 2])
        with chart:
            views(
                roles,
                participation_tables.share_columns(roles.frame, name=participation.breakdowns()["role"]),
                t("Women in each role, with n, interval and coverage"),
                key="roles",
                chart=lambda: figures.women_shares(participation.with_data(roles.frame)),
            )
            participation.without_data(roles)
        with notes:
            participation_tables.roles_notes(roles)


def status_card(status: Answer, counts: Answer) -> None:
    """Which countries report what; answers of `training/disaggregation_status` and `participation_counters`."""
    with card(
        figures.disaggregation_finding(status.frame),
        status,
        subtitle=t(
            "What is known of the persons listed at held sessions. Reports: 80 % and more; partly: 5 % and more"
        ),
        facts=participation_tables.status_facts(counts),
        key="status",
    ):
        views(
            status,
            participation_tables.disaggregation_columns(status.frame),
            t("What each country reports, in percent"),
            key="status",
            chart=lambda: figures.disaggregation_matrix(status.frame),
            sets="country",
            first="chart" if has_lists(counts) else "table",
        )


def sessions_card() -> None:
    """The sessions behind the numbers, one by one, once a country is chosen; persons are only counted."""
    if not reader.one_by_one():
        return
    if not reader.filters().country:
        st.caption(t("Choose a country to see the sessions behind the counts."))
        return
    sessions = reader.ask("training/session_rows")
    with card(
        t("The sessions behind the counts"),
        sessions,
        subtitle=t("Newest first; persons are never listed one by one"),
        facts=participation_tables.session_facts(sessions),
        key="sessions",
    ):
        participation_tables.session_table(sessions, key="session_rows")
