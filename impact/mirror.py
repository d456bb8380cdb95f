"""The store in a bucket: the folder holds copies (`impact.copies`), and one object says what readers see.

    <prefix>/current               the snapshot's id and its manifest's checksum
    <prefix>/pins.json, gone.json  as in a folder

These three are replaced only by who has read what is replaced. Nothing here is done where the store is a folder.
"""

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from impact import durable, local
from impact.bucket import Bucket, BucketError, ChangedError, opened
from impact.copies import FETCHING, clean, fetch, folder_of, folders, prove, released_name
from impact.local import MANIFEST, POINTER, Snapshot, StoreError
from impact.settings import settings

LOG = logging.getLogger(__name__)
SECONDS = 5.0  # a reader looks at the bucket no more often
PATIENCE = 600.0  # seconds that one process waits for what another fetches
LISTS = ("pins.json", local.GONE)
# By the folder of the copies: when was looked, whether that failed, and the tags of what a writer has read.
_looked: dict[Path, float] = {}
_down: set[Path] = set()
_tags: dict[Path, dict[str, str | None]] = {}
_looking = threading.Lock()


def look() -> None:
    """See whether the bucket has something new, at most every few seconds; readers keep what they have meanwhile.

    The first time, and while there is nothing here, it is waited for. A bucket that cannot be reached is told in the
    log, and what is here goes on being shown.
    """
    address = settings().bucket
    if address is None:
        return
    folder = local.folder()
    here, first = (folder / POINTER).is_file(), folder not in _looked
    if here and not first and time.monotonic() < _looked[folder] + SECONDS:
        return
    _looked[folder] = time.monotonic()
    if first or not here:
        _follow(address, here)
    elif not _looking.locked():
        threading.Thread(target=_follow, args=(address, here), daemon=True).start()


def begin() -> None:
    """Before writing: have what the bucket has now. What another writes from here on makes this writer be refused."""
    if address := settings().bucket:
        with _fetching(address) as bucket:
            _tags[local.folder()] = _have(bucket)
        _looked[local.folder()] = time.monotonic()


def push(snapshot: Snapshot) -> None:
    """Put a snapshot of the folder into the bucket, its manifest last; what is there whole already is left."""
    if not (address := settings().bucket):
        return
    with _told():
        bucket, place, name = opened(address), local.folder() / snapshot.id, folder_of(snapshot.id)
        there = bucket.listing(f"{name}/")
        if not (f"{name}/{MANIFEST}" in there and _is_whole(bucket, name)):
            for file in snapshot.files:
                bucket.send(f"{name}/{file}", place / file)
        released = released_name(snapshot.id)
        if released and f"{name}/{released}" not in there:
            bucket.send(f"{name}/{released}", local.released_with(snapshot.id))
        bucket.send(f"{name}/{MANIFEST}", place / MANIFEST)


def point_to(snapshot_id: str) -> None:
    """Move the bucket's pointer, unless another has changed it since `begin`; then the folder's."""
    with _fetching(address := settings().bucket or "") as bucket:
        name = folder_of(snapshot_id)
        _replace(address, POINTER, json.dumps({"id": snapshot_id, "manifest": name.partition(".")[2]}) + "\n")
        durable.write_text(local.folder() / POINTER, snapshot_id + "\n")
        # Another of the same id is no longer wanted: it is damaged, or was made at the same time.
        _remove(bucket, [key for key in bucket.listing(f"{snapshot_id}.") if not key.startswith(f"{name}/")])


@contextmanager
def shown_or_withdrawn(snapshot_id: str, *, known: bool) -> Iterator[None]:
    """Where pointing is refused, forget what was worked out against a snapshot that readers no longer see.

    What was `known` before stays.
    """
    try:
        yield
    except StoreError:
        released, address = released_name(snapshot_id), settings().bucket
        if address and released and not known:
            with _told():
                opened(address).remove([f"{folder_of(snapshot_id)}/{released}"])
            local.released_with(snapshot_id).unlink(missing_ok=True)
        raise


def write(name: str, text: str) -> None:
    """Put one of the lists into the bucket, unless another has changed it since `begin`."""
    if address := settings().bucket:
        _replace(address, name, text)


