"""Partners, agreements, trainers, the modules they teach, and the trainings of trainers."""

from dataclasses import dataclass

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import NEVER, Coded, choose, days_between, generator, ids, running_number
from impact.demo.dates import recorded_by_now, until_now, working_day
from impact.demo.fixed import text
from impact.demo.names import partner_names
from impact.demo.plan import CountryPlan
from impact.demo.write import Writer

SEXES = ["female", "male", "other", "unknown"]
AGREEMENTS = ["memorandum", "licence", "embedding", "other"]


@dataclass(frozen=True)
class Staff:
    """A country's trainers: ids, their partners, and who teaches each module since when (sorted by day)."""

    trainer_ids: list[str]
    partner_ids: list[str]
    partner: np.ndarray
    sex: np.ndarray
    teaches: dict[int, tuple[np.ndarray, np.ndarray]]
    instructed: np.ndarray

    def pick(self, rng: np.random.Generator, module: np.ndarray, day: np.ndarray) -> np.ndarray:
        """A trainer for each event, instructed in its module by its day; more often a newer one. -1: nobody."""
        chosen = np.full(len(module), -1, np.int64)
        for number in np.unique(module):
            since, who = self.teaches[int(number)]
            here = module == number
            able = np.searchsorted(since, day[here], side="right")
            place = np.floor(able * (0.35 + 0.65 * rng.random(here.sum()) ** 0.8)).astype(np.int64)
            chosen[here] = np.where(able > 0, who[np.clip(place, 0, np.maximum(able - 1, 0))], -1)
        return chosen


def make_staff(plan: CountryPlan, writer: Writer, climate: tuple[int, int]) -> Staff:
    """Write a country's partners, agreements and trainers. `climate`: trainers sent to the two SCORE4Climate ToTs."""
    rng = generator(plan.seed, plan.number, 1)
    partner_ids = _partners(plan, writer, rng)
    extra = max(1, round(plan.trainers * 0.1))
    count = plan.trainers + extra
    instructed = _instructed(plan, rng)
    sex = np.where(rng.random(count) < 0.45, 0, 1)
    sex = np.where(rng.random(count) < 0.012, 3, sex)
    partner = np.where(rng.random(count) < 0.12, -1, rng.integers(0, len(partner_ids), count))
    labels = [f"T-{plan.iso3}-{n + 1:04d}" for n in range(count)]
    trainers = {
        "trainer_id": text(labels),
        "iso3": Coded(np.zeros(count, np.int64), [plan.iso3]),
        "sex": Coded(sex, SEXES),
        "partner_id": Coded(partner, partner_ids),
    }
    writer.add("trainers", trainers)
    teaches = _modules(plan, rng, instructed, climate)
    staff = Staff(labels, partner_ids, partner, sex, teaches, instructed)
    _write_stages(plan, writer, rng, staff, extra)
    return staff


def _partners(plan: CountryPlan, writer: Writer, rng: np.random.Generator) -> list[str]:
    size = sum(len(b.years) for b in plan.batches)
    count = int(np.clip(round(1.5 + size**0.5 * 0.55), 2, 60))
    names, kinds = partner_names(plan.iso3, count)
    partner_ids = [f"P-{plan.iso3}-{n + 1:02d}" for n in range(count)]
    country = Coded(np.zeros(count, np.int64), [plan.iso3])
    writer.add("partners", {"partner_id": text(partner_ids), "name": text(names), "iso3": country, "kind": text(kinds)})
    who = np.repeat(np.arange(count), rng.integers(0, 3, count))
    first = np.datetime64(f"{plan.country.first}-01-01")
    span = int((calibration.as_of() - first).astype(int))
    signed = first + days_between(rng, 0, max(span - 30, 30), len(who))
    ends = signed + days_between(rng, 700, 1500, len(who))
    agreements = {
        "agreement_id": ids(f"A-{plan.iso3}-", np.arange(1, len(who) + 1), 3),
        "partner_id": Coded(who, partner_ids),
        "iso3": Coded(np.zeros(len(who), np.int64), [plan.iso3]),
        "kind": Coded(choose(rng, [50, 22, 18, 10], len(who)), AGREEMENTS),
        "signed_on": signed,
        "ends_on": np.where(rng.random(len(who)) < 0.35, NEVER, ends),
        "recorded_on": recorded_by_now(rng, signed, plan.country.late),
    }
    writer.add("agreements", agreements)
    return partner_ids


