"""Before serving: something must be published, and made by this code."""

from collections.abc import Callable
from pathlib import Path

from impact import publish, store
from impact.demo import build
from impact.settings import DEMO

Progress = Callable[[str, float], None]


def prepare(progress: Progress) -> store.Snapshot:
    """Publish the demonstration where nothing is published yet; build a snapshot of older code or DuckDB anew."""
    current = store.current_id()
    if current is None:
        return publish.publish(_demonstration(progress), progress).snapshot
    snapshot = store.snapshot(current)
    if publish.is_current(snapshot):
        return snapshot
    progress("The code has changed since this snapshot was made: building it anew", 0.0)
    return publish.publish(store.folder() / current / "export", progress).snapshot


def _demonstration(progress: Progress) -> Path:
    export = DEMO / "export"
    if not (export / "manifest.json").is_file():
        progress("Nothing is published: writing the demonstration export", 0.0)
        build(export, progress=progress)
    return export
