"""The questions of module uptake a second time, slowly, from the export's own files; and what the demonstration hides."""

from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
import pytest

from impact.ask import ask
from impact.demo import calibration
from impact.filters import Filters
from tests.queries import test_other_twins as others
from tests.queries.twin_tables import AS_OF, under

FILTERS = [
    *others.FILTERS,
    Filters(donor=("seco",)),
    Filters(project=("GLO-3",), period=(2018, 2023)),
    Filters(sector=("garment_textile", "food_beverages"), country=("africa",)),
    Filters(country=("VNM", "KEN"), module=("recp", "score4climate")),
]
by_filters = under(FILTERS)
STEPS = ["enrolled_on", "baseline_on", "classroom_on", "visited_on", "endline_on", "completed_on"]
MINIMUM = 10


@pytest.fixture(autouse=True, scope="module")
def filters_name_what_there_is(demo_export: Path) -> None:
    known = {
        "donor": set(others.table(demo_export, "donors")["donor_id"]),
        "project": set(others.table(demo_export, "projects")["project_id"]),
        "sector": set(others.reference("sectors")["sector"]),
    }
    for filters in FILTERS:
        for name, codes in known.items():
            assert set(getattr(filters, name)) <= codes


def enterprises(export: Path, filters: Filters) -> pd.DataFrame:
    sectors = others.reference("sectors").set_index("division")["sector"]
    frame = others.enterprises(export, filters)
    frame = frame.assign(sector=frame["isic"].map(sectors).fillna("other"))
    return frame[frame["sector"].isin(filters.sector)] if filters.sector else frame


def projects(export: Path, filters: Filters) -> set[str] | None:
    if not filters.project and not filters.donor:
        return None
    chosen = set(filters.project) or set(others.table(export, "projects")["project_id"])
    shares = others.table(export, "project_donors")
    paid = set(shares.loc[shares["donor_id"].isin(filters.donor), "project_id"]) if filters.donor else chosen
    return chosen & paid


def engagements(export: Path, filters: Filters) -> pd.DataFrame:
    """Engagements in view, with what had become of each by the as-of day."""
    frame = others.engagements(export, filters)
    owners = enterprises(export, filters).set_index("enterprise_id")
    frame = frame[frame["enterprise_id"].isin(owners.index)]
    if (funded := projects(export, filters)) is not None:
        frame = frame[frame["project_id"].isin(funded)]
    frame = frame.assign(**{name: frame["enterprise_id"].map(owners[name]) for name in ("iso3", "sector", "size")})
    for step in (*STEPS, "dropped_on"):
        frame[step] = pd.to_datetime(frame[step]).where(pd.to_datetime(frame[step]) <= pd.Timestamp(AS_OF))
    frame["dropped"] = ~frame["completed"] & (frame["dropped_on"].notna() | (frame["status"] == "dropped"))
    frame["ended"] = frame["completed"] | frame["dropped"]
    frame["counted_on"] = frame["classroom_on"].fillna(frame["enrolled_on"])
    return frame.assign(year=frame["counted_on"].dt.year.astype(str))


def distinct(rows: pd.DataFrame) -> int:
    return rows["enterprise_id"].nunique()


@by_filters
@pytest.mark.parametrize("by", ["module", "country", "year", "sector", "size"])
def test_uptake_equals_its_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("training/module_uptake", filters, by=by).frame
    twin = engagements(demo_export, filters)
    key = {"country": "iso3"}.get(by, by)
    groups = dict(list(twin.groupby(key)))
    listed = frame[~frame["whole"]]
    assert listed["code"].is_unique
    assert set(groups) <= set(listed["code"])
    for row in frame.itertuples():
        mine = twin if row.whole else groups.get(row.code, twin.head(0))
        taught, ended = mine[mine["trained"]], mine[mine["ended"]]
        finished = int(mine["completed"].sum())
        assert (row.enrolled, row.trained, row.completed) == (
            *(distinct(mine), distinct(taught), distinct(mine[mine["completed"]])),
        )
        assert (row.engagements, row.engagements_trained) == (len(mine), len(taught))
        assert (row.engagements_ended, row.engagements_completed) == (len(ended), finished)
        assert row.undated == taught["classroom_on"].isna().sum()
        expected = [
            (row.trained_share, 100 * distinct(taught), distinct(mine)),
            (row.completed_share, 100 * finished, len(ended)),
            (row.modules_per_enterprise, len(taught), distinct(taught)),
        ]
        for value, numerator, denominator in expected:
            assert pd.isna(value) if not denominator else value == pytest.approx(numerator / denominator)
        assert row.few_ended == (len(ended) < MINIMUM) and row.few_enrolled == (distinct(mine) < MINIMUM)
        assert row.mostly_open == (2 * len(ended) < len(mine))


