"""Tables that are the same at every scale: donors, projects, modules, KPIs, practices, buyers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import NEVER, Coded, Columns, choose, generator
from impact.demo.write import Writer


def text(values: Sequence[str | None]) -> Coded:
    """A text column of these values."""
    return Coded(np.where([v is None for v in values], -1, np.arange(len(values))), values)


def days(values: Sequence[Any]) -> np.ndarray:
    """A date column; None is null."""
    return np.array([NEVER if v is None else np.datetime64(v, "D") for v in values], "datetime64[D]")


def write_fixed(writer: Writer, seed: int) -> None:
    """Write every table that does not grow with the scale."""
    _donors(writer)
    _projects(writer, generator(seed, 0, 1))
    _modules(writer)
    _kpis(writer)
    _practices(writer)
    buyers = calibration.read("names")["buyers"]
    writer.add("buyers", {"buyer_id": text(buyer_ids()), "name": text(buyers)})


def buyer_ids() -> list[str]:
    """Ids of the buyers, in order."""
    return [f"B{n + 1:02d}" for n in range(len(calibration.read("names")["buyers"]))]


def _donors(writer: Writer) -> None:
    donors = calibration.read("projects")["donors"]
    writer.add("donors", {"donor_id": text(list(donors)), "name": text(list(donors.values()))})


def _projects(writer: Writer, rng: np.random.Generator) -> None:
    known = calibration.projects()
    columns: Columns = {
        "project_id": text(list(known)),
        "title": text([p.title for p in known.values()]),
        "phase": text([p.phase for p in known.values()]),
        "starts_on": days([p.starts_on for p in known.values()]),
        "ends_on": days([p.ends_on for p in known.values()]),
        "budget": np.array([p.budget for p in known.values()]),
        "currency": text(["USD"] * len(known)),
    }
    writer.add("projects", columns)
    shares = [(key, donor, share) for key, p in known.items() for donor, share in p.donors.items()]
    keys, donors, values = (list(part) for part in zip(*shares, strict=True))
    writer.add("project_donors", {"project_id": text(keys), "donor_id": text(donors), "share": np.array(values, float)})
    _spending(writer, rng)


def _spending(writer: Writer, rng: np.random.Generator) -> None:
    """Spending by year: most of the budget, slow at both ends, until the export's year."""
    rows = []
    for key, project in calibration.projects().items():
        years = np.arange(project.starts_on.year, project.ends_on.year + 1)
        pace = np.sin((np.arange(len(years)) + 0.8) / (len(years) + 0.6) * np.pi) * rng.uniform(0.85, 1.15, len(years))
        amounts = pace / pace.sum() * project.budget * rng.uniform(0.9, 0.99)
        amounts[years == 2024] *= 0.6
        rows += [(key, int(y), round(float(a), -2)) for y, a in zip(years, amounts, strict=True) if y <= 2024]
    keys, spent_in, spent = (list(part) for part in zip(*rows, strict=True))
    recorded = [np.datetime64(f"{y + 1}-03-31") if y < 2024 else np.datetime64("2024-08-15") for y in spent_in]
    columns: Columns = {
        "project_id": text(keys),
        "year": np.array(spent_in),
        "amount": np.array(spent),
        "currency": text(["USD"] * len(keys)),
        "recorded_on": days(recorded),
    }
    writer.add("project_spending", columns)


def _modules(writer: Writer) -> None:
    known = calibration.modules()
    columns: Columns = {
        "module": text(list(known)),
        "title": text([m.title for m in known.values()]),
        "adapted_from": text([m.adapted_from for m in known.values()]),
        "replaced_by": text([m.replaced_by for m in known.values()]),
    }
    writer.add("modules", columns)
    rows: list[tuple[Any, ...]] = []
    for key, m in known.items():
        rows.append((key, None, m.base, None if m.base == 1 else m.starts_on, m.ends_on))
    for iso3, country in calibration.countries().items():
        switch = np.datetime64(f"{country.climate_from}-01-01")
        start = np.datetime64(f"{country.first}-01-01")
        if start < switch:
            rows.append(("recp", iso3, country.climate_position, max(start, np.datetime64("2009-06-01")), switch - 1))
        rows.append(("score4climate", iso3, country.climate_position, switch, None))
    taught, iso3s, position, begins, ends = (list(part) for part in zip(*rows, strict=True))
    versions: Columns = {
        "module": text(taught),
        "iso3": text(iso3s),
        "position": np.array([np.nan if p is None else p for p in position], float),
        "valid_from": days(begins),
        "valid_to": days(ends),
    }
    writer.add("module_versions", versions)


def _kpis(writer: Writer) -> None:
    known = calibration.kpis()
    columns: Columns = {
        name: text([getattr(k, name) for k in known.values()]) for name in ("title", "type", "better", "unit")
    }
    columns["kpi"] = text(list(known))
    columns["comparable"] = np.array([k.comparable for k in known.values()])
    columns["minimal_change"] = np.array([k.minimal_change for k in known.values()], float)
    writer.add("kpis", columns)
    rows = [(key, module, due) for key, k in known.items() for module, due in k.modules.items()]
    keys, modules, due = (list(part) for part in zip(*rows, strict=True))
    writer.add("kpi_expectations", {"kpi": text(keys), "module": text(modules), "due_days": np.array(due)})


def _practices(writer: Writer) -> None:
    known = calibration.practices()
    areas = calibration.read("practices")["areas"]
    columns: Columns = {
        "practice": text(list(known)),
        "title": text([p.title for p in known.values()]),
        "module": text([p.module for p in known.values()]),
    }
    writer.add("practices", columns)
    rows = [(key, areas[area]) for key, p in known.items() for area in p.areas]
    keys, names = (list(part) for part in zip(*rows, strict=True))
    writer.add("practice_areas", {"practice": text(keys), "area": text(names)})


def legal_forms(rng: np.random.Generator, size: int) -> Coded:
    """Legal forms of `size` enterprises; about one in ten is not known."""
    forms = calibration.read("names")["legal_forms"]
    codes = choose(rng, [46, 22, 10, 10, 9, 3], size)
    return Coded(np.where(rng.random(size) < 0.1, -1, codes), forms)
