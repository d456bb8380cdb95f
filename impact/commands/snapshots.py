"""Commands about the store: list, show, keep and remove snapshots, and erase somebody from all of them."""

import argparse
import sys

from impact import access, erasure, keeping, mirror, store
from impact.ask import ask
from impact.audit import noted
from impact.commands.audit import warn_unless
from impact.compare.movement import STEPS
from impact.compare.snapshots import compare
from impact.viewers import OWNER_ID


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `snapshots`, `rollback`, `pin`, `unpin`, `prune`, `compare` and `erase`."""
    listed = commands.add_parser("snapshots", help="list the snapshots of the store, and why each is kept")
    listed.add_argument("--verify", action="store_true", help="read every file, and exit 1 where one was changed")
    listed.set_defaults(run=_snapshots)

    back = commands.add_parser("rollback", help="show readers an older snapshot; the one before the current by default")
    back.add_argument("id", nargs="?", metavar="ID")
    back.set_defaults(run=_rollback)

    kept = commands.add_parser("pin", help="keep a snapshot whatever is pruned")
    kept.add_argument("id", metavar="ID")
    kept.add_argument("--reason", required=True, help="such as the report that quotes it")
    kept.set_defaults(run=_pin)

    free = commands.add_parser("unpin", help="let a snapshot be pruned again")
    free.add_argument("id", metavar="ID")
    free.set_defaults(run=_unpin)

    pruned = commands.add_parser("prune", help="remove all but the newest three, one a quarter, and the pinned ones")
    pruned.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    pruned.set_defaults(run=_prune)

    compared = commands.add_parser("compare", help="what changed from one snapshot to another, and why")
    compared.add_argument("old", metavar="OLD")
    compared.add_argument("new", metavar="NEW")
    compared.add_argument("--format", choices=("table", "json"), default="table")
    compared.add_argument("--as", dest="viewer", default="owner", metavar="ROLE[:SCOPE]")
    compared.set_defaults(run=_compare)

    erased = commands.add_parser("erase", help="erase an enterprise or a person from every snapshot of the store")
    erased.add_argument("what", choices=erasure.WHAT)
    erased.add_argument("id", metavar="ID", help="the enterprise's id, or the person's pseudonym")
    erased.set_defaults(run=_erase)


def _snapshots(chosen: argparse.Namespace) -> None:
    shown, kept = store.current_id(), keeping.kept()
    for s in store.snapshots():
        mark = "*" if s.id == shown else " "
        why = kept.get(s.id, "would be pruned")
        print(f"{mark} {s.id}  as of {s.as_of}  {s.export_id}  {sum(s.rows.values()):,} rows  {s.source}  ({why})")
        if chosen.verify:
            store.verify(s.id)
    if chosen.verify:
        mirror.verify()
    for name, said in store.gone().items():
        print(f"  {name}  {said}")


def _rollback(chosen: argparse.Namespace) -> None:
    shown = keeping.rollback(chosen.id)
    _note(shown, f"rollback to {shown.export_id}")
    print(f"{shown.id}  {shown.export_id}, as of {shown.as_of}, is what readers see")


def _pin(chosen: argparse.Namespace) -> None:
    keeping.pin(chosen.id, chosen.reason)
    print(f"{chosen.id} is kept: {chosen.reason}")


def _unpin(chosen: argparse.Namespace) -> None:
    keeping.unpin(chosen.id)
    print(f"{chosen.id} is kept like any other")


def _prune(chosen: argparse.Namespace) -> None:
    gone = keeping.prune(rehearse=chosen.dry_run)
    said = "would be removed" if chosen.dry_run else "removed"
    for one in gone:
        print(f"{one.id}  {one.export_id}, as of {one.as_of}, {said}")
    print(f"{len(gone)} {said}")


def _erase(chosen: argparse.Namespace) -> None:
    for done in erasure.erase(chosen.what, chosen.id, lambda what, share: print(what, flush=True)):
        # Who was erased is not written down.
        _note(done.after, f"erasure: {done.after.export_id} in the place of {done.before}")
        print(f"{done.before} -> {done.after.id}  {done.rows:,} rows erased")
    print(
        "The export as it was sent, copies of it, backups of the store and files people took along are not the store's."
    )


def _note(snapshot: store.Snapshot, about: str) -> None:
    warn_unless(noted("published", OWNER_ID, about, snapshot.id), "The change")


def _compare(chosen: argparse.Namespace) -> None:
    made = compare(chosen.old, chosen.new, lambda what, share: print(f"{share:4.0%}  {what}", file=sys.stderr))
    frame = ask("review/what_changed", snapshot_id=made.id, viewer=access.parse(chosen.viewer)).frame
    if chosen.format == "json":
        print(frame.to_json(orient="records", date_format="iso", indent=1, force_ascii=False))
        return
    print(f"{made.id}  {made.export_id}\nIn this order: {', '.join(STEPS)}; the parts sum to the whole.")
    moved = frame[(frame["status"] != "same") & (frame["iso3"] == "")].drop(columns=["iso3", "country", "position"])
    print(moved.to_string(index=False, na_rep="–") if len(moved) else "Nothing moved.")
    print('This is the programme; --format json has the countries too, and the page "What changed" shows them.')
