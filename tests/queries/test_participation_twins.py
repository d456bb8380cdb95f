"""Each question of participation equals its slow twin under many filters, and finds what the demonstration hides."""

import json
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from impact.ask import ask
from impact.demo import build
from impact.demo.calibration import FOLDER
from impact.filters import Filters
from impact.publish import publish
from tests.queries import participation_twin as twin
from tests.queries.intervals import clustered_error, clustered_logit, student_t, wilson
from tests.queries.twin_tables import table, under

FILTERS = [
    Filters(),
    Filters(country=("GHA",)),
    Filters(country=("asia-pacific",), period=(2016, 2021)),
    Filters(women_led="no", size=("small", "medium")),
    Filters(module=("workplace_cooperation",), period=(2024, 2024)),
    Filters(sector=("garment_textile", "food_beverages"), country=("africa",)),
    Filters(donor=("seco",)),
    Filters(period=(2019, 2022), women_led="yes", module=("quality", "safety")),
]
by_filters = under(FILTERS)
CLOSE = 0.05  # percentage points that the series for Student's t may be off


@pytest.fixture(autouse=True)
def known_donor(demo_export: Path) -> None:
    assert "seco" in {d["donor_id"] for d in table(demo_export, "donors")}


def rows(name: str, filters: Filters, **given: Any) -> list[dict[str, Any]]:
    frame = ask(f"training/{name}", filters, **given).frame.astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def close(value: float | None, wanted: float | None, tolerance: float = 1e-6) -> bool:
    if wanted is None or value is None:
        return wanted is value
    return value == pytest.approx(wanted, abs=tolerance)


def interval(clusters: list[tuple[float, float]]) -> tuple[float | None, float | None]:
    if len(clusters) < 5:
        return None, None
    p = sum(k for k, _ in clusters) / sum(n for _, n in clusters)
    if clustered_error(clusters) ** 2 <= 1e-12:
        low, high = wilson(p, len(clusters), student_t(len(clusters) - 1))
        return 100 * max(low, 0), 100 * min(high, 1)
    low, high = clustered_logit(clusters)
    return 100 * low, 100 * high


