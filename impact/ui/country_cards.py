"""The cards of the page of one country: who delivers and funds the training there, and what was published and said."""

import streamlit as st

from impact.filters import Filters
from impact.text import t
from impact.ui import notices, reader
from impact.ui.cards import card
from impact.ui.published import published_table
from impact.ui.safe import plain
from impact.ui.tables import plain_table


def country_partners_card(here: Filters) -> None:
    """Partners with the sessions that they held."""
    partners = reader.ask_with("results/country_partners", here)
    with card(t("Partners that deliver the training here"), partners, key="partners"):
        notices.absent(partners, "partners")
        plain_table(
            partners.frame,
            {"name": t("Partner"), "kind": t("Kind"), "sessions": t("Sessions held"), "last_on": t("Last session")},
            t("Partners with their kind, sessions held and last session"),
            key="partners_table",
        )


def country_projects_card(here: Filters) -> None:
    """Projects with the enterprises that they train here."""
    projects = reader.ask_with("results/country_projects", here)
    with card(t("Projects that fund the training here"), projects, key="projects"):
        plain_table(
            projects.frame,
            {
                "title": t("Project"),
                "donors": t("Donors"),
                "starts_on": t("From"),
                "ends_on": t("To"),
                "enterprises": t("Enterprises trained"),
            },
            t("Projects with donors, dates and enterprises trained"),
            key="projects_table",
        )


def country_published_card(here: Filters) -> None:
    """Published figures about the country, as they were published."""
    published = reader.ask_with("results/published_figures", here)
    title, said = t("What has been published about it"), t("As published, and never added up")
    with card(title, published, subtitle=said, key="published"):
        published_table(published.frame, key="published_table")


def country_stories(here: Filters) -> None:
    """What people of the country say, where they agreed to be quoted."""
    stories = reader.ask_with("results/country_stories", here)
    if not stories.empty:
        st.subheader(t("What people say"), anchor=False)
    for story in stories.frame.head(3).itertuples():
        st.markdown(f"> {plain(story.text)}")
