"""Enterprises and their values for tests about peers: alike but for what a test needs, written as tables."""

import random
from collections.abc import Iterable
from typing import Any

# Enterprise, KPI, phase, first day, value; of ratios, 100 stand below the line.
Row = tuple[str, str, str, str, float]
RECENT = "2024-05-01"
HEAD = "kpi | title | type | better | unit | comparable | minimal_change"
RATIO = "ratio | lower | defects per unit | yes | 0.005"
AMOUNT, UNLIKE = "amount | higher | local currency | yes | 1", "ratio | lower | energy per unit | no | 0.03"


def names(count: int) -> list[str]:
    """Ids of so many enterprises: p01, p02 and so on."""
    return [f"p{number:02}" for number in range(1, count + 1)]


def rows(kpi: str, values: dict[str, float], phase: str = "monitoring", start: str = RECENT) -> list[Row]:
    """One value of each enterprise."""
    return [(name, kpi, phase, start, value) for name, value in values.items()]


def tables(
    drawn: Iterable[Row], kpis: dict[str, str], unlike: dict[str, dict[str, Any]] | None = None, **more: str
) -> dict[str, str]:
    """The tables of an export; `kpis` gives each KPI's columns from `type` on.

    All are small Kenyan garment makers that agreed to be compared, unless `unlike` gives another iso3, isic, people or
    consent.
    """
    listed = list(drawn)
    enterprises = ["enterprise_id | name | iso3 | isic | benchmark_consent_on"]
    workforce = ["enterprise_id | measured_on | women | men"]
    for name in sorted({row[0] for row in listed} | set(unlike or {})):
        own = {"iso3": "KEN", "isic": "14", "people": 20, "consent": "2020-01-01", **(unlike or {}).get(name, {})}
        enterprises.append(f"{name} | Works {name} | {own['iso3']} | {own['isic']} | {own['consent']}")
        workforce.append(f"{name} | 2023-01-01 | {own['people']} | 0")
    observations = [
        "enterprise_id | kpi | phase | period_start | period_days | sex | numerator | denominator | currency"
    ]
    for name, kpi, phase, start, value in listed:
        kind = kpis[kpi].split(" | ")[0]
        below, money = "100" if kind == "ratio" else "-", "KES" if kind == "amount" else "-"
        observations.append(f"{name} | {kpi} | {phase} | {start} | 30 | all | {value} | {below} | {money}")
    return {
        "kpis": "\n".join([HEAD, *(f"{kpi} | {kpi} | {about}" for kpi, about in kpis.items())]),
        "enterprises": "\n".join(enterprises),
        "workforce": "\n".join(workforce),
        "kpi_observations": "\n".join(observations),
        **more,
    }


def with_practices(count: int, *, others: int | None = None, factor: float = 1.0) -> dict[str, str]:
    """An enterprise, `own`, so many peers with the practice `a`, and as many (or `others`) without it.

    Only `own` has `b` in place already.

    Peers with the practice went from 10 to 5.0, 5.1 ... percent of defects, those without to 8.0, 8.1 ...; `factor`
    stretches what the peers report.
    """
    arms = {f"w{number:02}": 5 + number / 10 for number in range(count)}
    without = range(count if others is None else others)
    others_end = {f"n{number:02}": 8 + number / 10 for number in without}
    listed = rows("defects", {"own": 10, **dict.fromkeys([*arms, *others_end], 10 * factor)}, "baseline", "2023-05-01")
    ends = {name: factor * value for name, value in {**arms, **others_end}.items()}
    listed += rows("defects", {"own": 9, **ends}, "endline")
    checks = ["enterprise_id | practice | phase | checked_on | answer"]
    for name in ["own", *arms, *others_end]:
        answers = {"a": ("no", "yes" if name in arms else "no"), "b": ("yes", "yes"), "c": ("no", "no")}
        if name != "own":
            answers["b"] = answers["a"]
        for practice, (before, after) in answers.items():
            checks.append(f"{name} | {practice} | baseline | 2023-05-01 | {before}")
            checks.append(f"{name} | {practice} | endline | 2024-05-01 | {after}")
    return tables(
        listed,
        {"defects": RATIO},
        practices="practice | title | module\n a | Line stops | -\n b | Cause charts | -\n c | Notice board | -",
        practice_checks="\n".join(checks),
    )


def crowd(count: int = 400) -> dict[str, str]:
    """Many enterprises of two sectors, sizes and regions with random values, coarse enough to be equal now and then."""
    chance = random.Random(7)
    people = {
        name: {
            "iso3": chance.choice(["KEN", "KEN", "VNM"]),
            "isic": chance.choice(["14", "31"]),
            "people": chance.choice([20, 120]),
            "consent": chance.choice(["2020-01-01"] * 4 + ["-"]),
        }
        for name in (f"e{number:03}" for number in range(count))
    }
    listed: list[Row] = []
    checks = ["enterprise_id | practice | phase | checked_on | answer"]
    for name in people:
        for kpi in ("defects", "energy", "savings"):
            if chance.random() < 0.9:
                year = chance.choice([2020, 2022])  # at another rate
                listed.append((name, kpi, "baseline", f"{year}-11-01", chance.randint(5, 40)))
            for month in chance.sample(["2023-03", "2023-06", "2023-07", "2023-09", "2023-12"], 3):
                listed.append((name, kpi, "monitoring", f"{month}-01", chance.randint(2, 30)))
            if chance.random() < 0.8:
                listed.append((name, kpi, "endline", "2024-03-01", chance.randint(2, 30)))
        for practice in "abc":
            for phase, day in (("baseline", "2022-11-01"), ("endline", "2024-03-01")):
                checks.append(f"{name} | {practice} | {phase} | {day} | {chance.choice(['yes', 'no', 'no'])}")
    return tables(
        listed,
        {"defects": RATIO, "energy": UNLIKE, "savings": AMOUNT},
        people,
        practices="practice | title | module\n a | Line stops | -\n b | Cause charts | -\n c | Notice board | -",
        practice_checks="\n".join(checks),
    )
