"""What `make run` serves: the dashboard's script behind its guard, and a route that says it is ready."""

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from impact import exposure, store
from impact.guard import Guard
from impact.settings import SettingsError
from impact.ui import identity

# A folder called pages makes Streamlit run its older kind of app until the script has called st.navigation once:
# the first reader of a deep link would be told that there is no such page. (Internal; a browser test covers it.)
PagesManager.uses_pages_directory = False

try:
    exposure.guarded()
    identity.check_exposure()
    exposure.check_viewers()
except SettingsError as error:
    sys.exit(f"Not served: {error}")


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
