"""Statements that are made of the repository's SQL, names of ours and paths: never of data."""

import re
from collections.abc import Mapping
from pathlib import Path

from impact.questions import read, without_comments

_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")


def filled(name: str, **names: str | list[str] | None) -> str:
    """The text of `queries/<name>.sql`, its words `the_...` replaced by names of ours (one or more; None is null)."""

    def named(found: re.Match[str]) -> str:
        given = names[found[2]]
        return "null::varchar" if given is None else _names(given, found[1] or "")

    return re.sub(r"\b(\w\.)?(the_\w+)\b", named, without_comments(read(name)))


def as_table(table: str, select: str) -> str:
    """The statement that makes a table of a repository file's select; `table` is a name of ours, never data."""
    return f"create table {table} as\n{select}"


def copied(table: str, source: str) -> str:
    """The statement that copies a table of ours as it is."""
    return f"create table {table} as select * from {source}"  # noqa: S608 - names of ours


def as_parquet(table: str, columns: list[str], path: Path) -> str:
    """The statement that writes columns of a table of ours to a Parquet file."""
    return f"copy (select {_names(columns)} from {table}) to {_quoted(path)} (format parquet, compression zstd)"  # noqa: S608


def first(select: str) -> str:
    """The first `$most` rows of each rule and `of` of a select of findings, each with the `total` of all."""
    limited = "qualify row_number() over (partition by f.of, f.rule order by f.part, f.row_no) <= $most"
    return f"select f.*, count(*) over (partition by f.of, f.rule) as total\nfrom (\n{select}\n) as f\n{limited}"


def together(selects: Mapping[str, str]) -> str:
    """The rows of selects with the same columns, the name of each as `of`; `$x` is `x_0` in the first, then `x_1`."""
    parts = []
    for number, (name, select) in enumerate(selects.items()):
        own = _PARAMETER.sub(rf"$\g<1>_{number}", select)
        parts.append(f"select '{name}' as of, f.*\nfrom (\n{own}\n) as f")
    return "\nunion all\n".join(parts)


def noted(table: str, select: str) -> str:
    """The statement that adds the rows of a select to a table of ours."""
    return f"insert into {table} by name\n{select}"


def as_view(name: str, select: str, files: list[Path], *, held: bool = False) -> str:
    """The statement that makes a view (or table) of a select over files, which are quoted: views take no parameters."""
    listed = f"[{', '.join(map(_quoted, files))}]"
    return f"create {'table' if held else 'view'} {name} as\n{select.replace('$files', listed)}"


def attach(path: Path, name: str, *, read_only: bool = False) -> str:
    """The statement that attaches a database file under a name of ours."""
    return f"attach {_quoted(path)} as {name}{' (read_only)' if read_only else ''}"


def filled_in(name: str, **names: str) -> str:
    """A step's text with pieces of ours, made of the contract's names, in the place of some of its `$names`."""
    return re.sub(r"\$(\w+)", lambda found: names.get(found[1], found[0]), read(name))


def as_rows(table: str, select: str) -> str:
    """The statement that adds the rows of an indicator's select, under its code, to a table of ours."""
    return f"insert into {table} by name\nselect $indicator as indicator, f.*\nfrom (\n{select}\n) as f"


def view(name: str, schema: str) -> str:
    """The statement that gives a table of ours its plain name on one cursor."""
    return f"create or replace temp view {name} as select * from {schema}.{name}"  # noqa: S608 - names of ours


def temporary(name: str, select: str, *, table: bool) -> str:
    """The statement that gives one cursor a private view (or table, which may take parameters) of a select."""
    return f"create or replace temp {'table' if table else 'view'} {name} as\n{select}"


def _quoted(path: Path) -> str:
    return "'" + path.as_posix().replace("'", "''") + "'"


def _names(given: str | list[str], prefix: str = "") -> str:
    each = [given] if isinstance(given, str) else given
    return ", ".join(prefix + ".".join(f'"{part}"' for part in name.split(".")) for name in each)
