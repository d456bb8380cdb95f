"""Who may look: the table of viewers, the claims of a sign-in, and what is refused before anything is served."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from impact import exposure, viewers
from impact.access import OWNER, Viewer
from impact.settings import SettingsError
from impact.viewers import Closed, Identity, ViewersError

TABLE = """who,role,scope
Amina@Example.org,coordinator,KEN;TZA
group:donors-west,donor,p1 p2
group:donors-east,donor,p3
group:team,global,
trainer@example.org,trainer,t1
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Demand sign-in, with a table of viewers of the test's own."""
    path = tmp_path / "viewers.csv"
    monkeypatch.setenv("IMPACT_AUTH", "required")
    monkeypatch.setenv("IMPACT_VIEWERS", str(path))
    viewers._tell.cache_clear()

    def write_table(text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    write_table(TABLE)
    return write_table


def claimed(**claims: Any) -> dict[str, Any]:
    mine = {"is_logged_in": True, "email": "amina@example.org", "email_verified": True, "exp": time.time() + 60}
    return {**mine, **claims}


def test_an_address_gives_role_and_scope_whatever_its_case(write: Write) -> None:
    kenya = Viewer("coordinator", ("KEN", "TZA"))
    assert viewers.viewer_of(claimed()) == kenya
    assert viewers.look_up(claimed(email=" AMINA@example.ORG ")) == Identity("amina@example.org", kenya)


def test_addresses_that_only_look_alike_are_different_people(write: Write) -> None:
    write("who,role,scope\nkim@example.org,global,\n")
    assert viewers.viewer_of(claimed(email="\u212aim@example.org")) is None  # the sign for kelvin folds into k


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_verified_is_nobodys(verified: object, write: Write) -> None:
    assert viewers.look_up(claimed(email_verified=verified, groups=["team"])) is Closed.UNVERIFIED


def test_an_address_that_is_not_said_is_nobodys(write: Write) -> None:
    assert viewers.look_up(claimed(email=None)) is Closed.UNVERIFIED


@pytest.mark.parametrize("exp", [0, None, True, "4102444800"])
def test_a_sign_in_ends(exp: object, write: Write) -> None:
    assert viewers.look_up(claimed(exp=exp)) is Closed.ENDED
    assert viewers.look_up(claimed(exp=time.time() - 1)) is Closed.ENDED


def test_who_is_not_signed_in_is_nobody_or_the_public(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    for nobody in ({}, claimed(is_logged_in=False), claimed(is_logged_in="yes")):
        assert viewers.look_up(nobody) is Closed.NOBODY
    monkeypatch.setenv("IMPACT_PUBLIC", "yes")
    assert viewers.look_up({}) == Identity("public", Viewer("public"))
    assert viewers.look_up(claimed(email="other@example.org")) is Closed.UNKNOWN
    assert viewers.look_up(claimed(exp=0)) is Closed.ENDED


def test_claims_that_are_meant_for_another_application_are_nobodys(write: Write) -> None:
    assert isinstance(viewers.look_up(claimed(aud=["other", "dash"]), "dash"), Identity)
    assert viewers.look_up(claimed(aud="other", azp="dash"), "dash") is Closed.NOBODY
    assert viewers.look_up(claimed(), "dash") is Closed.NOBODY


def test_the_address_wins_over_groups(write: Write) -> None:
    assert viewers.viewer_of(claimed(groups=["team"])) == Viewer("coordinator", ("KEN", "TZA"))


def test_groups_of_one_role_are_united(write: Write) -> None:
    donor = claimed(email="new@example.org", groups=["donors-west", "donors-east", "unheard of", 7])
    assert viewers.look_up(donor) == Identity("new@example.org", Viewer("donor", ("p1", "p2", "p3")))
    assert viewers.viewer_of(claimed(email="new@example.org", groups="team")) == Viewer("global")


def test_groups_of_different_roles_give_nothing_and_are_told_to_the_operator(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    torn = claimed(email="new@example.org", groups=["team", "donors-west"])
    with caplog.at_level(logging.WARNING):
        assert viewers.look_up(torn) is Closed.UNKNOWN
        assert viewers.look_up(torn) is Closed.UNKNOWN
    assert len(caplog.records) == 1, "told once"
    assert "new@example.org is in groups of different roles" in caplog.text
    assert "donors-west (donor), team (global)" in caplog.text


def test_a_group_is_no_address_and_an_address_no_group(write: Write) -> None:
    assert viewers.look_up(claimed(email="group:team")) is Closed.UNVERIFIED
    assert viewers.look_up(claimed(email="x@y.org", groups=["amina@example.org"])) is Closed.UNKNOWN


def test_a_changed_table_counts_at_once(write: Write) -> None:
    assert viewers.viewer_of(claimed()) is not None
    write("who,role,scope\namina@example.org,global,\n")
    assert viewers.viewer_of(claimed()) == Viewer("global")
    write("who,role,scope\n")
    assert viewers.look_up(claimed()) is Closed.UNKNOWN


def test_an_unchanged_table_is_read_once(write: Write) -> None:
    assert viewers.table() is viewers.table()


def test_the_same_one_in_two_rows_of_one_role_is_united(write: Write) -> None:
    write("who,role,scope\na@b.org,trainer,t1\nA@b.org,trainer,t2\n")
    assert viewers.table() == {"a@b.org": Viewer("trainer", ("t1", "t2"))}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "row 1: the columns are not who,role,scope"),
        ("who;role;scope\n", "row 1: the columns are not who,role,scope"),
        ("who,role,scope\namina,global,\n", "row 2, column who: 'amina' is neither an e-mail address nor group:NAME"),
        ("who,role,scope\ngroup:,global,\n", "row 2, column who: 'group:' is neither"),
        ("who,role,scope\n,global,\n", "row 2, column who: '' is neither"),
        ("who,role,scope\n\na@b.org,owner,\n", "row 3, column role: 'owner' cannot be given"),
        ("who,role,scope\na@b.org,public,\n", "row 2, column role: 'public' cannot be given"),
        ("who,role,scope\na@b.org,Donor,p1\n", "Write one of administrator, global, coordinator, trainer, donor"),
        ("who,role,scope\na@b.org,donor,\n", "row 2, column scope: The role 'donor' needs a scope"),
        ("who,role,scope\na@b.org,global,KEN\n", "row 2, column scope: The role 'global' takes no scope"),
        ("who,role,scope\na@b.org,coordinator,Kenya\n", "row 2, column scope: 'Kenya' is not a country code"),
        ("who,role,scope\na@b.org,coordinator,KEN,TZA\n", "row 2: not three cells"),
        ("who,role,scope\na@b.org\n", "row 2: not three cells"),
        ("who,role,scope\na@b.org,global,\nA@B.org,donor,p1\n", "row 3, column role: 'a@b.org' has the role 'global'"),
        ('who,role,scope\n"a@b.org,global,\n', "is no CSV file in UTF-8"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_by_file_row_and_column(text: str, said: str, write: Write) -> None:
    path = write(text)
    with pytest.raises(ViewersError) as told:
        viewers.table()
    assert str(path) in str(told.value)
    assert said in str(told.value)
    assert viewers.look_up(claimed()) is Closed.BROKEN


def test_a_table_that_is_not_there_lets_nobody_in(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("").unlink()
    assert viewers.look_up(claimed()) is Closed.BROKEN
    with pytest.raises(SettingsError, match="IMPACT_VIEWERS must name a file that can be read"):
        exposure.check_viewers()
    monkeypatch.delenv("IMPACT_VIEWERS")
    with pytest.raises(ViewersError, match="IMPACT_VIEWERS is not set"):
        viewers.table()


def test_a_table_written_on_windows_is_read(write: Write) -> None:
    path = write("")
    path.write_bytes("\ufeffwho,role,scope\r\na@b.org,global,\r\n".encode())
    os.utime(path, (1, 1))
    assert viewers.table() == {"a@b.org": Viewer("global")}


def test_without_sign_in_the_owner_looks() -> None:
    assert viewers.look_up({}) == Identity("owner", OWNER)


AUTH = {
    "redirect_uri": "https://dash.example.org/oauth2callback",
    "cookie_secret": "x" * 32,
    "client_id": "dash",
    "client_secret": "s",
    "server_metadata_url": "https://id.example.org/.well-known/openid-configuration",
}


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]", "::ffff:127.0.0.1"])
def test_one_person_is_served_on_the_own_machine(address: str) -> None:
    exposure.check(address, {}, None)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", "dash.example.org", "", None])
def test_without_sign_in_no_other_machine_is_served(address: str | None) -> None:
    with pytest.raises(SettingsError, match=r"STREAMLIT_SERVER_ADDRESS.*IMPACT_AUTH=required"):
        exposure.check(address, AUTH, None)


@pytest.fixture
def guard(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "_guards", ["asgi.py"])


def test_with_sign_in_any_address_is_served(guard: None) -> None:
    exposure.check("0.0.0.0", AUTH, {})
    exposure.check_viewers()


@pytest.mark.parametrize("lacking", AUTH)
def test_sign_in_without_a_whole_provider_is_refused(lacking: str, guard: None) -> None:
    with pytest.raises(SettingsError, match=rf"IMPACT_AUTH=required.*lacks {lacking}\."):
        exposure.check("127.0.0.1", {**AUTH, lacking: ""}, {})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cookie_secret": "short"}, "shorter than 32"),
        ({"redirect_uri": "https://dash.example.org/"}, "with /oauth2callback"),
        ({"redirect_uri": "http://dash.example.org/oauth2callback"}, "redirect_uri must begin with https://"),
        ({"server_metadata_url": "http://id.example.org/x"}, "server_metadata_url must begin with https://"),
    ],
)
def test_a_provider_that_protects_nothing_is_refused(changed: dict[str, str], said: str, guard: None) -> None:
    with pytest.raises(SettingsError, match=said):
        exposure.check("127.0.0.1", {**AUTH, **changed}, {})


def test_headers_that_say_who_looks_are_refused(guard: None) -> None:
    with pytest.raises(SettingsError, match="trustedUserHeaders"):
        exposure.check("127.0.0.1", AUTH, {"X-Email": "email"})


def test_sign_in_without_the_guard_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "_guards", [])
    with pytest.raises(SettingsError, match=r"streamlit run asgi\.py"):
        exposure.check("127.0.0.1", AUTH, {})
