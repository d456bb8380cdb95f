"""The export's contract: which tables, columns, types and rules an export (format 1) has."""

import re
from collections.abc import Collection
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


# How text is read where it is written plainly; all else goes through readings.
_PLAIN = {
    "text": "nullif(trim({c}), '')",
    "integer": "round(try_cast(trim({c}) as double))",
    "number": "try_cast(trim({c}) as double)",
    "date": "try_cast(left(trim({c}), 10) as date)",
    "boolean": "try_cast(trim({c}) as boolean)",
}


class Column(BaseModel):
    """One column: its type and what its values may be.

    `code`: its values are those of a standard (ISO 3166, ISO 4217, ISIC). `happened`: its days lie at or before that of
    the export.
    """

    model_config = ConfigDict(extra="forbid")

    type: Literal["text", "integer", "number", "date", "boolean"]
    about: str
    optional: bool = False
    refers_to: str | None = None
    values: list[str] | None = None
    at_least: float | None = None
    at_most: float | None = None
    code: Literal["country", "currency", "activity"] | None = None
    happened: bool = False


class Table(BaseModel):
    """One table of the export; `key` names the columns that are unique together, `in_order` pairs of days in order."""

    model_config = ConfigDict(extra="forbid")

    table: str
    position: int
    required: bool
    grain: str
    key: list[str]
    in_order: list[tuple[str, str]] = []
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


def typed(
    table: Table, texts: Collection[str], missing: Collection[str], mended: Collection[str], *, held: bool
) -> str:
    """The statement that gives a table as it was sent its types, for a check: as a table where it is to be held.

    `texts`: columns that were sent as text. `missing`: columns that were not sent. `mended`: columns of which some
    values are read otherwise than they are written, as the table `readings` says.
    """
    columns = []
    for name, column in table.columns.items():
        kind = DUCKDB[column.type]
        plain = _PLAIN[column.type] if name in texts else f"s.{name}::{kind}"
        read = "null" if name in missing else plain.format(c=f"s.{name}")
        if name in mended:
            named = f"m.table_name = '{table.table}' and m.column_name = '{name}' and m.given = s.{name}::varchar"
            read = f"coalesce((select m.became from readings as m where {named})::{kind}, {read})"  # noqa: S608 - names of the contract
        columns.append(f"    ({read})::{kind} as {name}")
    listed = ",\n".join(["    s.row_no", "    s.part", *columns])
    kind = "table" if held else "view"
    return f"create {kind} {table.table} as\nselect\n{listed}\nfrom sent.{table.table} as s"


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
    if column.happened:
        rules.append("not after the export")
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
