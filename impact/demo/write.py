"""Writing tables as Parquet, piece by piece, so that memory does not grow with the export."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from impact.demo.arrays import Columns, to_arrow

# Rows gathered before they are written; one row group, or one part.
SINGLE, PART = 250_000, 1_000_000


class Writer:
    """Gathers rows by table. `parts`: tables become folders of parts as soon as they outgrow one."""

    def __init__(self, folder: Path, schemas: dict[str, pa.Schema], *, parts: bool):
        self.folder = folder
        self.schemas = schemas
        self.parts = parts
        self.rows = dict.fromkeys(schemas, 0)
        self._waiting: dict[str, list[pa.Table]] = {name: [] for name in schemas}
        self._held = dict.fromkeys(schemas, 0)
        self._files: dict[str, pq.ParquetWriter] = {}
        self._written = dict.fromkeys(schemas, 0)

    def add(self, name: str, columns: Columns) -> None:
        """Add rows to the table `name`; a column that is not given is null."""
        schema = self.schemas[name]
        unknown = [c for c in columns if c not in schema.names]
        if unknown:
            raise KeyError(f"{name} has no column {', '.join(unknown)}")
        arrays = {c: to_arrow(values, schema.field(c).type) for c, values in columns.items()}
        rows = len(next(iter(arrays.values())))
        filled = [arrays[f.name] if f.name in arrays else pa.nulls(rows, f.type) for f in schema]
        table = pa.Table.from_arrays(filled, schema=schema)
        for field in schema:
            if not field.nullable and table.column(field.name).null_count:
                raise ValueError(f"{name}.{field.name} is null somewhere")
        self._waiting[name].append(table)
        self._held[name] += rows
        self.rows[name] += rows
        if self._held[name] >= (PART if self.parts else SINGLE):
            self._flush(name)

    def close(self) -> None:
        """Write what waits; every table gets its file, also one without rows."""
        for name, schema in self.schemas.items():
            if self._held[name] or not self._written[name]:
                if not self._waiting[name]:
                    self._waiting[name].append(schema.empty_table())
                self._flush(name)
        for file in self._files.values():
            file.close()

    def _flush(self, name: str) -> None:
        table = pa.concat_tables(self._waiting[name]).combine_chunks()
        self._waiting[name], self._held[name] = [], 0
        if self.parts and (self._written[name] or table.num_rows >= PART):
            path = self.folder / name / f"part-{self._written[name]:03d}.parquet"
            path.parent.mkdir(exist_ok=True)
            pq.write_table(table, path, compression="zstd", row_group_size=SINGLE)
        else:
            if name not in self._files:
                self._files[name] = pq.ParquetWriter(
                    self.folder / f"{name}.parquet", self.schemas[name], compression="zstd"
                )
            self._files[name].write_table(table, row_group_size=SINGLE)
        self._written[name] += 1
