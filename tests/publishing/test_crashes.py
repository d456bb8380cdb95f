"""Publishing is cut short: killed, out of disk, or met by another publisher. Readers see the old or the new, whole."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from impact import keeping, store, warehouse
from impact.ask import ask
from impact.publish import publish
from impact.settings import ROOT
from impact.store import StoreError
from tests import drawn
from tests.marks import first
from tests.publishing.killing import enterprises

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork, and has no such limits")


def run(module: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", f"tests.publishing.{module}", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_readers_see_only_whole_snapshots_while_publishers_are_killed(
    rounds: int, empty_store: Path, tmp_path: Path
) -> None:
    publish(drawn.export(tmp_path / "first", enterprises=enterprises(1000)))
    stop = tmp_path / "stop"
    reader = run("reading", stop)
    killer = run("killing", rounds, 7, tmp_path)
    try:
        said, wrong = killer.communicate(timeout=60 + 30 * rounds)
        stop.touch()
        read, complaint = reader.communicate(timeout=120)
    finally:
        killer.kill()
        reader.kill()
    assert killer.returncode == 0, wrong
    assert reader.returncode == 0, complaint
    told = Counter(said.split("\n"))
    assert sum(told.values()) - told[""] == rounds
    assert told["old killed"] > 0
    reads, seen = map(int, read.split())
    assert reads >= rounds
    assert seen >= 2
    # Who publishes next finds nothing of the dead ones in the way, and leaves nothing of them.
    publish(drawn.export(tmp_path / "last", enterprises=enterprises(2000)))
    left = {p.name for p in empty_store.iterdir()} - {s.id for s in store.snapshots()}
    assert left <= {".lock", "current", ".spill", "released"}


@pytest.mark.parametrize("kilobytes", first(1, [100, 0, 1, 30]))
def test_a_full_disk_leaves_the_old_snapshot(kilobytes: int, empty_store: Path, tmp_path: Path) -> None:
    old = publish(drawn.export(tmp_path / "old", enterprises=enterprises(1))).snapshot
    new = drawn.export(tmp_path / "new", enterprises=enterprises(2))
    # What the system says of a file that grows beyond this is what it says of a full disk: it cannot be written.
    limit = kilobytes * 1024
    done = subprocess.run(
        [sys.executable, "-m", "impact", "publish", str(new)],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert store.current().id == old.id
    assert len(ask("enterprises/find").frame) == 2
    assert {p.name for p in empty_store.iterdir()} - {".spill", "released"} == {
        ".lock",
        "current",
        old.id,
        "state.sqlite",
    } & {p.name for p in empty_store.iterdir()}


def test_of_two_publishers_one_waits_or_is_refused(empty_store: Path, tmp_path: Path) -> None:
    export = drawn.export(tmp_path / "export", enterprises=enterprises(1))
    told: list[str] = []
    with keeping.writing():
        with pytest.raises(StoreError, match=rf"being changed by another \(process {os.getpid()}, since"):
            publish(export, patience=0)
        waits = threading.Thread(target=publish, args=(export, lambda what, share: told.append(what)))
        waits.start()
        time.sleep(0.5)
        assert store.current_id() is None
    waits.join(60)
    warehouse.close()
    assert any(what.startswith("Waiting for another publisher") for what in told)
    assert store.current().rows["enterprises"] == 2


def test_the_lock_of_a_killed_publisher_is_free(empty_store: Path, tmp_path: Path) -> None:
    hold = "import time; from impact import keeping\nwith keeping.writing(): print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold], cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    (empty_store / ".work-0123456789abcdef").mkdir()
    holder.kill()
    holder.communicate()
    publish(drawn.export(tmp_path / "export", enterprises=enterprises(1)), patience=0)
    assert not list(empty_store.glob(".work-*"))


def test_a_snapshot_changed_on_disk_is_built_anew_when_its_export_is_published_again(
    empty_store: Path, tmp_path: Path
) -> None:
    export = drawn.export(tmp_path / "export", enterprises=enterprises(1))
    snapshot = publish(export).snapshot
    path = empty_store / snapshot.id / store.TABLES
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match="Publish its export again"):
        ask("enterprises/find")
    again = publish(export)
    assert again.new
    assert again.snapshot.id == snapshot.id
    store.verify(snapshot.id)