@by_filters
@pytest.mark.parametrize(
    ("by", "within"),
    [
        ("total", "total"),
        ("year", "total"),
        ("country", "role"),
        ("module", "year"),
        ("sector", "total"),
        ("role", "sector"),
    ],
)
def test_women_and_men_equal_their_twin(by: str, within: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {(r["code"], r["within_code"]): r for r in rows("participation", filters, by=by, within=within)}
    theirs = twin.groups(twin.listed(demo_export, filters), lambda r: (r[by] or "unknown", r[within] or "unknown"))
    assert {k for k, r in mine.items() if r["attendances"]} == set(theirs)
    for key, given in theirs.items():
        r, t = mine[key], twin.share(given)
        n = t["women"] + t["men"]
        assert (r["women"], r["men"], r["other"] or 0, r["unknown"]) == (
            t["women"],
            t["men"],
            t["other"],
            t["unknown"],
        ), key
        assert (r["n"], r["reported"], r["expected"], r["attendances"]) == (n, t["reported"], len(given), len(given))
        sexes = [row["sex"] for row in given]
        counts = [sexes.count(s) for s in ("female", "male", "other", "unknown")]
        told = [r[f"attendances_{s}"] or 0 for s in ("women", "men", "other", "unknown")]
        assert told == counts
        assert r["enterprises"] == len(t["clusters"])
        assert close(r["value"], 100 * t["women"] / n if n else None)
        assert r["small"] == (n < 30)
        if n:
            known = n + t["unknown"]
            assert close(r["lowest"], 100 * t["women"] / known)
            assert close(r["highest"], 100 * (t["women"] + t["unknown"]) / known)
            low, high = interval(t["clusters"])
            assert close(r["low"], low, CLOSE) and close(r["high"], high, CLOSE), key
        assert r["status"] == ("shown" if n else "not_computable")


@by_filters
def test_the_share_is_that_of_the_tile(filters: Filters, demo: Path) -> None:
    tiles = ask("results/overview", filters).frame.set_index("indicator")
    total = rows("participation", filters, by="total")
    if not total:
        assert tiles.loc["women_share", "status"] == "no_data"
        return
    assert close(total[0]["value"], tiles.loc["women_share", "value"])
    assert total[0]["n"] == tiles.loc["women_share", "n"]
    counters = {r["counter"]: r for r in rows("participation_counters", filters)}
    assert counters["people"]["people"] == tiles.loc["unique_people", "value"]
    assert counters["attendances"]["people"] == tiles.loc["attendances", "value"]
    assert counters["workforce"]["people"] == tiles.loc["workforce_represented", "value"]


@by_filters
def test_the_counters_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {r["counter"]: r for r in rows("participation_counters", filters)}
    given = twin.listed(demo_export, filters)
    people = twin.share(given)
    attendances = [[r["sex"] for r in given].count(s) for s in ("female", "male", "other", "unknown")]
    for counter, counts in (
        ("attendances", attendances),
        ("people", [people[s] for s in ("women", "men", "other", "unknown")]),
    ):
        told = [mine[counter][c] or 0 for c in ("women", "men", "other", "unknown")]
        assert told == counts, counter
        assert (mine[counter]["people"] or 0) == sum(counts)
    assert (mine["people"]["reported"], mine["people"]["expected"]) == (people["reported"], len(given))
    latest: dict[str, Any] = {}
    for g in sorted(twin.engaged(demo_export, filters), key=lambda g: (g["counts"] is not None, g["day"])):
        latest[g["enterprise_id"]] = g["counts"]
    known = [counts for counts in latest.values() if counts is not None]
    workforce = mine["workforce"]
    assert (workforce["n"], workforce["expected"]) == (len(known), len(latest))
    assert (workforce["women"] or 0, workforce["men"] or 0) == (sum(w for w, _ in known), sum(m for _, m in known))
    with_list = {a["session_id"] for a in table(demo_export, "attendances")}
    bare = [
        s
        for s in twin.held(demo_export, filters)
        if s["kind"] in twin.TRAINING
        and s["session_id"] not in with_list
        and twin.at_an_enterprise_in_view(demo_export, s, filters)
    ]
    counted = [s["participants"] for s in bare if s["participants"] is not None]
    heads = mine["head_counts"]
    assert (heads["reported"], heads["expected"]) == (len(counted), len(bare))
    assert (heads["people"] or 0, heads["n"]) == (sum(counted), sum(p > 0 for p in counted))
    sessions = {r["session_id"] for r in given}
    missing = sum(s["participants"] is None or s["participants"] > 0 for s in bare)
    assert (mine["attendances"]["reported"], mine["attendances"]["expected"]) == (
        len(sessions),
        len(sessions) + missing,
    )


@by_filters
@pytest.mark.parametrize("by", ["total", "country", "sector", "module"])
def test_reach_equals_its_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {r["code"]: r for r in rows("reach", filters, by=by)}
    last = min(filters.period[1], 2024) if filters.period else 2024
    counts: dict[Any, Any] = {}
    for g in sorted(twin.engaged(demo_export, filters, whenever=True), key=lambda g: (g["day"], g["engagement_id"])):
        if g["counts"] is not None and sum(g["counts"]) > 0 and g["day"].year <= last:
            counts[g["module"] if by == "module" else "all", g["enterprise_id"]] = g["counts"]
    given = [r for r in twin.listed(demo_export, filters) if r["enterprise_id"] is not None]
    theirs = twin.groups(given, lambda r: r[by] or "unknown")
    assert {code for code, r in mine.items() if r["expected"]} == set(theirs)
    for code, people in theirs.items():
        pairs = []
        of_enterprises = twin.groups(people, lambda r: r["enterprise_id"])
        for enterprise, sent in of_enterprises.items():
            sexes = list(twin.sexes(sent).values())
            women, n = sexes.count("female"), sexes.count("female") + sexes.count("male")
            workforce = counts.get((code if by == "module" else "all", enterprise))
            if n and workforce:
                pairs.append((women, n, *workforce))
        r = mine[code]
        assert (r["reported"], r["expected"], r["enterprises"]) == (len(pairs), len(of_enterprises), len(pairs))
        n = sum(p[1] for p in pairs)
        assert (r["n"], r["women"]) == (n, sum(p[0] for p in pairs))
        if not pairs:
            assert r["verdict"] == "not_computable"
            continue
        wanted = sum(p[1] * p[2] / (p[2] + p[3]) for p in pairs)
        assert close(r["value"], 100 * r["women"] / n) and close(r["workforce"], 100 * wanted / n)
        assert close(r["workforce_pooled"], 100 * sum(p[2] for p in pairs) / sum(p[2] + p[3] for p in pairs))
        difference = (r["women"] - wanted) / n
        assert close(r["difference"], 100 * difference)
        if len(pairs) < 5:
            assert (r["low"], r["verdict"]) == (None, "too_few")
            continue
        # The residual of a ratio whose numerator is what an enterprise sent beyond its workforce's share.
        error = clustered_error([(p[0] - p[1] * p[2] / (p[2] + p[3]), p[1]) for p in pairs])
        margin = student_t(len(pairs) - 1) * error
        assert close(r["low"], max(-100, 100 * (difference - margin)), 0.05)
        assert close(r["high"], min(100, 100 * (difference + margin)), 0.05)
        clear = "less" if difference + margin < 0 else "more" if difference - margin > 0 else "no_clear_difference"
        assert r["verdict"] == clear


@by_filters
def test_women_in_roles_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {r["role"]: r for r in rows("women_in_roles", filters)}
    trained = {g["enterprise_id"]: g["enterprise"] for g in twin.engaged(demo_export, filters)}
    given = twin.groups(twin.listed(demo_export, filters), lambda r: r["role"])
    for role in ("worker", "manager"):
        people = twin.share(given[role])
        r = mine[role]
        n = people["women"] + people["men"]
        assert (r["women"], r["n"], r["unknown"], r["cases"]) == (
            people["women"],
            n,
            people["unknown"],
            len(people["clusters"]),
        )
        known = sum(a["person_id"] is not None and a["sex"] != "unknown" for a in given[role])
        assert (r["reported"], r["expected"]) == (known, len(given[role]))
        low, high = interval(people["clusters"])
        assert close(r["low"], low, CLOSE) and close(r["high"], high, CLOSE)
    teams = [t for t in table(demo_export, "improvement_teams") if t["enterprise_id"] in trained]
    for role, women, men in (
        ("team_member", ("women_workers", "women_managers"), ("men_workers", "men_managers")),
        ("team_manager", ("women_managers",), ("men_managers",)),
    ):
        clusters = [(float(sum(t[c] for c in women)), float(sum(t[c] for c in (*women, *men)))) for t in teams]
        clusters = [c for c in clusters if c[1]]
        r = mine[role]
        assert (r["women"], r["n"]) == (sum(c[0] for c in clusters), sum(c[1] for c in clusters))
        assert (r["cases"], r["reported"], r["expected"]) == (len(clusters), len(teams), len(trained))
        low, high = interval(clusters)
        assert close(r["low"], low, CLOSE) and close(r["high"], high, CLOSE)
    trainers = {t["trainer_id"]: t for t in table(demo_export, "trainers")}
    reached: dict[str, set[str]] = {"certified": set(), "expert": set()}
    for m in table(demo_export, "trainer_modules"):
        keep = twin.in_country(trainers[m["trainer_id"]]["iso3"], filters) and m["reached_on"] <= twin.AS_OF
        keep = (
            keep and twin.in_period(m["reached_on"], filters) and (not filters.module or m["module"] in filters.module)
        )
        for role, stages in (("certified", ("certified", "expert")), ("expert", ("expert",))):
            if keep and m["stage"] in stages:
                reached[role].add(m["trainer_id"])
    tot = {s["session_id"] for s in twin.held(demo_export, filters) if s["kind"] == "tot"}
    came = [a for a in table(demo_export, "attendances") if a["session_id"] in tot and a["role"] == "trainer"]
    instructed = twin.sexes([{"person_id": a["trainer_id"], "sex": a["sex"]} for a in came])
    single = {role: {t: trainers[t]["sex"] for t in ids} for role, ids in reached.items()} | {"tot": instructed}
    for role, sexes in single.items():
        found = list(sexes.values())
        check_single(mine[role], found.count("female"), found.count("female") + found.count("male"), role)
        assert mine[role]["unknown"] == found.count("unknown")
    assert mine["tot"]["expected"] == len(came)
    for role, column in (("led", "women_led"), ("owned", "women_owned")):
        known = [e[column] for e in trained.values() if e[column] is not None]
        check_single(mine[role], sum(known), len(known), role)
        assert (mine[role]["reported"], mine[role]["expected"]) == (len(known), len(trained))


def check_single(row: dict[str, Any], women: int, n: int, role: str) -> None:
    assert (row["women"], row["n"]) == (women, n), role
    assert close(row["value"], 100 * women / n if n else None)
    if n < 5:
        assert row["low"] is None
        return
    low, high = wilson(women / n, n, 1.959964)
    assert close(row["low"], 100 * low) and close(row["high"], 100 * high)


@by_filters
@pytest.mark.parametrize("by", ["total", "sex", "role", "module", "trainer_level", "country", "year"])
def test_satisfaction_equals_its_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {r["code"]: r for r in rows("satisfaction", filters, by=by)}
    theirs = twin.groups(twin.listed(demo_export, filters), lambda r: r[by] or "unknown")
    assert {code for code, r in mine.items() if r["asked"]} == set(theirs)
    for code, given in theirs.items():
        r = mine[code]
        answers = [a["satisfaction"] for a in given if a["satisfaction"] is not None]
        counts = [answers.count(n) for n in (1, 2, 3, 4, 5)]
        assert [r[c] for c in ("ones", "twos", "threes", "fours", "fives")] == counts
        assert (r["n"], r["asked"]) == (len(answers), len(given))
        assert close(r["response"], 100 * len(answers) / len(given))
        assert close(r["value"], 100 * sum(counts[3:]) / len(answers) if answers else None)
        of_enterprises = twin.groups([a for a in given if a["satisfaction"] is not None], lambda a: a["cluster"])
        clusters = [(float(sum(a["satisfaction"] >= 4 for a in c)), float(len(c))) for c in of_enterprises.values()]
        low, high = interval(clusters) if clusters else (None, None)
        assert close(r["low"], low, CLOSE) and close(r["high"], high, CLOSE), code


@by_filters
@pytest.mark.parametrize("by", ["total", "year", "module", "country"])
def test_the_rule_equals_its_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {r["code"]: r for r in rows("participation_rule", filters, by=by)}
    given = [
        r for r in twin.listed(demo_export, filters) if r["kind"] in ("classroom", "online") and r["enterprise_id"]
    ]
    seats = twin.groups(given, lambda r: (r[by] or "unknown", r["session_id"], r["enterprise_id"]))
    wanted: dict[str, list[int]] = {}
    for (code, _, _), people in seats.items():
        roles = [p["role"] for p in people]
        managers, workers = roles.count("manager") >= 2, roles.count("worker") >= 2
        place = 0 if managers and workers else 1 if workers else 2 if managers else 3
        wanted.setdefault(code, [0, 0, 0, 0])[place] += 1
    assert {code for code, r in mine.items() if r["n"]} == set(wanted)
    for code, counts in wanted.items():
        r = mine[code]
        told = [r[c] for c in ("kept", "short_of_managers", "short_of_workers", "short_of_both")]
        assert told == counts
        assert r["n"] == sum(counts)
        assert close(r["value"], 100 * counts[0] / sum(counts))
        assert r["reported"] == len({s for c, s, _ in seats if c == code})
        assert (r["expected"] is None) == twin.asks_for_enterprises(filters)


@by_filters
def test_what_countries_report_equals_its_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    mine = {r["iso3"]: r for r in rows("disaggregation_status", filters)}
    given = twin.groups(
        twin.listed(demo_export, filters, ("worker", "manager", "trainer", "other")), lambda r: r["country"]
    )
    with_list = {a["session_id"] for a in table(demo_export, "attendances")}
    trained = twin.groups(twin.engaged(demo_export, filters), lambda g: g["country"])
    assert set(given) <= set(mine)
    for iso3, r in mine.items():
        people = given.get(iso3, [])
        assert r["listed"] == len(people)
        for column, known in (
            ("sex", [p["sex"] != "unknown" for p in people]),
            ("role", [p["role"] in ("worker", "manager") for p in people]),
            ("person", [p["person_id"] is not None for p in people]),
            ("answer", [p["satisfaction"] is not None for p in people]),
        ):
            share = 100 * sum(known) / len(known) if known else None
            assert close(r[column], share)
            if share is not None:
                word = "reports" if share >= 80 else "partly" if share >= 5 else "does_not"
                assert r[f"{column}_status"] == word
        bare = [
            s
            for s in twin.held(demo_export, filters)
            if s["country"] == iso3
            and s["kind"] in twin.TRAINING
            and s["session_id"] not in with_list
            and twin.at_an_enterprise_in_view(demo_export, s, filters)
        ]
        listed = {p["session_id"] for p in people}
        assert (r["sessions_listed"], r["sessions"]) == (len(listed), len(listed) + len(bare))
        enterprises = twin.groups(trained.get(iso3, []), lambda g: g["enterprise_id"])
        counted = sum(any(g["counts"] is not None for g in of_one) for of_one in enterprises.values())
        assert r["enterprises"] == len(enterprises)
        assert close(r["workforce"], 100 * counted / len(enterprises) if enterprises else None)


@by_filters
def test_session_rows_equal_their_twin(filters: Filters, demo: Path, demo_export: Path) -> None:
    plain = Filters(period=filters.period, country=filters.country, donor=filters.donor, module=filters.module)
    frame = ask("training/session_rows", plain).frame
    held = twin.held(demo_export, plain)
    mine = frame[frame["state"] == "held"].set_index("session_id")
    if len(frame) < 5000:
        assert set(mine.index) == {s["session_id"] for s in held}
    assert frame["starts_on"].is_monotonic_decreasing
    lists = twin.groups(table(demo_export, "attendances"), lambda a: a["session_id"])
    for s in held:
        if s["session_id"] in mine.index:
            row, sexes = mine.loc[s["session_id"]], [a["sex"] for a in lists.get(s["session_id"], [])]
            assert (row["listed_women"] if sexes else 0) == sexes.count("female")
            assert (row["listed_rest"] if sexes else 0) == sexes.count("other") + sexes.count("unknown")


def planted() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "countries.yaml").read_text("utf-8"))


