"""How many results stay as they were when an export follows an earlier one of the same programme.

`python -m tests.bench_staying EXPORT DAY`: the earlier one is EXPORT less what was recorded after DAY (2024-05-31). For each
smallest group: cells told, those that differ from what was told before, and of these those that stay.
"""

import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import pyarrow.compute as pc
import pyarrow.parquet as pq

from impact import released
from impact.contract import tables
from impact.manifest import NAME, Manifest, parts, write_manifest
from impact.publish import publish

RECORDED = ("recorded_on", "joined_on")  # a row without is taken to have been there


def main(export: Path, day: date) -> None:
    """Publish both exports in a store of their own, and print what stays."""
    with tempfile.TemporaryDirectory() as spare:
        os.environ["IMPACT_STORE"] = os.fspath(Path(spare, "store"))
        Path(spare, "store").mkdir()
        publish(_earlier(export, Path(spare, "earlier"), day))
        snapshot = publish(export).snapshot
        for k in (5, 10):
            print(f"smallest group {k}: {_said(snapshot.id, k)}")


def _earlier(export: Path, folder: Path, day: date) -> Path:
    folder.mkdir()
    for name in tables():
        for file in parts(export, name):
            rows = pq.read_table(file)
            for column in set(RECORDED) & set(rows.column_names):
                rows = rows.filter(pc.fill_null(pc.less_equal(rows[column], day), True))
            pq.write_table(rows, folder / file.name)
    said = Manifest.model_validate_json((export / NAME).read_text(encoding="utf-8"))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    write_manifest(folder, f"until {day}", at, said.source, synthetic=said.synthetic)
    return folder


def _said(snapshot_id: str, k: int) -> str:
    found = released.read(snapshot_id, k)
    assert found
    was = {(code, *one.cell): one for code, every in found.before.sizes.items() for one in every}
    now = {(code, *one.cell): one for code, every in found.sizes.items() for one in every}
    told = [cell for cell in now if cell not in found.hidden and now[cell].enterprises]
    differ = [cell for cell in told if cell in was and was[cell].mark != now[cell].mark]
    stay = [cell for cell in differ if cell in found.carried]
    behind = median(now[cell].enterprises - was[cell].enterprises for cell in stay) if stay else 0
    return f"{len(told)} cells told, {len(differ)} differ, of which {len(stay)} stay ({behind:g} enterprises behind)"


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
