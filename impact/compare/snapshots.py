"""Two snapshots compared: what moved and why, kept in the store as what it is made of, and asked like a snapshot."""

import hashlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from impact import catalogue, keeping, publish, questions, statements, store
from impact.compare import rows
from impact.compare.movement import STEPS, split
from impact.compare.values import Place, State, of_export, of_snapshot
from impact.contract import tables
from impact.store import Snapshot, StoreError

Progress = Callable[[str, float], None]
MOST_REVISIONS = 200
_COUNTS = ("sum", "distinct", "latest")


def compare(old_id: str, new_id: str, progress: Progress = lambda what, share: None) -> Snapshot:
    """What changed from one snapshot to another; comparing the same two again is nothing.

    Raises StoreError where the two are one, or one is gone.
    """
    old, new = store.snapshot(old_id), store.snapshot(new_id)
    if old.id == new.id or old.compares or new.compares:
        raise StoreError("A comparison needs two different snapshots. `snapshots` lists those there are.")
    made_from = {"old": old.id, "new": new.id, **publish.code()}
    compared = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:16]
    place = store.folder() / compared
    if (place / "manifest.json").is_file():
        return store.snapshot(compared)
    with tempfile.TemporaryDirectory(dir=store.folder(), prefix=".compare-") as spare, duckdb.connect() as con:
        progress("Matching rows", 0.0)
        before, after = (store.folder() / one.id / "export" for one in (old, new))
        changes = rows.match(con, before, after, Path(spare) / "absent", old.as_of)
        states = _states(con, old, new, changes, Path(spare), progress)
        progress("Writing down what moved", 0.95)
        with keeping.writing(), keeping.making(place) as work:
            _write(con, work / store.TABLES, old, new, states, changes)
            about = new.model_dump(include={"exported_at", "source", "format", "duckdb"})
            manifest = Snapshot(
                id=compared,
                export_id=f"{old.export_id} → {new.export_id}",
                synthetic=old.synthetic or new.synthetic,
                made_from=made_from,
                rows={},
                absent=[],
                files=keeping.checksums(work),
                compares=[old.id, new.id],
                **about,
            )
            store.write_manifest(work, manifest)
    return store.snapshot(compared)


def comparisons() -> list[Snapshot]:
    """The comparisons that were made and whose snapshots are both there, newest first."""
    there = {one.id for one in store.snapshots()}
    return [one for one in store.everything() if one.compares and set(one.compares) <= there]


def _states(
    con: duckdb.DuckDBPyConnection,
    old: Snapshot,
    new: Snapshot,
    changes: dict[str, dict[int, int]],
    spare: Path,
    progress: Progress,
) -> list[State]:
    """The old snapshot's state, those after each of STEPS, and the new snapshot's; only what differs is built."""
    found = [of_snapshot(old)]
    found.append(found[0] if publish.is_current(old) else of_export(store.folder() / old.id / "export", old.as_of))
    for taken, name in enumerate(STEPS[1:4], start=1):
        if not any(steps.get(taken) for steps in changes.values()):
            found.append(found[-1])
            continue
        progress(f"Counting as it is with data that were {name}", 0.2 * taken)
        found.append(of_export(rows.hybrid(con, taken, spare / name), old.as_of))
    shown = of_snapshot(new)
    found.append(shown if publish.is_current(new) else of_export(store.folder() / new.id / "export", new.as_of))
    return [*found, shown]


def _write(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    old: Snapshot,
    new: Snapshot,
    states: list[State],
    changes: dict[str, dict[int, int]],
) -> None:
    revised = _revisions(con)
    with duckdb.connect(str(path)) as kept:
        for name, one in (("old", old), ("new", new)):
            kept.execute(statements.attach(store.tables_of(one.id), name, read_only=True))
        kept.execute(questions.read("compare/tables"))
        _add(kept, "compare/add_movement", [row for place in _places(states) for row in _movement(place, states)])
        counted = [
            {"table_name": name, "step": STEPS[step], "changed_rows": count}
            for name, steps in changes.items()
            for step, count in steps.items()
            if step
        ]
        _add(kept, "compare/add_row_change", counted)
        _add(kept, "compare/add_revision", revised)


def _places(states: list[State]) -> list[Place]:
    return sorted({place for state in states for place in state.values})


def _movement(place: Place, states: list[State]) -> list[dict[str, object]]:
    """The rows of one indicator at one place: one for each step, with the enterprises that it moved."""
    known = catalogue.indicators().get(place[0])
    # Where nothing was expected, a count is 0 and a share is not known.
    nothing = 0.0 if known and known.aggregation in _COUNTS else None
    values = [state.values.get(place, nothing) for state in states]
    moved = split(values[:-1], values[-1])
    same: dict[str, object] = {"indicator": place[0], "place": place[1], "status": moved.status}
    same |= {"old_value": moved.old, "new_value": moved.new}
    same |= {"resting_on": min(states[0].resting_on(place), states[-1].resting_on(place))}
    found = []
    for number, name in enumerate(STEPS, start=1):
        touched = states[number - 1].touched(states[number], place)
        if name == "definition":
            touched += states[-2].touched(states[-1], place)
        part: dict[str, object] = {
            "step_no": number,
            "step": name,
            "part": moved.parts.get(name),
            "enterprises": touched,
        }
        found.append({**same, **part})
    return found


def _revisions(con: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """The largest revisions of each number of each table."""
    found: list[dict[str, object]] = []
    for name, table in tables().items():
        numbers = [c for c, column in table.columns.items() if column.type in ("number", "integer")]
        key = " || ' ' || ".join(f"now.{k}::varchar" for k in table.key)
        enterprise = "now.enterprise_id" if "enterprise_id" in table.columns else "null"
        for column in numbers:
            pieces = {"table": name, "column": column, "key": key, "enterprise": enterprise}
            sql = statements.filled_in("compare/revisions", **pieces)
            found += con.execute(sql, {"most": MOST_REVISIONS}).df().astype(object).to_dict("records")
    return found


def _add(kept: duckdb.DuckDBPyConnection, statement: str, found: list[dict[str, object]]) -> None:
    if found:
        kept.executemany(questions.read(statement), found)
