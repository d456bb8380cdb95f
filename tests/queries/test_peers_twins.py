"""Questions about peers equal their slow twin on the demonstration: a random sample of enterprises, all KPIs, all steps."""

import random
from collections import defaultdict
from collections.abc import Iterator
from math import floor, log10, sqrt
from pathlib import Path
from typing import Any

import pytest

from impact import warehouse
from impact.ask import ask
from impact.publish import publish
from tests import drawn
from tests.marks import first
from tests.queries.peers_drawn import crowd
from tests.queries.peers_twin import SHARES, STEPS, Peers, middle_and_ends, quantile, table


@pytest.fixture(scope="module")
def crowd_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Four hundred drawn enterprises, so that every step has its peers."""
    place = tmp_path_factory.mktemp("crowd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(place / "store"))
        publish(drawn.export(place / "export", **crowd()))
        yield place / "store"
    warehouse.close()


@pytest.fixture(scope="module")
def twins() -> dict[Path, Peers]:
    return {}


@pytest.fixture(params=["crowd_store", "demo_store"])
def twin(request: pytest.FixtureRequest, twins: dict[Path, Peers], monkeypatch: pytest.MonkeyPatch) -> Peers:
    """The twin of a store, which is current."""
    place = request.getfixturevalue(request.param)
    monkeypatch.setenv("IMPACT_STORE", str(place))
    if place not in twins:
        twins[place] = Peers()
    return twins[place]


only_crowd = pytest.mark.parametrize("twin", ["crowd_store"], indirect=True)


def sample(twin: Peers, count: int) -> list[str]:
    known = sorted({enterprise for (_, enterprise), value in twin.values.items() if value is not None})
    return random.Random(7).sample(known, count)


def rounded(value: float | None, exact: float | None) -> bool:
    """Is the value the exact one in three significant digits?"""
    if value is None or exact is None:
        return value is exact
    digit = 10.0 ** (floor(log10(abs(exact))) - 2) if exact else 1.0
    return float(f"{value:.3g}") == pytest.approx(value, rel=1e-12) and abs(value - exact) <= digit * 0.500001


def answered(name: str, **given: Any) -> list[dict[str, Any]]:
    frame = ask(f"enterprises/{name}", **given).frame.astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


@pytest.mark.parametrize("chosen", first(2, ["auto", *STEPS]))
def test_places_and_quantiles_equal_their_twin(chosen: str, twin: Peers) -> None:
    told = 0
    for enterprise in sample(twin, 8):
        for row in answered("peer_benchmarks", enterprise=enterprise, peers=chosen):
            kpi = row["kpi"]
            own = twin.values[kpi, enterprise]
            step, peers = twin.peers(kpi, enterprise, chosen)
            where = (enterprise, kpi, chosen)
            assert row["value"] == (None if own is None else pytest.approx(own, rel=1e-9)), where
            if len(peers) < 10:
                assert row["peers"] is None, where
                assert all(row[f"p{share}"] is None for share in SHARES), where
                continue
            told += 1
            assert (row["step"], row["peers"]) == (step, len(peers)), where
            for share in SHARES:
                exact = quantile(peers.values(), share) if len(peers) >= 30 or share in (25, 50, 75) else None
                assert rounded(row[f"p{share}"], exact), (where, share)
            if own is not None:
                sign = twin.kpis[kpi]["sign"] or 1
                assert row["better_than"] == sum(sign * (own - value) > 0 for value in peers.values()), where
                assert row["same"] == sum(value == own for value in peers.values()), where
    # The small demonstration has too few enterprises for the closer steps.
    assert told > 5 or (len(twin.enterprises) < 200 and chosen not in ("auto", "all"))


@only_crowd
def test_the_step_and_place_of_the_table_equal_the_question(twin: Peers) -> None:
    levels = {(row["kpi"], row["enterprise_id"]): row for row in table("kpi_levels")}
    for enterprise in sample(twin, 8):
        for row in answered("peer_benchmarks", enterprise=enterprise):
            kept = levels[row["kpi"], enterprise]
            assert (kept["step"], kept["peers"], kept["same"]) == (row["step"], row["peers"], row["same"])
            if kept["below"] is not None:
                above = kept["peers"] - kept["below"] - kept["same"]
                assert row["better_than"] == (above if row["better"] == "lower" else kept["below"])


@only_crowd
@pytest.mark.parametrize("chosen", first(1, ["auto", "alike", "all"]))
def test_the_fan_equals_its_twin(chosen: str, twin: Peers) -> None:
    quarters: dict[tuple[str, str], dict[tuple[int, int], list[Any]]] = {}
    for key in twin.pairs:
        quarters[key] = defaultdict(list)
        for row in twin.compared(*key):
            quarters[key][row["period_start"].year, (row["period_start"].month + 2) // 3].append(row)
    told = 0
    for enterprise in sample(twin, 5):
        for kpi in ("defects", "energy", "savings"):
            for row in answered("peer_fan", enterprise=enterprise, kpi=kpi, peers=chosen):
                at = row["quarter_on"].year, (row["quarter_on"].month + 2) // 3
                others = [
                    value
                    for (code, other), known in quarters.items()
                    if code == kpi
                    and other != enterprise
                    and twin.enterprises[other]["consents"]
                    and at in known
                    and twin.pairs[code, other]["status"] != "copied"
                    and twin.shares(kpi, enterprise, other) <= row["step"]
                    and (value := twin.value(kpi, other, known[at])) is not None
                ]
                own = quarters[kpi, enterprise].get(at)
                wanted = twin.value(kpi, enterprise, own) if own else None
                assert row["value"] == (None if wanted is None else pytest.approx(wanted)), (enterprise, kpi, at)
                assert row["peers"] == (len(others) if len(others) >= 10 else None), (enterprise, kpi, at)
                if len(others) >= 10:
                    told += 1
                    assert rounded(row["p25"], quantile(others, 25)), (enterprise, kpi, at)
                    assert rounded(row["p90"], quantile(others, 90) if len(others) >= 30 else None)
    assert told > 5


@only_crowd
def test_strips_hold_every_peer_once(twin: Peers) -> None:
    for enterprise in sample(twin, 6):
        for row in answered("peer_benchmarks", enterprise=enterprise):
            bins = answered("peer_strip", enterprise=enterprise, kpi=row["kpi"])
            assert sum(b["in_bin"] for b in bins) == (row["peers"] or 0)
            assert sum(b["own"] for b in bins) == (row["value"] is not None and bool(bins))
            _, peers = twin.peers(row["kpi"], enterprise, "auto")
            for b in bins:
                low = float("-inf") if b["low"] is None else b["low"]
                high = float("inf") if b["high"] is None else b["high"]
                inside = sum(low <= value < high or low == value == high for value in peers.values())
                assert abs(inside - b["in_bin"]) <= (len(bins) == 3), (enterprise, row["kpi"], b["bin"])


@only_crowd
@pytest.mark.parametrize("kpi", ["defects", "energy"])
def test_practices_equal_their_twin(kpi: str, twin: Peers) -> None:
    ranks = {row["n"]: row["rank"] for row in table("median_ranks")}
    checks = table("practice_pairs")
    titles = {row["practice"]: row["title"] for row in table("practices")}
    told = 0
    for enterprise in sample(twin, 4):
        start = twin.start(kpi, enterprise)
        alike = {
            other: row["change"] if twin.kpis[kpi]["comparable"] else row["percent"]
            for (code, other), row in twin.pairs.items()
            if code == kpi
            and other != enterprise
            and row["status"] == "paired"
            and row["consents"]
            and start in (None, twin.start(kpi, other))
        }
        last = {
            row["practice"]: row["follow_up"] or row["after"] or row["before"]
            for row in checks
            if row["enterprise_id"] == enterprise
        }
        mine = {row["practice"]: row for row in answered("next_practice", enterprise=enterprise, kpi=kpi)}
        if (kpi, enterprise) not in twin.pairs:
            assert not mine
            continue
        assert set(mine) == {name for name in titles if last.get(name) in (None, "no")}
        for name, row in mine.items():
            arms = {
                outcome: [
                    moved
                    for c in checks
                    if (c["practice"], c["outcome"], bool(c["repeated"])) == (name, outcome, False)
                    and (moved := alike.get(c["enterprise_id"])) is not None
                ]
                for outcome in ("gained", "never")
            }
            if min(map(len, arms.values())) < 10:
                assert (row["difference"], row["n_with"], row["status"]) == (None, None, "too_few")
                continue
            told += 1
            (m, low, high), (n, below, above) = (middle_and_ends(arms[o], ranks) for o in ("gained", "never"))
            reach = sqrt((m - low) ** 2 + (above - n) ** 2), sqrt((high - m) ** 2 + (n - below) ** 2)
            wanted = (m - n, m - n - reach[0], m - n + reach[1])
            digit = max(map(abs, wanted[1:])) / 100  # three digits of the wider end
            found = [row[c] for c in ("difference", "low", "high")]
            assert found == pytest.approx(wanted, abs=digit), (enterprise, name)
            assert (row["n_with"], row["n_without"]) == (len(arms["gained"]), len(arms["never"]))
    assert told
