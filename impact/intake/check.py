"""Checking an export: its form, its cells, and whether what it says can be."""

from collections.abc import Callable
from pathlib import Path

from impact.intake.findings import Report

Progress = Callable[[str, float], None]


def check(export: str | Path, progress: Progress = lambda what, share: None, *, limit: int = 1000) -> Report:
    """What is wrong with `export`: a folder, zip or workbook, or the address of one.

    `limit`: so many findings of one rule, table and column are listed; all are counted.
    """
    raise NotImplementedError
