"""The audit: every entry follows from the one before, and what is removed, changed or cut off is noticed."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from impact import audit, links, reply, state, store
from impact.access import OWNER, AccessError, Viewer
from impact.cli import main
from impact.settings import ROOT
from impact.state import StateError
from impact.viewers import Identity
from tests.queries.test_portfolio import RULE

NOW = datetime(2024, 9, 3, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A clock that the test sets."""
    shown = [NOW]
    monkeypatch.setattr(state, "now", lambda: shown[0])
    return shown


def noted(count: int, who: str = "anna@example.org") -> None:
    for number in range(count):
        audit.note("opened", who, f"page {number}", "s1")


def changed(statement: str) -> None:
    """Change the file past the audit, as somebody who may write to it could."""
    with sqlite3.connect(state.path()) as file:
        file.execute(statement)
    file.close()


def test_an_entry_says_who_did_what_and_when(empty_store: Path, clock: list[datetime]) -> None:
    audit.note("opened", "anna@example.org", "results/overview", "s1")
    clock[0] = NOW + timedelta(days=1)
    audit.note("exported", "ben@example.org", "trained.csv\n=1", "s2")
    newest, first = audit.entries()
    assert newest == audit.Entry(2, clock[0], "exported", "ben@example.org", "trained.csv =1", "s2")
    assert (first.at, first.who, first.what) == (NOW, "anna@example.org", "opened")
    assert audit.entries(who="anna@example.org") == [first]
    assert audit.entries(what="exported") == [newest]
    assert audit.entries(since=date(2024, 9, 4)) == [newest]
    assert audit.entries(most=1) == [newest]
    assert audit.verify().faults == ()


@pytest.mark.parametrize("role", ["global", "coordinator", "trainer", "donor", "public"])
def test_the_audit_is_read_by_administrators_only(role: str, empty_store: Path) -> None:
    noted(1)
    assert audit.entries(viewer=Viewer("administrator")) == audit.entries(viewer=OWNER) != []
    with pytest.raises(AccessError, match="for administrators"):
        audit.entries(viewer=Viewer(role))


def test_before_the_first_entry_there_is_nothing_to_read_and_nothing_wrong(empty_store: Path) -> None:
    assert audit.entries() == [] and audit.verify() == audit.Verified(0, "", ())
    assert not state.path().exists()


