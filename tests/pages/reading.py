"""Open a page of the dashboard without a browser, and read what it shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from impact.settings import ROOT

# The overview is where the dashboard opens; its own address is the root.
PAGES = sorted(f"{p.parent.name}/{p.stem}" for p in (ROOT / "pages").glob("*/*.py"))


def page_of(name: str, **link: str) -> AppTest:
    """The dashboard at the address of `pages/<name>.py`, with the choices of `link`; not yet run."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    # `switch_page` must run the app once on its first page before it knows the others; a reader's link does not.
    at._page_hash = calc_hash(name.partition("/")[2].replace("_", "-"))
    for key, value in link.items():
        at.query_params[key] = value
    return at


def open_page(name: str, **link: str) -> AppTest:
    """Run the dashboard once at the address of `pages/<name>.py`."""
    return page_of(name, **link).run()


def nodes(at: AppTest) -> Iterator[Any]:
    """Every element and container of the page, top to bottom."""
    return _below(at._tree)


def _below(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _below(child)


@dataclass(frozen=True)
class Text:
    """One text that the browser gets: the kind of its element, the field that it stands in, and the text itself."""

    kind: str
    field: str
    text: str


def texts(at: AppTest) -> list[Text]:
    """Every text of the page, in every field of every element."""
    found = []
    for node in nodes(at):
        proto = getattr(node, "proto", None)
        if proto is not None and hasattr(proto, "ListFields"):
            found += [Text(str(node.type), field, text) for field, text in _strings(proto, "")]
        if node.type == "dataframe":
            frame = node.value
            found += [Text("cell", c, v) for c in frame.columns for v in frame[c] if isinstance(v, str)]
    return found


def _strings(proto: Any, path: str) -> Iterator[tuple[str, str]]:
    for field, value in proto.ListFields():
        name = f"{path}.{field.name}".lstrip(".")
        values = value if hasattr(value, "append") or hasattr(value, "add") else [value]
        for one in values:
            if isinstance(one, str):
                yield name, one
            elif hasattr(one, "ListFields"):
                yield from _strings(one, name)


def said(at: AppTest) -> str:
    """All that the page says, one text a line."""
    return "\n".join(text.text for text in texts(at))


def link_of(at: AppTest) -> dict[str, str]:
    """The choices that the page's address holds."""
    return {name: value if isinstance(value, str) else ",".join(value) for name, value in at.query_params.items()}
