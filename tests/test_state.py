"""What readers leave behind: answers are kept whole, by many at once, and shown to who sees the figure, to nobody else."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from impact import reply, state, store
from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.cli import main
from impact.settings import ROOT
from impact.state import LONGEST, StateError
from tests.queries.test_portfolio import RULE

DAY = date(2024, 9, 3)
Published = Callable[..., Any]


def test_an_answer_is_kept_with_its_day_and_comes_back_newest_first(empty_store: Path) -> None:
    state.add_reply("e1", "defect_rate", "A strike in May.", "trainer", DAY, "s1", "4.2%")
    state.add_reply("e1", "", "We closed a line.", "owner", date(2024, 9, 4), "s1")
    state.add_reply("e2", "defect_rate", "No.", "owner", DAY, "s1")
    first, second = state.replies(["e1"])
    assert (first.text, first.kpi, first.on) == ("We closed a line.", "", date(2024, 9, 4))
    assert (second.text, second.by, second.snapshot_id, second.shown) == ("A strike in May.", "trainer", "s1", "4.2%")
    assert state.answerers() == ["e1", "e2"]


def test_before_the_first_answer_nothing_is_written(empty_store: Path) -> None:
    assert state.replies(["e1"]) == [] and state.answerers() == []
    assert not state.path().exists()


def test_the_file_is_for_its_owner_alone_and_lies_where_the_setting_says(
    empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state.path() == empty_store / "state.sqlite"
    monkeypatch.setenv("IMPACT_STATE", str(tmp_path / "deep" / "kept.sqlite"))
    state.add_reply("e1", "", "Yes.", "owner", DAY, "s1")
    assert stat.S_IMODE((tmp_path / "deep" / "kept.sqlite").stat().st_mode) == 0o600
    with sqlite3.connect(state.path()) as file:
        assert file.execute("pragma journal_mode").fetchone() == ("wal",)


HOSTILE = [
    "'); drop table replies; --",
    "=cmd|'/c calc'!A0",
    "<script>alert(1)</script> **bold** [a](http://example.org)",
    "عربي 中文 ñandú 😀",
    "two\nlines",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_said_is_kept_letter_by_letter(text: str, empty_store: Path) -> None:
    state.add_reply("e'1", "k;--", text, "owner", DAY, "s1")
    assert state.replies(["e'1"])[0].text == text


def test_signs_that_deceive_are_left_out_and_lengths_are_kept(empty_store: Path) -> None:
    state.add_reply("e1", "", "a\u202eb\x00c\r\nd\te", "owner", DAY, "s1")
    assert state.replies(["e1"])[0].text == "abc\nd e"
    state.add_reply("e1", "", "x" * LONGEST, "owner", DAY, "s1")
    for text, message in (("x" * (LONGEST + 1), "1001 characters"), (" \n\u202e ", "is empty")):
        with pytest.raises(StateError, match=message):
            state.add_reply("e1", "", text, "owner", DAY, "s1")
    assert len(state.replies(["e1"])) == 2


def test_many_processes_write_at_once_and_nothing_is_lost(empty_store: Path) -> None:
    write = (
        "import sys; from datetime import date; from impact import state\n"
        "for n in range(25): state.add_reply(f'e{n % 3}', '', f'{sys.argv[1]}-{n}', 'owner', date(2024, 9, 3), 's')"
    )
    given = {**os.environ, "IMPACT_STORE": str(empty_store)}
    writers = [subprocess.Popen([sys.executable, "-c", write, str(n)], cwd=ROOT, env=given) for n in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    kept = state.replies(["e0", "e1", "e2"])
    assert len({r.text for r in kept}) == 100 == len(kept)


def test_who_makes_the_file_at_the_same_moment_waits_for_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[Exception] = []

    def use(together: threading.Barrier) -> None:
        together.wait()
        try:
            with state.opened():
                pass
        except StateError as error:
            refused.append(error)

    for attempt in range(60):
        monkeypatch.setenv("IMPACT_STATE", str(tmp_path / f"{attempt}.sqlite"))
        at_once = threading.Barrier(6)
        users = [threading.Thread(target=use, args=[at_once]) for _ in range(6)]
        for user in users:
            user.start()
        for user in users:
            user.join()
    assert not refused


def test_a_file_of_an_older_schema_is_brought_up_to_date_once(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from impact import questions

    every = questions.files("state/schema")
    monkeypatch.setattr(questions, "files", lambda folder: every[:1])
    state.add_reply("e1", "", "Before.", "owner", DAY, "s1")
    monkeypatch.setattr(questions, "files", lambda folder: every)
    state.add_reply("e1", "", "After.", "owner", DAY, "s1")
    assert [r.text for r in state.replies(["e1"])] == ["After.", "Before."]
    with sqlite3.connect(state.path()) as file:
        assert file.execute("select count(*) from applied").fetchone() == (len(every),)


def test_a_file_that_is_none_is_told_in_words(empty_store: Path) -> None:
    state.path().write_bytes(b"no database, but long enough to be looked at " * 40)
    with pytest.raises(StateError, match=r"state\.sqlite cannot be used .* IMPACT_STATE"):
        state.replies(["e1"])


def test_who_sees_the_enterprise_writes_and_reads_and_nobody_else(published: Published) -> None:
    published(**RULE)
    mine, theirs = Viewer("trainer", ("t1",)), Viewer("trainer", ("t2",))
    reply.give("over", "We moved in May.", kpi="defect_rate", on=DAY, viewer=mine)
    (kept,) = reply.given("over", viewer=mine)
    assert (kept.by, kept.snapshot_id, kept.on) == ("trainer", store.current().id, DAY)
    assert kept.shown == "no endline reported, though it is due"
    assert reply.given("over", "defect_rate", Viewer("coordinator", ("KEN",))) == [kept]
    assert reply.given("over", "", mine) == []
    for viewer in (theirs, Viewer("coordinator", ("NAM",)), Viewer("donor", ("p1",)), Viewer("public")):
        assert reply.given("over", viewer=viewer) == []
        with pytest.raises(AccessError, match="not among those"):
            reply.give("over", "x", on=DAY, viewer=viewer)
    assert len(state.replies(["over"])) == 1


def test_an_answer_is_to_a_figure_that_there_is(published: Published) -> None:
    published(**RULE)
    with pytest.raises(StateError, match=r"no figure 'wages'. It has: defect_rate"):
        reply.give("over", "x", kpi="wages", on=DAY)
    with pytest.raises(AccessError):
        reply.give("nobody", "x", on=DAY)


def test_what_was_shown_is_kept_in_words(published: Published) -> None:
    published(**RULE)
    reply.give("fine", "True.", kpi="defect_rate", on=DAY)
    row = ask("enterprises/figures", enterprises=["fine"]).frame.iloc[0]
    assert (row["baseline"], row["endline"]) == (0.2, 0.1)
    assert reply.given("fine")[0].shown == "baseline 0.2, endline 0.1, change -0.1"


def test_the_command_line_keeps_an_answer_and_writes_the_workbook(
    published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(**RULE)
    words = ["reply", "over", "--kpi", "defect_rate", "--text", "Moved.", "--on", "2024-09-03", "--as", "trainer:t1"]
    assert main(words) == 0
    assert "over: the answer is kept, 2024-09-03" in capsys.readouterr().out
    assert main(["replies", "--country", "KEN", "--out", str(tmp_path / "r.xlsx")]) == 0
    assert (tmp_path / "r.xlsx").stat().st_size > 3000
    for wrong, code, message in (
        (["reply", "over", "--text", "x", "--as", "trainer:t2"], 3, "not among those"),
        (["reply", "over", "--text", " "], 1, "is empty"),
        (["replies", "--country", "XXX", "--out", str(tmp_path / "x.xlsx")], 1, "no country 'XXX'"),
        (["replies", "--country", "KEN", "--out", str(tmp_path / "x.xlsx"), "--as", "public"], 3, "one by one"),
    ):
        assert main(wrong) == code
        assert message in capsys.readouterr().err
    assert not (tmp_path / "x.xlsx").exists()
