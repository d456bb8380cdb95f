"""The right of reply: an enterprise's answer is kept, and shown with the figure to whoever sees the figure."""

from datetime import date

import pandas as pd

from impact import audit, state, store
from impact.access import OWNER, AccessError, Viewer
from impact.ask import ask, sees
from impact.figures import kpi as words
from impact.filters import Filters
from impact.state import Reply, StateError
from impact.text import day, t


def give(enterprise_id: str, text: str, *, kpi: str = "", on: date, viewer: Viewer = OWNER, who: str = "owner") -> None:
    """Keep what an enterprise answers to one of its figures, or with no `kpi` to all that is shown of it.

    Whoever sees the enterprise row by row may write its answer down; `who` is that viewer's id.
    """
    _must_see(enterprise_id, viewer)
    figures = ask("enterprises/figures", viewer=viewer, enterprises=[enterprise_id]).frame
    rows = figures[figures["kpi"] == kpi]
    if kpi and rows.empty:
        known = ", ".join(figures["kpi"]) or "none"
        raise StateError(f"The enterprise '{enterprise_id}' has no figure '{kpi}'. It has: {known}.")
    shown = figure_said(rows.iloc[0]) if kpi else ""
    snapshot_id = store.current().id
    state.add_reply(enterprise_id, kpi, text, viewer.role, on, snapshot_id, shown)
    audit.noted("answered", who, " ".join([enterprise_id, kpi]), snapshot_id)


def given(enterprise_id: str, kpi: str | None = None, viewer: Viewer = OWNER) -> list[Reply]:
    """The answers of an enterprise to one figure, or with no `kpi` to all, newest first; none to who may not see it."""
    found = [reply for reply in state.replies([enterprise_id]) if kpi is None or reply.kpi == kpi]
    return found if found and sees(enterprise_id, viewer) else []


def of_country(iso3: str, viewer: Viewer = OWNER) -> tuple[pd.DataFrame, list[Reply]]:
    """What a country's enterprises answered that the viewer sees, newest first, after `enterprises/figures` of them."""
    options = ask("filters/options", viewer=viewer).frame
    if iso3 not in set(options[options["filter"] == "country"]["code"]):
        raise StateError(f"There is no country '{iso3}' in this snapshot. `ask filters/options` lists those there are.")
    if viewer.role not in ("owner", "administrator", "global", "coordinator", "trainer"):
        raise AccessError(f"Answers are about enterprises one by one, which the role '{viewer.role}' may not see.")
    figures = ask("enterprises/figures", Filters(), viewer, enterprises=state.answerers()).frame
    figures = figures[figures["iso3"] == iso3]
    found = state.replies(sorted(set(figures["enterprise_id"])))
    return figures, sorted(found, key=lambda reply: (reply.on, reply.enterprise_id), reverse=True)


def figure_said(row: pd.Series) -> str:
    """A row of `enterprises/figures` in words: baseline, endline and change, or why there is none."""

    def said(value: object, *, signed: bool = False) -> str:
        currency = "" if pd.isna(row["currency"]) else str(row["currency"])
        return words.kpi_value(value, row["unit"], row["type"], signed=signed, currency=currency)

    if row["status"] == "paired":
        return t(
            "baseline {baseline}, endline {endline}, change {change}",
            baseline=said(row["baseline"]),
            endline=said(row["endline"]),
            change=said(row["change"], signed=True),
        )
    return status_said(row["status"], row["due_on"])


def status_said(status: str, due_on: date | str | None = None) -> str:
    """Why a KPI has no change, in words; `due_on` is a day, or one in words."""
    if status == "not_due" and due_on is not None:
        return t("no endline yet: due on {day}", day=due_on if isinstance(due_on, str) else day(due_on))
    return {
        "silent": t("no endline reported, though it is due"),
        "not_due": t("no endline yet"),
        "copied": t("every endline repeats the baseline: not measured again"),
        "units_differ": t("not comparable: baseline and endline are in different units"),
        "no_baseline": t("no baseline reported"),
        "not_computable": t("not computable: numerator or denominator is missing"),
        "not_asked": t("reported without being asked for"),
    }.get(status, t("not known"))


def _must_see(enterprise_id: str, viewer: Viewer) -> None:
    if not sees(enterprise_id, viewer):
        raise AccessError(f"The enterprise '{enterprise_id}' is not among those that this viewer may see.")
