"""How many files one viewer takes along in an hour."""

from collections.abc import Iterator

import pytest

from impact import limits
from impact.limits import LimitError


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


def test_one_file_more_than_there_may_be_is_refused_and_says_when_there_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("IMPACT_EXPORTS_PER_HOUR", "2")
    monkeypatch.setenv("IMPACT_AUTH", "required")
    clock = [1000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: clock[0])
    limits.take("amina")
    clock[0] += 600
    limits.take("amina")
    assert limits.minutes_left("amina") == 51
    with pytest.raises(LimitError, match="another one in 51 minutes"):
        limits.take("amina")
    limits.take("ben")
    clock[0] += 3001
    assert limits.minutes_left("amina") == 0
    limits.take("amina")
    with pytest.raises(LimitError):
        limits.take("amina")
