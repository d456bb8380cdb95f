"""The command line: demonstration export, imports, publishing, and asking as the dashboard asks."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from impact import __version__, access, store
from impact.access import AccessError
from impact.ask import AskError, ask, known, options
from impact.audit import noted
from impact.catalogue import CatalogueError
from impact.commands import UsageError, audit, check, files, snapshots
from impact.filters import NAMES, parse
from impact.intake.structure import ExportError
from impact.privacy import PrivacyError
from impact.questions import QuestionError
from impact.questions import names as question_names
from impact.reports import ReportError
from impact.settings import ROOT, SettingsError
from impact.state import StateError
from impact.store import GoneError, StoreError
from impact.viewers import OWNER_ID
from impact.warehouse import WarehouseError

WRONG = (
    SettingsError,
    AskError,
    CatalogueError,
    ExportError,
    QuestionError,
    ReportError,
    StateError,
    StoreError,
    WarehouseError,
    PrivacyError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns 0 when it did what was asked, 1 for a clear failure or findings that block, 2 for wrong use, 3 for no right
    or what is gone.
    """
    parser = _parser()
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.run is not _ask:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        chosen.rest = rest
        return chosen.run(chosen) or 0
    except (AccessError, GoneError) as error:
        return _fail(str(error), 3)
    except UsageError as error:
        return _fail(str(error), 2)
    except WRONG as error:
        return _fail(str(error), 1)
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m impact", description="SCORE Impact, from export to answer.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="write the demonstration export")
    demo.add_argument("--scale", type=float, default=1.0, help="1 is the size of the programme")
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--out", type=Path, required=True, metavar="EXPORT")
    demo.set_defaults(run=_demo)

    brought = commands.add_parser("import", help="another source into an export")
    brought.add_argument("name", nargs="?", metavar="NAME", help="the source; --list lists those there are")
    brought.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the folder that holds its files")
    brought.add_argument("--out", type=Path, metavar="EXPORT")
    brought.add_argument("--list", action="store_true", help="list the sources")
    brought.set_defaults(run=_import)

    publish = commands.add_parser("publish", help="turn an export into a snapshot, and show it to readers")
    publish.add_argument("export", metavar="EXPORT", help="as for `check`; findings that block are told, and exit 1")
    publish.add_argument("--wait", type=float, default=60.0, metavar="SECONDS", help="for another who publishes; 60")
    publish.add_argument("--compare", action="store_true", help="also with what readers saw before")
    publish.add_argument("--audience", choices=("all", "public"), default="all", help="public: what everybody may see")
    publish.add_argument("--out", type=Path, metavar="STORE", help="with --audience public: a store of its own for it")
    publish.set_defaults(run=_publish)

    serve = commands.add_parser("serve", help="serve the dashboard; with nothing published, the demonstration")
    serve.add_argument("--port", type=int, default=8501)
    serve.set_defaults(run=_serve)

    asked = commands.add_parser(
        "ask",
        help="ask a question as the dashboard would",
        epilog=f"Filters: {', '.join('--' + n for n in NAMES)}. Any other --NAME VALUE is a parameter of the question.",
        allow_abbrev=False,
    )
    asked.add_argument("query", metavar="QUERY", help="such as results/overview; `list` lists them")
    asked.add_argument("--as", dest="viewer", default="owner", metavar="ROLE[:SCOPE]")
    asked.add_argument("--snapshot", metavar="ID", help="the snapshot to ask; the one that readers see by default")
    asked.add_argument("--format", choices=("table", "csv", "json"), default="table")
    asked.set_defaults(run=_ask)

    check.add(commands, UsageError, _show)
    snapshots.add(commands)
    files.add(commands)
    audit.add(commands)
    return parser


def _show(what: str, share: float) -> None:
    print(f"{share:4.0%}  {what}", file=sys.stderr, flush=True)


def _demo(chosen: argparse.Namespace) -> None:
    from impact.demo import DemoError, build

    if not chosen.scale > 0:
        raise UsageError("--scale must be above 0.")
    try:
        manifest = build(chosen.out, scale=chosen.scale, seed=chosen.seed, progress=_show)
    except DemoError as error:
        raise ExportError([str(error)]) from error
    rows = sum(entry.rows for entry in manifest.tables.values())
    print(f"{chosen.out}: {manifest.export_id}, {rows:,} rows in {len(manifest.tables)} tables")


