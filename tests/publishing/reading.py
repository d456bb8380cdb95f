"""A reader that never rests, while snapshots come and go: run as a process by `test_crashes.py`.

`python -m tests.publishing.reading STOP`: until the file STOP is there, it looks up what is current, asks of it, and
compares the answer with its manifest. Exits with the first thing that is wrong; else prints how many it read, of how many.
"""

import sys
import time
from pathlib import Path

from impact import store
from impact.ask import ask

PAUSE = 0.05  # seconds: the publishers need the processor too


def main(stop: Path) -> None:
    """Read whole pages: two questions of one snapshot, each of which must tell of that one alone."""
    reads, seen = 0, set()
    while not stop.exists():
        shown = store.current()
        found = ask("enterprises/find", snapshot_id=shown.id).frame
        again = ask("enterprises/find", snapshot_id=shown.id).frame
        one_export = found["enterprise_id"].str.partition("-")[0].nunique() == 1
        if len(found) != shown.rows["enterprises"] or not one_export or not found.equals(again):
            sys.exit(f"{shown.id} is a mixture: {found}")
        reads += 1
        time.sleep(PAUSE)
        seen.add(shown.id)
    print(reads, len(seen))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
