"""Every role in the browser: the pages that there are for it run, the others are not there, and nobody unknown sees data."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from impact import access, ask, exposure
from impact.access import Viewer
from impact.audit import READERS
from tests import marks
from tests.pages.reading import PAGES, link_of, page_of, said

ROLES = {
    "administrator": "",
    "global": "",
    "coordinator": "KEN",
    "trainer": "",  # a trainer of the export, asked for below
    "donor": "",  # and a project
}
ONE_BY_ONE = "enterprises/peer_benchmarks"
OF_PROJECTS = ("results/project", "results/targets")
Open = Callable[..., AppTest]


@pytest.fixture
def table(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sign-in is required, and the table of viewers has one of each role."""
    path = tmp_path / "viewers.csv"
    monkeypatch.setenv("IMPACT_AUTH", "required")
    monkeypatch.setenv("IMPACT_VIEWERS", str(path))
    monkeypatch.setattr(exposure, "_guards", ["asgi.py"])
    scopes = {**ROLES, "trainer": first("enterprises/trainer_choices", "trainer_id"), "donor": project()}
    rows = [f"{role}@example.org,{role},{scope}" for role, scope in scopes.items()]
    path.write_text("\n".join(["who,role,scope", *rows, ""]), encoding="utf-8")
    return path


def first(question: str, column: str) -> str:
    return str(ask.ask(question).frame[column].iloc[0])


def project() -> str:
    options = ask.options()
    return str(options.loc[options["filter"] == "project", "code"].iloc[0])


def visit(name: str, claims: dict[str, Any], **link: str) -> AppTest:
    """The page for whoever signed in with these claims."""
    at = page_of(name, **link)
    at.secrets = {
        "auth": {
            "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
            "cookie_secret": "x" * 40,
            "client_id": "dash",
            "client_secret": "s",
            "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
        }
    }
    at.user = claims
    return at.run()


def claims_of(role: str, **changed: Any) -> dict[str, Any]:
    email = f"{role}@example.org"
    mine = {"is_logged_in": True, "email": email, "email_verified": True, "aud": "dash", "exp": time.time() + 600}
    return {**mine, "name": f"Some {role}", **changed}


def shows_data(at: AppTest) -> bool:
    """Is there any figure, filter or name of the export?"""
    kinds = ("plotly_chart", "deck_gl_json_chart", "arrow_data_frame", "metric", "page_link", "popover")
    return bool([kind for kind in kinds if at.get(kind)]) or "Demonstration data" in said(at)


def links(at: AppTest) -> list[str]:
    return [link.proto.label for link in at.sidebar.get("page_link")]


# The ordinary run tries the roles that see least and most by name.
@pytest.mark.parametrize("role", marks.first(2, ["donor", "coordinator", "trainer", "global", "administrator"]))
@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_for_each_role_or_is_not_there(name: str, role: str, table: Path) -> None:
    at = visit(name, claims_of(role))
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    assert len(at.title) == 1
    assert ("Peer benchmarks" in links(at)) == (role != "donor")
    without = (role == "donor" and name == ONE_BY_ONE) or (role == "trainer" and name in OF_PROJECTS)
    if without or (name.startswith("administration/") and role not in READERS):
        assert at.title[0].value == "No such page"
        assert not at.get("plotly_chart")
    else:
        assert at.title[0].value != "No such page"
    assert any(f"Some {role} · " in caption.value for caption in at.sidebar.caption)
    assert [button.label for button in at.sidebar.button] == ["Sign out"]


# With a country chosen, pages add what is one by one.
@pytest.mark.parametrize("role", marks.first(1, ["trainer", "coordinator", "donor"]))
@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_a_country_chosen_runs_for_each_role(name: str, role: str, table: Path) -> None:
    at = visit(name, claims_of(role), country="KEN", view="enterprises")
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    assert "one by one, which the role" not in said(at)


