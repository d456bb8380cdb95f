"""Figures: from a frame to a Plotly figure, without knowing the page, the database or the reader's theme.

A figure leaves `layout.template` to `Themed`, which puts in a look's, and says in `layout.meta["alt"]` what it shows.
"""

from impact.figures.agreements import agreement_kinds, agreements_by_country, agreements_by_year
from impact.figures.arrows import arrows_drawn, change_arrows
from impact.figures.before_after import improved_shares, improved_word, outcome_bars, worse_word
from impact.figures.before_after_findings import (
    arrows_finding,
    flags_said,
    groups_finding,
    has_change,
    kpis_finding,
    median_said,
    not_impact,
    pooled_said,
    share_said,
)
from impact.figures.calendar import session_calendar
from impact.figures.certification import certification_curve, certified_within
from impact.figures.comparison_findings import comparison_finding, comparison_said
from impact.figures.costs import payers, recovery_by_group, recovery_by_year, who_pays
from impact.figures.cross import women_cross
from impact.figures.deliveries import active_by_country, deliveries_spread
from impact.figures.disaggregation import disaggregation_finding, disaggregation_matrix
from impact.figures.findings import by_sex_finding, by_year_finding, country_finding, modules_finding
from impact.figures.flow import path_flow, paths_finding, paths_others
from impact.figures.funnel import funnel, funnel_finding, step_name
from impact.figures.heat import completion_finding, completion_heat
from impact.figures.improvements import (
    improvement_rows,
    improvements_finding,
    suggestion_rows,
    suggestions_finding,
    teams_finding,
    times_finding,
    times_rows,
)
from impact.figures.kpi import is_share, kpi_direction, kpi_factor, kpi_percent, kpi_unit, kpi_value
from impact.figures.lines import module_lines
from impact.figures.modules import short_titles
from impact.figures.movement import movement, movement_finding, movement_remark, step_word
from impact.figures.next_practice import next_practices, practice_difference
from impact.figures.panels import country_panel, panels_finding
from impact.figures.participation import women_share_by_year, women_shares
from impact.figures.participation_findings import (
    counters_finding,
    cross_finding,
    roles_finding,
    rule_finding,
    satisfaction_finding,
    shares_finding,
)
from impact.figures.participation_parts import rule_rows, satisfaction_rows, sex_rows, sex_split
from impact.figures.partners import partner_kinds, partners_by_kind
from impact.figures.peer_fan import peer_fan, peer_strip
from impact.figures.peers import peer_missing, peer_place, peer_rows, peer_value
from impact.figures.peers_findings import benchmarks_finding, fan_finding, next_practice_finding
from impact.figures.portfolio import (
    FEW_ANSWERS,
    due_finding,
    due_said,
    places_finding,
    portfolio_finding,
    reasons_said,
    trainer_satisfaction,
    trainer_satisfaction_finding,
)
from impact.figures.practices import outcome_parts, practice_dumbbell, practice_shares, practices_lost_again
from impact.figures.practices_findings import areas_finding, lost_again_finding, practices_finding
from impact.figures.promises import rollup_finding, targets_finding
from impact.figures.published import published_timeline
from impact.figures.quality import quality_finding, quality_grid, quality_measures
from impact.figures.reach import reach_dumbbell, reach_finding
from impact.figures.rows import module_steps, ranked_countries
from impact.figures.savings import flags_finding, savings_finding, savings_rows
from impact.figures.session_mix import session_kinds, session_mix
from impact.figures.target_history import reading_said, spending_by_year, target_history
from impact.figures.target_matrix import target_gauges, target_matrix
from impact.figures.template import template
from impact.figures.trainer_findings import (
    active_finding,
    calendar_finding,
    certification_finding,
    gaps_finding,
    lasting_finding,
    lasting_places_finding,
    mix_finding,
    partners_finding,
    pipeline_finding,
    planned_finding,
    recovery_finding,
    spread_finding,
    stage_finding,
    trainer_modules_finding,
)
from impact.figures.trainer_modules import module_gaps, state_names, trainers_by_module
from impact.figures.trainers import stage_names, trainer_pipeline, trainers_by_country, trainers_by_year
from impact.figures.trend_panels import kpi_panels
from impact.figures.trend_words import (
    change_finding,
    outcome_word,
    pair_flags,
    pair_word,
    sexes_finding,
    trends_finding,
    verdict_said,
    verdict_word,
)
from impact.figures.trends import kpi_series, kpi_sexes
from impact.figures.uptake import session_rows, uptake_rows, uptake_years
from impact.figures.uptake_findings import lines_finding, open_note, sequences_finding, sessions_finding, uptake_finding
from impact.figures.years import by_year, by_year_and_sex

