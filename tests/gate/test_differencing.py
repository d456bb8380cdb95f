"""Two donors put together what they are told of two snapshots: it helps them no more than guessing does.

The second snapshot has a few enterprises more. The attack takes every sum that is shown, of both snapshots and both
accounts, and finds the numbers behind the withheld cells that fit them best, starting from the guess. The guess
is the programme's own share, which everybody is told; or none or all, whichever is nearer to it: most cells of few are one or the
other. So the two kinds are judged apart: where the attack says none or all, against that guess in the same cells; and in the cells
that are neither, against the programme's share. Beside it stands what the same attack finds where small cells alone
are hidden: there it must succeed, or it would prove nothing.
"""

import itertools
import math
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from impact import released, warehouse
from impact.access import OWNER, Viewer
from impact.ask import ask
from impact.catalogue import indicators
from impact.filters import Filters
from impact.publish import publish
from tests.gate import canaries
from tests.gate.once import Statements
from tests.marks import first

ACCOUNTS = (Viewer("donor", ("GLO-3",)), Viewer("donor", ("GLO-1", "GLO-2")))
SHARES = [code for code, one in indicators().items() if one.privacy == "results" and one.is_share_of_counts]
K, CLOSE = 5, 2.0
# A cell is a snapshot, an indicator, a place, a time; what is told of it is numerator and denominator.
Cell = tuple[str, str, str, object]
Told = dict[Cell, tuple[float, float]]


