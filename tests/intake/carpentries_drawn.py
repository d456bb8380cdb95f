"""Workshops of The Carpentries: where the real files lie, and drawn ones beside them."""

from datetime import date
from pathlib import Path

import pandas as pd

from impact.intake.adapters import carpentries
from impact.settings import ROOT

REAL = ROOT / "tests" / "data" / "carpentries_workshops"
WORKSHOPS, EVENTS, BADGED, TRAINERS = carpentries.FILES
AS_OF, HELD_UNTIL = date(2019, 3, 18), date(2019, 2, 21)


def told(out: Path) -> pd.DataFrame:
    return pd.read_csv(f"{out}.report.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def rows(out: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(out / f"{table}.parquet", dtype_backend="pyarrow")


# Edges, drawn

PLAIN = {
    WORKSHOPS: "slug,tag_name,start_date,attendance,country,latitude,longitude\n",
    EVENTS: "slug,start,country,attendance,tags\n",
    BADGED: "person,country,first_badge_date\n1,KE,2019-03-18\n",
    TRAINERS: "awarded,country\n",
}


def drawn(folder: Path, **lines: str) -> Path:
    """A source: the lines given for `workshops`, `events`, `badged` and `trainers`, under their headers."""
    place = folder / "source"
    place.mkdir()
    names = dict(zip(("workshops", "events", "badged", "trainers"), carpentries.FILES, strict=True))
    for short, name in names.items():
        (place / name).write_bytes((PLAIN[name] + lines.get(short, "")).encode())
    return place
