"""The gate: every number that leaves the server was asked here, with the viewer's rights and made safe to show."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from impact import catalogue, privacy, questions, store, warehouse
from impact.access import OWNER, AccessError, Viewer
from impact.filters import Filters
from impact.questions import Question


class AskError(Exception):
    """A question that cannot be asked like this; the message says why."""


@dataclass(frozen=True)
class Answer:
    """What a question gave, and all that a reader needs to trust and repeat it.

    `ignored` names the filters that are set but do not apply to this question.
    """

    frame: pd.DataFrame
    question: Question
    parameters: dict[str, Any]
    filters: Filters
    ignored: list[str]
    snapshot_id: str
    export_id: str
    as_of: date
    synthetic: bool
    absent: list[str]
    withheld: int

    @property
    def empty(self) -> bool:
        """Is there no row at all?"""
        return self.frame.empty

    def only(self, **values: Any) -> "Answer":
        """The same answer with only the rows whose columns have these values."""
        frame = self.frame
        for column, value in values.items():
            frame = frame[frame[column] == value]
        return Answer(**{**self.__dict__, "frame": frame.reset_index(drop=True)})


def ask(
    name: str,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    viewer: Viewer = OWNER,
    snapshot_id: str | None = None,
    **given: Any,
) -> Answer:
    """Ask `queries/<name>.sql` of a snapshot, the current one by default; `given` are the question's own parameters."""
    question = questions.question(name)
    snapshot = store.snapshot(snapshot_id) if snapshot_id else store.current()
    parameters = _parameters(question, filters, snapshot.as_of, given)
    _refuse(question, viewer, snapshot.id, parameters)
    frame = warehouse.run(snapshot.id, viewer, question.kind, question.sql, parameters)
    safe = privacy.protect(_plain(frame), question, viewer, parameters)
    safe.frame.attrs["as_of"] = snapshot.as_of
    return Answer(
        frame=safe.frame,
        question=question,
        parameters=parameters,
        filters=filters,
        ignored=[n for n in filters.set_names() if n not in question.filters],
        snapshot_id=snapshot.id,
        export_id=snapshot.export_id,
        as_of=snapshot.as_of,
        synthetic=snapshot.synthetic and question.source == "export",
        absent=snapshot.absent,
        withheld=safe.withheld,
    )


def _refuse(question: Question, viewer: Viewer, snapshot_id: str, parameters: Mapping[str, Any]) -> None:
    """Enterprises one by one are for those who have some; a comparison with peers is for one's own enterprise only."""
    if question.kind == "aggregate" or viewer.sees_everything:
        return
    if viewer.role in ("donor", "public"):
        shows = f"'{question.name}' shows enterprises one by one"
        raise AccessError(f"{shows}, which the role '{viewer.role}' may not see.")
    if question.kind == "peers":
        subject = {"enterprise": parameters["enterprise"]}
        owned = warehouse.run(snapshot_id, viewer, "rows", questions.read("rights/owns"), subject)
        if not owned["owns"].iloc[0]:
            raise AccessError(f"The enterprise '{subject['enterprise']}' is not among those that this viewer may see.")


def options(viewer: Viewer = OWNER, snapshot_id: str | None = None) -> pd.DataFrame:
    """What the shared filters may be set to, as this viewer may know it: filter, code, label, position."""
    return ask("filters/options", viewer=viewer, snapshot_id=snapshot_id).frame


def known(options: pd.DataFrame) -> dict[str, list[str]]:
    """The codes of `options` by filter."""
    return {str(name): list(rows["code"]) for name, rows in options.groupby("filter")}


def _parameters(question: Question, filters: Filters, as_of: date, given: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: _default(text) for name, text in question.defaults.items()}
    unknown = sorted(set(given) - question.parameters)
    if unknown:
        may = ", ".join(sorted(own)) or "none"
        raise AskError(f"'{question.name}' has no parameter '{unknown[0]}'. Its own parameters: {may}.")
    lists = {
        name: [value] for name, value in given.items() if isinstance(own.get(name), list) and isinstance(value, str)
    }
    everything = {**filters.parameters(as_of), "as_of": as_of, **own, **given, **lists}
    if "indicator" in given:
        catalogue.indicator(str(given["indicator"]))
    missing = sorted(question.parameters - set(everything))
    if missing:
        raise AskError(f"'{question.name}' needs the parameter '{missing[0]}'.")
    return {name: everything[name] for name in sorted(question.parameters)}


def _default(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as days: DuckDB hands them over as timestamps."""
    for column in frame.select_dtypes("datetime").columns:
        frame[column] = frame[column].dt.date.astype(object).where(frame[column].notna(), None)
    return frame
