"""Before and after computed a second time: shares, intervals, ranks and bounds by counting, without SQL or tables."""

import math
from collections.abc import Sequence
from statistics import median
from typing import Any

from tests.queries.intervals import student_t, wilson

Row = dict[str, Any]
Z = 1.959964


def rank(n: int) -> int | None:
    """The rank of the value that, with its counterpart from the other end, encloses the median with 95 % or more."""
    found, below = None, 0
    for k in range(n):
        below += math.comb(n, k)
        if 40 * below > 2**n:  # exactly: below / 2 ** n > 0.025
            break
        found = k + 1
    return found


def middle(values: Sequence[float], others: Sequence[float]) -> float | None:
    """The median of all, where it is one of the numbers known or the mean of two of them."""
    everything = sorted([*values, *others])
    pair = everything[(len(everything) - 1) // 2], everything[len(everything) // 2]
    return None if any(math.isinf(v) for v in pair) else sum(pair) / 2


def medians(values: list[float], expected: int, sign: int) -> Row:
    """The median of changes with its interval, its bounds, and the scenario of no change in the others."""
    if not values:
        return dict.fromkeys(("middle", "low", "high", "worst", "best", "unchanged"))
    ordered, others, place = sorted(values), expected - len(values), rank(len(values))
    ends = (ordered[place - 1], ordered[len(ordered) - place]) if place else (None, None)
    bad = math.inf if sign < 0 else -math.inf
    return {
        "middle": median(values),
        "low": ends[0],
        "high": ends[1],
        "worst": middle(values, [bad] * others),
        "best": middle(values, [-bad] * others),
        "unchanged": middle(values, [0.0] * others),
    }


def pooled(pairs: list[Row]) -> Row:
    """The ratio of sums before and after, and what it changed, with the error of leaving out one enterprise at a time."""
    names = ("baseline_numerator", "baseline_denominator", "endline_numerator", "endline_denominator")
    sums = [sum(p[name] for p in pairs) for name in names]
    found: Row = dict.fromkeys(("before", "after", "change", "low", "high"))
    if not pairs or not sums[1] or not sums[3]:
        return found
    found["before"], found["after"] = sums[0] / sums[1], sums[2] / sums[3]
    if not sums[0]:
        return found
    times = found["after"] / found["before"]
    found["change"] = 100 * (times - 1)
    if len(pairs) >= 10 and sums[2]:
        pulls = [
            p[names[2]] / sums[2] - p[names[3]] / sums[3] - p[names[0]] / sums[0] + p[names[1]] / sums[1] for p in pairs
        ]
        error = math.sqrt(len(pairs) / (len(pairs) - 1) * sum(pull**2 for pull in pulls))
        margin = math.exp(student_t(len(pairs) - 1) * error)
        found |= {"low": 100 * (times / margin - 1), "high": 100 * (times * margin - 1)}
    return found


def before_after(pairs: list[Row], kpi: Row, expected: int) -> Row:
    """One group: `pairs` are those of its enterprises with every status, `expected` how many should have reported."""
    paired = [p for p in pairs if p["status"] == "paired"]
    n, improved = len(paired), sum(p["outcome"] == "improved" for p in paired)
    moved = [p["change"] for p in paired if p["change"] is not None]
    percents = [p["percent"] for p in paired if p["percent"] is not None]
    changes, shares = medians(moved, expected, kpi["sign"]), medians(percents, expected, kpi["sign"])
    money = "_usd" if kpi["type"] == "amount" else ""
    levels = {
        phase: [p[f"{phase}{money}"] for p in paired if p["change"] is not None] for phase in ("baseline", "endline")
    }
    sums = pooled([p for p in paired if p["change"] is not None] if kpi["type"] == "ratio" else [])
    ends = wilson(improved / n, n, Z) if n else (None, None)
    found: Row = {
        "n": n,
        "reported": n,
        "expected": expected,
        "changes": len(moved),
        "percents": len(percents),
        "improved": improved,
        "same": sum(p["outcome"] == "same" for p in paired),
        "worse": sum(p["outcome"] == "worse" for p in paired),
        "value": 100 * improved / n if n else None,
        "low": 100 * ends[0] if ends[0] is not None else None,
        "high": 100 * ends[1] if ends[1] is not None else None,
        "worst": 100 * improved / expected if n else None,
        "best": 100 * (improved + expected - n) / expected if n else None,
        "pooled_baseline": sums["before"],
        "pooled_endline": sums["after"],
        "pooled_change": sums["change"],
        "pooled_low": sums["low"],
        "pooled_high": sums["high"],
    }
    found |= {phase: median(values) if values else None for phase, values in levels.items()}
    for flag in ("zero_to_zero", "other_season", "late_baseline"):
        found[flag] = sum(p[flag] for p in paired)
    for status in ("silent", "not_due", "copied", "units_differ", "no_baseline", "not_computable"):
        found[status] = sum(p["status"] == status for p in pairs)
    for name, told in (("change", changes), ("percent", shares)):
        found |= {f"{name}_{part}" if part != "middle" else name: value for part, value in told.items()}
    return found
