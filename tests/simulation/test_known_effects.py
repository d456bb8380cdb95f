"""Over 200 small exports, seeds 1 to 200 without picking: do intervals cover, and how far off is what is measured?

What is estimated, for each KPI, among the trained enterprises that have a pair:
- the share improved *as it is measured*, and the median change as it is measured: the long-run values are those of all
  pairs of all exports together. Intervals say chance only, so this is what they must cover in 93 to 97 of 100.
- the true median change that was built in, which the intervals must cover as well where the measurement is not biased:
  not for accidents (a few months of rare events: half of the enterprises have none) nor for wages (in local currency,
  whose drift and exchange rate run from the baseline on, and the truth from the workshop on).
- the true share improved differs from the measured one: noise around the minimal change turns some that improved into
  `same` or `worse`, most of all where events are few. This bias has a stated limit for each KPI.
- bounds are about the silent, not about noise: they must hold the true share among *all* enterprises whose endline is
  due, whom silence hides more often when they did badly, in nearly every export, but where that bias is large.

Two hundred exports tell one KPI's coverage within 1.5 points (one standard error), and there are fourteen: a single KPI must
reach 88, and all KPIs together must be within 93 to 97.
"""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from statistics import median
from typing import Any

import pytest

from tests.simulation.known_effects import IN_PERCENT, simulate

pytestmark = pytest.mark.slow

SEEDS = range(1, 201)
# Points by which the measured share may differ from the true one.
SHARE_BIAS = dict.fromkeys(
    ("absenteeism", "overtime", "cost_savings", "worker_satisfaction", "jobs", "material_per_unit"), 4.0
)
SHARE_BIAS |= dict.fromkeys(("defect_rate", "labour_turnover", "energy_per_unit", "productivity"), 7.0)
SHARE_BIAS |= {"wages": 10.0, "on_time_delivery": 14.0, "grievances_resolved": 19.0, "accidents": 28.0}
FEW_EVENTS = ("accidents", "on_time_delivery", "grievances_resolved")
# The median change may differ from the true one by so much of it.
MEDIAN_BIAS, BIASED = 0.2, ("accidents", "wages")
Row = dict[str, Any]
Runs = dict[str, list[Row]]


@pytest.fixture(scope="module")
def runs() -> Runs:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        results = list(pool.map(simulate, SEEDS, chunksize=10))
    return {kpi: [result[kpi] for result in results] for kpi in results[0]}


def pooled(found: list[Row], name: str) -> list[Any]:
    return [value for run in found for value in run[name]]


def share(values: list[bool]) -> float:
    return 100 * sum(values) / len(values)


def measure(kpi: str) -> str:
    return "percent" if kpi in IN_PERCENT else "change"


def share_coverage(kpi: str, found: list[Row]) -> float:
    value = share(pooled(found, "measured"))
    return share([run["answer"]["low"] <= value <= run["answer"]["high"] for run in found])


def median_coverage(kpi: str, found: list[Row], of: str = "changed") -> float:
    value = median(pooled(found, of))
    ends = [(run["answer"][f"{measure(kpi)}_low"], run["answer"][f"{measure(kpi)}_high"]) for run in found]
    return share([low <= value <= high for low, high in ends if low is not None])


def true_coverage(kpi: str, found: list[Row]) -> float:
    return median_coverage(kpi, found, "true_changed")


@pytest.mark.parametrize("coverage", [share_coverage, median_coverage, true_coverage])
def test_intervals_cover_in_93_to_97_of_100(coverage: Callable[[str, list[Row]], float], runs: Runs) -> None:
    biased = BIASED if coverage is true_coverage else ()
    found = {kpi: coverage(kpi, run) for kpi, run in runs.items() if kpi not in biased}
    print(coverage.__name__, {kpi: round(value, 1) for kpi, value in found.items()})
    assert 93 <= sum(found.values()) / len(found) <= 97, found
    assert all(value >= 88 for value in found.values()), found


def test_the_measured_share_differs_from_the_true_one_within_its_limit(runs: Runs) -> None:
    found = {kpi: share(pooled(run, "measured")) - share(pooled(run, "true")) for kpi, run in runs.items()}
    print({kpi: round(value, 1) for kpi, value in found.items()})
    assert set(found) == set(SHARE_BIAS)
    assert all(abs(value) <= SHARE_BIAS[kpi] for kpi, value in found.items()), found


def test_the_median_change_is_the_true_one_within_its_limit(runs: Runs) -> None:
    for kpi, run in runs.items():
        told, true = median(pooled(run, "changed")), median(pooled(run, "true_changed"))
        print(kpi, told, true)
        assert kpi in BIASED or abs(told - true) <= MEDIAN_BIAS * abs(true), (kpi, told, true)


def test_bounds_hold_the_true_share_among_all_that_are_due(runs: Runs) -> None:
    def held(found: list[Row]) -> float:
        return share([run["answer"]["worst"] <= share(run["all_due"]) <= run["answer"]["best"] for run in found])

    found = {kpi: held(run) for kpi, run in runs.items() if kpi not in FEW_EVENTS}
    print(found)
    assert all(value >= 93 for value in found.values()), found
    assert sum(found.values()) / len(found) >= 98, found


def test_silence_hides_those_that_did_badly_which_intervals_do_not_know(runs: Runs) -> None:
    for kpi in ("defect_rate", "overtime", "worker_satisfaction"):
        assert share(pooled(runs[kpi], "true")) > share(pooled(runs[kpi], "all_due")) + 0.5, kpi
