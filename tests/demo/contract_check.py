"""An export in pandas, and a slow, independent check of it against the contract."""

from pathlib import Path

import pandas as pd

from impact.contract import Table, tables

AS_OF = pd.Timestamp("2024-08-31")


class Export:
    """Reads the tables of an export, and of the truth beside it, as frames; days are timestamps."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.hidden = folder.parent / f"{folder.name}.truth"

    def __getitem__(self, table: str) -> pd.DataFrame:
        frame = _read(self.folder, table)
        for name, column in tables()[table].columns.items():
            if column.type == "date" and name in frame:
                frame[name] = pd.to_datetime(frame[name])
        return frame

    def truth(self, table: str) -> pd.DataFrame:
        """A table of the hidden truth."""
        frame = _read(self.hidden, table)
        for name in ("period_start", "starts_on", "ends_on"):
            if name in frame:
                frame[name] = pd.to_datetime(frame[name])
        return frame

    def trained(self) -> pd.DataFrame:
        """Engagements whose workshop took place by the day of the export."""
        engagements = self["engagements"]
        return engagements[engagements["classroom_on"] <= AS_OF]


def _read(folder: Path, table: str) -> pd.DataFrame:
    single = folder / f"{table}.parquet"
    files = [single] if single.is_file() else sorted((folder / table).glob("*.parquet"))
    return pd.concat([pd.read_parquet(f) for f in files], ignore_index=True)


def problems(export: Export) -> list[str]:
    """Everything in the export that breaks the contract."""
    frames = {name: export[name] for name in tables()}
    return [f"{name}: {p}" for name, table in tables().items() for p in _table_problems(frames[name], table, frames)]


def _table_problems(frame: pd.DataFrame, table: Table, frames: dict[str, pd.DataFrame]) -> list[str]:
    if list(frame.columns) != list(table.columns):
        return [f"columns are {list(frame.columns)}"]
    found = []
    if frame.empty:
        found.append("no row")
    twice = frame.duplicated(table.key).sum()
    if twice:
        found.append(f"{twice} rows repeat the key")
    for name, column in table.columns.items():
        given = frame[name].dropna()
        if not column.optional and len(given) < len(frame):
            found.append(f"{name} is null in {len(frame) - len(given)} rows")
        if column.values and not given.isin(column.values).all():
            found.append(f"{name} holds {sorted(set(given) - set(column.values))}")
        if column.refers_to:
            unknown = given[~given.isin(frames[column.refers_to][tables()[column.refers_to].key[0]])]
            if len(unknown):
                found.append(f"{name}: {len(unknown)} are not in {column.refers_to}, such as {unknown.iloc[0]}")
        if column.at_least is not None and (given < column.at_least).any():
            found.append(f"{name} is below {column.at_least}: {given.min()}")
        if column.at_most is not None and (given > column.at_most).any():
            found.append(f"{name} is above {column.at_most}: {given.max()}")
    return found
