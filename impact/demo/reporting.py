"""What countries report about themselves: quarterly submissions and stories."""

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import NEVER, Coded, generator
from impact.demo.fixed import text
from impact.demo.plan import CountryPlan
from impact.demo.write import Writer


def write_submissions(plans: list[CountryPlan], seed: int, writer: Writer) -> None:
    """One row per country and quarter since its first year; one country is late, and its last quarters are missing."""
    rng = generator(seed, 0, 2)
    last = np.datetime64("2024-04", "M")
    starts, countries, late = [], [], []
    for place, plan in enumerate(plans):
        quarters = np.arange(np.datetime64(f"{plan.country.first}-01", "M"), last + 1, 3)
        starts.append(quarters)
        countries.append(np.full(len(quarters), place))
        late.append(np.full(len(quarters), plan.country.late))
    start, country, slow = np.concatenate(starts), np.concatenate(countries), np.concatenate(late)
    due = (start + 3).astype("datetime64[D]") + 29
    delay = np.where(rng.random(len(due)) < 0.82, rng.integers(-20, 1, len(due)), rng.integers(1, 45, len(due)))
    delay = np.where(slow, rng.integers(90, 210, len(due)), delay)
    received = due + delay.astype("timedelta64[D]")
    received = np.where((received > calibration.as_of()) | (slow & (start > last - 9)), NEVER, received)
    columns = {
        "iso3": Coded(country, [p.iso3 for p in plans]),
        "period_start": start.astype("datetime64[D]"),
        "due_on": due,
        "received_on": received,
    }
    writer.add("submissions", columns)


def write_stories(plans: list[CountryPlan], seed: int, writer: Writer) -> None:
    """About forty short invented quotes; the enterprise is named for some, consent is not known for a few."""
    rng = generator(seed, 0, 3)
    quotes = calibration.read("stories")["quotes"]
    count = round(len(plans) * calibration.read("stories")["by_country"])
    where = np.arange(count) % len(plans)
    who = [
        None if rng.random() < 0.4 else f"{plans[c].iso3}-{1 + int(rng.integers(len(plans[c].batches[0].years))):05d}"
        for c in where
    ]
    consent = calibration.as_of() - rng.integers(10, 900, count).astype("timedelta64[D]")
    columns = {
        "story_id": text([f"Q-{n + 1:03d}" for n in range(count)]),
        "iso3": Coded(where, [p.iso3 for p in plans]),
        "enterprise_id": text(who),
        "text": text([quotes[n] for n in rng.permutation(np.resize(np.arange(len(quotes)), count))]),
        "consent_on": np.where(rng.random(count) < 0.15, NEVER, consent),
    }
    writer.add("stories", columns)
