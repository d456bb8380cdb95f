"""The card of the practice that an enterprise might introduce next, to judge by its peers."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.rows import records
from impact.text import t, tn
from impact.ui import reader
from impact.ui.cards import card
from impact.ui.safe import plain
from impact.ui.views import views


def next_practice_card(answer: Answer, kpi: str) -> None:
    """Which practice peers introduced that changed more; `answer` is `benchmarks`."""
    row: Any = records(answer.only(kpi=kpi).frame)[0]
    if row.better == "neither":
        st.caption(t("Practices are not compared by {kpi}: neither way is better.", kpi=plain(row.name)))
        return
    given = {"enterprise": answer.parameters["enterprise"], "peers": answer.parameters["peers"], "kpi": kpi}
    practices = reader.ask("enterprises/next_practice", filtered=False, **given)
    frame = practices.frame
    with card(
        figures.next_practice_finding(frame),
        practices,
        subtitle=_practice_subtitle(row, frame),
        facts=_practice_facts(frame),
        key="next_practice",
    ):
        st.warning(_practice_warning(frame), icon=":material/balance:")
        views(
            replace(practices, frame=_practice_rows(frame)),
            {
                "practice_name": st.column_config.TextColumn(t("Practice"), pinned=True),
                "said": t("Difference"),
                "interval": t("95 % interval"),
                "n_with": t("Peers with it"),
                "n_without": t("Peers without"),
                "remark": t("Remark"),
            },
            t("Practices not in place, with the difference between peers that introduced them and peers that did not"),
            key="next_practice",
            chart=lambda: figures.next_practices(frame),
        )


def _practice_subtitle(row: Any, frame: pd.DataFrame) -> str:
    alike = len(frame) and bool(frame["started_alike"].iloc[0])
    who = t("peers that started in the same third") if alike else t("peers of every starting level")
    said = t("median change from baseline to endline, with the practice against without")
    return f"{plain(row.name)}, {said}: {who}"


def _practice_warning(frame: pd.DataFrame) -> str:
    compared = int(frame["compared"].iloc[0]) if len(frame) else 0
    said = t("**Association, not proof.** Eager enterprises introduce practices and improve for other reasons, too.")
    counted = tn(
        "{count} practice was compared; one in forty looks clearly better by chance alone.",
        "{count} practices were compared; one in forty looks clearly better by chance alone.",
        compared,
    )
    return f"{said} {counted}"


def _practice_facts(frame: pd.DataFrame) -> list[str]:
    few = int((frame["status"] != "shown").sum())
    if not few:
        return []
    return [
        tn(
            "{count} practice has fewer than ten peers on a side",
            "{count} practices have fewer than ten peers on a side",
            few,
        )
    ]


def _practice_rows(frame: pd.DataFrame) -> pd.DataFrame:
    rows: list[Any] = records(frame)
    own = {"no": t("not in place"), "not_checked": t("not checked here")}
    return frame.assign(
        practice_name=[t(str(title)) for title in frame["title"]],
        said=[figures.practice_difference(row.difference, row) for row in rows],
        interval=["" if pd.isna(r.low) else _interval(r) for r in rows],
        remark=[", ".join([own[row.own], *([t("too few peers")] if row.status != "shown" else [])]) for row in rows],
    )


def _interval(row: Any) -> str:
    low, high = (figures.practice_difference(value, row) for value in (row.low, row.high))
    return t("{low} to {high}", low=low, high=high)
