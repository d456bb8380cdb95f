"""Older snapshots: shown again, pinned, pruned, and what is said of those that are gone."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from impact import cli, keeping, store
from impact.store import GoneError, Snapshot, StoreError

ONE = "enterprise_id | name | iso3 | isic\ne1 | One | KEN | 14"
# Days of exports, the newest first: pruning looks at nothing else of a snapshot.
DAYS = ["2024-08-31", "2024-08-01", "2024-07-20", "2024-07-10", "2024-06-30", "2024-05-31", "2024-03-31", "2023-12-31"]


@pytest.fixture
def history(published: Callable[..., Snapshot], empty_store: Path) -> dict[str, str]:
    """One snapshot for each day, all of the same files; the newest is what readers see. Ids by day."""
    real = published(enterprises=ONE)
    ids = {}
    for number, day in enumerate(DAYS):
        name = f"{number:016x}"
        shutil.copytree(empty_store / real.id, empty_store / name)
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        store.write_manifest(empty_store / name, real.model_copy(update={"id": name, "exported_at": moment}))
        ids[day] = name
    shutil.rmtree(empty_store / real.id)
    store.point_to(ids[DAYS[0]])
    return ids


def test_pruning_keeps_the_newest_three_one_a_quarter_and_every_pinned_one(history: dict[str, str]) -> None:
    keeping.pin(history["2024-05-31"], "annual report 2024")
    gone = {s.id for s in keeping.prune()}
    # Of the third quarter only one is not among the newest three; of the second, 31 May is pinned.
    assert gone == {history["2024-07-10"]}
    assert {s.id for s in store.snapshots()} == set(history.values()) - gone
    keeping.unpin(history["2024-05-31"])
    assert {s.id for s in keeping.prune()} == {history["2024-05-31"]}


def test_a_rehearsal_of_pruning_removes_nothing(history: dict[str, str]) -> None:
    assert keeping.prune(rehearse=True)
    assert len(store.snapshots()) == len(DAYS)


def test_what_readers_see_is_never_pruned(history: dict[str, str]) -> None:
    keeping.rollback(history["2024-05-31"])
    assert history["2024-05-31"] not in {s.id for s in keeping.prune()}
    assert store.current().id == history["2024-05-31"]


def test_rolling_back_shows_the_export_before_or_the_one_that_is_named(history: dict[str, str]) -> None:
    assert keeping.rollback().id == history["2024-08-01"]
    assert keeping.rollback().id == history["2024-07-20"]
    assert keeping.rollback(history["2024-08-31"]).id == store.current_id() == history["2024-08-31"]
    keeping.rollback(history["2023-12-31"])
    with pytest.raises(StoreError, match="no snapshot older"):
        keeping.rollback()


def test_a_damaged_snapshot_is_not_rolled_back_to(history: dict[str, str], empty_store: Path) -> None:
    path = empty_store / history["2024-08-01"] / "export" / "enterprises.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match="changed or damaged"):
        keeping.rollback()
    assert store.current_id() == history["2024-08-31"]


def test_of_a_pruned_snapshot_is_said_that_nothing_can_be_recomputed(
    history: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = keeping.prune()[0].id
    with pytest.raises(GoneError, match=r"was pruned on .* cannot be recomputed"):
        store.snapshot(name)
    assert cli.main(["ask", "results/overview", "--snapshot", name]) == 3
    assert "cannot be recomputed" in capsys.readouterr().err
    assert cli.main(["ask", "results/overview", "--snapshot", "ffffffffffffffff"]) == 1


def test_the_commands_list_pin_and_roll_back(history: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    old = history["2024-05-31"]
    assert cli.main(["pin", old, "--reason", "quoted in the annual report"]) == 0
    assert cli.main(["rollback", old]) == 0
    assert cli.main(["prune", "--dry-run"]) == 0
    capsys.readouterr()
    assert cli.main(["snapshots", "--verify"]) == 0
    shown = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("*"))
    assert old in shown
    assert "what readers see" in shown
    assert cli.main(["unpin", history["2024-08-31"]]) == 1
