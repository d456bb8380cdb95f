"""What changed between two snapshots: the movement of an indicator in its parts, by place, rows and revisions."""

import logging
from contextlib import suppress

import pandas as pd
import streamlit as st

from impact import figures, visits
from impact.ask import Answer
from impact.catalogue import Indicator, indicator, indicators
from impact.compare.movement import STEPS
from impact.compare.snapshots import comparisons
from impact.state import StateError
from impact.store import Snapshot
from impact.text import day, number, t
from impact.ui import cards, charts, choices, reader
from impact.ui.views import number_column

_SEEN = "changes_seen"
_log = logging.getLogger(__name__)


def note_visit() -> None:
    """Once a session and snapshot: keep which snapshot the reader sees."""
    seen = (reader.name(), reader.snapshot().id)
    if not reader.may_write() or st.session_state.get(_SEEN) == seen:
        return
    st.session_state[_SEEN] = seen
    try:
        visits.note(*seen)
    except StateError as error:
        _log.warning("a visit was not kept: %s", error)


def changed() -> None:
    """The whole of the page, for the two snapshots that the reader chooses."""
    found = {one.id: one for one in comparisons()}
    last = _since_last_visit()
    if not found:
        st.info(t("No two snapshots have been compared yet."), icon=":material/difference:")
        _how()
        return
    since = next((one.id for one in found.values() if one.compares == [last, reader.snapshot().id]), None)
    names = {one.id: _name(one, since) for one in found.values()}
    columns = st.columns([2, 1, 1], vertical_alignment="bottom")
    with columns[0]:
        pair = choices.choice("between", t("Between"), names, default=since or next(iter(found)))
    if last and since is None and last != reader.snapshot().id:
        st.caption(t("Since your last visit another export was published; the two have not been compared."))
    movements = reader.ask_of(pair, "review/what_changed")
    frame = movements.frame
    with columns[1]:
        code = choices.choice("indicator", t("Indicator"), _indicators(frame), default=next(iter(_indicators(frame))))
    with columns[2]:
        place = choices.choice("where", t("Place"), _places(frame), default="programme")
    measure = indicator(code)
    _movement_card(movements, measure, "" if place == "programme" else place)
    _tables(movements, measure, "" if place == "programme" else place)
    _rows_card(pair)
    if reader.one_by_one():
        _revisions_card(pair)


def _since_last_visit() -> str | None:
    with suppress(StateError):
        return visits.before(reader.name())
    return None


def _how() -> None:
    st.markdown(t("Whoever publishes compares them: `python -m impact publish EXPORT --compare`, or of two snapshots:"))
    st.code("python -m impact compare OLD NEW", language=None)


def _name(one: Snapshot, since: str | None) -> str:
    old, new = (reader.snapshot_of(name) for name in one.compares)
    said = t("{old} and {new}", old=day(old.as_of), new=day(new.as_of))
    if old.as_of == new.as_of:
        said += f" ({old.id[:6]}, {new.id[:6]})"
    return t("Since your last visit: {two}", two=said) if one.id == since else said


def _indicators(frame: pd.DataFrame) -> dict[str, str]:
    there = set(frame["indicator"])
    return {code: t(one.label) for code, one in indicators().items() if code in there}


def _places(frame: pd.DataFrame) -> dict[str, str]:
    named = frame[frame["iso3"] != ""].drop_duplicates("iso3").sort_values("country")
    return {"programme": t("Programme"), **dict(zip(named["iso3"], named["country"], strict=True))}


def _movement_card(movements: Answer, measure: Indicator, place: str) -> None:
    rows = movements.only(indicator=measure.code, iso3=place).frame
    title = figures.movement_finding(rows, measure)
    with cards.card(title, movements, measure=measure, subtitle=_order(), key="movement"):
        if len(rows) and rows.iloc[0]["status"] == "moved":
            charts.chart(figures.movement(rows, measure), key="movement")
        st.caption(
            t(
                "New data tell of days after the older export; late reports tell of days before it. A row in which "
                "only blanks were filled in is new or late; any other change is a revision."
            )
        )


def _order() -> str:
    words = [figures.step_word(step) for step in STEPS]
    return t("In this order, each from where the one before it left: {steps}", steps=", ".join(words))


def _tables(movements: Answer, measure: Indicator, place: str) -> None:
    left, right = st.columns(2)
    where = _places(movements.frame).get(place or "programme", place)
    with left, cards.card(t("All indicators: {place}", place=where), movements, key="by_indicator"):
        here = movements.only(iso3=place).frame
        here = here[here["status"] != "same"].assign(what=[t(indicator(c).label) for c in _moved(here)])
        _table(here, "what", t("Indicator"), "by_indicator")
    with right, cards.card(t("Countries: {label}", label=t(measure.label)), movements, key="by_country"):
        rows = movements.only(indicator=measure.code).frame
        rows = rows[(rows["status"] != "same") & (rows["iso3"] != "")]
        _table(rows, "country", t("Country"), "by_country")


def _moved(frame: pd.DataFrame) -> list[str]:
    return list(frame[frame["status"] != "same"]["indicator"])


def _table(frame: pd.DataFrame, first: str, label: str, key: str) -> None:
    if frame.empty:
        st.caption(t("Nothing moved here."))
        return
    parts = {"added": "new"}
    columns = {first: label, "old_value": number_column(t("Before")), "new_value": number_column(t("Now"))}
    for name in ("definition", "removed", "revised", "late", "added"):
        if frame[name].fillna(0).astype(float).abs().sum():
            columns[name] = number_column(figures.step_word(parts.get(name, name)))
    shown = frame.assign(remark=[figures.movement_remark(row.status) for row in frame.itertuples()])
    if shown["remark"].any():
        columns["remark"] = t("Remark")
    for name in ("old_value", "new_value", "definition", "removed", "revised", "late", "added"):
        shown[name] = shown[name].astype(float).round(2)
    charts.table(
        shown, columns, t("{count} movements", count=number(len(shown))), key=key, height=min(460, 40 + 35 * len(shown))
    )


def _rows_card(pair: str) -> None:
    answer = reader.ask_of(pair, "review/changed_rows")
    with cards.card(t("Rows of the export, by table"), answer, key="changed_rows"):
        names = {"added": "new", "late": "late", "revised": "revised", "removed": "removed"}
        columns = {"table_name": t("Table"), **{c: number_column(figures.step_word(s)) for c, s in names.items()}}
        charts.table(answer.frame, columns, t("Changed rows by table"), key="changed_rows")


def _revisions_card(pair: str) -> None:
    answer = reader.ask_of(pair, "review/revisions")
    with cards.card(t("The largest revisions"), answer, key="revisions"):
        columns = {
            "enterprise": t("Enterprise"),
            "iso3": t("Country"),
            "table_name": t("Table"),
            "column_name": t("Column"),
            "old_value": number_column(t("Before")),
            "new_value": number_column(t("Now")),
            "change_share": number_column(t("Change of the larger"), "percent"),
            "row_key": t("Row"),
        }
        charts.table(
            answer.frame,
            columns,
            t("Revised numbers, the largest change first"),
            key="revisions",
            height=min(420, 40 + 35 * max(1, len(answer.frame))),
        )
