"""Figures: from a frame to a Plotly figure, without knowing the page, the database or the reader's theme.

A figure leaves `layout.template` unset, for `template(look)`, and says in `layout.meta["alt"]` what it shows.
"""

from impact.figures.findings import by_sex_finding, by_year_finding, country_finding, modules_finding
from impact.figures.published import published_timeline
from impact.figures.rows import module_steps, ranked_countries
from impact.figures.template import template
from impact.figures.years import by_year, by_year_and_sex

__all__ = [
    "by_sex_finding",
    "by_year",
    "by_year_and_sex",
    "by_year_finding",
    "country_finding",
    "module_steps",
    "modules_finding",
    "published_timeline",
    "ranked_countries",
    "template",
]
