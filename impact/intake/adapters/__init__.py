"""Other sources as exports: one adapter a source, and this list of them.

An adapter is a module here with a function that reads a folder into a `Draft`, and one line in `ADAPTERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from impact.intake.adapters import carpentries
from impact.intake.adapters.export import Draft, refuse_foreign, report_path, write
from impact.intake.adapters.source import SourceError

__all__ = ["ADAPTERS", "Adapter", "SourceError", "bring"]


@dataclass(frozen=True)
class Adapter:
    """A source that can be imported: one line about it, the function that reads it, and what DIR must hold."""

    about: str
    read: Callable[[Path], Draft]
    needs: str


ADAPTERS = {
    "carpentries": Adapter(
        "real training sessions and trainers: workshops and instructors of The Carpentries, 2012-2019 (CC BY 4.0)",
        carpentries.read,
        f"the folder with {', '.join(carpentries.FILES)}",
    ),
}


def bring(name: str, folder: Path, out: Path) -> list[str]:
    """Import the source `name` from `folder` into the export `out`; returns what is to be told, line by line."""
    out = out.resolve() if out.name in ("", "..") else out
    refuse_foreign(out)
    draft = ADAPTERS[name].read(folder)
    manifest = write(draft, out)
    rows = sum(entry.rows for entry in manifest.tables.values())
    return [
        f"{out}: {manifest.export_id}, {rows:,} rows in {len(manifest.tables)} tables",
        *draft.told,
        *draft.report.summary(),
        f"Row by row: {report_path(out)}",
    ]
