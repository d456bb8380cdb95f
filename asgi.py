"""What `make run` serves: the dashboard's script, with headers that browsers heed and a route that says it is ready."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from impact import store

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]


class Headers:
    """Adds the security headers to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)


async def ready(_: Request) -> JSONResponse:
    """Is there a whole snapshot to serve? 503 until there is."""
    try:
        snapshot = store.current()
        store.tables_of(snapshot.id)
    except store.StoreError as error:
        return JSONResponse({"ready": False, "why": str(error)}, status_code=503)
    return JSONResponse({"ready": True, "snapshot": snapshot.id, "as_of": str(snapshot.as_of)})


app = st.App(
    str(Path(__file__).with_name("app.py")),
    routes=[Route("/readyz", ready)],
    middleware=[Middleware(Headers)],
)
