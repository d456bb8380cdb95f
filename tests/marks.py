"""Marks that the tests share."""

from collections.abc import Sequence
from typing import Any

import pytest


def first(count: int, values: Sequence[Any]) -> list[Any]:
    """Parameters of which the ordinary run tries the first few, and `make test-all` all."""
    return [*values[:count], *(pytest.param(value, marks=pytest.mark.slow) for value in values[count:])]
