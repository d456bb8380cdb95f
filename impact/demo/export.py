"""Building the demonstration export: country by country, batch by batch, then moved into place at once."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from impact.contract import tables
from impact.demo.attendances import write_attendances
from impact.demo.checks import write_checks
from impact.demo.costs import write_costs
from impact.demo.dirt import copied_enterprises, with_dirt
from impact.demo.effects import make_series
from impact.demo.engagements import Engagements, first_and_last, make_engagements, write_engagements
from impact.demo.enterprises import make_enterprises, write_enterprises
from impact.demo.events import climate_places, write_events, write_global
from impact.demo.fixed import write_fixed
from impact.demo.improvements import write_plans, write_projects, write_teams
from impact.demo.ledger import Ledger
from impact.demo.observations import make_rows, write_rows
from impact.demo.periods import ENDLINE, make_periods
from impact.demo.photos import Photos
from impact.demo.plan import Batch, plans
from impact.demo.reporting import write_stories, write_submissions
from impact.demo.sessions import make_visits, write_sessions
from impact.demo.suggestions import write_suggestions
from impact.demo.targets import write_targets
from impact.demo.trainers import Staff, make_staff
from impact.demo.truth import enterprise_truth, planted_rows, published_rows, schemas, series_truth, write_summary
from impact.demo.uptake import make_uptake
from impact.demo.workshops import make_workshops
from impact.demo.write import Writer
from impact.manifest import NAME, Manifest, write_manifest

EXPORTED_AT = datetime(2024, 8, 31, tzinfo=UTC)
SOURCE = "Demonstration data, invented"
# Above this scale large tables become folders of parts.
PARTS_ABOVE = 5
Progress = Callable[[str, float], None]


class DemoError(Exception):
    """The demonstration export cannot be written where it was asked for."""


def build(out: Path, scale: float = 1.0, seed: int = 7, progress: Progress | None = None) -> Manifest:
    """Write the demonstration export to the folder `out`, and the truth behind it to `<out>.truth` beside it.

    `scale` 1 is the size of the real programme. The same `scale` and `seed` give the same bytes.
    """
    if not scale > 0:
        raise DemoError(f"The scale is {scale}; it must be above 0.")
    out = Path(out).resolve()
    hidden = out.parent / f"{out.name}.truth"
    _refuse_foreign(out, hidden)
    work, work_hidden = (p.parent / f".{p.name}.unfinished" for p in (out, hidden))
    for folder in (work, work_hidden):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    try:
        manifest = _write(work, work_hidden, scale, seed, progress or (lambda what, share: None))
        for folder, place in ((work_hidden, hidden), (work, out)):
            shutil.rmtree(place, ignore_errors=True)
            folder.rename(place)
    finally:
        for folder in (work, work_hidden):
            shutil.rmtree(folder, ignore_errors=True)
    return manifest


def _refuse_foreign(out: Path, hidden: Path) -> None:
    """Only an empty place or an earlier demonstration export is overwritten."""
    for folder, ours in ((out, _is_demo(out)), (hidden, (hidden / "truth.json").is_file())):
        if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not ours):
            raise DemoError(
                f"{folder} is not empty and holds no earlier demonstration export. Name another folder, or empty it."
            )


def _is_demo(folder: Path) -> bool:
    try:
        manifest = Manifest.model_validate_json((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return False
    return manifest.synthetic and manifest.export_id.startswith("demo-")


def _write(folder: Path, hidden: Path, scale: float, seed: int, progress: Progress) -> Manifest:
    ledger, countries = Ledger(), plans(scale, seed)
    export = Writer(folder, {name: t.arrow_schema() for name, t in tables().items()}, parts=scale > PARTS_ABOVE)
    truth = Writer(hidden, schemas(), parts=scale > PARTS_ABOVE)
    sinks = Sinks(export, truth, ledger, Photos(folder, seed))
    write_fixed(export, seed)
    write_global(export, seed, scale)
    places = climate_places(countries, scale)
    total, done = sum(b.size for c in countries for b in c.batches), 0
    for number, country in enumerate(countries):
        staff = make_staff(country, export, (int(places[number, 0]), int(places[number, 1])))
        write_events(country, staff, places[number], export)
        for batch in country.batches:
            progress(f"Generating {country.iso3}", 0.98 * done / total)
            _write_batch(batch, staff, sinks)
            done += batch.size
    progress("Writing the manifest", 0.98)
    write_submissions(countries, seed, export)
    write_stories(countries, seed, export)
    write_targets(ledger, seed, export)
    truth.add("published", published_rows(ledger))
    export.close()
    truth.close()
    write_summary(hidden, ledger, countries, scale, seed)
    return write_manifest(folder, f"demo-s{scale:g}-seed{seed}", EXPORTED_AT, SOURCE, synthetic=True)


@dataclass(frozen=True)
class Sinks:
    """Where the batches go: the export, the truth beside it, and what is counted on the way."""

    export: Writer
    truth: Writer
    ledger: Ledger
    photos: Photos


def _write_batch(batch: Batch, staff: Staff, to: Sinks) -> None:
    """Generate one batch of enterprises and everything that happens to them."""
    e = make_enterprises(batch)
    uptake = make_uptake(e)
    shops = make_workshops(batch, uptake, staff)
    g = make_engagements(e, uptake, shops)
    to.ledger.count(g)
    write_enterprises(e, to.export, *first_and_last(g))
    write_engagements(g, staff, to.export)
    write_costs(g, to.export)
    visits = make_visits(g)
    heads = write_attendances(g, shops, visits, to.export)
    write_sessions(g, shops, visits, heads, to.export)
    _write_results(g, to)
    teams = write_teams(g, to.export)
    to.truth.add("savings", write_projects(g, write_plans(g, to.export), to.photos, to.export))
    write_suggestions(g, teams, to.export)


def _write_results(g: Engagements, to: Sinks) -> None:
    """Generate a batch's practice checks and observations, and the truth behind them."""
    e = g.e
    copied = copied_enterprises(g)
    series = make_series(g, write_checks(g, copied, to.export))
    periods = make_periods(series)
    rows, planted = with_dirt(make_rows(periods), copied)
    kept = write_rows(rows, to.export)
    reported = np.zeros(len(periods.series), bool)
    reported[rows.period[kept]] = True
    truth, due = series_truth(periods, reported)
    to.truth.add("effects", truth)
    to.truth.add("enterprise_effects", enterprise_truth(truth, e.people[g.enterprise[series.engagement[due]]]))
    to.truth.add("outliers", planted_rows(rows, planted, kept))
    to.ledger.learn(series.kpi[due], g.module[series.engagement[due]], truth)
    answered = np.intersect1d(np.flatnonzero(copied), rows.enterprise[kept & (periods.phase[rows.period] == ENDLINE)])
    to.truth.add("copied", {"enterprise_id": e.coded(answered)})
    late = np.flatnonzero(g.late_baseline)
    to.truth.add("late_baselines", {"engagement_id": g.coded(late), "enterprise_id": e.coded(g.enterprise[late])})
