"""How fast is it? Ratios to what the machine could do at best, measured in one run: `make bench`.

Each question: its median time, and its ratio to the bare scan, which reads the columns that it needs and no more. Each
page: the server's own time for a rerun that finds nothing kept. The gate: a question asked through it, against the bare
statement. Publishing: against reading the export once.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import streamlit as st
from streamlit.testing.v1 import AppTest

from impact import questions, store, warehouse
from impact.access import OWNER, Viewer
from impact.ask import _parameters, ask
from impact.demo import build
from impact.filters import Filters
from impact.manifest import parts
from impact.publish import publish
from impact.settings import ROOT
from tests.pages.reading import page_of

SCALE = float(os.environ.get("SCALE", "1"))
RUNS = 15


def median_ms(run: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of some runs after one that is not counted, in milliseconds."""
    run()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def needed(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, object]) -> dict[str, set[str]]:
    """The tables that a statement scans, each with the columns that it reads."""
    plan = json.loads(cursor.execute(f"explain (format json) {sql}", parameters).fetchall()[0][1])
    found: dict[str, set[str]] = {}
    waiting = list(plan)
    while waiting:
        node = waiting.pop()
        waiting += node.get("children", [])
        more = node.get("extra_info", {})
        if "Table" in more:
            columns = more.get("Projections", [])
            columns = [columns] if isinstance(columns, str) else columns
            table = str(more["Table"]).replace('"', "").split(".")[-1]
            found.setdefault(table, set()).update(c for c in columns if c.isidentifier())
    return found


def scan(cursor: duckdb.DuckDBPyConnection, tables: dict[str, set[str]]) -> None:
    """Read exactly those columns."""
    for table, columns in tables.items():
        chosen = ", ".join(f"any_value({c})" for c in sorted(columns)) or "count(*)"
        cursor.execute(f"select {chosen} from {table}").fetchall()


def bench_questions() -> None:
    snapshot = store.current()
    opened = warehouse._warehouse(store.tables_of(snapshot.id))
    # A donor is who the gate has most to do for.
    donor = Viewer("donor", (str(ask("results/country_projects").frame["project_id"].iloc[0]),))
    sums = {"bare": 0.0, "owner": 0.0, "donor": 0.0}
    print(f"{'question':34}{'ms':>8}{'scan ms':>9}{'ratio':>8}{'gate':>7}{'donor':>7}")
    for name in questions.of_snapshots():
        question = questions.question(name)
        parameters = _parameters(question, Filters(), snapshot.as_of, {})
        with warehouse._cursor(opened, warehouse._reach(question.kind, OWNER), OWNER) as cursor:
            tables = needed(cursor, question.sql, parameters)
            bare = median_ms(lambda c=cursor, t=tables: scan(c, t))
            own = median_ms(lambda c=cursor, q=question, p=parameters: c.execute(q.sql, p).df())
        gated = median_ms(lambda n=name: ask(n))
        for_donor = median_ms(lambda n=name: ask(n, viewer=donor)) if question.kind == "aggregate" else float("nan")
        if question.kind == "aggregate":
            sums = {"bare": sums["bare"] + own, "owner": sums["owner"] + gated, "donor": sums["donor"] + for_donor}
        note = "  over 50 ms" if own > 50 else ""
        print(f"{name:34}{own:8.1f}{bare:9.2f}{own / bare:8.1f}{gated / own:7.2f}{for_donor / own:7.2f}{note}")
    for who in ("owner", "donor"):
        ratio = sums[who] / sums["bare"]
        note = "  over 1.3" if ratio > 1.3 else ""
        print(f"the gate, all questions as {who}: {ratio:.2f} times the bare statements{note}")


def bench_pages() -> None:
    print(f"\n{'page':34}{'ms':>8}{'kept':>8}   a rerun that asks everything anew; one that finds all answers kept")
    for path in sorted(ROOT.glob("pages/*/*.py")):
        relative = path.relative_to(ROOT).as_posix()
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.run()
        at.switch_page(relative).run()

        def fresh(at: AppTest = at) -> None:
            st.cache_data.clear()
            at.run()

        cold, warm = median_ms(fresh, 7), median_ms(at.run, 7)
        note = "  over 300 ms" if cold > 300 else ""
        print(f"{relative:34}{cold:8.1f}{warm:8.1f}{note}")


def bench_enterprise_pages() -> None:
    """Each run opens an enterprise that nobody has opened before; what all share (filters, the list) is kept."""
    print(f"\n{'page of one enterprise':34}{'ms':>8}{'slowest':>9}   server's time for one that nobody opened before")
    known = sorted(ask("enterprises/find").frame["enterprise_id"])
    for page in ("enterprises/kpi_trends", "enterprises/peer_benchmarks"):
        at = page_of(page, enterprise=known[0]).run()
        times = []
        for enterprise in known[1 : RUNS + 10]:
            at.query_params["enterprise"] = enterprise
            start = time.perf_counter()
            at.run()
            times.append(1000 * (time.perf_counter() - start))
        print(f"{page:34}{statistics.median(times):8.1f}{max(times):9.1f}")


def bench_publishing(export: Path) -> None:
    def read() -> None:
        for name in publish(export).snapshot.rows:
            for file in parts(export, name):
                pq.read_table(file)

    reading = median_ms(read, 3)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IMPACT_STORE"] = folder
        publish(export)
    took = 1000 * (time.perf_counter() - start)
    print(f"\npublish {took:.0f} ms, reading the export once {reading:.0f} ms, ratio {took / reading:.1f}")


def main() -> None:
    """Build the demonstration at SCALE in a folder of its own, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ["IMPACT_STORE"] = str(place / "store")
        (place / "store").mkdir()
        start = time.perf_counter()
        build(place / "export", scale=SCALE, seed=7)
        print(f"demonstration at scale {SCALE:g}: {time.perf_counter() - start:.1f} s; DuckDB {duckdb.__version__}")
        publish(place / "export")
        bench_questions()
        bench_pages()
        bench_enterprise_pages()
        warehouse.close()
        bench_publishing(place / "export")


if __name__ == "__main__":
    main()
