"""Who may import what. The table below is the documentation; the test keeps it true."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from impact.settings import ROOT

# Each layer: its files, what it may import of the project, and what it never imports.
LAYERS = {
    "settings, text, questions, statements, manifest, contract, notice, formulas": (
        [
            *(
                "impact/settings.py",
                "impact/text.py",
                "impact/questions.py",
                "impact/statements.py",
                "impact/manifest.py",
                "impact/contract.py",
            ),
            *("impact/notice.py", "impact/formulas.py"),
        ],
        {"impact.settings", "impact.contract", "impact.questions", "impact.text"},
        {"streamlit", "duckdb", "plotly", "pydeck", "pandas"},
    ),
    "rows, excel": (["impact/rows.py", "impact/excel.py"], set(), {"streamlit", "duckdb", "plotly", "pydeck"}),
    "catalogue, filters": (
        ["impact/catalogue.py", "impact/filters.py"],
        {"impact.settings"},
        {"streamlit", "duckdb", "plotly", "pydeck", "pandas"},
    ),
    "access, sums, lattice, between, breakdowns, settling, promised, release, rounding, series, privacy": (
        [
            *("impact/access.py", "impact/sums.py", "impact/lattice.py", "impact/between.py", "impact/breakdowns.py"),
            *("impact/settling.py", "impact/promised.py", "impact/rounding.py", "impact/series.py"),
            "impact/release.py",
            "impact/privacy.py",
        ],
        {
            *("impact.access", "impact.catalogue", "impact.filters", "impact.lattice", "impact.questions"),
            *("impact.promised", "impact.release", "impact.rounding", "impact.series"),
            *("impact.sums", "impact.between", "impact.breakdowns"),
        },
        {"streamlit", "duckdb", "plotly", "pydeck"},
    ),
    "viewers, exposure, limits": (
        ["impact/viewers.py", "impact/exposure.py", "impact/limits.py"],
        {"impact.access", "impact.settings", "impact.viewers"},
        {"streamlit", "duckdb", "plotly", "pydeck", "pandas"},
    ),
    "bucket": (["impact/bucket.py"], {"impact.settings"}, {"streamlit", "duckdb", "plotly", "pydeck", "pandas"}),
    "photos": (["impact/photos.py"], set(), {"streamlit", "duckdb", "plotly", "pydeck", "pandas"}),
    "local, store, keeping, erasure, frames, warehouse, building, publish, state, audit, links, intake": (
        [
            *("impact/durable.py", "impact/store.py", "impact/keeping.py", "impact/erasure.py", "impact/found.py"),
            *("impact/frames.py", "impact/warehouse.py", "impact/building.py", "impact/publish.py", "impact/state.py"),
            *("impact/local.py", "impact/copies.py", "impact/mirror.py"),
            "impact/compare/*.py",
            *("impact/audit.py", "impact/links.py", "impact/visits.py", "impact/tellings.py"),
            "impact/intake/**/*.py",
        ],
        {
            "impact.access",
            "impact.audit",
            "impact.bucket",
            "impact.building",
            "impact.catalogue",
            "impact.compare",
            "impact.contract",
            "impact.copies",
            "impact.durable",
            "impact.excel",
            "impact.filters",
            "impact.formulas",
            "impact.found",
            "impact.frames",
            "impact.intake",
            "impact.keeping",
            "impact.local",
            "impact.manifest",
            "impact.mirror",
            "impact.publish",
            "impact.questions",
            "impact.releasing",
            "impact.settings",
            "impact.state",
            "impact.statements",
            "impact.store",
            "impact.text",
            "impact.viewers",
        },
        {"streamlit", "plotly", "pydeck"},
    ),
    "kept: answers as a public snapshot has them": (
        ["impact/kept.py"],
        {"impact.filters", "impact.questions"},
        {"streamlit", "duckdb", "plotly", "pydeck"},
    ),
    "public: a snapshot of answers": (
        ["impact/public.py"],
        {
            *("impact.access", "impact.ask", "impact.catalogue", "impact.filters", "impact.questions"),
            *("impact.settings", "impact.statements", "impact.store", "impact.kept"),
        },
        {"streamlit", "plotly", "pydeck"},
    ),
    "released, releasing: what a snapshot is told with": (
        ["impact/released.py", "impact/releasing.py"],
        {
            *("impact.access", "impact.ask", "impact.between", "impact.filters", "impact.lattice"),
            *("impact.released", "impact.store"),
        },
        {"streamlit", "duckdb", "plotly", "pydeck"},
    ),
    "ask: the gate": (
        ["impact/ask.py", "impact/ask_photo.py", "impact/decided.py"],
        {
            "impact.access",
            "impact.ask",
            "impact.breakdowns",
            "impact.catalogue",
            "impact.decided",
            "impact.filters",
            "impact.lattice",
            "impact.local",
            "impact.photos",
            "impact.privacy",
            "impact.release",
            "impact.questions",
            "impact.kept",
            "impact.released",
            "impact.settling",
            "impact.store",
            "impact.tellings",
            "impact.warehouse",
        },
        {"streamlit", "duckdb", "plotly", "pydeck"},
    ),
    "figures, maps": (
        ["impact/figures/*.py", "impact/maps.py", "impact/map_classes.py"],
        {"impact.catalogue", "impact.figures", "impact.map_classes", "impact.rows", "impact.settings", "impact.text"},
        {"streamlit", "duckdb"},
    ),
    "reports, replies": (
        ["impact/reports/*.py", "impact/reply.py"],
        {
            "impact.access",
            "impact.ask",
            "impact.audit",
            "impact.catalogue",
            "impact.excel",
            "impact.figures",
            "impact.filters",
            "impact.maps",
            "impact.notice",
            "impact.privacy",
            "impact.reply",
            "impact.reports",
            "impact.rows",
            "impact.settings",
            "impact.state",
            "impact.store",
            "impact.text",
        },
        {"streamlit", "duckdb", "plotly", "pydeck"},
    ),
    "demonstration": (
        ["impact/demo/*.py"],
        {"impact.contract", "impact.demo", "impact.manifest", "impact.settings"},
        {"streamlit", "duckdb", "plotly", "pydeck"},
    ),
    "ui": (
        ["impact/ui/*.py"],
        {
            "impact.access",
            "impact.ask",
            "impact.ask_photo",
            "impact.audit",
            "impact.catalogue",
            "impact.compare",
            "impact.demo",
            "impact.exposure",
            "impact.figures",
            "impact.filters",
            "impact.formulas",
            "impact.intake",
            "impact.limits",
            "impact.links",
            "impact.maps",
            "impact.notice",
            "impact.photos",
            "impact.privacy",
            "impact.publish",
            "impact.questions",
            "impact.reply",
            "impact.reports",
            "impact.rows",
            "impact.settings",
            "impact.state",
            "impact.store",
            "impact.text",
            "impact.ui",
            "impact.viewers",
            "impact.visits",
            "impact.warehouse",
        },
        {"duckdb", "pydeck"},
    ),
    "pages, app": (
        ["app.py", "pages/**/*.py"],
        {"impact.catalogue", "impact.figures", "impact.maps", "impact.questions", "impact.text", "impact.ui"},
        {"duckdb", "pandas", "plotly", "pydeck"},
    ),
    "command line, serving": (
        [
            *("impact/cli.py", "impact/commands/*.py", "impact/__main__.py"),
            *("impact/serving.py", "impact/guard.py", "asgi.py"),
        ],
        {"impact"},
        {"duckdb", "plotly", "pydeck"},
    ),
}

# The gate is the only one that runs questions and opens photos; the ui may close the errors of both into words, no more.
GUARDED = {
    "warehouse.run(": ("impact/ask.py", "runs statements"),
    "photos.clean(": ("impact/ask_photo.py", "opens photos"),
    "store.file_of(": ("impact/ask_photo.py", "opens files"),
}


def imports(path: Path) -> set[str]:
    """Modules that a file imports, `impact.x` for `from impact import x`; imports for type checkers do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = node.module == "impact"
            found |= {f"impact.{alias.name}" for alias in node.names} if whole else {node.module}
    return found


