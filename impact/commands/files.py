"""Commands about files that people send on, and about what enterprises answer."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from impact import access, audit, store, text
from impact.ask import known, options
from impact.commands import UsageError
from impact.commands.audit import warn_unless
from impact.filters import NAMES, parse
from impact.reports import REPORTS, ReportError, Request, workbook_questions
from impact.viewers import OWNER_ID


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `report`, `verify`, `reply` and `replies`."""
    report = commands.add_parser("report", help="write a file to send on or to print")
    kinds = report.add_subparsers(required=True, metavar="KIND")
    for name, kind in REPORTS.items():
        one = kinds.add_parser(name, help=kind.about)
        if kind.subject:
            one.add_argument("subject", metavar=kind.subject)
        else:
            _filters(one)
        one.add_argument("--out", type=Path, required=True, metavar=f"FILE{kind.ending}")
        one.add_argument(
            "--language", default="", metavar="CODE", help=f"one of {', '.join(text.languages(text.FILES))}"
        )
        _viewer(one)
        one.set_defaults(run=_report, kind=name)

    verified = commands.add_parser("verify", help="ask for every number in such a file once more")
    verified.add_argument("file", type=Path, metavar="FILE")
    verified.add_argument("--all", action="store_true", help="list those that reproduce, too")
    verified.set_defaults(run=_verify)

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


def _filters(parser: argparse.ArgumentParser) -> None:
    for name in NAMES:
        parser.add_argument(f"--{name.replace('_', '-')}", action="append", default=[], metavar="VALUE[,VALUE]")
    parser.add_argument("--year", type=int, metavar="YEAR", help="the same as --period of one year")
    parser.add_argument("--page", default="results/overview", metavar="SECTION/PAGE", help="the page of a workbook")
    parser.add_argument("--draft", type=Path, metavar="FILE.docx", help="the last draft, whose text is kept")
    parser.set_defaults(subject="")


def _viewer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="viewer", default="owner", metavar="ROLE[:SCOPE]")


def _report(chosen: argparse.Namespace) -> None:
    viewer = access.parse(chosen.viewer)
    request = Request(chosen.subject, viewer, chosen.language)
    if not REPORTS[chosen.kind].subject:
        request = _filtered(request, chosen)
    made = REPORTS[chosen.kind].make(request)
    chosen.out.write_bytes(made.content)
    about = chosen.subject or " ".join(f"{k}={v}" for k, v in request.filters.link().items()) or "everything"
    _note_export(chosen.out, f"{chosen.kind} of {about}")
    print(f"{chosen.out}: {chosen.kind} of {about}, as of {made.as_of}")


def _filtered(request: Request, chosen: argparse.Namespace) -> Request:
    given = {name: getattr(chosen, name) for name in NAMES}
    if chosen.year:
        given["period"] = [str(chosen.year)]
    parsed = parse(given, known(options(request.viewer)))
    if parsed.ignored:
        name, value = parsed.ignored[0]
        raise UsageError(f"--{name} {value}: there is no such value. `ask filters/options` lists those there are.")
    draft = chosen.draft.read_bytes() if chosen.draft else None
    asked = workbook_questions(chosen.page, parsed.filters) if chosen.kind == "workbook" else ()
    return replace(request, filters=parsed.filters, draft=draft, asked=asked)


def _verify(chosen: argparse.Namespace) -> None:
    from impact.reports.verify import verify

    verdict = verify(chosen.file)
    for note in verdict.notes:
        print(f"note  {note}")
    for found in verdict.found if chosen.all else verdict.wrong:
        print(found.said())
    made = verdict.receipt
    viewer = f"{made.role}:{','.join(made.scope)}" if made.scope else made.role
    print(f"{chosen.file}: {made.kind} of snapshot {made.snapshot}, as of {made.as_of}, made as {viewer}")
    right = len(verdict.found) - len(verdict.wrong)
    print(f"{right} of {len(verdict.found)} numbers and sheets reproduce.")
    if verdict.wrong:
        raise ReportError(f"{len(verdict.wrong)} do not.")


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
