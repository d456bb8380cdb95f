"""An export's manifest: what it says it holds, and checksums that notice a changed byte."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
from pydantic import AwareDatetime, BaseModel, field_validator

from impact.contract import FORMAT, tables

NAME = "manifest.json"


class Entry(BaseModel):
    """One table as the manifest states it."""

    rows: int
    sha256: str


class Manifest(BaseModel):
    """`manifest.json` of an export (format 1)."""

    format: int
    export_id: str
    exported_at: AwareDatetime
    source: str
    synthetic: bool = False
    tables: dict[str, Entry]

    @field_validator("exported_at")
    @classmethod
    def _in_utc(cls, moment: datetime) -> datetime:
        """The as-of day is the day in UTC, wherever the export was written."""
        return moment.astimezone(UTC)


def parts(folder: Path, table: str) -> list[Path]:
    """The Parquet files of one table: one file, or all parts of the folder of its name."""
    single = folder / f"{table}.parquet"
    if single.is_file():
        return [single]
    return sorted((folder / table).rglob("*.parquet"))


def checksum(folder: Path, table: str) -> str:
    """SHA-256 of a table: of its file, or of the list of its parts' names and checksums."""
    files = parts(folder, table)
    if files == [folder / f"{table}.parquet"]:
        return _sha256(files[0])
    listing = "".join(f"{f.relative_to(folder).as_posix()} {_sha256(f)}\n" for f in files)
    return hashlib.sha256(listing.encode()).hexdigest()


def write_manifest(folder: Path, export_id: str, exported_at: datetime, source: str, *, synthetic: bool) -> Manifest:
    """Write `manifest.json` for the tables that lie in `folder`."""
    entries = {}
    for name in tables():
        files = parts(folder, name)
        if files:
            rows = sum(pq.read_metadata(f).num_rows for f in files)
            entries[name] = Entry(rows=rows, sha256=checksum(folder, name))
    manifest = Manifest(
        format=FORMAT,
        export_id=export_id,
        exported_at=exported_at,
        source=source,
        synthetic=synthetic,
        tables=entries,
    )
    text = json.dumps(manifest.model_dump(mode="json"), indent=2, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8", newline="\n")
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
