"""Between rows and tables: keys, references, days in order, and points in their country."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import shapely

from impact.contract import tables
from impact.intake.adapters.places import NEAR, shapes
from impact.intake.cells import tell
from impact.intake.database import Asked, Database
from impact.intake.findings import Finding, Progress, Report
from impact.intake.given import Sent
from impact.intake.sources import Source
from impact.text import t

# So many keys are held at once.
KEYS = 20_000_000


def fill(db: Database, sent: dict[str, Sent]) -> None:
    """Give tables that were not sent their place, without rows, so that every rule can name them."""
    for name, table in tables().items():
        if name not in sent:
            names = ["row_no", "part", *table.columns]
            schema = pa.schema([(n, pa.int64() if n == "row_no" else pa.string()) for n in names])
            db.take(name, iter(()), schema)
            db.type(table, set(table.columns), set(), set(), 0)


def check(db: Database, sent: dict[str, Sent], report: Report, most: int, progress: Progress) -> None:
    """Look at every table that was sent."""
    for number, one in enumerate(s for s in sent.values() if s.rows):
        progress(t("Comparing {table}", table=one.table.table), 0.6 + 0.15 * number / len(sent))
        asked = {**_keys(one), **_references(one, sent), **_order(one)}
        tell(report, one, db.findings(asked, most, at_once=one.at_once))
    if "enterprises" in sent:
        _points(db, sent["enterprises"], report, most)


def placed(db: Database, findings: list[Finding], source: Source) -> list[Finding]:
    """The findings with the country of their enterprise, and parts named as the sender knows them."""
    asked = sorted({f.enterprise_id for f in findings if f.enterprise_id and not f.iso3})
    found = db.rows("checks/steps/countries_of", {"enterprises": asked}) if asked else pd.DataFrame()
    countries = dict(zip(found.get("enterprise_id", ()), found.get("iso3", ()), strict=True))
    several = {name for name, files in source.files.items() if len(files.paths) > 1}

    def mend(finding: Finding) -> Finding:
        part = finding.part
        if Path(part).is_absolute():
            part = source.place_of(Path(part))
        part = part if finding.table in several else ""
        return replace(finding, part=part, iso3=finding.iso3 or countries.get(finding.enterprise_id or ""))

    return [mend(f) for f in findings]


def _who(sent: Sent) -> dict[str, str | None]:
    columns = {"the_enterprise": "enterprise_id", "the_country": "iso3"}
    return {k: c if c in sent.table.columns else None for k, c in columns.items()}


def _keys(sent: Sent) -> dict[str, Asked]:
    key = sent.table.key
    if set(key) & sent.missing:
        return {}
    slices = 1 + sent.rows // KEYS
    names = {"the_table": sent.table.table, "the_key": key, **_who(sent)}
    given = {"slices": slices}
    said = f"{', '.join(key)}"
    return {f"{said}:{n}": Asked("checks/structure/keys", {**given, "slice": n}, names) for n in range(slices)}


def _references(sent: Sent, others: dict[str, Sent]) -> dict[str, Asked]:
    found = {}
    for name, column in sent.table.columns.items():
        other = column.refers_to
        if other is None or name in sent.missing or (other not in others and not tables()[other].required):
            continue
        key = tables()[other].key[0]
        names = {"the_table": sent.table.table, "the_other": other, "the_id": key, "the_column": name, **_who(sent)}
        found[f"{name}:in"] = Asked("checks/structure/references", {"other": other}, names)
    return found


def _order(sent: Sent) -> dict[str, Asked]:
    found = {}
    for earlier, later in sent.table.in_order:
        names = {"the_table": sent.table.table, "the_column": earlier, "the_later": later, **_who(sent)}
        given = {"earlier": earlier}
        found[f"{later}:{earlier}"] = Asked("checks/structure/order", given, names)
    return found


def _points(db: Database, sent: Sent, report: Report, most: int) -> None:
    """Coordinates half a degree and more outside of the country."""
    points = db.rows("checks/structure/points")
    findings: list[Finding] = []
    total = 0
    for iso3, rows in points.groupby("iso3"):
        shape = shapes().get(str(iso3))
        if shape is None:
            continue
        inside = shapely.dwithin(shape, shapely.points(rows["longitude"], rows["latitude"]), NEAR)
        outside = rows[~inside]
        total += len(outside)
        findings += [
            Finding(
                "outside_country",
                "enterprises",
                int(r.row_no),
                "latitude",
                f"{r.latitude:g}, {r.longitude:g}",
                str(iso3),
                r.part or "",
                r.enterprise_id,
                str(iso3),
            )
            for r in outside.head(most).itertuples()
        ]
    report.extend(findings[:most], total)
