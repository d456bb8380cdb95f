"""Workshops of The Carpentries, the real files: what they become, what is told of every row, and what the gate counts.

Totals are counted again in pandas from the files themselves.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from impact import warehouse
from impact.ask import ask
from impact.contract import tables
from impact.intake.adapters import bring, carpentries
from impact.manifest import Manifest
from impact.publish import publish
from impact.settings import ROOT
from tests.intake.carpentries_drawn import AS_OF, BADGED, EVENTS, HELD_UNTIL, REAL, TRAINERS, WORKSHOPS, rows, told


def source(name: str) -> pd.DataFrame:
    return pd.read_csv(REAL / name, dtype=str, keep_default_na=False)


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
