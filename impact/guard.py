"""What stands before the pages on the way in and out: who may fetch files, headers, cookies, the way back."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from impact import exposure, links
from impact.audit import READERS
from impact.limits import DRAFT_MEGABYTES
from impact.links import LinkError
from impact.settings import settings
from impact.state import StateError
from impact.ui import identity
from impact.ui.opened import SHARE
from impact.viewers import Identity, ViewersError

# Addresses that hold what readers made or brought, or say how much they do. Pages themselves hold nothing: what they
# show comes over the websocket, after the script has looked who is there.
KEPT = ("/media/", "/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent")
UPLOADS = "/_stcore/upload_file"
SIGN_IN, CALLBACK = "/auth/login", exposure.CALLBACK
NO_PAGES = ("/auth/", CALLBACK, "/_stcore/", "/media/", "/app/")
WAY_BACK = "impact_way_back"
WAY_BACK_SECONDS = 600
LONGEST_WAY = 2000
LOCAL = re.compile(r"/(?![/\\])[!#-\[\]-~]*")

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
HSTS = "max-age=31536000"


class Guard:
    """Refuses callers from other sites and files to who is not known; adds headers to every HTTP response.

    Streamlit refuses other sites' websockets too, but looks its own public address up on another host to do so.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {**HEADERS, "content-security-policy": content_security_policy()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        call = HTTPConnection(scope)
        send = self._with_headers(call, send) if scope["type"] == "http" else send
        refused = _refusal(call)
        if refused is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await PlainTextResponse(*refused)(scope, receive, send)

    def _with_headers(self, call: HTTPConnection, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message.get("headers", [])))
                headers.update(self.headers)
                _keep_way_back(call, headers)
                if is_secure(call.headers):
                    headers["strict-transport-security"] = HSTS
                    _secure_cookies(headers)
                message["headers"] = headers.raw
            await send(message)

        return sending


def content_security_policy() -> str:
    """Scripts of the server alone, and of those within the page only the one that Streamlit's own page brings."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    digests = [hashlib.sha256(script.encode()).digest() for script in re.findall(r"<script>(.*?)</script>", page, re.S)]
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'self'; script-src 'self' {hashes} 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        "frame-ancestors 'none'; base-uri 'self'; object-src 'none'; form-action 'self'"
    )


def claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    """The claims of the sign-in that a browser's cookies hold; none where they are not this dashboard's own."""
    raw = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    found = json.loads(raw) if raw else {}
    origin = get_origin_from_redirect_uri()
    return found if origin and found.get("origin") == origin else {}


def is_secure(headers: Headers) -> bool:
    """Did the reader come by HTTPS, as the server itself or a proxy that the operator trusts knows?"""
    if st.get_option("server.sslCertFile"):
        return True
    said = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip()
    return settings().trust_proxy == "yes" and said == "https"


def _refusal(call: HTTPConnection) -> tuple[str, int] | None:
    """Why the call is refused, as words and a status; None when it is not."""
    if _from_elsewhere(call.headers):
        return "other site", 403
    if settings().auth == "off" and not _on_this_machine(call.scope.get("server")):
        return "Nobody would have to sign in, so the dashboard answers on this machine only.", 403
    if not _path(call).startswith(KEPT):
        return None
    who = identity.look_up(claims(call.cookies))
    if isinstance(who, Identity):
        return _too_large(call) if who.viewer.role not in READERS else None
    return None if _by_link(call) else ("Sign in first.", 401)


def _too_large(call: HTTPConnection) -> tuple[str, int] | None:
    """Why a file is not taken from somebody who has no exports to send. The server itself takes no larger ones."""
    if not _path(call).startswith(UPLOADS) or call.scope["method"] not in ("PUT", "POST"):
        return None
    said = call.headers.get("content-length", "")
    if not said.isdecimal():
        return "Say how large the file is.", 411
    # What goes around the file in the call is no more than this.
    return ("File too large", 413) if int(said) > (DRAFT_MEGABYTES + 1) * 1024**2 else None


def _by_link(call: HTTPConnection) -> bool:
    """Is a file fetched from a shared page, whose link holds now? Its token is in the address of that page.

    What the page made was made with the link's rights, and whoever has the token has the page.
    """
    page = urlsplit(call.headers.get("referer", ""))
    tokens = parse_qs(page.query).get(SHARE, []) if _is_own(page.hostname, call.headers) else []
    if not _path(call).startswith("/media/") or len(tokens) != 1:
        return False
    try:
        links.opened(tokens[0])
    except (LinkError, StateError, ViewersError):
        return False
    return True


def _from_elsewhere(headers: Headers) -> bool:
    """Was the call made by a page of another site? Calls without an Origin come from no page."""
    origin = urlsplit(headers.get("origin", "")).hostname
    return origin is not None and not _is_own(origin, headers)


def _is_own(host: str | None, headers: Headers) -> bool:
    own = urlsplit(f"//{headers.get('host', '')}").hostname
    return host is not None and host in (own, st.get_option("browser.serverAddress"))


def _on_this_machine(server: tuple[str, int | None] | None) -> bool:
    """Did the call reach an address of this machine only? A socket in the file system has no port."""
    return server is None or server[1] is None or exposure.is_loopback(server[0])


def _base() -> str:
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def _path(call: HTTPConnection) -> str:
    """The path below the dashboard's own."""
    return str(call.scope["path"]).removeprefix(_base())


def _keep_way_back(call: HTTPConnection, headers: MutableHeaders) -> None:
    """Signing in forgets the page that was asked for: a cookie of the way there and back remembers it."""
    cookie = f"Path={_base() or '/'}; HttpOnly; SameSite=Lax"
    if _path(call) == SIGN_IN:
        way = _way(call.headers)
        if way:
            headers.append("set-cookie", f"{WAY_BACK}={quote(way, safe='')}; Max-Age={WAY_BACK_SECONDS}; {cookie}")
    elif _path(call) == CALLBACK and WAY_BACK in call.cookies:
        way = unquote(call.cookies[WAY_BACK])
        if headers.get("location", "-").rstrip("/") == _base() and _is_local(way):
            headers["location"] = way
        headers.append("set-cookie", f"{WAY_BACK}=; Max-Age=0; {cookie}")


def _way(headers: Headers) -> str | None:
    """The page of this dashboard from which the reader goes to sign in: path and choices, nothing else."""
    page = urlsplit(headers.get("referer", ""))
    way = page.path + (f"?{page.query}" if page.query else "")
    return way if _is_own(page.hostname, headers) and _is_local(way) else None


def _is_local(way: str) -> bool:
    is_path = len(way) <= LONGEST_WAY and LOCAL.fullmatch(way) is not None
    return is_path and way.startswith(f"{_base()}/") and not way.removeprefix(_base()).startswith(NO_PAGES)


def _secure_cookies(headers: MutableHeaders) -> None:
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        marked = any(part.strip().lower() == "secure" for part in cookie.split(";")[1:])
        headers.append("set-cookie", cookie if marked else f"{cookie}; Secure")
