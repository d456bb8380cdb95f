"""Which results of projects may be told beside their targets: those that the lattice tells, and no others."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from impact.lattice import ALL_YEARS, PROGRAMME, Told


def told(
    frame: pd.DataFrame, column: str, hidden: Collection[Told], carried: Mapping[Told, Mapping[str, object]]
) -> "pd.Series[bool]":
    """The rows that tell all that a project, or its part in a country, has of a result, where that cell is shown.

    `frame` has indicator, project_id, iso3 (null: the whole project) and `whole`; filters choose among such rows and
    change none. What is told elsewhere as it was before is not told anew here.
    """
    return pd.Series(
        [_is_told(row, value, hidden, carried) for row, value in zip(frame.itertuples(), frame[column], strict=True)],
        index=frame.index,
        dtype=bool,
    )


def _is_told(row: Any, value: object, hidden: Collection[Told], carried: Mapping[Told, Mapping[str, object]]) -> bool:
    place = row.iso3 if isinstance(row.iso3, str) else PROGRAMME
    cell = (str(row.indicator), place, ALL_YEARS, str(row.project_id))
    return bool(row.whole) and cell not in hidden and carried.get(cell, {}).get("value", value) == value
