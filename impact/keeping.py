"""What is kept in the store: one writer at a time, leftovers cleaned, older snapshots shown, pinned and pruned."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from impact import durable, mirror, store
from impact.store import Snapshot, StoreError

LOCK = ".lock"
PINS = "pins.json"
PATIENCE = 60.0  # seconds that one writer waits for another
NEWEST = 3
WORK = (".work-*", ".gone-*", f"{store.POINTER}.*", f"{store.GONE}.*", f"{PINS}.*")


@contextmanager
def writing(patience: float = PATIENCE, waiting: Callable[[str], None] = lambda holder: None) -> Iterator[None]:
    """Be the only one who changes the store; what a writer that died left half done is cleaned first.

    Raises StoreError where another process is still at work after `patience` seconds.
    """
    try:
        with durable.locked(store.folder() / LOCK, patience, waiting):
            _clean()
            mirror.begin()
            yield
    except durable.BusyError as error:
        raise StoreError(
            f"{store.where()} is being changed by another ({error}). Wait until it is done, and do it again."
        ) from None


def _clean() -> None:
    # Only who holds the lock makes these, so all that are there belong to one that died.
    for pattern in WORK:
        for path in store.folder().glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


@contextmanager
def making(place: Path) -> Iterator[Path]:
    """A folder to build a snapshot in, which becomes `place` in one step once it is whole and on the disk."""
    work = place.parent / f".work-{place.name}"
    work.mkdir(parents=True)
    try:
        yield work
        durable.sync_all(work)
        if place.exists():  # and is damaged, or it would not be made again
            place.rename(place.with_name(f".gone-{place.name}"))
        work.rename(place)
        durable.sync(place.parent)
    except duckdb.Error as error:
        raise StoreError(f"The snapshot could not be built, and nothing was changed: {error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(place.with_name(f".gone-{place.name}"), ignore_errors=True)


def checksums(work: Path) -> dict[str, str]:
    """SHA-256 of each file in a folder, by its name from there."""
    return {p.relative_to(work).as_posix(): store.file_checksum(p) for p in sorted(work.rglob("*")) if p.is_file()}


def rollback(snapshot_id: str | None = None) -> Snapshot:
    """Show readers an older snapshot: the one of this id, or the one exported before the current one."""
    with writing():
        if snapshot_id is None:
            shown = store.current()
            older = [s for s in store.snapshots() if s.exported_at < shown.exported_at]
            if not older:
                raise StoreError(f"There is no snapshot older than {shown.id}. `snapshots` lists those there are.")
            snapshot_id = older[0].id
        wanted = store.snapshot(snapshot_id)
        if wanted.compares:
            raise StoreError(f"{snapshot_id} is a comparison of two snapshots; name one of these.")
        store.verify(wanted.id)
        store.point_to(wanted.id)
        return wanted


def pins() -> dict[str, str]:
    """The pinned snapshots, each with the reason for which it is kept."""
    path = store.folder() / PINS
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError:
        raise StoreError(f"{path} is damaged. Restore it from a copy, or remove it and pin again.") from None


def pin(snapshot_id: str, reason: str) -> None:
    """Keep a snapshot whatever is pruned, such as one that a report quotes."""
    with writing():
        store.snapshot(snapshot_id)
        _write(PINS, {**pins(), snapshot_id: reason})


def unpin(snapshot_id: str) -> None:
    """Let a pinned snapshot be pruned like any other."""
    with writing():
        kept = pins()
        if kept.pop(snapshot_id, None) is None:
            raise StoreError(f"{snapshot_id} is not pinned. `snapshots` says which are.")
        _write(PINS, kept)


def kept() -> dict[str, str]:
    """Why each snapshot that pruning keeps is kept, by id."""
    found: dict[str, str] = {}
    every = store.snapshots()
    quarters: set[tuple[int, int]] = set()
    for place, one in enumerate(every):
        quarter = (one.as_of.year, (one.as_of.month + 2) // 3)
        if place < NEWEST:
            found[one.id] = "one of the newest"
        elif quarter not in quarters:
            found[one.id] = f"the last of {quarter[0]} Q{quarter[1]}"
        quarters.add(quarter)
    found |= {name: f"pinned: {reason}" for name, reason in pins().items()}
    if shown := store.current_id():
        found[shown] = "what readers see"
    return found


def prune(*, rehearse: bool = False) -> list[Snapshot]:
    """Remove the snapshots that `kept` does not name, with the comparisons of them; returns what is removed."""
    with writing():
        keep = kept()
        gone = [s for s in store.everything() if not set(s.compares or [s.id]) <= set(keep)]
        if not rehearse:
            for one in gone:
                remove(one, f"was pruned on {_today()}")
        return gone


def remove(snapshot: Snapshot, why: str) -> None:
    """Remove a snapshot for good; only who is `writing` may. `why` is told to whoever asks for it later."""
    if not snapshot.compares:  # a comparison can be made again
        _write(store.GONE, {**store.gone(), snapshot.id: why})
        mirror.remove(snapshot.id)
    place = store.folder() / snapshot.id
    waiting = place.with_name(f".gone-{snapshot.id}")
    place.rename(waiting)
    durable.sync(store.folder())
    shutil.rmtree(waiting)
    store.released_with(snapshot.id).unlink(missing_ok=True)


def found_again(snapshot_id: str) -> None:
    """Forget that a snapshot was removed, because it was published again."""
    removed = store.gone()
    if removed.pop(snapshot_id, None) is not None:
        _write(store.GONE, removed)


def _write(name: str, content: dict[str, str]) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    mirror.write(name, text)
    durable.write_text(store.folder() / name, text)


def _today() -> date:
    return datetime.now(UTC).date()
