"""Workshops of The Carpentries, drawn: what the adapter makes of tags, days, countries, numbers and double rows."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact.intake.adapters import bring
from tests.intake.carpentries_drawn import WORKSHOPS, drawn, rows, told


def brought(folder: Path, **lines: str) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str, str, str, str]]]:
    """The sessions by id, and what is told: action, row, column, value, reason."""
    out = folder / "export"
    bring("carpentries", drawn(folder, **lines), out)
    found = rows(out, "sessions").astype(object)
    made = {r["session_id"]: {k: None if pd.isna(v) else v for k, v in r.items()} for r in found.to_dict("records")}
    listed = told(out)[["action", "row", "column", "value", "reason"]]
    return made, [tuple(row) for row in listed.values.tolist()]


@pytest.mark.parametrize(("tags", "country", "kind", "module"), [
    ("SWC", "KE", "classroom", "SWC"),
    ("DC", "KE", "classroom", "DC"),
    ("LC", "KE", "classroom", "LC"),
    ("TTT", "KE", "tot", "TTT"),
    ('"TTT,online"', "W3", "tot", "TTT"),
    ('"online,TTT"', "KE", "tot", "TTT"),
    ('"SWC,online"', "KE", "online", "SWC"),
    ("SWC", "W3", "online", "SWC"),
    ('"SWC\nonline"', "W3", "online", "SWC"),
    ('"SWC,unresponsive"', "KE", "classroom", "SWC"),
    ('"WiSE, SWC"', "KE", "classroom", "SWC"),
    ('"SWC,DC"', "KE", "classroom", None),
    ("WiSE", "KE", "classroom", None),
    ("Circus", "KE", "classroom", None),
    ("", "KE", "classroom", None),
])  # fmt: skip
def test_tags_decide_kind_and_module(tmp_path: Path, tags: str, country: str, kind: str, module: str | None) -> None:
    made, _ = brought(tmp_path, workshops=f"2018-05-01-x,{tags},2018-05-01,9,{country},,\n")
    assert made["2018-05-01-x"]["kind"] == kind
    assert made["2018-05-01-x"]["module"] == module


def test_a_tag_that_is_not_known_is_told_and_is_no_module(tmp_path: Path) -> None:
    _, listed = brought(tmp_path, workshops='2018-05-01-x,"SWC,Circus",2018-05-01,9,KE,,\n')
    assert ("noted", "2", "tag_name", "SWC,Circus", "a tag that is not known") in listed


def test_an_event_that_the_source_lists_as_instructor_training_is_one(tmp_path: Path) -> None:
    made, listed = brought(
        tmp_path,
        workshops="2018-05-01-x,online,2018-05-01,9,W3,,\n",
        events='2018-05-01-x,2018-05-01,W3,9,6\n2018-06-01-y,2018-06-01,KE,8,"5,6"\n',
    )
    assert made["2018-05-01-x"]["kind"] == made["2018-06-01-y"]["kind"] == "tot"
    assert made["2018-06-01-y"]["module"] == "TTT"
    assert ("noted", "2", "tag_name", "online", "listed as instructor training, without the tag TTT") in listed


def test_fields_of_several_lines_do_not_shift_the_number_of_a_row(tmp_path: Path) -> None:
    lines = '2018-05-01-x,"SWC\nunresponsive",2018-05-01,9,KE,,\n\n2018-05-02-y,SWC,2018-05-02,,KE,,\n'
    _, listed = brought(tmp_path, workshops=lines)
    assert ("noted", "4", "attendance", "", "no attendance") in listed, "the blank row is counted as a spreadsheet does"


@pytest.mark.parametrize(("given", "heads"), [
    ("", None), ("0", 0), ("12", 12), (" 12 ", 12), ("-3", None), ("12.5", None), ("about 20", None), ("n/a", None),
])  # fmt: skip
def test_an_attendance_is_a_whole_number_or_not_recorded(tmp_path: Path, given: str, heads: int | None) -> None:
    made, listed = brought(tmp_path, workshops=f"2018-05-01-x,SWC,2018-05-01,{given},KE,,\n")
    assert made["2018-05-01-x"]["participants"] == heads
    said = [row[4] for row in listed if row[2] == "attendance"]
    spoilt = "not a whole number" if given else "no attendance"
    assert said == {None: [spoilt], 0: ["an attendance of 0"]}.get(heads, [])


@pytest.mark.parametrize(("given", "iso3"), [
    ("KE", "KEN"), ("NA", "NAM"), ("AQ", "ATA"), ("W3", None), ("", None),
    ("UK", None), ("ke", None), ("KEN", None), ("Kenya", None), ("null", None),
])  # fmt: skip
def test_a_country_is_its_exact_alpha_2_code_or_none(tmp_path: Path, given: str, iso3: str | None) -> None:
    made, listed = brought(tmp_path, workshops=f"2018-05-01-x,SWC,2018-05-01,9,{given},,\n")
    assert made["2018-05-01-x"]["iso3"] == iso3
    assert any(row[2] == "country" and row[3] == given for row in listed) == (iso3 is None)


@pytest.mark.parametrize("given", ["", "2018-25-06", "2019-02-30", "18/06/2018", "20180618", "2018-6-1", "2018-xx-xx"])
def test_a_day_that_is_no_day_is_refused_and_never_guessed(tmp_path: Path, given: str) -> None:
    made, listed = brought(tmp_path, workshops=f"2018-06-18-x,SWC,{given},9,KE,,\n")
    assert not made
    assert ("refused", "2", "start_date", given, "not a day of the form YYYY-MM-DD") in listed


def test_what_is_held_planned_or_neither_is_decided_by_two_days(tmp_path: Path) -> None:
    days = ["2019-02-20,", "2019-02-21,9", "2019-02-22,", "2019-03-18,", "2019-03-19,", "2019-04-15,80", "2019-04-16,0"]
    lines = "".join(f"{d[:10]}-x,SWC,{d},KE,,\n" for d in days)
    made, listed = brought(tmp_path, workshops=lines)
    assert [s["planned"] for _, s in sorted(made.items())] == [False, False, True, True, True, True, True]
    assert [s["participants"] for _, s in sorted(made.items())] == [None, 9, None, None, None, None, None]
    unsure = [row[3] for row in listed if row[4].startswith("the day has passed")]
    assert unsure == ["2019-02-22", "2019-03-18"]
    assert [row[3] for row in listed if row[0] == "mended"] == ["80", "0"]


def test_the_same_row_twice_counts_once_and_another_row_of_the_same_slug_is_refused(tmp_path: Path) -> None:
    row = "2018-05-01-x,SWC,2018-05-01,9,KE,,\n"
    made, listed = brought(tmp_path, workshops=row + row + row.replace(",9,", ",8,") + ",SWC,2018-05-01,9,KE,,\n")
    assert [s["participants"] for s in made.values()] == [9]
    assert [(r[0], r[1]) for r in listed if r[2] == "slug"] == [("refused", "4"), ("refused", "5"), ("merged", "3")]


def test_where_the_files_disagree_the_workshops_count_and_the_difference_is_told(tmp_path: Path) -> None:
    made, listed = brought(
        tmp_path,
        workshops="2018-05-01-x,TTT,2018-05-01,9,KE,,\n",
        events="2018-05-01-x,2018-05-02,UG,8,5\n",
    )
    assert len(made) == 1
    assert made["2018-05-01-x"] | {"participants": 9, "iso3": "KEN"} == made["2018-05-01-x"]
    assert [r[3] for r in listed if r[4].startswith("another value")] == [
        "8, and there 9", "UG, and there KE", "2018-05-02, and there 2018-05-01",
    ]  # fmt: skip


def test_a_cancelled_workshop_is_no_session_in_either_file(tmp_path: Path) -> None:
    made, listed = brought(
        tmp_path,
        workshops='2018-05-01-x,"TTT,cancelled",2018-05-01,,KE,,\n',
        events="2018-05-01-x,2018-05-01,KE,,5\n",
    )
    assert not made
    assert [(r[0], r[4]) for r in listed] == [
        ("refused", "cancelled or stalled"),
        ("refused", "the event was refused in all_workshops_2018.csv"),
    ]


@pytest.mark.parametrize(("latitude", "longitude", "reason"), [
    ("149.1", "-35.2", "latitude and longitude are swapped"),
    ("949.1", "-935.2", "coordinates of no place on earth"),
    ("-1.3", "", "one coordinate without the other"),
    ("1.3", "236.8", "coordinates of no place on earth"),
    ("51.5", "-0.1", "the coordinates lie outside the country"),
    ("-1.3", "36.8", None),
    ("", "", None),
])  # fmt: skip
def test_coordinates_change_nothing_and_are_told_when_they_cannot_be(
    tmp_path: Path, latitude: str, longitude: str, reason: str | None
) -> None:
    made, listed = brought(tmp_path, workshops=f"2018-05-01-x,SWC,2018-05-01,9,KE,{latitude},{longitude}\n")
    assert made["2018-05-01-x"]["iso3"] == "KEN"
    assert [row[4] for row in listed] == ([reason] if reason else [])


def test_a_row_with_more_or_fewer_cells_is_refused_whole(tmp_path: Path) -> None:
    made, _ = brought(tmp_path, workshops="a,SWC,2018-05-01,9,KE,,,oops\nb,SWC\n2018-05-01-c,SWC,2018-05-01,9,KE,,\n")
    assert list(made) == ["2018-05-01-c"]
    refused = told(tmp_path / "export")
    assert refused["value"].tolist() == ["8 cells, and 7 columns", "2 cells, and 7 columns"]
    assert json.loads(refused["row_as_given"][0])["(cell 8)"] == "oops"


def test_the_mark_that_spreadsheets_put_before_utf8_is_no_part_of_a_column(tmp_path: Path) -> None:
    folder = drawn(tmp_path, workshops="2018-05-01-x,SWC,2018-05-01,9,KE,,\n")
    marked = folder / WORKSHOPS
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())
    bring("carpentries", folder, tmp_path / "export")
    assert rows(tmp_path / "export", "sessions")["session_id"].tolist() == ["2018-05-01-x"]


def test_a_value_that_a_spreadsheet_would_run_is_defused_in_the_report(tmp_path: Path) -> None:
    _, listed = brought(tmp_path, workshops="2018-05-01-x,SWC,2018-05-01,=1+1,-5,,\n")
    assert {row[3] for row in listed} == {"'=1+1", "-5"}
