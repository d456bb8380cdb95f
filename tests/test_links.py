"""Shared links: signed, for a time, revocable, and never with more rights than their sharer has at that moment."""

import os
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from impact import audit, links, state, viewers
from impact.access import OWNER, AccessError, Viewer
from impact.cli import main
from impact.links import LinkError
from impact.settings import ROOT, SettingsError, settings
from impact.state import StateError
from impact.viewers import Identity

NOW = datetime(2024, 9, 3, 10, 0, tzinfo=UTC)
ME = Identity("owner", OWNER)
ADMINISTRATOR = Identity("ada", Viewer("administrator"))
KENYA = Identity("ken", Viewer("coordinator", ("KEN",)))
DONOR = Identity("don", Viewer("donor", ("p1",)))


@pytest.fixture
def known(empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Viewer]:
    """The viewers whose rights can be looked up, and a clock that stands still."""
    rights = {one.id: one.viewer for one in (ME, ADMINISTRATOR, KENYA, DONOR)}
    monkeypatch.setattr(viewers, "rights_of", rights.get)
    monkeypatch.setattr(state, "now", lambda: NOW)
    return rights


def changed(statement: str) -> None:
    with sqlite3.connect(state.path()) as file:
        file.execute(statement)
    file.close()


def why(token: str) -> str:
    with pytest.raises(LinkError) as refused:
        links.opened(token)
    return refused.value.why


def test_a_link_opens_its_page_with_its_choices(known: dict[str, Viewer]) -> None:
    token = links.share(ME, "results/overview", {"country": "KEN", "period": "2022"})
    found = links.opened(token).link
    assert (found.page, found.choices) == ("results/overview", {"country": "KEN", "period": "2022"})
    assert found.ends_at == NOW + timedelta(days=30)
    assert audit.entries()[0].about == f"{found.link_id} results/overview until 2024-10-03T10:00:00Z"


@pytest.mark.parametrize("by", [ME, ADMINISTRATOR, KENYA, DONOR], ids=lambda by: by.id)
def test_a_link_gives_at_most_a_donor_s_rights(by: Identity, known: dict[str, Viewer]) -> None:
    given = links.opened(links.share(by, "results/overview", {})).viewer
    assert given == (by.viewer if by is DONOR else Viewer("donor"))
    assert (given.smallest_group, given.sees_everything, given.countries, given.trainers) == (5, False, [], [])


@pytest.mark.parametrize("viewer", [Viewer("trainer", ("t1",)), Viewer("public")], ids=lambda v: v.role)
def test_trainers_and_the_public_share_nothing(viewer: Viewer, known: dict[str, Viewer]) -> None:
    known["x"] = viewer
    with pytest.raises(AccessError, match="may not share"):
        links.share(Identity("x", viewer), "results/overview", {})


def test_a_link_falls_with_the_rights_of_its_sharer(known: dict[str, Viewer]) -> None:
    token = links.share(KENYA, "results/overview", {})
    known["ken"] = DONOR.viewer
    assert links.opened(token).viewer == DONOR.viewer
    known["ken"] = Viewer("trainer", ("t1",))
    assert why(token) == "gone"
    del known["ken"]
    assert why(token) == "gone"
    with pytest.raises(StateError, match="looked up later"):
        links.share(KENYA, "results/overview", {})


def test_a_link_that_was_tampered_with_is_none(known: dict[str, Viewer]) -> None:
    token = links.share(ME, "results/overview", {"country": "KEN"})
    other = links.share(ME, "results/country", {})
    link_id, signature = token.split(".")
    wrong = [
        f"{link_id}.{other.split('.')[1]}",
        f"{other.split('.')[0]}.{signature}",
        f"{link_id}.{'A' * 43}",
        f"{'A' * 16}.{signature}",
        *(
            "",
            ".",
            link_id,
            f"{token}A",
            token[:-1],
            f" {token}",
            f"{token}\n",
            "x" * 10_000,
            "'; drop table links; --",
        ),
    ]
    assert {why(one) for one in wrong} == {"unknown"}
    assert links.opened(token)


@pytest.mark.parametrize(
    "change",
    [
        "choices = '{}'",
        "page = 'results/country'",
        "sharer = 'ada'",
        "ends_at = '2030-01-01T00:00:00Z'",
        "made_at = '2030-01-01T00:00:00Z'",
        "choices = 'no json'",
        "ends_at = 'never'",
    ],
)
def test_a_link_whose_row_was_changed_is_none(change: str, known: dict[str, Viewer]) -> None:
    token = links.share(ME, "results/overview", {"country": "KEN"})
    changed(f"update links set {change}")
    assert why(token) == "unknown"


