"""Suggestions that workers make, month by month, and how many of them are put into practice."""

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import NEVER, Coded, Columns, fixed_uniform, generator, running_number
from impact.demo.dates import is_known, recorded
from impact.demo.engagements import Engagements
from impact.demo.write import Writer


def write_suggestions(g: Engagements, teams: np.ndarray, writer: Writer) -> None:
    """Write monthly suggestions of enterprises with a team, by sex or for all, from the visit on."""
    e, batch = g.e, g.e.batch
    rng = generator(batch.seed, batch.country_no, 22, batch.number)
    visited = np.full(batch.size, NEVER)
    first = (g.turn == 0) & ~np.isnat(g.visited)
    visited[g.enterprise[first]] = g.visited[first]
    months = rng.integers(3, 12, len(teams))
    row = np.repeat(teams, months)
    start = (visited[row].astype("datetime64[M]") + 1 + running_number(row)).astype("datetime64[D]")
    split = fixed_uniform(61, batch.seed, batch.country_no, e.number[row]) < 0.6
    mean = 0.6 + 0.1 * np.sqrt(e.people[row]) * np.exp(0.3 * e.drive[row])
    parts = []
    for code, share, where in ((0, np.ones(len(row)), ~split), (1, e.women[row], split), (2, 1 - e.women[row], split)):
        asked = rng.poisson(mean * share).astype(float)
        kept = rng.binomial(asked.astype(np.int64), np.clip(0.45 + 0.1 * e.drive[row], 0.1, 0.9)).astype(float)
        asked[rng.random(len(row)) < 0.02] = np.nan
        kept[np.isnan(asked) | (rng.random(len(row)) < 0.05)] = np.nan
        parts.append((row[where], start[where], np.full(where.sum(), code), asked[where], kept[where]))
    who, begin, sex, made, done = (np.concatenate(p) for p in zip(*parts, strict=True))
    entered = recorded(rng, begin + 31, batch.country.late)
    keep = (begin + 31 <= calibration.as_of()) & is_known(entered)
    columns: Columns = {
        "enterprise_id": e.coded(who[keep]),
        "period_start": begin[keep],
        "sex": Coded(sex[keep], ["all", "female", "male"]),
        "made": made[keep],
        "implemented": done[keep],
        "recorded_on": entered[keep],
    }
    writer.add("suggestions", columns)
