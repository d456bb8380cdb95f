"""What checking and publishing cost: `python -m tests.bench_intake EXPORT`, or without it the demonstration at SCALE.

Each is run in a process of its own, in an empty store. Processor seconds are told beside seconds of the clock, since others
may use the machine; the ratio is of processor seconds, to reading every column of every file of the export once.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from impact.demo import build
from impact.intake.check import check
from impact.publish import publish

SCALE = float(os.environ.get("SCALE", "1"))


def read(export: Path) -> int:
    """Read every column of every file once, a row group at a time; returns the rows."""
    rows = 0
    for path in sorted(export.rglob("*.parquet")):
        file = pq.ParquetFile(path)
        rows += sum(file.read_row_group(group).num_rows for group in range(file.num_row_groups))
    return rows


WORK = {"read": read, "check": check, "publish": publish}


def measured(what: str, export: Path) -> tuple[float, float, float]:
    """Do it in a process of its own; returns processor seconds, seconds, and the most gigabytes that it held."""
    with tempfile.TemporaryDirectory() as store:
        command = [sys.executable, "-m", "tests.bench_intake", what, str(export)]
        done = subprocess.run(
            command, env={**os.environ, "IMPACT_STORE": store}, capture_output=True, text=True, check=True
        )
    cpu, wall, held = map(float, done.stdout.split())
    return cpu, wall, held


def main(export: Path) -> None:
    """Measure all three, and print them with their ratio to reading."""
    print(f"{export.name}: {read(export):,} rows", flush=True)
    print(f"{'':10}{'CPU s':>9}{'s':>9}{'GB':>7}{'ratio':>8}", flush=True)
    once = 0.0
    for what in WORK:
        cpu, wall, held = measured(what, export)
        once = once or cpu
        print(f"{what:10}{cpu:9.1f}{wall:9.1f}{held:7.2f}{cpu / once:8.1f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        start, began = time.process_time(), time.perf_counter()
        WORK[sys.argv[1]](Path(sys.argv[2]))
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**30 if sys.platform == "darwin" else 2**20)
        print(time.process_time() - start, time.perf_counter() - began, held)
    elif len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder) / "demonstration", scale=SCALE, seed=7)
            main(Path(folder) / "demonstration")
