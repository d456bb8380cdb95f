"""Questions answered ahead, while a page is drawn, are asked once, with the reader's rights, and err where they are asked."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from impact import ask as gate
from impact import store
from impact.access import OWNER, Viewer
from impact.filters import Filters
from impact.ui import asking
from tests.pages.reading import page_of

Called = list[tuple[str, Viewer, str]]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[Called]:
    """Each call of the gate: question, viewer and thread. Nothing is kept of before."""
    asking._kept.clear()
    calls: Called = []
    ask = gate.ask

    def noted(name: str, filters: Filters, viewer: Viewer, snapshot_id: str, **given: Any) -> Any:
        calls.append((name, viewer, threading.current_thread().name))
        return ask(name, filters, viewer, snapshot_id, **given)

    monkeypatch.setattr(gate, "ask", noted)
    yield calls
    asking._kept.clear()


def call_of(name: str, viewer: Viewer = OWNER, **given: Any) -> Callable[[], Any]:
    return asking.call(store.current().id, name, Filters(), viewer, given)


def test_what_was_asked_ahead_is_waited_for_and_asked_once(
    demo: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    ask = gate.ask

    def slow(*given: Any, **more: Any) -> Any:
        begun.set()
        go_on.wait(10)
        return ask(*given, **more)

    monkeypatch.setattr(gate, "ask", slow)
    asking.ahead(call_of("results/overview"))
    assert begun.wait(10)
    threading.Timer(0.1, go_on.set).start()
    assert not call_of("results/overview")().empty
    [(_, _, thread)] = called
    assert thread.startswith("ahead")


def test_another_viewer_gets_an_answer_of_the_own_rights(demo: Path, called: Called) -> None:
    donor = Viewer("donor", ("p1",))
    call_of("results/overview")()
    call_of("results/overview", donor)()
    assert [viewer for _, viewer, _ in called] == [OWNER, donor]


def test_what_is_wrong_is_told_where_it_is_asked(demo: Path, called: Called) -> None:
    wrong = call_of("results/overview", nonsense=1)
    asking.ahead(wrong)
    with pytest.raises(gate.AskError, match="no parameter 'nonsense'"):
        wrong()


@pytest.mark.parametrize("page", ["enterprises/kpi_trends", "enterprises/peer_benchmarks"])
def test_the_page_of_an_enterprise_asks_each_question_once(page: str, demo: Path, called: Called) -> None:
    enterprise = gate.ask("enterprises/find", Filters(), OWNER, None).frame["enterprise_id"].iloc[0]
    at = page_of(page, enterprise=enterprise).run()
    assert not at.exception
    called.clear()
    asking._kept.clear()
    at.run()
    names = [name for name, _, _ in called]
    assert {"enterprises/peer_fan", f"enterprises/{page.split('/')[1]}"} <= set(names)
    assert len(names) == len(set(names))
