"""Where an export lies, and which files or sheets of it are which table."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from impact.contract import tables
from impact.intake import archives, fetching
from impact.intake.findings import Finding, Report, shown

WORKBOOKS = (".xlsx", ".xlsm")
NOT_READ = (".xls", ".xlsb", ".ods", ".sqlite", ".mdb", ".accdb")
ABOUT = "about"  # the sheet or file in which an export says what it is


@dataclass(frozen=True)
class Files:
    """The files of one table."""

    kind: Literal["parquet", "csv"]
    paths: list[Path]


@dataclass
class Source:
    """An export, opened: `folder` holds its files, or `workbook` is its one file; `work` is a place to write in."""

    name: str
    work: Path
    folder: Path
    workbook: Path | None = None
    files: dict[str, Files] = field(default_factory=dict)
    about: Path | None = None

    def place_of(self, path: Path) -> str:
        """A file's name as its sender knows it."""
        return path.relative_to(self.folder).as_posix()


@contextmanager
def opened(export: str | Path, report: Report) -> Iterator[Source | None]:
    """The export's files, fetched and unpacked where need be, until the end; None where there is nothing to read."""
    with TemporaryDirectory(prefix="impact-check-") as folder:
        work = Path(folder)
        found = _found(str(export), work)
        if isinstance(found, Finding):
            report.add(found)
            yield None
            return
        source = _source(found, work)
        if source.workbook is None:
            _list(source, [found] if found.is_file() else sorted(source.folder.iterdir()), report)
            if not source.files:
                report.add(Finding("nothing_in_it", value=shown(source.name)))
        yield source if source.workbook or source.files else None


def plain(name: str) -> str:
    """A name of a table or column as the contract writes it: lower case, words joined by one underscore."""
    return re.sub(r"[\W_]+", "_", name.strip().lower()).strip("_")


def _found(export: str, work: Path) -> Path | Finding:  # noqa: PLR0911 - one way out for each kind of source
    """The folder or workbook that holds the export."""
    if fetching.is_address(export):
        fetched = fetching.fetch(export, work / "fetched")
        if isinstance(fetched, Finding):
            return fetched
        path = fetched
    else:
        path = Path(export)
    if not path.exists():
        return Finding("no_export", value=shown(export), expected="there is no such file or folder")
    if path.is_dir():
        return path
    if path.suffix.lower() in NOT_READ:
        return Finding("cannot_be_read", value=path.name, expected="of its kind only .xlsx, CSV and Parquet are read")
    if path.suffix.lower() not in (".zip", *WORKBOOKS):
        return path
    if problem := archives.problem(path, path.name):
        return problem
    if path.suffix.lower() != ".zip":
        return path
    return archives.unpack(path, work / "unpacked") or _inside(work / "unpacked")


def _inside(folder: Path) -> Path:
    """The folder that was packed, where it was packed together with its name."""
    inside = [p for p in folder.iterdir() if not p.name.startswith((".", "__MACOSX"))]
    known = len(inside) == 1 and inside[0].is_dir() and plain(inside[0].name) not in tables()
    return inside[0] if known else folder


def _source(path: Path, work: Path) -> Source:
    """A workbook alone, also as the one file of a folder, or a folder of files."""
    inside = [p for p in path.iterdir() if not p.name.startswith(".")] if path.is_dir() else [path]
    book = inside[0] if len(inside) == 1 and inside[0].suffix.lower() in WORKBOOKS else None
    return Source(path.name or str(path.resolve()), work, path if path.is_dir() else path.parent, book)


def _list(source: Source, paths: list[Path], report: Report) -> None:
    """Sort the files to tables; files of no table are told."""
    for path in paths:
        name = plain(path.name if path.is_dir() else path.stem)
        if path.name.startswith((".", "_")) or path.name in ("manifest.json", "photos"):
            continue
        if name == ABOUT and path.suffix.lower() == ".csv":
            source.about = path
            continue
        found = _files(path)
        if found and name in tables() and name not in source.files:
            source.files[name] = found
            if path.stem != name:
                report.add(Finding("named_otherwise", name, value=shown(path.name), expected=name))
        elif found or path.is_dir() or path.suffix.lower() in (*WORKBOOKS, *NOT_READ):
            report.add(Finding("unknown_table", value=shown(path.name)))


def _files(path: Path) -> Files | None:
    every = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for kind in ("parquet", "csv"):
        mine = [p for p in every if p.suffix.lower() == f".{kind}" and not p.name.startswith((".", "_"))]
        if mine:
            return Files(kind, mine)
    return None
