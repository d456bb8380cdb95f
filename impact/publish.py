"""Publishing: an export becomes an immutable snapshot, and one pointer moves."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from impact import keeping, mirror, questions, store
from impact.building import build
from impact.contract import tables
from impact.intake.findings import Finding, Progress
from impact.intake.structure import inspect
from impact.manifest import NAME, Manifest, parts
from impact.releasing import release
from impact.settings import CONTRACT, QUERIES, REFERENCE


@dataclass(frozen=True)
class Published:
    """A snapshot, and whether this call made it (false: it was there already)."""

    snapshot: store.Snapshot
    new: bool


def publish(
    export: Path,
    progress: Progress = lambda what, share: None,
    patience: float = keeping.PATIENCE,
    *,
    show: bool = True,
    findings: Sequence[Finding] = (),
) -> Published:
    """Check the export's structure, build the snapshot, move the pointer. Publishing the same twice is nothing.

    Whenever it is cut short, readers see the old snapshot or the new one, whole. Another publisher is waited for, up to
    `patience` seconds. A snapshot that was changed on disk is built anew. Without `show` the pointer stays where it is.
    """
    progress("Checking the export", 0.0)
    manifest = inspect(export)
    with keeping.writing(patience, lambda holder: progress(f"Waiting for another publisher ({holder})", 0.0)):
        made_from = _made_from(export, manifest)
        snapshot_id = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:16]
        new = not store.is_whole(snapshot_id)
        if new:
            _make(export, manifest, made_from, store.folder() / snapshot_id, findings, progress)
            keeping.found_again(snapshot_id)
        progress("Working out what is withheld", 0.95)
        known = store.released_with(snapshot_id).is_file()
        release(snapshot_id)
        mirror.push(store.snapshot(snapshot_id))
        if show:
            with mirror.shown_or_withdrawn(snapshot_id, known=known):
                store.point_to(snapshot_id)
    progress("Published", 1.0)
    return Published(store.snapshot(snapshot_id), new)


def is_current(snapshot: store.Snapshot) -> bool:
    """Was the snapshot made by this code and this version of DuckDB?"""
    return all(snapshot.made_from.get(name) == value for name, value in code().items())


def _made_from(export: Path, manifest: Manifest) -> dict[str, str]:
    """Everything that decides what a snapshot holds, as names and hashes."""
    stated = json.dumps(manifest.model_dump(mode="json"), sort_keys=True)
    # The export's manifest does not speak of photos.
    photos = "".join(f"{p.name}\0{store.file_checksum(p)}\n" for p in _photos(export))
    pictures = {"photos": hashlib.sha256(photos.encode()).hexdigest()} if photos else {}
    return {"export": hashlib.sha256(stated.encode()).hexdigest(), **pictures, **code()}


def _photos(export: Path) -> list[Path]:
    return [p for p in sorted((export / "photos").glob("*")) if p.is_file()]


def code() -> dict[str, str]:
    """What of the code decides what a snapshot holds, as names and hashes."""
    folders = {
        "contract": sorted(CONTRACT.glob("*.yaml")),
        "reference": sorted(REFERENCE.glob("*.csv")),
        "catalogue": sorted((QUERIES / "indicators").glob("*.*")),
        "tables": [
            p for f in ("export", "reference", "built", "built/steps", "built/tables") for p in questions.files(f)
        ],
    }
    # DuckDB's file format may change with the first two parts of its version.
    version = ".".join(duckdb.__version__.split(".")[:2])
    return {name: _hash_of(files) for name, files in folders.items()} | {"duckdb": version}


def _hash_of(files: list[Path]) -> str:
    # Line ends differ between checkouts of one commit; what a file says does not.
    texts = [f"{f.name}\0{f.read_text(encoding='utf-8')}" for f in files]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _make(
    export: Path,
    manifest: Manifest,
    made_from: dict[str, str],
    place: Path,
    findings: Sequence[Finding],
    progress: Progress,
) -> None:
    with keeping.making(place) as work:
        _copy(export, work / "export")
        inspect(work / "export")  # again: it may have been written to meanwhile
        rows, absent = build(work / store.TABLES, work / "export", manifest.exported_at.date(), findings, progress)
        snapshot = store.Snapshot(
            id=place.name,
            made_from=made_from,
            duckdb=duckdb.__version__,
            rows=rows,
            absent=absent,
            findings=Counter(finding.severity for finding in findings),
            files=keeping.checksums(work),
            **manifest.model_dump(include={"export_id", "exported_at", "source", "synthetic", "format"}),
        )
        store.write_manifest(work, snapshot)


def _copy(export: Path, place: Path) -> None:
    """Keep the export as received, for its owner only."""
    place.mkdir(parents=True, mode=0o700)
    place.parent.chmod(0o755)
    wanted = [p for name in tables() for p in parts(export, name)] + [export / NAME]
    wanted += _photos(export)
    for path in wanted:
        target = place / path.relative_to(export)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        target.chmod(0o600)
