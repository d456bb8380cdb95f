"""The Streamlit pieces: what a page is made of."""

from impact.ui.cards import card, definition, n_and_coverage, n_of
from impact.ui.catalogue import fits, indicator_facts, indicator_line
from impact.ui.charts import boundary_disclaimer, chart, country_map, table
from impact.ui.choices import choice, search
from impact.ui.country import country_sentence, gaps, here
from impact.ui.frame import start
from impact.ui.navigation import Page, go, link
from impact.ui.notices import absent, adaptation, boundaries_credit, stop_if_empty
from impact.ui.published import published_kinds, published_map, published_sources, published_table
from impact.ui.reader import ask, ask_with, filters, options, region_name, snapshot
from impact.ui.safe import plain
from impact.ui.tables import country_table, plain_table
from impact.ui.tiles import missing, tiles
from impact.ui.views import Shown, number_column, views, without_empty

__all__ = [
    "Page",
    "Shown",
    "absent",
    "adaptation",
    "ask",
    "ask_with",
    "boundaries_credit",
    "boundary_disclaimer",
    "card",
    "chart",
    "choice",
    "country_map",
    "country_sentence",
    "country_table",
    "definition",
    "filters",
    "fits",
    "gaps",
    "go",
    "here",
    "indicator_facts",
    "indicator_line",
    "link",
    "missing",
    "n_and_coverage",
    "n_of",
    "number_column",
    "options",
    "plain",
    "plain_table",
    "published_kinds",
    "published_map",
    "published_sources",
    "published_table",
    "region_name",
    "search",
    "snapshot",
    "start",
    "stop_if_empty",
    "table",
    "tiles",
    "views",
    "without_empty",
]
