"""The export's contract: which tables, columns, types and rules an export (format 1) has."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

import pyarrow as pa
import yaml
from pydantic import BaseModel, ConfigDict

from impact.settings import CONTRACT, DATA, QUERIES

FORMAT = 1

ARROW = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
DUCKDB = {"text": "varchar", "integer": "bigint", "number": "double", "date": "date", "boolean": "boolean"}


class Column(BaseModel):
    """One column: its type and what its values may be."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["text", "integer", "number", "date", "boolean"]
    about: str
    optional: bool = False
    refers_to: str | None = None
    values: list[str] | None = None
    at_least: float | None = None
    at_most: float | None = None


class Table(BaseModel):
    """One table of the export; `key` names the columns that are unique together."""

    model_config = ConfigDict(extra="forbid")

    table: str
    position: int
    required: bool
    grain: str
    key: list[str]
    columns: dict[str, Column]

    def arrow_schema(self) -> pa.Schema:
        """The table's Arrow schema, columns in the contract's order."""
        fields = [pa.field(name, ARROW[c.type], nullable=c.optional) for name, c in self.columns.items()]
        return pa.schema(fields)


@cache
def tables() -> dict[str, Table]:
    """All tables by name, in the contract's order."""
    read = [Table.model_validate(yaml.safe_load(p.read_text(encoding="utf-8"))) for p in CONTRACT.glob("*.yaml")]
    return {t.table: t for t in sorted(read, key=lambda t: t.position)}


def fits(found: pa.DataType, wanted: str) -> bool:
    """May a Parquet column of type `found` be read as the contract's `wanted` without guessing?"""
    if pa.types.is_dictionary(found):
        found = found.value_type
    if pa.types.is_null(found):
        return True
    return {
        "text": pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_string_view(found),
        "integer": pa.types.is_integer(found),
        "number": pa.types.is_integer(found) or pa.types.is_floating(found) or pa.types.is_decimal(found),
        "date": pa.types.is_date(found) or pa.types.is_timestamp(found),
        "boolean": pa.types.is_boolean(found),
    }[wanted]


def export_view(table: Table) -> str:
    """The text of `queries/export/<table>.sql`: the export's columns, named and cast."""
    casts = ",\n".join(f"    {name}::{DUCKDB[c.type]} as {name}" for name, c in table.columns.items())
    return (
        f"-- One row per {table.grain}.\n"
        f"-- Written from data/contract/{table.table}.yaml by `make contract`; change that file instead.\n"
        f"select\n{casts}\nfrom read_parquet($files)\n"
    )


def _rules(column: Column) -> str:
    rules = []
    if column.refers_to:
        rules.append(f"in [`{column.refers_to}`](#{column.refers_to})")
    if column.values:
        rules.append(", ".join(f"`{v}`" for v in column.values))
    if column.at_least is not None:
        rules.append(f"at least {column.at_least:g}")
    if column.at_most is not None:
        rules.append(f"at most {column.at_most:g}")
    return "; ".join(rules)


def readme() -> str:
    """The text of `data/README.md`: the preface of `data/contract/README.md`, then every table."""
    parts = [(CONTRACT / "README.md").read_text(encoding="utf-8").rstrip(), "", "## Tables", ""]
    for t in tables().values():
        need = "Required." if t.required else "Optional."
        key = ", ".join(f"`{k}`" for k in t.key)
        parts += [f"### {t.table}", "", f"{need} One row per {t.grain}. Key: {key}.", ""]
        parts += ["| column | type | may be null | values | what it is |", "|---|---|---|---|---|"]
        for name, c in t.columns.items():
            parts.append(f"| `{name}` | {c.type} | {'yes' if c.optional else ''} | {_rules(c)} | {c.about} |")
        parts.append("")
    return re.sub(r" +\|", " |", "\n".join(parts))


def generated() -> dict[Path, str]:
    """Every file that is written from the contract, with its text (a test keeps them equal)."""
    views = {QUERIES / "export" / f"{t.table}.sql": export_view(t) for t in tables().values()}
    return {**views, DATA / "README.md": readme()}


def write() -> list[Path]:
    """Write the generated files anew; returns those that changed."""
    changed = []
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for path in write():
        print(path.relative_to(DATA.parent))
