"""The Streamlit pieces: what a page is made of."""

from impact.ui.cards import card, definition, n_and_coverage, n_of
from impact.ui.catalogue import fits, indicator_facts, indicator_line
from impact.ui.charts import boundary_disclaimer, chart, country_map, table
from impact.ui.choices import choice, search
from impact.ui.country import country_sentence, gaps, here
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
from impact.ui.frame import start
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
from impact.ui.notices import absent, adaptation, boundaries_credit, stop_if_empty
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
from impact.ui.published import published_kinds, published_map, published_sources, published_table
from impact.ui.reader import ask, ask_with, filters, options, region_name, snapshot
from impact.ui.safe import plain
from impact.ui.tables import country_table, plain_table
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
    "active_card",
    "adaptation",
    "ask",
    "ask_with",
    "boundaries_credit",
    "boundary_disclaimer",
    "calendar_card",
    "card",
    "chart",
    "choice",
    "choose_funnel",
    "choose_lines",
    "choose_uptake",
    "completion_card",
    "costs_card",
    "counters_card",
    "country_map",
    "country_sentence",
    "country_table",
    "cross_card",
    "curve_card",
    "definition",
    "dictionary_card",
    "engagements_card",
    "filters",
    "fits",
    "funnel_card",
    "gaps",
    "gaps_card",
    "go",
    "has_lists",
    "here",
    "indicator_facts",
    "indicator_line",
    "kinds_card",
    "lasting_card",
    "lasting_places_card",
    "lines_card",
    "link",
    "missing",
    "mix_card",
    "modules_card",
    "n_and_coverage",
    "n_of",
    "no_lists",
    "number_column",
    "options",
    "panels_card",
    "partners_card",
    "paths_card",
    "pipeline_card",
    "plain",
    "plain_table",
    "planned_card",
    "published_kinds",
    "published_map",
    "published_sources",
    "published_table",
    "reach_card",
    "region_name",
    "roles_card",
    "rule_card",
    "satisfaction_card",
    "search",
    "sequences_card",
    "sessions_card",
    "shares_card",
    "snapshot",
    "spread_card",
    "start",
    "status_card",
    "stop_if_empty",
    "stop_without_engagements",
    "table",
    "tiles",
    "uptake_card",
    "views",
    "waited_card",
    "without_empty",
]
