"""Sessions beside the training of enterprises: trainings of trainers, refreshers, webinars."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from impact.demo import calibration
from impact.demo.arrays import Coded, days_between, generator, ids
from impact.demo.dates import recorded_by_now, working_day
from impact.demo.fixed import text
from impact.demo.plan import CountryPlan, allocate
from impact.demo.sessions import KINDS
from impact.demo.trainers import SEXES, Staff, sent_to_climate
from impact.demo.write import Writer

# The two international trainings of trainers in SCORE4Climate: first day, trainers at scale 1, countries.
CLIMATE = [("2023-11-20", 59, 21), ("2024-04-29", 69, 22)]


def climate_places(plans: list[CountryPlan], scale: float) -> np.ndarray:
    """Countries x 2: trainers that each country sends to the two international trainings."""
    weights = np.sqrt([p.trainers for p in plans])
    places = np.zeros((len(plans), 2), np.int64)
    for column, (_, total, most) in enumerate(CLIMATE):
        sent = np.argsort(-weights, kind="stable")[:most]
        wanted = min(max(round(total * scale), 1), sum(plans[n].trainers - 2 for n in sent) // 2)
        places[sent, column] = allocate(max(wanted, 0), weights[sent])
    room = np.array([max(p.trainers - 2, 0) for p in plans])
    places[:, 0] = np.minimum(places[:, 0], room)
    places[:, 1] = np.minimum(places[:, 1], room - places[:, 0])
    return places


def write_global(writer: Writer, seed: int, scale: float) -> None:
    """Write international sessions: the SCORE4Climate trainings and webinars, some of them planned."""
    rng = generator(seed, 0, 4)
    count = max(4, round(30 * scale**0.5))
    day = working_day(np.sort(np.datetime64("2020-04-01") + days_between(rng, 0, 1690, count)))
    day[-1] = np.datetime64("2024-10-15")
    planned = day > calibration.as_of()
    heads = np.where(planned | (rng.random(count) < 0.1), np.nan, rng.integers(20, 120, count))
    columns = {
        "session_id": ids("W-INT-", np.arange(1, count + 1), 3),
        "kind": Coded(np.full(count, KINDS.index("webinar")), KINDS),
        "starts_on": day,
        "days": np.full(count, 0.25),
        "planned": planned,
        "participants": heads,
        "recorded_on": recorded_by_now(rng, np.minimum(day, calibration.as_of()), False),
    }
    writer.add("sessions", columns)
    tots = {
        "session_id": text(["O-INT-1", "O-INT-2"]),
        "kind": Coded(np.full(2, KINDS.index("tot")), KINDS),
        "module": text(["score4climate"] * 2),
        "project_id": text(["GLO-4"] * 2),
        "starts_on": np.array([day for day, _, _ in CLIMATE], "datetime64[D]"),
        "days": np.full(2, 5.0),
        "planned": np.zeros(2, bool),
        "participants": np.array([max(1, round(total * scale)) for _, total, _ in CLIMATE]),
        "recorded_on": np.array(["2023-12-11", "2024-05-20"], "datetime64[D]"),
    }
    writer.add("sessions", tots)


@dataclass(frozen=True)
class Events:
    """A country's sessions of one kind, aligned arrays; `prefix` begins their ids."""

    prefix: str
    kind: str
    starts_on: np.ndarray
    days: float


