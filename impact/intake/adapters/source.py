"""Reading a source's CSV files as they are: every value stays text, and no word of them means null."""

import bz2
import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from impact.intake.adapters.report import RAGGED, Report, Row


class SourceError(Exception):
    """A source that cannot be imported; each line of the message names a file and what to do."""


def read(folder: Path, files: Mapping[str, Sequence[str]], report: Report) -> dict[str, list[Row]]:
    """The rows of each of `files`, which names the columns that must be there; further columns are kept.

    A file named `.bz2` is unpacked. A row with more or fewer cells than the header is refused. Every file that cannot
    be read is told at once.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such folder. Name the folder that holds {', '.join(files)}.")
    found, problems = {}, []
    for name, columns in files.items():
        try:
            found[name] = _rows(folder / name, columns, report)
        except SourceError as error:
            problems.append(str(error))
    if problems:
        raise SourceError("\n".join(problems))
    return found


def _rows(path: Path, columns: Sequence[str], report: Report) -> list[Row]:
    if not path.is_file():
        raise SourceError(f"{path}: the file is missing. Add it; all files of the source belong together.")
    line = 0
    try:
        with _open(path) as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            _check_header(path, header, columns)
            rows = []
            for number, cells in enumerate(reader, start=2):
                line = reader.line_num
                row = Row(path.name, number, dict(zip(_names(header, len(cells)), cells, strict=False)))
                if len(cells) == len(header):
                    rows.append(row)
                elif cells:
                    report.add(RAGGED, row, "", f"{len(cells)} cells, and {len(header)} columns")
    except UnicodeDecodeError:
        raise SourceError(f"{path}: is not UTF-8 text. Save it as CSV in UTF-8, or fetch it again.") from None
    except csv.Error as error:
        reason = f"cannot be read as CSV after line {line} ({error})"
        raise SourceError(f"{path}: {reason}. Mend the quotes there, or fetch it again.") from None
    except (OSError, EOFError) as error:
        raise SourceError(f"{path}: cannot be read to its end ({error}). Fetch it again.") from None
    return rows


def _open(path: Path) -> TextIO:
    if path.suffix == ".bz2":
        return bz2.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _names(header: list[str], cells: int) -> list[str]:
    """A name for every cell, also for those beyond the header."""
    return header + [f"(cell {n + 1})" for n in range(len(header), cells)]


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    if not header:
        raise SourceError(f"{path}: the file is empty. Fetch it again.")
    missing = [f"column '{c}' is missing" for c in columns if c not in header]
    twice = [f"column '{c}' stands there twice" for c, n in Counter(header).items() if n > 1]
    if missing or twice:
        there = ", ".join(header)
        wrong = "; ".join(missing + twice)
        raise SourceError(
            f"{path}: {wrong}. Its first line says: {there[:200]}. Give every column its name once, parted by commas."
        )
