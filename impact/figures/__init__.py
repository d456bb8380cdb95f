"""Figures: from a frame to a Plotly figure, without knowing the page, the database or the reader's theme.

A figure leaves `layout.template` unset, for `template(look)`, and says in `layout.meta["alt"]` what it shows.
"""

from impact.figures.agreements import agreement_kinds, agreements_by_country, agreements_by_year
from impact.figures.calendar import session_calendar
from impact.figures.certification import certification_curve, certified_within
from impact.figures.costs import payers, recovery_by_group, recovery_by_year, who_pays
from impact.figures.cross import women_cross
from impact.figures.deliveries import active_by_country, deliveries_spread
from impact.figures.disaggregation import disaggregation_finding, disaggregation_matrix
from impact.figures.findings import by_sex_finding, by_year_finding, country_finding, modules_finding
from impact.figures.flow import path_flow, paths_finding, paths_others
from impact.figures.funnel import funnel, funnel_finding, step_name
from impact.figures.heat import completion_finding, completion_heat
from impact.figures.lines import module_lines
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
from impact.figures.published import published_timeline
from impact.figures.reach import reach_dumbbell, reach_finding
from impact.figures.rows import module_steps, ranked_countries
from impact.figures.session_mix import session_kinds, session_mix
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
from impact.figures.uptake import session_rows, uptake_rows, uptake_years
from impact.figures.uptake_findings import lines_finding, open_note, sequences_finding, sessions_finding, uptake_finding
from impact.figures.years import by_year, by_year_and_sex

__all__ = [
    "active_by_country",
    "active_finding",
    "agreement_kinds",
    "agreements_by_country",
    "agreements_by_year",
    "by_sex_finding",
    "by_year",
    "by_year_and_sex",
    "by_year_finding",
    "calendar_finding",
    "certification_curve",
    "certification_finding",
    "certified_within",
    "completion_finding",
    "completion_heat",
    "counters_finding",
    "country_finding",
    "country_panel",
    "cross_finding",
    "deliveries_spread",
    "disaggregation_finding",
    "disaggregation_matrix",
    "funnel",
    "funnel_finding",
    "gaps_finding",
    "lasting_finding",
    "lasting_places_finding",
    "lines_finding",
    "mix_finding",
    "module_gaps",
    "module_lines",
    "module_steps",
    "modules_finding",
    "open_note",
    "panels_finding",
    "partner_kinds",
    "partners_by_kind",
    "partners_finding",
    "path_flow",
    "paths_finding",
    "paths_others",
    "payers",
    "pipeline_finding",
    "planned_finding",
    "published_timeline",
    "ranked_countries",
    "reach_dumbbell",
    "reach_finding",
    "recovery_by_group",
    "recovery_by_year",
    "recovery_finding",
    "roles_finding",
    "rule_finding",
    "rule_rows",
    "satisfaction_finding",
    "satisfaction_rows",
    "sequences_finding",
    "session_calendar",
    "session_kinds",
    "session_mix",
    "session_rows",
    "sessions_finding",
    "sex_rows",
    "sex_split",
    "shares_finding",
    "spread_finding",
    "stage_finding",
    "stage_names",
    "state_names",
    "step_name",
    "template",
    "trainer_modules_finding",
    "trainer_pipeline",
    "trainers_by_country",
    "trainers_by_module",
    "trainers_by_year",
    "uptake_finding",
    "uptake_rows",
    "uptake_years",
    "who_pays",
    "women_cross",
    "women_share_by_year",
    "women_shares",
]
