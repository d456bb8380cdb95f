"""Which modules each enterprise takes, when its workshops are, and with whom it shares them."""

from dataclasses import dataclass

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import days_between, generator, running_number
from impact.demo.dates import working_day
from impact.demo.enterprises import Enterprises

# How many modules enterprises plan to take: 1, 2, ...
PLANNED = np.array([0.33, 0.22, 0.16, 0.13, 0.10, 0.06])
MONTHS = np.array([0.6, 1.0, 1.1, 1.0, 1.0, 1.0, 0.9, 0.7, 1.1, 1.2, 1.2, 0.6])
# Enterprises at a workshop on average, where there are enough of them.
SHARED = 4.5
# The first month of the export's year.
LAST_YEAR = (2024 - 1970) * 12


@dataclass(frozen=True)
class Uptake:
    """Planned engagements, aligned arrays: enterprise, module, its turn (0 = first), its workshop's group and day."""

    enterprise: np.ndarray
    module: np.ndarray
    turn: np.ndarray
    group: np.ndarray
    workshop_on: np.ndarray


def make_uptake(e: Enterprises) -> Uptake:
    """Plan the modules of a batch; days after the export's last day are planned workshops."""
    batch = e.batch
    rng = generator(batch.seed, batch.country_no, 4, batch.number)
    trained = len(batch.years)
    years, ahead = _years(e, rng)
    start = _first_modules(e, rng, years)
    group, day = _first_workshops(rng, years, start, ahead)
    enterprise, module, turn, rough = _later_modules(e, rng, start[:trained], day[:trained])
    later_group, later_day = _share(rng, module, rough)
    everyone = np.arange(batch.size)
    uptake = Uptake(
        enterprise=np.r_[everyone, enterprise],
        module=np.r_[start, module],
        turn=np.r_[np.zeros(batch.size, np.int64), turn],
        group=np.r_[group, later_group + group.max() + 1],
        workshop_on=np.r_[day, later_day],
    )
    return _available(uptake, batch.country)


