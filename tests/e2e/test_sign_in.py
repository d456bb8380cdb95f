"""Sign-in against a real OpenID Connect service: who gets in, where they land, and who does not get in."""

import contextlib
import re
import subprocess
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from impact import links
from impact.access import Viewer
from impact.ask import ask
from impact.settings import ROOT
from impact.viewers import Identity
from tests.e2e.conftest import SIZE
from tests.e2e.provider import (
    Forger,
    another_key,
    forger,
    login_path,
    provider,
    secrets_of,
    shared_secret,
)
from tests.e2e.serving import Server, Watched, answer, free_port, serving, settle, visit

KNOWN = {"sub": "amina", "email": "amina@example.org", "email_verified": True, "name": "Amina N."}
STRANGER = {"sub": "stranger", "email": "stranger@example.org", "email_verified": True}
TABLE = "who,role,scope\namina@example.org,coordinator,KEN\n"
SESSION = "_streamlit_user"


@dataclass(frozen=True)
class Door:
    """A dashboard that demands sign-in, and its table of viewers."""

    server: Server
    table: Path
    log: Path


def guarded(store: Path, folder: Path, service: str) -> contextlib.AbstractContextManager[Server]:
    """Serve the store behind sign-in at the service, with the table of viewers in the folder."""
    port = free_port()
    (folder / "secrets.toml").write_text(secrets_of(service, f"http://127.0.0.1:{port}"))
    (folder / "viewers.csv").write_text(TABLE)
    environment = {
        "IMPACT_AUTH": "required",
        "IMPACT_VIEWERS": str(folder / "viewers.csv"),
        "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
    }
    return serving(store, folder / "log.txt", port, **environment)


@pytest.fixture(scope="module")
def started(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("guarded")
    with provider(KNOWN, STRANGER) as service, guarded(demo_store, folder, service) as server:
        yield Door(server, folder / "viewers.csv", folder / "log.txt")


@pytest.fixture
def dash(started: Door) -> Door:
    started.table.write_text(TABLE)
    return started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A watched page. The service's own pages ask for a style of another host, which they do not get."""
    watched = Watched()
    context = browser.new_context(viewport=SIZE, locale="en-GB")
    context.set_default_timeout(30_000)
    context.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(status=200, content_type="text/css"))
    watched.watch(context)
    yield context.new_page()
    context.close()
    watched.elsewhere = [url for url in watched.elsewhere if not url.startswith("https://cdn.jsdelivr.net/")]
    watched.complaints = [said for said in watched.complaints if "favicon.ico" not in said]
    watched.is_clean()


def sign_in(page: Page, who: str) -> None:
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name=who, exact=True).click()
    settle(page)


def title(page: Page) -> Any:
    return page.get_by_role("heading", level=1)


