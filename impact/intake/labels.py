"""What an export says of itself: its id, its day, its source; and whether that can be."""

import csv
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pyarrow.parquet as pq

from impact import store
from impact.contract import FORMAT
from impact.intake.database import Database
from impact.intake.findings import Finding, Report, shown
from impact.intake.sources import Source, plain
from impact.intake.structure import ExportError, read_manifest
from impact.manifest import NAME, Manifest, checksum, parts

# An export that has so much less than the published one has lost a part on the way.
SHRUNK = 0.9


@dataclass
class Label:
    """What an export says of itself; nothing, where it says nothing."""

    said: dict[str, str] = field(default_factory=dict)
    exported_at: datetime | None = None
    synthetic: bool = False

    def take(self, said: dict[str, str]) -> None:
        """Take what a sheet or file `about` says."""
        self.said = said
        try:
            moment = datetime.fromisoformat(said.get("exported_at", ""))
            self.exported_at = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except ValueError:
            self.exported_at = None
        self.synthetic = said.get("synthetic", "").strip().lower() in ("true", "yes")


def read(source: Source, label: Label, report: Report) -> None:
    """Read the manifest, which Parquet files must have, or the file `about`; compare it with what there is."""
    path = source.folder / NAME
    if not path.is_file():
        if source.about:
            label.take(_about(source))
        elif any(f.kind == "parquet" for f in source.files.values()):
            report.add(Finding("manifest_missing"))
        return
    try:
        manifest = read_manifest(path)
    except ExportError as error:
        report.add(Finding("manifest_damaged", value=shown(error)))
        return
    label.exported_at, label.synthetic = manifest.exported_at, manifest.synthetic
    label.said = {"export_id": manifest.export_id, "source": manifest.source}
    if manifest.format != FORMAT:
        report.add(Finding("other_format", value=f"{manifest.format}", expected=f"{FORMAT}"))
    _compare(source, manifest, report)


def as_of(db: Database, label: Label, report: Report) -> date:
    """The day that the export tells of: its own word, else the last day on which a row was entered."""
    now = datetime.now(UTC)
    if label.exported_at:
        if label.exported_at > now + timedelta(days=1):
            report.add(Finding("exported_in_the_future", value=f"{label.exported_at.date()}"))
        return label.exported_at.date()
    last = db.rows("checks/structure/last_day", {"today": now.date()})["last_on"].iloc[0]
    found = now.date() if pd.isna(last) else last.date()
    report.add(Finding("about_missing", expected=f"{found}"))
    return found


def compare(report: Report, label: Label) -> None:
    """Hold the number of rows against what is published, where both are real or both are demonstrations."""
    current = store.current_id()
    path = store.folder() / str(current) / "export" / NAME
    if current is None or not path.is_file():
        return
    published = Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    if published.synthetic != label.synthetic:
        return
    for name, entry in published.tables.items():
        if report.rows.get(name, 0) < SHRUNK * entry.rows:
            found = f"{report.rows.get(name, 0):,}"
            report.add(Finding("fewer_rows", name, value=found, expected=f"{entry.rows:,}"))


def _about(source: Source) -> dict[str, str]:
    if source.about is None:
        return {}
    with source.about.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        text = file.read(100_000)
    separator = ";" if text.count(";") > text.count(",") else ","
    return {plain(r[0]): r[1] for r in csv.reader(text.splitlines(), delimiter=separator) if len(r) >= 2 and r[1]}


def _compare(source: Source, manifest: Manifest, report: Report) -> None:
    """Rows and checksums of Parquet files; what is mended by hand as CSV has a manifest for its day alone."""
    for name, files in source.files.items():
        if files.kind != "parquet" or parts(source.folder, name) != files.paths:
            continue
        entry = manifest.tables.get(name)
        if entry is None:
            report.add(Finding("manifest_disagrees", name, value="in the folder", expected="absent"))
            continue
        try:
            rows = sum(pq.read_metadata(p).num_rows for p in files.paths)
        except (OSError, ValueError):
            continue
        if rows != entry.rows:
            report.add(Finding("manifest_disagrees", name, value=f"{rows:,}", expected=f"{entry.rows:,}"))
        elif checksum(source.folder, name) != entry.sha256:
            report.add(Finding("manifest_disagrees", name, value="changed on the way", expected="as it was sent"))
    for name in manifest.tables:
        if name not in source.files:
            report.add(Finding("manifest_disagrees", name, value="absent", expected="in the folder"))
