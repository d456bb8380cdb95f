"""The Streamlit pieces: what a page is made of."""

from impact.notice import adaptation
from impact.ui.annual_update import (
    choose_update,
    draft_card,
    missing_card,
    preview_card,
    published_card,
    stop_without_year,
)
from impact.ui.answers import replies, reply_form
from impact.ui.audit_log import audit_log
from impact.ui.before_after import programme_view
from impact.ui.cards import card, definition, n_and_coverage, n_of
from impact.ui.catalogue import fits, indicator_facts, indicator_line
from impact.ui.changes import changed
from impact.ui.charts import boundary_disclaimer, chart, country_map, table
from impact.ui.choices import choice, search
from impact.ui.claims import claims_card
from impact.ui.country import country_sentence, gaps, here
from impact.ui.country_cards import (
    country_partners_card,
    country_projects_card,
    country_published_card,
    country_stories,
)
from impact.ui.delivery_cards import (
    calendar_card,
    costs_card,
    kinds_card,
    lasting_card,
    lasting_places_card,
    mix_card,
    partners_card,
    planned_card,
)
from impact.ui.enterprises import choose_enterprise, enterprise_links, profile, profile_card
from impact.ui.files import brief_button, datasheet_button, factsheet_button, slides_button, take_along
from impact.ui.frame import start
from impact.ui.improvements import (
    choose_marked,
    flags_card,
    improvement_rows_card,
    improvements_card,
    improvements_empty,
    savings_card,
    suggestions_card,
    teams_card,
    times_card,
)
from impact.ui.intake import check_upload
from impact.ui.journey import (
    choose_funnel,
    completion_card,
    dictionary_card,
    engagements_card,
    funnel_card,
    paths_card,
    sequences_card,
)
from impact.ui.navigation import Page, go, link
from impact.ui.next_practice import next_practice_card
from impact.ui.notices import absent, boundaries_credit, stop_if_empty
from impact.ui.participation_cards import (
    counters_card,
    cross_card,
    reach_card,
    roles_card,
    rule_card,
    satisfaction_card,
    sessions_card,
    shares_card,
    status_card,
)
from impact.ui.participation_counters import has_lists, no_lists
from impact.ui.peers import benchmarks, benchmarks_ahead, benchmarks_card, choose_kpi, choose_peers, fan_card
from impact.ui.photos import photos_card
from impact.ui.portfolio import portfolio
from impact.ui.practices import (
    areas_card,
    choose_practices,
    lost_again_card,
    practice_rows_card,
    practice_shares_card,
)
from impact.ui.projects import (
    choose_project,
    donors_card,
    money_card,
    only,
    places_cards,
    project_facts,
    project_targets,
    unit_costs_card,
)
from impact.ui.published import published_kinds, published_map, published_sources, published_table
from impact.ui.quality import quality_countries_card, quality_grid_card, triage_card
from impact.ui.reader import ask, ask_with, filters, one_by_one, options, snapshot
from impact.ui.safe import plain
from impact.ui.tables import country_table, plain_table
from impact.ui.targets import (
    absent_tables,
    choose_margin,
    every_target_card,
    history_card,
    logframe_card,
    matrix_cards,
    rollup_card,
)
from impact.ui.tiles import missing, tiles
from impact.ui.trainer_cards import (
    active_card,
    curve_card,
    gaps_card,
    modules_card,
    pipeline_card,
    spread_card,
    waited_card,
)
from impact.ui.trainer_choice import choose_trainer
from impact.ui.trends import enterprise_trends, trends_ahead
from impact.ui.uptake import (
    choose_lines,
    choose_uptake,
    lines_card,
    panels_card,
    stop_without_engagements,
    uptake_card,
)
from impact.ui.views import Shown, number_column, views, without_empty

__all__ = [
    "Page",
    "Shown",
    "absent",
    "absent_tables",
    "active_card",
    "adaptation",
    "areas_card",
    "ask",
    "ask_with",
    "audit_log",
    "benchmarks",
    "benchmarks_ahead",
    "benchmarks_card",
    "boundaries_credit",
    "boundary_disclaimer",
    "brief_button",
    "calendar_card",
    "card",
    "changed",
    "chart",
    "check_upload",
    "choice",
    "choose_enterprise",
    "choose_funnel",
    "choose_kpi",
    "choose_lines",
    "choose_margin",
    "choose_marked",
    "choose_peers",
    "choose_practices",
    "choose_project",
    "choose_trainer",
    "choose_update",
    "choose_uptake",
    "claims_card",
    "completion_card",
    "costs_card",
    "counters_card",
    "country_map",
    "country_partners_card",
    "country_projects_card",
    "country_published_card",
    "country_sentence",
    "country_stories",
    "country_table",
    "cross_card",
    "curve_card",
    "datasheet_button",
    "definition",
    "dictionary_card",
    "donors_card",
    "draft_card",
    "engagements_card",
    "enterprise_links",
    "enterprise_trends",
    "every_target_card",
    "factsheet_button",
    "fan_card",
    "filters",
    "fits",
    "flags_card",
    "funnel_card",
    "gaps",
    "gaps_card",
    "go",
    "has_lists",
    "here",
    "history_card",
    "improvement_rows_card",
    "improvements_card",
    "improvements_empty",
    "indicator_facts",
    "indicator_line",
    "kinds_card",
    "lasting_card",
    "lasting_places_card",
    "lines_card",
    "link",
    "logframe_card",
    "lost_again_card",
    "matrix_cards",
    "missing",
    "missing_card",
    "mix_card",
    "modules_card",
    "money_card",
    "n_and_coverage",
    "n_of",
    "next_practice_card",
    "no_lists",
    "number_column",
    "one_by_one",
    "only",
    "options",
    "panels_card",
    "partners_card",
    "paths_card",
    "photos_card",
    "pipeline_card",
    "places_cards",
    "plain",
    "plain_table",
    "planned_card",
    "portfolio",
    "practice_rows_card",
    "practice_shares_card",
    "preview_card",
    "profile",
    "profile_card",
    "programme_view",
    "project_facts",
    "project_targets",
    "published_card",
    "published_kinds",
    "published_map",
    "published_sources",
    "published_table",
    "quality_countries_card",
    "quality_grid_card",
    "reach_card",
    "replies",
    "reply_form",
    "roles_card",
    "rollup_card",
    "rule_card",
    "satisfaction_card",
    "savings_card",
    "search",
    "sequences_card",
    "sessions_card",
    "shares_card",
    "slides_button",
    "snapshot",
    "spread_card",
    "start",
    "status_card",
    "stop_if_empty",
    "stop_without_engagements",
    "stop_without_year",
    "suggestions_card",
    "table",
    "take_along",
    "teams_card",
    "tiles",
    "times_card",
    "trends_ahead",
    "triage_card",
    "unit_costs_card",
    "uptake_card",
    "views",
    "waited_card",
    "without_empty",
]