def files(patterns: list[str]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_it_may(layer: str) -> None:
    patterns, allowed, forbidden = LAYERS[layer]
    assert files(patterns), "the layer has files"
    for path in files(patterns):
        for module in imports(path) - {"impact.__version__"}:
            top = module.split(".")[0]
            assert top not in forbidden, f"{path.relative_to(ROOT)} imports {module}"
            if top == "impact":
                parents = {".".join(module.split(".")[:n]) for n in range(1, 4)}
                assert parents & allowed, f"{path.relative_to(ROOT)} imports {module}, which {layer} may not"


def test_every_file_belongs_to_one_layer() -> None:
    covered = [path for patterns, _, _ in LAYERS.values() for path in files(patterns)]
    known = {*ROOT.glob("impact/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py", ROOT / "asgi.py"}
    assert len(covered) == len(set(covered))
    assert known - set(covered) == {ROOT / "impact" / "__init__.py"}


def test_no_module_needs_itself_by_way_of_others() -> None:
    modules = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in ROOT.glob("impact/**/*.py")}
    needs: dict[str, set[str]] = {}
    for name, path in modules.items():
        # Of what is imported from a package, the modules themselves: packages list theirs, and may be imported by them.
        froms = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)]
        inner = {f"{n.module}.{alias.name}" for n in froms for alias in n.names}
        outer = imports(path)
        needs[name] = (outer | {i for i in inner if i.rpartition(".")[0] in outer}) & set(modules)
    TopologicalSorter(needs).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("call", GUARDED)
