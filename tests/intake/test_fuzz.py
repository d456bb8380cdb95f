"""Whatever bytes are sent, readers say that they cannot read them, or read them; they do not fall over."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impact.contract import tables
from impact.intake import archives, csv_files, readings, standards, workbooks
from impact.intake.findings import Report, shown
from tests.intake.exports import as_workbook, whole

QUIET = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.text(max_size=20) | st.from_regex(r"[0-9.,' ()%F/-]{1,14}", fullmatch=True)
DONORS = tables()["donors"]


@QUIET
@given(st.binary(max_size=400) | st.builds(lambda t: ("donor_id;name\n" + t).encode(), st.text(max_size=200)))
def test_csv_of_any_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "donors.csv"
    path.write_bytes(content)
    report = Report("fuzz")
    for batch in csv_files.rows(path, DONORS, "donors.csv", report):
        assert batch.num_rows == len(batch.column("row_no"))


@QUIET
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255), cut=st.integers(0, 10**6))
def test_workbooks_with_a_changed_byte_or_a_lost_end(tmp_path: Path, place: int, byte: int, cut: int) -> None:
    good = tmp_path / "good.xlsx"
    if not good.exists():
        as_workbook(good, {"donors": whole()["donors"]})
    content = bytearray(good.read_bytes())
    content[place % len(content)] = byte
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(content[: len(content) - cut % 500] if cut % 2 else content)
    report = Report("fuzz")
    book = workbooks.open_book(bad, report)
    if book is None:
        assert report.findings
        return
    pages = workbooks.sheets(book, report)
    workbooks.about(book)
    for name, sheet in pages.items():
        list(workbooks.rows(book, sheet, tables()[name], report))
    book.close()


@QUIET
@given(st.binary(max_size=300) | st.builds(lambda b: b"PK\x03\x04" + b, st.binary(max_size=300)))
def test_zips_of_any_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    problem = archives.problem(path, "x.zip")
    assert problem is None or problem.severity == "blocks"


@QUIET
@given(st.lists(WORDS, max_size=6, unique=True), st.booleans())
def test_words_of_any_kind_are_read_or_refused(texts: list[str], whole: bool) -> None:
    for text, reading in {
        **readings.numbers(texts, whole=whole, share=False),
        **readings.days(texts),
        **readings.flags(texts),
        **standards.readings("country", texts),
        **standards.readings("activity", texts),
    }.items():
        assert text in texts and (reading.became is None) == bool(reading.rule)
        assert shown(text).isprintable()
    for reading in readings.numbers(texts, whole=whole, share=False).values():
        assert reading.became is None or float(reading.became) == float(reading.became)
