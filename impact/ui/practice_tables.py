"""What the page of practices says beside its figures: names of groups, n and coverage, columns of tables, reasons."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.figures.row_charts import no_interval
from impact.text import listing, number, t, tn
from impact.ui import filterbar
from impact.ui.safe import plain
from impact.ui.tiles import missing
from impact.ui.views import number_column, without_empty

MOST_NAMED = 8


def practice_rows(answer: Answer) -> Answer:
    """The answer of `enterprises/practice_rows` with its codes in words: before, after, follow_up, outcome `_said`."""
    answers = {"yes": t("yes"), "no": t("no"), "not_applicable": t("not applicable")}
    outcomes = {part.column: part.name for part in figures.outcome_parts()}
    reasons = {
        "not_applicable": t("not applicable"),
        "baseline_only": t("no endline yet"),
        "endline_only": t("no baseline"),
        "unchecked": t("never asked"),
    }
    frame = answer.frame
    said = {f"{name}_said": frame[name].map(answers) for name in ("before", "after", "follow_up")}
    said["outcome_said"] = frame["outcome"].map(outcomes).fillna(frame["status"].map(reasons))
    said["remark"] = frame["repeated"].astype(bool).map({True: t("same answers in every round"), False: ""})
    return replace(answer, frame=frame.assign(**said))


def practice_facts(whole: Answer) -> list[str]:
    """N and coverage of `enterprises/practices` by total, and who is left out."""
    if whole.empty:
        return []
    row = whole.frame.iloc[0]
    rests = {"n": number(row["n"]), "enterprises": number(row["enterprises"])}
    counted = {name: number(row[name]) for name in ("reported", "expected", "silent")}
    said = [
        t("n = {n} practices of {enterprises} enterprises", **rests),
        t("coverage: {reported} of {expected} enterprises whose endline is due; {silent} silent", **counted),
    ]
    if row["repeated"]:
        left_out = whole.parameters["repeats"] == "left_out"
        said.append(
            tn("{count} not re-measured, left out", "{count} not re-measured, left out", int(row["repeated"]))
            if left_out
            else tn("{count} not re-measured, counted", "{count} not re-measured, counted", int(row["repeated"]))
        )
    if row["not_applicable"]:
        said.append(t("not applicable, apart: {count} practices", count=number(row["not_applicable"])))
    return said


def again_facts(whole: Answer) -> list[str]:
    """N of `enterprises/practice_follow_up` by total."""
    if whole.empty:
        return []
    row = whole.frame.iloc[0]
    counted = {name: number(row[name]) for name in ("n", "gained", "enterprises", "gained_enterprises")}
    return [
        t("n = {n} practices of {enterprises} enterprises, of {gained} gained in {gained_enterprises}", **counted),
        t("enterprises that are asked again may differ from the others"),
    ]


def named(answer: Answer, by: str) -> Answer:
    """The answer with each group's `name` and a remark, and what a map needs; what cannot be filtered has no code."""
    frame = answer.frame
    names = [_name(by, row.code, row.title) for row in frame.itertuples()]
    remarks = [_remark(row) for row in frame.to_dict("records")]
    shown = frame.assign(name=names, remark=remarks, iso3=frame["code"], country=names)
    if "adopted" in frame:
        shown["value"] = frame["adopted"]
    if by in ("module", "women_led"):
        shown["code"] = shown["code"].where(shown["code"] != "unknown", None)
    shown.attrs = frame.attrs
    return replace(answer, frame=shown)


def _name(by: str, code: str, title: Any) -> str:
    fixed = {
        "module": {"unknown": t("Asked of every enterprise")},
        "area": {"none": t("No decent-work area"), **_area_names()},
        "size": filterbar.sizes(),
        "women_led": {"yes": t("Led by women"), "no": t("Not led by women"), "unknown": t("Not recorded")},
    }.get(by, {})
    return fixed.get(code) or (t(title) if isinstance(title, str) else code)


