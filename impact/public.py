"""A snapshot for the public: the answers that the public is given, and nothing that they were made from.

It goes into a store of its own, for a server that holds nothing else. Whoever gets at its files gets what everybody may
see: no row of an enterprise, trainer or person, and no cell that is withheld.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from impact import catalogue, kept, questions, statements, store
from impact.access import Viewer
from impact.ask import Answer, ask, known, options
from impact.filters import Filters
from impact.settings import REFERENCE

PUBLIC = Viewer("public")
# What the pages that a public server has ask: of the whole, and of one country.
WHOLE = ("results/overview", "results/by_year", "results/people_by_sex", "results/claims")
COUNTRY = tuple(f"results/country{name}" for name in ("", "_modules", "_partners", "_projects", "_stories"))
_REFERENCE = ("countries", "published_figures", "published_logframe", "published_sources")
Progress = Callable[[str, float], None]


def publish_public(snapshot_id: str, out: Path, progress: Progress = lambda what, share: None) -> store.Snapshot:
    """Write what the public may know of a snapshot into the store `out`, and make it the one that is seen there."""
    origin = store.snapshot(snapshot_id)
    work = out / f".work-public-{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        said = _write(work / store.TABLES, snapshot_id, progress)
        made_from = {"audience": "public", "answers": said, "of": hashlib.sha256(snapshot_id.encode()).hexdigest()}
        public = origin.model_copy(
            update={
                "id": hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:16],
                "made_from": made_from,
                "audience": "public",
                "rows": {},
                "findings": {},
                "files": {store.TABLES: store.file_checksum(work / store.TABLES)},
            }
        )
        store.write_manifest(work, public)
        if not (out / public.id).exists():
            work.replace(out / public.id)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    store.point_to(public.id, out)
    progress("Published for the public", 1.0)
    return public


def _write(path: Path, snapshot_id: str, progress: Progress) -> str:
    """Write the database; returns a hash of all answers."""
    digest = hashlib.sha256()
    with duckdb.connect() as con:
        con.execute(statements.attach(path, "snapshot"))
        con.execute(questions.read("public/begin"))
        for name in _REFERENCE:
            text = questions.read(f"reference/{name}")
            con.execute(statements.as_view(name, text, [REFERENCE / f"{name}.csv"]))
            con.execute(statements.copied(f"snapshot.base.{name}", name))
        for answer in _answers(snapshot_id, progress):
            key, frame = kept.key(answer.question, answer.filters, answer.parameters), kept.to_bytes(answer.frame)
            con.execute(questions.read("public/add"), {**key, "frame": frame, "withheld": answer.withheld})
            digest.update(json.dumps(key).encode() + frame)
    return digest.hexdigest()


def _answers(snapshot_id: str, progress: Progress) -> Iterator[Answer]:
    """Every answer that a public server gives."""
    found = options(PUBLIC, snapshot_id)
    countries = sorted(known(found).get("country", []))
    asked: list[tuple[str, Filters, dict[str, Any]]] = [(name, Filters(), {}) for name in (*WHOLE, "filters/options")]
    asked += [(name, Filters(country=(iso3,)), {}) for iso3 in countries for name in (*WHOLE, *COUNTRY)]
    asked += [("results/country_map", Filters(), {"indicator": code}) for code in catalogue.indicators()]
    for done, (name, chosen, given) in enumerate(asked):
        progress(f"Answering {name}", done / len(asked))
        answer = ask(name, chosen, PUBLIC, snapshot_id, **given)
        # There is nothing to filter by but a country.
        yield answer.only(filter="country") if name == "filters/options" else answer
