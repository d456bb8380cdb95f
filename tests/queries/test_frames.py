"""What DuckDB found becomes a frame: each kind of value as pages expect it, whether or not some are missing."""

from datetime import date, time, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

from impact.frames import frame_of
from impact.rows import records

SOME = """
select * from (values
    (1, 2::bigint, 1.5::double, true, 'x', date '2024-02-29', timestamp '2024-02-29 10:00:00', [1, 2],
        interval 3 days, time '10:00'),
    (null, null, null, null, null, null, null, null, null, null)
) as drawn (whole, long, real, yes, words, day, moment, listed, span, hour)
"""


def found(sql: str) -> pd.DataFrame:
    return frame_of(duckdb.connect().execute(sql))


def test_columns_keep_their_order_and_their_names() -> None:
    frame = found("select 'a' as words, 1 as whole, date '2024-01-01' as day, 0.5::double as real")
    assert list(frame.columns) == ["words", "whole", "day", "real"]
    assert [str(kind) for kind in frame.dtypes] == ["object", "int32", "object", "float64"]


def test_what_is_there_is_read_alike_whether_or_not_something_else_is_missing() -> None:
    some, all_ = found(SOME), found(f"{SOME} where whole is not null")
    for frame in (some, all_):
        row = frame.iloc[0]
        assert (row["whole"], row["long"], row["real"], bool(row["yes"]), row["words"]) == (1, 2, 1.5, True, "x")
        assert (row["day"], row["moment"], row["hour"]) == (date(2024, 2, 29), date(2024, 2, 29), time(10))
        assert (list(row["listed"]), row["span"]) == ([1, 2], timedelta(days=3))


@pytest.mark.parametrize(
    ("column", "kind", "missing"),
    [
        ("whole", "Int32", pd.NA),
        ("long", "Int64", pd.NA),
        ("real", "float64", np.nan),
        ("yes", "boolean", pd.NA),
        ("words", "object", None),
        ("day", "object", None),
        ("moment", "object", None),
        ("listed", "object", pd.NA),
        ("span", "timedelta64[us]", pd.NaT),
    ],
)
def test_what_is_missing_is_never_a_number(column: str, kind: str, missing: object) -> None:
    values = found(SOME)[column]
    assert str(values.dtype) == kind
    assert values.isna().tolist() == [False, True]
    assert str(values.iloc[1]) == str(missing)


def test_an_answer_without_rows_has_its_columns() -> None:
    frame = found(f"{SOME} where whole > 1")
    assert len(frame) == 0
    assert frame["words"].dtype == object


def test_numbers_alone_and_text_alone_are_frames_too() -> None:
    assert found("select 1 as a, 2 as b").to_numpy().tolist() == [[1, 2]]
    assert found("select 'x' as a, 'y' as b").to_numpy().tolist() == [["x", "y"]]


def test_the_rows_of_a_frame_keep_each_kind_of_value() -> None:
    frame = found(SOME)
    rows = records(frame)
    for place, column in enumerate(frame):
        told = frame[column].tolist()
        assert rows[0]._fields[place] == column
        assert [type(row[place]) for row in rows] == [type(value) for value in told]
        assert [str(row[place]) for row in rows] == [str(value) for value in told]


def test_whole_numbers_beside_fractions_stay_whole() -> None:
    [row] = records(found("select 3 as many, 0.5::double as share"))
    assert (type(row.many), type(row.share)) == (int, float)
