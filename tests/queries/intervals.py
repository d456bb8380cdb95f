"""Intervals for shares, computed a second time in plain Python."""

import math
from collections.abc import Sequence
from functools import cache

Clusters = Sequence[tuple[float, float]]  # of each enterprise: those that count, and all


@cache
def student_t(df: int) -> float:
    """The quantile of Student's t for a two-sided 95 %, by bisection of its integrated density."""
    scale = math.gamma((df + 1) / 2) / (math.sqrt(df * math.pi) * math.gamma(df / 2)) if df < 300 else None
    if scale is None:
        return 1.96

    def below(x: float) -> float:
        steps = 2000
        width = x / steps
        values = [(1 + (i * width) ** 2 / df) ** (-(df + 1) / 2) for i in range(steps + 1)]
        simpson = values[0] + values[-1] + 4 * sum(values[1:-1:2]) + 2 * sum(values[2:-1:2])
        return 0.5 + scale * simpson * width / 3

    low, high = 0.0, 20.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < 0.975 else (low, middle)
    return (low + high) / 2


def clustered_error(clusters: Clusters) -> float:
    """The standard error of a ratio of sums over clusters, linearised."""
    m, total = len(clusters), sum(n for _, n in clusters)
    p = sum(k for k, _ in clusters) / total
    return math.sqrt(m / (m - 1) * sum(((k - p * n) / total) ** 2 for k, n in clusters))


def jackknife_error(clusters: Clusters) -> float:
    """The standard error of the same ratio, from the ratios that leave out one cluster at a time."""
    m, hits, total = len(clusters), sum(k for k, _ in clusters), sum(n for _, n in clusters)
    ratios = [(hits - k) / (total - n) for k, n in clusters]
    mean = sum(ratios) / m
    return math.sqrt((m - 1) / m * sum((r - mean) ** 2 for r in ratios))


def clustered_logit(clusters: Clusters) -> tuple[float, float]:
    """The 95 % interval of the ratio on the logit scale, with Student's t for one degree of freedom less than clusters."""
    p = sum(k for k, _ in clusters) / sum(n for _, n in clusters)
    margin = student_t(len(clusters) - 1) * clustered_error(clusters) / (p * (1 - p))
    middle = math.log(p / (1 - p))
    return 1 / (1 + math.exp(margin - middle)), 1 / (1 + math.exp(-margin - middle))


def wilson(p: float, n: float, t: float) -> tuple[float, float]:
    """Wilson's interval of a share of n independent cases."""
    middle = (p + t * t / (2 * n)) / (1 + t * t / n)
    half = t * math.sqrt(p * (1 - p) / n + t * t / (4 * n * n)) / (1 + t * t / n)
    return middle - half, middle + half
