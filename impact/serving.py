"""Before serving: something must be published, and made by this code."""

from collections.abc import Callable
from pathlib import Path

from impact import audit, publish, store
from impact.demo import build
from impact.settings import DEMO, settings
from impact.viewers import OWNER_ID

Progress = Callable[[str, float], None]


def prepare(progress: Progress) -> store.Snapshot:
    """Publish the demonstration where nothing is published yet; build a snapshot of older code or DuckDB anew."""
    current = store.current_id()
    if current is None and settings().bucket:
        # Others may read from there too: nothing is put there unasked.
        raise store.StoreError(f"Nothing is published in {store.where()}. Publish an export: python -m impact publish.")
    if current is None:
        return _noted(publish.publish(_demonstration(progress), progress).snapshot, progress)
    snapshot = store.snapshot(current)
    if snapshot.audience == "public" or publish.is_current(snapshot):
        return snapshot
    progress("The code has changed since this snapshot was made: building it anew", 0.0)
    return _noted(publish.publish(store.folder() / current / "export", progress).snapshot, progress)


def _noted(snapshot: store.Snapshot, progress: Progress) -> store.Snapshot:
    if not audit.noted("published", OWNER_ID, snapshot.export_id, snapshot.id):
        progress("Publishing could not be noted in the audit", 1.0)
    return snapshot


def _demonstration(progress: Progress) -> Path:
    export = DEMO / "export"
    if not (export / "manifest.json").is_file():
        progress("Nothing is published: writing the demonstration export", 0.0)
        build(export, progress=progress)
    return export
