"""Copies of a bucket's snapshots: fetched whole, each file proved, and only then given their name.

    <prefix>/<id>.<checksum>/manifest.json                 written after all that it names
    <prefix>/<id>.<checksum>/...                           the snapshot's files
    <prefix>/<id>.<checksum>/released.parquet.<checksum>   with what it was released

The first checksum is the manifest's: two who make the same snapshot at once write into two folders, and no object is
ever replaced by another.
"""

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from impact import durable, local
from impact.bucket import Bucket
from impact.local import MANIFEST, Snapshot, StoreError

FETCHING = ".fetching"  # the lock of who fetches, and how the folders begin that are being fetched
_KEY = re.compile(r"([0-9a-f]{16})\.([0-9a-f]{64})/(.+)")


def folders(keys: Iterable[str]) -> list[tuple[str, str]]:
    """The snapshots of which all is there, by their manifests: ids and checksums."""
    found = [m for key in keys if (m := _KEY.fullmatch(key))]
    return sorted((m[1], m[2]) for m in found if m[3] == MANIFEST)


def folder_of(snapshot_id: str) -> str:
    """Where a snapshot that is here lies in the bucket."""
    return f"{snapshot_id}.{local.file_checksum(local.folder() / snapshot_id / MANIFEST)}"


def released_name(snapshot_id: str) -> str | None:
    """The name of what a snapshot was released with, in its folder of the bucket; None where that is not here."""
    path = local.released_with(snapshot_id)
    return f"released.parquet.{local.file_checksum(path)}" if path.is_file() else None


def clean() -> None:
    """Remove what one left half done who died at fetching. Only who holds the lock of fetching may."""
    for left in local.folder().glob(f"{FETCHING}-*"):
        shutil.rmtree(left)


def fetch(bucket: Bucket, snapshot_id: str, checksum: str = "") -> bool:
    """Fetch a snapshot that is not here, or the very one whose manifest has this checksum; is there one?

    Raises StoreError where it is not what its manifest says. Only who holds the lock of fetching may.
    """
    place = local.folder() / snapshot_id
    if place.exists():
        return True
    keys = bucket.listing(f"{snapshot_id}.")
    there = [seen for _, seen in folders(keys) if checksum in ("", seen)]
    if not there:
        return False
    name = f"{snapshot_id}.{there[0]}"
    work = local.folder() / f"{FETCHING}-{snapshot_id}"
    work.mkdir(parents=True)
    try:
        prove(bucket, name, work / "snapshot")
        for key in keys:
            if found := re.fullmatch(rf"{re.escape(name)}/released\.parquet\.([0-9a-f]{{64}})", key):
                _one(bucket, key, found[1], work / "released")
                (work / "released").chmod(0o600)
        durable.sync_all(work)
        if (work / "released").exists():
            local.released_with(snapshot_id).parent.mkdir(mode=0o700, exist_ok=True)
            (work / "released").replace(local.released_with(snapshot_id))
        (work / "snapshot").rename(place)
        durable.sync(local.folder())
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return True


def prove(bucket: Bucket, name: str, work: Path | None = None) -> None:
    """Read a folder of the bucket, into a new folder `work` if given; StoreError unless it is as its manifest says."""
    read = bucket.read(f"{name}/{MANIFEST}")
    content = read[0] if read else b""
    if hashlib.sha256(content).hexdigest() != name.partition(".")[2]:
        raise StoreError(_damaged(f"{name}/{MANIFEST}"))
    for file, checksum in Snapshot.model_validate_json(content).files.items():
        if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
            raise StoreError(_damaged(f"{name}/{file}"))
        private = file.startswith("export/")
        if work:
            (work / file).parent.mkdir(parents=True, exist_ok=True)
            if private:
                (work / "export").chmod(0o700)
        _one(bucket, f"{name}/{file}", checksum, work and work / file)
        if work and private:
            (work / file).chmod(0o600)
    if work:
        (work / MANIFEST).write_bytes(content)


def _one(bucket: Bucket, key: str, checksum: str, path: Path | None) -> None:
    try:
        whole = bucket.checksum(key, path) == checksum
    except FileNotFoundError:
        whole = False
    if not whole:
        raise StoreError(_damaged(key))


def _damaged(key: str) -> str:
    return (
        f"{local.where()}/{key} is not what the snapshot's manifest says: it was changed or damaged in the bucket. "
        "Publish its export again, and it is built anew; or show an older one: python -m impact rollback."
    )
