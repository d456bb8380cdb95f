"""An export with canaries in it: enterprises whose results, names and places must not be seen by who may not.

Two exports are made that differ in nothing but what the canaries measured, answered, saved and paid. Whatever differs
between two answers about them tells something of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from impact.contract import tables
from impact.manifest import NAME, Manifest, write_manifest

# One alone in its sector, in a country of many; four that are all there is of a country; one that outweighs the rest.
LONE, FOUR, HEAVY = "QX-LONE", tuple(f"QX-FOUR-{i}" for i in range(1, 5)), "QX-HEAVY"
PLACES = {LONE: ("VNM", "23"), **dict.fromkeys(FOUR, ("MNG", "14")), HEAVY: ("IDN", "10")}
NAMES = {enterprise: f"Zyqqurat {enterprise.removeprefix('QX-').title()} Mills" for enterprise in PLACES}
COORDINATES = {enterprise: (-41.0 - i - 0.7531, 171.0 + i + 0.8642) for i, enterprise in enumerate(PLACES)}
# The enterprise of the demonstration whose rows they are made of: it has measured, answered and saved everything.
MODEL = "VNM-00007"
WEIGHT = 5000.0
OWN = {
    "kpi_observations": ("numerator",),
    "improvement_projects": ("saving",),
    "engagement_costs": ("amount",),
}


@dataclass(frozen=True)
class World:
    """The two stores, and the tables of the export, of which models of one's own are made."""

    store: Path
    other: Path
    tables: dict[str, pd.DataFrame]


def plant(source: Path, folder: Path, *, other: bool) -> Path:
    """Write the export of `source` with the canaries into `folder`; the `other` one has other results of them."""
    folder.mkdir(parents=True)
    given = {name: pd.read_parquet(source / f"{name}.parquet") for name in tables()}
    for enterprise in PLACES:
        _add(given, enterprise)
    if other:
        _alter(given)
    for name, frame in given.items():
        schema = tables()[name].arrow_schema()
        pq.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False), folder / f"{name}.parquet")
    said = Manifest.model_validate_json((source / NAME).read_text(encoding="utf-8"))
    write_manifest(folder, "canaries", said.exported_at, said.source, synthetic=said.synthetic)
    return folder


def _add(given: dict[str, pd.DataFrame], enterprise: str) -> None:
    """Copy the rows of the model, with ids of their own."""
    iso3, isic = PLACES[enterprise]
    latitude, longitude = COORDINATES[enterprise]
    here = {
        "enterprises": {
            "name": NAMES[enterprise],
            "iso3": iso3,
            "isic": isic,
            "latitude": latitude,
            "longitude": longitude,
            "region": f"Region {NAMES[enterprise]}",
        },
        "sessions": {"iso3": iso3},
        "improvement_projects": {"photo_before": None, "photo_after": None},
        "attendances": {"trainer_id": None},
    }
    rows = {name: t[t["enterprise_id"] == MODEL] for name, t in given.items() if "enterprise_id" in t}
    del rows["stories"]
    engaged = set(rows["engagements"]["engagement_id"])
    rows["engagement_costs"] = given["engagement_costs"][given["engagement_costs"]["engagement_id"].isin(engaged)]
    visited = rows["attendances"]["session_id"]
    rows["sessions"] = given["sessions"][given["sessions"]["session_id"].isin(visited)]
    own = ("enterprise_id", "engagement_id", "plan_id", "improvement_id", "attendance_id", "person_id", "session_id")
    for name, found in rows.items():
        copied = found.copy()
        for column in own:
            if column in copied:
                known = copied[column].notna()
                copied.loc[known, column] = enterprise + "." + copied.loc[known, column].astype(str)
        if "enterprise_id" in copied and name != "sessions":
            copied["enterprise_id"] = enterprise
        elif name == "sessions":
            copied.loc[copied["enterprise_id"].notna(), "enterprise_id"] = enterprise
        for column, value in here.get(name, {}).items():
            copied[column] = value
        if name == "engagements":
            copied["trainer_id"] = None
        heavy = WEIGHT if enterprise == HEAVY else 1.0
        for column in OWN.get(name, ()):
            copied[column] = (copied[column] * 1.37 * heavy).round(2)
        given[name] = pd.concat([given[name], copied], ignore_index=True)


def _alter(given: dict[str, pd.DataFrame]) -> None:
    """Give the canaries other results: no row, no day and no count of rows is another."""
    engaged = given["engagements"]["enterprise_id"].isin(PLACES)
    of_theirs = set(given["engagements"].loc[engaged, "engagement_id"])
    for name, columns in OWN.items():
        frame = given[name]
        theirs = (
            frame["enterprise_id"].isin(PLACES) if "enterprise_id" in frame else frame["engagement_id"].isin(of_theirs)
        )
        for column in columns:
            # Of every other row more and of the rest less, so that who improved is another too.
            factor = np.where(np.arange(theirs.sum()) % 2, 1.61, 0.73)
            frame.loc[theirs, column] = (frame.loc[theirs, column] * factor).round(2)
    turned: dict[tuple[str, str], Callable[[pd.Series], pd.Series]] = {
        ("attendances", "satisfaction"): lambda s: 6 - s,
        ("practice_checks", "answer"): lambda s: s.replace({"yes": "no", "no": "yes"}),
    }
    for (name, column), turn in turned.items():
        theirs = given[name]["enterprise_id"].isin(PLACES)
        given[name].loc[theirs, column] = turn(given[name].loc[theirs, column])


def secrets() -> list[str]:
    """Texts that betray a canary wherever they stand: names, ids, coordinates."""
    places = [f"{abs(value):.4f}" for pair in COORDINATES.values() for value in pair]
    return ["Zyqqurat", "QX-", *places]
