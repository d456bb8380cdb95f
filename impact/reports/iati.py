"""A project's results as the IATI standard (2.03) writes them: activity, indicators, baselines, targets and actuals.

It has the standard's shape, for a publisher to take over: identifiers and reporting organisation stand for nobody.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

import pandas as pd

from impact import notice, text
from impact.ask import Answer, ask
from impact.catalogue import indicators
from impact.figures.promises import indicator_name
from impact.filters import Filters
from impact.reports import Made, ReportError, Request
from impact.text import t

PUBLISHER = "SCORE-IMPACT"
# Codes of the standard: result types, measures, and the roles and days of an activity.
TYPES = {"output": "1", "outcome": "2"}
OTHER, UNIT, PERCENT, FUNDS = "9", "1", "2", "1"
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make(request: Request) -> Made:
    """The file of one project; raises ReportError where the viewer sees none such, AccessError without the right."""
    with text.speaking(request.language):
        asked = Filters(project=(request.subject,))
        project = ask("results/project", asked, request.viewer, request.snapshot_id)
        if not request.subject or project.empty:
            raise ReportError(f"There is no project '{request.subject}' among those that this viewer may see.")
        targets = ask("results/targets", asked, request.viewer, project.snapshot_id)
        donors = ask("results/donor_lens", asked, request.viewer, project.snapshot_id, by="project")
        places = ask("results/project_places", asked, request.viewer, project.snapshot_id)
        root = _activities(project, targets, donors, places)
        ET.indent(root)
        content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return Made(content + b"\n", project.as_of)


def _activities(project: Answer, targets: Answer, donors: Answer, places: Answer) -> ET.Element:
    row, at = project.frame.iloc[0], datetime.combine(project.as_of, time(), UTC).isoformat()
    root = ET.Element("iati-activities", {"version": "2.03", "generated-datetime": at})
    origin = notice.origin(project.export_id, project.snapshot_id, project.as_of)
    said = [notice.demonstration()] if project.synthetic else []
    root.append(ET.Comment(_comment(" ".join([*said, origin, notice.adaptation()]))))
    activity = _add(root, "iati-activity", {"xml:lang": text.language(), "last-updated-datetime": at})
    _add(activity, "iati-identifier").text = f"{PUBLISHER}-{_plain(row['project_id'])}"
    reporter = _add(activity, "reporting-org", {"ref": PUBLISHER, "type": "90", "secondary-reporter": "1"})
    _narrative(reporter, t("SCORE Impact; whoever publishes this puts the own name and identifier here"))
    _narrative(_add(activity, "title"), row["title"])
    about = [*said, t("Results of {title}.", title=row["title"]), origin]
    _narrative(_add(activity, "description", {"type": "1"}), " ".join(about))
    for donor in donors.frame.itertuples():
        _narrative(_add(activity, "participating-org", {"role": FUNDS}), donor.donor)
    if donors.empty:
        _narrative(_add(activity, "participating-org", {"role": FUNDS}), t("donor not stated"))
    ended, begun = row["ends_on"] <= project.as_of, row["starts_on"] <= project.as_of
    _add(activity, "activity-status", {"code": "4" if ended else "2" if begun else "1"})
    _add(activity, "activity-date", {"type": "2" if begun else "1", "iso-date": str(row["starts_on"])})
    _add(activity, "activity-date", {"type": "4" if ended else "3", "iso-date": str(row["ends_on"])})
    _recipients(activity, places.frame)
    promised = targets.frame[targets.frame["status"] != "no_target"]
    for code, lines in promised.groupby("indicator", sort=False):
        _result(activity, str(code), lines)
    return root


def _recipients(activity: ET.Element, places: pd.DataFrame) -> None:
    """Countries by their two letters; their parts are not known in money, so none is stated unless there is one."""
    codes = [code for code in places["iso2"] if isinstance(code, str)]
    for code in codes:
        _add(activity, "recipient-country", {"code": code, **({"percentage": "100"} if len(codes) == 1 else {})})


def _result(activity: ET.Element, code: str, lines: pd.DataFrame) -> None:
    """One indicator as a result with its baselines, and a period for each span that has targets."""
    first, known = lines.iloc[0], indicators().get(code)
    # Enterprises and people may be in several projects: their counts must not be added up.
    once = known is not None and known.aggregation != "sum"
    sums = "0" if once or first["cumulation"] == "not_summing" else "1"
    kind = TYPES.get(str(first["level"]), OTHER)
    result = _add(activity, "result", {"type": kind, "aggregation-status": sums})
    _narrative(_add(result, "title"), indicator_name(code))
    measure = PERCENT if first["unit"] == "percent" else UNIT
    about = {"measure": measure, "ascending": "1" if first["better"] == "higher" else "0", "aggregation-status": sums}
    indicator = _add(result, "indicator", about)
    _narrative(_add(indicator, "title"), indicator_name(code))
    if known:
        _narrative(_add(indicator, "description"), t(known.definition))
    based = lines.dropna(subset=["baseline"])
    for row in based.drop_duplicates(["iso3", "module", "sex"]).itertuples():
        on = {"year": str(row.starts_on.year), "iso-date": str(row.starts_on), "value": _number(row.baseline)}
        _dimensions(_add(indicator, "baseline", on), row)
    for span, rows in lines.groupby(["starts_on", "ends_on"], sort=False):
        _period(indicator, span, list(rows.itertuples()))


def _period(indicator: ET.Element, span: Any, rows: Iterable[Any]) -> None:
    period = _add(indicator, "period")
    for name, on in zip(("period-start", "period-end"), span, strict=True):
        _add(period, name, {"iso-date": str(on)})
    rows = list(rows)
    for row in rows:
        target = _add(period, "target", {"value": _number(row.target)})
        _dimensions(target, row)
        if isinstance(row.note, str):
            _narrative(_add(target, "comment"), row.note)
    for row in rows:
        if row.status == "withheld" or pd.isna(row.actual):
            continue
        actual = _add(period, "actual", {"value": _number(row.actual)})
        _dimensions(actual, row)
        on = str(row.actual_on)
        counted = row.basis == "counted"
        said = t("Counted up to {day}.", day=on) if counted else t("Sent in by the project, true on {day}.", day=on)
        _narrative(_add(actual, "comment"), said)


def _dimensions(element: ET.Element, row: Any) -> None:
    for name, value in (("sex", row.sex if row.sex != "all" else None), ("country", row.iso3), ("module", row.module)):
        if isinstance(value, str):
            _add(element, "dimension", {"name": name, "value": _plain(value)})


def _add(parent: ET.Element, tag: str, attributes: dict[str, str] | None = None) -> ET.Element:
    return ET.SubElement(parent, tag, attributes or {})


def _narrative(parent: ET.Element, said: object) -> None:
    _add(parent, "narrative").text = _plain(said)


def _plain(said: object) -> str:
    """Text without the control characters that XML cannot hold."""
    return _FORBIDDEN.sub("", str(said))


def _comment(said: str) -> str:
    """Text that may stand in a comment, which ends at two hyphens."""
    return _plain(said).replace("--", "- -")


def _number(value: float) -> str:
    """A number as the standard reads it: a point, no thousands, at most four decimals."""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")
