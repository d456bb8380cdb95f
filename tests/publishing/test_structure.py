"""What is wrong with an export is told by name, with what to do; nothing of it is published."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from impact import contract, store
from impact.intake.structure import ExportError, inspect
from impact.publish import publish
from tests import drawn


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return drawn.export(tmp_path / "export")


def rewrite(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(change(pq.read_table(path)), path)


def edit_manifest(export: Path, **values: object) -> None:
    path = export / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def as_text(table: pa.Table) -> pa.Table:
    return table.set_column(table.schema.get_field_index("joined_on"), "joined_on", pa.array([], pa.string()))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder that is not there": (lambda e: e.rename(e.parent / "away"), "no such folder"),
    "an empty folder": (lambda e: [p.unlink() for p in e.iterdir()], "the folder is empty"),
    "no manifest": (lambda e: (e / "manifest.json").unlink(), "the export has no manifest"),
    "a manifest that is no JSON": (
        lambda e: (e / "manifest.json").write_text("{"),
        "manifest.json: the file: Invalid JSON",
    ),
    "a manifest in another encoding": (lambda e: (e / "manifest.json").write_bytes(b"\xff\xfe{\x00"), "not UTF-8"),
    "a manifest without a date": (lambda e: edit_manifest(e, exported_at=None), "manifest.json: exported_at"),
    "another format": (lambda e: edit_manifest(e, format=2), "is of format 2, and this dashboard reads format 1"),
    "a missing required table": (
        lambda e: (e / "enterprises.parquet").unlink(),
        "enterprises: the required table is missing",
    ),
    "a table that only the manifest has": (
        lambda e: (e / "stories.parquet").unlink(),
        "stories: the manifest names it",
    ),
    "a table that the manifest has not": (lambda e: edit_manifest(e, tables={}), "the manifest does not name it"),
    "a missing column": (
        lambda e: rewrite(e / "enterprises.parquet", lambda t: t.drop_columns(["isic"])),
        "enterprises.parquet: column 'isic' is missing",
    ),
    "a column of another type": (
        lambda e: rewrite(e / "enterprises.parquet", as_text),
        "enterprises.parquet: column 'joined_on' is string, and must be date",
    ),
    "a truncated file": (lambda e: cut(e / "sessions.parquet"), "sessions.parquet: cannot be read as Parquet"),
    "an empty file": (
        lambda e: (e / "sessions.parquet").write_bytes(b""),
        "sessions.parquet: cannot be read as Parquet",
    ),
    "a file that is no Parquet": (
        lambda e: (e / "donors.parquet").write_text("id,name\n1,x\n"),
        "donors.parquet: cannot be read",
    ),
    "rows that the manifest does not count": (
        lambda e: edit_manifest(
            e, tables={**json.loads((e / "manifest.json").read_text())["tables"], "donors": {"rows": 9, "sha256": "0"}}
        ),
        "donors: has 0 rows, and the manifest says 9",
    ),
    "a changed byte": (
        lambda e: rewrite(e / "donors.parquet", lambda t: t.replace_schema_metadata({"by": "someone"})),
        "donors: its checksum is not the manifest's",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_export_is_refused_by_name_and_nothing_is_published(
    what: str, export: Path, empty_store: Path
) -> None:
    breaking, message = BROKEN[what]
    breaking(export)
    with pytest.raises(ExportError, match=".*" + message.replace("(", r"\(")):
        publish(export)
    assert store.current_id() is None
    assert list(empty_store.iterdir()) == []


def test_every_problem_is_told_at_once(export: Path) -> None:
    (export / "modules.parquet").unlink()
    cut(export / "sessions.parquet")
    with pytest.raises(ExportError) as error:
        inspect(export)
    assert len(error.value.problems) == 2


def test_an_absent_optional_table_is_no_problem(tmp_path: Path) -> None:
    whole = drawn.export(tmp_path / "without", leave_out=("stories", "suggestions"))
    assert "stories" not in inspect(whole).tables


def test_a_table_may_come_in_parts(tmp_path: Path) -> None:
    donors = "donor_id | name\nd1 | One\nd2 | Two"
    export = drawn.export(tmp_path / "parts", donors=donors)
    table = pq.read_table(export / "donors.parquet")
    (export / "donors.parquet").unlink()
    (export / "donors").mkdir()
    for part in range(2):
        pq.write_table(table.slice(part, 1), export / "donors" / f"part-{part}.parquet")
    drawn.write_manifest(export, "parts", drawn.EXPORTED_AT, "drawn in parts", synthetic=False)
    assert inspect(export).tables["donors"].rows == 2


@pytest.mark.parametrize("path", contract.generated(), ids=lambda p: p.name)
def test_what_is_written_from_the_contract_is_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == contract.generated()[path], "run `make contract`"


def test_the_contract_is_sound() -> None:
    tables = contract.tables()
    for table in tables.values():
        assert set(table.key) <= set(table.columns)
        for name, column in table.columns.items():
            assert column.refers_to is None or column.refers_to in tables, f"{table.table}.{name}"
    assert len(tables) == 33


def test_the_as_of_day_is_the_day_in_utc(export: Path) -> None:
    edit_manifest(export, exported_at="2024-09-01T01:30:00+05:30")
    assert inspect(export).exported_at.date().isoformat() == "2024-08-31"
