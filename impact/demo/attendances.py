"""Who was in the room: two managers and two workers of each enterprise, mostly; some come again."""

import numpy as np
import pyarrow as pa

from impact.demo import calibration
from impact.demo.arrays import Coded, Columns, choose, fixed_uniform, generator, ids, running_number
from impact.demo.dates import recorded_by_now
from impact.demo.engagements import Engagements
from impact.demo.sessions import Visits, session_ids
from impact.demo.trainers import SEXES
from impact.demo.workshops import Workshops
from impact.demo.write import Writer

ROLES = ["worker", "manager", "trainer", "other"]
# People of one enterprise at a workshop: the rule is four.
SEATS = {4: 0.85, 3: 0.04, 5: 0.05, 6: 0.035, 7: 0.015, 8: 0.01}
VISITS_WITH_NAMES = 0.36
# What keys draw a person's sex, role and so on; a person keeps them.
SEX, ROLE, UNKNOWN, NAMED = 11, 12, 13, 14


def write_attendances(g: Engagements, w: Workshops, v: Visits, writer: Writer) -> tuple[np.ndarray, np.ndarray]:
    """Write attendances of workshops and visits; returns how many each workshop and each visit has (-1: no names)."""
    e, batch = g.e, g.e.batch
    rng = generator(batch.seed, batch.country_no, 10, batch.number)
    engagement, person = _in_workshops(rng, g)
    visit_rows, visit_person = _in_visits(rng, g, v)
    shop_ids, visit_ids = session_ids(e, w, v)
    session = pa.concat_arrays([shop_ids.take(pa.array(g.workshop[engagement])), visit_ids.take(pa.array(visit_rows))])
    happened = np.r_[w.starts_on[g.workshop[engagement]], v.starts_on[visit_rows]]
    online = np.r_[w.online[g.workshop[engagement]], np.zeros(len(visit_rows), bool)]
    who = np.r_[engagement, v.engagement[visit_rows]]
    columns = _people(g, who, np.r_[person, visit_person])
    start = batch.first_enterprise * 1000
    columns |= {
        "attendance_id": ids(f"N-{batch.iso3}-", start + np.arange(len(who)), 8),
        "session_id": session,
        "satisfaction": _answers(rng, batch.country, g.module[who], online),
        "recorded_on": recorded_by_now(rng, happened, batch.country.late),
    }
    writer.add("attendances", columns)
    at_shops = np.bincount(g.workshop[engagement], minlength=len(w.module))
    at_visits = np.bincount(visit_rows, minlength=len(v.turn))
    return at_shops, np.where(at_visits == 0, -1, at_visits)


def _in_workshops(rng: np.random.Generator, g: Engagements) -> tuple[np.ndarray, np.ndarray]:
    """Engagement and person (a number within the enterprise) of each seat taken in workshops."""
    came = np.flatnonzero(~np.isnat(g.classroom))
    seats = np.array(list(SEATS))[choose(rng, list(SEATS.values()), len(came))]
    engagement = np.repeat(came, seats)
    seat = running_number(engagement)
    again = (g.turn[engagement] > 0) & (rng.random(len(seat)) < 0.45)
    return engagement, np.where(again, seat, g.turn[engagement] * 10 + seat)


def _in_visits(rng: np.random.Generator, g: Engagements, v: Visits) -> tuple[np.ndarray, np.ndarray]:
    """Visit and person of those whose names were noted at visits; half of them had been in the workshop."""
    named = np.flatnonzero(rng.random(len(v.turn)) < VISITS_WITH_NAMES)
    rows = np.repeat(named, 2 + rng.binomial(5, 0.4, len(named)))
    seat = running_number(rows)
    known = (seat < 4) & (rng.random(len(rows)) < 0.5)
    turn = g.turn[v.engagement[rows]]
    return rows, np.where(known, turn * 10 + seat, 1000 + turn * 100 + v.turn[rows] * 10 + seat)


def _people(g: Engagements, engagement: np.ndarray, person: np.ndarray) -> Columns:
    """Ids, sex and role of the people; whoever comes again is the same person."""
    e, batch, country = g.e, g.e.batch, g.e.batch.country
    enterprise = g.enterprise[engagement]
    keys = (batch.seed, batch.country_no, e.number[enterprise], person)
    seat = person % 10
    manager = (seat < 2) | (fixed_uniform(ROLE, *keys) < 0.04)
    share = e.women[enterprise] * country.room * np.where(manager, 0.86, 1.12)
    female = fixed_uniform(SEX, *keys) < np.clip(share, 0.02, 0.97)
    sex = np.where(female, 0, 1)
    draw = fixed_uniform(UNKNOWN, *keys)
    sex = np.where(draw < country.sex_unknown, 3, np.where(draw > 0.9985, 2, sex))
    named = (fixed_uniform(NAMED, batch.seed, batch.country_no, e.number[enterprise]) < 0.845) & country.persons
    code = np.char.add(
        np.char.add(f"H-{batch.iso3}-", e.number[enterprise].astype(str)), np.char.add("-", person.astype(str))
    )
    return {
        "engagement_id": g.coded(engagement),
        "enterprise_id": e.coded(enterprise),
        "person_id": pa.array(code.tolist(), pa.string(), mask=~named),
        "sex": Coded(sex, SEXES),
        "role": Coded(np.where(manager, 1, 0), ROLES),
    }


def _answers(
    rng: np.random.Generator, country: calibration.Country, module: np.ndarray, online: np.ndarray
) -> np.ndarray:
    """Satisfaction from 1 to 5; three in ten do not answer. Online people are a little less content."""
    content = np.clip(country.satisfied + ((module * 7) % 5 - 2) * 0.008 - 0.04 * online, 0.5, 0.98)
    draw, degree = rng.random(len(module)), rng.random(len(module))
    answer = np.where(
        draw < content, np.where(degree < 0.55, 5, 4), np.where(degree < 0.7, 3, np.where(degree < 0.9, 2, 1))
    )
    return np.where(rng.random(len(module)) < 0.3, np.nan, answer)
