"""What became of practices in few enterprises is told roughly: in steps of the limit, and still adding up to all."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.rounding import OUTCOMES, round_outcomes

SHARES = [f"{name}_share" for name in OUTCOMES]
counts = st.tuples(*[st.integers(0, 60)] * 4).filter(any)


def told(
    four: tuple[int, ...], enterprises: int, k: int, low: float = -100.0, high: float = 100.0
) -> "pd.Series[float]":
    gained, kept, lost, never = four
    n = sum(four)
    made = {
        **dict(zip(OUTCOMES, four, strict=True)),
        **{f"{name}_share": 100 * count / n for name, count in zip(OUTCOMES, four, strict=True)},
        "before": 100 * (kept + lost) / n,
        "after": 100 * (kept + gained) / n,
        "change": 100 * (gained - lost) / n,
        "low": low,
        "high": high,
        "adopted": 100 * gained / (gained + never) if gained + never else None,
        "lost_again": 100 * lost / (kept + lost) if kept + lost else None,
        "enterprises": enterprises,
    }
    frame = pd.DataFrame([made])
    round_outcomes(frame, "enterprises", k, pd.Series([True]))
    return frame.iloc[0]


@given(counts, st.sampled_from([5, 10]))
def test_the_four_are_told_in_steps_and_go_on_adding_up(four: tuple[int, ...], k: int) -> None:
    row = told(four, k, k)
    assert all(row[name] % k == 0 for name in OUTCOMES)
    assert abs(row[list(OUTCOMES)].sum() - sum(four)) <= max(k / 2, k - sum(four))
    assert row[SHARES].sum() == pytest.approx(100)
    assert row["after"] - row["before"] == pytest.approx(row["change"])
    assert row["change"] == pytest.approx(row["gained_share"] - row["lost_share"])


@given(counts, st.sampled_from([5, 10]), st.integers(0, 3))
def test_no_count_is_more_than_a_step_from_its_share_of_what_is_told(four: tuple[int, ...], k: int, one: int) -> None:
    row = told(four, k, k)
    whole = row[list(OUTCOMES)].sum()
    assert abs(row[OUTCOMES[one]] - four[one] * whole / sum(four)) < k


@given(counts, st.floats(0, 40), st.floats(0, 40), st.sampled_from([5, 10]))
def test_the_interval_of_the_change_only_widens(four: tuple[int, ...], below: float, above: float, k: int) -> None:
    change = 100 * (four[0] - four[2]) / sum(four)
    low, high = max(-100.0, change - below), min(100.0, change + above)
    row = told(four, k, k, low, high)
    assert row["low"] <= row["change"] <= row["high"]
    assert (
        min(row["high"], 100.0) - max(row["low"], -100.0) >= high - low - 1e-6
        or row["low"] == -100
        or row["high"] == 100
    )


def test_two_that_differ_by_one_practice_are_told_alike() -> None:
    assert told((4, 5, 0, 6), 7, 5).equals(told((4, 5, 1, 6), 7, 5))


def test_what_nobody_is_told_to_have_had_has_no_share_of_it() -> None:
    row = told((0, 1, 0, 9), 6, 5)
    assert (row["kept"], row["lost"], row["never"]) == (0, 0, 10)
    assert pd.isna(row["lost_again"]) and row["adopted"] == 0


def test_of_many_enterprises_all_is_told_as_it_is() -> None:
    row = told((4, 5, 1, 6), 50, 5)
    assert tuple(row[list(OUTCOMES)]) == (4, 5, 1, 6)
