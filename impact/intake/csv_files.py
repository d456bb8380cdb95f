"""CSV as spreadsheets save it: any usual separator and encoding; every value stays text, and no word means null."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from impact.contract import Table
from impact.intake.findings import Finding, Report, shown
from impact.intake.heads import columns_of
from impact.intake.sources import plain

SEPARATORS = ",;\t|"
BLOCK = 32 * 2**20  # no cell is longer
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def rows(path: Path, table: Table, name: str, report: Report) -> Iterator[pa.RecordBatch]:
    """Batches with `row_no`, `part` and the table's columns as text; `name` is the file's as its sender knows it."""
    if path.stat().st_size == 0:
        report.add(Finding("cannot_be_read", table.table, value=name, expected="the file is empty"))
        return
    encoding = _encoding(path)
    if encoding not in ("utf-8", "utf-8-sig"):
        report.add(Finding("other_encoding", table.table, value=name, expected=encoding, part=name))
    separator, heads, lines = _head(path, encoding, table)
    places = columns_of(heads, table, report, name)
    skipped: list[int] = []

    def uneven(row: pacsv.InvalidRow) -> str:
        skipped.append(row.number)
        if row.text.strip():
            finding = Finding(
                "uneven_row", table.table, row.number, "", f"{row.actual_columns}", f"{row.expected_columns}", name
            )
            report.extend([finding] if len(skipped) <= 1000 else [], 1)
        return "skip"

    columns = [f"c{n}" for n in range(len(heads))]
    try:
        reader = pacsv.open_csv(
            path,
            pacsv.ReadOptions(
                use_threads=False, block_size=BLOCK, skip_rows=lines, column_names=columns, encoding=encoding
            ),
            pacsv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=uneven
            ),
            pacsv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False),
        )
        done = 0
        for batch in reader:
            numbers = _numbers(done, batch.num_rows, skipped)
            done += batch.num_rows
            given = {column: batch.column(place) for column, place in places.items()}
            yield pa.RecordBatch.from_pydict({"row_no": numbers, "part": pa.array([name] * batch.num_rows), **given})
    except StopIteration:
        return
    except (pa.ArrowException, UnicodeError, OSError) as error:
        report.add(Finding("cannot_be_read", table.table, value=name, expected=shown(error), part=name))


def _numbers(done: int, count: int, skipped: list[int]) -> pa.Array:
    """The rows' numbers in the file: `skipped` are those that were left out, below the header as row 2."""
    numbers, left_out = [], sorted(skipped)
    number = done + 2
    gone = 0
    for _ in range(count):
        while gone < len(left_out) and left_out[gone] <= number + gone:
            gone += 1
        numbers.append(number + gone)
        number += 1
    return pa.array(numbers, pa.int64())


def _encoding(path: Path) -> str:
    """The encoding: by its mark, else UTF-8 where all of it is, else that of Western spreadsheets."""
    with path.open("rb") as file:
        start = file.read(4096)
        for mark, name in BOMS.items():
            if start.startswith(mark):
                return name
        if start[1::2].count(0) > len(start) / 4:
            return "utf-16-le"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while start:
                decoder.decode(start)
                start = file.read(2**20)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _head(path: Path, encoding: str, table: Table) -> tuple[str, list[str], int]:
    """The separator with which most column names are the table's, the header's cells, and the lines that it takes."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline(2**20)
        if first.lower().startswith("sep="):  # spreadsheets say so in a line of its own
            return first[4:5], next(csv.reader([file.readline(2**20)], delimiter=first[4:5]), []), 2
    split = {s: next(csv.reader([first], delimiter=s), []) for s in SEPARATORS}
    best = max(split, key=lambda s: (sum(plain(h) in table.columns for h in split[s]), len(split[s])))
    return best, split[best], 1
