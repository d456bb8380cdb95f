"""Building the tables of a snapshot from an export, reference data and the catalogue, by the repository's SQL."""

import shutil
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from impact import catalogue, found, questions, statements
from impact.contract import tables
from impact.intake.findings import Finding, Progress
from impact.manifest import parts
from impact.settings import REFERENCE, settings

FACTS_AT_ONCE = 20_000_000  # rolled up together: at scale 1 all of them, whatever the memory


def build(
    database: Path, export: Path, as_of: date, findings: Sequence[Finding], progress: Progress
) -> tuple[dict[str, int], list[str]]:
    """Build a new `database` of an export; returns the rows of each table and the tables that the export lacks."""
    chosen = settings()
    spill = database.parent / "spill"
    limits = {"temp_directory": str(spill), "max_temp_directory_size": chosen.temp_size}
    with duckdb.connect(config={"memory_limit": chosen.memory, "threads": chosen.threads, **limits}) as con:
        con.execute(statements.attach(database, "snapshot"))
        absent = read_export(con, export, spill, as_of, findings)
        built = build_tables(con, as_of, progress)
        steps = _selects("built/steps")
        for (name,) in con.execute(questions.read("rights/tables"), {"schema": "raw"}).fetchall():
            if name not in built and name not in steps and name != "indicator_facts":
                con.execute(statements.copied(f"snapshot.base.{name}", f"raw.{name}"))
        counted = con.execute(questions.read("built/row_counts")).fetchall()
    shutil.rmtree(spill, ignore_errors=True)
    return {name: int(rows) for name, rows in counted}, absent


def read_export(
    con: duckdb.DuckDBPyConnection, export: Path, spare: Path, as_of: date, findings: Sequence[Finding] = ()
) -> list[str]:
    """Give `con`, to which a database `snapshot` is attached, what the tables are built from; returns absent tables.

    `spare` is a folder for what optional tables that are absent are read from.
    """
    con.execute(questions.read("built/schemas"))
    absent = view_export(con, export, spare)
    _read_reference(con)
    _list_indicators(con)
    found.write(con, findings)
    for name, select in _selects("built/steps").items():
        con.execute(statements.as_table(f"raw.{name}", select), _given(select, as_of=as_of))
    return absent


def build_tables(
    con: duckdb.DuckDBPyConnection, as_of: date, progress: Progress, only: Collection[str] = ()
) -> list[str]:
    """Build the snapshot's own tables in order, or `only` some of them; returns their names."""
    built = {name: select for name, select in _selects("built/tables").items() if not only or name in only}
    gathered = bool(only) and "indicator_cells" not in only
    for done, (name, select) in enumerate(built.items()):
        # Indicators may read the tables before the one that rolls their facts up.
        if not gathered and "indicator_facts" in select:
            _gather_indicators(con, as_of, progress)
            gathered = True
        progress(f"Building {name}", (0.6 if gathered else 0.1) + 0.3 * done / len(built))
        # What names indicators is built for some at a time: all of them together may be more than memory holds.
        for turn, codes in enumerate(_turns(con) if "$indicators" in select else [[]]):
            made = statements.noted if turn else statements.as_table
            con.execute(made(f"snapshot.base.{name}", select), _given(select, as_of=as_of, indicators=codes))
    return list(built)


def _turns(con: duckdb.DuckDBPyConnection) -> list[list[str]]:
    """The indicators that have facts, as many together as `FACTS_AT_ONCE` allows, one alone where it has more."""
    turns = con.execute(questions.read("built/indicator_turns"), {"most": FACTS_AT_ONCE}).fetchall()
    return [codes for (codes,) in turns] or [[]]


def view_export(con: duckdb.DuckDBPyConnection, export: Path, spare: Path, schema: str = "raw") -> list[str]:
    """Give every table of the contract its view; an absent optional table is one without rows. Returns the absent."""
    absent = []
    for name, table in tables().items():
        files = parts(export, name)
        if not files:
            absent.append(name)
            spare.mkdir(exist_ok=True)
            files = [spare / f"{name}.parquet"]
            pq.write_table(table.arrow_schema().empty_table(), files[0])
        con.execute(statements.as_view(f"{schema}.{name}", questions.read(f"export/{name}"), files))
    return absent


def _read_reference(con: duckdb.DuckDBPyConnection) -> None:
    for path in questions.files("reference"):
        files = [REFERENCE / f"{path.stem}.csv"]
        con.execute(statements.as_view(f"raw.{path.stem}", path.read_text(encoding="utf-8"), files))


def _list_indicators(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `raw.indicators` from the catalogue."""
    con.execute(questions.read("built/indicators"))
    for number, indicator in enumerate(catalogue.indicators().values(), start=1):
        honours = {f"honours_{name}": name in indicator.filters for name in ("donor", "module", "sector")}
        row = indicator.model_dump(
            include={"code", "position", "aggregation", "level", "unit", "better", "minimum_n", "last_12_months", "kpi"}
        )
        low, high = indicator.kpi_plausible or (None, None)
        believed = {"plausible_low": low, "plausible_high": high}
        own = {"number": number, "is_result": indicator.privacy == "results"}
        con.execute(questions.read("built/indicators_row"), {**row, **honours, **believed, **own})


def _gather_indicators(con: duckdb.DuckDBPyConnection, as_of: date, progress: Progress) -> None:
    """Fill `raw.indicator_facts` from each indicator's SQL."""
    con.execute(questions.read("built/indicator_facts"))
    known = catalogue.indicators()
    for done, indicator in enumerate(known.values()):
        progress(f"Gathering {indicator.code}", 0.4 + 0.2 * done / len(known))
        sql = statements.as_rows("raw.indicator_facts", questions.read(indicator.query))
        con.execute(sql, _given(sql, indicator=indicator.code, as_of=as_of, kpi=indicator.kpi))


def _selects(folder: str) -> dict[str, str]:
    return {questions.step_name(path): path.read_text(encoding="utf-8") for path in questions.files(folder)}


def _given(sql: str, **values: object) -> dict[str, object]:
    """The parameters that a step names."""
    return {name: value for name, value in values.items() if f"${name}" in sql}