@pytest.fixture(scope="module")
def snapshots(demo_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The demonstration, and after it the same with six enterprises more."""
    folder = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(folder / "store"))
        (folder / "store").mkdir()
        one = publish(demo_export).snapshot.id
        two = publish(canaries.plant(demo_export, folder / "export", other=False)).snapshot.id
        yield one, two
    warehouse.close()


def places(snapshot_id: str) -> dict[str, list[str]]:
    rows = ask("results/country_map", snapshot_id=snapshot_id).frame
    return {region: sorted(group["iso3"]) for region, group in rows.groupby("region")}


def script(pair: tuple[str, str], many: int) -> list[tuple[Viewer, str, str, Filters, dict[str, str]]]:
    """So many questions of both accounts about both snapshots, first those that the lattice answers."""
    regions = places(pair[1])
    everywhere = ["", *regions, *itertools.chain.from_iterable(regions.values())]
    asked: list[tuple[str, Filters, dict[str, str]]] = []
    for place in everywhere:
        chosen = Filters(country=(place,) if place else ())
        asked += [("results/overview", chosen, {}), ("results/by_year", chosen, {})]
    asked += [("results/country_map", Filters(), {"indicator": code}) for code in SHARES]
    asked += [
        (name, Filters(project=(project,)), {})
        for name in ("results/overview", "results/by_year")
        for project in ("GLO-1", "GLO-2", "GLO-3")
    ]
    whole = list(itertools.product(asked, pair, ACCOUNTS))
    chance = random.Random(5)
    # And filters that close in on the newcomers, for which they are told nothing.
    sizes, modules = ("small", "medium", "large"), ("quality", "lean", "workplace_cooperation")
    while len(whole) < many:
        chosen = Filters(
            country=(chance.choice(["VNM", "IDN", "MNG", "asia-pacific"]),),
            size=tuple(chance.sample(sizes, chance.randint(0, 2))),
            module=tuple(chance.sample(modules, chance.randint(1, 2))),
        )
        whole.append((("results/overview", chosen, {}), chance.choice(pair), chance.choice(ACCOUNTS)))
    return [(viewer, snapshot, *one) for one, snapshot, viewer in whole[:many]]


def told(questions: list[tuple[Viewer, str, str, Filters, dict[str, str]]]) -> tuple[Told, int]:
    """What the answers say of cells of the lattice, and how many results they gave under any other filter."""
    found: Told = {}
    beyond = 0
    for viewer, snapshot, name, chosen, given in questions:
        frame = ask(name, chosen, viewer, snapshot, **given).frame
        frame = frame[frame["indicator"].isin(SHARES) & frame["value"].notna()]
        for row in frame.to_dict("records"):
            place = row.get("iso3", chosen.country[0] if chosen.country else "")
            narrow = set(chosen.set_names()) - {"country", "project"}
            honours = "project" in indicators()[row["indicator"]].filters
            if narrow:
                beyond += 1
            elif not (chosen.project and honours) and not pd.isna(row["denominator"]):
                cell = (snapshot, row["indicator"], place, row.get("year", ""))
                found[cell] = (float(row["numerator"]), float(row["denominator"]))
    return found, beyond


def sums(cells: set[Cell], regions: dict[str, list[str]]) -> list[tuple[Cell, list[Cell]]]:
    """Which cells add up to which."""
    found: list[tuple[Cell, list[Cell]]] = []
    for snapshot, code in sorted({c[:2] for c in cells}):
        mine = {c[2:] for c in cells if c[:2] == (snapshot, code)}
        times = sorted({time for _, time in mine}, key=str)
        for place in sorted({place for place, _ in mine}):
            found.append(((snapshot, code, place, ""), [(snapshot, code, place, t) for t in times if t != ""]))
        for time in times:
            parts = {region: [(snapshot, code, c, time) for c in inside] for region, inside in regions.items()}
            found += [((snapshot, code, region, time), inside) for region, inside in parts.items()]
            found.append(((snapshot, code, "", time), [(snapshot, code, region, time) for region in regions]))
    return [(t, [p for p in parts if p in cells]) for t, parts in found if t in cells]


def estimated(real: Told, shown: Told, regions: dict[str, list[str]], codes: list[str]) -> dict[Cell, float]:
    """The attack: the withheld numerators and denominators, nearest to the guess, that fit all sums that are shown."""
    found: dict[Cell, float] = {}
    for code in codes:
        mine = {c for c in real if c[1] == code}
        hidden = sorted(mine - set(shown), key=repr)
        order = {cell: number for number, cell in enumerate(hidden)}
        lines = sums(mine, regions)
        numbers = []
        for which in (0, 1):
            rows, known = [], []
            for total, parts in lines:
                row, rest = np.zeros(len(order)), 0.0
                for cell, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
                    if cell in order:
                        row[order[cell]] += sign
                    else:
                        rest -= sign * shown[cell][which]
                if row.any():
                    rows.append(row)
                    known.append(rest)
            # The guess: few, at the programme's share.
            start = np.full(len(order), 2.0)
            if which == 0:
                start = start * np.array([guess(shown, cell) / 100 for cell in hidden])
            a = np.array(rows)
            numbers.append(start + np.linalg.lstsq(a, np.array(known) - a @ start, rcond=None)[0] if rows else start)
        for cell, number in order.items():
            share = 100 * numbers[0][number] / numbers[1][number] if numbers[1][number] > 0.2 else guess(shown, cell)
            found[cell] = min(100.0, max(0.0, float(share)))
    return found


def guess(shown: Told, cell: Cell) -> float:
    numerator, denominator = shown[(*cell[:2], "", "")]
    return 100 * numerator / denominator


def upper(hits: int, trials: int) -> float:
    """The upper end of Wilson's 95 % interval of a share."""
    z, p = 1.96, hits / trials
    return (p + z * z / (2 * trials) + z * math.sqrt(p * (1 - p) / trials + z * z / (4 * trials**2))) / (
        1 + z * z / trials
    )


@pytest.mark.parametrize("many", first(1, [60, 2000]))
def test_two_donors_with_two_snapshots_do_no_better_than_guessing(
    many: int,
    snapshots: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    Statements(monkeypatch)
    regions = places(snapshots[1])
    codes = SHARES if many == 2000 else ["satisfaction_rate", "productivity"]
    asked = script(snapshots, many)
    shown, beyond = told(asked)
    assert beyond == 0, "results under filters outside the lattice"
    whole = told([(OWNER, *q[1:]) for q in asked if q[0] == ACCOUNTS[0]])[0]
    whole = {cell: value for cell, value in whole.items() if cell[1] in codes}
    sizes = sizes_of(snapshots, set(whole))
    shown = {cell: value for cell, value in shown.items() if cell in whole}
    trials = sorted((c for c in whole if c not in shown and 0 < sizes.get(c, 0) < K), key=repr)
    assert len(trials) > 30
    naive = {cell: value for cell, value in whole.items() if sizes.get(cell, K) >= K}
    lines = []
    truth = np.array([100 * whole[c][0] / whole[c][1] for c in trials])
    prior = np.array([guess(shown, c) for c in trials])
    said = {"guess": prior, "guess of none or all": 100.0 * (prior >= 50)}
    for name, given in (("attack", shown), ("attack where small cells alone are hidden", naive)):
        best = estimated(whole, given, regions, codes)
        said[name] = np.array([best[c] for c in trials])
    errors = {name: np.abs(estimate - truth) for name, estimate in said.items()}
    hits = {name: int((error <= CLOSE).sum()) for name, error in errors.items()}
    for name, error in errors.items():
        lines.append(
            f"  {name}: mean error {error.mean():.1f} points, {hits[name]} of {len(trials)} within {CLOSE:g} "
            f"(95 % bound {100 * upper(hits[name], len(trials)):.1f} %)"
        )
    # How far the attack's mean error may lie below the guess's, by the bootstrap over cells.
    chance = np.random.default_rng(7)
    draws = chance.integers(0, len(trials), (2000, len(trials)))
    ratio = errors["attack"][draws].mean(axis=1) / errors["guess"][draws].mean(axis=1)
    low = float(np.quantile(ratio, 0.025))
    lines.insert(0, f"{len(asked):,} questions, {len(trials):,} withheld cells of fewer than {K}:")
    lines.append(f"  attack's error to the guess's: {ratio.mean():.2f}, 95 % lower bound {low:.2f}")
    record_property("said", "\n".join(lines))
    control = "attack where small cells alone are hidden"
    assert errors[control].mean() < 0.9 * errors["attack"].mean(), "the attack finds nothing even where it should"
    # Of some 150 cells, as of two results, chance alone leaves a quarter; of all 3,400 it leaves little.
    assert low > (0.85 if many == 2000 else 0.75), "the attack learns of withheld cells"
    # Most cells of few are none or all, which is where the sums drive the attack, too: it must not know better which are.
    extreme = (truth == 0) | (truth == 100)
    sure = (said["attack"] == 0) | (said["attack"] == 100)
    for which, cells, rival in (
        ("said to be none or all", sure, "guess of none or all"),
        ("neither", ~extreme, "guess"),
    ):
        attack, luck = (int((errors[name][cells] <= CLOSE).sum()) for name in ("attack", rival))
        record_property("said", f"  {which}: attack {attack}, {rival} {luck} of {cells.sum()} within {CLOSE:g}")
        assert upper(attack, int(cells.sum())) < upper(luck, int(cells.sum())) + 0.05, which


def sizes_of(pair: tuple[str, str], cells: set[Cell]) -> dict[Cell, int]:
    found = {}
    for snapshot in pair:
        kept = released.read(snapshot, K)
        assert kept is not None
        for code, sizes in kept.sizes.items():
            found |= {(snapshot, code, size.place, size.time): size.enterprises for size in sizes if not size.project}
    return {cell: size for cell, size in found.items() if cell in cells}


@pytest.mark.parametrize("code", first(3, SHARES))
def test_what_few_newcomers_changed_is_not_told(code: str, snapshots: tuple[str, str]) -> None:
    one, two = (ask("results/country_map", viewer=ACCOUNTS[0], snapshot_id=s, indicator=code).frame for s in snapshots)
    both = one.merge(two, on="iso3", suffixes=("", "_after"))
    both = both[both["iso3"].isin(["VNM", "IDN"])]
    assert len(both) == 2
    for row in both.to_dict("records"):
        for column in ("value", "numerator", "denominator", "enterprises", "n", "reported", "expected"):
            before, after = row[column], row[f"{column}_after"]
            assert (pd.isna(before) and pd.isna(after)) or before == after, (row["iso3"], column)


def test_whoever_sees_everything_sees_the_newcomers(snapshots: tuple[str, str]) -> None:
    one, two = (ask("results/country_map", snapshot_id=s, indicator="satisfaction_rate").frame for s in snapshots)
    n = [int(frame.set_index("iso3").loc["VNM", "enterprises"]) for frame in (one, two)]
    assert n[1] == n[0] + 1
