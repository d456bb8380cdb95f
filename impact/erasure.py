"""Erasing an enterprise or a person: each snapshot that knows them is built anew without them, and removed."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from impact import keeping, state, store
from impact.contract import tables
from impact.manifest import NAME, Manifest, parts, write_manifest
from impact.publish import publish
from impact.store import Snapshot, StoreError

WHAT = ("enterprise", "person")
SPARE = ".erase-"
PHOTOS = {"photo", "photo_before", "photo_after"}
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Erased:
    """A snapshot that is gone, the one in its place, and how many rows were removed or made nobody's."""

    before: str
    after: Snapshot
    rows: int


def erase(what: str, subject: str, progress: Progress = lambda what, share: None) -> list[Erased]:
    """Erase an enterprise with all that hangs on it, or a person's pseudonym, from the store.

    An enterprise's rows go, with those of its engagements, plans, sessions and attendances, its photos, and what it
    answered. A person's attendances stay as those of nobody known, so that counts of attendances do not move. What
    readers see is the same export as before, without them. Raises StoreError where no snapshot knows the subject.
    """
    for path in store.folder().glob(f"{SPARE}*"):  # of one that died at it
        shutil.rmtree(path)
    shown = store.current_id()
    done: list[Erased] = []
    for one in reversed(store.snapshots()):  # the newest last
        with tempfile.TemporaryDirectory(dir=store.folder(), prefix=SPARE) as spare:
            copy = Path(spare) / "export"
            rows = _without(store.folder() / one.id / "export", copy, what, subject)
            if rows:
                progress(f"Building {one.export_id} without the {what}", len(done))
                done.append(Erased(one.id, publish(copy, show=False).snapshot, rows))
    if what == "enterprise":
        state.erase_replies(subject)
    if not done:
        raise StoreError(f"No snapshot in {store.where()} knows the {what} '{subject}'.")
    in_place_of = {one.before: one.after.id for one in done}
    kept = keeping.pins()
    for old, new in in_place_of.items():
        if old in kept:
            keeping.pin(new, kept[old])
            keeping.unpin(old)
    if shown in in_place_of:
        keeping.rollback(in_place_of[shown])
    with keeping.writing():
        for one in store.everything():
            if {one.id, *one.compares} & set(in_place_of):
                keeping.remove(one, "was built anew, because somebody asked to be erased")
    return done


def _without(export: Path, copy: Path, what: str, subject: str) -> int:
    """Copy an export without the subject; returns how many rows that concerns. The copy is whole only if there are."""
    gone: dict[str, set[object]] = {"enterprises": {subject}} if what == "enterprise" else {}
    copy.mkdir()
    count = 0
    photos: set[str] = set()
    # Twice: a table may be referred to by one that stands before it.
    for _ in range(2):
        for name, table in tables().items():
            if what == "enterprise" and (files := parts(export, name)):
                lost = pa.concat_tables([_lost(pq.read_table(f, partitioning=None), name, gone) for f in files])
                if len(table.key) == 1:
                    gone.setdefault(name, set()).update(lost[table.key[0]].to_pylist())
    for name in tables():
        for path in parts(export, name):
            held = pq.read_table(path, partitioning=None)
            if what == "person":
                kept, touched = _nobody(held, subject)
            else:
                lost = _lost(held, name, gone)
                kept, touched = held.filter(pc.invert(_mask(held, name, gone))), len(lost)
                photos |= {str(photo) for c in PHOTOS & set(lost.column_names) for photo in lost[c].to_pylist()}
            count += touched
            target = copy / path.relative_to(export)
            target.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(kept, target)
    if not count:
        return 0
    for path in sorted((export / "photos").glob("*")):
        if path.name not in photos:
            (copy / "photos").mkdir(exist_ok=True)
            shutil.copyfile(path, copy / "photos" / path.name)
    said = Manifest.model_validate_json((export / NAME).read_text(encoding="utf-8"))
    write_manifest(copy, said.export_id, said.exported_at, said.source, synthetic=said.synthetic)
    return count


def _nobody(held: pa.Table, person: str) -> tuple[pa.Table, int]:
    if "person_id" not in held.column_names:
        return held, 0
    at = held.column_names.index("person_id")
    column = held["person_id"].cast(pa.string())
    is_person = pc.fill_null(pc.equal(column, person), False)
    cleared = pc.if_else(is_person, pa.scalar(None, pa.string()), column)
    return held.set_column(at, "person_id", cleared), pc.sum(is_person).as_py() or 0


def _lost(held: pa.Table, name: str, gone: dict[str, set[object]]) -> pa.Table:
    return held.filter(_mask(held, name, gone))


def _mask(held: pa.Table, name: str, gone: dict[str, set[object]]) -> pa.ChunkedArray:
    """The rows that are gone themselves, or refer to one that is."""
    table = tables()[name]
    mask = pa.chunked_array([pa.array([False] * len(held), pa.bool_())])
    of = {column: c.refers_to for column, c in table.columns.items() if c.refers_to}
    if len(table.key) == 1 and table.key[0] not in of:
        of[table.key[0]] = name
    for column, target in of.items():
        if column in held.column_names and gone.get(target):
            found = pc.is_in(held[column], value_set=pa.array(sorted(map(str, gone[target])), held[column].type))
            mask = pc.or_(mask, pc.fill_null(found, False))
    return mask
