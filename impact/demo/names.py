"""Names of invented enterprises and partners."""

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import Coded, generator

# One name in so many is awkward on purpose, and the first enterprise of a country always is.
AWKWARD_ONE_IN = 150


def enterprise_names(iso3: str, seed: int, country_no: int, numbers: np.ndarray) -> Coded:
    """Names for a country's enterprises by their running numbers (from 1)."""
    known = calibration.read("names")
    lists = known[known["country"][iso3]]
    joined = [" ".join((a, b, c)) for a in lists[0] for b in lists[1] for c in lists[2]]
    labels = [joined[i] for i in generator(seed, country_no, 90).permutation(len(joined))]
    codes = (numbers - 1) % len(labels)
    awkward = known["awkward"]
    odd = (numbers - 1) % AWKWARD_ONE_IN == 0
    chosen = len(labels) + ((numbers - 1) // AWKWARD_ONE_IN + country_no) % len(awkward)
    return Coded(np.where(odd, chosen, codes), labels + awkward)


def partner_names(iso3: str, count: int) -> tuple[list[str], list[str]]:
    """Names and kinds of a country's partners."""
    patterns = calibration.read("names")["partners"]
    regions = [name for name, _, _ in calibration.countries()[iso3].regions]
    places = [(regions[n % len(regions)], n // len(regions) // len(patterns)) for n in range(count)]
    chosen = [patterns[n % len(patterns)] for n in range(count)]
    names = [
        p[0].format(place) + (f" {again + 1}" if again else "")
        for p, (place, again) in zip(chosen, places, strict=True)
    ]
    return names, [p[1] for p in chosen]
