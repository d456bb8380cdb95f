"""Commands about who did what, and about the links that were shared."""

import argparse
import csv
import json
import sys
from dataclasses import asdict
from datetime import date

from impact import audit, links, state
from impact.access import OWNER
from impact.audit import Entry
from impact.formulas import defused
from impact.state import StateError
from impact.viewers import OWNER_ID, Identity

COLUMNS = {"at": 20, "what": 9, "who": 24, "about": 40, "snapshot_id": 16}
MOST_FAULTS = 20


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `audit` and `links`."""
    noted = commands.add_parser("audit", help="list who did what and when, or verify that nothing of it was changed")
    noted.add_argument("--who", default="", metavar="ID", help="entries of one viewer")
    noted.add_argument("--what", default="", choices=audit.KINDS, metavar="KIND", help=", ".join(audit.KINDS))
    noted.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DATE", help="from this day on (UTC)")
    noted.add_argument("--format", choices=("table", "csv", "json"), default="table")
    other = noted.add_mutually_exclusive_group()
    other.add_argument("--verify", nargs="?", const="", metavar="MARK", help="follow the chain; exit 1 where it breaks")
    other.add_argument("--erase", metavar="ID", help="put a pseudonym in the place of a viewer's id")
    noted.set_defaults(run=_audit)

    shared = commands.add_parser("links", help="list the links that were shared, or revoke one")
    shared.add_argument("--revoke", metavar="ID", help="end a link at once")
    shared.set_defaults(run=_links)


def warn_unless(noted: bool, what: str) -> None:
    """Say that something is missing in the audit."""
    if not noted:
        print(f"{what} could not be noted in the audit: check {state.path()}.", file=sys.stderr)


def _audit(chosen: argparse.Namespace) -> None:
    if chosen.verify is not None:
        _verify(chosen.verify)
    elif chosen.erase is not None:
        pseudonym, count = audit.erase(chosen.erase, OWNER_ID)
        print(f"{count} entries now bear {pseudonym} in the place of the id; links shared under it are revoked")
    else:
        _list(audit.entries(chosen.who, chosen.what, chosen.since), chosen.format)


def _verify(mark: str) -> None:
    found = audit.verify(mark)
    if found.faults:
        said = [f"  {fault}" for fault in found.faults[:MOST_FAULTS]]
        more = len(found.faults) - len(said)
        raise StateError("\n".join(["The audit does not hold:", *said, *([f"  and {more} more"] if more > 0 else [])]))
    print(f"{found.count} entries, each follows from the one before")
    if found.mark:
        print(f"mark {found.mark}: keep it elsewhere, and `audit --verify {found.mark}` notices a chain written anew")


def _list(entries: list[Entry], form: str) -> None:
    rows = [{**asdict(e), "at": state.stamp(e.at)} for e in entries]
    if form == "json":
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([defused(row[name]) for name in COLUMNS] for row in rows)
    else:
        for row in rows:
            print("  ".join(str(row[name]).ljust(width) for name, width in COLUMNS.items()).rstrip())


def _links(chosen: argparse.Namespace) -> None:
    me = Identity(OWNER_ID, OWNER)
    if chosen.revoke:
        links.revoke(chosen.revoke, me)
        print(f"{chosen.revoke} is revoked")
        return
    for link in links.listed(me):
        filters = " ".join(f"{name}={value}" for name, value in sorted(link.choices.items())) or "-"
        ends = link.ends_at.date()
        print(f"{link.link_id}  {link.state.ljust(7)}  until {ends}  by {link.sharer}  {link.page}  {filters}")
