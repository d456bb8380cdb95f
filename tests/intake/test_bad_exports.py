"""Exports with one thing wrong, made from a whole one: each is found, by its rule, table and column, and nothing else blocks."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from impact.contract import Column, tables
from tests.intake.exports import Rows, as_csv, as_parquet, as_workbook, changed, checked, found, whole
from tests.marks import first

Bad = tuple[str, Rows, tuple[str, str, str]]


def columns() -> list[tuple[str, str, Column]]:
    return [(t, c, column) for t, table in tables().items() for c, column in table.columns.items()]


def bad_values() -> list[Bad]:
    """One value that may not be, in every column that has a rule."""
    made: list[Bad] = []
    for table, name, column in columns():
        in_key = name in tables()[table].key

        def add(rule: str, value: Any, table: str = table, name: str = name) -> None:
            made.append((f"{rule} {table}.{name}", changed(table, name, value), (rule, table, name)))

        if not column.optional and not (in_key and referred(table, name)):
            add("missing_value", None)
        if column.refers_to:
            add("lost_reference", "nobody")
        if column.values:
            add("not_in_the_list", "nonsense")
        if column.code:
            rule = {"country": "unknown_country", "currency": "unknown_currency", "activity": "unknown_activity"}
            add(rule[column.code], "W3")
        if column.at_least is not None:
            add("out_of_bounds", column.at_least - 1)
        if column.at_most is not None:
            add("out_of_bounds", column.at_most + 1)
        if column.type == "number":
            add("not_finite", float("nan"))
            add("not_finite", float("inf"))
        if column.happened:
            add("day_to_come", date(2090, 1, 1))
        if column.type == "date" and not any(name == earlier for earlier, _ in tables()[table].in_order):
            add("unlikely_day", date(2424, 8, 31))
    return made


def referred(table: str, name: str) -> bool:
    """Do others refer to this key?"""
    return any(c.refers_to == table for _, _, c in columns()) and tables()[table].key[0] == name


def bad_tables() -> list[Bad]:
    """A table that is missing, a column that is, a key that stands twice, days in the wrong order."""
    made: list[Bad] = []
    for name, table in tables().items():
        if table.required:
            rows = {t: r for t, r in whole().items() if t != name}
            made.append((f"missing_table {name}", rows, ("missing_table", name, "")))
        last = list(table.columns)[-1]
        rows = whole()
        del rows[name][0][last]
        made.append((f"missing_column {name}", rows, ("missing_column", name, last)))
        rows = whole()
        rows[name].append(deepcopy(rows[name][0]))
        made.append((f"key_twice {name}", rows, ("key_twice", name, ", ".join(table.key))))
        for earlier, later in table.in_order:
            rows = whole()
            rows[name][0] |= {earlier: date(2020, 5, 1), later: date(2020, 4, 1)}
            made.append((f"out_of_order {name}.{later}", rows, ("out_of_order", name, later)))
    return made


TYPED = [
    ("numerator", "35 (60%F)", "two_numbers"),
    ("numerator", "3(30%)", "two_numbers"),
    ("numerator", "STSG", "not_a_number"),
    ("numerator", "n/a", "not_a_number"),
    ("numerator", "12 pieces", "not_a_number"),
    ("numerator", "50%", "not_a_number"),
    ("numerator", "1,234", "ambiguous_number"),
    ("numerator", "#DIV/0!", "not_a_number"),
    ("period_days", "12.5", "not_whole"),
    ("period_days", "about 30", "not_a_number"),
    ("period_start", "3/4/2020", "ambiguous_days"),
    ("period_start", "2020", "not_a_day"),
    ("period_start", "30.2.2020", "not_a_day"),
    ("period_start", "early 2020", "not_a_day"),
    ("sex", "beide", "not_in_the_list"),
]


def bad_texts() -> list[Bad]:
    """What people type, in a column where it cannot be read."""
    of = "kpi_observations"
    made = [(f"{rule} {text}", changed(of, column, text), (rule, of, column)) for column, text, rule in TYPED]
    for text, rule in (("maybe", "not_yes_or_no"), ("2", "not_yes_or_no")):
        made.append((f"{rule} {text}", changed("sessions", "planned", text), (rule, "sessions", "planned")))
    for text, rule in (("x" * 10_001, "too_long"), ("a\0b", "control_character"), ("a\x1bb", "control_character")):
        made.append((f"{rule}", changed("enterprises", "name", text), (rule, "enterprises", "name")))
    return made


PARQUET, CSV = bad_values() + bad_tables(), bad_texts()
# Of a kind the ordinary run tries one or two, `make test-all` every one.
ORDER = sorted(range(len(PARQUET)), key=lambda n: (sum(PARQUET[m][2][0] == PARQUET[n][2][0] for m in range(n)), n))
KINDS = len({bad[2][0] for bad in PARQUET})


def named(bad: Bad) -> str:
    return bad[0] if isinstance(bad, tuple) else ""


def test_there_are_many() -> None:
    assert len(PARQUET) + len(CSV) >= 150
    assert len({bad[0] for bad in PARQUET + CSV}) >= 150


@pytest.mark.parametrize("bad", first(KINDS, [PARQUET[n] for n in ORDER]), ids=named)
def test_one_wrong_thing_in_parquet_is_found_and_nothing_else_blocks(bad: Bad, tmp_path: Path) -> None:
    _, rows, wrong = bad
    blocking = found(checked(as_parquet(tmp_path / "export", rows)))
    assert wrong in blocking
    # A key that is gone, or stands in another table, is missed there too.
    assert {b for b in blocking if b[0] not in ("lost_reference", "out_of_order")} <= {wrong} or wrong[0] in (
        "missing_table",
    )


@pytest.mark.parametrize("bad", first(4, CSV), ids=named)
def test_one_wrong_text_in_csv_is_found_and_nothing_else_blocks(bad: Bad, tmp_path: Path) -> None:
    _, rows, wrong = bad
    assert found(checked(as_csv(tmp_path / "export", rows))) == {wrong}


@pytest.mark.parametrize("bad", first(1, CSV[:15]), ids=named)
def test_one_wrong_text_in_a_workbook_is_found_and_nothing_else_blocks(bad: Bad, tmp_path: Path) -> None:
    _, rows, wrong = bad
    assert found(checked(as_workbook(tmp_path / "export.xlsx", rows))) == {wrong}


def test_the_whole_export_may_be_published_in_each_form(tmp_path: Path) -> None:
    paths = [
        as_parquet(tmp_path / "parquet", whole()),
        as_csv(tmp_path / "csv", whole()),
        as_csv(tmp_path / "semicolons", whole(), encoding="utf-8-sig", separator=";"),
        as_workbook(tmp_path / "book.xlsx", whole()),
    ]
    for path in paths:
        report = checked(path)
        assert not report.blocks, [f.says for f in report.findings if f.severity == "blocks"]
        assert report.as_of == date(2024, 8, 31)
        assert set(report.rows) == set(tables())
