"""Snapshots on disk: immutable folders, and one pointer to the one that readers see."""

import hashlib
import json
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel, field_validator

from impact import durable
from impact.settings import settings

POINTER = "current"
TABLES = "tables.duckdb"
RELEASED = "released"
GONE = "gone.json"


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


def folder() -> Path:
    """The store's folder; of a bucket, the folder of the copies here."""
    return settings().store


def where() -> str:
    """The store as an operator names it: the folder, or the bucket's address."""
    return settings().bucket or str(folder())


def current_id() -> str | None:
    """The id that the pointer names, or None when nothing was published."""
    _mirror().look()
    pointer = folder() / POINTER
    if not pointer.is_file():
        return None
    found = pointer.read_bytes().decode("ascii", "replace").strip()
    if not re.fullmatch(r"[0-9a-f]{16}", found):
        raise StoreError(f"{pointer} does not name a snapshot. Publish an export again, and it will.")
    return found


def current() -> Snapshot:
    """The snapshot that readers see."""
    found = current_id()
    if found is None:
        raise StoreError(f"Nothing is published in {where()}. Publish an export: python -m impact publish EXPORT.")
    return snapshot(found)


def point_to(snapshot_id: str, place: Path | None = None) -> None:
    """Move the pointer, of the store or of another folder, in one step that no reader can see half done."""
    if place is None and settings().bucket:
        _mirror().point_to(snapshot_id)
    else:
        durable.write_text((place or folder()) / POINTER, snapshot_id + "\n")


def snapshots() -> list[Snapshot]:
    """All published snapshots of the store, newest export first."""
    return [one for one in everything() if not one.compares]


def everything() -> list[Snapshot]:
    """The snapshots, and the comparisons of two of them, newest export first."""
    _mirror().bring_all()
    found = [p.parent.name for p in folder().glob("*/manifest.json") if not p.parent.name.startswith(".")]
    return sorted((snapshot(name) for name in found), key=lambda s: (s.exported_at, s.id), reverse=True)


def snapshot(snapshot_id: str) -> Snapshot:
    """One snapshot by its id; raises GoneError for one that was removed on purpose."""
    path = folder() / snapshot_id / "manifest.json"
    state = None
    if re.fullmatch(r"[0-9a-f]{16}", snapshot_id):
        state = _state(path)
        if state is None:
            _mirror().bring(snapshot_id)
            state = _state(path)
    if state is None:
        if said := gone().get(snapshot_id):
            raise GoneError(f"The snapshot {snapshot_id} {said}. What was quoted from it cannot be recomputed.")
        raise StoreError(f"There is no snapshot '{snapshot_id}' in {where()}.")
    return _read(path, state)


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


def verify(snapshot_id: str) -> None:
    """Raise StoreError unless each file of the snapshot is what its manifest says."""
    for name in snapshot(snapshot_id).files:
        file_of(snapshot_id, name)


def is_whole(snapshot_id: str) -> bool:
    """Is the snapshot there, and are all its files what its manifest says?"""
    try:
        verify(snapshot_id)
    except StoreError:
        return False
    return True


def released_with(snapshot_id: str) -> Path:
    """Where is kept which results a snapshot was released with (see `impact.released`)."""
    return folder() / RELEASED / f"{snapshot_id}.parquet"


def tables_of(snapshot_id: str) -> Path:
    """The snapshot's DuckDB file, after its checksum was found to be the manifest's."""
    return file_of(snapshot_id, TABLES)


def file_of(snapshot_id: str, name: str) -> Path:
    """A file of the snapshot by its name in the manifest, after its checksum was found to be the one there."""
    wanted = snapshot(snapshot_id).files.get(name)
    if wanted is None:
        raise StoreError(f"The snapshot {snapshot_id} holds no file '{name}'.")
    path = folder() / snapshot_id / name
    state = _state(path)
    if state is None or _checksum_of(path, state) != wanted:
        raise StoreError(
            f"{path} is not what the snapshot's manifest says: it was changed or damaged on disk. "
            "Publish its export again, and it is built anew; or show an older one: python -m impact rollback."
        )
    return path


def _mirror() -> ModuleType:
    """What keeps the folder like the bucket, where there is one."""
    from impact import mirror  # noqa: PLC0415 - it needs this module itself

    return mirror


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


def file_checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(place: Path, manifest: Snapshot) -> None:
    """Write a snapshot's manifest, the last file that makes a folder a snapshot."""
    text = json.dumps(manifest.model_dump(mode="json"), indent=2, ensure_ascii=False)
    (place / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")
