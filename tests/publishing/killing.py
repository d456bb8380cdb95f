"""A publisher that is killed at a moment of its own, again and again: run as a process by `test_crashes.py`.

`python -m tests.publishing.killing ROUNDS SEED FOLDER`: each round forks a process that publishes another export into the store of
IMPACT_STORE, and kills it with SIGKILL. Writes one line a round: whether the publisher had ended, and which snapshot
readers see then. DuckDB is not used in this process itself, since it does not outlive a fork.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from impact import store
from impact.publish import publish
from tests import drawn


def enterprises(number: int) -> str:
    """As many enterprises as the number of the round says, no two rounds alike."""
    rows = "\n".join(f"e{number}-{row} | Of {number} | KEN | 14" for row in range(1 + number % 5))
    return f"enterprise_id | name | iso3 | isic\n{rows}"


def main(rounds: int, seed: int, folder: Path) -> None:
    """Publish and kill; the longest wait is what a whole publishing takes."""
    chance = random.Random(seed)
    began = time.monotonic()
    _ended(_publisher(drawn.export(folder / "0", enterprises=enterprises(0))))
    whole = 1.05 * (time.monotonic() - began)
    for number in range(1, rounds + 1):
        before = store.current_id()
        publisher = _publisher(drawn.export(folder / str(number), enterprises=enterprises(number)))
        time.sleep(chance.uniform(0, whole))
        os.kill(publisher, signal.SIGKILL)
        ended = _ended(publisher)
        shown = store.current()
        for one in store.snapshots():
            store.verify(one.id)
        moved = shown.id != before
        if moved and shown.rows["enterprises"] != 1 + number % 5:
            sys.exit(f"round {number}: {shown.id} holds {shown.rows['enterprises']} enterprises")
        print("new" if moved else "old", "ended" if ended else "killed", flush=True)


def _publisher(export: Path) -> int:
    child = os.fork()
    if child:
        return child
    try:
        publish(export)
        os._exit(0)
    except BaseException as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(1)


def _ended(child: int) -> bool:
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("the publisher failed by itself")
    return os.WIFEXITED(status)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
