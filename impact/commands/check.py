"""Commands about what is sent: is it an export that may be published, and what does one look like?"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from impact import text
from impact.intake.check import check
from impact.intake.feedback import Feedback, severity_said
from impact.intake.findings import SEVERITIES, Report
from impact.intake.template import FORMS, write

# Of findings that are alike, so many are printed one by one.
PRINTED = 5
Wrong = type[Exception]


def add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", wrong: Wrong, show: Callable[[str, float], None]
) -> None:
    """Add `check` and `template`; `wrong` is raised for wrong use, `show` told how far it is."""
    checked = commands.add_parser("check", help="is it an export that may be published? exit 1 where findings block")
    checked.add_argument("export", metavar="EXPORT", help="a folder, a zip, a workbook, or the address of one")
    checked.add_argument("--feedback", type=Path, metavar="FILE.xlsx", help="write the workbook that goes back")
    checked.add_argument("--json", action="store_true", help="print all findings as JSON")
    checked.add_argument("--language", default="en", metavar="CODE", help=f"one of {', '.join(_languages())}")
    checked.set_defaults(run=lambda chosen: _check(chosen, wrong, show))

    empty = commands.add_parser("template", help="write an empty export to fill in")
    empty.add_argument("--format", choices=FORMS, default="xlsx", help="one workbook, or a zip of CSV files")
    empty.add_argument("--out", type=Path, metavar="FILE", help="score-template.xlsx or .zip without it")
    empty.add_argument("--language", default="en", metavar="CODE", help=f"one of {', '.join(_languages())}")
    empty.set_defaults(run=lambda chosen: _template(chosen, wrong))


def _check(chosen: argparse.Namespace, wrong: Wrong, show: Callable[[str, float], None]) -> int:
    if chosen.feedback and chosen.feedback.suffix.lower() not in (".xlsx", ".xlsm"):
        raise wrong(f"--feedback {chosen.feedback}: name a file that ends in .xlsx.")
    _known(chosen.language, wrong)
    with text.speaking(chosen.language, domain=text.CHECKS):
        feedback = Feedback()
        report = check(chosen.export, show, then=feedback.gather if chosen.feedback else None)
        lost = next((f for f in report.findings if f.rule == "no_export"), None)
        if lost:
            raise wrong(f"{lost.says} {lost.advice}")
        if chosen.feedback:
            chosen.feedback.write_bytes(feedback.content(report))
        print(json.dumps(as_json(report), indent=1, ensure_ascii=False) if chosen.json else "\n".join(lines(report)))
    return int(report.blocks)


def _template(chosen: argparse.Namespace, wrong: Wrong) -> None:
    _known(chosen.language, wrong)
    out = chosen.out or Path(f"score-template{FORMS[chosen.format]}")
    with text.speaking(chosen.language, domain=text.CHECKS):
        out.write_bytes(write(chosen.format))
    print(out)


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "export": report.export,
        "as_of": report.as_of and report.as_of.isoformat(),
        "may_be_published": not report.blocks,
        "counts": report.counts,
        "rows": report.rows,
        "totals": [{"rule": r, "table": t, "column": c, "total": n} for (r, t, c), n in sorted(report.totals.items())],
        "findings": [f.as_row() for f in report.sorted()],
    }


def lines(report: Report) -> list[str]:
    """The report to be read: findings that are alike together, the grave ones first."""
    said = []
    printed: dict[tuple[str, str, str], int] = {}
    for f in report.sorted():
        alike = (f.rule, f.table, f.column)
        printed[alike] = printed.get(alike, 0) + 1
        if printed[alike] == 1:
            of = f" ({text.number(report.totals[alike])})" if report.totals[alike] > 1 else ""
            said += ["", f"{severity_said(f.severity)}{of}: {f.table} {f.column}".rstrip(" :"), f"  {f.advice}"]
        if printed[alike] <= PRINTED:
            place = " ".join(p for p in (f.part, "" if f.row is None else str(f.row)) if p)
            said.append(f"    {place + ': ' if place else ''}{f.says}")
    counts = ", ".join(f"{severity_said(s)} {text.number(report.counts[s])}" for s in SEVERITIES)
    verdict = text.t("It may not be published yet.") if report.blocks else text.t("It may be published.")
    return [*said[1:], "", f"{counts}. {verdict}"]


def _languages() -> list[str]:
    return text.languages(text.CHECKS)


def _known(language: str, wrong: Wrong) -> None:
    if language not in _languages():
        raise wrong(f"--language {language}: there is {', '.join(_languages())}.")