@by_filters
def test_sessions_and_attendances_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("training/module_uptake", filters).frame.set_index(["whole", "code"])
    everyone = others.table(demo_export, "enterprises").set_index("enterprise_id")["iso3"]
    sessions = others.table(demo_export, "sessions")
    sessions = sessions[~sessions["planned"] & sessions["kind"].isin(["classroom", "visit", "online"])]
    sessions = sessions.assign(iso3=sessions["iso3"].fillna(sessions["enterprise_id"].map(everyone)))
    lists = others.table(demo_export, "attendances")
    lists = lists[lists["role"].isin(["worker", "manager"])].merge(
        sessions[["session_id", "iso3", "module", "project_id", "starts_on"]], on="session_id"
    )
    placed = others.table(demo_export, "engagements").set_index("engagement_id")
    lists["iso3"] = lists["iso3"].fillna(lists["enterprise_id"].map(everyone))
    lists["module"] = lists["module"].fillna(lists["engagement_id"].map(placed["module"]))
    lists["project_id"] = lists["engagement_id"].map(placed["project_id"]).fillna(lists["project_id"])
    listed = set(lists["session_id"])
    sessions, lists = (in_view(demo_export, rows, filters) for rows in (sessions, lists))
    if filters.sector or filters.size or filters.women_led:
        lists = lists[lists["enterprise_id"].isin(enterprises(demo_export, filters)["enterprise_id"])]
        assert frame["sessions"].isna().all() and frame["participants"].isna().all()
        sessions = sessions.head(0)
    for (is_whole, code), row in frame.iterrows():
        held = sessions if is_whole else sessions[sessions["module"].fillna("") == code]
        came = lists if is_whole else lists[lists["module"].fillna("") == code]
        with_list = held["session_id"].isin(listed).sum()
        if len(held):
            assert (row["sessions"], row["sessions_listed"]) == (len(held), with_list)
            assert row["sessions_counted"] == held["participants"].notna().sum()
            assert (row["participants"] if held["participants"].notna().any() else 0) == held["participants"].sum()
        if len(held) and not with_list and not len(came):
            assert pd.isna(row["attendances"])
        else:
            assert row["attendances"] == len(came)


