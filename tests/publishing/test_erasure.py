"""Erasure: what was in every snapshot before is in no byte of the store afterwards, and the rest is as it was."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from impact import erasure, keeping, state, store, warehouse
from impact.ask import ask
from impact.publish import publish
from impact.store import GoneError, StoreError
from tests import drawn
from tests.drawn import EXPORTED_AT

CANARY = "Canary Knitwear 7731"
PERSON = "canary-person-7731"
ENTERPRISES = f"enterprise_id | name | iso3 | isic\ncanary-id-7731 | {CANARY} | KEN | 14\ne2 | Two | KEN | 14"
TABLES = {
    "modules": "module\nm1",
    "projects": "project_id\np1",
    "engagements": "engagement_id | enterprise_id | module | project_id\ng1 | canary-id-7731 | m1 | p1\ng2 | e2 | m1 | p1",
    "sessions": "session_id | kind | module | project_id | iso3\ns1 | classroom | m1 | p1 | KEN",
    "attendances": "attendance_id | session_id | engagement_id | enterprise_id | person_id | sex | role\n"
    f"a1 | s1 | g1 | canary-id-7731 | {PERSON} | female | worker\na2 | s1 | g2 | e2 | other | male | worker",
    "improvement_projects": "improvement_id | enterprise_id | title | status\ni1 | canary-id-7731 | canary-title-7731 | completed",
}


def words(place: Path) -> str:
    """All that a store says: each text of each table and Parquet file, opened as its readers do, and the raw bytes."""
    warehouse.close()  # which publishing opened, by other settings
    found = []
    for path in (p for p in place.rglob("*") if p.is_file()):
        found.append(path.read_bytes().decode("latin-1"))
        if path.suffix == ".parquet":
            found.append(str(pq.read_table(path, partitioning=None).to_pylist()))
        if path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as con:
                for (name,) in con.execute("select table_name from information_schema.tables").fetchall():
                    found.append(str(con.execute(f'select * from base."{name}"').fetchall()))
    return "\n".join(found)


@pytest.fixture
def two_snapshots(empty_store: Path, tmp_path: Path) -> tuple[str, str]:
    old = publish(drawn.export(tmp_path / "old", **TABLES, enterprises=ENTERPRISES)).snapshot
    more = ENTERPRISES + "\ne3 | Three | GHA | 14"
    new = publish(drawn.export(tmp_path / "new", **TABLES, enterprises=more)).snapshot
    return old.id, new.id


def test_an_erased_enterprise_is_in_no_byte_of_any_snapshot(two_snapshots: tuple[str, str], empty_store: Path) -> None:
    keeping.pin(two_snapshots[0], "quoted")
    state.add_reply("canary-id-7731", "", "canary-answer-7731", "owner", EXPORTED_AT.date(), two_snapshots[1])
    before = words(empty_store)
    assert all(word in before for word in (CANARY, PERSON, "canary-id-7731", "canary-title-7731", "canary-answer-7731"))
    assert ask("enterprises/find", words="Canary").frame["name"].tolist() == [CANARY]
    done = erasure.erase("enterprise", "canary-id-7731")
    warehouse.close()
    assert {one.before for one in done} == set(two_snapshots)
    assert "canary" not in words(empty_store).lower()
    assert store.current().id == next(d.after.id for d in done if d.before == two_snapshots[1])
    assert list(keeping.pins()) == [next(d.after.id for d in done if d.before == two_snapshots[0])]
    assert store.current().rows["enterprises"] == 2
    assert ask("results/overview").frame.set_index("indicator")["value"]["attendances"] == 1
    with pytest.raises(GoneError, match="asked to be erased"):
        store.snapshot(two_snapshots[0])


def test_an_erased_person_leaves_an_attendance_of_nobody_known(
    two_snapshots: tuple[str, str], empty_store: Path
) -> None:
    assert PERSON in words(empty_store)
    erasure.erase("person", PERSON)
    warehouse.close()
    assert PERSON not in words(empty_store)
    assert CANARY in words(empty_store)
    values = ask("results/overview").frame.set_index("indicator")["value"]
    assert values["attendances"] == 2
    assert store.current().rows["enterprises"] == 3


def test_whom_nobody_knows_cannot_be_erased(two_snapshots: tuple[str, str]) -> None:
    with pytest.raises(StoreError, match="knows the enterprise 'nobody'"):
        erasure.erase("enterprise", "nobody")
    assert {s.id for s in store.snapshots()} == set(two_snapshots)
