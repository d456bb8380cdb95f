"""Workshops: when, online or in a classroom, by which trainer, paid by which project."""

from dataclasses import dataclass

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import choose, generator, years_of
from impact.demo.plan import Batch
from impact.demo.trainers import Staff
from impact.demo.uptake import Uptake


@dataclass(frozen=True)
class Workshops:
    """A batch's workshops, aligned arrays; trainer and project are places in their lists, -1 for none."""

    staff: Staff
    module: np.ndarray
    starts_on: np.ndarray
    online: np.ndarray
    trainer: np.ndarray
    project: np.ndarray


def make_workshops(batch: Batch, u: Uptake, staff: Staff) -> Workshops:
    """One workshop for each group of the uptake."""
    rng = generator(batch.seed, batch.country_no, 7, batch.number)
    count = u.group.max() + 1
    module = np.zeros(count, np.int64)
    starts_on = np.zeros(count, "datetime64[D]")
    module[u.group], starts_on[u.group] = u.module, u.workshop_on
    online = calibration.read("programme")["online"]
    inside = (starts_on >= np.datetime64(online["from"])) & (starts_on <= np.datetime64(online["to"]))
    return Workshops(
        staff=staff,
        module=module,
        starts_on=starts_on,
        online=inside & (rng.random(count) < online["share"]),
        trainer=staff.pick(rng, module, starts_on),
        project=_projects(batch, rng, starts_on),
    )


def _projects(batch: Batch, rng: np.random.Generator, day: np.ndarray) -> np.ndarray:
    """The project that funds each workshop: one that runs in the country at that time, or none."""
    known = list(calibration.projects().values())
    weights = np.zeros((len(day), len(known)))
    for place, project in enumerate(known):
        if batch.iso3 in project.countries:
            runs = (day - 90 >= np.datetime64(project.starts_on)) & (day <= np.datetime64(project.ends_on))
            weights[:, place] = runs * project.weight
    edges = np.cumsum(weights, axis=1)
    chosen = (rng.random(len(day))[:, None] * edges[:, -1:] >= edges).sum(axis=1)
    nobody = rng.random(len(day)) < calibration.by_year("unfunded", years_of(day))
    return np.where(nobody | (edges[:, -1] == 0), -1, np.minimum(chosen, len(known) - 1))


def second_trainer(rng: np.random.Generator, w: Workshops) -> np.ndarray:
    """A second trainer for some workshops; -1 where there is none."""
    other = w.staff.pick(rng, w.module, w.starts_on)
    return np.where((other == w.trainer) | (choose(rng, [55, 45], len(other)) == 0), -1, other)
