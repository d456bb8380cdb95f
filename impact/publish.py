"""Publishing: an export becomes an immutable snapshot, and one pointer moves."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from impact import catalogue, found, keeping, mirror, questions, statements, store
from impact.contract import tables
from impact.intake.findings import Finding
from impact.intake.structure import inspect
from impact.manifest import NAME, Manifest, parts
from impact.releasing import release
from impact.settings import CONTRACT, QUERIES, REFERENCE, settings

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Published:
    """A snapshot, and whether this call made it (false: it was there already)."""

    snapshot: store.Snapshot
    new: bool


def publish(
    export: Path,
    progress: Progress = lambda what, share: None,
    patience: float = keeping.PATIENCE,
    *,
    show: bool = True,
    findings: Sequence[Finding] = (),
) -> Published:
    """Check the export's structure, build the snapshot, move the pointer. Publishing the same twice is nothing.

    Whenever it is cut short, readers see the old snapshot or the new one, whole. Another publisher is waited for, up to
    `patience` seconds. A snapshot that was changed on disk is built anew. Without `show` the pointer stays where it is.
    """
    progress("Checking the export", 0.0)
    manifest = inspect(export)
    with keeping.writing(patience, lambda holder: progress(f"Waiting for another publisher ({holder})", 0.0)):
        made_from = _made_from(export, manifest)
        snapshot_id = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:16]
        new = not store.is_whole(snapshot_id)
        if new:
            _make(export, manifest, made_from, store.folder() / snapshot_id, findings, progress)
            keeping.found_again(snapshot_id)
        progress("Working out what is withheld", 0.95)
        known = store.released_with(snapshot_id).is_file()
        release(snapshot_id)
        mirror.push(store.snapshot(snapshot_id))
        if show:
            with mirror.shown_or_withdrawn(snapshot_id, known=known):
                store.point_to(snapshot_id)
    progress("Published", 1.0)
    return Published(store.snapshot(snapshot_id), new)


def is_current(snapshot: store.Snapshot) -> bool:
    """Was the snapshot made by this code and this version of DuckDB?"""
    return all(snapshot.made_from.get(name) == value for name, value in code().items())


def _made_from(export: Path, manifest: Manifest) -> dict[str, str]:
    """Everything that decides what a snapshot holds, as names and hashes."""
    stated = json.dumps(manifest.model_dump(mode="json"), sort_keys=True)
    # The export's manifest does not speak of photos.
    photos = "".join(f"{p.name}\0{store.file_checksum(p)}\n" for p in _photos(export))
    pictures = {"photos": hashlib.sha256(photos.encode()).hexdigest()} if photos else {}
    return {"export": hashlib.sha256(stated.encode()).hexdigest(), **pictures, **code()}


def _photos(export: Path) -> list[Path]:
    return [p for p in sorted((export / "photos").glob("*")) if p.is_file()]


def code() -> dict[str, str]:
    """What of the code decides what a snapshot holds, as names and hashes."""
    folders = {
        "contract": sorted(CONTRACT.glob("*.yaml")),
        "reference": sorted(REFERENCE.glob("*.csv")),
        "catalogue": sorted((QUERIES / "indicators").glob("*.*")),
        "tables": [
            p for f in ("export", "reference", "built", "built/steps", "built/tables") for p in questions.files(f)
        ],
    }
    # DuckDB's file format may change with the first two parts of its version.
    version = ".".join(duckdb.__version__.split(".")[:2])
    return {name: _hash_of(files) for name, files in folders.items()} | {"duckdb": version}


def _hash_of(files: list[Path]) -> str:
    # Line ends differ between checkouts of one commit; what a file says does not.
    texts = [f"{f.name}\0{f.read_text(encoding='utf-8')}" for f in files]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _make(
    export: Path,
    manifest: Manifest,
    made_from: dict[str, str],
    place: Path,
    findings: Sequence[Finding],
    progress: Progress,
) -> None:
    with keeping.making(place) as work:
        _copy(export, work / "export")
        inspect(work / "export")  # again: it may have been written to meanwhile
        rows, absent = _build(work, manifest.exported_at.date(), findings, progress)
        snapshot = store.Snapshot(
            id=place.name,
            made_from=made_from,
            duckdb=duckdb.__version__,
            rows=rows,
            absent=absent,
            findings=Counter(finding.severity for finding in findings),
            files=keeping.checksums(work),
            **manifest.model_dump(include={"export_id", "exported_at", "source", "synthetic", "format"}),
        )
        store.write_manifest(work, snapshot)


def _copy(export: Path, place: Path) -> None:
    """Keep the export as received, for its owner only."""
    place.mkdir(parents=True, mode=0o700)
    place.parent.chmod(0o755)
    wanted = [p for name in tables() for p in parts(export, name)] + [export / NAME]
    wanted += _photos(export)
    for path in wanted:
        target = place / path.relative_to(export)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        target.chmod(0o600)


def _build(
    work: Path, as_of: date, findings: Sequence[Finding], progress: Progress
) -> tuple[dict[str, int], list[str]]:
    """Build `tables.duckdb` in `work`; returns the rows of each table and the tables that the export lacks."""
    chosen = settings()
    spill = work / "spill"
    limits = {"temp_directory": str(spill), "max_temp_directory_size": chosen.temp_size}
    with duckdb.connect(config={"memory_limit": chosen.memory, "threads": chosen.threads, **limits}) as con:
        con.execute(statements.attach(work / store.TABLES, "snapshot"))
        absent = read_export(con, work / "export", spill, as_of, findings)
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
        # What names an indicator is built for one at a time: all of them together may be more than memory holds.
        for turn, code in enumerate(catalogue.indicators() if "$indicator" in select else [""]):
            made = statements.noted if turn else statements.as_table
            con.execute(made(f"snapshot.base.{name}", select), _given(select, as_of=as_of, indicator=code))
    return list(built)


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
