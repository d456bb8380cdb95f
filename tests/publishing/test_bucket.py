"""The store in a bucket, by a real server of the S3 protocol on this machine; each folder of copies is a machine."""

import logging
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from impact import bucket, cli, erasure, keeping, mirror, store, warehouse
from impact.ask import ask
from impact.publish import publish
from impact.serving import prepare
from impact.settings import ROOT
from impact.store import GoneError, Snapshot, StoreError
from tests import drawn
from tests.marks import first

boto3 = pytest.importorskip("boto3")  # the tests on the oldest DuckDB go without
ThreadedMotoServer = pytest.importorskip("moto.server").ThreadedMotoServer
ONE = "enterprise_id | name | iso3 | isic\ne1 | One | KEN | 14"
TWO = ONE + "\ne2 | Two | KEN | 14"
Machine = Callable[[str], None]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it tells of each request
    served = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    served.start()
    host, port = served.get_host_and_port()
    yield f"http://{host}:{port}"
    served.stop()


@pytest.fixture
def machine(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """A new bucket, and a call that goes on at the machine of that name; at first at `one`."""
    given = {"AWS_ENDPOINT_URL": server, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    for name, value in {**given, "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(name, value)
    name = f"score-{uuid4().hex}"
    boto3.client("s3").create_bucket(Bucket=name)
    monkeypatch.setenv("IMPACT_STORE", f"s3://{name}/tests/of")

    def at(one: str) -> None:
        warehouse.close()
        monkeypatch.setenv("IMPACT_CACHE", str(tmp_path / one))

    at("one")
    yield at
    warehouse.close()
    bucket.opened.cache_clear()


@pytest.fixture
def send(machine: Machine, tmp_path: Path, snapshot_of_drawing: Callable[..., Path]) -> Callable[[str], Snapshot]:
    """Publish enterprises from where the test is, where it is built already."""

    def published(enterprises: str) -> Snapshot:
        folder = snapshot_of_drawing(enterprises=enterprises)
        for built in (folder / "store").glob("*/manifest.json"):
            shutil.copytree(built.parent, store.folder() / built.parent.name, dirs_exist_ok=True)
        return publish(folder / "export").snapshot

    return published


def there() -> bucket.Bucket:
    return bucket.opened(os.environ["IMPACT_STORE"])


def objects(snapshot: Snapshot) -> list[str]:
    return [key for key in there().listing() if key.startswith(snapshot.id)]


def spoil(snapshot: Snapshot, name: str, path: Path) -> None:
    key = next(key for key in objects(snapshot) if key.endswith(f"/{name}"))
    there().checksum(key, path)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    there().send(key, path)


def shown_within(seconds: float, wanted: str) -> bool:
    until = time.monotonic() + seconds
    while (found := store.current_id()) != wanted and time.monotonic() < until:
        time.sleep(0.05)
    return found == wanted


def test_what_one_machine_publishes_others_fetch_whole_and_follow(
    machine: Machine, send: Callable[[str], Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = send(ONE)
    machine("two")
    assert store.current() == old
    store.verify(old.id)
    assert ask("enterprises/find").frame["enterprise_id"].tolist() == ["e1"]
    place = store.folder() / old.id / "export"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in place.iterdir())
    assert store.released_with(old.id).is_file()
    machine("one")
    new = send(TWO)
    machine("two")
    assert store.current_id() == old.id  # it looks again after some seconds only
    monkeypatch.setattr(mirror, "SECONDS", 0.1)
    assert shown_within(20, new.id)
    assert len(ask("enterprises/find").frame) == 2
    assert len(ask("enterprises/find", snapshot_id=old.id).frame) == 1  # a page that began with it ends on it


def test_of_two_publishers_at_once_one_is_refused(
    machine: Machine, send: Callable[[str], Snapshot], tmp_path: Path
) -> None:
    old = send(ONE)
    machine("two")
    between: list[Snapshot] = []

    def meanwhile(what: str, share: float) -> None:
        if share == 0.95 and not between:
            machine("one")
            between.append(send(TWO))
            machine("two")

    export = drawn.export(tmp_path / "export", enterprises=TWO.replace("KEN", "GHA"))
    with pytest.raises(StoreError, match="was changed by another meanwhile"):
        publish(export, meanwhile)
    again = publish(export).snapshot
    machine("one")
    mirror.begin()
    assert store.current_id() == again.id
    assert {s.id for s in store.snapshots()} == {old.id, between[0].id, again.id}


@pytest.mark.parametrize("where", first(1, ["mirror.point_to", "bucket.Bucket.send"]))
def test_a_publisher_killed_while_uploading_or_before_the_pointer_leaves_the_old_snapshot(
    where: str, machine: Machine, send: Callable[[str], Snapshot], tmp_path: Path
) -> None:
    old = send(ONE)
    export = drawn.export(tmp_path / "export", enterprises=TWO)
    # The third call of it is the last thing that this process does; the pointer moves by one call.
    dies = (
        "import os, signal, sys; from impact import bucket, cli, mirror; from unittest.mock import patch; calls = []\n"
        f"real = {where}\n"
        "def dying(*given):\n"
        f"    calls.append(1); len(calls) == {3 if 'send' in where else 1} and os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(*given)\n"
        f"with patch('impact.{where}', dying): cli.main(['publish', {str(export)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", dies], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    machine("two")
    assert store.current_id() == old.id
    machine("one")
    new = publish(export)
    machine("two")
    mirror.begin()
    assert store.current_id() == new.snapshot.id
    mirror.verify()


def test_a_snapshot_changed_in_the_bucket_is_noticed_refused_and_built_anew(
    machine: Machine,
    send: Callable[[str], Snapshot],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = send(ONE)
    machine("two")
    assert store.current_id() == old.id
    machine("one")
    new = send(TWO)
    spoil(new, store.TABLES, tmp_path / "spare")
    machine("three")
    with pytest.raises(StoreError, match=r"tables\.duckdb is not what .* changed or damaged in the bucket"):
        store.current()
    assert not list(store.folder().glob("*/manifest.json"))
    machine("two")
    mirror._looked.clear()
    with caplog.at_level(logging.WARNING):
        assert store.current_id() == old.id  # and goes on being shown
    assert "changed or damaged in the bucket" in caplog.text
    assert cli.main(["snapshots", "--verify"]) == 1
    assert "changed or damaged in the bucket" in capsys.readouterr().err
    machine("one")
    send(TWO)
    machine("three")
    assert len(ask("enterprises/find").frame) == 2
    mirror.verify()


def test_a_changed_manifest_is_noticed(machine: Machine, send: Callable[[str], Snapshot], tmp_path: Path) -> None:
    spoil(send(ONE), "manifest.json", tmp_path / "spare")
    machine("two")
    with pytest.raises(StoreError, match="changed or damaged in the bucket"):
        store.current()


def test_while_the_bucket_cannot_be_reached_readers_go_on_and_writers_are_told(
    machine: Machine,
    send: Callable[[str], Snapshot],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    old = send(ONE)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    bucket.opened.cache_clear()
    mirror._looked.clear()
    with caplog.at_level(logging.WARNING):
        assert store.current_id() == old.id
    assert "Readers go on with what they see" in caplog.text
    assert "cannot be reached" in caplog.text
    assert len(ask("enterprises/find").frame) == 1
    with pytest.raises(StoreError, match=r"cannot be reached.*AWS_"):
        keeping.pin(old.id, "quoted")
    assert keeping.pins() == {}
    machine("two")
    with pytest.raises(StoreError, match="cannot be reached"):
        store.current()


def test_pins_rollback_pruning_and_erasure_are_of_all_machines(
    machine: Machine, send: Callable[[str], Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = send(ONE), send(TWO)
    machine("two")
    keeping.pin(old.id, "quoted")
    assert keeping.rollback(old.id).id == old.id
    machine("one")
    mirror.begin()
    assert store.current_id() == old.id
    assert keeping.kept()[old.id] == "what readers see"
    keeping.unpin(old.id)
    monkeypatch.setattr(keeping, "kept", lambda: {old.id: "what readers see"})
    assert [s.id for s in keeping.prune()] == [new.id]
    assert objects(new) == []
    machine("two")
    mirror.begin()
    assert not (store.folder() / new.id).exists()
    with pytest.raises(GoneError, match="was pruned on"):
        store.snapshot(new.id)
    erased = erasure.erase("enterprise", "e1")
    assert objects(old) == []
    assert store.current_id() == erased[0].after.id
    machine("three")
    assert ask("enterprises/find").empty


def test_an_empty_bucket_is_not_filled_with_the_demonstration_by_serving(machine: Machine) -> None:
    with pytest.raises(StoreError, match=r"Nothing is published in s3://score-.*impact publish"):
        prepare(lambda what, share: None)
    assert there().listing() == {}


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bucket.opened.cache_clear()
    monkeypatch.setitem(sys.modules, "boto3", None)
    assert cli.main(["snapshots"]) == 1
    assert "pip install -r requirements-s3.txt" in capsys.readouterr().err


def test_another_kind_of_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IMPACT_STORE", "gs://score")
    assert cli.main(["snapshots"]) == 1
    assert "IMPACT_STORE=gs://score: it is neither a folder nor s3://BUCKET/PREFIX" in capsys.readouterr().err