def test_countries_without_person_ids_are_found(demo: Path, demo_export: Path) -> None:
    truth = json.loads((Path(f"{demo_export}.truth") / "truth.json").read_text("utf-8"))
    found = {r["iso3"]: r for r in rows("disaggregation_status", Filters())}
    hidden = set(truth["countries_without_person_ids"]) & set(found)
    without = {iso3 for iso3, r in found.items() if r["person_status"] == "does_not"}
    assert hidden and hidden <= without
    # A country of a few enterprises may have none that gives ids, by chance.
    assert all(found[iso3]["enterprises"] <= 5 for iso3 in without - hidden)


def test_women_are_reached_less_than_in_proportion(demo: Path) -> None:
    assert rows("reach", Filters(), by="total")[0]["verdict"] == "less"


@pytest.mark.slow
def test_at_full_size_the_hidden_truth_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "export", scale=1, seed=7)
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("IMPACT_STORE", str(tmp_path / "store"))
    publish(tmp_path / "export")
    truth = json.loads((tmp_path / "export.truth" / "truth.json").read_text("utf-8"))
    found = {r["iso3"]: r for r in rows("disaggregation_status", Filters())}
    without = {iso3 for iso3, r in found.items() if r["person_status"] == "does_not"}
    assert without == set(truth["countries_without_person_ids"])
    assert {iso3 for iso3, r in found.items() if r["sex_status"] == "partly"} == {"UGA"}
    for iso3, r in found.items():
        unknown = planted()[iso3].get("sex_unknown", 0.037)
        # People keep their sex from session to session, so that attendances vary more than people do.
        error = 100 * (2 * unknown * (1 - unknown) / r["listed"]) ** 0.5
        assert 100 - r["sex"] == pytest.approx(100 * unknown, abs=4 * error), iso3
    # Each country invites women by a factor of their share of the workforce: the gap is widest where it is lowest.
    reached = [r for r in rows("reach", Filters(), by="country") if r["n"] >= 300]
    ratio = pd.Series({r["code"]: r["value"] / r["workforce"] for r in reached})
    invited = pd.Series({r["code"]: planted()[r["code"]]["room"] for r in reached})
    assert len(ratio) > 15
    assert ratio.rank().corr(invited.rank()) > 0.8


def test_the_interval_is_as_wide_as_that_of_a_bootstrap_of_enterprises(demo: Path, demo_export: Path) -> None:
    clusters = twin.share(twin.listed(demo_export, Filters()))["clusters"]
    draw = random.Random(11)
    shares = []
    for _ in range(2000):
        again = draw.choices(clusters, k=len(clusters))
        shares.append(100 * sum(w for w, _ in again) / sum(n for _, n in again))
    shares.sort()
    row = rows("participation", Filters(), by="total")[0]
    assert row["low"] == pytest.approx(shares[50], abs=0.7)
    assert row["high"] == pytest.approx(shares[1949], abs=0.7)
    people = row["n"]
    naive = 1.96 * (row["value"] * (100 - row["value"]) / people) ** 0.5
    assert (row["high"] - row["low"]) / 2 > 1.1 * naive, "people of one enterprise are alike"
