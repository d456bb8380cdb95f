"""Answers are kept until the snapshot changes, and may be had while a page is still being drawn."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any

import streamlit as st

from impact import ask as gate
from impact.access import Viewer
from impact.ask import Answer
from impact.filters import Filters

# Few: each thread holds its own views of the data, and all share the cores.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="ahead")


def call(snapshot_id: str, name: str, chosen: Filters, viewer: Viewer, given: dict[str, Any]) -> Callable[[], Answer]:
    """The call that answers a question with a viewer's rights, or gives what is kept of it; in any thread."""
    key = json.dumps([viewer.role, viewer.scope, chosen.link(), given], sort_keys=True, default=str)
    return partial(_kept, snapshot_id, name, key, chosen, viewer, given)


def ahead(answered: Callable[[], Answer]) -> None:
    """Make a call of `call` in another thread; whoever makes it meanwhile waits for its answer."""
    _threads.submit(copy_context().run, answered)


@st.cache_data(max_entries=400, show_spinner=False)
def _kept(snapshot: str, name: str, key: str, _filters: Filters, _viewer: Viewer, _given: dict[str, Any]) -> Answer:
    return gate.ask(name, _filters, _viewer, snapshot, **_given)
