"""The page of peer benchmarks: what it says of ten peers, and that nine leave no trace on it, in files or in answers."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from impact import cli, warehouse
from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.publish import publish
from impact.ui.cards import csv
from tests import drawn
from tests.pages.reading import open_page, said, texts
from tests.pages.test_names import MARKDOWN, MARKS, unescaped
from tests.queries.peers_drawn import with_practices

PAGE = "enterprises/peer_benchmarks"
QUESTIONS = {
    "peer_benchmarks": {},
    "peer_fan": {"kpi": "defects"},
    "peer_strip": {"kpi": "defects"},
    "next_practice": {"kpi": "defects"},
}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Stores with ten peers, with nine, and with nine that report something else."""
    place = tmp_path_factory.mktemp("few")
    cases = {"ten": with_practices(10, others=0), "nine": with_practices(9, others=0)}
    hostile = with_practices(10)
    hostile["kpis"] = hostile["kpis"].replace("defects | defects", "defects | **b** <b>x</b> $y$ :red[x]")
    hostile["kpis"] = hostile["kpis"].replace("defects per unit", "`code` <img src=x>")
    hostile["practices"] = hostile["practices"].replace("Line stops", "**b** [a](http://x) <b>")
    cases["hostile"] = hostile
    cases["other nine"] = with_practices(9, others=0, factor=1.7)
    with pytest.MonkeyPatch.context() as patch:
        for name, tables in cases.items():
            patch.setenv("IMPACT_STORE", str(place / name / "store"))
            publish(drawn.export(place / name / "export", **tables))
    yield {name: place / name / "store" for name in cases}
    warehouse.close()


@pytest.fixture
def use(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make one of the stores current."""
    return lambda name: monkeypatch.setenv("IMPACT_STORE", str(stores[name]))


def opened(peers: str = "auto") -> AppTest:
    at = open_page(PAGE, enterprise="own", **({} if peers == "auto" else {"peers": peers}))
    assert not at.exception, at.exception[0].message
    assert not at.error
    return at


def everything(at: AppTest) -> str:
    """All that the browser gets of the page, with figures and tables, but for the snapshot's own name."""
    return re.sub(r"[0-9a-f]{16}", "", said(at) + "".join(str(node.proto) for node in at.get("plotly_chart")))


def test_without_an_enterprise_the_page_asks_for_one(use: Callable[[str], None]) -> None:
    use("ten")
    at = open_page(PAGE)
    assert not at.exception
    assert "Choose an enterprise to see it among its peers" in said(at)


def test_ten_peers_are_told_with_their_place_gap_and_step(use: Callable[[str], None]) -> None:
    use("ten")
    at = opened()
    text = said(at)
    assert "hovertext" in everything(at)
    assert "better than 0 of 10 peers" in text
    assert "To the peers' best quartile, 0.0523, it lacks 0.0377" in text
    assert "What that is in money is not in the data" in text
    assert "10 peers, counted in bins" in text
    assert "the closest there are" in text
    assert "Association, not proof" in text


@pytest.mark.parametrize("peers", ["auto", "sector", "all"])
def test_nine_peers_leave_no_trace_on_the_page(peers: str, use: Callable[[str], None]) -> None:
    use("nine")
    nine = everything(opened(peers))
    use("other nine")
    other = everything(opened(peers))
    assert nine == other
    assert "fewer than ten" in nine
    use("ten")
    assert everything(opened(peers)) != nine


@pytest.mark.parametrize("name", QUESTIONS)
def test_nine_peers_leave_no_trace_in_answers_and_files(name: str, use: Callable[[str], None]) -> None:
    found = {}
    for store in ("nine", "other nine", "ten"):
        use(store)
        frame = ask(f"enterprises/{name}", enterprise="own", **QUESTIONS[name]).frame
        found[store] = csv(frame, [])
    assert found["nine"] == found["other nine"]
    assert (found["ten"] != found["nine"]) == (name != "next_practice")


def test_nine_peers_leave_no_trace_on_the_command_line(
    use: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, given in QUESTIONS.items():
        shown = []
        for store in ("nine", "other nine"):
            use(store)
            own = [part for key, value in given.items() for part in (f"--{key}", value)]
            assert cli.main(["ask", f"enterprises/{name}", "--enterprise", "own", *own, "--format", "json"]) == 0
            shown.append(capsys.readouterr().out)
        assert shown[0] == shown[1], name


def test_a_trainer_may_compare_only_the_own_enterprises(use: Callable[[str], None]) -> None:

    use("ten")
    for name, given in QUESTIONS.items():
        with pytest.raises(AccessError, match="not among those"):
            ask(f"enterprises/{name}", viewer=Viewer("trainer", ("somebody",)), enterprise="own", **given)
        with pytest.raises(AccessError, match="one by one"):
            ask(f"enterprises/{name}", viewer=Viewer("public"), enterprise="own", **given)


def test_names_of_kpis_and_practices_are_shown_as_they_are(use: Callable[[str], None]) -> None:
    use("hostile")
    at = opened()
    found = [
        f"{text.kind}.{text.field}: {text.text[:160]!r}"
        for text in texts(at)
        if f"{text.kind}.{text.field}" in MARKDOWN and any(mark in unescaped(text.text) for mark in MARKS)
    ]
    assert found == []
    for node in at.get("plotly_chart"):
        spec = json.loads(node.proto.spec)
        del spec["layout"]["meta"]  # the text alternative is shown as it is
        assert "<b>x</b>" not in json.dumps(spec)