def in_view(export: Path, rows: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    keep = others.within(rows["starts_on"], filters)
    if filters.country:
        keep &= rows["iso3"].isin(others.places(filters))
    if filters.module:
        keep &= rows["module"].isin(filters.module)
    if (funded := projects(export, filters)) is not None:
        keep &= rows["project_id"].isin(funded)
    return rows[keep]


def positions(export: Path) -> dict[str, int]:
    versions = others.table(export, "module_versions")
    everywhere = versions[versions["iso3"].isna()].set_index("module")["position"]
    modules = others.table(export, "modules")
    keys = [
        (everywhere[m] if pd.notna(everywhere.get(m)) else 99, title, m)
        for m, title in zip(modules["module"], modules["title"], strict=True)
    ]
    return {module: place for place, (_, _, module) in enumerate(sorted(keys), start=1)}


def paths(export: Path, filters: Filters) -> dict[str, list[tuple[pd.Timestamp, str]]]:
    """The whole path of each enterprise that was trained in view: days and modules, each module once."""
    chosen = engagements(export, filters)
    chosen = set(chosen.loc[chosen["trained"], "enterprise_id"])
    order = positions(export)
    found: dict[str, dict[str, pd.Timestamp]] = {}
    everything = engagements(export, Filters())
    for row in everything[everything["trained"] & everything["enterprise_id"].isin(chosen)].itertuples():
        mine = found.setdefault(row.enterprise_id, {})
        mine[row.module] = min(mine.get(row.module, row.counted_on), row.counted_on)
    return {
        enterprise: sorted(((day, module) for module, day in mine.items()), key=lambda step: (step[0], order[step[1]]))
        for enterprise, mine in found.items()
    }


@by_filters
def test_paths_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    shown = 3
    frame = ask("training/module_paths", filters, depth=3, shown=shown).frame
    walked = paths(demo_export, filters)
    named = {}
    for step in (1, 2, 3):
        taken = Counter(path[step - 1][1] for path in walked.values() if len(path) >= step)
        named[step] = sorted(taken, key=lambda module: (-taken[module], module))[:shown]

    def name(step: int, path: list[Any]) -> str:
        if step > len(path):
            return "recent" if (pd.Timestamp(AS_OF) - path[-1][0]).days <= 365 else "past"
        return path[step - 1][1] if path[step - 1][1] in named[step] else "other"

    counted: Counter[tuple[int, str, str]] = Counter()
    waited: dict[tuple[int, str, str], list[int]] = {}
    for path in walked.values():
        for step in range(1, min(len(path) + 1, 3) + 1):
            link = (step, name(step - 1, path) if step > 1 else "start", name(step, path))
            counted[link] += 1
            if 1 < step <= len(path):
                waited.setdefault(link, []).append((path[step - 1][0] - path[step - 2][0]).days)
    mine = {}
    for row in frame.itertuples():
        start = row.from_code if isinstance(row.from_code, str) else row.from_kind
        end = row.to_code if isinstance(row.to_code, str) else row.to_kind
        mine[int(row.step), start, end] = row
    assert {link: row.n for link, row in mine.items()} == dict(counted)
    for link, days in waited.items():
        assert (mine[link].median_days, mine[link].n_days) == (median(days), len(days))
    ties = sum(len({day for day, _ in path}) < len(path) for path in walked.values())
    assert set(frame["enterprises"]) <= {len(walked)} and set(frame["ties"]) <= {ties}


@by_filters
def test_sequences_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("training/module_sequences", filters, most=6).frame
    titles = others.table(demo_export, "modules").set_index("module")["title"]
    taken = Counter(" → ".join(titles[m] for _, m in path) for path in paths(demo_export, filters).values())
    total = sum(taken.values())
    common = {text: n for text, n in taken.items() if n >= 2}
    named = frame.dropna(subset=["sequence"])
    assert len(named) == min(6, len(common))
    assert sorted(named["n"], reverse=True) == sorted(common.values(), reverse=True)[: len(named)]
    for row in named.itertuples():
        assert row.n == taken[row.sequence]
        assert row.modules == row.sequence.count("→") + 1
        assert row.share == pytest.approx(100 * row.n / total)
    assert frame["n"].sum() == total and frame["sequences"].sum() == len(taken)


@by_filters
def test_the_funnel_equals_its_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("training/module_funnel", filters).frame
    twin = engagements(demo_export, filters)
    assert set(frame["code"]) == ({"", *twin["module"]} if len(twin) else set())
    for code, rows in frame.groupby("code"):
        mine = [walk(row) for row in twin[(twin["module"] == code) | (code == "")].to_dict("records")]
        for row in rows.itertuples():
            at = row.step_position
            stopped = [w for w in mine if w["furthest"] == at - 1]
            assert (row.enrolled, row.before, row.reached) == (
                *(len(mine), sum(w["furthest"] >= at - 1 for w in mine), sum(w["furthest"] >= at for w in mine)),
            )
            assert row.recorded == sum(pd.notna(w["days"][at - 1]) for w in mine)
            assert row.not_recorded == row.reached - row.recorded
            assert row.gave_up == sum(w["dropped"] for w in stopped)
            assert row.under_way == sum(not w["dropped"] and w["quiet"] <= 365 for w in stopped)
            assert row.silent == sum(not w["dropped"] and w["quiet"] > 365 for w in stopped)
            assert row.before == row.reached + row.gave_up + row.under_way + row.silent
            gaps = [(w["days"][at - 1] - w["days"][at - 2]).days for w in mine if at > 1 and both(w, at)]
            ahead = [gap for gap in gaps if gap >= 0]
            assert (row.n_days, row.out_of_order) == (len(ahead), len(gaps) - len(ahead))
            assert (row.median_days == median(ahead)) if ahead else pd.isna(row.median_days)


def walk(g: dict[str, Any]) -> dict[str, Any]:
    days = [g[step] for step in STEPS]
    known = {3: g["trained"], 6: g["completed"]}
    # The demonstration has no status that its dates do not bear out.
    furthest = max(place for place, day in enumerate(days, start=1) if pd.notna(day) or known.get(place, False))
    quiet = (pd.Timestamp(AS_OF) - max(day for day in days[:5] if pd.notna(day))).days
    return {"days": days, "furthest": furthest, "dropped": g["dropped"], "quiet": quiet}


def both(w: dict[str, Any], at: int) -> bool:
    return bool(pd.notna(w["days"][at - 1]) and pd.notna(w["days"][at - 2]))


@by_filters
def test_completion_equals_its_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("training/module_completion", filters).frame
    twin = engagements(demo_export, filters)
    assert set(frame["iso3"]) == set(twin["iso3"])
    assert frame["country_trained"].is_monotonic_decreasing
    wanted = set(filters.module) or set(others.table(demo_export, "modules")["module"])
    for iso3, rows in frame.groupby("iso3"):
        assert set(rows["module"]) == wanted
        country = twin[twin["iso3"] == iso3]
        assert set(rows["country_trained"]) == {distinct(country[country["trained"]])}
        assert set(rows["country_ended"]) == {int(country["ended"].sum())}
        for row in rows.itertuples():
            mine = country[country["module"] == row.module]
            ended, finished = int(mine["ended"].sum()), int(mine["completed"].sum())
            assert (row.engagements, row.ended, row.completed) == (len(mine), ended, finished)
            assert row.trained == distinct(mine[mine["trained"]])
            assert row.status == ("no_data" if not len(mine) else "shown" if ended else "not_computable")
            assert row.small == (ended < MINIMUM) and row.mostly_open == (2 * ended < len(mine))
            assert pd.isna(row.rate) if not ended else row.rate == pytest.approx(100 * finished / ended)


@by_filters
@pytest.mark.parametrize("lines", ["joined", "separate"])
def test_years_equal_their_twin(lines: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("training/module_years", filters, lines=lines).frame
    twin = engagements(demo_export, filters)
    twin = twin[twin["trained"]]
    following = others.table(demo_export, "modules").set_index("module")["replaced_by"].dropna().to_dict()
    line = {m: following.get(m, m) if lines == "joined" else m for m in positions(demo_export)}
    counted = {
        (name, int(year)): distinct(rows) for (name, year), rows in twin.groupby([twin["module"].map(line), "year"])
    }
    mine = {(row.line, row.year): row.trained for row in frame.itertuples()}
    assert {key: n for key, n in mine.items() if n} == counted
    if len(twin):
        last = min(filters.period[1], AS_OF.year) if filters.period else AS_OF.year
        assert sorted(set(frame["year"])) == list(range(int(twin["year"].min()), last + 1))
        assert set(frame["enterprises"]) == {distinct(twin)}


@by_filters
def test_rows_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    frame = ask("training/engagement_rows", filters).frame
    twin = engagements(demo_export, filters)
    assert len(twin) <= 5000
    assert set(frame["engagement_id"]) == set(twin["engagement_id"])
    assert set(frame["engagements"]) <= {len(twin)}
    names = others.table(demo_export, "enterprises").set_index("enterprise_id")["name"]
    ids = twin.set_index("engagement_id")["enterprise_id"]
    assert frame["enterprise"].tolist() == [names[ids[g]] for g in frame["engagement_id"]]
    days = twin.set_index("engagement_id")["counted_on"]
    assert [days[g] for g in frame["engagement_id"]] == sorted((days[g] for g in frame["engagement_id"]), reverse=True)


# What the demonstration hides


def test_every_late_baseline_that_was_planted_is_found_out_of_order(demo: Path, demo_export: Path) -> None:
    late = pd.read_parquet(demo_export.with_name(f"{demo_export.name}.truth") / "late_baselines.parquet")
    assert len(late)
    funnel = ask("training/module_funnel").only(code="", step="classroom").frame
    assert funnel["out_of_order"].iloc[0] == len(late)


def test_the_share_that_was_made_to_leave_after_the_workshop_is_recovered(demo: Path, demo_export: Path) -> None:
    late = {iso3 for iso3, country in calibration.countries().items() if country.late}
    others_here = tuple(sorted(set(ask("training/module_completion").frame["iso3"]) - late))
    steps = ask("training/module_funnel", Filters(country=others_here, period=(2009, 2022))).only(code="").frame
    steps = steps.set_index("step")
    came, finished = steps.loc["classroom", "reached"], steps.loc["completed", "reached"]
    left = steps.loc[["visited", "endline", "completed"], "gave_up"].sum()
    assert came == finished + left, "all that came before 2023 have ended"
    stay = 1 - 0.145
    assert finished / came == pytest.approx(stay, abs=4 * (stay * (1 - stay) / came) ** 0.5)


def test_the_year_in_which_each_country_took_up_the_new_module_is_recovered(demo: Path, demo_export: Path) -> None:
    frame = ask("training/module_years", lines="joined").frame
    changed = frame[frame["line"] == "score4climate"].set_index("year")["countries_changed"]
    taught = engagements(demo_export, Filters())
    taught = set(taught.loc[taught["trained"] & taught["module"].isin(["recp", "score4climate"]), "iso3"])
    begun = Counter(c.climate_from for iso3, c in calibration.countries().items() if iso3 in taught)
    assert changed[changed > 0].to_dict() == dict(begun)


def test_the_module_that_all_were_made_to_start_with_comes_first(demo: Path, demo_export: Path) -> None:
    first = ask("training/module_paths", shown=20).frame.query("step == 1").set_index("to_code")["n"]
    starts = {key for key, module in calibration.modules().items() if module.start}
    starts |= {key for own in calibration.read("starts").values() for key, weight in own.items() if weight}
    assert set(first.index) <= starts
    assert first.idxmax() == "workplace_cooperation"
