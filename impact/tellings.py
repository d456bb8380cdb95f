"""What was told of breakdowns to viewers of a smallest group: kept, since what is told next depends on it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from impact import questions, state
from impact.local import Snapshot


def told(answer: str, snapshot: Snapshot, k: int) -> str | None:
    """What was told of an answer about a snapshot, from what this process remembers; None for nothing yet."""
    return _remembered(state.path()).get((answer, snapshot.id, k))


def tell(answer: str, snapshot: Snapshot, k: int, decide: Callable[[str | None], str]) -> str:
    """What is told of an answer about a snapshot: as ever, once it was told; else what `decide` says after the last.

    Raises StateError where it cannot be kept: then nothing may be told.
    """
    with state.opened() as file:
        names = {"answer": answer, "lineage": snapshot.lineage, "k": k, "snapshot_id": snapshot.id}
        found = file.execute(questions.read("state/tellings_last"), names).fetchone()
        if found and found[0] == snapshot.id:
            said = str(found[1])
        else:
            said = decide(found[1] if found else None)
            file.execute(questions.read("state/tellings_add"), {**names, "said": said})
    _remembered(state.path())[answer, snapshot.id, k] = said
    return said


@cache
def _remembered(place: Path) -> dict[tuple[str, str, int], str]:
    return {}