def remove(snapshot_id: str) -> None:
    """Remove a snapshot from the bucket. Who began to write before is refused, and so cannot point to it any more."""
    if not (address := settings().bucket):
        return
    with _told():
        bucket = opened(address)
        if read := bucket.read(POINTER):
            _replace(address, POINTER, json.dumps({**json.loads(read[0]), "removed": snapshot_id}) + "\n")
        _remove(bucket, bucket.listing(f"{snapshot_id}."))


def bring(snapshot_id: str) -> None:
    """Fetch a snapshot that is not here, where the bucket has it; raises StoreError where it is damaged there."""
    if address := settings().bucket:
        with _fetching(address) as bucket:
            fetch(bucket, snapshot_id)


def bring_all() -> None:
    """Fetch every snapshot of the bucket that is not here; the log tells of one that is damaged there."""
    if not (address := settings().bucket):
        return
    try:
        with _told():
            names = {name for name, _ in folders(opened(address).listing())}
        for name in sorted(names):
            if not (local.folder() / name).exists():
                bring(name)
    except StoreError as error:
        LOG.warning("%s", error)


def verify() -> None:
    """Read every byte of the snapshots in the bucket; raises StoreError unless each is what its manifest says."""
    if address := settings().bucket:
        with _told():
            bucket = opened(address)
            for name, checksum in folders(bucket.listing()):
                prove(bucket, f"{name}.{checksum}")


def _follow(address: str, here: bool) -> None:
    """A reader's look; where something is here already, nothing that goes wrong may disturb it."""
    with _looking:
        try:
            with _fetching(address, 0.0 if here else PATIENCE) as bucket:
                _have(bucket)
            if local.folder() in _down:
                _down.discard(local.folder())
                LOG.warning("%s is followed again.", address)
        except (StoreError, OSError) as error:
            if not here:
                raise
            if local.folder() not in _down and not isinstance(error.__cause__, durable.BusyError):
                _down.add(local.folder())
                LOG.warning("Readers go on with what they see: %s", error)


def _have(bucket: Bucket) -> dict[str, str | None]:
    """Have what the bucket points to, and its lists, in the folder; returns their tags."""
    clean()
    tags: dict[str, str | None] = {}
    for name in LISTS:
        read = bucket.read(name)
        tags[name] = read and read[1]
        text = read[0].decode() if read else "{}\n"
        path = local.folder() / name
        if (path.read_text(encoding="utf-8") if path.is_file() else "{}\n") != text:
            durable.write_text(path, text)
    for gone in local.gone():
        rmtree(local.folder() / gone, ignore_errors=True)
        local.released_with(gone).unlink(missing_ok=True)
    read = bucket.read(POINTER)
    tags[POINTER] = read and read[1]
    if read:
        said = json.loads(read[0])
        shown = str(said["id"])
        if not fetch(bucket, shown, str(said["manifest"])):
            raise StoreError(f"{local.where()} points to the snapshot {shown}, which is not there. Publish it again.")
        pointer = local.folder() / POINTER
        if not pointer.is_file() or pointer.read_text(encoding="utf-8").strip() != shown:
            durable.write_text(pointer, shown + "\n")
    return tags


def _is_whole(bucket: Bucket, name: str) -> bool:
    try:
        prove(bucket, name)
    except StoreError:
        return False
    return True


def _remove(bucket: Bucket, keys: "dict[str, str] | list[str]") -> None:
    """Remove objects, manifests first: without one, a folder is no snapshot."""
    bucket.remove(sorted(keys, key=lambda key: (not key.endswith(f"/{MANIFEST}"), key)))


def _replace(address: str, name: str, text: str) -> None:
    try:
        with _told():
            tags = _tags[local.folder()]
            tags[name] = opened(address).replace(name, text.encode(), tags[name])
    except ChangedError:
        raise StoreError(
            f"{address} was changed by another meanwhile, and what readers see was not changed here. "
            "Look at it with `python -m impact snapshots`, and do it again."
        ) from None


@contextmanager
def _fetching(address: str, patience: float = PATIENCE) -> Iterator[Bucket]:
    """Be the only one of this machine who changes the copies."""
    with _told():
        bucket = opened(address)
        with durable.locked(local.folder() / FETCHING, patience):
            yield bucket


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ChangedError:
        raise
    except (BucketError, durable.BusyError) as error:
        raise StoreError(str(error)) from error
