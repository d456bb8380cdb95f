"""The Carpentries' real workshops and instructors: what they become, and what is told of every row that does not fit.

Totals are counted again in pandas from the files themselves; edges are drawn.
"""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import warehouse
from impact.ask import ask
from impact.cli import main
from impact.contract import tables
from impact.intake.adapters import ADAPTERS, SourceError, bring, carpentries
from impact.intake.adapters.export import Draft, write
from impact.intake.adapters.report import Report
from impact.manifest import Manifest
from impact.publish import publish
from impact.settings import ROOT

REAL = ROOT / "tests" / "data" / "carpentries_workshops"
WORKSHOPS, EVENTS, BADGED, TRAINERS = carpentries.FILES
AS_OF, HELD_UNTIL = date(2019, 3, 18), date(2019, 2, 21)


def source(name: str) -> pd.DataFrame:
    return pd.read_csv(REAL / name, dtype=str, keep_default_na=False)


def told(out: Path) -> pd.DataFrame:
    return pd.read_csv(f"{out}.report.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def rows(out: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(out / f"{table}.parquet", dtype_backend="pyarrow")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real files as an export."""
    out = tmp_path_factory.mktemp("carpentries") / "export"
    bring("carpentries", REAL, out)
    return out


@pytest.fixture(scope="module")
def sessions(export: Path) -> pd.DataFrame:
    return rows(export, "sessions").set_index("session_id")


@pytest.fixture(scope="module")
def report(export: Path) -> pd.DataFrame:
    return told(export)


@pytest.fixture(scope="module")
def gate(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The real export, published."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(tmp_path_factory.mktemp("store")))
        publish(export)
        yield
        warehouse.close()


# The real files


def test_every_workshop_is_a_session_and_two_events_that_only_the_other_file_has(sessions: pd.DataFrame) -> None:
    workshops, events = source(WORKSHOPS), source(EVENTS)
    assert len(workshops) == 1983
    assert set(workshops["slug"]) < set(sessions.index)
    assert set(sessions.index) - set(workshops["slug"]) == {
        "2018-08-18-ttt-LatinAmerica",
        "2018-09-10-trainer-training",
    }
    assert set(sessions.index) == set(workshops["slug"]) | set(events["slug"])
    assert len(sessions) == 1985


def test_planned_sessions_are_apart_from_held_ones(sessions: pd.DataFrame) -> None:
    starts = pd.to_datetime(sessions["starts_on"])
    assert (sessions["planned"] == (starts > pd.Timestamp(HELD_UNTIL))).all()
    assert (~sessions["planned"]).sum() == 1917
    assert (sessions["planned"] & (starts <= pd.Timestamp(AS_OF))).sum() == 26, "neither held nor to come"
    assert (sessions["planned"] & (starts > pd.Timestamp(AS_OF))).sum() == 42


def test_the_export_is_as_of_the_last_badge_and_held_until_the_last_workshop_with_an_attendance(export: Path) -> None:
    manifest = Manifest.model_validate_json((export / "manifest.json").read_text())
    assert manifest.exported_at.date().isoformat() == source(BADGED)["first_badge_date"].max() == str(AS_OF)
    workshops = source(WORKSHOPS)
    attended = workshops[~workshops["attendance"].isin(["", "0"])]["start_date"]
    assert sorted(attended)[-2:] == [str(HELD_UNTIL), "2019-04-15"], "the last one is an expectation"


def test_225_missing_attendances_are_null_and_50_zeros_are_zero(sessions: pd.DataFrame, report: pd.DataFrame) -> None:
    workshops = source(WORKSHOPS)
    missing = workshops[workshops["attendance"] == ""]["slug"]
    zero = workshops[workshops["attendance"] == "0"]["slug"]
    assert (len(missing), len(zero)) == (225, 50)
    assert sessions.loc[missing, "participants"].isna().all()
    assert (sessions.loc[zero, "participants"] == 0).all()
    assert (report["reason"] == "no attendance").sum() == 225
    assert report["reason"].str.startswith("an attendance of 0").sum() == 50


def test_a_zero_beside_the_tag_unresponsive_stays_zero_and_is_told_apart(report: pd.DataFrame) -> None:
    workshops = source(WORKSHOPS)
    unanswered = workshops["tag_name"].str.contains("unresponsive") & (workshops["attendance"] == "0")
    assert (report["reason"] == "an attendance of 0 beside the tag 'unresponsive'").sum() == unanswered.sum() == 46


def test_heads_are_those_of_the_file_but_for_one_expectation(sessions: pd.DataFrame, report: pd.DataFrame) -> None:
    workshops = source(WORKSHOPS)
    counted = pd.to_numeric(workshops["attendance"]).sum()
    assert sessions.loc[workshops["slug"], "participants"].sum() == counted - 80
    early = report[report["reason"] == "an attendance before the session was held"]
    assert early[["file", "row", "value", "action"]].values.tolist() == [[WORKSHOPS, "1962", "80", "mended"]]
    assert pd.isna(sessions.loc["2019-04-15-Victoria_NiWA", "participants"])


def test_kinds_and_modules_are_those_of_the_tags(sessions: pd.DataFrame) -> None:
    workshops = source(WORKSHOPS)
    listed = workshops["slug"].isin(source(EVENTS)["slug"])
    tot = workshops["tag_name"].str.contains("TTT") | listed
    online = ~tot & (workshops["tag_name"].str.contains("online") | (workshops["country"] == "W3"))
    kinds = sessions.loc[workshops["slug"], "kind"].value_counts().to_dict()
    assert kinds == {"tot": tot.sum(), "online": online.sum(), "classroom": (~tot & ~online).sum()}
    assert kinds == {"tot": 207, "online": 2, "classroom": 1774}
    modules = sessions.loc[workshops["slug"], "module"].value_counts()
    assert modules.to_dict() == {"SWC": 1425, "DC": 347, "TTT": 205}
    assert sessions.loc[workshops["slug"], "module"].isna().sum() == 6


def test_every_row_with_several_tags_is_listed_with_what_was_decided(report: pd.DataFrame) -> None:
    workshops = source(WORKSHOPS)
    several = {str(n + 2) for n in workshops.index[workshops["tag_name"].str.contains(",")]}
    decided = report[(report["file"] == WORKSHOPS) & (report["column"] == "tag_name")]
    assert len(several) == 239
    assert several <= set(decided["row"])


def test_w3_is_no_country_and_every_one_is_told(sessions: pd.DataFrame, report: pd.DataFrame) -> None:
    online = source(WORKSHOPS).query("country == 'W3'")["slug"]
    assert len(online) == 103
    assert sessions.loc[online, "iso3"].isna().all()
    assert sessions.loc[online, "kind"].isin(["tot", "online"]).all()
    assert ((report["file"] == WORKSHOPS) & (report["value"] == "W3")).sum() == 103


def test_27_workshops_have_no_country_and_two_that_readers_take_for_them_are_in_namibia(
    export: Path, sessions: pd.DataFrame, report: pd.DataFrame
) -> None:
    careless = pd.read_csv(REAL / WORKSHOPS)
    assert careless["country"].isna().sum() == 29
    assert ((report["file"] == WORKSHOPS) & (report["reason"] == "no country")).sum() == 27
    assert set(sessions.index[(sessions["iso3"] == "NAM").fillna(False)]) == {"2016-08-22-unam", "2017-08-18-Windhoek"}
    assert rows(export, "trainers").query("iso3 == 'NAM'")["trainer_id"].tolist() == ["11653"]


def test_antarctica_is_a_country_code_like_any_other(sessions: pd.DataFrame) -> None:
    assert sessions.loc["2018-02-03-swc-antarctica", "iso3"] == "ATA"


def test_swapped_coordinates_are_told_and_so_are_those_in_another_country(report: pd.DataFrame) -> None:
    swapped = report[report["reason"] == "latitude and longitude are swapped"]
    assert swapped[["file", "row", "value"]].values.tolist() == [[WORKSHOPS, "1417", "149.118527"]]
    outside = report[report["reason"] == "the coordinates lie outside the country"]
    assert len(outside) == 11
    assert "CO, at 10.3609, -84.5087" in set(outside["value"]), "Costa Rica, under the code of Colombia"


def test_an_event_in_both_files_is_counted_once_with_the_later_number(
    sessions: pd.DataFrame, report: pd.DataFrame
) -> None:
    events = source(EVENTS).set_index("slug")
    both = events.index.intersection(source(WORKSHOPS)["slug"])
    assert len(both) == 189 == (report["reason"] == "the event is in all_workshops_2018.csv too").sum()
    assert (sessions.loc[both, "kind"] == "tot").all()
    heads, earlier = sessions.loc[both, "participants"].array, events.loc[both, "attendance"].astype(int).array
    assert (heads != earlier).sum() == 11 == (report["reason"] == "another value than in all_workshops_2018.csv").sum()
    assert (heads >= earlier).all()


def test_instructors_are_trainers_certified_on_the_day_of_their_badge_also_without_a_country(export: Path) -> None:
    placed = source(BADGED).set_index("person")
    trainers, stages = rows(export, "trainers"), rows(export, "trainer_modules").set_index("trainer_id")
    assert len(trainers) == 1925
    assert trainers["iso3"].isna().sum() == (placed["country"] == "").sum() == 324
    assert set(trainers["trainer_id"]) == set(placed.index) == set(stages.index)
    assert set(trainers["sex"]) == {"unknown"}
    assert set(stages["stage"]) == {"certified"}
    assert (stages["reached_on"].astype(str) == placed["first_badge_date"].reindex(stages.index)).all()
    assert stages["module"].isna().all()


@pytest.mark.parametrize(("file", "reason", "number"), [
    (TRAINERS, "a trainer of instructors without an id", 57),
])  # fmt: skip
def test_a_refused_row_stands_whole_in_the_report(report: pd.DataFrame, file: str, reason: str, number: int) -> None:
    refused = report[(report["action"] == "refused") & (report["file"] == file) & (report["reason"] == reason)]
    assert len(refused) == number
    given = source(file)
    for row in refused.itertuples():
        assert json.loads(row.row_as_given) == given.iloc[int(row.row) - 2].to_dict()


def test_every_row_of_every_file_is_exported_or_told_to_be_elsewhere(export: Path, report: pd.DataFrame) -> None:
    gone = report[report["action"].isin(["refused", "merged"])].groupby("file")["row"].nunique()
    exported = {WORKSHOPS: 1983, EVENTS: 2, BADGED: len(rows(export, "trainers")), TRAINERS: 0}
    for file, number in exported.items():
        assert number + gone.get(file, 0) == len(source(file)), file


def test_nothing_is_invented(export: Path, sessions: pd.DataFrame) -> None:
    assert sessions[["days", "partner_id", "project_id", "enterprise_id", "recorded_on"]].isna().all().all()
    assert len(rows(export, "attendances")) == 0, "heads never become persons"
    filled = {path.stem for path in export.glob("*.parquet") if len(rows(export, path.stem))}
    assert filled == {"modules", "sessions", "trainers", "trainer_modules"}
    optional = {path.stem for path in export.glob("*.parquet") if not tables()[path.stem].required}
    assert optional == {"trainers", "trainer_modules"}


def test_the_manifest_names_source_and_licence_and_says_that_it_is_real(export: Path) -> None:
    manifest = Manifest.model_validate_json((export / "manifest.json").read_text())
    assert not manifest.synthetic
    assert "The Carpentries" in manifest.source
    assert "CC BY 4.0" in manifest.source


def test_the_same_files_give_the_same_bytes_in_whatever_order_their_rows_stand(export: Path, tmp_path: Path) -> None:
    bring("carpentries", REAL, tmp_path / "again")
    for path in sorted(export.iterdir()):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    assert Path(f"{export}.report.csv").read_bytes() == (tmp_path / "again.report.csv").read_bytes()
    turned = tmp_path / "turned"
    for name in carpentries.FILES:
        turned.mkdir(exist_ok=True)
        source(name).iloc[::-1].to_csv(turned / name, index=False)
    bring("carpentries", turned, tmp_path / "other")
    assert (tmp_path / "other" / "manifest.json").read_bytes() == (export / "manifest.json").read_bytes()


def test_the_copy_of_the_source_bears_its_licence_and_its_credit() -> None:
    assert "Creative Commons" in (REAL / "LICENSE.md").read_text(encoding="utf-8")
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    assert "by The Carpentries" in notice.partition("tests/data/carpentries_workshops/")[2]


# The dashboard's answers


@pytest.mark.usefixtures("gate")
def test_the_gate_counts_held_sessions_only_and_no_training_of_trainers(sessions: pd.DataFrame) -> None:
    held = sessions[~sessions["planned"] & (sessions["kind"] != "tot")]
    overview = ask("results/overview").frame.set_index("indicator")
    assert overview.loc["sessions", "value"] == len(held) == 1714
    assert overview.loc["trainers_certified", "value"] == 1925


@pytest.mark.usefixtures("gate")
def test_the_gate_says_no_data_for_people_sex_and_experts_and_never_zero() -> None:
    overview = ask("results/overview").frame.set_index("indicator")
    nothing = [
        "unique_people",
        "women_share",
        "workers_share",
        "sex_known_rate",
        "trainers_expert",
        "enterprises_trained",
    ]
    assert overview.loc[nothing, "value"].isna().all()
    assert set(overview.loc[nothing, "status"]) == {"no_data"}


@pytest.mark.usefixtures("gate")
def test_sessions_without_lists_of_persons_are_expected_and_not_reported(sessions: pd.DataFrame) -> None:
    held = sessions[~sessions["planned"] & (sessions["kind"] != "tot")]
    attendances = ask("results/overview").frame.set_index("indicator").loc["attendances"]
    assert attendances["status"] == "not_computable"
    assert attendances["expected"] == (held["participants"].isna() | (held["participants"] > 0)).sum()


@pytest.mark.usefixtures("gate")
def test_the_map_counts_each_country_as_the_file_does() -> None:
    workshops = source(WORKSHOPS)
    codes = pd.read_csv(ROOT / "data" / "reference" / "countries.csv", dtype=str, keep_default_na=False)
    held = workshops[(workshops["start_date"] <= str(HELD_UNTIL)) & ~workshops["tag_name"].str.contains("TTT|online")]
    counted = held["country"].map(codes.set_index("iso2")["iso3"]).value_counts()
    shown = ask("results/country_map", indicator="sessions").frame.set_index("iso3")["value"].dropna()
    assert shown.astype(int).to_dict() == counted.to_dict()
    assert shown["NAM"] == 2


# Edges, drawn

PLAIN = {
    WORKSHOPS: "slug,tag_name,start_date,attendance,country,latitude,longitude\n",
    EVENTS: "slug,start,country,attendance,tags\n",
    BADGED: "person,country,first_badge_date\n1,KE,2019-03-18\n",
    TRAINERS: "awarded,country\n",
}


def drawn(folder: Path, **lines: str) -> Path:
    """A source: the lines given for `workshops`, `events`, `badged` and `trainers`, under their headers."""
    place = folder / "source"
    place.mkdir()
    names = dict(zip(("workshops", "events", "badged", "trainers"), carpentries.FILES, strict=True))
    for short, name in names.items():
        (place / name).write_bytes((PLAIN[name] + lines.get(short, "")).encode())
    return place


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


# Wrong input


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_list_names_each_source_with_a_line_about_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "import", "--list")
    assert code == 0
    for name, adapter in ADAPTERS.items():
        assert f"{name}  {adapter.about}" in out.splitlines()


@pytest.mark.parametrize(("words", "message"), [
    ((), "Name the source. `import --list` lists them: carpentries"),
    (("carpentry", REAL, "--out", "x"), "There is no source 'carpentry'."),
    (("carpentries", "--out", "x"), "import carpentries needs DIR: the folder with all_workshops_2018.csv"),
    (("carpentries", REAL), "import carpentries needs --out EXPORT"),
])  # fmt: skip
def test_wrong_use_is_code_2_and_says_what_is_needed(
    words: tuple[object, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "import", *words)
    assert code == 2
    assert message in err


def _remove(source: Path) -> None:
    (source / TRAINERS).unlink()


def _rename(source: Path) -> None:
    path = source / WORKSHOPS
    path.write_text(path.read_text().replace("start_date", "date"))


def _semicolons(source: Path) -> None:
    path = source / BADGED
    path.write_text(path.read_text().replace(",", ";"))


def _latin(source: Path) -> None:
    (source / WORKSHOPS).write_bytes(PLAIN[WORKSHOPS].encode() + "x,Café,,,,,\n".encode("latin-1"))


def _quote(source: Path) -> None:
    (source / EVENTS).write_text(PLAIN[EVENTS] + 'x,"2018-05-01,KE,9,5\n')


def _empty(source: Path) -> None:
    (source / EVENTS).write_bytes(b"")


def _no_day(source: Path) -> None:
    (source / BADGED).write_text("person,country,first_badge_date\n1,KE,yesterday\n")


@pytest.mark.parametrize(("damage", "message"), [
    (_remove, r"trainers\.csv: the file is missing\. Add it"),
    (_rename, r"all_workshops_2018\.csv: column 'start_date' is missing\. Its first line says: slug, tag_name, date,"),
    (_semicolons, r"badged_instructors_country\.csv: column 'person' is missing; .* parted by commas"),
    (_latin, r"all_workshops_2018\.csv: is not UTF-8 text\. Save it as CSV in UTF-8"),
    (_quote, r"instructor_training_events\.csv: cannot be read as CSV after line \d .*Mend the quotes"),
    (_empty, r"instructor_training_events\.csv: the file is empty\. Fetch it again"),
    (_no_day, r"badged_instructors_country\.csv: column 'first_badge_date' holds no day"),
    (shutil.rmtree, r"source: there is no such folder\. Name the folder that holds all_workshops_2018\.csv"),
])  # fmt: skip
def test_a_source_that_cannot_be_read_is_one_clear_line_and_nothing_is_written(
    damage: Any, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = drawn(tmp_path, workshops="2018-05-01-x,SWC,2018-05-01,9,KE,,\n")
    damage(folder)
    code, out, err = run(capsys, "import", "carpentries", folder, "--out", tmp_path / "export")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert re.search(message, err)
    assert {path.name for path in tmp_path.iterdir()} <= {"source"}


def test_every_file_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    folder = drawn(tmp_path)
    _remove(folder)
    _rename(folder)
    with pytest.raises(SourceError) as error:
        bring("carpentries", folder, tmp_path / "export")
    assert len(str(error.value).splitlines()) == 2


def test_nothing_that_is_there_already_is_overwritten_but_an_earlier_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out, report = drawn(tmp_path), tmp_path / "export", tmp_path / "export.report.csv"
    out.mkdir()
    (out / "thesis.txt").write_text("my thesis")
    code, _, err = run(capsys, "import", "carpentries", folder, "--out", out)
    assert (code, (out / "thesis.txt").read_text()) == (1, "my thesis")
    assert f"{out}: is there and is no empty folder" in err
    (out / "thesis.txt").unlink()
    report.write_text("my list")
    code, _, err = run(capsys, "import", "carpentries", folder, "--out", out)
    assert (code, report.read_text()) == (1, "my list")
    assert f"{report}: is there, and is no report of an import" in err
    report.unlink()
    assert run(capsys, "import", "carpentries", folder, "--out", out)[0] == 0
    shutil.rmtree(out)
    assert run(capsys, "import", "carpentries", folder, "--out", out)[0] == 0, "over its own earlier report"


@pytest.mark.parametrize(("row", "message"), [
    ({"module": "SWC"}, "modules: 'title' is null, and must not be"),
    ({"module": "SWC", "title": "x", "colour": "red"}, "modules: has no column 'colour'"),
    ({"module": "SWC", "title": "x", "replaced_by": "DC"}, "modules: 'replaced_by' names 1 that are not in modules"),
])  # fmt: skip
def test_a_mistake_of_an_adapter_never_becomes_an_export(tmp_path: Path, row: dict[str, str], message: str) -> None:
    draft = Draft("x", AS_OF, "a test", {"modules": [row]}, Report())
    with pytest.raises(SourceError, match=message):
        write(draft, tmp_path / "export")
    twice = Draft("x", AS_OF, "a test", {"modules": [{"module": "SWC", "title": "x"}] * 2}, Report())
    with pytest.raises(SourceError, match="modules: repeats its key"):
        write(twice, tmp_path / "export")
    assert not list(tmp_path.iterdir())


def test_the_example_of_the_documents_is_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = (
        (ROOT / "docs" / "operating.md").read_text(encoding="utf-8").partition("import --list\n")[2].partition("```")[0]
    )
    monkeypatch.chdir(tmp_path)
    printed = run(capsys, "import", "--list")[1] + run(capsys, "import", "carpentries", REAL, "--out", "EXPORT")[1]
    expected = [line for line in shown.splitlines() if line != "..." and not line.startswith("$ ")]
    assert len(expected) > 10
    assert [line for line in expected if line not in printed.splitlines()] == []


def test_the_summary_counts_what_the_report_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = run(capsys, "import", "carpentries", REAL, "--out", tmp_path / "export")[1]
    counted = re.findall(r"(?m)^(?:refused|merged|mended|noted) +([\d,]+) ", printed)
    with (tmp_path / "export.report.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert sum(int(n.replace(",", "")) for n in counted) == len(listed)
