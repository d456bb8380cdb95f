"""The store's folder as it lies here: what `impact.store` serves, and what a bucket's copies are kept in.

Nothing here looks at a bucket, so that what does (`impact.mirror`) and what serves readers can both stand upon it.
"""

import hashlib
import json
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

from pydantic import BaseModel, field_validator

from impact.settings import settings

POINTER = "current"
TABLES = "tables.duckdb"
MANIFEST = "manifest.json"
RELEASED = "released"
GONE = "gone.json"
ID = re.compile(r"[0-9a-f]{16}")


class StoreError(Exception):
    """A snapshot that is not there, or is not what its manifest says."""


class GoneError(StoreError):
    """A snapshot that was there and was removed: what was quoted from it cannot be recomputed."""


class Snapshot(BaseModel):
    """A published export. `id` is the hash of what it was made from; `files` are checksums of all it holds.

    `findings` counts what the check found, by severity. A comparison of two snapshots is kept as one too, and
    `compares` names the two.
    """

    id: str
    export_id: str
    exported_at: datetime
    source: str
    synthetic: bool
    format: int
    made_from: dict[str, str]
    duckdb: str
    rows: dict[str, int]
    absent: list[str]
    files: dict[str, str]
    findings: dict[str, int] = {}
    compares: list[str] = []
    audience: str = "all"  # or "public": it holds what the public is given, and nothing else

    @field_validator("findings", mode="before")
    @classmethod
    def _counted(cls, found: object) -> object:
        # Snapshots of before findings were counted say that there are none by an empty list.
        return {} if found == [] else found

    @property
    def as_of(self) -> date:
        """The day the export tells of; nothing in the dashboard is later."""
        return self.exported_at.date()

    @property
    def lineage(self) -> str:
        """What two snapshots have in common whose results are of the same things: source and definitions."""
        alike = (self.made_from.get(name, "") for name in ("catalogue", "tables", "contract", "duckdb"))
        return " ".join((self.source, str(self.synthetic), *alike))


def folder() -> Path:
    """The store's folder; of a bucket, the folder of the copies here."""
    return settings().store


def where() -> str:
    """The store as an operator names it: the folder, or the bucket's address."""
    return settings().bucket or str(folder())


def snapshot(snapshot_id: str) -> Snapshot | None:
    """The snapshot that lies here under this id, or None; raises StoreError where its manifest is damaged."""
    path = folder() / snapshot_id / MANIFEST
    state = _state(path) if ID.fullmatch(snapshot_id) else None
    return _read(path, state) if state else None


def snapshot_ids() -> list[str]:
    """The ids of all that lies here, comparisons too; what is being built or removed is not among them."""
    return [p.parent.name for p in folder().glob(f"*/{MANIFEST}") if not p.parent.name.startswith(".")]


def gone() -> dict[str, str]:
    """The snapshots that were removed on purpose, each with what became of it, in words."""
    path = folder() / GONE
    if not path.is_file():
        return {}
    try:
        return {str(name): str(said) for name, said in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError):
        raise StoreError(
            f"{path} is damaged. Restore it from a copy, or remove it: it only says what is gone."
        ) from None


def released_with(snapshot_id: str) -> Path:
    """Where is kept which results a snapshot was released with (see `impact.released`)."""
    return folder() / RELEASED / f"{snapshot_id}.parquet"


def file_checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksum_now(path: Path) -> str | None:
    """SHA-256 of a file as it is now, computed again only when it was written to; None where it is not there."""
    state = _state(path)
    return _checksum_of(path, state) if state else None


def write_manifest(place: Path, manifest: Snapshot) -> None:
    """Write a snapshot's manifest, the last file that makes a folder a snapshot."""
    text = json.dumps(manifest.model_dump(mode="json"), indent=2, ensure_ascii=False)
    (place / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def _state(path: Path) -> tuple[int, int] | None:
    """What changes when a file is written, so that it is read again only then; None without the file."""
    try:
        stat = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stat.st_mtime_ns, stat.st_size


@cache
def _read(path: Path, state: tuple[int, int]) -> Snapshot:
    try:
        return Snapshot.model_validate_json(path.read_text(encoding="utf-8"))
    except ValueError as error:
        first = str(error).splitlines()[0]
        raise StoreError(f"{path} is damaged ({first}). Publish the export again.") from None


@cache
def _checksum_of(path: Path, state: tuple[int, int]) -> str:
    return file_checksum(path)