def test_only_the_gate_runs_statements_and_opens_photos(call: str) -> None:
    found = set()
    for path in ROOT.glob("**/*.py"):
        relative = path.relative_to(ROOT).as_posix()
        if relative.startswith(("impact/", "pages/", "app", "asgi")) and call in path.read_text("utf-8"):
            found.add(relative)
    gate, said = GUARDED[call]
    assert found == {gate}, f"{found - {gate}} {said} past the gate"


def test_no_page_lies_directly_in_pages_where_streamlit_would_serve_it_without_the_app() -> None:
    assert not list(ROOT.glob("pages/*.py"))


@pytest.mark.parametrize("word", ["unsafe_allow_html", "st.cache_", "session_state"])
def test_pages_keep_no_state_and_write_no_html(word: str) -> None:
    for path in [ROOT / "app.py", *ROOT.glob("pages/**/*.py")]:
        assert word not in path.read_text("utf-8"), f"{path.relative_to(ROOT)} uses {word}"


def test_pages_do_not_group_or_merge_frames() -> None:
    for path in ROOT.glob("pages/**/*.py"):
        for word in ("groupby(", ".merge(", ".pivot"):
            assert word not in path.read_text("utf-8"), f"{path.relative_to(ROOT)}: the query is unfinished"


def test_no_file_is_too_long_to_read() -> None:
    long = {
        p.relative_to(ROOT).as_posix(): n
        for p in ROOT.glob("impact/**/*.py")
        if p.name != "__init__.py"  # an index of names is not read through
        and (n := len(p.read_text("utf-8").splitlines())) > 250
    }
    assert not long


def test_sql_stands_only_in_the_one_loader() -> None:
    verbs = ("select ", "insert into", "create ", "attach ")
    for path in [*ROOT.glob("impact/**/*.py"), *ROOT.glob("pages/**/*.py")]:
        if path.name in ("questions.py", "contract.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and node.value.lstrip().lower().startswith(verbs) and " from " in node.value.lower():
                pytest.fail(f"{path.relative_to(ROOT)}: {node.value[:60]}")
