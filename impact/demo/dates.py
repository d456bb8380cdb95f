"""When a fact was entered in the database: some weeks after the event, in one country a year after."""

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import NEVER


def recorded(rng: np.random.Generator, happened: np.ndarray, late: bool) -> np.ndarray:
    """The day each event was entered; null for about 2 %. It may lie after the export: such a row is not in it yet."""
    lag = 5 + rng.gamma(2.0, 13.0, len(happened)).astype(np.int64)
    if late:
        lag += rng.integers(150, 420, len(happened))
    day = happened + lag.astype("timedelta64[D]")
    return np.where(rng.random(len(happened)) < 0.02, NEVER, day)


def recorded_by_now(rng: np.random.Generator, happened: np.ndarray, late: bool) -> np.ndarray:
    """As `recorded`, for facts that the export knows: entered at the latest on its last day."""
    return np.where(np.isnat(happened), NEVER, np.minimum(recorded(rng, happened, late), calibration.as_of()))


def is_known(recorded_on: np.ndarray) -> np.ndarray:
    """Was the row entered by the day of the export? One whose day is not known was."""
    return ~(recorded_on > calibration.as_of())


def working_day(days: np.ndarray) -> np.ndarray:
    """Saturdays and Sundays move to the Monday after; null stays null."""
    known = ~np.isnat(days)
    moved = days.copy()
    moved[known] = np.busday_offset(days[known], 0, roll="forward")
    return moved


def until_now(days: np.ndarray) -> np.ndarray:
    """Days after the export's last day have not happened: they become null."""
    return np.where(days > calibration.as_of(), NEVER, days)