def _area_names() -> dict[str, str]:
    """The nine areas in the reader's language; an area of another name is shown as the export has it."""
    return {
        "Employment freely chosen": t("Employment freely chosen"),
        "Freedom of association and collective bargaining": t("Freedom of association and collective bargaining"),
        "Safe and healthy working environment": t("Safe and healthy working environment"),
        "No child labour": t("No child labour"),
        "Living wages": t("Living wages"),
        "Working hours not excessive": t("Working hours not excessive"),
        "No discrimination": t("No discrimination"),
        "Regular employment": t("Regular employment"),
        "No harsh or inhuman treatment": t("No harsh or inhuman treatment"),
    }


def _points_column(label: str, help: str) -> Any:
    return st.column_config.NumberColumn(label, format="%+.1f", help=help)


def _remark(row: Mapping[str, Any]) -> str:
    if row["status"] == "not_computable":
        return t("no answers at both rounds") if "change" in row else t("not asked again")
    if row["status"] != "shown":
        return missing(str(row["status"]))
    said = [t("small n")] if row["small"] else []
    return ", ".join([*said, *([no_interval()] if pd.isna(row["low"]) else [])])


def coloured(answer: Answer) -> Answer:
    """The answer as a map takes it: countries with too few practices get no colour."""
    frame = answer.frame
    few = frame["small"].astype(bool) & (frame["status"] == "shown")
    return replace(answer, frame=frame.assign(status=frame["status"].where(~few, "not_computable")))


def drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """The groups that a chart shows: those with enough answers; without any those with some, else all of interest."""
    known = frame[frame["status"] != "no_data"]
    hidden = known["status"] == "withheld"
    enough = known[~known["small"].astype(bool) | hidden]
    some = known[(known["n"].fillna(0) > 0) | hidden]
    return next((rows for rows in (enough, some) if len(rows)), known)


def left_out(answer: Answer) -> None:
    """Name the groups that a chart leaves out, and why; of many only how many they are."""
    frame = answer.frame
    without = frame["status"] == "no_data"
    few = ~without & ~frame.index.isin(drawn(frame).index)
    if few.sum() > MOST_NAMED:
        st.caption(t("{count} groups have too few answers to draw; the table has them.", count=number(few.sum())))
    elif few.any():
        st.caption(t("Too few answers to draw; the table has them: {names}.", names=_listed(frame, few)))
    if without.all():
        return
    if without.sum() > MOST_NAMED:
        st.caption(t("{count} groups are without data here.", count=number(without.sum())))
    elif without.any():
        st.caption(t("Without data here: {names}.", names=_listed(frame, without)))


def _listed(frame: pd.DataFrame, which: "pd.Series[bool]") -> str:
    return listing([plain(name) for name in frame.loc[which, "name"]])


def practice_columns(frame: pd.DataFrame, label: str) -> dict[str, Any]:
    """The table's columns for `enterprises/practices`; `label` names its groups; empty ones are left out."""
    columns = {
        "name": st.column_config.TextColumn(label, pinned=True, width=220),
        "module_title": t("Module"),
        "before": number_column(t("Before"), "percent", t("In place at the baseline.")),
        "after": number_column(t("After"), "percent", t("In place at the endline.")),
        "change": _points_column(t("Change"), t("Percentage points.")),
        "low": _points_column(t("From"), t("The lower end of the 95 % interval.")),
        "high": _points_column(t("To"), t("The upper end of the 95 % interval.")),
        "gained": number_column(t("Gained")),
        "kept": number_column(t("Kept")),
        "lost": number_column(t("Lost")),
        "never": number_column(t("Never")),
        "adopted": number_column(t("Adopted"), "percent", t("Gained, of those not in place before.")),
        "lost_again": number_column(t("Lost, of those in place"), "percent"),
        "n": number_column("n", help=t("Enterprises times practices answered at both rounds.")),
        "enterprises": number_column(t("Enterprises")),
        "not_applicable": number_column(t("Not applicable")),
        "repeated": number_column(t("Not re-measured"), help=t("Enterprises with the same answers in every round.")),
        "reported": number_column(t("Reported")),
        "expected": number_column(t("Expected")),
        "silent": number_column(t("Silent")),
        "remark": t("Remark"),
    }
    kept = without_empty(frame, columns)
    if not frame["remark"].astype(bool).any():
        kept.pop("remark", None)
    return kept