def write_events(plan: CountryPlan, staff: Staff, places: np.ndarray, writer: Writer) -> None:
    """Write a country's trainings of trainers and refreshers with who attended, and sessions to which nobody came."""
    day, group = np.unique(np.maximum(staff.instructed, np.datetime64("2008-12-01")), return_inverse=True)
    _sessions(plan, writer, Events("O", "tot", day - 4, 5.0), np.bincount(group))
    _attend(plan, writer, staff, (f"O-{plan.iso3}", group, np.arange(plan.trainers)), (day - 4)[group])
    who, session = sent_to_climate(staff.instructed, (int(places[0]), int(places[1])))
    _attend(plan, writer, staff, ("INT", session, who), np.array([d for d, _, _ in CLIMATE], "datetime64[D]")[session])
    rng = generator(plan.seed, plan.number, 30)
    count = max(1, round(plan.trainers / 12))
    soon = plan.country.first < 2023
    first = np.datetime64(f"{plan.country.first + 1}-02-01") if soon else np.datetime64("2024-01-15")
    when = working_day(first + days_between(rng, 0, int((calibration.as_of() - first).astype(int)) - 10, count))
    came = rng.random((count, plan.trainers)) < min(0.35, 14 / plan.trainers)
    came &= staff.instructed[None, :] < when[:, None]
    session, who = np.nonzero(came)
    _sessions(plan, writer, Events("F", "refresher", when, 1.0), came.sum(axis=1))
    _attend(plan, writer, staff, (f"F-{plan.iso3}", session, who), when[session])
    _nobody_came(plan, rng, writer)


def _sessions(plan: CountryPlan, writer: Writer, events: Events, heads: np.ndarray) -> None:
    rng = generator(plan.seed, plan.number, 31 + KINDS.index(events.kind))
    count = len(events.starts_on)
    columns = {
        "session_id": ids(f"{events.prefix}-{plan.iso3}-", np.arange(count), 4),
        "kind": Coded(np.full(count, KINDS.index(events.kind)), KINDS),
        "module": text(["workplace_cooperation" if events.kind == "tot" else None] * count),
        "iso3": Coded(np.zeros(count, np.int64), [plan.iso3]),
        "starts_on": events.starts_on,
        "days": np.full(count, events.days),
        "planned": np.zeros(count, bool),
        "participants": np.where(rng.random(count) < 0.08, np.nan, heads),
        "recorded_on": recorded_by_now(rng, events.starts_on, plan.country.late),
    }
    writer.add("sessions", columns)


def _attend(
    plan: CountryPlan, writer: Writer, staff: Staff, there: tuple[str, np.ndarray, np.ndarray], day: np.ndarray
) -> None:
    """Trainers at sessions; they are trainers, never people trained. `there`: the sessions' name, session, trainer."""
    name, session, who = there
    count = len(who)
    rng = generator(plan.seed, plan.number, 40, "OFI".index(name[0]))
    sessions = pa.array(["O-INT-1", "O-INT-2"]).take(session) if name == "INT" else ids(f"{name}-", session, 4)
    content = np.where(rng.random(count) < 0.95, 5 - (rng.random(count) < 0.4), 3)
    columns = {
        "attendance_id": ids(f"N-{plan.iso3}-{name[0]}", np.arange(count), 5),
        "session_id": sessions,
        "trainer_id": Coded(who, staff.trainer_ids),
        "person_id": pa.array([f"H{staff.trainer_ids[n]}" for n in who], pa.string()),
        "sex": Coded(staff.sex[who], SEXES),
        "role": Coded(np.zeros(count, np.int64), ["trainer"]),
        "satisfaction": np.where(rng.random(count) < 0.25, np.nan, content),
        "recorded_on": recorded_by_now(rng, day, plan.country.late),
    }
    writer.add("attendances", columns)


def _nobody_came(plan: CountryPlan, rng: np.random.Generator, writer: Writer) -> None:
    """One or two sessions to which nobody came (zero, not unknown)."""
    count = 1 + plan.number % 2
    day = working_day(calibration.as_of() - days_between(rng, 40, 200, count))
    columns = {
        "session_id": ids(f"Z-{plan.iso3}-", np.arange(count), 2),
        "kind": Coded(np.arange(count) % 2 * 2, KINDS),
        "module": text(["workplace_cooperation"] * count),
        "iso3": Coded(np.zeros(count, np.int64), [plan.iso3]),
        "starts_on": day,
        "days": np.full(count, 1.0),
        "planned": np.zeros(count, bool),
        "participants": np.zeros(count),
        "recorded_on": recorded_by_now(rng, day, False),
    }
    writer.add("sessions", columns)