def meets_the_door(page: Page) -> None:
    """Is there the sign-in page, and nothing behind it?"""
    expect(title(page)).to_have_text("Please sign in")
    expect(page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(0)
    expect(page.get_by_role("button", name="Filters")).to_have_count(0)
    expect(page.get_by_text("Demonstration data", exact=True)).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_deep_link_meets_the_door_and_leads_where_it_pointed_after_it(dash: Door, page: Page) -> None:
    wanted = f"{dash.server.url}/country-map?country=KEN&indicator=satisfaction_rate"
    # The very first request to this server: nothing of the page may be there.
    visit(page, wanted)
    meets_the_door(page)
    sign_in(page, "amina")
    expect(title(page)).to_have_text("Country by country")
    assert page.url == wanted
    expect(page.get_by_test_id("stDeckGlJsonChart")).to_have_count(1)
    expect(page.get_by_text("Amina N. · Country coordinator")).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies[SESSION]["httpOnly"]
    assert cookies[SESSION]["sameSite"] == "Lax"
    assert "impact_way_back" not in cookies


def test_signing_out_ends_it(dash: Door, page: Page) -> None:
    visit(page, f"{dash.server.url}/data-and-licences")
    sign_in(page, "amina")
    expect(title(page)).to_have_text("Data and licences")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    settle(page)
    meets_the_door(page)
    assert SESSION not in {cookie["name"] for cookie in page.context.cookies()}
    visit(page, f"{dash.server.url}/indicators")
    meets_the_door(page)


def test_a_stranger_has_no_access_and_may_leave(dash: Door, page: Page) -> None:
    visit(page, f"{dash.server.url}/country-map?country=KEN")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Deny").click()
    settle(page)
    meets_the_door(page)
    assert page.url == f"{dash.server.url}/country-map?country=KEN", "who says no is back at the door"
    sign_in(page, "stranger")
    expect(title(page)).to_have_text("No access yet")
    expect(page.get_by_text("Signed in as stranger@example.org")).to_be_visible()
    expect(page.get_by_test_id("stDeckGlJsonChart")).to_have_count(0)
    expect(page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(0)
    found = page.context.request.get(f"{dash.server.url}/media/anything.csv")
    assert found.status == 401
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    settle(page)
    meets_the_door(page)


def test_a_change_of_the_table_takes_effect_at_the_next_click(dash: Door, page: Page) -> None:
    visit(page, f"{dash.server.url}/data-and-licences")
    sign_in(page, "amina")
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_role("link", name="Peer benchmarks")).to_be_visible()
    dash.table.write_text("who,role,scope\namina@example.org,donor,p1\n")
    sidebar.get_by_role("link", name="Indicators").click()
    expect(sidebar.get_by_text("Amina N. · Donor")).to_be_visible()
    expect(sidebar.get_by_role("link", name="Peer benchmarks")).to_have_count(0)
    visit(page, f"{dash.server.url}/peer-benchmarks")
    expect(title(page)).to_have_text("No such page")
    dash.table.write_text("who,role,scope\n")
    sidebar.get_by_role("link", name="Data and licences").click()
    expect(title(page)).to_have_text("No access yet")
    expect(sidebar.get_by_role("link")).to_have_count(0)


def test_a_file_is_for_who_is_known(dash: Door, page: Page, demo: Path) -> None:
    mine = ask("enterprises/find", viewer=Viewer("coordinator", ("KEN",)), words="").frame["enterprise_id"].iloc[0]
    visit(page, f"{dash.server.url}/kpi-trends?enterprise={mine}")
    sign_in(page, "amina")
    with page.expect_download() as caught:
        page.get_by_role("button", name=re.compile("Blank data sheet")).click()
    url = caught.value.url
    assert "/media/" in url
    assert caught.value.path().stat().st_size > 1000
    assert page.context.request.get(url).status == 200
    assert answer(url)[0] == 401
    assert requests.get(url, cookies={SESSION: "forged"}, timeout=10).status_code == 401
    dash.table.write_text("who,role,scope\n")
    assert page.context.request.get(url).status == 401


def test_rows_of_a_shared_page_are_taken_along_without_sign_in_while_the_link_holds(
    dash: Door, page: Page, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPACT_AUTH", "required")
    monkeypatch.setenv("IMPACT_VIEWERS", str(dash.table))
    sharer = Identity("amina@example.org", Viewer("coordinator", ("KEN",)))
    token = links.share(sharer, "results/country_map", {"indicator": "satisfaction_rate"})
    shared = f"{dash.server.url}/country-map?share={token}"
    visit(page, shared)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Rows as CSV").first.click()
    rows = caught.value.path().read_text(encoding="utf-8-sig")
    assert "withheld" in rows
    assert "satisfaction_rate" in rows
    came = {"referer": shared}
    assert requests.get(caught.value.url, headers=came, timeout=10).status_code == 200
    assert answer(caught.value.url)[0] == 401
    links.revoke(token.partition(".")[0], sharer)
    assert requests.get(caught.value.url, headers=came, timeout=10).status_code == 401


@pytest.mark.parametrize("path", ["/media/x.csv", "/_stcore/metrics", "/_stcore/upload_file/a/b"])
def test_what_readers_made_is_not_for_passers_by(path: str, dash: Door) -> None:
    assert answer(dash.server.url + path)[0] == 401


@pytest.mark.parametrize(
    "referer", ["//evil.example/x", "/%5cevil.example", "/auth/logout", "/x\\y", "/ok?next=https://evil.example"]
)
def test_the_way_back_leads_nowhere_else(referer: str, dash: Door) -> None:
    came = {"referer": dash.server.url + referer}
    begun = requests.get(dash.server.url + login_path(), headers=came, allow_redirects=False, timeout=10)
    assert begun.status_code == 302
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(begun.headers["location"]).query)["state"][0]
    back = f"{dash.server.url}/oauth2callback?error=denied&state={state}"
    for way in (begun.cookies.get("impact_way_back", ""), "//evil.example", "https%3A%2F%2Fevil.example", "%2F%2Fevil"):
        ended = requests.get(back, cookies={"impact_way_back": way}, allow_redirects=False, timeout=10)
        assert urllib.parse.urljoin(dash.server.url, ended.headers["location"]).startswith(dash.server.url + "/")
        assert not ended.headers["location"].startswith(("//", "/auth"))
    elsewhere = {"referer": "https://evil.example/page"}
    begun = requests.get(dash.server.url + login_path(), headers=elsewhere, allow_redirects=False, timeout=10)
    assert "impact_way_back" not in begun.cookies


@pytest.fixture(scope="module")
def hostile(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Forger, Server]]:
    folder = tmp_path_factory.mktemp("hostile")
    with forger(KNOWN) as service, guarded(demo_store, folder, service.url) as server:
        yield service, server


