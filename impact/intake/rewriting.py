"""What publishing takes: an export that no finding blocks, written anew as format 1 where it was sent otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from impact.intake.check import check
from impact.intake.database import Database
from impact.intake.findings import Progress, Report
from impact.intake.given import Sent
from impact.intake.sources import Source
from impact.intake.structure import ExportError, inspect
from impact.manifest import write_manifest


@contextmanager
def publishable(export: str | Path, progress: Progress) -> Iterator[tuple[Path, Report]]:
    """The folder to publish, and what the check found; raises ExportError where findings block.

    A workbook, CSV files, or values that are read otherwise than they are written are written anew as Parquet, in a
    folder that is there until the end.
    """
    with TemporaryDirectory(prefix="impact-publish-") as place:
        made = Path(place) / "export"

        def rewrite(db: Database, sent: dict[str, Sent], report: Report, source: Source) -> None:
            if report.rewritten and not report.blocks:
                _write(made, db, sent, report, source)

        report = check(export, progress, then=rewrite)
        if not report.rewritten:
            inspect(Path(export))  # says what is wrong with an export of format 1 by its files
        if report.blocks:
            graves = [f for f in report.sorted() if f.severity == "blocks"]
            raise ExportError([f"{f.table or report.export}: {f.says} {f.advice}" for f in graves])
        yield made if report.rewritten else Path(export), report


def _write(folder: Path, db: Database, sent: dict[str, Sent], report: Report, source: Source) -> None:
    """Write the tables as they are read, and the manifest."""
    folder.mkdir(parents=True)
    for name, one in sent.items():
        db.write(one.table, folder / f"{name}.parquet")
    day, said = report.as_of or date.min, report.about
    write_manifest(
        folder,
        said.get("export_id") or f"{Path(source.name).stem}-{day}",
        datetime.combine(day, time(), UTC),
        said.get("source") or source.name,
        synthetic=said.get("synthetic") == "true",
    )
