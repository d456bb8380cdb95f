"""Snapshots of the store: immutable folders, and one pointer to the one that readers see."""

from pathlib import Path

from impact import durable, local, mirror
from impact.local import (
    GONE,
    POINTER,
    TABLES,
    GoneError,
    Snapshot,
    StoreError,
    file_checksum,
    folder,
    gone,
    released_with,
    where,
    write_manifest,
)
from impact.settings import settings

__all__ = [
    "GONE",
    "POINTER",
    "TABLES",
    "GoneError",
    "Snapshot",
    "StoreError",
    "current",
    "current_id",
    "everything",
    "file_checksum",
    "file_of",
    "folder",
    "gone",
    "is_whole",
    "point_to",
    "released_with",
    "snapshot",
    "snapshots",
    "tables_of",
    "verify",
    "where",
    "write_manifest",
]


def current_id() -> str | None:
    """The id that the pointer names, or None when nothing was published."""
    mirror.look()
    pointer = folder() / POINTER
    if not pointer.is_file():
        return None
    found = pointer.read_bytes().decode("ascii", "replace").strip()
    if not local.ID.fullmatch(found):
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
        mirror.point_to(snapshot_id)
    else:
        durable.write_text((place or folder()) / POINTER, snapshot_id + "\n")


def snapshots() -> list[Snapshot]:
    """All published snapshots of the store, newest export first."""
    return [one for one in everything() if not one.compares]


def everything() -> list[Snapshot]:
    """The snapshots, and the comparisons of two of them, newest export first."""
    mirror.bring_all()
    found = [snapshot(name) for name in local.snapshot_ids()]
    return sorted(found, key=lambda s: (s.exported_at, s.id), reverse=True)


def snapshot(snapshot_id: str) -> Snapshot:
    """One snapshot by its id; raises GoneError for one that was removed on purpose."""
    found = local.snapshot(snapshot_id)
    if found is None and local.ID.fullmatch(snapshot_id):
        mirror.bring(snapshot_id)
        found = local.snapshot(snapshot_id)
    if found is None:
        if said := gone().get(snapshot_id):
            raise GoneError(f"The snapshot {snapshot_id} {said}. What was quoted from it cannot be recomputed.")
        raise StoreError(f"There is no snapshot '{snapshot_id}' in {where()}.")
    return found


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


def tables_of(snapshot_id: str) -> Path:
    """The snapshot's DuckDB file, after its checksum was found to be the manifest's."""
    return file_of(snapshot_id, TABLES)


def file_of(snapshot_id: str, name: str) -> Path:
    """A file of the snapshot by its name in the manifest, after its checksum was found to be the one there."""
    wanted = snapshot(snapshot_id).files.get(name)
    if wanted is None:
        raise StoreError(f"The snapshot {snapshot_id} holds no file '{name}'.")
    path = folder() / snapshot_id / name
    if local.checksum_now(path) != wanted:
        raise StoreError(
            f"{path} is not what the snapshot's manifest says: it was changed or damaged on disk. "
            "Publish its export again, and it is built anew; or show an older one: python -m impact rollback."
        )
    return path