def _import(chosen: argparse.Namespace) -> None:
    from impact.intake.adapters import ADAPTERS, SourceError, bring

    if chosen.list:
        print("\n".join(f"{name}  {adapter.about}\n    DIR: {adapter.needs}" for name, adapter in ADAPTERS.items()))
        return
    if chosen.name not in ADAPTERS:
        wrong = f"There is no source '{chosen.name}'." if chosen.name else "Name the source."
        raise UsageError(f"{wrong} `import --list` lists them: {', '.join(ADAPTERS)}.")
    if chosen.folder is None and not ADAPTERS[chosen.name].installed:
        raise UsageError(f"import {chosen.name} needs DIR: {ADAPTERS[chosen.name].needs}.")
    if chosen.out is None:
        raise UsageError(f"import {chosen.name} needs --out EXPORT: the folder that the export is written into.")
    try:
        print("\n".join(bring(chosen.name, chosen.folder, chosen.out)))
    except SourceError as error:
        raise ExportError([str(error)]) from error


def _publish(chosen: argparse.Namespace) -> None:
    from impact.intake.rewriting import publishable
    from impact.public import publish_public
    from impact.publish import publish

    if (chosen.audience == "public") != (chosen.out is not None):
        raise UsageError("--audience public needs --out STORE, a folder for a server of its own, and only it does.")
    if chosen.out is not None and chosen.out.resolve() == store.folder().resolve():
        raise UsageError("--out is the store that holds everything. Name another folder.")
    before = store.current_id()
    _show("Checking what the export says", 0.0)
    with publishable(chosen.export, lambda what, share: None) as (export, report):
        published = publish(export, _show, chosen.wait, findings=report.sorted())
    snapshot = published.snapshot
    audit.warn_unless(noted("published", "owner", snapshot.export_id, snapshot.id), "Publishing")
    said = "published" if published.new else "was published already, and is what readers see"
    print(f"{snapshot.id}  {snapshot.export_id} {said}")
    if before and before != snapshot.id:
        print(f"What changed: python -m impact compare {before} {snapshot.id}")
        if chosen.compare:
            from impact.compare import snapshots as comparing

            comparing.compare(before, snapshot.id, _show)
    if chosen.out is not None:
        public = publish_public(snapshot.id, chosen.out, _show)
        print(f"{public.id}  for the public, in {chosen.out}")


def _serve(chosen: argparse.Namespace) -> None:
    from impact.serving import prepare

    snapshot = prepare(_show)
    print(f"Serving {snapshot.export_id}, as of {snapshot.as_of}, on http://127.0.0.1:{chosen.port}", flush=True)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "asgi.py"), "--server.port", str(chosen.port)]
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    except subprocess.CalledProcessError as error:
        raise UsageError(f"The server ended with code {error.returncode}; what it said is above.") from error


def _ask(chosen: argparse.Namespace) -> None:
    if chosen.query == "list":
        print("\n".join(question_names()))
        return
    viewer = access.parse(chosen.viewer)
    given = _pairs(chosen.rest)
    said = {name: given.pop(name) for name in list(given) if name in NAMES}
    parsed = parse(said, known(options(viewer, chosen.snapshot)))
    if parsed.ignored:
        name, value = parsed.ignored[0]
        raise UsageError(f"--{name} {value}: there is no such value. `ask filters/options` lists those there are.")
    own: dict[str, Any] = {name: values[0] if len(values) == 1 else values for name, values in given.items()}
    answer = ask(chosen.query, parsed.filters, viewer, chosen.snapshot, **own)
    frame = answer.frame
    about = " ".join([f"queries/{chosen.query}", f"as {chosen.viewer}", *(f"{k}={v}" for k, v in said.items())])
    audit.warn_unless(noted("asked", OWNER_ID, about, answer.snapshot_id), "The question")
    if chosen.format == "json":
        print(frame.to_json(orient="records", date_format="iso", indent=1, force_ascii=False))
    elif chosen.format == "csv":
        frame.to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        print(frame.to_string(index=False, na_rep="–"))


def _pairs(rest: list[str]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    words = [part for word in rest for part in (word.split("=", 1) if word.startswith("--") else [word])]
    while words:
        name = words.pop(0)
        if not name.startswith("--") or not words:
            raise UsageError(f"'{name}' is not understood: give a parameter as --NAME VALUE.")
        given.setdefault(name[2:].replace("-", "_"), []).append(words.pop(0))
    return given
