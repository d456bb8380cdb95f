"""What `make run` serves: the dashboard's script, with headers that browsers heed and a route that says it is ready."""

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.runtime.pages_manager import PagesManager

from impact import store
from impact.settings import SettingsError

# A folder called pages makes Streamlit run its older kind of app until the script has called st.navigation once:
# the first reader of a deep link would be told that there is no such page. (Internal; a browser test covers it.)
PagesManager.uses_pages_directory = False

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]


class Guard:
    """Refuses callers from other sites, and adds the security headers to every HTTP response.

    Streamlit refuses other sites' websockets too, but looks its own public address up on another host to do so.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif _from_elsewhere(Headers(scope=scope)):
            refused = WebSocketClose(1008) if scope["type"] == "websocket" else PlainTextResponse("other site", 403)
            await refused(scope, receive, send)
        else:
            await self.app(scope, receive, _with_headers(send) if scope["type"] == "http" else send)


def _from_elsewhere(headers: Headers) -> bool:
    """Was the call made by a page of another site? Calls without an Origin come from no page."""
    origin = urlsplit(headers.get("origin", "")).hostname
    own = urlsplit(f"//{headers.get('host', '')}").hostname
    return origin is not None and origin not in (own, st.get_option("browser.serverAddress"))


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await send(message)

    return sending


async def ready(_: Request) -> JSONResponse:
    """Is there a whole snapshot to serve? 503 until there is."""
    try:
        snapshot = store.current()
        store.tables_of(snapshot.id)
    except (store.StoreError, SettingsError, OSError) as error:
        return JSONResponse({"ready": False, "why": str(error)}, status_code=503)
    return JSONResponse({"ready": True, "snapshot": snapshot.id, "as_of": str(snapshot.as_of)})


base = (st.get_option("server.baseUrlPath") or "").strip("/")
app = st.App(
    str(Path(__file__).with_name("app.py")),
    routes=[Route(path, ready) for path in {"/readyz", f"/{base}/readyz" if base else "/readyz"}],
    middleware=[Middleware(Guard)],
)