@pytest.mark.parametrize("name", PAGES)
def test_the_public_reads_where_it_is_let_in(name: str, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPACT_PUBLIC", "yes")
    at = visit(name, {}, country="KEN")
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    assert not {"Peer benchmarks", "Targets", "One project"} & set(links(at))
    assert [button.label for button in at.sidebar.button] == ["Sign in"]
    assert "You read as the public." in said(at)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_meets_the_sign_in_page_and_keeps_the_link(name: str, table: Path) -> None:
    at = visit(name, {}, country="KEN", lang="en")
    assert [title.value for title in at.title] == ["Please sign in"]
    assert [button.label for button in at.button] == ["Sign in"]
    assert not shows_data(at)
    assert link_of(at) == {"country": "KEN", "lang": "en"}


def test_signing_out_ends_the_run_so_that_no_new_one_displaces_the_way_to_the_service(table: Path) -> None:
    at = visit("about/data_and_licences", claims_of("donor"))
    at.sidebar.button(key="sign_out").click().run()
    assert not at.exception
    assert not at.title, "the run went on, as nobody"


def test_nothing_is_asked_before_it_is_known_who_looks(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(ask, "ask", fail)
    monkeypatch.setattr("impact.store.current", fail)
    monkeypatch.setattr("impact.store.current_id", fail)
    for claims in ({}, claims_of("stranger"), claims_of("donor", exp=0)):
        assert not visit("results/overview", claims).exception


@pytest.mark.parametrize(
    ("claims", "title", "button"),
    [
        ({}, "Please sign in", "Sign in"),
        ({"email": "stranger@example.org"}, "No access yet", "Sign out"),
        ({"email_verified": False}, "No access yet", "Sign out"),
        ({"exp": 1}, "Your sign-in has ended", "Sign in"),
        ({"aud": "another"}, "Please sign in", "Sign in"),
    ],
)
def test_who_is_not_known_sees_nothing_behind_the_door(
    claims: dict[str, Any], title: str, button: str, table: Path
) -> None:
    at = visit("results/overview", claims_of("global", **claims) if claims else {})
    assert [t.value for t in at.title] == [title]
    assert [b.label for b in at.button] == [button]
    assert not shows_data(at)


def test_a_table_that_is_broken_is_told_to_the_operator_only(
    table: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    table.write_text("who,role,scope\nsecret@example.org,emperor,\n")
    at = visit("results/overview", claims_of("global"))
    assert at.title[0].value == "Nobody can be let in at the moment"
    assert "secret@" not in said(at)
    assert "row 2, column role: 'emperor' cannot be given" in caplog.text


def test_a_change_of_the_table_counts_on_the_next_run(table: Path) -> None:
    at = visit("results/overview", claims_of("global"))
    assert "Some global · Global team" in said(at)
    table.write_text("who,role,scope\nglobal@example.org,donor,p1\n")
    at.run()
    assert "Some global · Donor" in said(at)
    assert "Peer benchmarks" not in links(at)
    table.write_text("who,role,scope\n")
    at.run()
    assert at.title[0].value == "No access yet"
    assert not shows_data(at)


def test_a_sign_in_that_ends_while_a_page_is_open_ends_its_view(table: Path) -> None:
    at = visit("results/overview", claims_of("global"))
    assert shows_data(at)
    at.user = {**at.user, "exp": time.time() - 1}
    at.run()
    assert at.title[0].value == "Your sign-in has ended"
    assert not shows_data(at)


def test_signing_out_leaves_nothing(table: Path) -> None:
    at = visit("results/overview", claims_of("global"))
    at.sidebar.button[0].click().run()
    at.run()
    assert at.title[0].value == "Please sign in"
    assert not shows_data(at)


def test_a_coordinator_finds_enterprises_of_the_own_country_only(table: Path) -> None:
    mine = set(ask.ask("enterprises/find", viewer=Viewer("coordinator", ("KEN",)), words="").frame["country"])
    assert mine == {"Kenya"}
    at = visit("enterprises/kpi_trends", claims_of("coordinator"))
    offered = next(box for box in at.selectbox if box.label == "Enterprise").options
    assert offered
    assert all("Kenya" in option for option in offered if option != "None chosen")


def test_without_sign_in_it_says_so(demo: Path) -> None:
    at = page_of("results/overview").run()
    assert "No sign-in: it serves one person, on this machine." in [c.value for c in at.sidebar.caption]
    assert not [button for button in at.button if button.label in ("Sign in", "Sign out")]


@pytest.mark.parametrize("name", ["results/overview", "about/indicators"])
def test_an_address_that_others_reach_is_refused_without_sign_in(
    name: str, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.get_option", {"server.address": "0.0.0.0"}.get)
    at = page_of(name).run()
    assert at.title[0].value == "The dashboard cannot show this"
    assert "IMPACT\\_AUTH\\=required" in at.error[0].value
    assert not shows_data(at)


def test_every_role_of_the_table_is_tried() -> None:
    assert {*ROLES, "owner", "public"} == set(access.get_args(access.Role))
