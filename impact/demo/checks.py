"""Practice checks: each practice before and after, and who really took it up."""

from dataclasses import dataclass

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import NEVER, Coded, days_between, generator
from impact.demo.dates import is_known, recorded
from impact.demo.engagements import Engagements
from impact.demo.write import Writer

ANSWERS = ["yes", "no", "not_applicable"]
PHASES = ["baseline", "monitoring", "endline", "follow_up"]
BASELINE, ENDLINE, FOLLOW_UP = 0, 2, 3
YES, NO, NOT_APPLICABLE = 0, 1, 2


@dataclass(frozen=True)
class Questions:
    """Every practice asked of every engagement, aligned arrays, with the true state before and after (masks)."""

    engagement: np.ndarray
    practice: np.ndarray
    absent: np.ndarray
    before: np.ndarray
    after: np.ndarray


def write_checks(g: Engagements, copied: np.ndarray, writer: Writer) -> np.ndarray:
    """Write practice checks; returns for each engagement whether the practice that works was gained.

    `copied`: enterprises (mask) that give at the endline what they gave at the baseline.
    """
    e, batch = g.e, g.e.batch
    rng = generator(batch.seed, batch.country_no, 12, batch.number)
    chances = calibration.read("practices")
    q = _questions(g, rng)
    size = len(q.practice)
    same = copied[g.enterprise[q.engagement]]
    asked = rng.random(size) < 0.97
    later = g.endline + days_between(rng, 150, 365, len(g.endline))
    later[(rng.random(len(later)) > chances["follow_up"]) | (later > calibration.as_of())] = NEVER
    kept = q.after & (rng.random(size) < 0.92)
    rows = [
        _rows(q, g.baseline, asked, q.before, BASELINE),
        _rows(q, g.endline, rng.random(size) < 0.95, np.where(same, q.before, q.after), ENDLINE),
        _rows(q, later, asked, np.where(same, q.before, kept), FOLLOW_UP),
    ]
    who, what, phase, day, answer = (np.concatenate(part) for part in zip(*rows, strict=True))
    recorded_on = recorded(rng, day, batch.country.late)
    keep = is_known(recorded_on)
    columns = {
        "enterprise_id": e.coded(g.enterprise[who[keep]]),
        "engagement_id": g.coded(who[keep]),
        "practice": Coded(what[keep], list(calibration.practices())),
        "phase": Coded(phase[keep], PHASES),
        "checked_on": day[keep],
        "answer": Coded(answer[keep], ANSWERS),
        "recorded_on": recorded_on[keep],
    }
    writer.add("practice_checks", columns)
    works = list(calibration.practices()).index(chances["planted"]["works"]["practice"])
    gained = np.zeros(len(g.enterprise), bool)
    gained[q.engagement[(q.practice == works) & q.after & ~q.before & ~q.absent]] = True
    return gained


def _questions(g: Engagements, rng: np.random.Generator) -> Questions:
    """Draw who has which practice before, and after. Eager enterprises gain more."""
    engagement, practice = _asked(g)
    chances, known = calibration.read("practices"), list(calibration.practices().values())
    drive, size = g.e.drive[g.enterprise[engagement]], len(practice)
    usual = np.array([p.before for p in known])[practice]
    before = rng.random(size) < np.clip(usual + 0.05 * drive, 0.02, 0.97)
    push = np.clip(0.4 + 0.6 * g.e.batch.country.effect + 0.16 * drive, 0.1, 1.6)
    reach = np.array([p.gained for p in known])[practice] * push
    reach *= np.where(np.isnat(g.dropped[engagement]), 1, 0.5)
    after = np.where(before, rng.random(size) >= chances["lost"], rng.random(size) < reach)
    return Questions(engagement, practice, rng.random(size) < chances["not_applicable"], before, after)


def _asked(g: Engagements) -> tuple[np.ndarray, np.ndarray]:
    """Engagement and practice of every question: the module's own, and everybody's in the first engagement."""
    modules = list(calibration.modules())
    engagements, practices = [], []
    assessed = ~np.isnat(g.baseline)
    for number, practice in enumerate(calibration.practices().values()):
        asked = g.turn == 0 if practice.module is None else g.module == modules.index(practice.module)
        rows = np.flatnonzero(asked & assessed)
        engagements.append(rows)
        practices.append(np.full(len(rows), number))
    return np.concatenate(engagements), np.concatenate(practices)


def _rows(q: Questions, day: np.ndarray, asked: np.ndarray, yes: np.ndarray, phase: int) -> tuple[np.ndarray, ...]:
    """The rows of one phase, where its day is known: engagement, practice, phase, day, answer."""
    when = day[q.engagement]
    keep = asked & ~np.isnat(when)
    answer = np.where(q.absent, NOT_APPLICABLE, np.where(yes, YES, NO))
    return q.engagement[keep], q.practice[keep], np.full(keep.sum(), phase), when[keep], answer[keep]
