"""The structure of an export: its manifest, its tables, their columns and types, and its checksums."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from impact.contract import FORMAT, Table, fits, tables
from impact.manifest import NAME, Manifest, checksum, parts


class ExportError(Exception):
    """An export that may not be published; `problems` names each thing that is wrong and what to do."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def inspect(folder: Path) -> Manifest:
    """The export's manifest, once its structure is found whole; every problem found is told at once."""
    manifest = _manifest(folder)
    problems = []
    for table in tables().values():
        files = parts(folder, table.table)
        if not files and table.required:
            problems.append(f"{table.table}: the required table is missing. Add {table.table}.parquet to {folder}.")
        elif files:
            found = [p for file in files for p in _table_problems(folder, file, table)]
            problems += found or _manifest_problems(folder, manifest, table, files)
        elif table.table in manifest.tables:
            problems.append(f"{table.table}: the manifest names it, but {table.table}.parquet is not in {folder}.")
    if problems:
        raise ExportError(problems)
    return manifest


def _manifest(folder: Path) -> Manifest:
    if not folder.is_dir():
        raise ExportError([f"{folder}: there is no such folder. Name the folder that holds the export."])
    if not any(folder.iterdir()):
        raise ExportError([f"{folder}: the folder is empty. Export the database into it, or name another folder."])
    path = folder / NAME
    if not path.is_file():
        raise ExportError([f"{path}: the export has no manifest. Export it again, or write the manifest."])
    manifest = read_manifest(path)
    if manifest.format != FORMAT:
        wrong = f"is of format {manifest.format}, and this dashboard reads format {FORMAT}"
        raise ExportError([f"{path}: {wrong}. Export it in that format, or use a dashboard that reads the other."])
    return manifest


def read_manifest(path: Path) -> Manifest:
    """The manifest as it stands in its file."""
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ExportError([f"{path}: is not UTF-8 text. Export it again."]) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(p) for p in first["loc"]) or "the file"
        raise ExportError([f"{path}: {place}: {first['msg']}. See data/README.md for what it must hold."]) from None


def _table_problems(folder: Path, file: Path, table: Table) -> list[str]:
    name = file.relative_to(folder).as_posix()
    try:
        schema = pq.read_schema(file)
    except (pa.ArrowInvalid, OSError) as error:
        reason = str(error).split(". ")[0]
        return [f"{name}: cannot be read as Parquet ({reason}). It is cut short or damaged: export it again."]
    problems = []
    for column, rule in table.columns.items():
        if column not in schema.names:
            problems.append(f"{name}: column '{column}' is missing. It must be there, even when all of it is null.")
        elif not fits(schema.field(column).type, rule.type):
            found = schema.field(column).type
            problems.append(f"{name}: column '{column}' is {found}, and must be {rule.type}. Export it with that type.")
    return problems


def _manifest_problems(folder: Path, manifest: Manifest, table: Table, files: list[Path]) -> list[str]:
    entry = manifest.tables.get(table.table)
    if entry is None:
        return [f"{table.table}: is in the folder, but the manifest does not name it. Export it again."]
    rows = sum(pq.read_metadata(file).num_rows for file in files)
    if rows != entry.rows:
        return [f"{table.table}: has {rows:,} rows, and the manifest says {entry.rows:,}. Export it again."]
    if checksum(folder, table.table) != entry.sha256:
        return [f"{table.table}: its checksum is not the manifest's: a byte was changed on the way. Copy it again."]
    return []
