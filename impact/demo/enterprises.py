"""Enterprises: who and where they are, how many people they employ, which buyers they supply."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pyarrow as pa

from impact.demo import calibration
from impact.demo.arrays import NEVER, Coded, choose, days_between, generator, ids, spread_evenly, to_arrow
from impact.demo.dates import recorded_by_now
from impact.demo.fixed import buyer_ids, legal_forms
from impact.demo.names import enterprise_names
from impact.demo.plan import Batch
from impact.demo.write import Writer

SIGMA = 1.0


@dataclass(frozen=True)
class Enterprises:
    """A batch's enterprises, the trained ones first; arrays are aligned.

    `people` is the workforce at the start, `women` its women's share, `drive` how eager the enterprise is
    (standard normal: practices and KPIs both follow it), `buyer` the number of its buyer or -1.
    """

    batch: Batch
    number: np.ndarray
    ids: pa.Array
    isic: np.ndarray
    people: np.ndarray
    women: np.ndarray
    drive: np.ndarray
    buyer: np.ndarray

    def coded(self, rows: np.ndarray) -> Coded:
        """The ids of the enterprises in `rows`."""
        return Coded(rows, self.ids)


def make_enterprises(batch: Batch) -> Enterprises:
    """Draw the enterprises of a batch."""
    rng = generator(batch.seed, batch.country_no, 2, batch.number)
    country, size = batch.country, batch.size
    programme = calibration.read("programme")
    mix = programme["mixes"][country.sectors]
    divisions = list(mix)
    isic = choose(rng, list(mix.values()), size)
    quantile = np.r_[spread_evenly(rng, len(batch.years)), rng.random(batch.others)]
    mean = country.size * _size_factor()
    normal = np.array([NormalDist().inv_cdf(q) for q in quantile])
    people = np.exp(normal * SIGMA + np.log(mean) - SIGMA**2 / 2)
    usual = np.array([programme["sectors"][d] for d in divisions])[isic]
    logit = np.log(usual / (1 - usual)) + country.women + rng.normal(0, 0.6, size)
    return Enterprises(
        batch=batch,
        number=np.arange(batch.first_enterprise, batch.first_enterprise + size),
        ids=ids(f"{batch.iso3}-", np.arange(batch.first_enterprise, batch.first_enterprise + size), 5),
        isic=np.array(divisions)[isic],
        people=np.clip(np.round(people), 3, 14000),
        women=1 / (1 + np.exp(-logit)),
        drive=rng.normal(0, 1, size),
        buyer=np.where(rng.random(size) < 0.15, rng.integers(0, len(buyer_ids()), size), -1),
    )


def _size_factor() -> float:
    """What the countries' sizes are multiplied by, so that the programme's mean comes out."""
    known = list(calibration.countries().values())
    mean = sum(c.share * c.size for c in known) / sum(c.share for c in known)
    return calibration.read("programme")["workforce_mean"] / mean


def write_enterprises(e: Enterprises, writer: Writer, first_enrolled: np.ndarray, last_event: np.ndarray) -> None:
    """Write enterprises, their workforce and buyers. Days: first enrolment and last event of each enterprise."""
    batch, size = e.batch, e.batch.size
    rng = generator(batch.seed, batch.country_no, 3, batch.number)
    joined = first_enrolled - days_between(rng, 0, 60, size)
    closed = last_event + days_between(rng, 60, 900, size)
    closed = np.where((rng.random(size) < 0.05) & (closed <= calibration.as_of()), closed, NEVER)
    led = rng.random(size) < np.clip(0.08 + 0.35 * e.women, 0, 1)
    owned = np.where(led, rng.random(size) < 0.62, rng.random(size) < 0.06)
    consent = joined + days_between(rng, 0, 200, size)
    consent = np.where((rng.random(size) < 0.7) & (consent <= calibration.as_of()), consent, NEVER)
    region, latitude, longitude = _places(batch, rng)
    columns = {
        "enterprise_id": e.ids,
        "name": enterprise_names(batch.iso3, batch.seed, batch.country_no, e.number),
        "iso3": Coded(np.zeros(size, np.int64), [batch.iso3]),
        "region": region,
        "latitude": latitude,
        "longitude": longitude,
        "isic": pa.array(e.isic.tolist(), pa.string()),
        "legal_form": legal_forms(rng, size),
        "women_led": _maybe(led, rng.random(size) < 0.12),
        "women_owned": _maybe(owned, rng.random(size) < 0.15),
        "joined_on": joined,
        "closed_on": closed,
        "benchmark_consent_on": consent,
    }
    writer.add("enterprises", columns)
    _workforce(e, writer, joined, first_enrolled, last_event)
    supplier = np.flatnonzero(e.buyer >= 0)
    twice = supplier[rng.random(len(supplier)) < 0.15]
    rows = np.r_[supplier, twice]
    buyers = np.r_[e.buyer[supplier], (e.buyer[twice] + 1) % len(buyer_ids())]
    writer.add("enterprise_buyers", {"enterprise_id": e.coded(rows), "buyer_id": Coded(buyers, buyer_ids())})


def _maybe(values: np.ndarray, unknown: np.ndarray) -> pa.Array:
    return pa.array(values, pa.bool_(), mask=unknown)


def _places(batch: Batch, rng: np.random.Generator) -> tuple[Coded, np.ndarray, np.ndarray]:
    """Region and coordinates, scattered around the region's place; null for some."""
    regions = batch.country.regions
    weights = [0.6**n for n in range(len(regions))]
    where = choose(rng, weights, batch.size)
    # Small islands: nobody may end up in the sea.
    reach = 0.03 if batch.iso3 in ("MUS", "CPV") else 0.1
    angle, away = rng.uniform(0, 2 * np.pi, batch.size), reach * np.sqrt(rng.random(batch.size))
    centre = np.array([(lat, lon) for _, lat, lon in regions])[where]
    point = np.round(centre + np.column_stack([away * np.sin(angle), away * np.cos(angle)]), 4)
    point[rng.random(batch.size) < 0.12] = np.nan
    named = np.where(rng.random(batch.size) < 0.04, -1, where)
    return Coded(named, [name for name, _, _ in regions]), point[:, 0], point[:, 1]


