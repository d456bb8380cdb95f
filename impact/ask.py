"""The gate: every number that leaves the server was asked here, with the viewer's rights and made safe to show."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from impact import catalogue, decided, kept, privacy, questions, released, store, warehouse
from impact.access import OWNER, AccessError, Viewer
from impact.filters import Filters
from impact.lattice import Size
from impact.questions import Question

# Whom a comparison with others may be about, and the statement that says whether the viewer may see that one.
SUBJECTS = {"enterprise": "rights/owns", "trainer": "rights/owns_trainer"}


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
    if (question.source == "comparison") != bool(snapshot.compares):
        raise AskError(
            f"'{name}' is asked of {'a snapshot' if snapshot.compares else 'a comparison of two snapshots'}."
        )
    parameters = _parameters(question, filters, snapshot.as_of, given)
    if snapshot.audience == "public":
        return _public(question, filters, snapshot, parameters)
    _refuse(question, viewer, snapshot.id, parameters)
    frame = warehouse.run(snapshot.id, viewer, question.kind, question.sql, parameters)
    judged = _judged(question, viewer, filters)

    def rows(of: store.Snapshot) -> pd.DataFrame:
        asked = _parameters(question, filters, of.as_of, given)
        return frame if of == snapshot else warehouse.run(of.id, OWNER, question.kind, question.sql, asked)

    release = decided.release(question, judged, filters, snapshot, parameters, rows, sizes)
    safe = privacy.protect(frame, question, judged, parameters, release)
    return _answer(safe, question, filters, snapshot, parameters)


def _answer(
    safe: privacy.Protected, question: Question, filters: Filters, snapshot: store.Snapshot, parameters: dict[str, Any]
) -> Answer:
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
        synthetic=snapshot.synthetic and question.source != "publications",
        absent=snapshot.absent,
        withheld=safe.withheld,
    )


def _public(question: Question, filters: Filters, snapshot: store.Snapshot, parameters: dict[str, Any]) -> Answer:
    """The answer that a snapshot for the public holds, whoever asks; publications are asked as ever."""
    _refuse(question, Viewer("public"), snapshot.id, parameters)
    if question.source == "publications":
        frame = warehouse.run(snapshot.id, OWNER, question.kind, question.sql, parameters)
        return _answer(privacy.Protected(frame, 0), question, filters, snapshot, parameters)
    key = kept.key(question, filters, parameters)
    found = warehouse.run(snapshot.id, OWNER, "aggregate", questions.read("public/answer"), key)
    if found.empty:
        raise AskError(f"This dashboard is for the public and has no answer to '{question.name}' with these choices.")
    frame = kept.to_frame(bytes(found["frame"].iloc[0]))
    return _answer(privacy.Protected(frame, int(found["withheld"].iloc[0])), question, filters, snapshot, parameters)


def _judged(question: Question, viewer: Viewer, filters: Filters) -> Viewer:
    """As whom privacy judges an answer: of the own countries alone, nothing is withheld."""
    own = question.kind == "projects" and viewer.role == "coordinator"  # it reads nothing of other countries
    return OWNER if own or ("country" in question.filters and viewer.sees_all_of(filters.country)) else viewer


def sizes(snapshot_id: str) -> dict[str, list[Size]]:
    """On how many enterprises each cell of the lattice rests, by indicator."""
    return released.sized(warehouse.run(snapshot_id, OWNER, "aggregate", questions.read("rights/cells"), {}))


def _refuse(question: Question, viewer: Viewer, snapshot_id: str, parameters: Mapping[str, Any]) -> None:
    """Enterprises one by one are for those who have some; a comparison with peers is for one's own enterprise only."""
    if question.kind == "aggregate" or viewer.sees_everything:
        return
    if question.kind == "projects" and viewer.sees_promises:
        return
    if question.kind == "projects":
        raise AccessError(f"'{question.name}' is about targets and money, which the role '{viewer.role}' may not see.")
    if viewer.only_groups:
        raise AccessError(
            f"'{question.name}' shows enterprises one by one, which the role '{viewer.role}' may not see."
        )
    if question.kind == "peers":
        _refuse_foreign(question, viewer, snapshot_id, parameters)


def _refuse_foreign(question: Question, viewer: Viewer, snapshot_id: str, parameters: Mapping[str, Any]) -> None:
    """Whoever is compared with others must be the viewer's own; a comparison of nobody in particular is nobody's."""
    subjects = [name for name in SUBJECTS if name in parameters]
    if not subjects:
        raise AccessError(f"'{question.name}' does not say whom it compares with others.")
    for name in subjects:
        if not _owns(name, str(parameters[name]), viewer, snapshot_id):
            raise AccessError(f"The {name} '{parameters[name]}' is not among those that this viewer may see.")


def _owns(kind: str, subject: str, viewer: Viewer, snapshot_id: str) -> bool:
    found = warehouse.run(snapshot_id, viewer, "rows", questions.read(SUBJECTS[kind]), {kind: subject})
    return bool(found["owns"].iloc[0])


def sees(enterprise_id: str, viewer: Viewer = OWNER, snapshot_id: str | None = None) -> bool:
    """Does the viewer see this enterprise row by row, and is it there at all?"""
    snapshot = store.snapshot(snapshot_id) if snapshot_id else store.current()
    if viewer.only_groups or snapshot.audience == "public":
        return False
    return _owns("enterprise", enterprise_id, viewer, snapshot.id)


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
    for name, may_be in question.choices.items():
        if name in given and given[name] not in may_be:
            raise AskError(f"'{question.name}': {name} is '{given[name]}', not one of {', '.join(may_be)}.")
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
