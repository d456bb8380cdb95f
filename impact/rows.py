"""The rows of an answer one by one, with names: for pages and figures, a tenth of the time of the frame's own way."""

from collections import namedtuple
from functools import lru_cache
from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows as tuples with the columns' names."""
    row = _named(tuple(frame.columns))
    return [row._make(cells) for cells in frame.to_numpy(object).tolist()]


@lru_cache(maxsize=500)
def _named(columns: tuple[str, ...]) -> Any:
    return namedtuple("row", columns)