def test_a_link_ends_to_the_second(known: dict[str, Viewer], monkeypatch: pytest.MonkeyPatch) -> None:
    token = links.share(ME, "results/overview", {}, days=1)
    monkeypatch.setattr(state, "now", lambda: NOW + timedelta(hours=24, seconds=-1))
    assert links.opened(token)
    monkeypatch.setattr(state, "now", lambda: NOW + timedelta(hours=24))
    assert why(token) == "expired"


@pytest.mark.parametrize("days", [0, -1, 181])
def test_a_link_holds_for_half_a_year_at_most(days: int, known: dict[str, Viewer]) -> None:
    with pytest.raises(StateError, match="1 to 180 days"):
        links.share(ME, "results/overview", {}, days=days)


def test_one_revokes_one_s_own_links_and_administrators_all(known: dict[str, Viewer]) -> None:
    mine, theirs = links.share(KENYA, "results/overview", {}), links.share(DONOR, "results/overview", {})
    assert [link.sharer for link in links.listed(KENYA)] == ["ken"]
    assert (
        {link.sharer for link in links.listed(ADMINISTRATOR)} == {"ken", "don"} == {x.sharer for x in links.listed(ME)}
    )
    with pytest.raises(StateError, match="There is no link"):
        links.revoke(theirs.split(".")[0], KENYA)
    links.revoke(mine.split(".")[0], KENYA)
    links.revoke(theirs.split(".")[0], ADMINISTRATOR)
    assert why(mine) == why(theirs) == "revoked"
    links.revoke(mine.split(".")[0], KENYA)
    assert [(e.what, e.who) for e in audit.entries(what="revoked")] == [("revoked", "ada"), ("revoked", "ken")]
    assert audit.verify().faults == ()


def test_a_link_holds_with_its_secret_only(known: dict[str, Viewer], monkeypatch: pytest.MonkeyPatch) -> None:
    token = links.share(ME, "results/overview", {})
    assert stat.S_IMODE(links.secret_file().stat().st_mode) == 0o600
    monkeypatch.setenv("IMPACT_SECRET", "another secret, of more than 32 signs")
    assert why(token) == "unknown"
    again = links.share(ME, "results/overview", {})
    assert links.opened(again)
    monkeypatch.delenv("IMPACT_SECRET")
    assert links.opened(token)
    links.secret_file().unlink()
    assert why(token) == "unknown"
    links.secret_file().write_bytes(b"")
    with pytest.raises(StateError, match="holds no secret"):
        links.opened(token)


def test_a_short_secret_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPACT_SECRET", "hunter2")
    with pytest.raises(SettingsError, match=r"IMPACT_SECRET=\.\.\.: .*32") as refused:
        settings()
    assert "hunter2" not in str(refused.value)


def test_processes_that_share_at_once_have_one_secret(empty_store: Path) -> None:
    write = (
        "from impact import links; from impact.access import OWNER; from impact.viewers import Identity\n"
        "for n in range(5): print(links.share(Identity('owner', OWNER), 'results/overview', {}))"
    )
    given = {**os.environ, "IMPACT_STORE": str(empty_store)}
    command = [sys.executable, "-c", write]
    writers = [subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    tokens = [token for writer in writers for token in writer.communicate()[0].split()]
    assert len(tokens) == 15
    assert all(links.opened(token) for token in tokens)
    assert [p.name for p in empty_store.glob(".*")] == []
    assert audit.verify().faults == ()


def test_ended_links_are_kept_no_longer_than_the_audit(
    known: dict[str, Viewer], monkeypatch: pytest.MonkeyPatch
) -> None:
    links.share(ME, "results/overview", {}, days=1)
    monkeypatch.setattr(state, "now", lambda: NOW + timedelta(days=400))
    links.share(ME, "results/country", {})
    assert [link.page for link in links.listed(ME)] == ["results/country"]


def test_the_command_line_lists_and_revokes(known: dict[str, Viewer], capsys: pytest.CaptureFixture[str]) -> None:
    token = links.share(KENYA, "results/overview", {"country": "KEN"})
    link_id = token.split(".")[0]
    assert main(["links"]) == 0
    assert capsys.readouterr().out.split() == [
        *(link_id, "open", "until", "2024-10-03", "by", "ken", "results/overview", "country=KEN")
    ]
    assert main(["links", "--revoke", link_id]) == 0
    assert why(token) == "revoked"
    assert main(["links", "--revoke", "nothing"]) == 1
    assert "There is no link" in capsys.readouterr().err