CHANGES = {
    "what was done": ("update audit set what = 'exported' where entry_id = 3", "entry 3 was changed"),
    "when": ("update audit set noted_at = '2020-01-01T00:00:00Z' where entry_id = 3", "entry 3 was changed"),
    "what about": ("update audit set about = 'another' where entry_id = 3", "entry 3 was changed"),
    "which snapshot": ("update audit set snapshot_id = 's9' where entry_id = 3", "entry 3 was changed"),
    "who": ("update audit set who = 'ben' where entry_id = 3", "entry 3 bears another viewer's id"),
    "who, as if erased": (
        "update audit set who = 'erased-00000000', salt = '' where entry_id = 3",
        "entry 3 bears the pseudonym 'erased-00000000'",
    ),
    "the hash of who": ("update audit set who_hash = 'x' where entry_id = 3", "entry 3 was changed"),
    "the chain": ("update audit set chain = 'x' where entry_id = 3", "entry 3 was changed"),
    "one removed": ("delete from audit where entry_id = 3", "entries are missing between 2 and 4"),
    "the first removed": ("delete from audit where entry_id < 3", "entries are missing before 3"),
    "the last removed": ("delete from audit where entry_id > 3", "entries are missing after 3; the last one was 5"),
    "all removed": ("delete from audit", "entries are missing after 0; the last one was 5"),
    "one put in": (
        "insert into audit select 6, noted_at, what, who, salt, who_hash, about, snapshot_id, chain from audit where entry_id = 2",
        "entries are missing after 6; the last one was 5",
    ),
    "two swapped": (
        "update audit set entry_id = case entry_id when 2 then -3 else -2 end where entry_id in (2, 3)",
        "entries are missing",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_changed_or_removed_is_noticed(what: str, empty_store: Path) -> None:
    noted(5)
    assert audit.verify().faults == ()
    statement, said = CHANGES[what]
    changed(statement)
    assert said in "; ".join(audit.verify().faults)


def test_a_mark_that_was_noted_elsewhere_notices_a_chain_that_was_written_anew(empty_store: Path) -> None:
    noted(3)
    mark = audit.verify().mark
    noted(2)
    assert audit.verify(mark).faults == ()
    state.path().unlink()
    noted(5)
    assert audit.verify().faults == ()
    assert "was removed or changed" in audit.verify(mark).faults[0]


def test_what_has_outlived_its_time_goes_and_the_chain_still_holds(
    empty_store: Path, clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPACT_AUDIT_DAYS", "10")
    for day in range(30):
        clock[0] = NOW + timedelta(days=day)
        audit.note("opened", "anna@example.org", f"day {day}")
        assert audit.verify().faults == ()
    kept = audit.entries(what="opened")
    assert [e.about for e in kept] == [f"day {day}" for day in range(29, 29 - len(kept), -1)]
    assert 10 <= len(kept) <= 12
    assert audit.entries(what="rotated")
    changed(f"delete from audit where entry_id <= {audit.entries()[-1].entry_id}")
    assert "no rotation removed them" in audit.verify().faults[0]


def test_an_audit_of_which_all_is_old_begins_anew_with_the_rotation(empty_store: Path, clock: list[datetime]) -> None:
    noted(4)
    clock[0] = NOW + timedelta(days=500)
    audit.note("opened", "ben@example.org")
    assert [e.what for e in audit.entries()] == ["opened", "rotated"]
    assert audit.verify().faults == ()
    changed("delete from audit where what = 'rotated'")
    assert audit.verify().faults


def test_an_erased_viewer_is_a_pseudonym_and_nothing_of_the_id_is_left(empty_store: Path) -> None:
    noted(3)
    audit.note("exported", "ben@example.org", "x.csv")
    token = links.share(Identity("owner", OWNER), "results/overview", {})
    pseudonym, count = audit.erase("anna@example.org", "owner")
    assert count == 3
    assert {e.who for e in audit.entries()} == {"owner", "ben@example.org", pseudonym}
    assert audit.entries()[0].about == f"{pseudonym} 3"
    assert audit.verify().faults == ()
    left = b"".join(path.read_bytes() for path in state.path().parent.glob("state.sqlite*"))
    assert b"anna@example.org" not in left
    assert b"ben@example.org" in left
    # Another entry cannot pass for one of the erased viewer.
    changed(f"update audit set who = '{pseudonym}', salt = '' where who = 'ben@example.org'")
    assert "which no erasure gave it" in audit.verify().faults[0]
    assert links.opened(token)
    audit.erase("owner", "owner")
    with pytest.raises(links.LinkError):
        links.opened(token)


def test_many_processes_note_at_once_and_the_chain_holds(empty_store: Path) -> None:
    write = "import sys; from impact import audit\nfor n in range(25): audit.note('opened', sys.argv[1], f'page {n}')"
    given = {**os.environ, "IMPACT_STORE": str(empty_store)}
    writers = [subprocess.Popen([sys.executable, "-c", write, str(n)], cwd=ROOT, env=given) for n in range(3)]
    assert [writer.wait() for writer in writers] == [0] * 3
    assert audit.verify().faults == ()
    assert len(audit.entries()) == 75


def test_what_cannot_be_noted_is_said_and_breaks_nothing(empty_store: Path, caplog: pytest.LogCaptureFixture) -> None:
    state.path().mkdir()
    with pytest.raises(StateError, match="IMPACT_STATE"):
        audit.note("opened", "anna")
    assert not audit.noted("opened", "anna", "results/overview")
    assert "Not in the audit: opened results/overview" in caplog.text


def test_whatever_is_noted_can_be_written(empty_store: Path) -> None:
    audit.note("opened", "a\ud800\nb", "x\ud800\x00" + "y" * 10_000)
    (entry,) = audit.entries()
    assert (entry.who, entry.about[:2], len(entry.about)) == ("a? b", "x?", audit.LONGEST)
    assert audit.verify().faults == ()


def test_a_page_waits_for_another_s_writing_for_a_short_while_only(empty_store: Path) -> None:
    noted(1)
    with state.opened():
        assert not audit.noted("opened", "anna", patience=0.05)
    assert audit.noted("opened", "anna", patience=0.05)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["audit", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_line_lists_and_defuses_and_verifies(
    empty_store: Path, clock: list[datetime], capsys: pytest.CaptureFixture[str]
) -> None:
    audit.note("opened", "anna@example.org", "results/overview", "s1")
    audit.note("exported", "=cmd|'/c calc'!A0", "@file.csv", "s1")
    assert told(capsys)[1].splitlines()[1].split() == [
        *("2024-09-03T10:00:00Z", "opened", "anna@example.org", "results/overview", "s1")
    ]
    rows = json.loads(told(capsys, "--format", "json", "--who", "anna@example.org")[1])
    assert rows == [
        {"entry_id": 1, "at": "2024-09-03T10:00:00Z", "what": "opened", "who": "anna@example.org"}
        | {"about": "results/overview", "snapshot_id": "s1"}
    ]
    lines = list(csv.reader(told(capsys, "--format", "csv", "--what", "exported")[1].splitlines()))
    assert lines[1][2:4] == ["'=cmd|'/c calc'!A0", "'@file.csv"]
    assert told(capsys, "--from", "2024-09-04") == (0, "", "")
    code, out, _ = told(capsys, "--verify")
    assert (code, out.splitlines()[0]) == (0, "2 entries, each follows from the one before")
    mark = audit.verify().mark
    assert mark in out and told(capsys, "--verify", mark)[0] == 0
    changed("delete from audit where entry_id = 1")
    code, _, err = told(capsys, "--verify")
    assert code == 1 and "The audit does not hold:" in err and "before 2" in err


def test_the_command_line_erases(empty_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noted(2)
    code, out, _ = told(capsys, "--erase", "anna@example.org")
    assert code == 0 and out.startswith("2 entries now bear erased-")
    assert audit.entries(who="anna@example.org") == []
    assert audit.entries()[0].who == "owner"


def test_publishing_and_files_are_noted_and_say_when_they_cannot_be(
    empty_store: Path,
    demo_export: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert main(["publish", str(demo_export)]) == 0
    published = store.current()
    assert [(e.what, e.who, e.about, e.snapshot_id) for e in audit.entries()] == [
        ("published", "owner", published.export_id, published.id)
    ]
    assert main(["replies", "--country", "CHN", "--out", str(tmp_path / "x.xlsx")]) == 0
    assert [(e.what, e.about) for e in audit.entries(most=1)] == [("exported", "corrections of CHN")]
    capsys.readouterr()
    (tmp_path / "kept").mkdir()
    monkeypatch.setenv("IMPACT_STATE", str(tmp_path / "kept"))
    assert main(["publish", str(demo_export)]) == 0
    assert "Publishing could not be noted in the audit" in capsys.readouterr().err


def test_an_answer_is_noted_with_who_wrote_it_down(published: Callable[..., Any]) -> None:
    published(**RULE)
    reply.give("over", "We moved.", kpi="defect_rate", on=date(2024, 9, 3), who="tim@example.org")
    (entry,) = audit.entries()
    assert (entry.what, entry.who, entry.about) == ("answered", "tim@example.org", "over defect_rate")
