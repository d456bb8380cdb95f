"""A snapshot: immutable, made of what it says, readable by whom it should be, and noticed when it was changed."""

import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from impact import building, store, warehouse
from impact import publish as publishing
from impact.ask import ask
from impact.publish import is_current, publish
from impact.serving import prepare
from impact.store import Snapshot, StoreError
from impact.warehouse import WarehouseError
from tests import drawn

ONE = "enterprise_id | name | iso3 | isic\ne1 | One | KEN | 14"
TWO = ONE + "\ne2 | Two | KEN | 14"


def enterprises() -> int:
    return len(ask("filters/options").only(filter="country").frame)


def test_a_snapshot_holds_the_export_the_tables_and_a_manifest_of_checksums(
    published: Callable[..., Snapshot], empty_store: Path
) -> None:
    snapshot = published(enterprises=ONE)
    place = empty_store / snapshot.id
    held = {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()}
    assert held == {*snapshot.files, "manifest.json"}
    assert {"tables.duckdb", "export/manifest.json", "export/enterprises.parquet"} <= held
    for name, checksum in snapshot.files.items():
        assert store.file_checksum(place / name) == checksum
    assert snapshot.rows["enterprises"] == 1


def test_publishing_the_same_twice_is_nothing(
    published: Callable[..., Snapshot], empty_store: Path, tmp_path: Path
) -> None:
    first = published(enterprises=ONE)
    before = {
        p: p.stat().st_mtime_ns for p in empty_store.rglob("*") if p.is_file() and p.name not in ("current", ".lock")
    }
    again = publish(tmp_path / "export")
    assert not again.new
    assert again.snapshot.id == first.id
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_an_id_is_made_from_what_the_export_says_and_the_code_that_reads_it(
    tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(drawn.export(tmp_path / "one", enterprises=ONE)).snapshot
    second = publish(drawn.export(tmp_path / "two", enterprises=TWO)).snapshot
    assert first.id != second.id
    assert store.current_id() == second.id
    assert {s.id for s in store.snapshots()} == {first.id, second.id}
    code = publishing.code()
    monkeypatch.setattr(publishing, "code", lambda: {**code, "catalogue": "changed"})
    assert not is_current(second)
    assert publish(tmp_path / "two").new


def test_readers_of_an_old_snapshot_keep_it_when_a_new_one_is_published(tmp_path: Path, empty_store: Path) -> None:
    old = publish(drawn.export(tmp_path / "one", enterprises=ONE)).snapshot
    assert ask("results/country_map").frame["country"].tolist() == ["Kenya"]
    publish(drawn.export(tmp_path / "two", enterprises=ONE.replace("KEN", "GHA")))
    assert ask("results/country_map").frame["country"].tolist() == ["Ghana"]
    assert ask("results/country_map", snapshot_id=old.id).frame["country"].tolist() == ["Kenya"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_export_as_received_is_readable_by_its_owner_only(
    published: Callable[..., Snapshot], empty_store: Path
) -> None:
    place = empty_store / published(enterprises=ONE).id / "export"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in place.rglob("*") if p.is_file())


def test_what_the_server_opens_holds_no_pseudonym(demo: Path, demo_export: Path) -> None:
    people = pq.read_table(demo_export / "attendances.parquet")["person_id"].to_pylist()
    person = next(p for p in people if p)
    warehouse.close()  # which publishing opened, by other settings
    with duckdb.connect(str(store.tables_of(store.current().id)), read_only=True) as con:
        columns = con.execute(
            "select table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
        ).fetchall()
        assert ("attendances", "person_id") not in columns
        for table, column in columns:
            found = con.execute(f'select count(*) from base."{table}" where "{column}" = ?', [person]).fetchone()
            assert found == (0,), f"{table}.{column}"


def test_a_changed_snapshot_is_noticed_and_refused(published: Callable[..., Snapshot], empty_store: Path) -> None:
    snapshot = published(enterprises=ONE)
    path = empty_store / snapshot.id / "tables.duckdb"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(StoreError, match=r"tables\.duckdb is not what the snapshot's manifest says"):
        ask("results/overview")


def test_a_pointer_to_a_snapshot_that_is_gone_is_told(published: Callable[..., Snapshot], empty_store: Path) -> None:
    shutil.rmtree(empty_store / published(enterprises=ONE).id)
    with pytest.raises(StoreError, match="There is no snapshot"):
        store.current()


def test_a_damaged_manifest_is_told(published: Callable[..., Snapshot], empty_store: Path) -> None:
    (empty_store / published(enterprises=ONE).id / "manifest.json").write_text("{}")
    with pytest.raises(StoreError, match=r"manifest\.json is damaged"):
        store.snapshots()


def test_nothing_but_the_snapshot_can_be_read_or_changed_by_a_statement(published: Callable[..., Snapshot]) -> None:
    snapshot = published(enterprises=ONE)
    for statement in (
        "select * from read_csv('/etc/passwd')",
        "delete from base.enterprises",
        "set enable_external_access = true",
    ):
        with pytest.raises(WarehouseError):
            warehouse.run(snapshot.id, drawn_owner(), "aggregate", statement, {})


def drawn_owner() -> object:
    from impact.access import OWNER

    return OWNER


def test_an_absent_optional_table_is_empty_and_named(empty_store: Path, tmp_path: Path) -> None:
    export = drawn.export(tmp_path / "export", leave_out=("stories", "suggestions"), enterprises=ONE)
    snapshot = publish(export).snapshot
    assert snapshot.absent == ["suggestions", "stories"]
    assert ask("results/country_stories").absent == ["suggestions", "stories"]
    assert ask("results/country_stories").empty


def test_a_failed_build_leaves_nothing_behind(
    empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = drawn.export(tmp_path / "export", enterprises=ONE)

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(building, "_gather_indicators", fail)
    with pytest.raises(RuntimeError):
        publish(export)
    assert [p.name for p in empty_store.iterdir()] == [".lock"]


def test_serving_builds_a_snapshot_of_older_code_anew(
    published: Callable[..., Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = published(enterprises=ONE)
    assert prepare(lambda what, share: None).id == old.id
    code = publishing.code()
    monkeypatch.setattr(publishing, "code", lambda: {**code, "tables": "newer"})
    new = prepare(lambda what, share: None)
    assert new.id != old.id
    assert new.export_id == old.export_id
