"""Sessions of a batch: workshops and visits, their trainers, their head counts; attendances are beside it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from impact.demo import calibration
from impact.demo.arrays import Coded, choose, generator, ids, running_number, take
from impact.demo.dates import recorded_by_now, working_day
from impact.demo.engagements import Engagements
from impact.demo.enterprises import Enterprises
from impact.demo.trainers import Staff
from impact.demo.workshops import Workshops, second_trainer
from impact.demo.write import Writer

KINDS = ["classroom", "visit", "online", "tot", "refresher", "webinar"]


@dataclass(frozen=True)
class Visits:
    """Visits to enterprises, aligned arrays: the engagement, which visit it is (from 0), its day and trainer."""

    engagement: np.ndarray
    turn: np.ndarray
    starts_on: np.ndarray
    trainer: np.ndarray


def make_visits(g: Engagements) -> Visits:
    """One to four visits for every engagement that was visited; never after it was dropped or after the export."""
    e = g.e
    rng = generator(e.batch.seed, e.batch.country_no, 8, e.batch.number)
    visited = np.flatnonzero(~np.isnat(g.visited))
    rounds = 1 + choose(rng, [18, 34, 32, 16], len(visited))
    engagement = np.repeat(visited, rounds)
    turn = running_number(engagement)
    gap = np.where(turn > 0, rng.integers(18, 50, len(turn)), 0)
    total = np.cumsum(gap)
    since = total - (total - gap)[np.arange(len(gap)) - turn] if len(gap) else gap
    day = g.visited[engagement] + since.astype("timedelta64[D]")
    day = np.where(turn > 0, working_day(day), day)
    end = np.fmin(np.fmin(g.dropped, g.completed), calibration.as_of())[engagement]
    keep = (turn == 0) | (day <= end)
    return Visits(engagement[keep], turn[keep], day[keep], g.trainer[engagement][keep])


def held(g: Engagements, w: Workshops) -> np.ndarray:
    """Which workshops took place: somebody came."""
    came = np.bincount(g.workshop[~np.isnat(g.classroom)], minlength=len(w.module))
    return came > 0


def session_ids(e: Enterprises, w: Workshops, v: Visits) -> tuple[pa.Array, pa.Array]:
    """Ids of the workshops and of the visits."""
    start = e.batch.first_enterprise * 10
    shops = ids(f"S-{e.batch.iso3}-", start + np.arange(len(w.module)))
    return shops, ids(f"V-{e.batch.iso3}-", start * 10 + np.arange(len(v.turn)))


def write_sessions(
    g: Engagements, w: Workshops, v: Visits, heads: tuple[np.ndarray, np.ndarray], writer: Writer
) -> None:
    """Write workshops, visits and their trainers. `heads`: attendances of each workshop and visit; -1 is not known."""
    e, batch, staff = g.e, g.e.batch, w.staff
    rng = generator(batch.seed, batch.country_no, 9, batch.number)
    shop_ids, visit_ids = session_ids(e, w, v)
    wanted = np.isin(np.arange(len(w.module)), g.workshop)
    took_place = held(g, w)
    second = second_trainer(rng, w)
    announced = np.minimum(w.starts_on, calibration.as_of()) - 20
    shops = {
        "session_id": shop_ids,
        "kind": Coded(np.where(w.online, 2, 0), KINDS),
        "module": Coded(w.module, list(calibration.modules())),
        "project_id": Coded(w.project, list(calibration.projects())),
        "iso3": Coded(np.zeros(len(w.module), np.int64), [batch.iso3]),
        "starts_on": w.starts_on,
        "days": np.where(w.online, 1.5, choose(rng, [6, 88, 6], len(w.module)) * 0.5 + 1.5),
        "partner_id": Coded(np.where(w.trainer >= 0, staff.partner[w.trainer], -1), staff.partner_ids),
        "planned": ~took_place,
        "participants": _head_count(rng, np.where(took_place, heads[0], -1)),
        "recorded_on": np.where(took_place, recorded_by_now(rng, w.starts_on, batch.country.late), announced),
    }
    writer.add("sessions", take(shops, wanted))
    visits = {
        "session_id": visit_ids,
        "kind": Coded(np.ones(len(v.turn), np.int64), KINDS),
        "module": Coded(g.module[v.engagement], list(calibration.modules())),
        "project_id": Coded(g.project[v.engagement], list(calibration.projects())),
        "iso3": Coded(np.zeros(len(v.turn), np.int64), [batch.iso3]),
        "enterprise_id": e.coded(g.enterprise[v.engagement]),
        "starts_on": v.starts_on,
        "days": np.where(rng.random(len(v.turn)) < 0.7, 0.5, 1.0),
        "partner_id": Coded(np.where(v.trainer >= 0, staff.partner[v.trainer], -1), staff.partner_ids),
        "planned": np.zeros(len(v.turn), bool),
        "participants": _head_count(rng, np.where(heads[1] < 0, rng.poisson(3, len(v.turn)) + 2, heads[1])),
        "recorded_on": recorded_by_now(rng, v.starts_on, batch.country.late),
    }
    writer.add("sessions", visits)
    _write_trainers(writer, staff, (shop_ids, visit_ids), (w, second, wanted), v)


def _head_count(rng: np.random.Generator, heads: np.ndarray) -> np.ndarray:
    """Head counts: as the attendances, off by one or two for some, not recorded for others (`heads` -1 included)."""
    shift = np.where(rng.random(len(heads)) < 0.06, rng.choice([-2, -1, 1, 2], len(heads)), 0)
    count = np.maximum(heads + shift, 1).astype(float)
    count[(heads < 0) | (rng.random(len(heads)) < 0.08)] = np.nan
    return count


def _write_trainers(
    writer: Writer,
    staff: Staff,
    session: tuple[pa.Array, pa.Array],
    shops: tuple[Workshops, np.ndarray, np.ndarray],
    v: Visits,
) -> None:
    w, second, wanted = shops
    lead = np.flatnonzero(wanted & (w.trainer >= 0))
    other = np.flatnonzero(wanted & (second >= 0))
    seen = np.flatnonzero(v.trainer >= 0)
    for ids_, rows, who in (
        (session[0], lead, w.trainer[lead]),
        (session[0], other, second[other]),
        (session[1], seen, v.trainer[seen]),
    ):
        writer.add("session_trainers", {"session_id": Coded(rows, ids_), "trainer_id": Coded(who, staff.trainer_ids)})
