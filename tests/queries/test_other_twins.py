"""The questions that are not about indicators, each against pandas on the export's own files."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact.ask import ask
from impact.filters import Filters
from impact.settings import REFERENCE
from tests.queries.twin_tables import AS_OF, under

FILTERS = [
    Filters(),
    Filters(country=("GHA",)),
    Filters(country=("asia-pacific",), period=(2016, 2021)),
    Filters(women_led="no", size=("small", "medium")),
    Filters(module=("workplace_cooperation",), period=(2024, 2024)),
]
by_filters = under(FILTERS)


def table(export: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(export / f"{name}.parquet")


def reference(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"{name}.csv", dtype=str, keep_default_na=False, na_values=[""])


def places(filters: Filters) -> set[str]:
    countries = reference("countries")
    chosen = countries["iso3"].isin(filters.country) | countries["ilo_region"].isin(filters.country)
    return set(countries.loc[chosen if filters.country else slice(None), "iso3"])


def days(filters: Filters) -> tuple[pd.Timestamp, pd.Timestamp]:
    first, last = filters.period or (1900, AS_OF.year)
    return pd.Timestamp(first, 1, 1), min(pd.Timestamp(last, 12, 31), pd.Timestamp(AS_OF))


def within(values: pd.Series, filters: Filters) -> pd.Series:
    first, last = days(filters)
    moments = pd.to_datetime(values)
    return (moments >= first) & (moments <= last)


def enterprises(export: Path, filters: Filters) -> pd.DataFrame:
    frame = table(export, "enterprises")
    latest = (
        table(export, "workforce")
        .sort_values("measured_on")
        .groupby("enterprise_id")
        .tail(1)
        .set_index("enterprise_id")
    )
    people = frame["enterprise_id"].map(latest["women"] + latest["men"])
    bands = pd.cut(people, [-1, 9, 49, 249, 10**9], labels=["micro", "small", "medium", "large"]).astype(object)
    frame["size"] = bands.where(people.notna(), "unknown")
    frame = frame[frame["iso3"].isin(places(filters))]
    if filters.size:
        frame = frame[frame["size"].isin(filters.size)]
    if filters.women_led:
        frame = frame[frame["women_led"] == (filters.women_led == "yes")]
    return frame


def engagements(export: Path, filters: Filters) -> pd.DataFrame:
    frame = table(export, "engagements")
    frame = frame[frame["enterprise_id"].isin(enterprises(export, filters)["enterprise_id"])]
    if filters.module:
        frame = frame[frame["module"].isin(filters.module)]
    done = pd.to_datetime(frame["classroom_on"]) <= pd.Timestamp(AS_OF)
    frame = frame[within(frame["classroom_on"].where(done).fillna(frame["enrolled_on"]), filters)]
    done = done[frame.index]
    undated = frame["classroom_on"].isna() & frame["status"].isin(["trained", "visited", "completed"])
    finished = pd.to_datetime(frame["completed_on"]) <= pd.Timestamp(AS_OF)
    return frame.assign(
        trained=done | undated, completed=finished | (frame["completed_on"].isna() & (frame["status"] == "completed"))
    )


@by_filters
def test_modules_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("results/country_modules", filters).frame.set_index("module")
    twin = engagements(demo_export, filters)
    assert set(frame.index) == set(table(demo_export, "modules")["module"])
    for module, row in frame.iterrows():
        mine = twin[twin["module"] == module]
        assert row["enrolled"] == mine["enterprise_id"].nunique()
        assert row["trained"] == mine.loc[mine["trained"], "enterprise_id"].nunique()
        assert row["completed"] == mine.loc[mine["completed"], "enterprise_id"].nunique()


@by_filters
def test_projects_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("results/country_projects", filters).frame
    twin = engagements(demo_export, filters).dropna(subset=["project_id"])
    trained = twin[twin["trained"]].groupby("project_id")["enterprise_id"].nunique()
    assert set(frame["project_id"]) == set(twin["project_id"])
    assert frame["enterprises"].is_monotonic_decreasing
    assert frame.set_index("project_id")["enterprises"].to_dict() == {
        p: int(trained.get(p, 0)) for p in frame["project_id"]
    }
    donors = table(demo_export, "project_donors").merge(table(demo_export, "donors"), on="donor_id")
    for row in frame.itertuples():
        of_project = donors[donors["project_id"] == row.project_id].sort_values(
            ["share", "name"], ascending=[False, True]
        )
        assert row.donors == ", ".join(of_project["name"])


@by_filters
def test_partners_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("results/country_partners", filters).frame.set_index("partner_id")
    sessions = table(demo_export, "sessions")
    held = sessions[
        ~sessions["planned"]
        & sessions["kind"].isin(["classroom", "visit", "online"])
        & within(sessions["starts_on"], filters)
    ]
    partners = table(demo_export, "partners")
    partners = partners[partners["iso3"].isin(places(filters))]
    assert set(frame.index) == set(partners["partner_id"])
    counts = held.groupby("partner_id").size()
    assert frame["sessions"].to_dict() == {p: int(counts.get(p, 0)) for p in frame.index}
    assert (
        frame["last_on"].dropna().to_dict()
        == held[held["partner_id"].isin(frame.index)].groupby("partner_id")["starts_on"].max().to_dict()
    )


@by_filters
def test_points_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("results/enterprise_points", filters).frame
    trained = engagements(demo_export, filters)
    trained = set(trained.loc[trained["trained"], "enterprise_id"])
    known = enterprises(demo_export, filters).dropna(subset=["longitude", "latitude"])
    known = known[known["enterprise_id"].isin(trained)]
    assert dict(zip(frame["enterprise_id"], frame["longitude"], strict=True)) == dict(
        zip(known["enterprise_id"], known["longitude"], strict=True)
    )
    assert set(frame["name"]) == set(known["name"])


@by_filters
def test_women_and_men_by_year_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("results/people_by_sex", filters).frame.set_index("year")
    attended = table(demo_export, "attendances").merge(
        table(demo_export, "sessions")[["session_id", "kind", "module", "iso3", "starts_on", "planned"]],
        on="session_id",
    )
    attended = attended.merge(
        table(demo_export, "engagements")[["engagement_id", "module"]],
        on="engagement_id",
        how="left",
        suffixes=("", "_g"),
    )
    whole = enterprises(demo_export, Filters())[["enterprise_id", "iso3"]]
    attended = attended.merge(whole, on="enterprise_id", how="left", suffixes=("", "_e"))
    attended["iso3"] = attended["iso3"].fillna(attended["iso3_e"])
    attended["module"] = attended["module"].fillna(attended["module_g"])
    keep = (
        ~attended["planned"]
        & attended["kind"].isin(["classroom", "visit", "online"])
        & attended["role"].isin(["worker", "manager"])
    )
    keep &= within(attended["starts_on"], filters)
    keep &= attended["iso3"].isin(places(filters)) | (not filters.country)
    if filters.module:
        keep &= attended["module"].isin(filters.module)
    if filters.size or filters.women_led:
        chosen = Filters(size=filters.size, women_led=filters.women_led)
        keep &= attended["enterprise_id"].isin(enterprises(demo_export, chosen)["enterprise_id"])
    attended = attended[keep].assign(year=pd.to_datetime(attended["starts_on"]).dt.year)
    known = attended.dropna(subset=["person_id"])
    women = known[known["sex"] == "female"].groupby("year")["person_id"].agg(set)
    men = known[known["sex"] == "male"].groupby("year")["person_id"].agg(set)
    people = known.groupby("year")["person_id"].agg(set)
    assert set(frame.index) == set(people.index)
    for year, row in frame.iterrows():
        w, m = women.get(year, set()), men.get(year, set())
        assert (row["women"], row["men"], row["unknown"]) == (len(w), len(m - w), len(people[year] - w - m))
        of_year = attended[attended["year"] == year]
        assert (row["reported"], row["expected"]) == (of_year["person_id"].notna().sum(), len(of_year))
        assert row["complete"] == (year < AS_OF.year)


def test_one_country_equals_its_twin(demo: Path, demo_export: Path) -> None:
    for iso3 in ("GHA", "NAM", "CHN"):
        row = ask("results/country", Filters(country=(iso3,))).frame.iloc[0]
        mine = table(demo_export, "enterprises").query("iso3 == @iso3")
        engaged = table(demo_export, "engagements")
        engaged = engaged[engaged["enterprise_id"].isin(mine["enterprise_id"])]
        reports = table(demo_export, "submissions").query("iso3 == @iso3")["received_on"].dropna()
        assert row["enterprises"] == len(mine)
        assert row["engagements"] == len(engaged)
        assert row["projects"] == engaged["project_id"].nunique()
        assert row["trainers"] == (table(demo_export, "trainers")["iso3"] == iso3).sum()
        assert row["partners"] == (table(demo_export, "partners")["iso3"] == iso3).sum()
        assert row["first_workshop_on"] == engaged["classroom_on"].dropna().min()
        assert row["last_report_on"] == max(d for d in reports if d <= AS_OF)


def test_stories_are_those_whose_teller_agreed(demo: Path, demo_export: Path) -> None:
    stories = table(demo_export, "stories")
    agreed = stories[pd.to_datetime(stories["consent_on"]) <= pd.Timestamp(AS_OF)]
    assert len(agreed) < len(stories), "the demonstration has a story without consent"
    assert set(ask("results/country_stories").frame["story_id"]) == set(agreed["story_id"])


def test_options_are_what_the_export_holds(demo: Path, demo_export: Path) -> None:
    frame = ask("filters/options").frame
    listed = {name: set(rows["code"]) for name, rows in frame.groupby("filter")}
    held = table(demo_export, "enterprises")
    elsewhere = {iso3 for name in ("sessions", "trainers") for iso3 in table(demo_export, name)["iso3"].dropna()}
    assert listed["country"] == set(held["iso3"]) | elsewhere
    assert listed["donor"] == set(table(demo_export, "donors")["donor_id"])
    assert listed["project"] == set(table(demo_export, "projects")["project_id"])
    assert listed["module"] == set(table(demo_export, "modules")["module"])
    sectors = reference("sectors").set_index("division")["sector"]
    assert listed["sector"] == set(held["isic"].map(sectors).fillna("other"))
    regions = reference("countries").set_index("iso3")["ilo_region"]
    assert listed["region"] == {regions[iso3] for iso3 in listed["country"]}


def figures(**chosen: Any) -> pd.DataFrame:
    return ask("results/published_figures", **chosen).frame


def test_published_figures_are_all_there_as_published(demo: Path) -> None:
    given = reference("published_figures").set_index("id")
    frame = figures().set_index("id")
    assert len(frame) == 159
    for column in ("indicator", "label", "qualifier", "unit", "counts", "iso3", "flag", "flag_reason", "donor", "note"):
        assert frame[column].fillna("").to_dict() == given[column].fillna("").to_dict(), column
    assert frame["value"].to_dict() == pytest.approx(given["value"].astype(float).to_dict(), nan_ok=True)
    assert frame["source_title"].notna().all()


def test_published_figures_are_chosen_by_kind_module_donor_country_and_period(demo: Path) -> None:
    given = reference("published_figures")
    donors = given["donor"].fillna("").str.split("; ")
    assert set(figures(donor_named="SECO")["id"]) == set(given.loc[donors.map(lambda d: "SECO" in d), "id"])
    modules = given["module"].fillna("").str.split("; ")
    assert set(figures(module_named="SCORE4Climate")["id"]) == set(
        given.loc[modules.map(lambda m: "SCORE4Climate" in m), "id"]
    )
    kind = "enterprises_trained||enterprises"
    assert set(figures(kind=kind)["id"]) == set(
        given.loc[(given["indicator"] == "enterprises_trained") & given["counts"].isna(), "id"]
    )
    early = ask("results/published_figures", Filters(period=(2009, 2012), country=("CHN",))).frame
    first = given["period_start"].str[:4].astype(float)
    last = given["period_end"].fillna(given["period_start"]).str[:4].astype(float)
    assert set(early["id"]) == set(given.loc[(given["iso3"] == "CHN") & (first <= 2012) & (last >= 2009), "id"])


def test_the_latest_published_figure_of_a_country_is_no_target_and_not_flagged(demo: Path) -> None:
    kind = "enterprises_trained||enterprises"
    frame = ask("results/published_by_country", kind=kind).frame.set_index("iso3")
    given = reference("published_figures")
    given = given[(given["indicator"] == "enterprises_trained") & given["counts"].isna() & given["iso3"].notna()]
    given = given[given["flag"].isna() & given["entity"].isna() & (given["note"] != "target")]
    given["end"] = given["period_end"].fillna(given["period_start"]).str[:4]
    for iso3, rows in given.groupby("iso3"):
        latest = rows[rows["end"] == rows["end"].max()]
        assert frame.loc[iso3, "value"] in latest["value"].astype(float).tolist()
        assert frame.loc[iso3, "n"] == len(rows)
    assert set(frame.index) == set(given["iso3"])


def test_choices_of_published_figures_count_them(demo: Path) -> None:
    frame = ask("results/published_choices").frame
    kinds = frame[frame["choice"] == "kind"]
    assert kinds["figures"].sum() == 159
    for row in kinds.itertuples():
        assert len(figures(kind=row.code)) == row.figures
    for row in frame[frame["choice"] != "kind"].itertuples():
        assert len(figures(**{row.choice: row.code})) == row.figures


def test_sources_count_their_figures(demo: Path) -> None:
    frame = ask("about/sources").frame
    assert (
        dict(zip(frame["source"], frame["figures"], strict=True))
        == reference("published_figures")["source"].value_counts().to_dict()
    )
