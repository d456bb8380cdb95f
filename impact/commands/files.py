"""Commands about files that people send on, and about what enterprises answer."""

import argparse
from datetime import date
from pathlib import Path

from impact import access, audit, store, text
from impact.commands.audit import warn_unless
from impact.reports import REPORTS, Request
from impact.viewers import OWNER_ID


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `report`, `reply` and `replies`."""
    report = commands.add_parser("report", help="write a file to send on or to print")
    kinds = report.add_subparsers(required=True, metavar="KIND")
    for name, kind in REPORTS.items():
        one = kinds.add_parser(name, help=kind.about)
        one.add_argument("subject", metavar=kind.subject)
        one.add_argument("--out", type=Path, required=True, metavar=f"FILE{kind.ending}")
        one.add_argument("--language", default="", metavar="CODE", help=f"one of {', '.join(text.languages())}")
        _viewer(one)
        one.set_defaults(run=_report, kind=name)

    answered = commands.add_parser("reply", help="keep what an enterprise answers to what is shown of it")
    answered.add_argument("enterprise", metavar="ENTERPRISE")
    answered.add_argument("--kpi", default="", help="the figure that it answers to; all that is shown without it")
    answered.add_argument("--text", required=True, help="what the enterprise says, 1,000 characters at most")
    answered.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="its day; today without it")
    _viewer(answered)
    answered.set_defaults(run=_reply)

    listed = commands.add_parser("replies", help="write a country's correction workbook with the enterprises' answers")
    listed.add_argument("--country", required=True, metavar="ISO3")
    listed.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    _viewer(listed)
    listed.set_defaults(run=_replies)


def _viewer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="viewer", default="owner", metavar="ROLE[:SCOPE]")


def _report(chosen: argparse.Namespace) -> None:
    made = REPORTS[chosen.kind].make(Request(chosen.subject, access.parse(chosen.viewer), chosen.language))
    chosen.out.write_bytes(made.content)
    _note_export(chosen.out, f"{chosen.kind} of {chosen.subject}")
    print(f"{chosen.out}: {chosen.kind} of {chosen.subject}, as of {made.as_of}")


def _reply(chosen: argparse.Namespace) -> None:
    from impact import reply

    on = chosen.on or date.today()
    reply.give(chosen.enterprise, chosen.text, kpi=chosen.kpi, on=on, viewer=access.parse(chosen.viewer))
    print(f"{chosen.enterprise}: the answer is kept, {on}")


def _replies(chosen: argparse.Namespace) -> None:
    from impact.reports import corrections

    made = corrections.make(chosen.country, access.parse(chosen.viewer))
    chosen.out.write_bytes(made.content)
    _note_export(chosen.out, f"corrections of {chosen.country}")
    print(f"{chosen.out}: corrections of {chosen.country}, as of {made.as_of}")


def _note_export(out: Path, what: str) -> None:
    noted = audit.noted("exported", OWNER_ID, what, store.current().id)
    warn_unless(noted, str(out))
