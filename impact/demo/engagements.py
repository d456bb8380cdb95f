"""Engagements: the steps from enrolment to completion, as far as they have happened by the export's day."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from impact.demo import calibration
from impact.demo.arrays import NEVER, Coded, days_between, generator, ids
from impact.demo.dates import recorded_by_now, until_now
from impact.demo.enterprises import Enterprises
from impact.demo.fixed import buyer_ids
from impact.demo.trainers import Staff
from impact.demo.uptake import Uptake
from impact.demo.workshops import Workshops
from impact.demo.write import Writer

STATUS = ["enrolled", "baseline", "trained", "visited", "completed", "dropped"]


@dataclass(frozen=True)
class Engagements:
    """A batch's engagements, aligned arrays; days are datetime64[D], NaT where a step has not happened.

    `workshop` is the place in the batch's workshops; `due_end` is when the endline would be, whether or not it was.
    """

    e: Enterprises
    ids: pa.Array
    enterprise: np.ndarray
    module: np.ndarray
    turn: np.ndarray
    workshop: np.ndarray
    trainer: np.ndarray
    project: np.ndarray
    enrolled: np.ndarray
    baseline: np.ndarray
    classroom: np.ndarray
    visited: np.ndarray
    endline: np.ndarray
    completed: np.ndarray
    dropped: np.ndarray
    due_end: np.ndarray
    late_baseline: np.ndarray

    def coded(self, rows: np.ndarray) -> Coded:
        """The ids of the engagements in `rows`; -1 is null."""
        return Coded(rows, self.ids)


def make_engagements(e: Enterprises, u: Uptake, shops: Workshops) -> Engagements:
    """Draw the steps of every planned engagement; those not even enrolled by the export's day are left out."""
    batch = e.batch
    rng = generator(batch.seed, batch.country_no, 5, batch.number)
    count, now = len(u.enterprise), calibration.as_of()
    workshop_on = shops.starts_on[u.group]
    came = (u.enterprise < len(batch.years)) & (workshop_on <= now)
    waiting = workshop_on > now
    enrolled = workshop_on - days_between(rng, 22, 90, count)
    # An enterprise whose workshop lies ahead has enrolled, or it would not be in the export.
    enrolled = np.where(waiting & (u.turn == 0), np.minimum(enrolled, now - days_between(rng, 1, 60, count)), enrolled)
    baseline, is_late = _baselines(rng, enrolled, workshop_on, came)
    weak = 2.0 if batch.country.late else 1.0
    draw = rng.random(count)
    leaves_early, leaves = draw < 0.035 * weak, draw < 0.145 * weak
    never = ~came & ~waiting
    leaves_before = never & (rng.random(count) < 0.8)
    visited = until_now(
        np.where(
            came & ~leaves_early & (rng.random(count) < 0.98), workshop_on + days_between(rng, 14, 60, count), NEVER
        )
    )
    due_end = np.where(came, workshop_on + days_between(rng, 150, 290, count), NEVER)
    stays = came & ~leaves
    endline = until_now(np.where(stays & (rng.random(count) < 0.92), due_end, NEVER))
    completed = until_now(np.where(stays, due_end + days_between(rng, 3, 40, count), NEVER))
    gone = np.where(
        leaves_early, workshop_on + days_between(rng, 15, 50, count), workshop_on + days_between(rng, 75, 200, count)
    )
    dropped = np.where(
        came & leaves, gone, np.where(leaves_before, enrolled + days_between(rng, 20, 200, count), NEVER)
    )
    dropped = until_now(dropped)
    baseline = until_now(
        np.where(never & (rng.random(count) < 0.5), NEVER, np.where(baseline > dropped, NEVER, baseline))
    )
    keep = enrolled <= now
    number = 1 + np.arange(keep.sum()) + batch.first_enterprise * 10
    return Engagements(
        e=e,
        ids=ids(f"G-{batch.iso3}-", number, 6),
        enterprise=u.enterprise[keep],
        module=u.module[keep],
        turn=u.turn[keep],
        workshop=u.group[keep],
        trainer=shops.trainer[u.group][keep],
        project=shops.project[u.group][keep],
        enrolled=enrolled[keep],
        baseline=baseline[keep],
        classroom=np.where(came, workshop_on, NEVER)[keep],
        visited=visited[keep],
        endline=endline[keep],
        completed=completed[keep],
        dropped=dropped[keep],
        due_end=due_end[keep],
        late_baseline=(is_late & ~np.isnat(baseline))[keep],
    )


def _baselines(
    rng: np.random.Generator, enrolled: np.ndarray, workshop_on: np.ndarray, came: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The day of the baseline: before the workshop, for some after it, for a few never."""
    room = np.maximum((workshop_on - enrolled).astype(np.int64) - 2, 2)
    before = enrolled + (1 + np.floor(rng.random(len(enrolled)) * (np.minimum(room, 60) - 1))).astype("timedelta64[D]")
    late = came & (rng.random(len(enrolled)) < 0.06)
    day = np.where(late, workshop_on + days_between(rng, 8, 40, len(enrolled)), before)
    missing = rng.random(len(enrolled)) < 0.03
    day = until_now(np.where(missing, NEVER, day))
    return day, late & ~np.isnat(day)


def status_of(g: Engagements) -> np.ndarray:
    """The last step reached, as places in STATUS."""
    steps = [g.baseline, g.classroom, g.visited, g.completed, g.dropped]
    status = np.zeros(len(g.enterprise), np.int64)
    for place, day in enumerate(steps, start=1):
        status = np.where(np.isnat(day), status, place)
    return status


def write_engagements(g: Engagements, staff: Staff, writer: Writer) -> None:
    """Write the engagements of a batch."""
    e = g.e
    rng = generator(e.batch.seed, e.batch.country_no, 6, e.batch.number)
    count = len(g.enterprise)
    sponsor = np.where(rng.random(count) < 0.4, e.buyer[g.enterprise], -1)
    latest = g.enrolled.copy()
    for day in (g.baseline, g.classroom, g.visited, g.endline, g.completed, g.dropped):
        latest = np.fmax(latest, day)
    partner = np.where(g.trainer >= 0, staff.partner[g.trainer], -1)
    columns = {
        "engagement_id": g.ids,
        "enterprise_id": e.coded(g.enterprise),
        "module": Coded(g.module, list(calibration.modules())),
        "project_id": Coded(g.project, list(calibration.projects())),
        "partner_id": Coded(partner, staff.partner_ids),
        "trainer_id": Coded(g.trainer, staff.trainer_ids),
        "sponsor_id": Coded(sponsor, buyer_ids()),
        "enrolled_on": g.enrolled,
        "baseline_on": g.baseline,
        "classroom_on": g.classroom,
        "visited_on": g.visited,
        "endline_on": g.endline,
        "completed_on": g.completed,
        "dropped_on": g.dropped,
        "status": Coded(status_of(g), STATUS),
        "recorded_on": recorded_by_now(rng, latest, e.batch.country.late),
    }
    writer.add("engagements", columns)


def first_and_last(g: Engagements) -> tuple[np.ndarray, np.ndarray]:
    """Each enterprise's first enrolment and last event."""
    first = np.full(g.e.batch.size, np.datetime64("2100-01-01", "D"))
    last = np.full(g.e.batch.size, np.datetime64("1970-01-01", "D"))
    np.minimum.at(first, g.enterprise, g.enrolled)
    for day in (g.enrolled, g.classroom, g.endline, g.completed, g.dropped):
        known = ~np.isnat(day)
        np.maximum.at(last, g.enterprise[known], day[known])
    return first, last
