"""How many files one viewer may take along in an hour, so that no script carries all away; how large one may be."""

import threading
import time
from collections import defaultdict, deque

from impact.settings import settings

WINDOW = 3600.0  # seconds
# What may be sent: an export to check, by administrators (as `server.maxUploadSize` has it); a last draft, by all.
EXPORT_MEGABYTES = 200
DRAFT_MEGABYTES = 50
_lock = threading.Lock()
_taken: dict[str, deque[float]] = defaultdict(deque)


class LimitError(Exception):
    """A viewer who has taken as many files as there may be in an hour; the message says when there is another."""


def take(who: str) -> None:
    """Count a file for `who`, a viewer or a link; raises LimitError, and counts nothing, where it is one too many.

    Counted in this server process, from its start; without sign-in it serves its owner, who may take all.
    """
    if settings().auth == "off":
        return
    with _lock:
        mine = _recent(who)
        if len(mine) >= settings().exports_per_hour:
            minutes = 1 + int((mine[0] + WINDOW - time.monotonic()) // 60)
            raise LimitError(
                f"{len(mine)} files were taken along within an hour, which is the most. "
                f"There is another one in {minutes} minutes."
            )
        mine.append(time.monotonic())


def minutes_left(who: str) -> int:
    """In how many minutes `who` may take another file; 0 for now."""
    with _lock:
        mine = _recent(who)
        if settings().auth == "off" or len(mine) < settings().exports_per_hour:
            return 0
        return 1 + int((mine[0] + WINDOW - time.monotonic()) // 60)


def forget() -> None:
    """Begin to count anew."""
    with _lock:
        _taken.clear()


def _recent(who: str) -> deque[float]:
    mine = _taken[who]
    while mine and mine[0] < time.monotonic() - WINDOW:
        mine.popleft()
    return mine