__all__ = [
    "FEW_ANSWERS",
    "active_by_country",
    "active_finding",
    "agreement_kinds",
    "agreements_by_country",
    "agreements_by_year",
    "areas_finding",
    "arrows_drawn",
    "arrows_finding",
    "benchmarks_finding",
    "by_sex_finding",
    "by_year",
    "by_year_and_sex",
    "by_year_finding",
    "calendar_finding",
    "certification_curve",
    "certification_finding",
    "certified_within",
    "change_arrows",
    "change_finding",
    "comparison_finding",
    "comparison_said",
    "completion_finding",
    "completion_heat",
    "counters_finding",
    "country_finding",
    "country_panel",
    "cross_finding",
    "deliveries_spread",
    "disaggregation_finding",
    "disaggregation_matrix",
    "due_finding",
    "due_said",
    "fan_finding",
    "flags_finding",
    "flags_said",
    "funnel",
    "funnel_finding",
    "gaps_finding",
    "groups_finding",
    "has_change",
    "improved_shares",
    "improved_word",
    "improvement_rows",
    "improvements_finding",
    "is_share",
    "kpi_direction",
    "kpi_factor",
    "kpi_panels",
    "kpi_percent",
    "kpi_series",
    "kpi_sexes",
    "kpi_unit",
    "kpi_value",
    "kpis_finding",
    "lasting_finding",
    "lasting_places_finding",
    "lines_finding",
    "lost_again_finding",
    "median_said",
    "mix_finding",
    "module_gaps",
    "module_lines",
    "module_steps",
    "modules_finding",
    "movement",
    "movement_finding",
    "movement_remark",
    "next_practice_finding",
    "next_practices",
    "not_impact",
    "open_note",
    "outcome_bars",
    "outcome_parts",
    "outcome_word",
    "pair_flags",
    "pair_word",
    "panels_finding",
    "partner_kinds",
    "partners_by_kind",
    "partners_finding",
    "path_flow",
    "paths_finding",
    "paths_others",
    "payers",
    "peer_fan",
    "peer_missing",
    "peer_place",
    "peer_rows",
    "peer_strip",
    "peer_value",
    "pipeline_finding",
    "places_finding",
    "planned_finding",
    "pooled_said",
    "portfolio_finding",
    "practice_difference",
    "practice_dumbbell",
    "practice_shares",
    "practices_finding",
    "practices_lost_again",
    "published_timeline",
    "quality_finding",
    "quality_grid",
    "quality_measures",
    "ranked_countries",
    "reach_dumbbell",
    "reach_finding",
    "reading_said",
    "reasons_said",
    "recovery_by_group",
    "recovery_by_year",
    "recovery_finding",
    "roles_finding",
    "rollup_finding",
    "rule_finding",
    "rule_rows",
    "satisfaction_finding",
    "satisfaction_rows",
    "savings_finding",
    "savings_rows",
    "sequences_finding",
    "session_calendar",
    "session_kinds",
    "session_mix",
    "session_rows",
    "sessions_finding",
    "sex_rows",
    "sex_split",
    "sexes_finding",
    "share_said",
    "shares_finding",
    "short_titles",
    "spending_by_year",
    "spread_finding",
    "stage_finding",
    "stage_names",
    "state_names",
    "step_name",
    "step_word",
    "suggestion_rows",
    "suggestions_finding",
    "target_gauges",
    "target_history",
    "target_matrix",
    "targets_finding",
    "teams_finding",
    "template",
    "times_finding",
    "times_rows",
    "trainer_modules_finding",
    "trainer_pipeline",
    "trainer_satisfaction",
    "trainer_satisfaction_finding",
    "trainers_by_country",
    "trainers_by_module",
    "trainers_by_year",
    "trends_finding",
    "uptake_finding",
    "uptake_rows",
    "uptake_years",
    "verdict_said",
    "verdict_word",
    "who_pays",
    "women_cross",
    "women_share_by_year",
    "women_shares",
    "worse_word",
]
