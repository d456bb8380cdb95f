"""What the page of participation shows beside its charts: its choices, and names in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.figures.row_charts import no_interval
from impact.text import listing, t
from impact.ui import choices
from impact.ui.safe import plain
from impact.ui.tiles import missing

# The shared filter that a click on a group sets.
RANKED = ("country", "sector")
SETS = {"module": "module", "country": "country", "sector": "sector", "year": "period"}


def breakdowns() -> dict[str, str]:
    """What figures of participation may be broken down by, as code: label."""
    return {
        "total": t("All together"),
        "year": t("Year"),
        "role": t("Role"),
        "module": t("Module"),
        "country": t("Country"),
        "sector": t("Sector"),
        "sex": t("Sex"),
        "trainer_level": t("Trainer's level"),
    }


def choose_breakdown(name: str, label: str, *codes: str) -> str:
    """The reader's choice of a breakdown among `codes`, the first of them by default."""
    labels = breakdowns()
    return choices.choice(name, label, {code: labels[code] for code in codes}, default=codes[0])


def choose_count() -> str:
    """What is counted of women and men: their share, unique people or attendances."""
    options = {"share": t("Women's share"), "people": t("Unique people"), "attendances": t("Attendances")}
    return choices.choice("count", t("Shown are"), options, default="share")


def choose_cross() -> tuple[str, str]:
    """The reader's choice of two breakdowns: the rows and the columns of a table."""
    labels = breakdowns()
    pairs = [
        *(("country", other) for other in ("role", "module", "sector", "year")),
        *(("module", other) for other in ("role", "sector", "year")),
        *(("sector", other) for other in ("role", "year")),
        ("year", "role"),
    ]
    options = {f"{rows}-{columns}": f"{labels[rows]} × {labels[columns]}" for rows, columns in pairs}
    rows, _, columns = choices.choice(
        "cross", t("Women's share, one group by another"), options, default="country-role"
    ).partition("-")
    return rows, columns


def participation_chart(frame: pd.DataFrame, by: str, count: str) -> go.Figure:
    """The chart of `count` by `by`; `frame` as `named` gives it. Groups that nobody attended are left out."""
    if by != "year":
        frame = with_data(frame)
    if count == "share":
        return figures.women_share_by_year(frame) if by == "year" else figures.women_shares(frame, rank=by in RANKED)
    counted = (
        frame
        if count == "people"
        else frame.assign(**{name: frame[f"attendances_{name}"] for name in ("women", "men", "other", "unknown")})
    )
    return figures.sex_rows(counted, rank=by in RANKED)


def with_data(frame: pd.DataFrame) -> pd.DataFrame:
    """The groups that somebody attended."""
    return frame[frame["status"] != "no_data"]


def without_data(answer: Answer) -> None:
    """Name the groups that a chart leaves out because nobody attended."""
    names = answer.frame.loc[answer.frame["status"] == "no_data", "name"]
    if len(names) and len(names) < len(answer.frame):
        st.caption(t("Without data here: {names}.", names=listing([plain(name) for name in names])))


def participation_subtitle(count: str) -> str:
    """What the chart of `count` shows, and how it is read."""
    return {
        "people": t("Unique people, each once in a group, so that groups are never added up"),
        "attendances": t("Seats taken; a person at three sessions counts three times"),
    }.get(
        count,
        t(
            "Women among the women and men, percent; each person once in a group. Line: 95 % interval over "
            "enterprises. Pale band: what it may be, whatever the sex of those not known"
        ),
    )


def click_filter(by: str) -> str:
    """The shared filter that a click on a group of `by` sets; none where there is none."""
    return SETS.get(by, "")


def named(answer: Answer, by: str, within: str = "") -> Answer:
    """The answer with each group's `name` in the reader's language, a remark, and what a map and a time axis need.

    Adds name (and within_name), remark, iso3 and country; complete where the groups are years.
    """
    frame = answer.frame
    added: dict[str, Any] = {"name": _names(by, frame["code"], frame["title"])}
    if within:
        added["within_name"] = _names(within, frame["within_code"], frame["within_title"])
    added |= {"iso3": frame["code"], "country": added["name"]}
    if by == "year":
        whole = (answer.as_of.month, answer.as_of.day) == (12, 31)
        added["complete"] = frame["position"] < answer.as_of.year + whole
    if "value" in frame:
        added["remark"] = [_remark(row) for row in frame.to_dict("records")]
    shown = frame.assign(**added)
    shown.attrs = frame.attrs
    return replace(answer, frame=shown)


def roles_named(answer: Answer) -> Answer:
    """The answer of `training/women_in_roles` with names, what each share is of, and remarks."""
    names = {
        "worker": t("Workers trained"),
        "manager": t("Managers trained"),
        "team_member": t("Improvement team members"),
        "team_manager": t("Managers in improvement teams"),
        "certified": t("Certified trainers"),
        "expert": t("Expert trainers"),
        "tot": t("In trainings of trainers"),
        "led": t("Enterprises led by women"),
        "owned": t("Enterprises owned by women"),
    }
    frame = answer.frame
    remarks = [_remark(row) for row in frame.to_dict("records")]
    return replace(answer, frame=frame.assign(code=frame["role"], name=frame["role"].map(names), remark=remarks))


def coloured(answer: Answer) -> Answer:
    """The answer as a map takes it: countries with too few people get no colour."""
    frame = answer.frame
    few = frame["small"].astype(bool) & (frame["status"] == "shown")
    return replace(answer, frame=frame.assign(status=frame["status"].where(~few, "not_computable")))


def _names(by: str, codes: "pd.Series[str]", titles: "pd.Series[str]") -> list[str]:
    known = {
        "all": t("All together"),
        "worker": t("Workers"),
        "manager": t("Managers"),
        "female": t("Women"),
        "male": t("Men"),
        "other": t("Other"),
        "instructed": t("Instructed"),
        "certified": t("Certified"),
        "expert": t("Expert"),
        "unknown": t("Sex not known") if by == "sex" else t("Not recorded"),
    }
    fixed = known if by in ("total", "role", "sex", "trainer_level") else {"unknown": known["unknown"]}
    return [
        fixed.get(code) or (t(title) if isinstance(title, str) else str(code))
        for code, title in zip(codes, titles, strict=True)
    ]


def _remark(row: Mapping[str, Any]) -> str:
    if row["status"] == "not_collected":
        return t("not collected")
    if row["status"] != "shown":
        return missing(str(row["status"]))
    said = [t("small n")] if row["small"] else []
    if "low" in row and pd.isna(row["low"]):
        said.append(no_interval())
    return ", ".join(said)
