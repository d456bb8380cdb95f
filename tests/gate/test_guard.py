"""The guard before the pages: what it refuses, and what it adds to every answer."""

import asyncio
import base64
import hashlib
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from impact import guard, links, viewers
from impact.access import Viewer
from impact.guard import Guard
from impact.limits import EXPORT_MEGABYTES

Answer = tuple[int, list[tuple[str, str]]]
LOCAL = ("127.0.0.1", 8501)


def call(
    path: str, *headers: tuple[str, str], server: Any = LOCAL, sends: Any = (), kind: str = "http", method: str = "GET"
) -> Answer:
    """Status and headers of the guard's answer; what it lets through answers 200 with the headers `sends`."""
    told: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raw = [(name.encode(), value.encode()) for name, value in sends]
        await send({"type": "http.response.start", "status": 200, "headers": raw})

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        told.append(message)

    raw = [(name.encode(), value.encode("latin-1")) for name, value in (("host", "dash.org"), *headers)]
    scope = {"type": kind, "method": method, "path": path, "headers": raw, "server": server, "query_string": b""}
    # In a thread of its own: this one may have a loop already, where a browser was driven before.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, Guard(app)(scope, receive, send)).result()
    first = told[0]
    if first["type"] == "websocket.close":
        return int(first["code"]), []
    return int(first["status"]), [(n.decode(), v.decode()) for n, v in first["headers"]]


def value(answer: Answer, name: str) -> list[str]:
    return [v for n, v in answer[1] if n.lower() == name]