def gets_in(server: Server, browser: requests.Session) -> bool:
    """Does the sign-in end with a session that the guard knows?"""
    browser.get(server.url + login_path(), timeout=20)
    return browser.get(f"{server.url}/media/x.csv", timeout=10).status_code != 401


Forge = Callable[[Forger], dict[str, Any]]
FORGED: dict[str, Forge] = {
    "another issuer": lambda _: {"changed": {"iss": "https://evil.example"}},
    "no issuer": lambda _: {"without": ("iss",)},
    "another audience": lambda _: {"changed": {"aud": "another"}},
    "another audience, handed on": lambda _: {"changed": {"aud": "another", "azp": "dash"}},
    "no audience": lambda _: {"without": ("aud",)},
    "expired": lambda _: {"changed": {"exp": 1_700_000_000, "iat": 1_699_999_000}},
    "never ends": lambda _: {"without": ("exp",)},
    "unsigned": lambda _: {"header": {"alg": "none"}},
    "signed by another": lambda _: {"signed_by": another_key()},
    "signed with the shared secret": lambda _: {"header": {"alg": "HS256"}, "signed_by": shared_secret()},
    "another nonce": lambda _: {"changed": {"nonce": "another"}},
    "no nonce": lambda _: {"without": ("nonce",)},
    "an unverified address": lambda _: {"changed": {"email_verified": False}},
    "somebody else": lambda _: {"changed": {"email": "stranger@example.org"}},
}


@pytest.fixture
def forging(hostile: tuple[Forger, Server]) -> Iterator[tuple[Forger, Server]]:
    service, server = hostile
    honest = {"changed": {}, "without": (), "header": {}, "signed_by": None, "again": ""}
    service.__dict__.update(honest)
    yield service, server
    service.__dict__.update(honest)


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_token_opens_nothing(how: str, forging: tuple[Forger, Server]) -> None:
    service, server = forging
    service.__dict__.update(FORGED[how](service))
    assert not gets_in(server, requests.Session())


def test_a_token_opens_once_and_for_its_own_browser(forging: tuple[Forger, Server]) -> None:
    service, server = forging
    first = requests.Session()
    assert gets_in(server, first), "an honest token opens"
    service.again = service.issued
    assert not gets_in(server, requests.Session()), "the same token again"
    service.again = ""
    second = requests.Session()
    begun = second.get(server.url + login_path(), timeout=20, allow_redirects=False)
    back = requests.get(begun.headers["location"], timeout=10, allow_redirects=False).headers["location"]
    other = requests.Session()
    other.get(back, timeout=20)
    assert SESSION not in other.cookies, "the way back of another browser"
    second.get(back, timeout=20)
    assert SESSION in second.cookies
    second.cookies.clear()
    second.get(back, timeout=20)
    assert SESSION not in second.cookies, "the same way back again"


@pytest.mark.parametrize(
    ("script", "environment", "said"),
    [
        ("asgi.py", {"IMPACT_AUTH": "required"}, "the section [auth] of Streamlit's secrets lacks redirect_uri"),
        ("serve", {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}, "IMPACT_AUTH=required with IMPACT_VIEWERS"),
    ],
)
def test_what_would_be_open_is_not_started(
    script: str, environment: dict[str, str], said: str, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**environment, "STREAMLIT_SECRETS_FILES": str(tmp_path / "none.toml")}.items():
        monkeypatch.setenv(name, value)
    how = ["impact", "serve", "--port"] if script == "serve" else ["streamlit", "run", script, "--server.port"]
    command = [sys.executable, "-m", *how, str(free_port())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
