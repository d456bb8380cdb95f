"""The demonstration export: the same seed gives the same bytes, the contract holds, and files are written safely."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from impact.contract import tables
from impact.demo import DemoError, build, export, write
from impact.intake.structure import inspect
from impact.manifest import Manifest
from tests.demo.contract_check import Export, problems


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder by name, as a hash."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_the_same_seed_gives_the_same_bytes(small: Export, tmp_path: Path) -> None:
    build(tmp_path / "again", scale=0.02, seed=7)
    assert digests(tmp_path / "again") == digests(small.folder)
    assert digests(tmp_path / "again.truth") == digests(small.hidden)


def test_another_seed_gives_another_export(small: Export, tmp_path: Path) -> None:
    build(tmp_path / "other", scale=0.02, seed=8)
    mine, other = digests(small.folder), digests(tmp_path / "other")
    # Photos bear the name of their improvement project.
    assert {name for name in mine if "/" not in name} == {name for name in other if "/" not in name}
    for table in ("enterprises", "engagements", "attendances", "kpi_observations", "practice_checks"):
        assert mine[f"{table}.parquet"] != other[f"{table}.parquet"]


@pytest.mark.parametrize(("scale", "seed"), [(0.001, 3), (0.02, 1), (0.05, 8)])
def test_the_contract_is_satisfied(scale: float, seed: int, tmp_path: Path) -> None:
    build(tmp_path / "export", scale=scale, seed=seed)
    assert problems(Export(tmp_path / "export")) == []
    assert inspect(tmp_path / "export").tables.keys() == tables().keys()


def test_a_broken_contract_is_noticed(small: Export) -> None:
    class Broken(Export):
        def __getitem__(self, table: str) -> pd.DataFrame:
            frame = super().__getitem__(table)
            if table == "attendances":
                frame.loc[0, ["session_id", "sex"]] = ["S-nowhere", "woman"]
                frame.loc[1, "satisfaction"] = 6
                frame.loc[2, "attendance_id"] = frame.loc[3, "attendance_id"]
            return frame

    assert len(problems(Broken(small.folder))) == 4


def test_the_manifest_says_that_the_data_is_invented(small: Export) -> None:
    manifest = Manifest.model_validate_json((small.folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest.synthetic, manifest.export_id, manifest.format) == (True, "demo-s0.02-seed7", 1)
    assert manifest.exported_at.isoformat() == "2024-08-31T00:00:00+00:00"
    assert "invented" in manifest.source


def test_a_folder_with_something_else_is_not_overwritten(tmp_path: Path) -> None:
    place = tmp_path / "export"
    place.mkdir()
    (place / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(DemoError, match="not empty"):
        build(place, scale=0.002)
    assert [p.name for p in tmp_path.rglob("*")] == ["export", "thesis.txt"]


def test_an_export_that_is_not_invented_is_not_overwritten(tmp_path: Path) -> None:
    build(tmp_path / "export", scale=0.002)
    manifest = tmp_path / "export" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8")
    with pytest.raises(DemoError, match="no earlier demonstration export"):
        build(tmp_path / "export", scale=0.002)


def test_an_earlier_demonstration_export_is_replaced(tmp_path: Path) -> None:
    build(tmp_path / "export", scale=0.01)
    build(tmp_path / "export", scale=0.002)
    assert Export(tmp_path / "export").trained()["enterprise_id"].nunique() == 11
    assert sorted(p.name for p in tmp_path.iterdir()) == ["export", "export.truth"]


def test_a_stopped_run_leaves_the_earlier_export_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "export", scale=0.002)
    before = digests(tmp_path)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(export, "write_targets", stop)
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path / "export", scale=0.01)
    assert digests(tmp_path) == before


def test_a_scale_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="above 0"):
        build(tmp_path / "export", scale=0)


def test_progress_is_told_from_none_to_all(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    build(tmp_path / "export", scale=0.002, progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1


def test_large_tables_become_parts_that_hold_the_same_rows(
    small: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PARTS_ABOVE", 0)
    monkeypatch.setattr(write, "PART", 2000)
    build(tmp_path / "export", scale=0.02, seed=7)
    parted = Export(tmp_path / "export")
    assert len(list((parted.folder / "kpi_observations").glob("part-*.parquet"))) > 2
    assert (parted.folder / "donors.parquet").is_file()
    for name in tables():
        assert_frame_equal(parted[name], small[name])
    assert inspect(parted.folder).tables.keys() == tables().keys()