@pytest.fixture
def required(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    table = tmp_path / "viewers.csv"
    table.write_text("who,role,scope\na@b.org,global,\n")
    monkeypatch.setenv("IMPACT_AUTH", "required")
    monkeypatch.setenv("IMPACT_VIEWERS", str(table))
    return table


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let every browser hold a cookie with these claims."""

    def sign(**changed: Any) -> None:
        mine = {"is_logged_in": True, "email": "a@b.org", "email_verified": True, "exp": time.time() + 60}
        monkeypatch.setattr(guard, "claims", lambda _: {**mine, **changed})

    return sign


def test_the_policy_allows_streamlits_own_inline_script_and_no_other() -> None:
    policy = value(call("/"), "content-security-policy")[0]
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", page, re.S)
    assert len(inline) == 1
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert scripts == f"script-src 'self' 'sha256-{digest}' 'wasm-unsafe-eval'"
    assert "unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")


@pytest.mark.parametrize("server", [("192.168.1.7", 80), ("dash.org", 80), ("0.0.0.0", 80)])
@pytest.mark.parametrize(("kind", "status"), [("http", 403), ("websocket", 1008)])
def test_without_sign_in_a_call_to_another_address_is_refused(
    server: Any, kind: str, status: int, monkeypatch: pytest.MonkeyPatch, required: Path
) -> None:
    assert call("/", server=server, kind=kind)[0] == 200
    monkeypatch.setenv("IMPACT_AUTH", "off")
    assert call("/", server=server, kind=kind)[0] == status
    assert call("/", server=("127.0.0.1", 80), kind=kind)[0] == 200
    assert call("/", server=("/run/dash.sock", None), kind=kind)[0] == 200


@pytest.mark.parametrize("path", ["/media/x.csv", "/_stcore/metrics", "/_stcore/upload_file/a/b"])
def test_files_are_for_who_is_known_now(path: str, required: Path, signed: Callable[..., None]) -> None:
    assert call(path)[0] == 401
    signed()
    assert call(path)[0] == 200
    signed(exp=time.time() - 1)
    assert call(path)[0] == 401
    signed(email="stranger@b.org")
    assert call(path)[0] == 401
    signed()
    required.write_text("who,role,scope\n")
    assert call(path)[0] == 401


@pytest.mark.parametrize(
    ("role", "megabytes", "status"),
    [
        ("global", 50, 200),
        ("global", 52, 413),
        ("donor", 52, 413),
        ("administrator", 52, 200),
        ("administrator", 200, 200),
    ],
)
def test_only_administrators_send_files_as_large_as_an_export(
    role: str, megabytes: int, status: int, required: Path, signed: Callable[..., None]
) -> None:
    required.write_text(f"who,role,scope\na@b.org,{role},{'p1' if role == 'donor' else ''}\n")
    signed()
    length = ("content-length", str(megabytes * 1024**2))
    assert call("/_stcore/upload_file/a/b", length, method="PUT")[0] == status


def test_who_sends_a_file_says_how_large_it_is(required: Path, signed: Callable[..., None]) -> None:
    signed()
    assert call("/_stcore/upload_file/a/b", ("transfer-encoding", "chunked"), method="PUT")[0] == 411
    assert call("/_stcore/upload_file/a/b", method="DELETE")[0] == 200


def test_the_server_takes_files_as_large_as_the_page_offers() -> None:
    """Streamlit refuses what is larger than its own setting, whatever the page said."""
    assert st.get_option("server.maxUploadSize") == EXPORT_MEGABYTES


def test_pages_and_their_parts_need_no_sign_in(required: Path) -> None:
    for path in ("/", "/country-map", "/_stcore/health", "/static/js/index.js", "/readyz"):
        assert call(path)[0] == 200
    assert call("/_stcore/stream", kind="websocket")[0] == 200


def test_files_below_a_base_path_are_guarded(required: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    option = st.get_option
    monkeypatch.setattr(st, "get_option", lambda n: "impact" if n == "server.baseUrlPath" else option(n))
    assert call("/impact/media/x.csv")[0] == 401


def test_without_sign_in_the_owner_may_fetch_files() -> None:
    assert call("/media/x.csv")[0] == 200


@pytest.mark.parametrize("cookie", ["x", "2|1:0|10:1|15:_streamlit_user|4:e30=|00"])
def test_a_cookie_that_is_not_signed_says_nothing(cookie: str, required: Path) -> None:
    assert call("/media/x.csv", ("cookie", f"_streamlit_user={cookie}"))[0] == 401


HTTPS = ("x-forwarded-proto", "https")
COOKIES = (("set-cookie", "a=1; Path=/"), ("set-cookie", "b=2; Secure"), ("location", "/"))


def test_behind_a_trusted_proxys_https_cookies_are_secure_and_https_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = call("/", HTTPS, sends=COOKIES)
    assert value(plain, "set-cookie") == ["a=1; Path=/", "b=2; Secure"]
    assert not value(plain, "strict-transport-security")
    monkeypatch.setenv("IMPACT_TRUST_PROXY", "yes")
    safe = call("/", HTTPS, sends=COOKIES)
    assert value(safe, "set-cookie") == ["a=1; Path=/; Secure", "b=2; Secure"]
    assert value(safe, "strict-transport-security") == ["max-age=31536000"]
    for said in ("http", "https, http", ""):
        assert not value(call("/", ("x-forwarded-proto", said), sends=COOKIES), "strict-transport-security")


@pytest.mark.parametrize(
    ("referer", "way"),
    [
        ("http://dash.org/country-map?country=KEN", "%2Fcountry-map%3Fcountry%3DKEN"),
        ("http://dash.org/", "%2F"),
        ("http://dash.org//evil.example", None),
        ("http://dash.org/\\evil.example", None),
        ("http://dash.org/auth/logout", None),
        ("http://evil.example/country-map", None),
        ("http://dash.org/" + "x" * 3000, None),
        ("", None),
    ],
)
def test_the_way_back_is_a_page_of_the_dashboard(referer: str, way: str | None) -> None:
    cookies = value(call("/auth/login", ("referer", referer)), "set-cookie")
    wanted = f"impact_way_back={way}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax"
    assert cookies == ([wanted] if way else [])


@pytest.mark.parametrize(
    ("cookie", "location"),
    [
        ("%2Fcountry-map%3Fcountry%3DKEN", "/country-map?country=KEN"),
        ("%2F%2Fevil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"),
        ("%2F%5Cevil.example", "/"),
        ("%2Fx%0d%0aset-cookie%3Aa", "/"),
        ("%2Fauth%2Flogout", "/"),
    ],
)
def test_after_sign_in_the_way_leads_back_and_is_forgotten(cookie: str, location: str) -> None:
    back = call("/oauth2callback", ("cookie", f"impact_way_back={cookie}"), sends=[("location", "/")])
    assert value(back, "location") == [location]
    assert value(back, "set-cookie") == ["impact_way_back=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]


def shared_link(monkeypatch: pytest.MonkeyPatch) -> str:
    """A link by somebody whose rights can be looked up."""
    rights = Viewer("global")
    monkeypatch.setattr(viewers, "rights_of", lambda _: rights)
    return links.share(viewers.Identity("a@b.org", rights), "results/overview", {})


def test_a_file_of_a_shared_page_is_fetched_from_that_page_while_the_link_holds(
    required: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = shared_link(monkeypatch)
    page = f"http://dash.org/?share={token}"
    assert call("/media/x.csv", ("referer", page))[0] == 200
    for path in ("/_stcore/metrics", "/_stcore/upload_file/a/b", "/_stcore/agent"):
        assert call(path, ("referer", page))[0] == 401
    other_pages = (
        "http://dash.org/",
        f"http://evil.example/?share={token}",
        f"{page}x",
        f"{page}&share={token}",
        page[:-3],
    )
    for other in other_pages:
        assert call("/media/x.csv", ("referer", other))[0] == 401
    links.revoke(token.partition(".")[0], viewers.Identity("a@b.org", Viewer("global")))
    assert call("/media/x.csv", ("referer", page))[0] == 401
