"""Asking each thing once: what the leak walk of every combination is quick by.

The gate itself is not changed: rights, filters, lattice and rounding are worked out for every role and combination. What
is spared is reading and judging the same rows again.
"""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import privacy, questions, store, warehouse
from impact.access import Viewer
from impact.release import Release
from tests.gate.canaries import World


class Statements:
    """Runs each statement once for all who read the same views with the same parameters."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self._rows: dict[tuple[Any, ...], pd.DataFrame] = {}
        self._run = warehouse.run
        patch.setattr(warehouse, "run", self.run)

    def forget(self) -> None:
        """Let go of all rows."""
        self._rows.clear()

    def run(self, snapshot_id: str, viewer: Viewer, kind: str, sql: str, parameters: dict[str, Any]) -> pd.DataFrame:
        """In the place of `warehouse.run`."""
        reach = warehouse._reach(kind, viewer)
        who = Viewer() if reach == "all" else viewer
        key = (self._of(snapshot_id, reach, who, sql), reach, who, sql, repr(parameters))
        if key not in self._rows:
            self.count += 1
            self._rows[key] = self._run(snapshot_id, viewer, kind, sql, parameters)
        return self._rows[key].copy()

    def _of(self, snapshot_id: str, reach: str, viewer: Viewer, sql: str) -> str:
        """Whose rows they are."""
        return snapshot_id


class Once(Statements):
    """Statements of two exports that are mostly alike; the same rows are judged once, too.

    Rows of the second export are read anew unless each table that the statement names is the same in both, as those
    see it who ask. `forget` what was asked after each combination, or it fills the memory.
    """

    def __init__(self, patch: pytest.MonkeyPatch, world: World) -> None:
        super().__init__(patch)
        self._judged: dict[tuple[str, int], list[tuple[pd.DataFrame, Release, privacy.Protected]]] = {}
        self._differing = cache(self._tables_differing)
        self._protect = privacy.protect
        self._tables: list[Path] = []
        of_both = {}
        for place in (world.store, world.other):
            patch.setenv("IMPACT_STORE", str(place))
            of_both[str(place)] = store.current()
            self._tables.append(store.tables_of(of_both[str(place)].id))
        patch.setattr(store, "current", lambda: of_both[os.environ["IMPACT_STORE"]])
        patch.setattr(privacy, "protect", self.protect)

    def forget(self) -> None:
        """Let go of the rows of the last combination."""
        super().forget()
        self._judged.clear()

    def _of(self, snapshot_id: str, reach: str, viewer: Viewer, sql: str) -> str:
        return snapshot_id if set(re.findall(r"\w+", sql)) & self._differing(reach, viewer) else "both"

    def protect(
        self,
        frame: pd.DataFrame,
        question: questions.Question,
        viewer: Viewer,
        parameters: dict[str, object],
        release: Release,
    ) -> privacy.Protected:
        """In the place of `privacy.protect`: of the viewer it asks how small a group may be, and no more."""
        judged = self._judged.setdefault((question.name, viewer.smallest_group), [])
        for before, released, safe in judged:
            if release == released and frame.equals(before):
                return safe
        safe = self._protect(frame.copy(), question, viewer, parameters, release)
        judged.append((frame, release, safe))
        return safe

    def _tables_differing(self, reach: str, viewer: Viewer) -> set[str]:
        """The tables whose rows are not the same in both exports, as those see them who ask."""
        one, two = (self._told_of(tables, reach, viewer) for tables in self._tables)
        return {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}

    def _told_of(self, tables: Path, reach: str, viewer: Viewer) -> dict[str, tuple[Any, ...]]:
        """Of each table its number of rows and a sum over all of them."""
        with warehouse._cursor(warehouse._warehouse(tables), reach, viewer) as cursor:
            names = cursor.sql(
                "select table_name from information_schema.tables where table_schema <> 'base'"
            ).fetchall()
            told = {}
            for (name,) in names:
                whole = cursor.table(name).aggregate(f'count(*), sum(hash("{name}")::hugeint), bit_xor(hash("{name}"))')
                told[name] = whole.fetchall()[0]
        return told