def _workforce(e: Enterprises, writer: Writer, joined: np.ndarray, enrolled: np.ndarray, last: np.ndarray) -> None:
    """Counts of the workforce: one by the enrolment, then about every year while the enterprise takes part."""
    size = e.batch.size
    rng = generator(e.batch.seed, e.batch.country_no, 23, e.batch.number)
    gap = (enrolled - joined).astype(np.int64)
    first = joined + np.floor(rng.random(size) * (gap + 1)).astype("timedelta64[D]")
    # A few are counted only after the workshop: nobody knows how many they were when they began.
    missed = rng.random(size) < 0.012
    first[missed] = first[missed] + 300
    rounds = 1 + np.clip((last - first).astype(np.int64) // 330, 0, 6)
    rows = np.repeat(np.arange(size), rounds)
    turn = np.concatenate([np.arange(r) for r in rounds]) if size else np.zeros(0, np.int64)
    measured = first[rows] + (turn * 360).astype("timedelta64[D]")
    people = np.round(e.people[rows] * np.exp(rng.normal(0.01, 0.08, len(rows)) * (turn > 0)))
    people = np.maximum(people, 3)
    women = rng.binomial(people.astype(np.int64), e.women[rows]).astype(np.float64)
    men = people - women
    dirt = rng.random(len(rows))
    women[dirt < 0.007] = np.nan
    men[(dirt < 0.004) | (dirt > 0.996)] = np.nan
    recorded_on = recorded_by_now(rng, measured, e.batch.country.late)
    keep = measured <= calibration.as_of()
    columns = {
        "enterprise_id": e.coded(rows[keep]),
        "measured_on": measured[keep],
        "women": to_arrow(women[keep], pa.int64()),
        "men": to_arrow(men[keep], pa.int64()),
        "recorded_on": recorded_on[keep],
    }
    writer.add("workforce", columns)
