"""How many enterprises and trainers each country has, by year: counts that add up exactly."""

from dataclasses import dataclass

import numpy as np

from impact.demo import calibration

BATCH = 2000


@dataclass(frozen=True)
class Batch:
    """Some of a country's enterprises, generated together."""

    seed: int
    country_no: int
    iso3: str
    trainers: int
    number: int
    first_enterprise: int
    years: np.ndarray  # year of the first workshop, one for each trained enterprise
    others: int  # enterprises that never come to a workshop

    @property
    def country(self) -> calibration.Country:
        """The country's calibration."""
        return calibration.countries()[self.iso3]

    @property
    def size(self) -> int:
        """All enterprises of the batch; the trained ones come first."""
        return len(self.years) + self.others


@dataclass(frozen=True)
class CountryPlan:
    """One country: how many trainers, and its batches of enterprises."""

    seed: int
    number: int
    iso3: str
    trainers: int
    batches: list[Batch]

    @property
    def country(self) -> calibration.Country:
        """The country's calibration."""
        return calibration.countries()[self.iso3]


def allocate(total: int, weights: np.ndarray, least: int = 0) -> np.ndarray:
    """Whole numbers in proportion to `weights` that sum to `total`, each at least `least` where that can be."""
    least = min(least, total // len(weights))
    exact = weights / weights.sum() * total
    parts = np.maximum(np.floor(exact).astype(np.int64), least)
    order = np.argsort(parts - exact, kind="stable")
    step = 1 if parts.sum() < total else -1
    while parts.sum() != total:
        for place in order if step > 0 else order[::-1]:
            if parts.sum() != total and parts[place] + step >= least:
                parts[place] += step
    return parts


def plans(scale: float, seed: int) -> list[CountryPlan]:
    """The plan of every country that has at least one trained enterprise at this scale."""
    programme = calibration.read("programme")
    countries = calibration.countries()
    shares = np.array([c.share for c in countries.values()])
    trained = allocate(max(1, round(programme["enterprises_trained"] * scale)), shares, 1)
    wanted = max(round(programme["trainers"] * scale), 2 * int((trained > 0).sum()))
    # Small countries train more trainers for each enterprise.
    trainers = np.zeros(len(countries), np.int64)
    trainers[trained > 0] = allocate(wanted, trained[trained > 0] ** 0.85, 2)
    by_year = _first_workshops()
    found = []
    for number, (iso3, count) in enumerate(zip(countries, trained, strict=True)):
        if count:
            years = np.repeat(list(programme["first_workshops"]), _along(by_year[number], int(count), number))
            country = CountryPlan(seed, number, iso3, int(trainers[number]), [])
            country.batches.extend(_batches(country, years, programme["enterprises_not_trained"]))
            found.append(country)
    return found


def _first_workshops() -> np.ndarray:
    """Countries x years: shares that meet both the countries' shares and the programme's years (raking)."""
    wanted = calibration.read("programme")["first_workshops"]
    years = np.array(list(wanted))
    countries = list(calibration.countries().values())
    table = np.array([[(y >= c.first) * c.boost.get(int(y), 1.0) for y in years] for c in countries], float)
    table[:, years == 2024] *= 8 / 12
    rows = np.array([c.share for c in countries])
    columns = np.array(list(wanted.values())) / sum(wanted.values()) * rows.sum()
    for _ in range(200):
        table *= columns / table.sum(axis=0)
        table *= (rows / table.sum(axis=1))[:, None]
    return table


def _along(weights: np.ndarray, total: int, number: int) -> np.ndarray:
    """Whole numbers along the years that sum to `total`; countries round at different places, so years add up too."""
    reached = np.cumsum(weights) / weights.sum() * total
    shift = (number * 0.618034) % 1
    whole = np.floor(reached + shift).astype(np.int64)
    whole[-1] = total
    return np.diff(np.r_[0, np.minimum(whole, total)])


def _batches(plan: CountryPlan, years: np.ndarray, others: float) -> list[Batch]:
    """Cut a country into batches that each hold all years, so that none is special."""
    pieces = -(-len(years) // BATCH)
    batches, first = [], 1
    for piece in range(pieces):
        mine = years[piece::pieces]
        extra = max(1, round(others * len(mine)))
        batch = Batch(plan.seed, plan.number, plan.iso3, plan.trainers, piece, first, mine, extra)
        batches.append(batch)
        first += batch.size
    return batches
