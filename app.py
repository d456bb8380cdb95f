"""The dashboard: who is looking, in which language, with which filters; then the page that was asked for."""

from impact import ui
from impact.text import t


def sections() -> dict[str, list[ui.Page]]:
    """The pages by section, in the order in which readers see them; the first is where the dashboard opens."""
    return {
        t("Results"): [
            ui.Page("results/overview", t("Overview"), ":material/dashboard:", public=True),
            ui.Page("results/country_map", t("Country map"), ":material/public:", public=True),
            ui.Page("results/country", t("One country"), ":material/flag:", public=True),
            ui.Page("results/targets", t("Targets"), ":material/target:", projects=True),
            ui.Page("results/project", t("One project"), ":material/work:", projects=True),
            ui.Page("results/published_figures", t("Published figures"), ":material/menu_book:", public=True),
        ],
        t("Training"): [
            ui.Page("training/module_uptake", t("Module uptake"), ":material/school:"),
            ui.Page("training/participation", t("Participation"), ":material/groups:"),
            ui.Page("training/trainers", t("Trainers and partners"), ":material/co_present:"),
        ],
        t("Enterprises"): [
            ui.Page("enterprises/kpi_trends", t("KPI trends"), ":material/timeline:"),
            ui.Page("enterprises/peer_benchmarks", t("Peer benchmarks"), ":material/leaderboard:", one_by_one=True),
            ui.Page("enterprises/practices", t("Practices"), ":material/checklist:"),
            ui.Page("enterprises/improvements", t("Improvements"), ":material/build:"),
        ],
        t("Review"): [
            ui.Page("review/what_changed", t("What changed"), ":material/difference:"),
            ui.Page("review/data_quality", t("Data quality"), ":material/fact_check:"),
            ui.Page("review/annual_update", t("Annual Update"), ":material/edit_document:"),
        ],
        t("About"): [
            ui.Page("about/indicators", t("Indicators"), ":material/straighten:", public=True),
            ui.Page("about/data_and_licences", t("Data and licences"), ":material/gavel:", public=True),
        ],
        t("Administration"): [
            ui.Page("administration/intake", t("Check an export"), ":material/fact_check:", administration=True),
            ui.Page("administration/audit", t("Audit"), ":material/policy:", administration=True),
        ],
    }


ui.start(sections)