def _years(e: Enterprises, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The year of each enterprise's first workshop; those that never came would have come in similar years, or will."""
    batch = e.batch
    others = rng.choice(batch.years, batch.others)
    ahead = np.r_[np.zeros(len(batch.years), bool), rng.random(batch.others) < 0.4]
    years = np.r_[batch.years, others]
    years[ahead] = 2024
    return years, ahead


def _first_modules(e: Enterprises, rng: np.random.Generator, years: np.ndarray) -> np.ndarray:
    """The module each enterprise starts with, among those taught in its country in that year."""
    modules = calibration.modules()
    own = calibration.read("starts").get(e.batch.iso3, {})
    weights = np.array([own.get(key, m.start) for key, m in modules.items()], float)
    begins = np.array([m.starts_on.year for m in modules.values()])
    allowed = weights * (begins <= years[:, None])
    hotels = np.isin(e.isic, ["55", "56"])
    hoco = list(modules).index("hoco")
    allowed[:, hoco] *= np.where(hotels, 8, 0.05)
    edges = np.cumsum(allowed, axis=1)
    return (rng.random(len(years))[:, None] * edges[:, -1:] >= edges).sum(axis=1)


def _first_workshops(
    rng: np.random.Generator, years: np.ndarray, start: np.ndarray, ahead: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Groups of four or five that start with the same module in the same year, and their workshops' days."""
    key = (years * 2 + ahead) * 100 + start
    group = _groups(key, np.argsort(key, kind="stable"))
    first = np.zeros(group.max() + 1, np.int64)
    first[group] = np.arange(len(group))
    year, soon, module = years[first], ahead[first], start[first]
    month = np.searchsorted(np.cumsum(MONTHS) / MONTHS.sum(), rng.random(len(year)))
    month = np.where(year == 2024, month % 8, month)
    month = np.where((year == 2020) & (month < 9) & (month > 2), month + 3, month)
    day = (np.datetime64("1970-01", "M") + ((year - 1970) * 12 + month)).astype("datetime64[D]") + days_between(
        rng, 0, 25, len(year)
    )
    begins = np.array([np.datetime64(m.starts_on, "D") for m in calibration.modules().values()])[module]
    late_in_year = (np.datetime64("1970", "Y") + (year - 1970)).astype("datetime64[D]") + days_between(
        rng, 280, 355, len(year)
    )
    day = np.where(day < begins, late_in_year, day)
    day = np.where(soon, calibration.as_of() + days_between(rng, 5, 110, len(year)), day)
    day = working_day(day)
    return group, day[group]


def _later_modules(
    e: Enterprises, rng: np.random.Generator, start: np.ndarray, first_day: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Further modules of the trained enterprises: enterprise, module, turn and a rough day of the workshop."""
    modules = calibration.modules()
    keys = list(modules)
    year = first_day.astype("datetime64[Y]").astype(np.int64) + 1970
    weights = np.tile(np.array([m.next for m in modules.values()], float), (len(start), 1))
    # Cleaner production stands for either of its two modules until the day is known.
    weights[:, keys.index("score4climate")] = 0
    weights[start == keys.index("score4climate"), keys.index("recp")] = 0
    weights[:, keys.index("covid")] *= (year >= 2018) & (year <= 2021)
    weights[np.arange(len(start)), start] = 0
    begins = np.array([m.starts_on.year for m in modules.values()])
    weights *= begins <= year[:, None] + 2
    with np.errstate(divide="ignore"):
        order = np.argsort(-(np.log(weights) + rng.gumbel(size=weights.shape)), axis=1, kind="stable")
    wanted = rng.choice(len(PLANNED), len(start), p=PLANNED)
    small_start = np.isin(start, [keys.index("basics"), keys.index("hoco")])
    wanted = np.where(small_start, np.minimum(wanted, 1), wanted)
    wanted = np.minimum(wanted, (weights > 0).sum(axis=1))
    gone = rng.random(len(start)) < (0.10 if not e.batch.country.late else 0.35)
    wanted[gone] = 0
    enterprise = np.repeat(np.arange(len(start)), wanted)
    turn = running_number(enterprise) + 1
    pause = days_between(rng, 80, 280, len(enterprise)).astype(np.int64)
    total = np.cumsum(pause)
    before = total - running_total_at_start(pause, enterprise)
    rough = first_day[enterprise] + before.astype("timedelta64[D]")
    return enterprise, order[enterprise, turn - 1], turn, rough


def running_total_at_start(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """For each row, the sum of all values before its run of equal neighbours began."""
    before = np.cumsum(values) - values
    return before[np.arange(len(values)) - running_number(groups)]


def _share(rng: np.random.Generator, module: np.ndarray, rough: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Enterprises that want the same module in the same year share workshops, held when the last one is ready."""
    if len(module) == 0:
        return np.zeros(0, np.int64), rough
    month = rough.astype("datetime64[M]").astype(np.int64)
    # In the export's year nobody waits past the summer, or what was held would turn into what is planned.
    year = np.where(month >= LAST_YEAR, LAST_YEAR + (month - LAST_YEAR) // 8, month // 12)
    key = year * 100 + module
    group = _groups(key, np.lexsort((rough, key)))
    last = np.full(group.max() + 1, np.datetime64("1970-01-01", "D"))
    np.maximum.at(last, group, rough)
    return group, working_day(last)[group]


def _groups(key: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Groups of four or five (fewer where there are no more) among equal keys, filled in the given order."""
    _, which, count = np.unique(key, return_inverse=True, return_counts=True)
    pieces = np.maximum(-(-count // 5), np.round(count / SHARED).astype(np.int64))
    place = np.empty(len(key), np.int64)
    place[order] = running_number(key[order])
    piece = place * pieces[which] // count[which]
    return np.unique(which * (pieces.max() + 1) + piece, return_inverse=True)[1]


def _available(u: Uptake, country: calibration.Country) -> Uptake:
    """Cleaner production becomes SCORE4Climate when that took its place; modules not taught then fall away."""
    modules = calibration.modules()
    keys = list(modules)
    year = u.workshop_on.astype("datetime64[Y]").astype(np.int64) + 1970
    module = u.module.copy()
    module[(module == keys.index("recp")) & (year >= country.climate_from)] = keys.index("score4climate")
    begins = np.array([np.datetime64(m.starts_on, "D") for m in modules.values()])
    ends = np.array([np.datetime64(m.ends_on or "2099-01-01", "D") for m in modules.values()])
    taught = (begins[module] <= u.workshop_on) & (u.workshop_on <= ends[module])
    # The first module stays: an enterprise is not lost because its workshop fell before a module's first day.
    keep = taught | (u.turn == 0)
    group = np.unique(u.group[keep] * 100 + module[keep], return_inverse=True)[1]
    return Uptake(u.enterprise[keep], module[keep], u.turn[keep], group, u.workshop_on[keep])
