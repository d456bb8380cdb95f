"""Practices of peers that started alike: the difference by hand, the smallest groups, and the planted effect."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import store, warehouse
from impact.access import OWNER
from impact.ask import ask
from impact.demo import build
from impact.publish import publish
from impact.store import Snapshot
from tests.queries.peers_drawn import RATIO, rows, tables, with_practices

Publish = Callable[..., Snapshot]
# One enterprise of each third that never took the module on quality, so that both practices may be proposed to it.
LEVELS = """
    select l.start, l.enterprise_id from kpi_levels as l
    where l.kpi = 'defect_rate' and l.start is not null and l.enterprise_id not in (
        select p.enterprise_id from practice_pairs as p where p.practice in ('quality_at_source', 'quality_board')
    )
    order by l.start, l.enterprise_id
    """


def practice(code: str) -> dict[str, Any]:
    """One row for the enterprise that the drawn exports are about."""
    frame = ask("enterprises/next_practice", enterprise="own", kpi="defects").only(practice=code).frame
    return {name: None if pd.isna(value) else value for name, value in frame.iloc[0].items()}


def test_peers_with_a_practice_are_compared_with_peers_without(published: Publish) -> None:
    published(**with_practices(10))
    row = practice("a")
    assert (row["n_with"], row["n_without"], row["status"]) == (10, 10, "shown")
    # Medians of -5.0 ... -4.1 and of -2.0 ... -1.1 points. Of ten, the second from either end encloses the median.
    assert row["difference"] == pytest.approx(-0.03)
    reach = (0.0035**2 + 0.0035**2) ** 0.5
    assert (row["low"], row["high"]) == (pytest.approx(-0.03 - reach, abs=5e-5), pytest.approx(-0.03 + reach, abs=5e-5))
    assert row["clear"]
    assert (row["compared"], row["own"], row["started_alike"]) == (1, "no", True)


def test_a_practice_that_is_in_place_is_not_proposed_and_one_without_enough_peers_tells_nothing(
    published: Publish,
) -> None:
    published(**with_practices(10))
    assert list(ask("enterprises/next_practice", enterprise="own", kpi="defects").frame["practice"]) == ["a", "c"]
    board = practice("c")  # nobody introduced it
    told = ["difference", "low", "high", "n_with", "n_without", "fewest", "typical"]
    assert board["status"] == "too_few"
    assert [name for name in told if board[name] is not None] == []


def test_peers_that_started_otherwise_and_those_without_consent_are_left_out(published: Publish) -> None:
    drawn = with_practices(10)
    high = [f"h{number:02}" for number in range(12)]
    more = tables(
        [
            *rows("defects", dict.fromkeys(high, 30.0), "baseline", "2023-05-01"),
            *rows("defects", dict.fromkeys(high, 1.0), "endline"),
        ],
        {"defects": RATIO},
        {name: {"consent": "-"} for name in high[:2]},
    )
    checks = [
        f"{name} | a | {phase} | 2024-05-01 | {answer}"
        for name in high
        for phase, answer in (("baseline", "no"), ("endline", "yes"))
    ]
    for table in ("enterprises", "workforce", "kpi_observations"):
        drawn[table] += "\n" + more[table].split("\n", 1)[1]
    drawn["practice_checks"] += "\n" + "\n".join(checks)
    published(**drawn)
    assert (practice("a")["n_with"], practice("a")["difference"]) == (10, pytest.approx(-0.03))


def test_nine_peers_with_a_practice_tell_nothing_however_many_have_none(published: Publish) -> None:
    published(**with_practices(9, others=12))
    row = practice("a")
    assert (row["status"], row["difference"], row["n_with"], row["n_without"]) == ("too_few", None, None, None)


@pytest.mark.slow
def test_the_practice_that_works_stands_first_and_the_one_that_does_not_is_not_clear(
    empty_store: Path, tmp_path: Path
) -> None:
    """The demonstration's truth: stopping the line lowers defects, praising on a board does not."""
    build(tmp_path / "export", scale=1.0, seed=7)
    publish(tmp_path / "export")
    planted = json.loads((tmp_path / "export.truth" / "truth.json").read_text("utf-8"))["practices"]
    works, does_not = (planted[name]["practice"] for name in ("works", "does_not"))
    firsts, board = [], []
    levels = warehouse.run(store.current().id, OWNER, "rows", LEVELS, {})
    for start in (1, 2, 3):
        enterprise = levels.loc[levels["start"] == start, "enterprise_id"].iloc[0]
        frame = ask("enterprises/next_practice", enterprise=enterprise, kpi="defect_rate").frame.set_index("practice")
        firsts.append(frame.index[0])
        assert frame.loc[works, "high"] < 0
        board.append(bool(frame.loc[does_not, "clear"]))
    assert firsts == [works] * 3
    # Eager enterprises do both, so that the other one may look clear in one group; it does not in all.
    assert sum(board) <= 1