def _instructed(plan: CountryPlan, rng: np.random.Generator) -> np.ndarray:
    """The day each trainer ended the training of trainers; groups of up to 16 learn together. Sorted by day."""
    years = np.sort(rng.choice(np.concatenate([b.years for b in plan.batches]), plan.trainers))
    start = np.datetime64(f"{plan.country.first}-01-01")
    group = np.cumsum((running_number(years) % 16) == 0)
    yearly = np.datetime64("1970", "Y") + (years - 1970)
    longest = np.where(years == 2024, 215, 330)
    day = yearly.astype("datetime64[D]") + (rng.random(group.max() + 1)[group] * longest).astype("timedelta64[D]")
    day = np.sort(working_day(day))
    day[:2] = working_day(np.repeat(start - 60, 2))[: len(day)]
    return day


def _modules(
    plan: CountryPlan, rng: np.random.Generator, instructed: np.ndarray, climate: tuple[int, int]
) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Who teaches each module (by its number), sorted by the day of instruction."""
    teaches = {}
    sent, session = sent_to_climate(instructed, climate)
    for number, (key, module) in enumerate(calibration.modules().items()):
        since = np.datetime64(module.starts_on) - 30
        if key == "workplace_cooperation":
            day = np.maximum(instructed, since)
        else:
            day = np.maximum(
                instructed + days_between(rng, 60, 900, len(instructed)),
                since + days_between(rng, 0, 300, len(instructed)),
            )
            day[rng.random(len(day)) > 0.3] = NEVER
            day[:2] = np.maximum(instructed[:2] + 5, since)
        if key == "score4climate":
            day[sent] = np.array(["2023-11-24", "2024-05-03"], "datetime64[D]")[session]
        who = np.flatnonzero(~np.isnat(until_now(working_day(day))))
        order = who[np.argsort(day[who], kind="stable")]
        teaches[number] = (day[order], order)
    return teaches


def sent_to_climate(instructed: np.ndarray, climate: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """The trainers (places) that go to the two SCORE4Climate trainings, and to which of them (0, 1)."""
    able = np.flatnonzero(instructed < np.datetime64("2023-11-01"))[2:][::-1]
    session = np.repeat([0, 1], climate)[: len(able)]
    return able[: len(session)], session


def _write_stages(plan: CountryPlan, writer: Writer, rng: np.random.Generator, staff: Staff, extra: int) -> None:
    """Stages reached: candidate, instructed, certified in module 1; instructed in others; expert in every module."""
    count, now = plan.trainers, calibration.as_of()
    everyone = np.arange(count)
    candidate = staff.instructed - days_between(rng, 15, 60, count)
    certified = until_now(staff.instructed + days_between(rng, 150, 540, count))
    certified[rng.random(count) > 0.69] = NEVER
    expert = until_now(certified + days_between(rng, 400, 1100, count))
    expert[rng.random(count) > 0.135] = NEVER
    first = np.full(count, list(calibration.modules()).index("workplace_cooperation"))
    waiting = now - days_between(rng, 20, 600, extra)
    rows = [
        (everyone, first, 0, candidate),
        (everyone, first, 1, np.maximum(staff.instructed, np.datetime64("2008-12-02"))),
    ]
    rows += [(everyone, first, 2, certified), (everyone, np.full(count, -1), 3, expert)]
    rows += [(count + np.arange(extra), np.full(extra, first[0]), 0, waiting)]
    for number, (day, who) in staff.teaches.items():
        if number != first[0]:
            rows.append((who, np.full(len(who), number), 1, day))
    trainer = np.concatenate([r[0] for r in rows])
    module = np.concatenate([r[1] for r in rows])
    stage = np.concatenate([np.full(len(r[0]), r[2]) for r in rows])
    day = np.concatenate([r[3] for r in rows])
    keep = ~np.isnat(day)
    columns = {
        "trainer_id": Coded(trainer[keep], staff.trainer_ids),
        "module": Coded(module[keep], list(calibration.modules())),
        "stage": Coded(stage[keep], ["candidate", "instructed", "certified", "expert"]),
        "reached_on": day[keep],
        "recorded_on": recorded_by_now(rng, day[keep], plan.country.late),
    }
    writer.add("trainer_modules", columns)
